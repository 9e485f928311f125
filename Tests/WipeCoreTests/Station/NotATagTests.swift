// Goal: no barcode of a drive, no bay and no word of the scan dialogue ever becomes an asset tag, whoever asks and however.
// Method: two attached drives; every form in which their labels give serial, World Wide Name and model, as a tag of either drive, in a list,
// and as the correction of a record; and tags that are none of these.

import Bench
import Testing

@testable import WipeCore

@Suite struct NotATagTests {
    private static func drive(_ name: String, _ sequence: UInt64, serial: String, model: String, wwn: String?, bay: String) -> ProbeReport {
        var report = Fixture.report(name, sequence: sequence, serial: serial, bay: bay)
        report.identity.model = model
        report.identity.wwn = wwn
        report.firmware = model.hasPrefix("WDC") ? "80.00A80" : "CC43"
        report.properties["ID_PART_NUMBER"] = "2EP102-500"
        return report
    }

    private static let western = drive(
        "sdb", 7, serial: "WD-WCC4N0000001", model: "WDC WD10EZEX-08WN4A0", wwn: "0x50014ee2b0a1b2c3", bay: "1")
    private static let seagate = drive("sdc", 8, serial: "ZN1ABCDE", model: "ST1000DM010-2EP102", wwn: nil, bay: "2")

    private func bench() -> StationBench {
        var bench = StationBench(Fixture.rules(onAttach: .hold, requireAssetTag: true))
        bench.plug(Self.western)
        bench.plug(Self.seagate)
        return bench
    }

    private static let barcodes = [
        // Serials: as read, without the maker's letters, in small letters, apart, with what labels and barcodes put before it.
        ("WD-WCC4N0000001", "serial"), ("WCC4N0000001", "serial"), ("WDWCC4N0000001", "serial"), ("wcc4n0000001", "serial"),
        ("WCC4-N000-0001", "serial"), ("S/N-WCC4N0000001", "serial"), ("SN.WD-WCC4N0000001", "serial"), ("SZN1ABCDE", "serial"),
        ("zn1abcde", "serial"), ("S/N/ZN1ABCDE", "serial"), ("ZN1_ABCDE", "serial"),
        // World Wide Names, also of a drive that keeps its own from us.
        ("50014EE2B0A1B2C3", "World Wide Name"), ("0x50014ee2b0a1b2c3", "World Wide Name"), ("WWN-50014EE2B0A1B2C3", "World Wide Name"),
        ("5000C500A1B2C3D4", "World Wide Name"), ("naa.5000C500A1B2C3D4", "World Wide Name"),
        // Models, whole and in part.
        ("WD10EZEX-08WN4A0", "model"), ("WD10EZEX", "model"), ("MDL-WD10EZEX-08WN4A0", "model"), ("st1000dm010", "model"),
        ("ST1000DM010-2EP102", "model"), ("1PST1000DM010-2EP102", "model"),
        ("Seagate ST1000DM010-2EP102", "model"), ("2EP102", "model"), ("08WN4A0", "model"), ("WDC-WD10EZEX", "model"),
        ("WDC_WD10EZEX_08WN4A0", "model"), ("P/N.WD10EZEX-08WN4A0", "model"), ("30PST1000DM010", "model"),
        ("1P-ST1000DM010-2EP102", "model"),
        ("(1P)ST1000DM010", "model"), ("MODEL:ST1000DM010", "model"), ("2EP102-500", "part number"), ("P/N:2EP102-500", "part number"),
        ("30P2EP102-500", "part number"),
        // Data identifiers before the text, one upon another; firmware; what has two of them in one.
        ("(S)ZN1ABCDE", "serial"), ("1SZN1ABCDE", "serial"), ("30SZN1ABCDE", "serial"), ("1TZN1ABCDE", "serial"),
        ("SN:(S)ZN1ABCDE", "serial"),
        ("30SWD-WCC4N0000001", "serial"), ("S/N:WCC4N0000001", "serial"), ("WWN:0x50014ee2b0a1b2c3", "World Wide Name"),
        ("S50014EE2B0A1B2C3", "World Wide Name"), ("1T5000C500A1B2C3D4", "World Wide Name"), ("80.00A80", "firmware"),
        ("FW:CC43", "firmware"),
        ("ST1000DM010-2EP102-ZN1ABCDE", "serial"),
        // A scanner that lost a character at an end, and one that gives a check digit or a start sign.
        ("ZN1ABCD", "serial"), ("N1ABCDE", "serial"), ("ZN1ABCDE7", "serial"), ("XZN1ABCDE", "serial"), ("WD-WCC4N000000", "serial"),
        ("D-WCC4N0000001", "serial"), ("WCC4N000000", "serial"), ("CC4N0000001", "serial"), ("WD-WCC4N0000001K", "serial"),
        ("SZN1ABCD", "serial"), ("0014EE2B0A1B2C3", "World Wide Name"), ("50014EE2B0A1B2C", "World Wide Name"),
        // Bays and words.
        ("B-1", "bay B1"), ("b.2", "bay B2"), ("B01", "bay B1"), ("Baie-B1", "bay B1"), ("BAY:B2", "bay B2"),
        ("tag", "scan dialogue"), ("bays", "scan dialogue"), ("status", "scan dialogue"), ("OK", "scan dialogue"),
        ("done", "scan dialogue"),
        ("next", "scan dialogue"), ("oui", "scan dialogue"), ("Non", "scan dialogue"), ("fin", "scan dialogue"), ("start", "scan dialogue"),
        ("Prêt", "scan dialogue"), ("E\u{301}tiquette", "scan dialogue"),
        ("B1", "bay B1"), ("bay-b2", "bay B2"), ("QUIT", "scan dialogue"), ("quit", "scan dialogue"), ("Cancel", "scan dialogue"),
    ]

    @Test(arguments: barcodes) func aBarcodeIsNoTagOfAnyDrive(_ scanned: String, _ what: String) {
        let bench = bench()
        for report in [Self.western, Self.seagate] {
            let refused = bench.refusal(
                .tagAssigned(
                    report.attachment, AssetTag(tag: scanned, source: .person), TagFacts(), settling: [scanned], Fixture.operator1))
            #expect(refused?.code == "not-a-tag", "\(scanned)")
            #expect(
                refused?.message.contains(what) == true && refused?.message.hasPrefix(scanned) == true, "\(String(describing: refused))")
        }
        #expect(bench.state.attached.values.allSatisfy { $0.assetTag == nil })
    }

    @Test func theSentenceSaysWhichDrive() {
        let bench = bench()
        let refused = bench.refusal(
            .tagAssigned(
                Self.seagate.attachment, AssetTag(tag: "WCC4N0000001", source: .person), TagFacts(), settling: [], Fixture.technician))
        #expect(refused?.message == "WCC4N0000001 is the serial of the drive in bay B1, not an asset tag")
    }

    @Test(arguments: [
        "OPEQ-2026-000001", "OPEQ-WD-WCC4N0000001", "1ABC", "1", "WDC", "2000", "5000000000000123", "Poste-1", "WD10EZE",
        // Parts of a serial, which no barcode reads as.
        "ABCDE", "ZN1A", "0000001", "000001", "N1ABCD", "4N000", "C4N0000001", "OPEQ-ZN1ABCDE", "0014EE", "B11", "B-12", "1T", "30P",
        "PLANT-7", "B-0001",
    ])
    func tagsAreTags(_ tag: String) {
        var bench = bench()
        bench.send(
            .tagAssigned(Self.seagate.attachment, AssetTag(tag: tag, source: .person), TagFacts(), settling: [], Fixture.technician))
        #expect(bench.state.attached[Self.seagate.attachment]?.assetTag?.tag == tag)
    }

    /// What a scanner reads on a self-encrypting drive, of which nothing else tells it: no drive gives its PSID to the host.
    @Test(arguments: [
        ("A1B2C3D4E5F6G7H8J9K0L1M2N3P4Q5R6", true), ("a1b2c3d4e5f6g7h8j9k0l1m2n3p4q5r6", true), ("01234567890123456789012345678901", true),
        ("PSID-A1B2C3D4E5F6G7H8J9K0L1M2N3P4Q5R6", true), ("A1B2C3D4E5F6G7H8J9K0L1M2N3P4Q5R", false),
        ("A1B2C3D4E5F6G7H8J9K0L1M2N3P4Q5R67", false), ("3f2a9c1e-0b4d-4b1c-8d2e-77d04e1b9a10", false),
        ("OPEQ-2026-Montreal-Nord-Atelier-000123", false), ("A1B2C3D4-E5F6G7H8-J9K0L1M2-N3P4Q", false),
    ]) func aPSIDIsNoTag(_ scanned: String, _ isPSID: Bool) throws {
        let event = Event.tagAssigned(
            Self.seagate.attachment, AssetTag(tag: scanned, source: .person), TagFacts(), settling: [], Fixture.technician)
        #expect((bench().refusal(event)?.code == "not-a-tag") == isPSID, "\(String(describing: bench().refusal(event)))")
        let row = IntakeLink(line: 2, link: TagLink(key: .serial("S1XYZ"), assetTag: AssetTag(tag: scanned, source: .intake)))
        let decision = bench().state.choose([row], IntakeFacts(tags: [:], holders: [:], certified: []), listWins: true)
        #expect(decision.links.isEmpty == isPSID)
        guard isPSID, scanned.utf8.count == 32 else { return }
        // A pattern of tags that long means them; one of any length does not.
        for (pattern, isMeant) in [("[A-Za-z0-9]{32}", true), ("[0-9A-Za-z]{24,40}", true), (".*", false), ("[A-Za-z0-9]+", false)] {
            var rules = Fixture.rules(onAttach: .hold, requireAssetTag: true)
            rules.tagPattern = try TagPattern(pattern)
            var bench = StationBench(rules)
            bench.plug(Self.seagate)
            #expect((bench.refusal(event) == nil) == isMeant, "\(pattern)")
        }
    }

    /// A serial of digits alone, as long as many workshops' tags are.
    @Test(arguments: [
        ("1234567", true), ("912345678", true), ("91234567", false), ("12345678", true), ("123456789", true), ("12345", false),
        ("345678", false),
        ("5678", false),
    ])
    func aShortTagWithinASerialIsATag(_ tag: String, _ isBarcode: Bool) {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        let drive = Self.drive("sdd", 9, serial: "12345678", model: "X", wwn: nil, bay: "3")
        bench.plug(drive)
        let event = Event.tagAssigned(drive.attachment, AssetTag(tag: tag, source: .person), TagFacts(), settling: [], Fixture.technician)
        #expect((bench.refusal(event)?.code == "not-a-tag") == isBarcode)
    }

    @Test func aWeakSerialOfAListIsNamed() {
        var rules = Fixture.rules()
        rules.weakSerials = ["CHEAP*"]
        let bench = StationBench(rules)
        let rows = ["CHEAP00F1", "S1", "0000000000", "ZN1LQAA7"].enumerated().map { index, serial in
            IntakeLink(
                line: index + 2,
                link: TagLink(key: .of(serial: serial), assetTag: AssetTag(tag: "OPEQ-\(index)", source: .intake)))
        }
        let decision = bench.state.choose(rows, IntakeFacts(tags: [:], holders: [:], certified: []), listWins: true)
        #expect(decision.links.map(\.assetTag.tag) == ["OPEQ-3"])
        #expect(decision.rejected.map(\.line) == [2, 3, 4] && decision.rejected.allSatisfy { $0.code == .weakSerial })
        #expect(decision.rejected.first?.message.contains("CHEAP00F1 identifies no drive") == true)
    }

    @Test func rowsOfAListAreJudgedAlike() {
        let bench = bench()
        func row(_ line: Int, _ serial: String, _ tag: String) -> IntakeLink {
            IntakeLink(line: line, link: TagLink(key: .of(serial: serial), assetTag: AssetTag(tag: tag, source: .intake)))
        }
        let rows = [
            row(2, "NEW-1", "ZN1ABCDE"), row(3, "NEW-2", "new-2"), row(4, "NEW-3", "OPEQ-3"), row(5, "NEW-4", "WD10EZEX"),
            row(6, "NEW-5", "S/N-NEW-5"),
        ]
        let decision = bench.state.choose(rows, IntakeFacts(tags: [:], holders: [:], certified: []), listWins: true)
        #expect(decision.links.map(\.assetTag.tag) == ["OPEQ-3"])
        #expect(decision.rejected.map(\.line) == [2, 3, 5, 6] && decision.rejected.allSatisfy { $0.code == .notATag })
        #expect(decision.rejected.first?.message == "ZN1ABCDE is the serial of the drive in bay B2, not an asset tag")
    }

    /// A drive that was here before is known by its serial alone, whatever its label puts before it.
    @Test(arguments: [
        ("ZN1LQAA7", ["ZN1LQAA7"]), ("zn1lqaa7", ["ZN1LQAA7"]), ("S/N: ZN1LQAA7", ["S/N:_ZN1LQAA7", "ZN1LQAA7"]),
        ("(S)ZN1LQAA7", ["S)ZN1LQAA7", "ZN1LQAA7"]), ("0123456789", ["0123456789"]), ("018842", []), ("ABC12", []), ("", []),
        ("OPEQ-2026-018842", ["OPEQ-2026-018842"]),
    ]) func theSerialsThatATextMayBe(_ text: String, _ serials: [String]) {
        #expect(Set(serials).isSubset(of: DriveLabels.serials(in: text)), "\(DriveLabels.serials(in: text))")
        #expect(DriveLabels.serials(in: text).isEmpty == serials.isEmpty)
    }

    @Test func theSerialOfADriveThatIsNotHereIsNoTag() throws {
        var bench = bench()
        func said(_ tag: String, isSerial: Bool) -> Event {
            .tagAssigned(
                Self.seagate.attachment, AssetTag(tag: tag, source: .person), TagFacts(isSerial: isSerial), settling: [tag],
                Fixture.operator1)
        }
        let refused = bench.refusal(said("ZN1LQAA7", isSerial: true))
        #expect(refused?.code == "not-a-tag")
        #expect(refused?.message == "ZN1LQAA7 is the serial of a drive that this station knows, not an asset tag")
        // What it has as its tag already may be said again, whatever has come since.
        bench.send(said("ZN1LQAA7", isSerial: false))
        #expect(bench.refusal(said("zn1lqaa7", isSerial: true)) == nil)
        let correction = TagCorrection(
            job: "j", record: 3, key: .serial("X"), linked: nil, old: "T-1", new: "ZN1LQAA7", facts: TagFacts(isSerial: true))
        #expect(throws: Refused.self) { try bench.state.check(correction, naming: [], by: Fixture.operator1) }
    }

    @Test func theSerialOfAnotherRowOrOfAnEarlierDriveIsNoTagOfAList() {
        func row(_ line: Int, _ serial: String, _ tag: String) -> IntakeLink {
            IntakeLink(line: line, link: TagLink(key: .of(serial: serial), assetTag: AssetTag(tag: tag, source: .intake)))
        }
        let rows = [row(2, "ZN1LQAA7", "OPEQ-1"), row(3, "ZN1LQAB8", "sn zn1lqaa7"), row(4, "ZN1LQAC9", "W1F4K2AA")]
        var facts = IntakeFacts(tags: [:], holders: [:], certified: [])
        facts.serials = ["W1F4K2AA"]
        let decision = bench().state.choose(rows, facts, listWins: true)
        #expect(decision.links.map(\.assetTag.tag) == ["OPEQ-1"])
        #expect(
            decision.rejected.map(\.message) == [
                "sn zn1lqaa7 is the serial of another row, not an asset tag",
                "W1F4K2AA is the serial of a drive that this station knows, not an asset tag",
            ])
    }

    @Test func aCorrectionIsJudgedAlike() throws {
        let bench = bench()
        func correction(_ new: String) -> TagCorrection {
            TagCorrection(job: "j", record: 3, key: .serial("X"), linked: nil, old: "T-1", new: new, facts: TagFacts())
        }
        for (new, code) in [("ZN1ABCDE", "not-a-tag"), ("b1", "not-a-tag"), ("T-1", "same-tag")] {
            let refused = #expect(throws: Refused.self) { try bench.state.check(correction(new), naming: [], by: Fixture.operator1) }
            #expect(refused?.code == code)
        }
        #expect(try bench.state.check(correction("T-2"), naming: [], by: Fixture.operator1).isEmpty)
    }
}
