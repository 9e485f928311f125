// What every command is given: where the daemon listens, how the answer is to look, and where it goes.

import ArgumentParser
import Foundation
import Synchronization
import WipeAPI
import WipeWords

/// The language of the workshop, once the daemon has said it: for a person of whom nobody knows one.
final class HeardLanguage: Sendable {
    private let heard = Mutex<Language?>(nil)
    var language: Language? { heard.withLock { $0 } }

    /// - Parameter word: as the daemon says it; one that this program does not know is as good as none.
    func take(_ word: String) {
        guard let language = Language(rawValue: word) else { return }
        heard.withLock { $0 = language }
    }
}

/// The surroundings of one call of wipectl.
struct Session: Sendable {
    var socketPath: String
    /// One JSON document instead of tables.
    var json: Bool
    /// What the person asked for, else what the environment says; nil where neither names a language.
    var stated: Language?
    private var shape: Layout
    private let heard = HeardLanguage()
    /// In the language that counts: the person's, else the workshop's, else English.
    var layout: Layout {
        get {
            var layout = shape
            if let language = stated ?? heard.language { layout.language = language }
            return layout
        }
        set { shape = newValue }
    }
    /// Standard output is a terminal: a watching command redraws.
    var redraws: Bool
    /// A person can be asked.
    var canAsk: Bool
    var output: Output
    /// Where a person or a scanner types.
    var input: Int32

    init(
        socketPath: String, json: Bool, layout: Layout, redraws: Bool, canAsk: Bool, output: Output, input: Int32 = STDIN_FILENO,
        stated: Language? = nil
    ) {
        self.socketPath = socketPath
        self.json = json
        self.stated = stated
        shape = layout
        self.redraws = redraws
        self.canAsk = canAsk
        self.output = output
        self.input = input
    }

    /// In which people are spoken to.
    var language: Language { layout.language }

    /// The daemon's client.
    var client: Client { Client(socketPath: socketPath, heard: heard) }

    /// Prints the one result of a command: as JSON, or as the text that `text` makes.
    func print(_ value: some Encodable, _ text: (Layout) -> String) throws {
        try output.write(json ? Session.encoded(value) : text(layout))
    }

    /// One JSON document on one line, members sorted, with its newline.
    static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return SafeText.escapedJSON(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
    }

    /// Says on standard error what to do.
    func hint(_ what: String) { output.complain(layout.say("hint", ["what": what]) + "\n") }

    /// Reports an error in the form that was asked for.
    func report(_ failure: Failure) {
        guard json else { return output.complain(failure.text(layout)) }
        do {
            try output.write(Session.encoded(failure.document))
        } catch {
            output.complain(failure.text(layout))
        }
    }
}

/// A command of wipectl that does something. ArgumentParser lets only such commands complete their words by asking somebody.
protocol StationCommand: AsyncParsableCommand {
    /// Does it, and says with which code to end.
    func run(_ session: Session) async throws -> EndStatus
}
