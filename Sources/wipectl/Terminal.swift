// What the terminal is, what it is asked, and how Ctrl-C ends a watching command.

import Dispatch
import Foundation

/// Questions about the process's terminal.
enum Terminal {
    /// Columns and rows of standard output; nil where it is no terminal or does not say.
    static func size() -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Whether a person sits before it: both the question and the answer go through a terminal.
    static func canAsk() -> Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks on standard error and reads one line. Nil at the end of input.
    static func ask(_ question: String, _ output: Output) -> String? {
        output.complain(question)
        return readLine(strippingNewline: true)?.trimmingCharacters(in: .whitespaces)
    }

    /// Runs `body` until it ends or the person presses Ctrl-C; nil in that case.
    static func untilInterrupted(_ body: @escaping @Sendable () async throws -> EndStatus) async throws -> EndStatus? {
        let task = Task { try await body() }
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler { task.cancel() }
        source.resume()
        defer {
            source.cancel()
            signal(SIGINT, SIG_DFL)
        }
        do {
            return try await task.value
        } catch is CancellationError {
            return nil
        }
    }
}
