// Goal: a wrong tag on a record is put right by a lead's signed correction; what was signed stays as it is, and every search, the station's own
// tag facts and the drive's link follow the newest one. Method: worlds that were lived through, then a door on their store; the notice as an
// auditor reads it.

import Foundation
import Testing
import WipeCertificate
import WipeCore
import WipeStore

@testable import WipeStation
@testable import wipesim

@Suite struct TagCorrectionTests {
    private let lead = Actor(uid: 0, user: "root", role: .lead)

    /// A door on the store of an ended world, and the records of its jobs.
    private func withRecords(_ body: (inout Door, Simulation, [SignedDocument]) throws -> Void) throws {
        var world = try Simulation(seed: 4, folder: NSTemporaryDirectory() + "/tag-tests-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: world.folder) }
        world.newBoot()
        try world.start()
        for _ in 0..<700 { try world.step() }
        try world.comeToRest()
        var door = try Door(
            rules: world.swarm.rules, policies: world.swarm.policies, bootID: "next", store: world.store, certifier: world.certifier)
        _ = try door.process(.restarted, at: world.now())
        _ = try door.finishPublishing(clock: world.now)
        let records = try world.store.documents().filter { $0.kind.isOfAJob && $0.published }
        try #require(records.count > 1)
        try body(&door, world, records)
    }

    private func correct(
        _ door: inout Door, _ world: Simulation, _ record: SignedDocument, _ tag: String, _ words: [String] = [], by actor: Actor? = nil
    ) throws -> SignedDocument {
        try door.state(
            .correction, about: record.id, reason: "label read wrongly", assetTag: tag, settling: words, by: actor ?? lead,
            clock: world.now
        ).document
    }

    @Test func everythingFollowsTheNewestCorrection() throws {
        try withRecords { door, world, records in
            let record = records[0]
            let signed = record.bytes
            for (old, new) in [(record.assetTag, "CORRECT-1"), ("CORRECT-1", "Gaspe\u{301}-2")] {
                let notice = try correct(&door, world, record, new)
                let change = try JSONParser.parse(notice.bytes).at("credentialSubject", "correctedAssetTag")
                let composed = AssetTagText.composed(new)
                #expect(change == ["from": old.map(JSONValue.string) ?? .null, "to": .string(composed)])
                #expect(notice.kind == .correction && notice.correctedTag == composed)
                let found = try world.store.documents(DocumentFilter(assetTag: new))
                #expect(Set(found.map(\.job)) == [record.job] && found.contains { $0.id == record.id })
                #expect(found.first { $0.id == record.id }?.presentTag == composed)
                if let old { #expect(try !world.store.documents(DocumentFilter(assetTag: old)).contains { $0.id == record.id }) }
                #expect(try door.tagFacts(AssetTag(tag: new, source: .person)).certified?.record != nil)
                let job = try #require(try record.job.flatMap { try world.store.job($0) })
                #expect(job.assetTag?.tag == composed)
            }
            #expect(try world.store.document(id: record.id)?.bytes == signed)
            #expect(try world.store.document(id: record.id)?.assetTag == record.assetTag)
            let line = try #require(try world.store.journal(limit: 50).first { $0.act.code == "correction" })
            #expect(line.act.detail.contains("asset tag CORRECT-1 is now Gaspé-2"))
        }
    }

    @Test func aTagThatAnotherRecordHasIsANamedConflict() throws {
        try withRecords { door, world, records in
            let serials = Set(records.compactMap(\.serial))
            guard let one = records.first(where: { $0.serial != nil }), let other = records.first(where: { $0.serial != one.serial }) else {
                Issue.record("the world has records of one drive alone: \(serials)")
                return
            }
            _ = try correct(&door, world, other, "TAKEN-1")
            let refused = #expect(throws: Refused.self) { try self.correct(&door, world, one, "TAKEN-1") }
            #expect(["tag-in-use", "tag-certified"].contains(refused?.code ?? ""), "\(String(describing: refused))")
            let words = [other.serial, try door.tagFacts(AssetTag(tag: "TAKEN-1", source: .person)).certified.map { String($0.record) }]
            let before = try world.store.links(readingAs: "TAKEN-1").first?.key
            let notice = try correct(
                &door, world, one, "TAKEN-1", words.compactMap { $0 } + [before.map(\.name)].compactMap { $0 })
            #expect(notice.correctedTag == "TAKEN-1")
            #expect(try world.store.journal(limit: 5).contains { $0.act.detail.contains("settled tag-") })
        }
    }

    @Test func onlyALeadAndOnlyATagOfTheRules() throws {
        try withRecords { door, world, records in
            let record = records[0]
            for role in [Role.viewer, .technician] {
                let refused = #expect(throws: Refused.self) {
                    try self.correct(&door, world, record, "NEW-1", by: Actor(uid: 1, user: "luc", role: role))
                }
                #expect(refused?.code == Refused.Code.notAllowed.rawValue)
            }
            _ = try correct(&door, world, record, "NEW-1")
            let again = #expect(throws: Refused.self) { try self.correct(&door, world, record, "NEW-1") }
            #expect(again?.code == "same-tag")
            let bay = try #require(world.swarm.rules.bays.first?.id)
            let scanned = #expect(throws: Refused.self) { try self.correct(&door, world, record, bay) }
            #expect(scanned?.code == "not-a-tag")
        }
    }

    /// A9: a second revocation, and a reason of nothing but blanks and marks, are refused by name; lists know both kinds of notices.
    @Test func recordIsTakenBackOnceAndWithAReason() throws {
        try withRecords { door, world, records in
            let id = records[0].id
            func code(_ kind: SignedDocument.Kind, _ reason: String) -> String? {
                do {
                    _ = try door.state(kind, about: id, reason: reason, by: lead, clock: world.now)
                    return nil
                } catch { return (error as? Refused)?.code }
            }
            for blank in ["", "   ", "\u{a0}\u{3000}\t", "\u{200b}", "...", "–"] {
                #expect(
                    code(.correction, blank) == "reason-malformed" && code(.revocation, blank) == "reason-malformed",
                    "\(blank.debugDescription)")
            }
            #expect(throws: Refused.self) {
                try door.rotate(
                    .station, retiredFrom: UTCTime(secondsSince1970: 0), in: KeyFolder(path: world.folder, fixed: []), reason: " ",
                    by: lead,
                    clock: world.now)
            }
            #expect(try world.store.document(id: id)?.revokedBy == nil && world.store.document(id: id)?.correctedBy == nil)
            #expect(code(.correction, "the tag") == nil && code(.revocation, "wrong drive") == nil)
            let known = try #require(try world.store.document(id: id))
            let (corrected, revoked) = (try #require(known.correctedBy), try #require(known.revokedBy))
            #expect(revoked == corrected + 1)
            #expect(code(.revocation, "once more") == "already-revoked")
            // What else there is to say goes into a correction; a notice is not revoked itself.
            #expect(code(.correction, "and the donor") == nil)
            #expect(try world.store.document(id: id)?.correctedBy == revoked + 1)
            #expect(try world.store.document(record: revoked)?.revokedBy == nil)
            for other in records.dropFirst() { #expect(try world.store.document(id: other.id)?.revokedBy == nil) }
        }
    }
}
