// One page of help, in the language of this invocation. ArgumentParser's own page has English headings and no examples.

import ArgumentParser
import WipeWords

/// The help of one command.
struct HelpPage {
    /// Where no terminal says how wide it is.
    static let columnsUsual = 80
    /// Narrower than this nothing can be read beside a label.
    private static let columnsMin = 40
    private static let labelColumns = 26

    /// The words that name the command, without the program's own.
    let path: [String]
    private let command: any ParsableCommand.Type
    private let language = Wipectl.language

    /// The command at a path; nil where there is none.
    init?(path: [String]) {
        var command: any ParsableCommand.Type = Wipectl.self
        for word in path {
            guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word }) else { return nil }
            command = next
        }
        self.path = path
        self.command = command
    }

    /// The command that ArgumentParser's page of help, or its line of usage, is about; nil for any other text. It tells nobody but in its text.
    init?(inPlaceOf text: String) {
        let marks = ["USAGE: wipectl", "Usage: wipectl"]
        guard let line = text.split(separator: "\n").first(where: { line in marks.contains { line.hasPrefix($0) } }) else { return nil }
        var path: [String] = []
        for word in line.split(separator: " ").dropFirst(2).map(String.init) {
            guard HelpPage(path: path + [word]) != nil else { break }
            path.append(word)
        }
        self.init(path: path)
    }

    /// `wipectl start <media> ... [--policy <id>]`. What every command takes is left out.
    var usage: String { (["wipectl"] + path + usagePieces).joined(separator: " ") }

    private var usagePieces: [String] {
        if isGroup { return [say("subcommand")] }
        return DumpedArgument.all(of: command).filter { !$0.isGlobal && !$0.isBuiltIn }.map(\.usage)
    }

    private var isGroup: Bool { !command.configuration.subcommands.isEmpty }

    /// The whole page.
    func text(columns: Int?) -> String {
        let columns = max(Self.columnsMin, columns ?? Self.columnsUsual)
        let configuration = command.configuration
        let paragraphs = [configuration.abstract] + configuration.discussion.split(separator: "\n").map(String.init)
        var parts = paragraphs.map { indented($0, 0, columns) }
        parts.append(usageLines(columns))
        let arguments = DumpedArgument.all(of: command)
        parts += [
            examples(columns),
            section("arguments", arguments.filter { $0.kind == "positional" }.map(row), columns),
            section("options", arguments.filter { $0.kind != "positional" && !$0.isGlobal }.map(row), columns),
            section("global-options", arguments.filter(\.isGlobal).map(row), columns),
        ]
        for group in configuration.groupedSubcommands { parts.append(section(group.name, group.subcommands.map(row), columns)) }
        parts.append(section("subcommands", configuration.ungroupedSubcommands.map(row), columns))
        if isGroup { parts.append("  " + say("see-subcommand", ["command": (["wipectl", "help"] + path).joined(separator: " ")]) + "\n") }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func usageLines(_ columns: Int) -> String {
        let indent = SafeText.width(say("usage", ["usage": ""]))
        let pieces = [(["wipectl"] + path).joined(separator: " ")] + usagePieces
        let lines = SafeText.filled(pieces, separator: " ", to: columns - indent)
        return say("usage", ["usage": lines.joined(separator: "\n" + String(repeating: " ", count: indent))]) + "\n"
    }

    /// A line to take over is never broken.
    private func examples(_ columns: Int) -> String {
        let examples = Words.commands[path.joined(separator: " ")]?.examples ?? []
        guard !examples.isEmpty else { return "" }
        return say("examples") + "\n"
            + examples.map { "  \($0.line)\n" + indented($0.says.text(language), 6, columns) }.joined()
    }

    private func row(_ argument: DumpedArgument) -> (label: String, text: String) {
        var text = argument.abstract ?? ""
        if argument.isBuiltIn, let name = argument.preferredName?.name { text = Vocabulary.argument.text(name, in: language) }
        if argument.kind == "option", let value = argument.defaultValue, !value.isEmpty {
            text += " " + say("default-value", ["value": value])
        }
        return (argument.label, text)
    }

    private func row(_ subcommand: any ParsableCommand.Type) -> (label: String, text: String) {
        let name = subcommand.configuration.commandName ?? ""
        let isDefault = command.configuration.defaultSubcommand.map { $0 == subcommand } ?? false
        return (isDefault ? say("default-subcommand", ["command": name]) : name, subcommand.configuration.abstract)
    }

    private func section(_ heading: String, _ rows: [(label: String, text: String)], _ columns: Int) -> String {
        guard !rows.isEmpty else { return "" }
        return say(heading) + "\n"
            + rows.map { row in
                let text = indented(row.text, Self.labelColumns, columns)
                let label = "  " + row.label
                let room = Self.labelColumns - SafeText.width(label)
                return room > 0 ? label + text.dropFirst(Self.labelColumns - room) : label + "\n" + text
            }.joined()
    }

    private func indented(_ text: String, _ indent: Int, _ columns: Int) -> String {
        SafeText.wrapped(text, to: columns - indent).map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }

    private func say(_ code: String, _ parameters: [String: String] = [:]) -> String {
        Vocabulary.help.text(code, parameters, in: language)
    }
}
