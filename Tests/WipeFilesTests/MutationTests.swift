// Goal: whatever stands in a list, a station file or a policy, reading ends, and gives sound values or problems at places that exist.
// Method: seeded changes of sound files, thousands of them; a failure names its seed.

import Foundation
import Mutation
import Testing
import WipeCore
import WipeFiles

@Suite struct MutationTests {
    private static let words = [
        "\"\"", ",", ";", "\t", "\r", "\n", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "!!int ", "|\n", "? ", "# ", "'", "~", "0x10",
        "<<: ",
        "%YAML 9.9\n", "---\n", "...\n",
    ]

    private static let list = """
        serial,assetTag,donorTag,donor,hostSerial
        WD-WCC4N0000001,OPEQ-2026-000101,LAV-1,"Ville de ""Laval"", TI",7XK2JW1
        WD-WCC4N0000002;OPEQ-2026-000102,,"two
        lines",

        ZN1ABCDE,OPEQ-2026-000103,,Ministère,
        """

    @Test(arguments: 0..<8) func listsAreReadOrRejectedRowByRow(part: Int) {
        for seed in UInt64(part * 1000)..<UInt64(part * 1000 + 1000) {
            let bytes = Self.changed(Array(Self.list.utf8), seed)
            guard let rows = try? IntakeFile.read(bytes: bytes, name: "l", tagPattern: TagPattern("OPEQ-[0-9-]+")) else { continue }
            let lines = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
            #expect(rows.rejected.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 }, "seed \(seed)")
            #expect(Set(rows.rows.map(\.serial)).count == rows.rows.count, "seed \(seed)")
            #expect(Set(rows.rows.map(\.assetTag)).count == rows.rows.count, "seed \(seed)")
            for row in rows.rows {
                let texts = [row.serial, row.assetTag, row.donorTag, row.donor, row.hostSerial].compactMap { $0 }
                let isSound = texts.allSatisfy { text in
                    !text.isEmpty && text.unicodeScalars.count <= 200 && !text.unicodeScalars.contains(where: PlainText.isHidden)
                }
                #expect(isSound && row.assetTag.hasPrefix("OPEQ-"), "seed \(seed): \(row)")
            }
        }
    }

    @Test(arguments: 0..<8) func stationFilesArmNothingByAccident(part: Int) {
        let text = """
            station: { name: "Poste 1", organization: "OPEQ" }
            state: /var/lib/wiped
            socket: /run/wiped/wiped.sock
            policies: /etc/wiped/policies
            slots: 24
            tagPattern: "OPEQ-[0-9]{4}"
            bays:
              - { id: A1, match: { ID_PATH: "pci-0000:00:17.0-ata-1.0" }, onAttach: wipe }
              - id: A2
                match: { ID_PATH: "pci-*-ata-2" }
            protect:
              - { ID_SERIAL_SHORT: "S5H7NX0N123456" }
            roles: { view: wipe, operate: wipe, lead: wipe-lead }

            """
        for seed in UInt64(part * 500)..<UInt64(part * 500 + 500) {
            let bytes = Self.changed(Array(text.utf8), seed)
            do {
                let station = try StationFile.read(bytes: bytes, name: "s")
                // A bay without a place, or an entry of protect that matches nothing, would be the accident.
                let isSound =
                    station.rules.bays.allSatisfy { !$0.match.isEmpty && !$0.id.isEmpty }
                    && station.rules.protect.allSatisfy { !$0.isEmpty }
                #expect(isSound && (1...256).contains(station.rules.slots), "seed \(seed)")
                #expect(Set(station.rules.bays.map(\.id)).count == station.rules.bays.count, "seed \(seed)")
            } catch {
                Self.check(error, bytes, seed)
            }
        }
    }

    @Test(arguments: 0..<4) func policiesClaimNothingByAccident(part: Int) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../policies")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
        let texts = try files.map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }
        for seed in UInt64(part * 500)..<UInt64(part * 500 + 500) {
            let bytes = Self.changed(texts[Int(seed) % texts.count], seed)
            do {
                let policy = try PolicyFile.read(bytes: bytes, name: files[Int(seed) % files.count])
                #expect(!policy.passes.isEmpty && !policy.media.isEmpty, "seed \(seed)")
                #expect(policy.passes.contains { $0.verify != .none } || policy.claim == nil, "seed \(seed): a claim without a look")
            } catch {
                Self.check(error, bytes, seed)
            }
        }
    }

    private static func check(_ error: FileProblems, _ bytes: [UInt8], _ seed: UInt64) {
        let lines = 2 + bytes.count { $0 == 0x0A || $0 == 0x0D }
        #expect(
            !error.problems.isEmpty && error.problems.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 },
            "seed \(seed): \(error)")
        let isPlain = error.problems.allSatisfy { !$0.message.unicodeScalars.contains { $0.properties.generalCategory == .control } }
        #expect(isPlain, "seed \(seed): \(error)")
    }

    private static func changed(_ sound: [UInt8], _ seed: UInt64) -> [UInt8] {
        var mutator = Mutator(seed: seed, words: words)
        return mutator.changed(sound)
    }
}
