// Domain to wire, once: the command line only prints what is made here.

import WipeAPI
import WipeCore
import WipeFiles
import WipeStation
import WipeWords

extension ReasonView {
    init<Code>(_ reason: Reason<Code>) {
        self.init(code: reason.code.rawValue, message: reason.message, variant: reason.variant, parameters: reason.parameters)
    }
}

extension ReasonView {
    init(_ alarm: Alarm) {
        self.init(
            code: alarm.code.rawValue, message: alarm.message, variant: alarm.variant,
            parameters: alarm.parameters.isEmpty ? nil : alarm.parameters)
    }

    /// Why progress fell: what was read back is read again.
    init(_ reason: CustodyBreak) {
        let variant = "reads-again"
        self.init(
            code: reason.rawValue, message: Vocabulary.custody.text(reason.rawValue, variant: variant, in: .en), variant: variant)
    }
}

extension DecisionView {
    init(_ decision: Decision) { self.init(verdict: decision.verdict, reasons: decision.reasons.map(ReasonView.init)) }
}

extension AttachmentID {
    /// What a client sends back to say which plugging in of which drive it means: of no use after the next boot, when the kernel counts anew.
    func token(bootID: String) -> String { "\(bootID.prefix(8))-\(diskSequence)-\(name)" }
}

extension MediaSummary {
    init(_ report: ProbeReport, node: String?) {
        self.init(
            serial: report.identity.serial, model: report.identity.model,
            capacityBytes: report.identity.capacityBytes > 0 ? Int(clamping: report.identity.capacityBytes) : nil, node: node)
    }
}

extension JobView {
    /// A job with what its run has done so far.
    init(_ job: WipeJob, _ snapshot: Snapshot) {
        let live = snapshot.progress[job.id]
        var total = job.plan.map { Int(clamping: $0.workBytes) }
        var phase = job.checkpoint?.cursor.phase
        var pass = job.checkpoint.map { $0.cursor.pass + 1 }
        var done = job.checkpoint.map { Int(clamping: $0.bytesDone) }
        if let live { (phase, pass, done, total) = (live.phase, live.pass, Int(clamping: live.bytesDone), Int(clamping: live.bytesTotal)) }
        let passes = job.plan?.passes.count
        if case .closed(.sanitized) = job.state {
            (phase, pass, done) = (.verify, passes, total)
        } else if job.state.isClosed {
            phase = nil
        }
        // A drive that does not answer has no rate, and nobody knows how long it will take.
        let silent = snapshot.silentSeconds(job)
        let moving = silent == nil ? live : nil
        self.init(
            id: job.id, state: job.state.word, bay: job.bay, media: MediaSummary(job.report, node: job.attachment?.node),
            assetTag: job.assetTag?.tag,
            policy: job.policy, pass: pass.map { min($0, passes ?? $0) }, passes: passes, phase: phase?.rawValue, bytesDone: done,
            bytesTotal: total,
            bytesPerSecond: moving?.bytesPerSecond.map { Int(clamping: $0) }, etaSeconds: moving?.etaSeconds.map { Int(clamping: $0) },
            stalledSeconds: snapshot.stalledSeconds(job).map { Int(clamping: $0) },
            createdAt: job.createdAt.text, startedAt: job.startedAt?.text, endedAt: job.state.isClosed ? job.stateSince.text : nil,
            holds: job.holds.map(ReasonView.init),
            reasons: job.reasons + [snapshot.state.obstacle(to: job, at: snapshot.at)].compactMap { $0 }.map(ReasonView.init)
                + (job.state == .running ? [live?.readsAgain].compactMap { $0 } : []).map(ReasonView.init),
            certificate: job.documentID.map { "urn:uuid:" + $0 },
            priority: job.priority, record: job.record.map { Int(clamping: $0) }, operator: job.operators.last?.user,
            interruptions: job.interruptions.map {
                InterruptionView(code: $0.reason.rawValue, stoppedAt: $0.at.text, resumedAt: $0.resumedAt?.text)
            }, badSectors: job.badSectors.map { Int(clamping: $0) }, fraction: moving?.fraction.map(Int.init),
            silentSeconds: silent.map { Int(clamping: $0) })
    }
}

extension WipeJob {
    /// What a held job waits for.
    fileprivate var holds: [Reason<HoldCode>] {
        if case .held(let holds) = state { return holds }
        return []
    }

    /// Why it is halted, or how it ended; why a queued one waits is the station's to say.
    fileprivate var reasons: [ReasonView] {
        switch state {
        case .stopping(let code): [ReasonView(code: code.rawValue, message: code.message)]
        case .suspended(let code): [ReasonView(code: code.rawValue, message: code.sentence)]
        case .closed(.failed(_, let reasons)): reasons.map(ReasonView.init)
        case .closed(.abandoned(_, let reason)): [ReasonView(reason)]
        case .closed(.withdrawn(let reason)): [ReasonView(reason)]
        default: []
        }
    }

    /// Id of its signed record, once that can be read.
    var documentID: String? {
        switch state {
        case .closed(.sanitized(let id)), .closed(.failed(let id, _)), .closed(.abandoned(let id, _)): id
        default: nil
        }
    }
}

extension HaltCode {
    /// In English. What its media is refused for has sentences of this very drive, which the decision about it has.
    fileprivate var sentence: String {
        if case .refused = self { return Vocabulary.request.text("refused.halted", in: .en) }
        return Vocabulary.halt.text(rawValue, in: .en)
    }
}

extension ShownView {
    /// - Parameters:
    ///   - job: the job that is shown, if one is.
    ///   - record: its signed record, where it has one. One that was revoked is no green end.
    init(_ shows: BayShows, of job: WipeJob?, record: SignedDocument?, _ media: AttachedMedia?, _ snapshot: Snapshot) {
        if shows != .decision, let job {
            let view = JobView(job, snapshot)
            if let record, let notice = record.revokedBy {
                let parameters = ["record": "\(record.record)", "notice": "\(notice)"]
                let message = Vocabulary.bay.text(Self.revoked, parameters, in: .en)
                let revoked = ReasonView(code: Self.revoked, message: message, parameters: parameters)
                self.init(word: view.state, tone: "bad", reasons: [revoked] + view.holds + view.reasons)
                return
            }
            self.init(word: view.state, tone: job.state.tone, reasons: view.holds + view.reasons)
            return
        }
        let reasons = media?.decision.reasons.map(ReasonView.init) ?? []
        switch media?.decision {
        case nil: self.init(word: "empty", tone: "plain", reasons: reasons)
        case .identifying: self.init(word: "identifying", tone: "busy", reasons: reasons)
        case .refuse: self.init(word: "refused", tone: "bad", reasons: reasons)
        case .hold: self.init(word: "held", tone: "waiting", reasons: reasons)
        case .admit: self.init(word: "admitted", tone: "plain", reasons: reasons)
        }
    }
}

extension JobState {
    /// How a person should take it.
    fileprivate var tone: String {
        switch self {
        case .closed(.sanitized): "good"
        case .closed(.failed), .closed(.abandoned): "bad"
        case .held, .suspended, .stopping: "waiting"
        case .opening, .running, .certifying: "busy"
        case .queued, .closed(.withdrawn): "plain"
        }
    }
}

extension AttachedMedia {
    /// Why its serial does not identify it; nil where it does.
    var identityProblem: ReasonView? {
        guard let part = report?.identity.weakness ?? (sharing.isEmpty ? nil : SentencePart("seen-elsewhere")) else { return nil }
        return ReasonView(code: part.code, message: part.text(of: .weakness), parameters: part.parameters.isEmpty ? nil : part.parameters)
    }

    /// As its sensor says now, else as it said when its health was read.
    var temperatureShown: Int? { temperatureCelsius ?? report?.health.temperatureCelsius }
}

extension MediaView {
    init(_ media: AttachedMedia, _ snapshot: Snapshot) {
        let state = snapshot.state
        let report = media.report
        var usage: [UseView]?
        var usageProblem: String?
        switch report?.usage {
        case .known(let uses): usage = uses.sorted().map { UseView(kind: $0.kind.rawValue, node: $0.node, detail: $0.detail) }
        case .unknown(let why): usageProblem = why
        case nil: break
        }
        let bay = report.flatMap { state.rules.bay(for: $0.properties) }
        // What stood there before a wipe is nothing to show beside its record.
        let isWiped = media.isSeenBeforeItsRun || state.job(on: media.id).map { $0.everRan && $0.state.occupiesSlot } ?? false
        let seen = isWiped ? nil : report
        self.init(
            serial: report?.identity.serial, model: report?.identity.model, vendor: report?.identity.vendor, firmware: report?.firmware,
            wwn: report?.identity.wwn, node: media.id.node, bay: bay?.id,
            capacityBytes: report.flatMap { $0.identity.capacityBytes > 0 ? Int(clamping: $0.identity.capacityBytes) : nil },
            logicalSectorBytes: report?.geometry.map { Int($0.logicalSectorBytes) },
            physicalSectorBytes: report?.geometry.map { Int($0.physicalSectorBytes) },
            mediaType: (report?.mediaType ?? .unknown).rawValue, transport: report?.transport?.rawValue,
            serialSource: report?.identity.serialSource.rawValue, serialProblem: media.identityProblem?.message,
            serialWeakness: media.identityProblem,
            contents: seen?.contents?.map(ContentView.init), contentsProblem: seen?.contentsProblem, usage: usage,
            usageProblem: usageProblem,
            temperatureCelsius: media.temperatureShown,
            reallocatedSectors: report?.health.reallocatedSectors.map { Int(clamping: $0) },
            pendingSectors: report?.health.pendingSectors.map { Int(clamping: $0) },
            percentageUsed: report?.health.percentageUsed.map { Int(clamping: $0) },
            powerOnHours: report?.health.powerOnHours.map { Int(clamping: $0) }, decision: DecisionView(media.decision),
            assetTag: media.assetTag?.tag, donorTag: media.assetTag?.donorTag, job: state.job(on: media.id)?.id,
            capabilities: report.flatMap { report in
                report.capabilities.map { CapabilitiesView($0, of: report, state.rules.deviceCommands) }
            }, overwrite: state.overwrite(of: media, at: snapshot.at))
    }
}

extension ContentView {
    init(_ content: Content) {
        self.init(
            kind: content.kind.word, type: content.type, label: content.label, uuid: content.uuid, node: content.node,
            offsetBytes: Int(clamping: content.offsetBytes), sizeBytes: content.sizeBytes.map { Int(clamping: $0) })
    }
}

extension Content.Kind {
    /// The wire has no word of its own for an entry of a partition table.
    fileprivate var word: String { self == .partition ? Content.Kind.other.rawValue : rawValue }
}

extension StationState {
    /// The open job whose media is attached there.
    func job(on id: AttachmentID) -> WipeJob? { jobs.values.first { $0.attachment == id } }
}

extension PolicyView {
    init(_ policy: Policy) {
        self.init(
            id: policy.id, version: policy.version, title: TitleView(policy.title), status: policy.status.rawValue,
            claim: policy.claim.map(ClaimView.init),
            media: policy.media.map(\.rawValue).sorted())
    }
}

extension TitleView {
    init(_ title: Title) { self.init(fr: title.fr, en: title.en) }
}

extension ClaimView {
    init(_ claim: Claim) { self.init(standard: claim.standard, clause: claim.clause, level: claim.level.rawValue) }
}

extension PolicyDetail {
    init(_ policy: Policy) {
        self.init(
            id: policy.id, version: policy.version, title: TitleView(policy.title), status: policy.status.rawValue,
            claim: policy.claim.map(ClaimView.init),
            media: policy.media.map(\.rawValue).sorted(), digest: policy.digest,
            passes: policy.passes.enumerated().map { PolicyPassView(pass: $0 + 1, write: $1.words, verify: $1.verify.rawValue) },
            unwritableSectorsMax: Int(clamping: policy.faultBudget.unwritableSectorsMax),
            stopAfterBadSectors: policy.faultBudget.stopAfterBadSectors.map { Int(clamping: $0) },
            stopAfterHours: policy.faultBudget.stopAfterHours.map { Int(clamping: $0) }, resume: policy.resume.rawValue,
            fallback: policy.fallback)
    }
}

extension PassSpec {
    /// What is written, or by which of its own commands the drive erases itself: the first that can be had.
    fileprivate var words: String {
        guard let command else { return write.words }
        return "the drive's own erase: " + command.techniques.map(\.rawValue).joined(separator: ", else ")
    }
}

extension WriteSpec {
    /// What is written, in words.
    var words: String {
        switch self {
        case .zeros: "zeros"
        case .ones: "ones"
        case .byte(let byte): "byte 0x" + String(byte, radix: 16, uppercase: true)
        case .bytes(let bytes): "bytes " + bytes.map { String($0, radix: 16, uppercase: true) }.joined(separator: " ")
        case .complementOf(let pass): "complement of pass \(pass)"
        case .randomByte: "one random byte, repeated"
        case .random: "random stream (AES-256-CTR)"
        }
    }
}
