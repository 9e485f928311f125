// What ArgumentParser tells of a command's arguments: its public types keep that to themselves, so it is read from its own dump for tools.

import ArgumentParser
import Foundation

/// One argument, option or flag as ArgumentParser understands it.
struct DumpedArgument: Decodable, Hashable, Sendable {
    struct Name: Decodable, Hashable, Sendable {
        var kind: String
        var name: String
        var text: String { (kind == "long" ? "--" : "-") + name }
    }
    /// `positional`, `option` or `flag`.
    var kind: String
    var shouldDisplay: Bool
    var sectionTitle: String?
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var preferredName: Name?
    var valueName: String?
    var defaultValue: String?
    var abstract: String?

    private struct Dump: Decodable {
        struct Command: Decodable { var arguments: [DumpedArgument]? }
        var command: Command
    }

    /// Those of one command, in the order in which it declares them, `--help` behind them.
    static func all(of command: any ParsableCommand.Type) -> [DumpedArgument] {
        let dump = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
        return (dump?.command.arguments ?? []).filter(\.shouldDisplay)
    }

    /// Of every command; they stand in a section of their own.
    var isGlobal: Bool { sectionTitle != nil }
    /// ArgumentParser's own, in its own English.
    var isBuiltIn: Bool { ["help", "version"].contains(preferredName?.name) }

    /// `-h, --help`, `--policy <id>`, `<media>`.
    var label: String {
        let value = valueName.map { "<\($0)>" } ?? ""
        switch kind {
        case "positional": return value
        case "option": return spelled + " " + value
        default: return spelled
        }
    }

    private var spelled: String { (names ?? []).sorted { $0.text.count < $1.text.count }.map(\.text).joined(separator: ", ") }

    /// The same in a line of usage: `[--settle <word> ...]`.
    var usage: String {
        let value = valueName.map { "<\($0)>" } ?? ""
        var text = kind == "positional" ? value : [preferredName?.text ?? "", kind == "option" ? value : ""].joined(separator: " ")
        if text.hasSuffix(" ") { text.removeLast() }
        if isRepeating { text += " ..." }
        return isOptional ? "[\(text)]" : text
    }
}
