// The one command that destroys: it shows, asks, and only then sends.

import ArgumentParser
import WipeAPI
import WipeWords

/// `wipectl start`.
struct Start: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Starts held media. EVERYTHING ON IT IS DESTROYED.",
        discussion: """
            Without --confirm it shows what will be destroyed and asks, at a terminal; elsewhere it refuses. \
            A drive that its serial does not identify is confirmed by its asset tag. Exit code 1 where something still stands in the way.
            """)
    @Argument(help: MediaArgument.help) var media: String
    @Option(help: ArgumentHelp("The policy's id; the station's choice where it is left out.", valueName: "id")) var policy: String?
    @Option(help: ArgumentHelp("The media's serial; its asset tag where its serial does not identify it.", valueName: "serial"))
    var confirm: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        if let confirm, !confirm.isEmpty {
            do {
                return try await start(session, confirm: confirm)
            } catch let failure as Failure where failure.code == Failure.Code.confirmationRequired.rawValue && session.canAsk {
                session.report(failure)
            }
        }
        return try await start(session, confirm: askedConfirmation(session))
    }

    /// Shows what will be destroyed and asks for the words that allow it. A start without such words is never sent.
    private func askedConfirmation(_ session: Session) async throws -> String {
        let view = try await session.client.get(Routes.path(Routes.mediaShow, query: [("media", media)]), as: MediaView.self)
        if view.decision.verdict == "refuse" {
            throw Failure(refusing: media, view.decision.reasons)
        }
        let weak = view.serial == nil || view.serialProblem != nil
        guard session.canAsk else {
            throw Failure(code: .confirmationRequired, variant: weak ? "unasked-tag" : "unasked", ["media": media])
        }
        let layout = session.layout
        session.output.complain(view.destructionText(layout))
        let known = (weak ? view.assetTag : view.serial).map { " (\(SafeText.escaped($0)))" } ?? ""
        let question = layout.say(weak ? "type-its-tag" : "type-its-serial", ["known": known])
        guard let typed = Terminal.ask(question + " ", session.output), !typed.isEmpty else {
            throw Failure(code: .confirmationRequired, variant: "not-given")
        }
        return typed
    }

    private func start(_ session: Session, confirm: String) async throws -> EndStatus {
        let request = StartRequest(media: media, policy: policy, confirm: confirm)
        let answer = try await session.client.post(Routes.start, request, as: StartResponse.self)
        try session.print(answer) { answer.text(media: media, $0) }
        return answer.wipesStarted > 0 ? .done : .no
    }
}

extension StartResponse {
    /// The job that was queued, or what still stands in the way.
    func text(media: String, _ layout: Layout) -> String {
        var text = safeLine(
            wipesStarted > 0 ? layout.count(wipesStarted, "wipe started") : layout.say("nothing-started", ["media": media]))
        if let job { text += safeLine(layout.say("job-state", ["job": job.id, "state": layout.word(job.state, of: .state)])) }
        for reason in reasons { text += safeLine("\(reason.code): \(layout.sentence(reason, of: Vocabulary.ofDecisions))", indent: 4) }
        return text
    }
}
