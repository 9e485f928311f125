// The loop of the watching commands: ask every second, redraw at a terminal, append elsewhere, go on while the daemon is away. What is shown never
// looks newer than it is.

import Foundation

/// Shows a view again and again.
struct Watch: Sendable {
    /// One answer of the daemon, ready for either form.
    struct View: Sendable {
        var json: String
        var text: @Sendable (Layout) -> String
        /// Not nil: this is the last view, and the command ends with this code.
        var ends: EndStatus?
        /// When the daemon saw it so; the same twice is no news. Nil: every answer is news.
        var at: String?
        /// Somebody should look up.
        var rings = false

        init(
            json: String, text: @escaping @Sendable (Layout) -> String, ends: EndStatus? = nil, at: String? = nil, rings: Bool = false
        ) {
            self.json = json
            self.text = text
            self.ends = ends
            self.at = at
            self.rings = rings
        }
    }
    /// How long a daemon may be away before a watch gives up: enough for a restart or a reboot.
    static let awaySecondsMax = 300

    private let session: Session
    private let interval: Duration
    /// What is older is said to be.
    private let isNewsFor: Duration
    init(_ session: Session, interval: Duration = .seconds(1), isNewsFor: Duration = .seconds(3)) {
        self.session = session
        self.interval = interval
        self.isNewsFor = isNewsFor
    }

    /// What is on the screen.
    private struct Shown: Sendable {
        var view: View
        var text: String
        /// When it was last news.
        var news: ContinuousClock.Instant
        var age: Duration { ContinuousClock.now - news }
    }

    /// Asks `next` every second until a view ends it or the person presses Ctrl-C.
    /// Throws the daemon's answer where it is an error, and the first failure to reach it; later ones only after `awaySecondsMax`.
    func run(whenInterrupted: EndStatus, next: @escaping @Sendable () async throws -> View) async throws -> EndStatus {
        let status = try await Terminal.untilInterrupted { try await loop(next) }
        // Below the last view, where the terminal shows `^C`.
        if status == nil, session.redraws { try session.output.write("\n") }
        return status ?? whenInterrupted
    }

    private func loop(_ next: @escaping @Sendable () async throws -> View) async throws -> EndStatus {
        var shown: Shown?
        var awaySince: ContinuousClock.Instant?
        while true {
            try Task.checkCancellation()
            // `| head` is a person who has seen enough.
            guard session.output.hasReader else { throw CancellationError() }
            do {
                let view = try await ask(next, shown)
                if awaySince != nil { reportReturn() }
                awaySince = nil
                let isNews = view.at == nil || view.at != shown?.view.at
                let news = isNews ? ContinuousClock.now : shown?.news ?? ContinuousClock.now
                shown = Shown(view: view, text: try draw(view, shown?.text, age: ContinuousClock.now - news), news: news)
                if let status = view.ends { return status }
            } catch let failure as Failure where failure.status == .unreachable && shown != nil {
                if awaySince == nil, !session.redraws { session.report(failure.triedAgain) }
                let since = awaySince ?? ContinuousClock.now
                awaySince = since
                if ContinuousClock.now - since > .seconds(Watch.awaySecondsMax) { throw failure }
                if let shown { try redraw(shown, failure) }
            }
            try await Task.sleep(for: interval)
        }
    }

    /// The answer to the next question. A daemon that stands still gives none for long: meanwhile the age of what is shown grows on the screen.
    private func ask(_ next: @escaping @Sendable () async throws -> View, _ shown: Shown?) async throws -> View {
        guard session.redraws, let shown else { return try await next() }
        return try await withThrowingTaskGroup(of: View.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await next() }
            group.addTask {
                while true {
                    try await Task.sleep(for: interval)
                    try redraw(shown, nil)
                }
            }
            guard let view = try await group.next() else { throw CancellationError() }
            return view
        }
    }

    /// Prints a view; gives back what is shown now.
    private func draw(_ view: View, _ shown: String?, age: Duration) throws -> String {
        if session.json {
            try session.output.write(view.json)
            return view.json
        }
        guard session.redraws else {
            // Appending the same lines every second would bury what changes.
            let text = view.text(session.layout)
            if text != shown { try session.output.write(text) }
            return text
        }
        return try draw(view, age: age, nil)
    }

    private func redraw(_ shown: Shown, _ failure: Failure?) throws {
        if session.redraws, failure != nil || shown.age > isNewsFor { _ = try draw(shown.view, age: shown.age, failure) }
    }

    private func draw(_ view: View, age: Duration, _ failure: Failure?) throws -> String {
        let size = Terminal.size()
        let layout = session.layout.with(columns: size?.columns ?? session.layout.columns, rows: size?.rows)
        let text = warning(age, failure, layout) + view.text(layout)
        try session.output.write(Watch.screen(text, rows: size?.rows, layout) + (view.rings && failure == nil ? "\u{7}" : ""))
        return text
    }

    /// What stands over a view that is not of now.
    private func warning(_ age: Duration, _ failure: Failure?, _ layout: Layout) -> String {
        guard age > isNewsFor || failure != nil else { return "" }
        let time = layout.quantity.duration(Int(age.components.seconds))
        let why = failure?.triedAgain.messageText(layout)
        let said = why.map { layout.say("no-news-why", ["time": time, "why": $0]) } ?? layout.say("no-news", ["time": time])
        let lines = SafeText.wrapped(SafeText.escaped(said), to: layout.columns ?? Cell.columnsMax)
        return lines.map { paint($0, .bad, layout) + "\n" }.joined()
    }

    /// Home, every line with the rest of its row cleared, then the rest of the screen cleared. What does not fit is counted, not scrolled away.
    static func screen(_ text: String, rows: Int?, _ layout: Layout) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        if let rows, rows > 2, lines.count > rows - 1 {
            let hidden = lines.count - (rows - 2)
            lines = lines.prefix(rows - 2) + ["… " + layout.count(hidden, "more line")]
        }
        return "\u{1B}[H" + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J"
    }

    /// On a screen the warning is gone, and that says it.
    private func reportReturn() {
        if !session.json, !session.redraws { session.output.complain(session.layout.say("answers-again") + "\n") }
    }
}
