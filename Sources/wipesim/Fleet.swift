// The drives of `wipesim serve`: some sound, some not, as a refurbisher gets them.

import Glibc
import WipeCore
import WipeFirmware
import WipeSimulation

/// One drive on the shelf, with where it is plugged in when the station has started.
struct ShelfDrive {
    let serial: String
    /// Nil: it stays on the shelf until somebody plugs it in.
    let place: String?
    /// What a trainee finds out by wiping it.
    let story: String
    let drive: SimulatedDrive
}

enum Fleet {
    /// Clears the screen, sets its title, begins lines of its own, turns the reading direction, climbs folders, ends a query, and goes on for long.
    private static let hostile =
        "\u{1B}[2J\u{1B}]0;x\u{7}\r\nwiped: error: \u{9B}31m\u{202E}txt\u{0}../../../etc/x'; DROP TABLE job; --<script>"
        + String(repeating: "é", count: 10_000)
    static let bays = ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"]
    /// Where a drive waits for a person.
    static let holdBays: Set<String> = ["S6", "S7", "S8"]

    /// Drives of 32 MB at 4 MB/s: a pass takes seconds, not hours.
    static func make(megabytes: UInt64, bytesPerSecond: UInt64) -> [ShelfDrive] {
        let size = megabytes * 1_048_576
        func extent(_ sector: UInt64, _ count: UInt64) -> Extent { Extent(offset: sector * 512, length: count * 512) }
        func drive(
            _ serial: String, at place: String?, _ story: String, model: String, _ type: MediaType, sector: UInt32 = 512,
            contents: [Content] = [], faults: [Fault] = [], usage: Usage = .free, firmware: SimulatedFirmware? = nil, says: String? = nil
        ) -> ShelfDrive {
            let identity = MediaIdentity(
                vendor: says ?? "Simulated", model: model, serial: says ?? serial, serialSource: .loopProperty, wwn: nil,
                capacityBytes: size)
            var entropy = SystemRandomNumberGenerator()
            var random = SeededGenerator(seed: entropy.next())
            guard let geometry = Geometry(capacityBytes: size, logicalSectorBytes: sector, physicalSectorBytes: 4096) else {
                preconditionFailure("whole megabytes are whole sectors")
            }
            let made = SimulatedDrive(
                identity: identity, geometry: geometry, donor: random.key(), mediaType: type, bytesPerSecond: bytesPerSecond, faults: faults
            )
            made.with { condition in
                condition.contents = contents
                condition.usage = usage
                condition.firmware = firmware
                condition.temperatureCelsius = 34
                condition.rotationRateRPM = type == .magneticHDD ? 7200 : nil
                condition.health = Health(reallocatedSectors: 0, pendingSectors: 0, uncorrectableSectors: 0)
            }
            return ShelfDrive(serial: serial, place: place, story: story, drive: made)
        }
        let windows = [
            Content(kind: .partitionTable, type: "gpt", offsetBytes: 0),
            Content(kind: .filesystem, type: "vfat", label: "SYSTEM", offsetBytes: 1 << 20, sizeBytes: 4 << 20),
            Content(kind: .filesystem, type: "ntfs", label: "Windows", offsetBytes: 5 << 20, sizeBytes: size - 6 << 20),
        ]
        let linux = [Content(kind: .filesystem, type: "ext4", label: "donnees", offsetBytes: 0, sizeBytes: size)]
        let bad = [extent(12_000, 1), extent(30_000, 9)].map { Fault(.write, .fails(errno: ENODATA), at: $0) }
        return [
            drive("SIM-0001", at: "S1", "sound, a school's Windows on it", model: "HDD-3.5", .magneticHDD, contents: windows),
            drive("SIM-0002", at: "S2", "sound, flash: spare cells stay", model: "SSD-2.5", .flashSSD, contents: linux),
            drive("SIM-0003", at: "S3", "sound, sectors of 4096 bytes", model: "HDD-4KN", .magneticHDD, sector: 4096, contents: linux),
            drive("SIM-0004", at: "S4", "ten sectors that cannot be written", model: "HDD-OLD", .magneticHDD, faults: bad),
            drive(
                "SIM-0005", at: "S5", "forgets a write that it acknowledged", model: "HDD-LIAR", .magneticHDD,
                faults: [Fault(.write, .dropped, at: extent(20_000, 1))]),
            drive(
                "SIM-0006", at: "S6", "hangs half way, until 'release SIM-0006'", model: "HDD-STUCK", .magneticHDD,
                faults: [Fault(.write, .hangs, times: 1, afterBytes: size / 2)]),
            drive("SIM-0007", at: nil, "sound, on the shelf", model: "HDD-3.5", .magneticHDD, contents: windows),
            drive(
                "SIM-0008", at: "X1", "outside the bays, and mounted: never touched", model: "SYSTEM", .flashSSD, contents: linux,
                usage: .known([Use(.mounted, node: "sim", detail: "/srv")])),
            drive(
                "SIM-0009", at: nil, "on the shelf; whatever it says of itself attacks its reader", model: hostile, .magneticHDD,
                contents: [Content(kind: .filesystem, type: hostile, label: hostile, uuid: hostile, offsetBytes: 0, sizeBytes: size)],
                says: hostile),
            drive(
                "SIM-0010", at: "S7", "sound, NVMe: can erase itself", model: "NVME-M2", .flashSSD, contents: windows,
                firmware: SimulatedFirmware(transport: .nvme, duration: 8000)),
            drive(
                "SIM-0011", at: "S8", "SATA: says that it has erased itself, and has not", model: "SSD-LIAR", .flashSSD, contents: linux,
                firmware: SimulatedFirmware(transport: .ata, duration: 8000, faults: [.ignores])),
        ]
    }
}
