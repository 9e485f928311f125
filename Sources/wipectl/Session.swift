// What every command is given: where the daemon listens, how the answer is to look, and where it goes.

import ArgumentParser
import Foundation
import WipeAPI

/// The surroundings of one call of wipectl.
struct Session: Sendable {
    var socketPath: String
    /// One JSON document instead of tables.
    var json: Bool
    var layout: Layout
    /// Standard output is a terminal: a watching command redraws.
    var redraws: Bool
    /// A person can be asked.
    var canAsk: Bool
    var output: Output
    /// Where a person or a scanner types.
    var input: Int32 = STDIN_FILENO

    /// The daemon's client.
    var client: Client { Client(socketPath: socketPath) }

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

    /// Reports an error in the form that was asked for.
    func report(_ failure: Failure) {
        guard json else { return output.complain(failure.text) }
        do {
            try output.write(Session.encoded(failure.document))
        } catch {
            output.complain(failure.text)
        }
    }
}

/// A command of wipectl that does something.
protocol StationCommand: ParsableCommand {
    /// Does it, and says with which code to end.
    func run(_ session: Session) async throws -> EndStatus
}
