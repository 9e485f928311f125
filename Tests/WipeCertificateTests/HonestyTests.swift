// Goal: no document says more than it shows, whoever wrote it. Method: an honest document is accepted; with one value changed it is
// refused with the right code. Every code of the judge occurs in the table.

import FoundationEssentials
import Testing

@testable import WipeCertificate

struct HonestyTests {
    static let subject: Step = "credentialSubject"
    static let run: [Step] = ["credentialSubject", "sanitization"]
    static let pass: [Step] = run + ["passes", 0]

    private static func space(active: JSONValue = 1, unallocated: JSONValue = 0) -> JSONValue {
        ["activeNamespaces": active, "allocatedNamespaces": 1, "unallocatedBytes": unallocated, "rpmbBytes": 0]
    }

    /// Changes to an honest certificate.
    static let certificateCases: [([Step], JSONValue?, ProblemCode)] = [
        ([subject, "claims", 0, "level"], "purge", .memberMissing),
        (run + ["method"], "purge", .claimAboveClear),
        (run + ["policy", "claim", "level"], "purge", .claimAboveClear),
        ([subject, "media", "mediaType"], "flash-ssd", .exceptionMissing),
        ([subject, "hiddenAreas", "hpa", "state"], "unknown", .exceptionMissing),
        ([subject, "hiddenAreas", "amac", "state"], "present-not-addressed", .exceptionMissing),
        ([subject, "hiddenAreas", "nvme"], space(active: 2), .exceptionMissing),
        ([subject, "hiddenAreas", "otherUnits"], 1, .exceptionMissing),
        ([subject, "hiddenAreas", "otherUnits"], 0, .valueMalformed),
        ([subject, "hiddenAreas", "nvme"], space(unallocated: 1), .exceptionMissing),
        ([subject, "hiddenAreas", "nvme"], space(unallocated: .null), .exceptionMissing),
        ([subject, "hiddenAreas", "nvme"], JSONValue.null, .typeWrong),
        ([subject, "hiddenAreas", "hpa"], ["state": "absent", "nativeSectors": 2_001], .hiddenAreasMisstated),
        ([subject, "hiddenAreas", "dco"], ["state": "removed", "nativeSectors": 1_999], .hiddenAreasMisstated),
        ([subject, "hiddenAreas", "hpa"], ["state": "present-not-addressed", "nativeSectors": 2_001], .exceptionMissing),
        ([subject, "hiddenAreas", "hpa"], ["state": "present-not-addressed", "nativeSectors": 2_000], .hiddenAreasMisstated),
        ([subject, "hiddenAreas", "amac"], ["state": "not-supported", "nativeSectors": 2_000], .memberUnknown),
        ([subject, "hiddenAreas", "hpa"], ["state": "absent", "reason": "frozen"], .memberUnknown),
        ([subject, "hiddenAreas", "hpa"], ["state": "unknown", "reason": "not-asked"], .exceptionMissing),
        ([subject, "hiddenAreas", "hpa"], ["state": "unknown", "reason": "nobody-looked"], .wordUnknown),
        ([subject, "hiddenAreas", "hpa"], ["state": "absent", "nativeSectors": "2000"], .typeWrong),
        ([subject, "hiddenAreas", "hpa"], ["state": "absent", "nativeSectors": JSONValue.null], .typeWrong),
        (run + ["notAddressed", "reallocatedSectors", "after"], 1, .exceptionMissing),
        (run + ["notAddressed", "pendingSectors", "after"], nil, .memberMissing),
        (run + ["notAddressed", "pendingSectors"], ["before": .null, "after": .null, "unknownBecause": "no answer"], .exceptionMissing),
        ([subject, "media", "weakIdentity"], true, .exceptionMissing),
        ([subject, "exceptions"], ["weak-identity"], .exceptionUnfounded),
        ([subject, "exceptions"], ["everything-fine"], .wordUnknown),
        (run + ["policy", "title", "en"], "Wipe certified by NIST", .wordForbidden),
        (run + ["policy", "title", "fr"], "Effacement CONFORME À la norme", .wordForbidden),
        ([subject, "outcome"], "cleared-with-exceptions", .outcomeUnfounded),
        ([subject, "outcome"], "not-sanitized", .outcomeUnfounded),
        (run + ["ended"], "failed", .outcomeUnfounded),
        (pass + ["bytesWritten"], 1_023_488, .coverageIncomplete),
        (pass + ["unwrittenSectors"], JSONValue.integer(JSONValue.integerMax), .coverageIncomplete),
        (run + ["coverageComplete"], false, .coverageMisstated),
        (pass + ["verification", "coverage"], "0.5", .coverageMisstated),
        (pass + ["verification", "coverage"], JSONValue.null, .coverageMisstated),
        (run + ["notAddressed", "uncorrectableSectors", "before"], JSONValue.null, .healthUnexplained),
        (run + ["unwrittenRanges"], [[1, 2]], .defectsMiscounted),
        (run + ["unreadableRanges"], [[2, 1]], .valueMalformed),
        (run + ["unreadableRanges"], [[1, 2, 3]], .valueMalformed),
        (run + ["unreadableRanges"], [[1]], .valueMalformed),
        (run + ["mismatchedRanges"], [[5, 6], [6, 7]], .defectsMiscounted),
        (run + ["mismatchedRanges"], [[0, 2_000]], .defectsMiscounted),
        (run + ["unwrittenSectors"], 1, .defectsMiscounted),
        (run + ["unwrittenSectors"], JSONValue.null, .defectsMiscounted),
        (run + ["policy", "unwritableSectorsMax"], JSONValue.null, .budgetExceeded),
        (pass + ["flush"], "not-performed", .flushMissing),
        (pass + ["verification"], ["type": "none", "result": "not-performed"], .verificationIncomplete),
        (pass + ["verification", "bytesRead"], 512, .verificationIncomplete),
        (pass + ["verification", "mismatchedSectors"], 1, .verificationFailed),
        (pass + ["verification", "result"], "fail", .verificationMisstated),
        ([subject, "verification", "result"], "not-performed", .verificationMisstated),
        ([subject, "verification", "verifiedPasses"], [], .verifiedPassMisnamed),
        ([subject, "verification", "verifiedPasses"], [1, 2], .verifiedPassMisnamed),
        (pass + ["pass"], 2, .passesMisnumbered),
        (run + ["policy", "passes"], 3, .passMissing),
        ([subject, "media", "serialNumberSource"], JSONValue.null, .serialSourceMissing),
        ([subject, "media", "serialNumberSource"], "udev property of a loop device", .identityMisstated),
        ([subject, "media", "serialNumberSource"], "NVMe Identify Controller", .identityMisstated),
        ([subject, "media", "serialNumberSource"], "USB bridge", .identityMisstated),
        ([subject, "media", "serialNumberSource"], "unknown", .identityMisstated),
        ([subject, "media", "serialNumberSource"], "loop", .wordUnknown),
        ([subject, "media", "serialNumberSource"], "", .wordUnknown),
        ([subject, "media", "transport"], "nvme", .identityMisstated),
        ([subject, "media", "transport"], "mmc", .identityMisstated),
        ([subject, "media", "serialNumber"], JSONValue.null, .identityMisstated),
        ([subject, "media", "serialNumber"], "", .identityMisstated),
        ([subject, "media", "conflictingCapacityBytes"], 512, .capacityConflict),
        ([subject, "media", "lbaCount"], 1_999, .capacityMisstated),
        ([subject, "media", "capacityBytes"], JSONValue.null, .capacityMisstated),
        ([subject, "validation", "status"], "accepted", .wordUnknown),
        (["name"], RecordTitle.failureRecord.json, .titleMisstated),
        (["type", 1], "SanitizationFailureRecord", .titleMisstated),
        ([subject, "reasons"], ["mismatch"], .certificateWithReason),
        (run + ["endedAt"], "2026-11-22T13:00:00Z", .timeDisorder),
        (
            run + ["interruptions"], [["at": "2026-11-22T15:00:00Z", "reason": "paused", "resumedAt": "2026-11-22T14:00:00Z"]],
            .timeDisorder
        ),
        ([subject, "claims", 0, "clause"], "", .claimMisstated),
        ([subject, "claims", 0, "standard"], "NIST SP 800-88r1", .claimMisstated),
        ([subject, "claims"], [], .claimMisstated),
        (run + ["method"], "none", .claimMisstated),
        ([subject, "tool", "version"], "", .originUnstated),
        ([subject, "tool", "buildDigest"], JSONValue.null, .originUnstated),
        (run + ["policy", "digest"], JSONValue.null, .originUnstated),
        ([subject, "media", "transport"], "loop", .simulationUnmarked),
        ([subject, "asset", "declared"], ["assetTag"], .declaredMisstated),
        ([subject, "asset", "donorTag"], "", .declaredMisstated),
        ([subject, "asset", "mediaSource", "donor"], "DON-1", .declaredMisstated),
        ([subject, "clock", "bootIds"], [], .originUnstated),
        (pass + ["verification", "coverage"], "0.1234567", .valueMalformed),
        ([subject, "media", "mediaType"], "ssd", .wordUnknown),
        (pass + ["technique"], nil, .memberMissing),
        (pass + ["level"], "purge", .claimAboveClear),
        (pass + ["level"], "destroy", .wordUnknown),
        (pass + ["technique"], "sanitize", .wordUnknown),
        (pass + ["verification", "cacheBypass"], "O_DIRECT", .wordUnknown),
        ([subject, "media", "serialNumberSource"], "ata-identify", .wordUnknown),
        ([subject, "clock", "source"], "chrony", .wordUnknown),
        ([subject, "personnel", 0, "role"], "start", .wordUnknown),
        (run + ["shredded"], true, .memberUnknown),
        ([subject, "simulation"], false, .valueMalformed),
        (pass + ["bytes"], "00", .memberUnknown),
        (pass + ["key"], nil, .memberMissing),
        (["validFrom"], "2026-11-22", .valueMalformed),
        ([subject, "record"], 0, .valueMalformed),
        ([subject, "record"], "3", .typeWrong),
    ]

    /// Changes to an honest failure record.
    static let failureCases: [([Step], JSONValue?, ProblemCode)] = [
        ([subject, "outcome"], "cleared", .outcomeUnfounded),
        ([subject, "claims"], [["standard": "NIST SP 800-88r2", "clause": "3.1.1", "level": "clear"]], .failureWithClaim),
        (run + ["method"], "clear", .failureWithClaim),
        ([subject, "reasons"], [], .failureWithoutReason),
        ([subject, "honestyProblems"], ["flush-missing"], .failureWithoutReason),
        (run + ["ended"], "sanitized", .failureWithoutReason),
        (["name"], RecordTitle.certificate.json, .titleMisstated),
        ([subject, "media", "mediaType"], "unknown", .exceptionMissing),
        (run + ["unwrittenRanges"], [[5, 2_000]], .defectsMiscounted),
    ]

    @Test func honestDocumentsAreAccepted() throws {
        #expect(Honesty.judge(CertificateFacts.sample.built.root) == [])
        #expect(
            Honesty.judge(
                CertificateFacts.sample.with {
                    $0.end = .failed; $0.reasons = [.mismatch]
                }.built.root) == [])
        let signed = try Certificate.sign(CertificateFacts.sample.built, with: TestKeys.station)
        #expect(Honesty.judge(try JSONParser.parse(signed.bytes)) == [])
    }

    @Test(arguments: certificateCases.indices)
    func changedCertificateIsRefused(row: Int) {
        let (path, value, code) = Self.certificateCases[row]
        let problems = Honesty.judge(CertificateFacts.sample.built.root.setting(path, to: value))
        #expect(problems.map(\.code).contains(code), "\(path): \(problems)")
    }

    @Test(arguments: failureCases.indices)
    func changedFailureRecordIsRefused(row: Int) {
        let (path, value, code) = Self.failureCases[row]
        let record = CertificateFacts.sample.with {
            $0.end = .failed; $0.reasons = [.mismatch]
        }.built.root
        let problems = Honesty.judge(record.setting(path, to: value))
        #expect(problems.map(\.code).contains(code), "\(path): \(problems)")
    }

    @Test func everyCodeOfTheJudgeIsTried() {
        let tried = Set((Self.certificateCases + Self.failureCases + PurgeTests.cases).map(\.2))
        #expect(Set(ProblemCode.allCases).subtracting(tried) == ProblemCode.ofTheVerifier)
    }

    /// Sectors that say something else than the state beside them, also where the exceptions are right; and numbers that agree.
    @Test(
        arguments: [
            (.init(.presentNotAddressed, nativeSectors: 2_100), .init(.absent, nativeSectors: 2_100), .init(.notSupported), true),
            (.init(.presentNotAddressed, nativeSectors: 2_100), .init(.absent, nativeSectors: 2_000), .init(.notSupported), false),
            (
                .init(.presentNotAddressed, nativeSectors: 2_100), .init(.presentNotAddressed, nativeSectors: 2_200), .init(.notSupported),
                true
            ),
            (
                .init(.presentNotAddressed, nativeSectors: 2_100), .init(.presentNotAddressed, nativeSectors: 2_100), .init(.notSupported),
                false
            ),
            (.init(.presentNotAddressed, nativeSectors: 1_999), .init(.absent), .init(.notSupported), false),
            (.init(.presentNotAddressed, nativeSectors: 2_000), .init(.absent), .init(.notSupported), false),
            (
                .init(.absent, nativeSectors: 2_000), .init(.presentNotAddressed, nativeSectors: 2_001),
                .init(.absent, nativeSectors: 2_000), true
            ),
            (.init(.absent, nativeSectors: 2_001), .init(.presentNotAddressed, nativeSectors: 2_001), .init(.notSupported), false),
            (.init(.absent, nativeSectors: 1_999), .init(.absent), .init(.notSupported), false),
            (.init(.absent), .init(.removed, nativeSectors: 2_000), .init(.presentNotAddressed, nativeSectors: 2_005), false),
            (.init(.unknown, nativeSectors: 5, reason: .implausible), .init(.absent, nativeSectors: 2_000), .init(.notSupported), true),
            (.init(.unknown, nativeSectors: 9_000), .init(.unknown, nativeSectors: 1), .init(.unknown, nativeSectors: 2_000), true),
        ] as [(CertificateFacts.HiddenArea, CertificateFacts.HiddenArea, CertificateFacts.HiddenArea, Bool)])
    func sectorsOfAnAreaFitItsState(
        _ hpa: CertificateFacts.HiddenArea, _ dco: CertificateFacts.HiddenArea, _ amac: CertificateFacts.HiddenArea, _ fits: Bool
    ) {
        let built = CertificateFacts.sample.with { $0.hiddenAreas = .init(hpa: hpa, dco: dco, amac: amac) }.built
        #expect(Set(built.refusedFor.map(\.code)) == (fits ? [] : [.hiddenAreasMisstated]), "\(built.refusedFor)")
        // What is refused becomes a failure record without the numbers that contradict each other: it can be signed.
        #expect((built.kind == .certificate) == fits && Honesty.judge(built.root).isEmpty)
    }

    @Test func formatNamesEveryCodeAndWord() throws {
        let path = #filePath.replacing(
            "Tests/WipeCertificateTests/HonestyTests.swift", with: "Sources/WipeCertificate/WipeCertificate.docc/Format.md")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for word in ProblemCode.words + CertificateException.words + Outcome.words + HiddenAreaState.words
            + HiddenAreaReason.words + CertificateKind.words
        {
            #expect(text.contains("`\(word)`"), "\(word)")
        }
    }

    /// A rule that is not fed must refuse: a document of any shape never passes by leaving something out.
    @Test func everyMemberIsNeeded() {
        let root = CertificateFacts.sample.built.root
        for path in root.leaves { #expect(!Honesty.judge(root.setting(path, to: nil)).isEmpty, "\(path)") }
        for value: JSONValue in [.null, [], [:], "x", 1] { #expect(!Honesty.judge(value).isEmpty) }
    }

    @Test func wordThatOnlyLooksRightIsUnknown() {
        let root = CertificateFacts.sample.built.root
        let forged = root.setting([Self.subject, "asset", "declared"], to: ["assetTag", "donorTag\u{301}"])
        #expect(Honesty.judge(forged).map(\.code).contains(.wordUnknown))
    }

    @Test func jumpOfTheClockExcusesDisorder() {
        let facts = CertificateFacts.sample.with {
            $0.run.endedAt = .sample(-3_600); $0.clock.jumps = [.init(at: .sample(10), seconds: -7_200)]
        }
        #expect(facts.built.kind == .certificate)
    }
}
