// The loop of the watching commands: ask every second, redraw at a terminal, append elsewhere, go on while the daemon is away.

import Foundation

/// Shows a view again and again.
struct Watch: Sendable {
    /// One answer of the daemon, ready for either form.
    struct View: Sendable {
        var json: String
        var text: @Sendable (Layout) -> String
        /// Not nil: this is the last view, and the command ends with this code.
        var ends: EndStatus?
    }
    /// How long a daemon may be away before a watch gives up: enough for a restart or a reboot.
    static let awaySecondsMax = 300

    private let session: Session
    private let interval: Duration
    init(_ session: Session, interval: Duration = .seconds(1)) {
        self.session = session
        self.interval = interval
    }

    /// Asks `next` every second until a view ends it or the person presses Ctrl-C.
    /// Throws the daemon's answer where it is an error, and the first failure to reach it; later ones only after `awaySecondsMax`.
    func run(whenInterrupted: EndStatus, next: @escaping @Sendable () async throws -> View) async throws -> EndStatus {
        let status = try await Terminal.untilInterrupted { try await loop(next) }
        // Below the last view, where the terminal shows `^C`.
        if status == nil, session.redraws { try session.output.write("\n") }
        return status ?? whenInterrupted
    }

    private func loop(_ next: @Sendable () async throws -> View) async throws -> EndStatus {
        let clock = ContinuousClock()
        var shown: String?
        var awaySince: ContinuousClock.Instant?
        while true {
            try Task.checkCancellation()
            do {
                let view = try await next()
                if awaySince != nil { session.output.complain(session.json ? "" : session.layout.say("answers-again") + "\n") }
                awaySince = nil
                shown = try draw(view, shown)
                if let status = view.ends { return status }
            } catch let failure as Failure where failure.status == .unreachable && shown != nil {
                let since = awaySince ?? clock.now
                if awaySince == nil { report(failure) }
                awaySince = since
                if clock.now - since > .seconds(Watch.awaySecondsMax) { throw failure }
            }
            try await Task.sleep(for: interval)
        }
    }

    /// Prints a view; gives back what is shown now.
    private func draw(_ view: View, _ shown: String?) throws -> String {
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
        let size = Terminal.size()
        let text = view.text(session.layout.with(columns: size?.columns ?? session.layout.columns))
        try session.output.write(Watch.screen(text, rows: size?.rows, session.layout))
        return text
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

    private func report(_ failure: Failure) {
        session.report(failure.triedAgain)
    }
}
