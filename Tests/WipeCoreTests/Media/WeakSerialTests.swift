// Goal: what makers of bridges, readers, fake flash and virtual machines write in the place of a serial is not believed, and no maker's real
// serial is doubted. Method: two tables; each entry by itself, on a drive of a model of its own.

import Bench
import Testing

@testable import WipeCore

@Suite struct WeakSerialTests {
    static let weak = [
        // Counters, zeros, runs.
        "000000000001", "000000000033", "0000000000000001", "00000000000000000001", "000000000272", "000000001536", "000000225001",
        "123456789012", "1234567890ABCDEF", "12345678901234567890", "ABCDEF123456", "0123456789ABCDEF", "9876543210", "FEDCBA9876543210",
        "012345678999", "SN1234567890", "112233445566", "AABBCCDDEEFF", "AAAABBBBCCCC", "0102030405060708", "00010203040506070809",
        "1111111111", "FFFFFFFFFFFF", "0000_0000_0000_0000", "123123123123", "ABABABABAB", "10101010", "AA00000000000489", "000000000000A",
        // Dates of firmware.
        "20120501030900000", "202006054D01", "20090516388200000", "20071114173400000", "201006010301", "20130415",
        // Constants of bridges and readers.
        "DD564198838E6", "DD56419883891", "DB9876543214E", "152D00539000", "152D203380B6", "058F63666485", "058F312D81B", "M6116018VF16",
        "174C55AA0001", "RANDOM__3A5F7C", "TEAC_TEAC_FD-05PUW",
        // Virtual machines.
        "QM00001", "QM00013", "QEMU_HARDDISK", "drive-scsi0-0-0", "VMware_Virtual_S",
        // Ports and paths.
        "1-0000:00:0c.0-1", "usb-0:1.2", "1-1.2:1.0", "0000:3b:00.0",
        // Words.
        "To be filled by O.E.M.", "Default string", "System Serial Number", "No Serial Number", "deadbeef", "DEADBEEFDEADBEEF", "None",
        "N/A",
        "CCYYMMDDHHmmSS123456", "abc", "?????????", "NOT SET", "Not_Set", "USB STORAGE", "USB-Storage", "SATASSD",
        "DUMMY0001", "Dummy", "TBFBO", "TBD", "T.B.F.B.O.E.M.", "NO S/N", "N0 SER1AL", "Change Me", "M.2 NVMe SSD",
        "Solid State Disk",
        "Serial Number", "External USB3.0", "UNASSIGNED", "Unknown 0", "None-001", "Inconnu", "Placeholder", "PersistentDisk",
        // Words in hexadecimal.
        "0BADF00D", "DEADC0DE", "CAFEBABE", "BAADF00D", "DEADBEEF00000001", "8BADF00D", "C0FFEE", "CAFED00D", "FEE1DEAD", "BADC0FFEE",
        "FACEFEED",
        "DECAFBAD", "0xDEADC0DE",
        // Chips.
        "JMS578", "JMS583A2", "ASM1153", "ASM1153E", "ASM2362", "ASM235CM", "VL716", "VL716Q4", "RTL9210", "RTL9210B-CG", "SM2246",
        "SM2246EN",
        "PS3111", "PS3111-S11", "INIC-3637", "GL3224", "JMS5780001", "CY7C68300", "PS2251-07",
        // Virtual machines, once more.
        "VBOX_HARDDISK", "VBOX CD-ROM", "VBOX0001", "VB2-01700376", "VB00000000-00000000", "QEMU HARDDISK", "Virtual HDD",
        // Chip ids with letters for digits, makers of controllers, the word for a serial without a number.
        "058F0O1111B1", "058FO01111B1", "152DI0539000", "PHISON", "Phison", "PHISON0001", "Serial0", "SERIAL000", "SN0000",
        "Serial-Number-0",
        // Dates with a time of day behind them, at midnight to the second too.
        "20210812123456", "20210812000000", "20210812001000",
        // Dates from end to end, and counts of two kinds.
        "01012019", "31122018", "12312019", "2019-01-01", "20190101120000", "A1B2C3D4", "1A2B3C4D", "AB12CD34", "1357913579", "2468024680",
    ]

    @Test(arguments: weak) func isNotBelieved(_ serial: String) {
        guard case .notCredible(let why) = Fixture.identity(serial: serial).serialCredibility else {
            Issue.record("\(serial) is believed")
            return
        }
        #expect(!why.isEmpty)
    }

    /// As printed on labels, by maker; all-digit ones among them.
    static let real = [
        // Seagate
        "ZN1ABCDE", "5VP1ABCD", "9VMAB123", "6QG00001", "5RX00012", "Z1D0ABCD", "S2F0ABCD", "W1E12345", "NA9K1234", "3HT12345",
        "Z1Z0ABCD0000B123ABCD", "Z502KJ8F", "WFL2AAHS", "ZA180PZ2",
        // Western Digital
        "WD-WMAYP1234567", "WD-WCC4N1234567", "WCC4N0123456", "WD-WX12345678", "WD-WX31A23456789", "WD-WXK1E51NLJD1", "2023E5807654",
        // Samsung
        "S13PJ1BQ123456", "S21NNSAG123456A", "S5H7NX0N123456", "S3Z8NB0K123456", "S1K4NYAF123456", "S246J9EC801234",
        // Toshiba, Kioxia
        "123F4567T", "X5JLC123T", "Y9P2S0AJTMZ5", "17JB61I4K0EV", "Z9AC70ABCDEF", "70MS10ABCD12",
        // Hitachi, HGST
        "VFA100R10ABCDE", "PN1134P6GB1CDE", "K7G1ABCD", "JP2940J84A1BCV", "2EG8NJAJ", "P8HZ5X5Y",
        // Fujitsu, Maxtor, Quantum
        "NZ15T7C1B1CF", "K104T1234567", "Y3AB1CDE", "L30A1BCD", "B60MHL5H", "E1234ABC",
        // Intel, Solidigm
        "CVPO0123456789AB", "BTWL123456789ABC", "PHYS9123012345678A", "CVPR1234567", "BTYF84520A1B480BGN", "PHAB1234000A960C",
        // Crucial, Micron
        "00000000121303289D31", "1851E1D1F2A3", "191521234567", "203912345678", "2035E4C2A1B3", "21022CABCDEF", "184020D7F1A2",
        // Kingston
        "50026B7782A1B2C3", "50026B7212345678", "5002607680123456", "50026B767304A2B1", "0014780EA1D2",
        // SanDisk
        "163012421234", "154501402536", "130807403456", "4C530001230525116234", "174203A00B12",
        // Hynix, Lite-On, Transcend, Plextor, Corsair, OCZ, Apple
        "EI9AN1234567890", "FJ9CN02181120CI2G", "TW0XXXXX0001234567", "002312100EAB", "20120518FE2C00000014", "P02234108455",
        "11476507000004860130", "OCZ-Z5CB4KC20X0ZG7F8", "C02641400PLG2K91F",
        // Crucial, Micron, WD and Kingston in digits alone: year and week first, beyond the years of any date too, or no day, or no time.
        "203111045110", "200112345678", "201312319876", "202012257799", "213312340987", "19112345678", "205012095561", "20451031",
        "174512310845",
        "32012019", "12345019", "2012120499", "1810273600175", "9876120341",
        // Virtual disks with a number of their own.
        "VB3f2a9c81-77d04e1b", "VB12ab9f03-5c6d7e8f",
        // A date and a number that runs.
        "20210812001234", "20210812000001", "20210812009999", "2021081200123", "202108120012345", "20170305000777",
        // Beginning like a word, a chip or a date.
        "058FO", "PHYSON91", "SERIAL10", "DISK0", "SSD0001", "SSD000", "NO1SERIAL7", "OBDA12345678",
        "SSD12907", "TESLA4711Q", "JMS57891A2C7", "SM2246A91C0F33", "PS3111A7D2290C41", "BEEF81A7C302", "CAFE1234A9", "USB19A7C33E0F12",
        "SN94A7Q1",
        "VL7164A90B2", "DEAD93B1", "BAD0477821",
        // What people call the drives of a bench.
        "SERIAL3", "TEST-0001", "drive", "DISK1", "USB0001", "NVME0001", "empty", "sample1", "ssd-2", "caddy", "bad1", "dead", "IT0001",
        // Cards
        "0x1a2b3c4d", "0x8f3a0c12",
    ]

    @Test(arguments: real) func isBelieved(_ serial: String) {
        #expect(Fixture.identity(serial: serial).serialCredibility == .credible)
    }

    @Test func theTableIsLarge() { #expect(Self.real.count >= 90) }

    @Test func aModelInThePlaceOfTheSerialIsNone() {
        let identity = MediaIdentity(
            vendor: "Generic", model: "STORAGE DEVICE", serial: "Generic_STORAGE_DEVICE_1", serialSource: .usbBridge, wwn: nil,
            capacityBytes: 1)
        #expect(identity.serialCredibility != .credible)
    }

    @Test func theStationsOwnListIsObeyedInTheSameForm() {
        var rules = Fixture.rules()
        rules.weakSerials = ["wd-wx 31*", "ZN1ABCDE"]
        for (serial, isWeak) in [("WD-WX_31A0B1", true), ("WD-WX_32A0B1", false), ("zn1abcde", true), ("ZN1ABCDF", false)] {
            #expect((rules.listing(Fixture.identity(serial: serial)).serialCredibility != .credible) == isWeak, "\(serial)")
        }
    }

    @Test(arguments: [
        ("0x5000C500A1B2C3D4", true), ("0x50014ee2b0000001", true), ("eui.002538b911b0aaaa", true),
        ("eui.00000000000000008ce38e05000a1b2c", true), ("0x0000000000000000", false), ("0x5000000000000001", false),
        ("0x5000000000000000", false), ("ffffffffffffffff", false), ("0123456789abcdef", false), ("eui.0000000000000000", false),
    ]) func aWWNThatManyDrivesShowIsNone(_ wwn: String, _ isName: Bool) {
        var identity = Fixture.identity()
        identity.wwn = wwn
        #expect((identity.canonicalWWN != nil) == isName)
    }
}
