// The stored values of jobs and runs: every state, every ending, every shape of a plan.

@testable import WipeCore

extension StoredValues {
    // MARK: cases without words of their own

    static let cases: [StoredValue] = [
        [DeviceKind.scsi, .nvme, .mmc, .loop, .other("md array")].map { StoredValue("DeviceKind \(name($0))", $0) },
        [Usage.known([]), .known(Use.Kind.allCases.map { Use($0, node: "sdb1", detail: "detail") }), .unknown(why: "no mount table")]
            .enumerated().map { StoredValue("Usage \(name($1)) \($0)", $1) },
        runEnds.map { StoredValue("RunEnd \(name($0))", $0) },
        patterns.map { StoredValue("Pattern \(name($0))", $0) },
        coverages.map { StoredValue("Coverage \(name($0))", $0) },
        writes.map { StoredValue("WriteSpec \(name($0))", $0) },
    ].flatMap { $0 }

    static let runEnds: [RunEnd] = [
        .finished, .stoppedByPolicy(code: .slow), .mediaGone(errno: 5), .contentsChanged([Extent(offset: 512, length: 1024)]), .givenUp,
    ]
    static let patterns: [Pattern] =
        [.zeros, .ones, .fixed([0x92, 0x49, 0x24])] + [key].compactMap { $0 }.flatMap { [.random($0), .complementOfRandom($0)] }
    static let coverages: [Coverage] =
        [.none, .full]
        + [key].compactMap { $0 }.map {
            .sampled(
                Sample(
                    spec: SamplingSpec(subsections: 10, samplesEach: 2, percentEach: 5, firstAndLast: true), seed: $0,
                    extents: [Extent(offset: 0, length: 4096), Extent(offset: 1 << 19, length: 512)]))
        }
    static let writes: [WriteSpec] = [.zeros, .ones, .byte(0x55), .bytes([0x92, 0x49, 0x24]), .complementOf(1), .randomByte, .random]

    // A case that is new here needs a value in the lists above: an old database may hold it from then on.

    static func name(_ kind: DeviceKind) -> String {
        switch kind {
        case .scsi: "scsi"
        case .nvme: "nvme"
        case .mmc: "mmc"
        case .loop: "loop"
        case .other: "other"
        }
    }

    static func name(_ usage: Usage) -> String {
        switch usage {
        case .known: "known"
        case .unknown: "unknown"
        }
    }

    static func name(_ end: RunEnd) -> String {
        switch end {
        case .finished: "finished"
        case .stoppedByPolicy: "stoppedByPolicy"
        case .mediaGone: "mediaGone"
        case .contentsChanged: "contentsChanged"
        case .givenUp: "givenUp"
        }
    }

    static func name(_ pattern: Pattern) -> String {
        switch pattern {
        case .fixed(let bytes): "fixed \(bytes)"
        case .random: "random"
        case .complementOfRandom: "complementOfRandom"
        }
    }

    static func name(_ coverage: Coverage) -> String {
        switch coverage {
        case .none: "none"
        case .full: "full"
        case .sampled: "sampled"
        }
    }

    static func name(_ write: WriteSpec) -> String {
        switch write {
        case .zeros: "zeros"
        case .ones: "ones"
        case .byte: "byte"
        case .bytes: "bytes"
        case .complementOf: "complementOf"
        case .randomByte: "randomByte"
        case .random: "random"
        }
    }

    // MARK: runs

    static let policy = Policy(
        id: "mixed", version: "1.2.0", digest: "sha256:" + String(repeating: "0a", count: 32), title: Title(fr: "Mêlé", en: "Mixed"),
        status: .legacy, claim: Claim(standard: "NIST SP 800-88r2", clause: "Clear", level: .clear), media: [.magnetic],
        passes: zip(writes, VerifySpec.allCases + VerifySpec.allCases + VerifySpec.allCases).map { PassSpec(write: $0, verify: $1) },
        permute: 1...2, sampling: SamplingSpec(),
        faultBudget: FaultBudget(retries: 2, unwritableSectorsMax: 10, stopAfterBadSectors: 20, stopAfterHours: 30), resume: .restart)

    static let plan = geometry.map { geometry in
        WipePlan(
            policy: policy, geometry: geometry,
            passes: zip(patterns, coverages + coverages).enumerated().map { Pass(number: $0 + 1, pattern: $1.0, coverage: $1.1) },
            orderSeed: key)
    }

    /// A pass with everything that can be wrong.
    static let troubled: PassResult = {
        var pass = PassResult()
        pass.bytesWritten = 1_047_552
        pass.unwritten = ExtentSet([Extent(offset: 0, length: 512), Extent(offset: 4096, length: 512)])
        pass.writeErrors = 8
        pass.retries = 7
        pass.flushed = false
        pass.bytesVerified = 1_047_040
        pass.unreadable = ExtentSet([Extent(offset: 8192, length: 512)])
        pass.readErrors = 4
        pass.mismatched = ExtentSet([Extent(offset: 12_288, length: 1024)])
        pass.writeStarted = moment(1)
        pass.writeEnded = moment(2)
        pass.verifyStarted = moment(3)
        pass.verifyEnded = moment(4)
        return pass
    }()

    static let checkpoints = [
        StoredValue("start", Checkpoint.start(passes: 2)),
        StoredValue(
            "write",
            Checkpoint(
                cursor: Cursor(pass: 1, phase: .write, offset: 524_288), passes: [troubled, PassResult()], bytesDone: 2_621_440,
                activeMilliseconds: 5000, retryMilliseconds: 600)),
        StoredValue(
            "verify",
            Checkpoint(
                cursor: Cursor(pass: 0, phase: .verify, offset: 262_144), passes: [troubled], bytesDone: 1_310_720, activeMilliseconds: 3000
            )),
        StoredValue(
            "end",
            Checkpoint(
                cursor: Cursor(pass: 1, phase: .write, offset: 0), passes: [troubled], bytesDone: 2_097_152, activeMilliseconds: 4000)),
    ]

    static let verdicts: [(String, Conclusion.Verdict)] = [
        ("sanitized", .sanitized), ("failed", .failed([Reason(.verdict(.mismatch), "some sectors read back different")])),
        ("abandoned", .abandoned(Reason(.cancelled, "cancelled by marie"))),
    ]

    static func conclusion(_ verdict: Conclusion.Verdict, _ end: RunEnd) -> Conclusion? {
        plan.map { plan in
            Conclusion(
                verdict: verdict, report: WipeReport(plan: plan, passes: [troubled, PassResult()], end: end, activeMilliseconds: 4000),
                documentID: "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e11", at: moment(9, synchronised: true),
                healthAfter: Health(reallocatedSectors: 2, temperatureCelsius: 45))
        }
    }

    static let conclusions: [StoredValue] = runEnds.flatMap { end in
        verdicts.compactMap { name, verdict in conclusion(verdict, end).map { StoredValue("\(StoredValues.name(end)) \(name)", $0) } }
    }

    // MARK: jobs

    static let states: [(String, JobState)] =
        [
            ("held", .held([Reason(.assetTagMissing, "it has no asset tag"), Reason(.waitingForStart, "waits")])), ("queued", .queued),
            ("opening", .opening), ("running", .running), ("stopping", .stopping(.paused)), ("suspended", .suspended(.detached)),
            ("sanitized", .closed(.sanitized(document: "document-1"))),
            (
                "failed",
                .closed(
                    .failed(
                        document: "document-1", [Reason(.verdict(.mismatch), "differs"), Reason(.verdict(.budgetExceeded), "too many")]))
            ),
            ("abandoned", .closed(.abandoned(document: "document-1", Reason(.cancelled, "cancelled by marie")))),
            ("withdrawn", .closed(.withdrawn(Reason(.ended(.detached), "pulled before it was wiped")))),
        ]
        + verdicts.compactMap { name, verdict in conclusion(verdict, .finished).map { ("certifying-\(name)", .certifying($0)) } }
        + verdicts.compactMap { name, verdict in
            conclusion(verdict, .finished).map { conclusion in
                var signed = conclusion
                signed.isSigned = true
                return ("signed-\(name)", .certifying(signed))
            }
        }

    /// Each state twice: a job that has just been made, and one that has been through everything.
    static let jobs: [StoredValue] = states.flatMap { name, state in
        [
            StoredValue("\(name) new", newJob(state)), StoredValue("\(name) old", oldJob(state)),
        ]
    }

    static func newJob(_ state: JobState) -> WipeJob {
        WipeJob(
            id: "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e10", report: bareReport, bay: "A1", attachment: bareReport.attachment, assetTag: nil,
            policy: "mixed", state: state, bootID: "boot-1", at: moment(0))
    }

    static func oldJob(_ state: JobState) -> WipeJob {
        var job = WipeJob(
            id: "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e12", report: fullReport, bay: "A2", attachment: fullReport.attachment,
            assetTag: AssetTag(tag: "OPEQ-2026-000001", source: .intake, donorTag: "D-1", donor: "École", hostSerial: "PC-77"),
            policy: "mixed", lifted: [.waitingForStart], operators: [technician, lead], state: state, bootID: "boot-1", at: moment(0))
        job.plan = plan
        job.priority = -3
        job.record = 5
        job.startedAt = moment(1)
        job.logAnchor = LogHead(origin: "atelier.example/log", treeSize: 12, rootHash: "mlGHgdkhtVwqvVsHIMS4M3pHvt9yEQzdqGGgAiNzH84=")
        job.interruptions = [
            Interruption(at: moment(2), reason: .detached, resumedAt: moment(3)), Interruption(at: moment(4), reason: .daemonRestarted),
        ]
        job.clockJumps = [ClockJump(at: moment(5), seconds: -3600)]
        job.clockReference = moment(6)
        job.otherCapacityBytes = 1 << 19
        job.contentsChanged = true
        job.stateSince = moment(7)
        job.bootID = "boot-1"
        job.laterBoots = ["boot-2"]
        job.attachment = nil
        return job
    }
}
