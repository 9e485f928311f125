// One bay of the daemon, as the scan dialogue asks about it.

import WipeAPI
import WipeCore
import WipeWords

/// What the dialogue's steps come to at the daemon.
struct Place: Sendable {
    let session: Session
    private var language: Language { session.language }

    init(session: Session) { self.session = session }

    /// The bay as it is now.
    func view(_ bay: String) async throws -> BayView? {
        try await session.client.get(Routes.bays, as: BayList.self).bays.first { $0.id == bay }
    }

    /// Between two scans somebody may have put another drive into the bay: what is said then is not meant for it.
    static func mustBe(_ expected: String?, _ now: String?, in bay: String) throws {
        if expected != now { throw Failure(code: .driveExchanged, ["bay": bay]) }
    }

    /// What is in a bay, and what it still takes of whoever asks.
    func finding(_ bay: String, _ view: BayView?) async throws -> ScanDialogue.Finding {
        guard let view, let decision = view.decision else { return .empty }
        switch decision.verdict {
        case "identifying": return .identifying
        case "refuse": return .refused(why: words(decision.reasons))
        default: return .drive(tag: view.assetTag, try await next(view, decision))
        }
    }

    private func next(_ view: BayView, _ decision: DecisionView) async throws -> ScanDialogue.Next {
        if let job = view.job, let state = JobStateWord(rawValue: job.state), !state.isClosed, state != .held {
            let isPaused = state == .suspended && job.reasons.contains { $0.code == HaltCode.paused.rawValue }
            return isPaused ? .resume : .nothing(why: words(job))
        }
        do {
            let needs = try await session.client.get(
                Routes.path(Routes.startNeeds, query: [("media", "bay:" + view.id)]), as: StartNeedsView.self)
            try Self.mustBe(view.attachment, needs.attachment, in: view.id)
            switch needs.confirm.flatMap(Confirmation.init(rawValue:)) {
            case .serial: return .serial(why: SafeText.hiding(needs.media.serial, in: wordsBeforeAgain(needs.holds)))
            case .assetTag: return .tagAgain(why: wordsBeforeAgain(needs.holds))
            case nil: return .start
            }
        } catch let failure as Failure where failure.status != .unreachable && failure.code != Failure.Code.driveExchanged.rawValue {
            let isForLead = failure.code == Refused.Code.notAllowed.rawValue && !decision.reasons.isEmpty
            return .blocked(why: isForLead ? wordsForLead(decision.reasons) : failure.messageText(session.layout))
        }
    }

    /// Why it waits; of a drive that was wiped or has failed here also what is done with such a drive, before anybody starts it once more.
    private func wordsBeforeAgain(_ holds: [ReasonView]) -> String {
        let ended = holds.first { [.alreadyCertified, .failedBefore].contains(HoldCode(rawValue: $0.code)) }
        let act = ended.flatMap { session.layout.act($0, of: Vocabulary.ofDecisions) }
        return words(holds) + (act.map { " → " + $0 } ?? "")
    }

    /// Why it waits, and that a lead has to see to it.
    private func wordsForLead(_ reasons: [ReasonView]) -> String {
        let unusual = reasons.filter { HoldCode(rawValue: $0.code)?.liftedBy == .lead }
        let act = unusual.lazy.compactMap { Vocabulary.hold.wording($0.code)?.act }.first
        return joined([words(unusual.isEmpty ? reasons : unusual)] + [act?.text(language)].compactMap { $0 })
    }

    /// Links a tag to the drive that was seen, by its `BayView.attachment`; gives back how the drive has it.
    func link(_ bay: String, _ tag: String, expect: String?) async throws -> String {
        let request = TagRequest(media: "bay:" + bay, assetTag: tag, donorTag: nil, expect: expect)
        let answer = try await session.client.post(Routes.tag, request, as: TagResponse.self)
        let typed = AssetTagText.composed(tag)
        if AssetTagText.isSame(typed, answer.assetTag) || !AssetTagText.readsSame(typed, answer.assetTag) { return answer.assetTag }
        return Vocabulary.scan.text("kept", ["tag": answer.assetTag, "word": typed], in: language)
    }

    /// Starts it; gives back its job.
    func start(_ bay: String, confirm: String?, expect: String?) async throws -> JobView? {
        let request = StartRequest(media: "bay:" + bay, policy: nil, confirm: confirm, expect: expect)
        return try await session.client.post(Routes.start, request, as: StartResponse.self).job
    }

    func resume(_ bay: String, expect: String?) async throws -> JobView {
        let path = Routes.path(Routes.jobResume, id: "bay:" + bay, query: [("expect", expect)])
        return try await session.client.post(path, as: JobView.self)
    }

    /// What a job does now; of one that waits for its turn, also why.
    func words(_ job: JobView?) -> String {
        let does = Vocabulary.state.text(job?.state ?? JobStateWord.queued.rawValue, in: language)
        guard let job, job.state == JobStateWord.queued.rawValue, let why = job.sentences(session.layout).first else { return does }
        return Vocabulary.scan.text("does-because", ["what": does, "why": why], in: language)
    }

    private func words(_ reasons: [ReasonView]) -> String {
        joined(reasons.map { session.layout.sentence($0, of: Vocabulary.ofDecisions) })
    }
    private func joined(_ sentences: [String]) -> String { sentences.joined(separator: session.layout.say("semicolon")) }
}
