// The texts of a command and its arguments from the table of words, in the language of this invocation.

import ArgumentParser
import WipeWords

extension CommandConfiguration {
    /// - Parameter path: the words that name it, without the program's own.
    static func worded(
        _ path: String, subcommands: [any ParsableCommand.Type] = [], default defaultSubcommand: (any ParsableCommand.Type)? = nil
    ) -> CommandConfiguration {
        let words = Words.commands[path]
        return CommandConfiguration(
            commandName: path.split(separator: " ").last.map(String.init), abstract: words?.abstract.text(Wipectl.language) ?? "",
            discussion: words?.discussion?.text(Wipectl.language) ?? "", subcommands: subcommands, defaultSubcommand: defaultSubcommand)
    }
}

extension ArgumentHelp {
    /// - Parameters:
    ///   - code: of the table of arguments.
    ///   - valueName: of the table of value names; nil for a flag.
    static func worded(_ code: String, _ valueName: String? = nil, _ parameters: [String: String] = [:]) -> ArgumentHelp {
        let language = Wipectl.language
        return ArgumentHelp(
            Vocabulary.argument.text(code, parameters, in: language),
            valueName: valueName.map { Vocabulary.valueName.text($0, in: language) })
    }
}
