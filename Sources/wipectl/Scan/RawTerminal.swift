// The terminal while a scanner types into it: a keyboard whose every byte is data, and as it was before on every way out.
//
// No key ends a scan. Whatever bytes a key sends, a label may hold, in the same order; a person has the word that ends it instead, on a card or typed.

import Dispatch
import Foundation

/// A terminal in which no byte interrupts, suspends, ends, stops the output or is shown.
final class RawTerminal {
    /// How long it must be quiet before it is given back: what a scanner has begun is still coming.
    private static let quietMilliseconds: Int32 = 300
    /// A scanner that never stops is not waited for.
    private static let drainsMax = 40
    /// What other programs send to end it, and what would leave the terminal to a shell in the middle of a scan.
    private static let ending = [SIGTERM, SIGHUP, SIGINT]
    private static let ignored = [SIGTSTP, SIGQUIT]

    private let descriptor: Int32
    private var before = termios()
    private var handlers: [(signal: Int32, handler: __sighandler_t?)] = []
    private var sources: [any DispatchSourceSignal] = []
    private var pipe: [Int32] = [-1, -1]

    /// Readable once a signal has asked for the end.
    var endingDescriptor: Int32 { pipe[0] }

    /// Nil where the descriptor is no terminal.
    init?(_ descriptor: Int32) {
        self.descriptor = descriptor
        guard isatty(descriptor) == 1, tcgetattr(descriptor, &before) == 0, Foundation.pipe(&pipe) == 0 else { return nil }
        for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        takeSignals()
        var raw = before
        cfmakeraw(&raw)
        // What is printed is still printed line by line.
        raw.c_oflag = before.c_oflag
        // What was typed before nobody meant for a bay.
        tcsetattr(descriptor, TCSAFLUSH, &raw)
    }

    private func takeSignals() {
        let said = pipe[1]
        for number in Self.ending + Self.ignored { handlers.append((number, signal(number, SIG_IGN))) }
        for number in Self.ending {
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                var byte: UInt8 = 1
                _ = write(said, &byte, 1)
            }
            source.resume()
            sources.append(source)
        }
    }

    /// Gives it back as it was; nothing that was typed meanwhile is left for the shell.
    func restore() {
        guard pipe[0] >= 0 else { return }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var chunk = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<Self.drainsMax {
            guard poll(&waiting, 1, Self.quietMilliseconds) > 0, read(descriptor, &chunk, chunk.count) > 0 else { break }
        }
        tcsetattr(descriptor, TCSAFLUSH, &before)
        sources.forEach { $0.cancel() }
        for (number, handler) in handlers { signal(number, handler) }
        for end in pipe { close(end) }
        pipe = [-1, -1]
    }
}
