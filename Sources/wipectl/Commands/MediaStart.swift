// The one command that destroys: it shows, asks, and only then sends.

import ArgumentParser
import WipeAPI
import WipeCore
import WipeWords

/// `wipectl start`.
struct Start: StationCommand {
    static var configuration: CommandConfiguration { .worded("start") }
    @Argument(help: .worded("media", "media"), completion: .named(.media)) var media: [String]
    @Option(help: .worded("policy", "id"), completion: .named(.policy)) var policy: String?
    @Option(help: .worded("confirm", "serial")) var confirm: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if confirm != nil, media.count > 1 { throw ValidationError("--confirm is the serial of one drive; name one drive with it") }
    }

    func run(_ session: Session) async throws -> EndStatus {
        if let media = media.first, self.media.count == 1 {
            let answer = try await start(media, session)
            try session.print(answer) { _ in answer.text(media: media, session.layout) }
            return answer.wipesStarted > 0 ? .done : .no
        }
        return try await startAll(session)
    }

    /// One after the other. What is refused of one says nothing of the next.
    private func startAll(_ session: Session) async throws -> EndStatus {
        var report = StartReport(drives: [])
        for media in media {
            do {
                let answer = try await start(media, session)
                if !session.json { try session.output.write(answer.text(media: media, session.layout)) }
                report.drives.append(.init(media: media, answer: answer, error: nil))
            } catch let failure as Failure where failure.status == .no {
                if !session.json {
                    session.output.complain(safeLine(Vocabulary.start.text("about", ["media": media], in: session.language)))
                    session.report(failure)
                }
                report.drives.append(.init(media: media, answer: nil, error: failure.document.error))
            }
        }
        try session.print(report) { _ in report.text(in: session.language) }
        return report.started == media.count ? .done : report.started == 0 ? .no : .partly
    }

    private func start(_ media: String, _ session: Session) async throws -> StartResponse {
        if let confirm, !confirm.isEmpty {
            do { return try await send(media, confirm, expect: nil, session) } catch let failure as Failure
                where failure.isUnconfirmed && session.canAsk
            {
                session.report(failure)
            }
        }
        // What stands in its way is thrown here: nobody is asked for a word that would not be enough.
        let path = Routes.path(Routes.startNeeds, query: [("media", media), ("policy", policy)])
        let needs = try await session.client.get(path, as: StartNeedsView.self)
        guard let wanted = needs.confirm else { return try await send(media, nil, expect: needs.attachment, session) }
        guard let confirmation = Confirmation(rawValue: wanted) else {
            throw Failure.badAnswer("a start is confirmed by \(wanted), which this version does not know")
        }
        guard session.canAsk else {
            throw Failure(code: .confirmationRequired, variant: confirmation == .serial ? "unasked" : "unasked-tag", ["media": media])
        }
        session.output.complain(needs.media.destructionText(session.layout, confirmedBy: confirmation, needs.holds))
        return try await ask(media, confirmation, expect: needs.attachment, session)
    }

    /// Asks for the word that allows it. A start without such a word is never sent.
    private func ask(
        _ media: String, _ confirmation: Confirmation, expect: String, _ session: Session
    ) async throws -> StartResponse {
        let question = Vocabulary.start.text(confirmation == .serial ? "ask-serial" : "ask-tag", in: session.language)
        for _ in 0..<ScanDialogue.triesMax {
            guard let typed = Terminal.ask(question, session.output), !typed.isEmpty else { break }
            do { return try await send(media, typed, expect: expect, session) } catch let failure as Failure where failure.isUnconfirmed {
                let code = confirmation == .serial ? "not-its-serial" : "not-its-tag"
                session.output.complain(safeLine(Vocabulary.scan.text(code, ["bay": media], in: session.language)))
            }
        }
        throw Failure(code: .confirmationRequired, variant: "not-given")
    }

    private func send(_ media: String, _ confirm: String?, expect: String?, _ session: Session) async throws -> StartResponse {
        let request = StartRequest(media: media, policy: policy, confirm: confirm, expect: expect)
        return try await session.client.post(Routes.start, request, as: StartResponse.self)
    }
}

extension Failure {
    /// The word that was given is not the one that this drive asks for.
    fileprivate var isUnconfirmed: Bool { code == Failure.Code.confirmationRequired.rawValue }
}

extension StartResponse {
    /// What the drive does now, or what still stands in the way.
    func text(media: String, _ layout: Layout) -> String {
        guard wipesStarted > 0, let job else {
            let why = reasons.map { safeLine(layout.sentence($0, of: Vocabulary.ofDecisions), indent: 4) }.joined()
            return safeLine(layout.say("nothing-started", ["media": media])) + why
        }
        let parameters = ["media": media, "what": layout.word(job.state, of: .state), "job": job.shortID]
        return safeLine(Vocabulary.start.text("started", parameters, in: layout.language))
    }
}

/// What became of several drives, in the order in which they were named.
struct StartReport: Codable, Hashable, Sendable {
    struct Drive: Codable, Hashable, Sendable {
        var media: String
        /// Null where it was refused.
        @Nullable var answer: StartResponse?
        @Nullable var error: ErrorDocument.Body?
        init(media: String, answer: StartResponse?, error: ErrorDocument.Body?) {
            self.media = media
            self.answer = answer
            self.error = error
        }
    }
    var drives: [Drive]

    var started: Int { drives.count { ($0.answer?.wipesStarted ?? 0) > 0 } }

    func text(in language: Language) -> String {
        Vocabulary.start.text("summary", ["started": String(started), "failed": String(drives.count - started)], in: language) + "\n"
    }
}
