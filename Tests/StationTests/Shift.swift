// A person at the terminal of a station, for the tests: a shell in which commands are typed, a scanner that types into `wipectl scan`, and hands. What
// the terminal showed, and what was done between, is one text, in which everything that is another one each time is a word of its own.

import Foundation
import Terminals
import WipeAPI
import WipeWords

/// One shift.
final class Shift {
    private static let prompt = "poste$ "
    private let station: StationUnderTest
    private let terminal: PseudoTerminal
    let language: Language
    /// How many characters of the terminal are in the story.
    private var taken = 0
    private var story = ""

    init(_ station: StationUnderTest, _ language: Language) throws {
        self.station = station
        self.language = language
        terminal = try PseudoTerminal(
            ["/bin/sh", "-i"],
            environment: [
                "PATH=\(station.binaries):/usr/bin:/bin", "PS1=\(Self.prompt)", "WIPED_SOCKET=\(station.socket)", "TERM=dumb", "TZ=UTC",
                "LANG=\(language.rawValue)_CA.UTF-8",
            ], columns: 100)
        try take(until: Self.prompt)
    }

    /// The shell is gone.
    func end() { terminal.finish() }

    /// Types a command, and waits until the shell asks for the next one.
    func type(_ command: String) throws {
        terminal.type(command + "\n")
        try take(until: Self.prompt)
    }

    /// Begins the scan dialogue.
    func beginScan() throws {
        terminal.type("wipectl scan\n")
        try take(until: said("scan-bay") + "\n")
    }

    /// Scans a code: the scanner types it at once, with the key that it is set to.
    ///
    /// - Parameter answered: the last line that the dialogue says then, by its code.
    func scan(_ code: String, key: String = "\r", _ answered: String, variant: String? = nil, _ parameters: [String: String] = [:]) throws {
        story += "⟦\(code)\(key == "\t" ? "⇥" : "⏎")⟧\n"
        terminal.type(code + key)
        try take(until: said(answered, variant, parameters) + "\n")
    }

    /// Something happens of which the dialogue tells by itself, before it says again what it waits for.
    func hear(_ answered: String = "scan-bay") throws { try take(until: said(answered) + "\n") }

    /// Scans the word that ends the dialogue.
    func endScan(_ word: String) throws {
        story += "⟦\(word)⏎⟧\n"
        terminal.type(word + "\r")
        try take(until: Self.prompt)
    }

    /// What hands did, before whatever is asked next.
    func note(_ what: String) {
        let isAtShell = story.hasSuffix(Self.prompt)
        if isAtShell { story.removeLast(Self.prompt.count) }
        story += "(\(what))\n" + (isAtShell ? Self.prompt : "")
    }

    private func said(_ code: String, _ variant: String? = nil, _ parameters: [String: String] = [:]) -> String {
        Vocabulary.scan.text(code, variant: variant, parameters, in: language)
    }

    /// Waits until what is new ends so, and adds it to the story.
    private func take(until ending: String) throws {
        var new = ""
        let came = eventually(seconds: 30) {
            // Not by characters: to Swift a return and the line feed behind it are one.
            new = String(String(String.UnicodeScalarView(terminal.text.unicodeScalars.filter { $0 != "\r" })).dropFirst(taken))
            return new.hasSuffix(ending)
        }
        guard came else {
            throw Shortfall("the terminal does not show \(ending), but: \(new)\nafter:\n\(story)\n\(station.log.suffix(2000))")
        }
        taken += new.count
        story += new
    }

    // MARK: what is another one each time

    /// The story as it is each time.
    func text() throws -> String {
        var text = story.replacing(station.name.uppercased(), with: "S26113000").replacing(station.name, with: "s26113000")
        // Whether a wipe has been opened when it is looked at is a matter of milliseconds.
        for vocabulary in [Vocabulary.state, .tile] {
            text = text.replacing(vocabulary.text("opening", in: language), with: vocabulary.text("running", in: language))
        }
        for (index, job) in try station.allJobs().map(\.id).sorted().enumerated() {
            text = text.replacing(job, with: "job0000\(index + 1)").replacing(JobName.short(job), with: "job0000\(index + 1)")
        }
        for (pattern, word) in Self.unsteady { text = text.replacing(pattern) { $0.output.before + word } }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.narrowed).joined(separator: "\n")
    }

    nonisolated(unsafe) private static let unsteady: [(Regex<(Substring, before: Substring)>, String)] = [
        (#/(?<before>)\d{4}-\d\d-\d\d/#, "YYYY-MM-DD"),
        (#/(?<before>)\d\d:\d\d:\d\d/#, "hh:mm:ss"),
        (#/(?<before>)\d\d:\d\d(?= UTC)/#, "hh:mm"),
        (#/(?<before>/dev/loop)\d+/#, "N"),
        (#/(?<before>)\d+(?:[.,]\d+)?(?=[ \u{a0}]%)/#, "N"),
        (#/(?<before>)\d+(?:[.,]\d+)?(?=[ \u{a0}][kMG]?(?:B|o)/s)/#, "N"),
        // What passes a minute is said in minutes.
        (#/(?<before>)\d+[ \u{a0}](?:min|s)\b/#, "N s"),
        // What is under way when a drive stops to answer may be done or not.
        (#/(?<before>)\d+[.,]\d+(?=[ \u{a0}](?:Go sur|GB of) )/#, "N"),
        (#/(?<before>process(?:us)? )\d+/#, "N"),
        (#/(?<before>)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/#, "UUID"),
    ]

    /// Columns are as wide as what is in them.
    private static func narrowed(_ line: Substring) -> String {
        let indent = line.prefix { $0 == " " }
        return indent + String(line.dropFirst(indent.count)).replacing(#/ {2,}/#, with: "  ")
    }
}
