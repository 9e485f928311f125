// Goal: what the engine reports of a drive that erased itself comes onto its record whole, and a record claims no more than it bears out. Method: plans by
// the planner, reports as the engine makes them with exchanges as they are on the wire, through the certifier of the station.

import Foundation
import Testing
import WipeFirmware

@testable import WipeCertificate
@testable import WipeCore
@testable import WipeStation

@Suite struct EraseRecordTests {
    private static let capacity: UInt64 = 80_000 * 512

    /// A flash drive on NVMe with one namespace, whose firmware was asked.
    private static func probe() throws -> ProbeReport {
        var report = ProbeReport(
            attachment: AttachmentID(name: "nvme0n1", diskSequence: 7), deviceMajor: 259, deviceMinor: 0, kind: .nvme,
            identity: MediaIdentity(
                vendor: "Maker", model: "Flash", serial: "ZN1ABCDE", serialSource: .nvmeIdentify, wwn: nil, capacityBytes: capacity),
            geometry: Geometry(capacityBytes: capacity, logicalSectorBytes: 512, physicalSectorBytes: 4096), readOnly: false,
            mediaType: .flashSSD, transport: .nvme, usage: .free,
            health: Health(reallocatedSectors: 0, pendingSectors: 0, uncorrectableSectors: 0), properties: [:])
        report.take(
            Capabilities(
                identifySource: .ioctl, state: .idle, techniques: [],
                hiddenAreas: HiddenAreas(
                    nvme: NvmeSpace(activeNamespaces: 1, allocatedNamespaces: 1, unallocatedBytes: 0, rpmbBytes: 0))))
        return report
    }

    private static func policy(_ claim: WipeCore.Claim?, _ rows: [PassSpec]) -> Policy {
        Policy(
            id: "purge-sanitize", version: "1.0.0", digest: "sha256:" + String(repeating: "7a", count: 32),
            title: Title(fr: "Expurgation", en: "Purge"), status: .current, claim: claim, media: [.flash], passes: rows)
    }

    private static let purge = WipeCore.Claim(standard: "NIST SP 800-88r2", clause: "3.1.2", level: .purge)

    private static func plan(_ technique: WipeCore.Technique, claim: WipeCore.Claim? = purge) throws -> WipePlan {
        var number: UInt8 = 0
        var word: UInt64 = 0
        let entropy = PlanEntropy(
            key: {
                number += 1
                return StreamKey([UInt8](repeating: number, count: 32))!
            },
            choices: { _ in
                {
                    word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return word
                }
            })
        let rows = [PassSpec(command: CommandSpec(techniques: [.sanitizeBlock, .sanitizeCrypto]))]
        var plan = Planner.plan(
            policy: policy(claim, rows), geometry: try #require(probe().geometry), techniques: [technique], entropy: entropy)
        plan.purge = PurgeChoice(
            requested: PolicyName(plan.policy),
            considered: [WipeCore.Technique.sanitizeBlock, .sanitizeCrypto].map {
                ConsideredTechnique(
                    technique: $0, isOffered: true, isTaken: $0 == technique, reasons: $0 == technique ? [] : [.knownDefect])
            }, isFirstOfModel: true, ruleDigest: "sha256:" + String(repeating: "d1", count: 32), ruleSources: ["maker/tool#1"])
        return plan
    }

    private static func log(_ status: UInt8, _ erased: UInt8, word: UInt32) -> [UInt8] {
        [0xFF, 0xFF, status, erased] + (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } + [UInt8](repeating: 0xFF, count: 24)
    }

    /// Every row is done as it should be; `change` is what the drive did otherwise.
    private static func report(_ plan: WipePlan, _ change: (inout PassResult) -> Void = { _ in }) throws -> WipeReport {
        var result = PassResult()
        let row = try #require(plan.passes.first?.command)
        result.bytesWritten = row.markedBytes
        result.flushed = true
        (result.writeStarted, result.writeEnded) = (moment(10), moment(20))
        (result.verifyStarted, result.verifyEnded) = (moment(130), moment(150))
        (result.bytesVerified, result.readPath) = (capacity, .directIO)
        var command = CommandResult()
        command.state = .ended
        command.acceptance = .completion
        command.issues = 1
        command.observedRunning = true
        command.before = EraseStatus(state: .idle, lastSucceeded: false, newestCommand: 0, isAllErased: false)
        command.atEnd = EraseStatus(state: .idle, lastSucceeded: true, newestCommand: row.command.nvmeWord10, isAllErased: true)
        (command.intendedAt, command.acceptedAt, command.endedAt) = (moment(30), moment(31), moment(120))
        command.contents.zeros = capacity / 512
        let word = row.command.nvmeWord10
        let talk: [(CommandEvidence.What, EraseRequest.Purpose, [UInt8], Int64)] = [
            (.statusBefore, .status, log(0, 0, word: 0), 29), (.command, .command(row.command), [], 31),
            (.statusRunning, .status, log(2, 0, word: word), 32), (.statusEnd, .status, log(1, 1, word: word), 120),
        ]
        command.evidence = talk.map { what, purpose, answer, at in
            let request = EraseRequest(purpose, on: .nvme).bytes
            return CommandEvidence(what: what, at: moment(at), exchange: EraseEvidence(request: request, status: 0, answer: answer))
        }
        result.command = command
        change(&result)
        var report = WipeReport(plan: plan, passes: [result], end: .finished, activeMilliseconds: 120_000)
        report.recognised = []
        return report
    }

    private static func holding(zeros: UInt64 = 0, other: UInt64 = 0) -> ContentsTally {
        var tally = ContentsTally()
        (tally.zeros, tally.other) = (zeros, other)
        return tally
    }

    private static func moment(_ seconds: Int64) -> Moment { CertifierTests.moment(seconds) }

    /// The record of a job with this report, as the station signs it.
    private static func subject(_ wiped: WipeReport) throws -> JSONValue {
        let probe = try probe()
        var job = WipeJob(
            id: "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e10", report: probe, bay: "A1", attachment: probe.attachment, assetTag: nil,
            policy: "purge-sanitize", operators: [Actor(uid: 1000, user: "tech-07")], state: .queued, bootID: "boot-1", at: moment(0))
        _ = try job.apply(.slotGranted(wiped.plan), at: moment(1), newID: { "" })
        _ = try job.apply(.opened(record: 5, bootID: "boot-1"), at: moment(2), newID: { "" })
        var found: [Reason<EndCode>] = []
        if case .stoppedByPolicy(let stop) = wiped.end { found.append(Reason(stop).among(EndCode.stopped)) }
        if case .failed(let reasons) = Verdict.of(wiped) { found += reasons.map { Reason($0).among(EndCode.verdict) } }
        let event = JobEvent.finished(wiped, verdict: found.isEmpty ? .sanitized : .failed(found), probe.health)
        _ = try job.apply(event, at: moment(160), newID: { "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e11" })
        let (document, reasons) = try CertifierTests.certifier().certify(job, CertifierTests.conclusion(of: job))
        #expect(reasons.isEmpty, "\(reasons)")
        let root = try JSONParser.parse(document.bytes)
        #expect(Honesty.judge(root) == [])
        return try #require(root["credentialSubject"])
    }

    @Test func reportOfAPurgeBecomesItsCertificate() throws {
        let plan = try Self.plan(.sanitizeBlock)
        let row = try #require(plan.passes.first?.command)
        let subject = try Self.subject(Self.report(plan))
        #expect(subject["outcome"] == "purged" && subject["exceptions"] == [])
        let pass = try #require(subject.at("sanitization", "passes")?.items?.first)
        #expect(pass["kind"] == "command" && pass["technique"] == "sanitize-block" && pass["level"] == "purge")
        #expect(pass["transport"] == "nvme" && pass["commandSeconds"] == 89 && pass["writeSeconds"] == 10)
        #expect(pass["before"] == ["state": "idle", "lastSucceeded": false])
        #expect(
            pass.at("marks", "planned") == .integer(Int(row.markedBytes / 512)) && pass.at("marks", "stored") == pass.at("marks", "planned")
        )
        #expect(pass.at("marks", "seed") == row.seed.map { .string($0.hex) } && pass.at("marks", "subsections") == 1_000)
        #expect(pass.at("marks", "sectorBytes") == 4_096)
        #expect(pass["evidence"]?.items?.map { $0["what"] } == ["status-before", "command", "status-running", "status-end"])
        #expect(
            pass["evidence"]?.items?[1]["request"] == "84000000000000000a00000000000000" && pass["evidence"]?.items?[1]["status"] == "0000")
        #expect(pass.at("verification", "contents", "kind") == "zeros" && pass.at("verification", "contents", "zeroSectors") == 80_000)
        let purge = try #require(subject.at("sanitization", "purge"))
        #expect(purge["state"] == "performed" && purge.at("requestedPolicy", "id") == "purge-sanitize" && purge["fallbackPolicy"] == .null)
        #expect(purge["considered"]?.items?[1]["reasons"] == ["known-defect"])
        #expect(subject["firmware"]?["firstOfModel"] == true && subject.at("firmware", "deviceRules", "applied") == ["maker/tool#1"])
    }

    @Test func keyEraseIsAnException() throws {
        let subject = try Self.subject(
            Self.report(Self.plan(.sanitizeCrypto)) { $0.command?.contents = Self.holding(other: 80_000) })
        #expect(subject["outcome"] == "purged-with-exceptions" && subject["exceptions"] == ["key-erase-unexamined"])
    }

    @Test func marksThatSurvivedAreListed() throws {
        let plan = try Self.plan(.sanitizeBlock)
        let last = try #require(plan.passes.first?.command?.marks.last)
        let subject = try Self.subject(
            Self.report(plan) {
                $0.command?.survived.insert(last)
                $0.command?.contents = Self.holding(zeros: 80_000 - last.length / 512, other: last.length / 512)
            })
        #expect(subject["outcome"] == "not-sanitized" && subject["reasons"] == ["marks-survived", "contents-mixed"])
        let pass = try #require(subject.at("sanitization", "passes")?.items?.first)
        #expect(pass.at("marks", "survived") == 8 && pass.at("marks", "survivedRanges") == [[79_992, 79_999]])
        #expect(pass.at("verification", "result") == "fail" && subject.at("sanitization", "purge", "state") == "failed")
    }

    /// A policy that claims nothing has the drive erase itself, and its record claims nothing.
    @Test func recordClaimsNoMoreThanItsPolicy() throws {
        let subject = try Self.subject(Self.report(Self.plan(.sanitizeBlock, claim: nil)))
        #expect(subject["outcome"] == "cleared-with-exceptions" && subject["claims"] == [])
        #expect(subject["exceptions"] == ["flash-overprovisioning-not-addressed"])
        #expect(subject.at("sanitization", "purge") == ["state": "not-requested"] && subject.at("firmware", "firstOfModel") == true)
    }

    @Test func fallbackSaysThatNoPurgeWasPossible() throws {
        let key = try #require(StreamKey([UInt8](repeating: 3, count: 32)))
        let clear = WipeCore.Claim(standard: "NIST SP 800-88r2", clause: "3.1.1", level: .clear)
        var policy = Self.policy(clear, [PassSpec(write: .random, verify: .full)])
        policy.id = "clear-random"
        var plan = WipePlan(
            policy: policy, geometry: try #require(Self.probe().geometry),
            passes: [Pass(number: 1, pattern: .random(key), coverage: .full)])
        plan.purge = try Self.plan(.sanitizeBlock).purge
        plan.purge?.fallback = PolicyName(policy)
        plan.purge?.considered = [
            ConsideredTechnique(technique: .sanitizeBlock, isOffered: false, isTaken: false, reasons: [.notOffered, .notAllowedHere])
        ]
        var result = PassResult()
        (result.bytesWritten, result.bytesVerified, result.flushed) = (Self.capacity, Self.capacity, true)
        (result.writeStarted, result.writeEnded) = (Self.moment(10), Self.moment(20))
        (result.verifyStarted, result.verifyEnded) = (Self.moment(30), Self.moment(50))
        let subject = try Self.subject(WipeReport(plan: plan, passes: [result], end: .finished, activeMilliseconds: 50_000))
        #expect(subject["outcome"] == "cleared-with-exceptions" && subject.at("sanitization", "method") == "clear")
        let purge = try #require(subject.at("sanitization", "purge"))
        #expect(purge["state"] == "unavailable" && purge.at("requestedPolicy", "id") == "purge-sanitize")
        #expect(purge.at("fallbackPolicy", "id") == "clear-random" && purge["considered"]?.items?.first?["taken"] == false)
    }

    /// Everything that can happen before a drive has erased itself: each ends in a record that says it, and none is shortened.
    @Test func everyEndOfACommandHasItsRecord() throws {
        let ends: [(PolicyStop, (inout CommandResult) -> Void)] = [
            (
                .marksNotStored,
                {
                    $0 = CommandResult(); $0.unstored = ExtentSet([Extent(offset: 0, length: 1 << 20)])
                }
            ),
            (
                .statusUnreadable,
                { row in
                    (row.state, row.before, row.acceptance, row.issues) = (.none, nil, nil, 0); row.evidence.removeLast(3)
                }
            ),
            (
                .frozen,
                { row in
                    (row.state, row.acceptance, row.issues) = (.none, nil, 0); row.evidence.removeLast(3)
                }
            ),
            (
                .commandRefused,
                { row in
                    (row.state, row.refusal, row.acceptance) = (.refused, .denied, nil)
                    row.evidence.removeLast(2)
                    row.evidence[1].exchange.status = 0x4286
                }
            ),
            (
                .commandUnanswered,
                { row in
                    (row.state, row.acceptance) = (.lost, nil); row.evidence.removeLast(2)
                }
            ),
            (.commandFailed, { $0.state = .failed }), (.commandStalled, { $0.state = .accepted }), (.statusLost, { $0.state = .lost }),
        ]
        let plan = try Self.plan(.sanitizeBlock)
        for (stop, change) in ends {
            var report = try Self.report(plan) { result in
                (result.verifyStarted, result.verifyEnded, result.bytesVerified, result.readPath) = (nil, nil, 0, nil)
                var row = result.command ?? CommandResult()
                (row.contents, row.endedAt, row.observedRunning) = (ContentsTally(), nil, row.evidence.count > 2)
                change(&row)
                if row.evidence.count < 3 { row.observedRunning = false }
                if row.issues == 0 { (row.intendedAt, row.acceptedAt) = (nil, nil) }
                result.command = row
            }
            report.end = .stoppedByPolicy(code: stop)
            let subject = try Self.subject(report)
            #expect(subject["outcome"] == "not-sanitized" && subject["claims"] == [], "\(stop)")
            #expect(subject.at("sanitization", "passes")?.items?.first?["kind"] == "command", "\(stop): shortened")
            #expect(subject.at("sanitization", "purge", "state") == "failed")
        }
    }
}
