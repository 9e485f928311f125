// Goal: what is sound in a station file and can hardly be meant is said, and nothing else. Method: tables of patterns, odd ones and good ones.

import Bench
import Testing

@testable import WipeCore

@Suite struct OddPatternTests {
    private static func said(tagPattern: String) throws -> String? {
        var rules = Fixture.rules()
        rules.tagPattern = try TagPattern(tagPattern)
        #expect(rules.oddPatterns.count <= 1)
        return rules.oddPatterns.first?.sentence
    }

    @Test(arguments: [
        (".*", ["a serial (", "a World Wide Name (", "a model (", "a PSID (", "a word of the scan dialogue (", "a bay ("]),
        ("[A-Z0-9]{8}", ["a serial (ZN1ABCDE)"]), ("[a-z]{4,6}", ["a word of the scan dialogue ("]),
        ("[A-Z]+", ["a word of the scan dialogue ("]),
        ("[0-9]{12}", ["a serial (191521234567)"]), ("B[0-9]", ["a bay (B1)"]), ("[0-9A-F]{16}", ["a World Wide Name (5000C500A1B2C3D4)"]),
        ("[A-Z0-9]{20,40}", ["a PSID ("]),
    ]) func aTagPatternThatTakesOtherLabelsIsNamed(_ pattern: String, _ kinds: [String]) throws {
        let said = try Self.said(tagPattern: pattern)
        for kind in kinds { #expect(said?.contains(kind) == true, "\(said ?? "nothing")") }
        #expect(said?.hasPrefix("tagPattern \(pattern) has the form of ") == true)
    }

    @Test(arguments: [
        "OPEQ-[0-9]{4}-[0-9]{6}", "OPEQ-[0-9]+", "[0-9]{6}", "Gaspé-[0-9]{3}", "A[0-9]{5}", "[A-Z]{4}-[0-9]{4}", "[A-Z0-9]{32}X",
    ])
    func aTagPatternOfAWorkshopIsNot(_ pattern: String) throws {
        let said = try Self.said(tagPattern: pattern)
        #expect(said == nil)
    }

    @Test(arguments: [
        ("DEVNAME", "sdb", true), ("DEVNAME", "/dev/sd[b-d]", false), ("DEVNAME", "*sdb", false), ("DEVNAME", "/de*", false),
        ("DEVNAME", "/dev/loop7", false), ("DEVNAME", "/sys/*", true), ("DEVPATH", "/sys/devices/*", true),
        ("DEVPATH", "/devices/pci*", false),
        ("DEVLINKS", "*by-label/keep*", false), ("DEVLINKS", "by-label/keep", true), ("DEVLINKS", "/dev/disk/by-id/a /dev/x", false),
        ("ID_SERIAL_SHORT", "/dev/disk/by-id/ata-X", true), ("ID_PATH", "/dev/disk/by-path/pci-0000:00:17.0-ata-1", true),
        ("ID_PATH", "pci-0000:00:17.0-ata-1", false), ("ID_PATH", "pci-0000:00:17.0 ata-1", true), ("ID_FS_LABEL", "my disk", true),
        ("ID_FS_LABEL_ENC", "my disk", false), ("ID_MODEL", "Samsung SSD*", false), ("ID_SERIAL_SHORT", " WD-1234 ", false),
        ("ID_BUS", "USB", true),
        ("ID_BUS", "[uU]sb", false), ("ID_BUS", "usb", false), ("ID_TYPE", "Disk", true), ("ID_FS_TYPE", "LVM2_member", false),
        ("ID_WWN", "0x5000C500*", false), ("WIPED_KEEP", "Yes please", false), ("ID_PATH", "pci[!\u{1}-\u{10FFFF}]*", true),
    ]) func aGlobThatNothingCanMatchIsNamed(_ property: String, _ glob: String, _ isOdd: Bool) {
        let match = PropertyMatch(property: property, glob: glob)
        var rules = Fixture.rules()
        rules.protect = [[match]]
        #expect(rules.oddPatterns.count == (isOdd ? 1 : 0), "\(glob): \(rules.oddPatterns)")
        if isOdd { #expect(rules.oddPatterns.first?.sentence.hasPrefix("protect[1] {") == true) }
        let bay = StationRules(bays: [Bay(id: "A1", match: [match], onAttach: .hold)])
        #expect(bay.oddPatterns.count == (isOdd ? 1 : 0))
        if isOdd { #expect(bay.oddPatterns.first?.sentence.hasPrefix("bays, A1: \(match.text) never matches: ") == true) }
    }

    @Test func theRulesOfTheTestsAreNotOdd() { #expect(Fixture.rules().oddPatterns == []) }
}
