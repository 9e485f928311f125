// The command line before ArgumentParser sees it: the global options may stand anywhere, so they are taken out first.

import ArgumentParser
import WipeWords

/// Global options and what is left for the subcommands.
struct Invocation: Hashable, Sendable {
    /// Where the daemon listens by default.
    static let defaultSocket = "/run/wiped/wiped.sock"
    var socketPath: String
    var json = false
    var color = true
    /// What the person asks for, else what the environment says; nil where neither names a language.
    var language: Language?
    /// The other arguments, in order.
    var arguments: [String] = []

    /// Takes the global options out of `arguments` (without the program's name). Everything after `--` is left alone.
    /// Throws a usage `Failure` where `--socket` or `--lang` has no value; `json` is honoured even then, wherever it stands.
    init(_ arguments: [String], environment: [String: String]) throws(Failure) {
        socketPath = environment["WIPED_SOCKET"].flatMap { $0.isEmpty ? nil : $0 } ?? Invocation.defaultSocket
        // no-color.org: present and not empty.
        if let value = environment["NO_COLOR"], !value.isEmpty { color = false }
        language = Language.stated(in: environment)
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--json": json = true
            case "--no-color": color = false
            case "--socket":
                guard let value = rest.popFirst(), !value.isEmpty, !value.hasPrefix("--") else { throw Invocation.socketNeedsPath }
                socketPath = value
            case "--lang": language = try Invocation.language(rest.popFirst())
            case "--":
                self.arguments += ["--"] + rest
                return
            case _ where argument.hasPrefix("--socket="):
                socketPath = String(argument.dropFirst("--socket=".count))
                guard !socketPath.isEmpty else { throw Invocation.socketNeedsPath }
            case _ where argument.hasPrefix("--lang="): language = try Invocation.language(String(argument.dropFirst("--lang=".count)))
            default: self.arguments.append(argument)
            }
        }
    }

    /// Whether errors are to be JSON, for a command line that could not be read.
    static func wantsJSON(_ arguments: [String]) -> Bool { arguments.prefix { $0 != "--" }.contains("--json") }

    private static func language(_ word: String?) throws(Failure) -> Language {
        if let language = word.flatMap(Language.init(locale:)) { return language }
        throw Failure(code: .usage, variant: "language", status: .usage)
    }

    private static let socketNeedsPath = Failure(code: .usage, variant: "socket", status: .usage)
}

/// The same options as ArgumentParser's help and shell completion show them. `Invocation` has taken them out before it parses.
struct GlobalOptions: ParsableArguments {
    @Option(name: .customLong("socket"), help: .worded("socket", "path"), completion: .file())
    var socketPath = Invocation.defaultSocket
    @Option(name: .customLong("lang"), help: .worded("lang", "language"), completion: .list(Language.allCases.map(\.rawValue)))
    var language: String?
    @Flag(help: .worded("json")) var json = false
    @Flag(name: .customLong("no-color"), help: .worded("no-color")) var withoutColor = false
}
