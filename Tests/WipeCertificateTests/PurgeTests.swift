// Goal: a Purge is claimed where a drive's own bytes and its marks bear it out, and nowhere else. Method: honest records of every kind, each with one
// value changed that makes it say more than it shows, and the code that it must be refused with.

import FoundationEssentials
import Testing
import WipeFirmware

@testable import WipeCertificate

struct PurgeTests {
    private static let subject: Step = "credentialSubject"
    private static let run: [Step] = ["credentialSubject", "sanitization"]
    private static let pass: [Step] = run + ["passes", 0]
    private static let nvmeOverwrite = Hexadecimal.encode(EraseRequest(.command(.overwrite(5)), on: .nvme).bytes)
    private static let nvmeCrypto = Hexadecimal.encode(EraseRequest(.command(.crypto), on: .nvme).bytes)
    private static let log = Hexadecimal.encode(DriveAnswer.log(0x101, word: EraseCommand.crypto.nvmeWord10))
    private static let failedLog = Hexadecimal.encode(DriveAnswer.log(3, word: EraseCommand.block.nvmeWord10))

    static let outcomes: [(CertificateFacts, String, [CertificateException])] = [
        (.nvmeBlock, "purged", []), (.nvmeCrypto, "purged-with-exceptions", [.keyErase]), (.ataOverwrite, "purged", []),
        (.ataOverwriteReplaced, "purged-with-exceptions", [.reallocatedSectors, .inaccessibleSectors]),
        (.scsiBlock, "purged-with-exceptions", [.hiddenAreasUnknown, .completionNotStated]), (.rewritten, "purged", []),
        (.unavailable, "cleared-with-exceptions", [.flashOverprovisioning]),
        (.marksSurvived, "not-sanitized", [.flashOverprovisioning]), (.refusedByDrive, "not-sanitized", [.flashOverprovisioning]),
        (.neverTold, "not-sanitized", [.flashOverprovisioning]),
    ]

    @Test(arguments: outcomes.indices) func eachHonestJobHasItsOutcome(row: Int) {
        let (facts, outcome, exceptions) = Self.outcomes[row]
        let document = facts.built
        #expect(document.refusedFor.isEmpty && Honesty.judge(document.root) == [], "\(document.refusedFor)")
        #expect(document.root.at("credentialSubject", "outcome") == .string(outcome))
        #expect(document.root.at("credentialSubject", "exceptions") == .array(exceptions.map { .string($0.rawValue) }))
        let isPurge = outcome.hasPrefix("purged")
        #expect((document.root["name"] == RecordTitle.purgeCertificate.json) == isPurge)
        #expect((document.root.at("credentialSubject", "sanitization", "method") == "purge") == isPurge)
    }

    @Test func claimNamesTechniqueAndWhatItRestsOn() {
        let claim = CertificateFacts.nvmeCrypto.built.root.at("credentialSubject", "claims")?.items?.first
        #expect(claim?["technique"] == "sanitize-crypto" && claim?["basis"] == ["reported-by-device", "marks-gone"])
        let clear = CertificateFacts.unavailable.built.root.at("credentialSubject", "claims")?.items?.first
        #expect(clear?["level"] == "clear" && clear?["technique"] == nil && clear?["basis"] == nil)
    }

    /// Changes to an honest certificate of a block erase.
    static let cases: [([Step], JSONValue?, ProblemCode)] = [
        ([subject, "media", "mediaType"], "magnetic-hdd", .claimAboveTechnique),
        (pass + ["level"], "clear", .claimAboveTechnique),
        (pass + ["level"], JSONValue.null, .claimAboveTechnique),
        (pass + ["technique"], "format-user", .claimAboveTechnique),
        (pass + ["technique"], "sanitize-crypto", .evidenceMisstated),
        (pass + ["technique"], "overwrite", .evidenceMisstated),
        ([subject, "claims", 0, "technique"], "sanitize-crypto", .purgeUnfounded),
        ([subject, "claims", 0, "technique"], "overwrite", .purgeUnfounded),
        ([subject, "claims", 0, "technique"], nil, .memberMissing),
        ([subject, "claims", 0, "basis"], ["reported-by-device"], .valueMalformed),
        ([subject, "claims", 0, "level"], "clear", .memberUnknown),
        (["name"], RecordTitle.certificate.json, .titleMisstated),
        ([subject, "outcome"], "cleared", .outcomeUnfounded),
        ([subject, "exceptions"], ["flash-overprovisioning-not-addressed"], .exceptionUnfounded),
        (run + ["method"], "clear", .claimMisstated),
        (run + ["purge"], ["state": "not-requested"], .purgeUnstated),
        (run + ["purge", "state"], "failed", .purgeUnstated),
        (run + ["purge", "state"], "unavailable", .purgeUnstated),
        (run + ["purge", "considered"], [], .purgeUnstated),
        (run + ["purge", "considered", 0, "taken"], false, .purgeUnstated),
        (run + ["purge", "considered", 1, "technique"], "sanitize-block", .purgeUnstated),
        (run + ["purge", "requestedPolicy", "version"], "1.0.1", .purgeUnstated),
        (run + ["purge", "requestedPolicy"], nil, .memberMissing),
        (run + ["purge", "considered", 1, "reasons"], ["too-hard"], .wordUnknown),
        (pass + ["state"], "accepted", .purgeUnfounded),
        (pass + ["state"], "failed", .purgeUnfounded),
        (pass + ["endedAt"], JSONValue.null, .purgeUnfounded),
        (pass + ["before"], JSONValue.null, .purgeUnfounded),
        (pass + ["unwrittenSectors"], 1, .purgeUnfounded),
        (pass + ["flush"], "not-performed", .flushMissing),
        (pass + ["endedAt"], "2026-11-22T14:00:10Z", .timeDisorder),
        (pass + ["evidence", 3, "at"], "2026-11-22T14:00:10Z", .timeDisorder),
        (pass + ["marks", "stored"], 15_855, .marksMisstated),
        (pass + ["marks", "stored"], JSONValue.null, .marksMisstated),
        (pass + ["marks", "stored"], 16_017, .marksMisstated),
        (pass + ["marks", "planned"], 16_017, .marksMisstated),
        (pass + ["marks", "planned"], 8, .marksMisstated),
        (pass + ["marks", "sectorBytes"], 512, .marksMisstated),
        (pass + ["marks", "seed"], JSONValue.null, .marksMisstated),
        (pass + ["marks", "subsections"], JSONValue.integer(JSONValue.integerMax), .marksMisstated),
        (pass + ["marks", "survived"], 1, .marksMisstated),
        (pass + ["marks", "survivedRanges"], [[5, 5]], .marksMisstated),
        (pass + ["marks", "key"], nil, .memberMissing),
        (pass + ["transport"], "ata", .evidenceMisstated),
        (pass + ["transport"], JSONValue.null, .evidenceMisstated),
        (pass + ["parameters", "unrestrictedExit"], false, .evidenceMisstated),
        (pass + ["parameters", "passes"], 1, .evidenceMisstated),
        (pass + ["parameters", "pattern"], "00000005", .evidenceMisstated),
        (pass + ["issues"], 0, .evidenceMisstated),
        (pass + ["acceptance"], "found-running", .evidenceMisstated),
        (pass + ["acceptance"], "inferred-from-marks", .evidenceMisstated),
        (pass + ["acceptance"], JSONValue.null, .evidenceMisstated),
        (pass + ["refusal"], "denied", .evidenceMisstated),
        (pass + ["intendedAt"], JSONValue.null, .evidenceMisstated),
        (pass + ["before", "state"], "failed", .evidenceMisstated),
        (pass + ["before", "lastSucceeded"], true, .evidenceMisstated),
        (pass + ["evidence"], [], .evidenceMisstated),
        (pass + ["evidence", 1], nil, .evidenceMisstated),
        (pass + ["evidence", 1, "request"], .string(nvmeCrypto), .evidenceMisstated),
        (pass + ["evidence", 1, "request"], .string(nvmeOverwrite), .evidenceMisstated),
        (pass + ["evidence", 1, "request"], "", .evidenceMisstated),
        (pass + ["evidence", 1, "status"], "0286", .evidenceMisstated),
        (pass + ["evidence", 1, "status"], JSONValue.null, .evidenceMisstated),
        (pass + ["evidence", 1, "what"], "status-before", .evidenceMisstated),
        (pass + ["evidence", 2], nil, .evidenceMisstated),
        (pass + ["evidence", 3], nil, .evidenceMisstated),
        (pass + ["evidence", 3, "answer"], .string(log), .evidenceMisstated),
        (pass + ["evidence", 3, "answer"], .string(failedLog), .evidenceMisstated),
        (pass + ["evidence", 3, "answer"], "0001", .evidenceMisstated),
        (pass + ["evidence", 3, "answer"], "0", .valueMalformed),
        (pass + ["evidence", 3, "status"], "286", .valueMalformed),
        (pass + ["verification", "contents"], nil, .contentsUnfit),
        (pass + ["verification", "contents", "kind"], "ones", .contentsUnfit),
        (pass + ["verification", "contents", "kind"], JSONValue.null, .contentsUnfit),
        (pass + ["verification", "contents", "zeroSectors"], 79_999, .verificationMisstated),
        (pass + ["verification", "contents", "oneSectors"], 1, .contentsUnfit),
        (pass + ["verification", "contents", "period"], .string(String(repeating: "00", count: 16)), .contentsUnfit),
        (pass + ["verification", "contents", "kind"], "zeroes", .wordUnknown),
        (pass + ["kind"], "write", .memberUnknown),
        (pass + ["pattern"], "zeros", .memberUnknown),
        ([subject, "firmware", "state"], "asleep", .wordUnknown),
        ([subject, "firmware", "deviceRules", "digest"], "none", .valueMalformed),
    ]

    @Test(arguments: cases.indices) func changedPurgeIsRefused(row: Int) {
        let (path, value, code) = Self.cases[row]
        let problems = Honesty.judge(CertificateFacts.nvmeBlock.built.root.setting(path, to: value))
        #expect(problems.map(\.code).contains(code), "\(path): \(problems)")
    }

    /// Changes to other honest records.
    static let others: [(CertificateFacts, [Step], JSONValue?, ProblemCode)] = [
        (.nvmeCrypto, [subject, "exceptions"], [], .exceptionMissing),
        (.scsiBlock, [subject, "exceptions"], ["hidden-areas-unknown"], .exceptionMissing),
        (.ataOverwriteReplaced, [subject, "exceptions"], ["reallocated-sectors-not-overwritten"], .exceptionMissing),
        (.ataOverwrite, run + ["notAddressed", "reallocatedSectors", "before"], JSONValue.null, .exceptionMissing),
        (.ataOverwrite, pass + ["parameters", "pattern"], "deadbeee", .evidenceMisstated),
        (.ataOverwrite, pass + ["verification", "contents", "period"], .string(String(repeating: "efbead00", count: 4)), .contentsUnfit),
        (.ataOverwrite, pass + ["verification", "contents", "period"], .string(String(repeating: "00", count: 16)), .contentsUnfit),
        // The success of years ago shines on; that of this command is missing.
        (
            .ataOverwrite, pass + ["evidence", 3, "answer"], .string(Hexadecimal.encode(DriveAnswer.registers(count: 0))),
            .evidenceMisstated
        ),
        (
            .ataOverwrite, pass + ["evidence", 3, "answer"],
            .string(Hexadecimal.encode(DriveAnswer.registers(error: 4, count: 0x8000, lba: 1, status: 0x51))), .evidenceMisstated
        ),
        (
            .scsiBlock, pass + ["evidence", 3, "answer"], .string(Hexadecimal.encode(DriveAnswer.sense(key: 3, code: 0x3103))),
            .evidenceMisstated
        ),
        (.unavailable, run + ["purge", "state"], "performed", .purgeUnfounded),
        (.unavailable, run + ["purge", "fallbackPolicy"], JSONValue.null, .purgeUnstated),
        (.unavailable, run + ["purge", "fallbackPolicy", "id"], "clear-zero", .purgeUnstated),
        (.unavailable, run + ["purge", "considered", 0, "taken"], true, .purgeUnstated),
        (.unavailable, run + ["policy", "claim", "level"], "purge", .purgeUnfounded),
        (.unavailable, [subject, "claims", 0, "level"], "purge", .memberMissing),
        (.unavailable, pass + ["verification", "contents"], CertificateFacts.Contents.all(.zeros).json(.zeros), .contentsUnfit),
        (.marksSurvived, pass + ["marks", "survived"], 0, .marksMisstated),
        (.marksSurvived, pass + ["verification", "result"], "pass", .verificationMisstated),
        (.marksSurvived, run + ["purge", "state"], "performed", .purgeUnfounded),
        (.marksSurvived, run + ["purge"], ["state": "not-requested"], .purgeUnstated),
        (.refusedByDrive, pass + ["refusal"], "frozen", .evidenceMisstated),
        (.refusedByDrive, pass + ["state"], "ended", .evidenceMisstated),
        (.refusedByDrive, pass + ["acceptance"], "completion", .evidenceMisstated),
        (.neverTold, pass + ["before"], ["state": "idle", "lastSucceeded": .null], .evidenceMisstated),
        (.neverTold, pass + ["transport"], "nvme", .evidenceMisstated),
    ]

    @Test(arguments: others.indices) func changedRecordIsRefused(row: Int) {
        let (facts, path, value, code) = Self.others[row]
        let problems = Honesty.judge(facts.built.root.setting(path, to: value))
        #expect(problems.map(\.code).contains(code), "\(path): \(problems)")
    }

    /// Facts under which the engine calls a drive sanitized and no record may.
    static let refused: [(CertificateFacts, @Sendable (inout CertificateFacts) -> Void, ProblemCode)] = [
        (.nvmeBlock, { $0.media.mediaType = .magneticHDD }, .claimAboveTechnique),
        (.nvmeBlock, { $0.media.mediaType = .hybrid }, .purgeUnfounded),
        (
            .nvmeBlock,
            {
                $0.changeCommand {
                    $0.marks.survived = 8; $0.marks.survivedRanges = [8...15]
                }
            }, .purgeUnfounded
        ),
        (.nvmeBlock, { $0.changeCommand { $0.marks.stored = 15_800 } }, .marksMisstated),
        (.nvmeBlock, { $0.changeCommand { $0.state = .lost } }, .purgeUnfounded),
        (.nvmeBlock, { $0.run.passes[0].verification?.contents = .all(.randomLooking) }, .contentsUnfit),
        (.nvmeBlock, { $0.run.passes[0].verification?.contents = nil }, .contentsUnfit),
        (.nvmeBlock, { $0.run.passes[0].verification?.bytesRead -= 512 }, .verificationIncomplete),
        (.nvmeBlock, { $0.purge = nil }, .purgeUnstated),
        (.nvmeBlock, { $0.purge?.fallback = CertificateFacts.purgeName }, .purgeUnfounded),
        (.nvmeCrypto, { $0.run.passes[0].verification?.contents = .all(.ones) }, .contentsUnfit),
        (.ataOverwrite, { $0.run.passes[0].verification?.contents = .all(.zeros) }, .contentsUnfit),
        (.ataOverwrite, { $0.media.mediaType = .flashSSD }, .claimAboveTechnique),
        (.sample, { $0.policy.claim?.level = .purge }, .claimAboveClear),
        (.sample, { $0.policy.claim?.level = .purge }, .purgeUnstated),
    ]

    @Test(arguments: refused.indices) func unfoundedPurgeBecomesAFailureRecord(row: Int) throws {
        let (facts, change, code) = Self.refused[row]
        let document = facts.with(change).built
        #expect(document.kind == .failureRecord && document.outcome == .notSanitized)
        #expect(document.refusedFor.map(\.code).contains(code), "\(document.refusedFor)")
        let subject = try #require(document.root["credentialSubject"])
        #expect(subject["claims"] == [] && subject["honestyProblems"]?.items?.contains(.string(code.rawValue)) == true)
        #expect(Honesty.judge(document.root) == [])
    }

    /// A pattern may lie on the medium in any turn, forwards or backwards, and in no other order.
    @Test(arguments: [
        ("deadbeef", true), ("adbeefde", true), ("efbeadde", true), ("beaddeef", true), ("deefadbe", false), ("deadbeee", false),
    ])
    func patternOfAnOverwriteMayBeTurned(_ four: String, _ fits: Bool) {
        let built = CertificateFacts.ataOverwrite.with {
            $0.run.passes[0].verification?.contents = .all(.period, String(repeating: four, count: 4))
        }.built
        #expect((built.kind == .certificate) == fits, "\(built.refusedFor)")
        #expect(fits || built.refusedFor.map(\.code).contains(.contentsUnfit))
    }

    /// An answer that was lost: the drive was found at it, or nothing was left and it said itself that nothing was written since.
    @Test func acceptanceWithoutAnAnswerIsBorneOut() {
        let word = EraseCommand.block.nvmeWord10
        let found = CertificateFacts.nvmeBlock.with {
            $0.changeCommand {
                $0.acceptance = .foundRunning
                ($0.evidence[1].status, $0.evidence[2].what) = (nil, .statusAfterSilence)
            }
        }
        #expect(found.built.outcome == .purged, "\(found.built.refusedFor)")
        let inferred = found.with {
            $0.changeCommand {
                ($0.acceptance, $0.observedRunning) = (.inferredFromMarks, false)
                $0.evidence.removeLast()
                $0.evidence[2].answer = DriveAnswer.log(0x101, word: word)
            }
        }
        #expect(inferred.built.outcome == .purged, "\(inferred.built.refusedFor)")
        // Written to since, or of another command: it may be anybody's.
        for answer in [DriveAnswer.log(1, word: word), DriveAnswer.log(0x101, word: 0x0C)] {
            let doubtful = inferred.with { $0.changeCommand { $0.evidence[2].answer = answer } }
            #expect(Set(doubtful.built.refusedFor.map(\.code)) == [.evidenceMisstated])
        }
    }

    /// The success of an older erase, with the answers of the new one behind it.
    @Test func aWordThatCameBeforeTheCommandEndsNothing() {
        for facts in [CertificateFacts.nvmeBlock, .ataOverwrite, .scsiBlock] {
            let early = facts.with {
                $0.changeCommand {
                    $0.evidence.insert($0.evidence.removeLast(), at: 1)
                    for index in $0.evidence.indices { $0.evidence[index].at = .sample(98 + 30 * index) }
                }
            }
            #expect(Set(early.built.refusedFor.map(\.code)) == [.evidenceMisstated])
        }
    }

    /// Whichever bit of a request is turned: it is another command, or none.
    @Test func everyBitOfTheCommandIsHeldAgainstTheRecord() throws {
        for facts in [CertificateFacts.nvmeBlock, .ataOverwrite, .scsiBlock] {
            let root = facts.built.root
            let path = Self.pass + ["evidence", 1, "request"]
            let bytes = try #require(root.value(at: path)?.text.flatMap(Hexadecimal.decode))
            for bit in 0..<8 * bytes.count {
                var turned = bytes
                turned[bit / 8] ^= 1 << (bit % 8)
                let problems = Honesty.judge(root.setting(path, to: .string(Hexadecimal.encode(turned))))
                #expect(problems.map(\.code) == [.evidenceMisstated], "bit \(bit)")
            }
        }
    }

    static let golden: [(String, CertificateFacts)] = [
        ("purge-nvme-block", .nvmeBlock), ("purge-nvme-crypto", .nvmeCrypto), ("purge-ata-overwrite", .ataOverwrite),
        ("purge-unavailable", .unavailable), ("purge-marks-survived", .marksSurvived),
    ]

    /// The whole documents as people see them. UPDATE_GOLDEN=1 writes them anew.
    @Test(arguments: golden.indices) func documentIsTheGoldenOne(row: Int) throws {
        let (name, facts) = Self.golden[row]
        let path = #filePath.replacing("PurgeTests.swift", with: "Golden/\(name).json")
        let signed = try Certificate.sign(facts.built, with: TestKeys.station)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(signed.bytes).write(to: URL(filePath: path)) }
        #expect(try Array(Data(contentsOf: URL(filePath: path))) == signed.bytes)
        #expect(Verifier.verify(bytes: signed.bytes, trust: TestKeys.ring, allowSimulation: false).valid)
    }

    /// A rule that is not fed must refuse: a document never passes by leaving something out, but for reasons beside which another one stands.
    @Test func everyMemberIsNeeded() {
        for facts in [CertificateFacts.nvmeBlock, .unavailable] {
            let root = facts.built.root
            for path in root.leaves where !path.map(\.description).contains("reasons") {
                #expect(!Honesty.judge(root.setting(path, to: nil)).isEmpty, "\(path)")
            }
        }
    }
}
