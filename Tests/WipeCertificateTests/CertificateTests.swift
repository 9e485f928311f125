// Goal: the outcome follows from the facts, and there always is a document. Method: one changed fact per row, and a golden file.

import FoundationEssentials
import Testing

@testable import WipeCertificate

struct CertificateTests {
    typealias Change = @Sendable (inout CertificateFacts) -> Void

    @Test func honestJobEndsCleared() {
        let document = CertificateFacts.sample.built
        #expect(document.kind == .certificate && document.outcome == .cleared && document.refusedFor.isEmpty)
        #expect(document.root.at("credentialSubject", "sanitization", "method") == "clear")
        #expect(document.root.at("credentialSubject", "claims")?.items?.count == 1)
        #expect(document.root["proof"] == nil && document.root.at("credentialSubject", "simulation") == nil)
    }

    /// One namespace that takes up the whole drive leaves nothing open, and neither do the replay protected blocks.
    @Test func oneNamespaceIsTheWholeDrive() {
        let document = CertificateFacts.sample.with { $0.hiddenAreas.nvme = .alone }.built
        #expect(document.outcome == .cleared && document.refusedFor.isEmpty)
        #expect(document.root.at("credentialSubject", "hiddenAreas", "nvme", "rpmbBytes") == .integer(4 << 20))
        #expect(CertificateFacts.sample.built.root.at("credentialSubject", "hiddenAreas", "nvme") == nil)
    }

    /// What a drive said of its hidden areas stands on the record; what is not known has no member there.
    @Test func anAreaSaysItsSectorsAndWhyItIsUnknown() {
        let document = CertificateFacts.sample.with {
            $0.hiddenAreas.hpa = .init(.absent, nativeSectors: 2_000)
            $0.hiddenAreas.dco = .init(.unknown, reason: .frozen)
        }.built
        let areas = document.root.at("credentialSubject", "hiddenAreas")
        #expect(areas?["hpa"] == ["state": "absent", "nativeSectors": 2_000] && areas?["dco"] == ["state": "unknown", "reason": "frozen"])
        #expect(areas?["amac"] == ["state": "not-supported"] && document.kind == .certificate && document.refusedFor.isEmpty)
    }

    /// Hours that the drive counted decide nothing, and where it says none the document has no member for them: as before there was one.
    @Test func hoursAreSaidWhereTheDriveSaysThem() throws {
        func hours(_ before: Int?, _ after: Int?) -> JSONValue? {
            let document = CertificateFacts.sample.with { $0.health.powerOnHours = .init(before: before, after: after) }.built
            #expect(document.outcome == .cleared && document.refusedFor.isEmpty)
            return document.root.at("credentialSubject", "media", "health", "powerOnHours")
        }
        #expect(hours(31_204, 31_227) == ["before": 31_204, "after": 31_227])
        #expect(hours(31_204, nil) == ["before": 31_204, "after": .null])
        #expect(hours(1 << 20, 1 << 20 + 1) == ["before": .integer(1 << 20), "after": .null])
        #expect(hours(nil, nil) == nil && hours(-1, .max) == nil)
    }

    /// Facts that leave something open, with the exceptions that they ask for.
    static let open: [(Change, [CertificateException])] = [
        ({ $0.media.mediaType = .flashSSD }, [.flashOverprovisioning]),
        ({ $0.media.mediaType = .flashRemovable }, [.flashOverprovisioning]),
        ({ $0.media.mediaType = .hybrid }, [.flashOverprovisioning]),
        ({ $0.media.mediaType = .unknown }, [.flashOverprovisioning]),
        ({ $0.hiddenAreas.hpa = .init(.unknown) }, [.hiddenAreasUnknown]),
        ({ $0.hiddenAreas.amac = .init(.unknown) }, [.hiddenAreasUnknown]),
        ({ $0.hiddenAreas.dco = .init(.presentNotAddressed) }, [.hiddenAreasNotAddressed]),
        ({ $0.hiddenAreas.hpa = .init(.unknown, nativeSectors: 1_000, reason: .implausible) }, [.hiddenAreasUnknown]),
        ({ $0.hiddenAreas.amac = .init(.unknown, reason: .behindABridge) }, [.hiddenAreasUnknown]),
        ({ $0.hiddenAreas.dco = .init(.presentNotAddressed, nativeSectors: 2_400) }, [.hiddenAreasNotAddressed]),
        (
            {
                $0.hiddenAreas.hpa = .init(.presentNotAddressed, nativeSectors: 2_100)
                $0.hiddenAreas.dco = .init(.absent, nativeSectors: 2_100)
            }, [.hiddenAreasNotAddressed]
        ),
        ({ $0.hiddenAreas.nvme = .alone.with { $0.activeNamespaces = 2 } }, [.hiddenAreasNotAddressed]),
        ({ $0.hiddenAreas.otherUnits = 1 }, [.hiddenAreasNotAddressed]),
        ({ $0.hiddenAreas.nvme = .alone.with { $0.allocatedNamespaces = 2 } }, [.hiddenAreasNotAddressed]),
        ({ $0.hiddenAreas.nvme = .alone.with { $0.unallocatedBytes = 1 } }, [.hiddenAreasNotAddressed]),
        ({ $0.hiddenAreas.nvme = .alone.with { $0.activeNamespaces = nil } }, [.hiddenAreasUnknown]),
        ({ $0.hiddenAreas.nvme = .alone.with { $0.allocatedNamespaces = nil } }, [.hiddenAreasUnknown]),
        ({ $0.hiddenAreas.nvme = .alone.with { $0.unallocatedBytes = nil } }, [.hiddenAreasUnknown]),
        (
            {
                $0.hiddenAreas.nvme = .init(activeNamespaces: nil, allocatedNamespaces: 2, unallocatedBytes: 0, rpmbBytes: nil)
            }, [.hiddenAreasUnknown, .hiddenAreasNotAddressed]
        ),
        ({ $0.health.reallocatedSectors = .init(before: 3, after: 3) }, [.reallocatedSectors]),
        ({ $0.health.reallocatedSectors = .init(before: 0, after: 1) }, [.reallocatedSectors]),
        ({ $0.health.reallocatedSectors = .init(before: 0, after: nil, unknownBecause: "no answer") }, [.healthUnknown]),
        ({ $0.health.pendingSectors = .init(before: nil, after: nil, unknownBecause: "USB bridge") }, [.healthUnknown]),
        ({ $0.media.weakIdentity = true }, [.weakIdentity]),
        (
            {
                $0.media.serial = nil; $0.media.serialSource = nil; $0.media.weakIdentity = true
            }, [.weakIdentity]
        ),
        (
            {
                $0.grow(sectors: 20_000)
                $0.policy.unwritableSectorsMax = 2
                $0.run.unwritten = .init(sectors: 2, ranges: [5...6])
                $0.run.passes[0].bytesWritten -= 1_024
                $0.run.passes[0].unwrittenSectors = 2
                $0.run.passes[0].verification?.bytesRead -= 1_024
            }, [.unwrittenSectors]
        ),
        (
            {
                $0.grow(sectors: 10_000)
                $0.policy.unwritableSectorsMax = 1
                $0.run.unreadable = .init(sectors: 1, ranges: [9_999...9_999])
                $0.run.passes[0].verification?.bytesRead -= 512
                $0.run.passes[0].verification?.unreadableSectors = 1
            }, [.unreadableSectors]
        ),
        (
            {
                $0.run.passes[0].verification?.coverage = .sample(
                    .init(
                        subsections: 10, samplesEach: 2, percentEach: 5, firstAndLast: true, seed: String(repeating: "0a", count: 32),
                        sectors: 200))
                $0.run.passes[0].verification?.bytesRead = 200 * 512
            }, [.sampledVerification]
        ),
    ]

    @Test(arguments: open.indices)
    func openPointIsAnException(row: Int) {
        let (change, exceptions) = Self.open[row]
        let document = CertificateFacts.sample.with(change).built
        #expect(document.refusedFor.isEmpty, "\(document.refusedFor)")
        #expect(document.kind == .certificate && document.outcome == .clearedWithExceptions)
        #expect(document.root.at("credentialSubject", "exceptions") == .array(exceptions.map { .string($0.rawValue) }))
        #expect(Honesty.judge(document.root) == [])
    }

    /// Facts under which a job that the engine calls sanitized is not, with one code that has to be named.
    static let refused: [(Change, ProblemCode)] = [
        ({ $0.run.passes[0].bytesWritten -= 512 }, .coverageIncomplete),
        ({ $0.run.passes[0].bytesWritten += 512 }, .coverageIncomplete),
        ({ $0.policy.passes = 2 }, .passMissing),
        ({ $0.run.passes = [] }, .passMissing),
        ({ $0.run.passes[0].flush = .failed }, .flushMissing),
        ({ $0.run.passes[0].flush = .notPerformed }, .flushMissing),
        ({ $0.run.passes[0].verification = nil }, .verificationIncomplete),
        ({ $0.run.passes[0].verification?.bytesRead = 1_023_488 }, .verificationIncomplete),
        ({ $0.run.passes[0].verification?.bytesRead = 2_048_000 }, .verificationIncomplete),
        (
            {
                $0.run.passes[0].verification?.mismatchedSectors = 1; $0.run.mismatched = .init(sectors: 1, ranges: [7...7])
            }, .verificationFailed
        ),
        (
            {
                $0.run.mismatched = .init(sectors: 1, ranges: [7...7]); $0.policy.unwritableSectorsMax = 9
            }, .defectsMiscounted
        ),
        (
            {
                $0.run.unwritten = .init(sectors: 1, ranges: [5...5])
                $0.run.passes[0].bytesWritten -= 512
                $0.run.passes[0].unwrittenSectors = 1
            }, .budgetExceeded
        ),
        ({ $0.run.unwritten = .init(sectors: nil, ranges: []) }, .defectsMiscounted),
        ({ $0.run.unwritten = .init(sectors: 1, ranges: [2_000...2_000]) }, .defectsMiscounted),
        ({ $0.media.sectors = 1_999 }, .capacityMisstated),
        ({ $0.media.sectors = Int.max }, .capacityMisstated),
        ({ $0.media.capacityBytes = 0 }, .capacityMisstated),
        ({ $0.media.conflictingCapacityBytes = 512 }, .capacityConflict),
        ({ $0.media.serialSource = nil }, .serialSourceMissing),
        ({ $0.media.serial = nil }, .identityMisstated),
        ({ $0.media.transport = .loop }, .simulationUnmarked),
        ({ $0.policy.claim?.level = .purge }, .claimAboveClear),
        ({ $0.policy.claim?.standard = "NIST SP 800-88r1" }, .claimMisstated),
        ({ $0.policy.claim?.clause = "" }, .claimMisstated),
        ({ $0.policy.titleEnglish = "Military grade wipe" }, .wordForbidden),
        ({ $0.policy.digest = nil }, .originUnstated),
        ({ $0.policy.digest = "sha256:00" }, .valueMalformed),
        ({ $0.tool.buildDigest = nil }, .originUnstated),
        ({ $0.health.uncorrectableSectors = .init(before: nil, after: 0) }, .healthUnexplained),
        ({ $0.run.endedAt = .sample(-61) }, .timeDisorder),
        ({ $0.run.startedAt = nil }, .timeDisorder),
        ({ $0.reasons = [.mismatch] }, .certificateWithReason),
        ({ $0.run.passes[0].number = 2 }, .passesMisnumbered),
        ({ $0.run.passes[0].retries = -1 }, .typeWrong),
        ({ $0.run.passes[0].work = .write(.random(key: "9F", initialCounter: "")) }, .valueMalformed),
        ({ $0.run.passes[0].work = .write(.bytes("0")) }, .valueMalformed),
    ]

    @Test(arguments: refused.indices)
    func unsupportedClaimBecomesAFailureRecord(row: Int) throws {
        let (change, code) = Self.refused[row]
        let document = CertificateFacts.sample.with(change).built
        #expect(document.kind == .failureRecord && document.outcome == .notSanitized)
        #expect(document.refusedFor.map(\.code).contains(code), "\(document.refusedFor)")
        let subject = try #require(document.root["credentialSubject"])
        #expect(subject["reasons"]?.items?.contains("honesty-refused") == true)
        #expect(subject["honestyProblems"]?.items?.contains(.string(code.rawValue)) == true)
        #expect(subject["claims"] == [] && subject.at("sanitization", "method") == "none")
        #expect(subject.at("media", "model") == "Disk 1")
        #expect(Honesty.judge(document.root) == [])
        #expect(try Certificate.sign(document, with: TestKeys.station).kind == .failureRecord)
    }

    @Test(arguments: [JobEnd.failed, .abandoned])
    func failedAndAbandonedJobsGetAFailureRecord(end: JobEnd) {
        let document = CertificateFacts.sample.with {
            $0.end = end; $0.reasons = [.mismatch, .flushFailed, .mismatch]
        }.built
        #expect(document.kind == .failureRecord && document.outcome == .notSanitized && document.refusedFor.isEmpty)
        #expect(document.root.at("credentialSubject", "reasons") == ["mismatch", "flush-failed"])
        #expect(document.root.at("credentialSubject", "honestyProblems") == [])
        #expect(document.root["name"] == RecordTitle.failureRecord.json)
        #expect(Honesty.judge(document.root) == [])
        let silent = CertificateFacts.sample.with { $0.end = end }.built
        #expect(silent.root.at("credentialSubject", "reasons") == ["reason-not-given"])
    }

    @Test func worstFactsStillGiveARecordThatHolds() throws {
        let facts = CertificateFacts.sample.with {
            $0.station = .init(name: "", organization: "", location: String(repeating: "\u{202e}é\0", count: 10_000))
            $0.asset = .init(assetTag: "", donorTag: "\u{7}")
            $0.media.serial = ""
            $0.media.serialSource = nil
            $0.media.transport = .simulated
            $0.media.capacityBytes = -1
            $0.media.sectors = Int.min
            $0.media.logicalSectorBytes = Int.max
            $0.policy.id = "unrecoverable"
            $0.policy.digest = "no"
            $0.run.passes = Array(repeating: .sample, count: 200)
            $0.run.passes[0].bytesWritten = Int.max
            $0.run.unreadable = .init(sectors: Int.max, ranges: [3...9, 1...Int.max])
            $0.run.interruptions = [.init(at: .sample(0), reason: .detached, resumedAt: .sample(-9_999))]
            $0.clock.jumps = [.init(at: .sample(0), seconds: Int.min)]
            $0.personnel = [.init(role: .sanitization, userName: String(repeating: "x", count: 10_000), uid: Int.max)]
            $0.tool.buildDigest = "x"
            $0.reasons = EndReason.allCases + Array(repeating: .mismatch, count: 500)
        }
        for end in JobEnd.allCases {
            let document = facts.with { $0.end = end }.built
            #expect(document.kind == .failureRecord)
            #expect(Honesty.judge(document.root) == [])
            let signed = try Certificate.sign(document, with: TestKeys.station)
            let result = Verifier.verify(bytes: signed.bytes, trust: TestKeys.ring, allowSimulation: false)
            #expect(result.valid, "\(result.problems)")
        }
    }

    @Test func longListsAreCutAndStillCounted() {
        let ranges = (0..<12_000).map { $0 * 2...$0 * 2 }
        let document = CertificateFacts.sample.with {
            $0.media.sectors = 30_000
            $0.media.capacityBytes = 30_000 * 512
            $0.policy.unwritableSectorsMax = 1_000
            $0.run.unwritten = .init(sectors: 12_000, ranges: ranges)
            $0.run.passes[0].bytesWritten = 18_000 * 512
            $0.run.passes[0].unwrittenSectors = 12_000
            $0.run.passes[0].verification?.bytesRead = 18_000 * 512
        }.built
        #expect(document.kind == .failureRecord && document.refusedFor.map(\.code) == [.budgetExceeded], "\(document.refusedFor)")
        #expect(document.root.at("credentialSubject", "sanitization", "unwrittenRanges")?.items?.count == 10_000)
        #expect(document.root.at("credentialSubject", "sanitization", "unwrittenSectors") == 12_000)
    }

    /// A job with so many unwritten sectors on a disk of `sectors`, under a policy that lets `policy` pass.
    private static func leaving(_ bad: Int, of sectors: Int, policy: Int, claimed: Bool = true) -> CertificateDocument {
        CertificateFacts.sample.with {
            $0.grow(sectors: sectors)
            if !claimed { $0.policy.claim = nil }
            $0.policy.unwritableSectorsMax = policy
            guard bad > 0 else { return }
            $0.run.unwritten = .init(sectors: bad, ranges: [0...bad - 1])
            $0.run.passes[0].bytesWritten -= bad * 512
            $0.run.passes[0].unwrittenSectors = bad
            $0.run.passes[0].verification?.bytesRead -= bad * 512
        }.built
    }

    /// A drive that took one sector in eight thousand was once "cleared with exceptions" under a policy that let a billion pass.
    @Test(arguments: [
        (8_184, 8_192, 1_000_000_000, true, false), (1, 8_192, 1, true, false), (0, 8_192, 0, true, true), (1, 10_000, 1, true, true),
        (1, 9_999, 1, true, false), (2, 19_999, 1_000, true, false), (1_000, 20_000_000, 1_000, true, true),
        (1_001, 20_000_000, 1_000, true, false), (999, 9_999_999, 1_000, true, true), (1_000, 9_999_999, 1_000, true, false),
        (0, 20_000_000, 1_001, true, false), (8_184, 8_192, 8_184, false, false), (1, 8_192, 1, false, false), (1, 10_000, 1, false, true),
        (0, 20_000_000, 1_001, false, false), (1_000, 20_000_000, 1_000, false, true), (2, 30_000, 1, true, false),
    ])
    func aCertificateLeavesFewSectorsAndNeverMoreThanThePolicy(
        _ bad: Int, _ sectors: Int, _ policy: Int, _ claimed: Bool, _ isCertificate: Bool
    ) {
        let document = Self.leaving(bad, of: sectors, policy: policy, claimed: claimed)
        #expect((document.kind == .certificate) == isCertificate, "\(document.refusedFor)")
        if !isCertificate { #expect(document.refusedFor.map(\.code) == [.budgetExceeded]) }
    }

    /// `clear-zero` on a drive that drops writes and answers zeros was once `cleared` without an exception.
    @Test(arguments: [CertificateFacts.Pattern.zeros, .ones, .bytes("55"), .bytes("924924")])
    func whatOnlyConstantsShowIsAnException(_ pattern: CertificateFacts.Pattern) {
        let constant = CertificateFacts.sample.with { $0.run.passes[0].work = .write(pattern) }.built
        #expect(constant.kind == .certificate && constant.outcome == .clearedWithExceptions)
        #expect(constant.root.at("credentialSubject", "exceptions") == ["constant-pattern"])
        func two(_ first: CertificateFacts.Pattern, _ second: CertificateFacts.Pattern, firstIsReadBack: Bool) -> JSONValue? {
            CertificateFacts.sample.with {
                var pass = CertificateFacts.Pass.sample
                pass.work = .write(second)
                pass.number = 2
                $0.run.passes[0].work = .write(first)
                if !firstIsReadBack { $0.run.passes[0].verification = nil }
                $0.run.passes.append(pass)
                $0.policy.passes = 2
            }.built.root.at("credentialSubject", "exceptions")
        }
        let random = CertificateFacts.Pattern.sample
        #expect(two(pattern, random, firstIsReadBack: false) == [])
        #expect(two(random, pattern, firstIsReadBack: true) == [])
        #expect(two(random, pattern, firstIsReadBack: false) == ["constant-pattern"])
        #expect(two(.zeros, pattern, firstIsReadBack: true) == ["constant-pattern"])
    }

    @Test func sectorThatIsUnwrittenAndUnreadableCountsOnce() {
        let facts = CertificateFacts.sample.with {
            $0.grow(sectors: 19_999)
            $0.policy.unwritableSectorsMax = 1
            $0.run.unwritten = .init(sectors: 1, ranges: [5...5])
            $0.run.unreadable = .init(sectors: 1, ranges: [5...5])
            $0.run.passes[0].bytesWritten -= 512
            $0.run.passes[0].unwrittenSectors = 1
            $0.run.passes[0].verification?.bytesRead -= 512
            $0.run.passes[0].verification?.unreadableSectors = 1
        }
        #expect(facts.built.kind == .certificate)
        #expect(facts.with { $0.run.unreadable.ranges = [6...6] }.built.refusedFor.map(\.code) == [.budgetExceeded])
    }

    @Test func earlierPassNeedNotBeVerified() {
        let facts = CertificateFacts.sample.with {
            $0.policy.passes = 2
            $0.run.passes[0].work = .write(.zeros)
            $0.run.passes[0].verification = nil
            $0.run.passes.append(.sample)
            $0.run.passes[1].number = 2
        }
        #expect(facts.built.outcome == .cleared)
        #expect(facts.built.root.at("credentialSubject", "verification", "verifiedPasses") == [2])
    }

    @Test func simulationIsMarkedAndHasNoHealth() {
        let unknown = CertificateFacts.HealthCount(before: nil, after: nil, unknownBecause: "simulated")
        let document = CertificateFacts.sample.with {
            $0.simulation = true
            $0.media.transport = .loop
            $0.health = .init(reallocatedSectors: unknown, pendingSectors: unknown, uncorrectableSectors: unknown)
        }.built
        #expect(document.outcome == .cleared)
        #expect(document.root.at("credentialSubject", "simulation") == true)
    }

    @Test(
        arguments: [
            ("OPEQ-1", "ZN1", "OPEQ-1_ZN1_u.json"), (nil, nil, "untagged_no-serial_u.json"), ("", "", "untagged_no-serial_u.json"),
            ("a_b/../c", "\u{212a}é 1\0", "a-b-..-c_e-1-_u.json"), ("..", ".", "tag_serial_u.json"),
            ("École-001", "Cœur Ø ß", "Ecole-001_Coeur-O-ss_u.json"), ("E\u{301}cole", "-1", "Ecole_1_u.json"),
            ("学校", "--help", "tag_help_u.json"), (".hidden", "Ļą", "hidden_La_u.json"),
            (String(repeating: "x", count: 99), "1.0", String(repeating: "x", count: 64) + "_1.0_u.json"),
        ] as [(String?, String?, String)])
    func publishedNameIsPlain(tag: String?, serial: String?, name: String) {
        #expect(PublishedName.of(assetTag: tag, serial: serial, id: "urn:uuid:u") == name)
    }

    /// The whole document as people see it. UPDATE_GOLDEN=1 writes it anew.
    @Test func documentIsTheGoldenOne() throws {
        let path = #filePath.replacing("CertificateTests.swift", with: "Golden/certificate.json")
        let signed = try Certificate.sign(CertificateFacts.sample.built, with: TestKeys.station)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(signed.bytes).write(to: URL(filePath: path)) }
        #expect(try Array(Data(contentsOf: URL(filePath: path))) == signed.bytes)
        #expect(signed.fileName == "TEST-2026-000001_SER-1_0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e10.json")
    }
}
