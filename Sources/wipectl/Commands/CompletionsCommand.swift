// The script with which a shell completes the lines of wipectl.

import ArgumentParser
import WipeAPI

/// `wipectl completions`. Works without the daemon.
struct CompletionsCommand: StationCommand {
    static var configuration: CommandConfiguration { .worded("completions") }
    @Argument(help: .worded("shell", "shell"), completion: .list(ShellWord.allCases.map(\.rawValue))) var shell: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let shell = try ShellWord.chosen(shell, for: "SHELL")
        let script = CompletionScript(shell: shell.rawValue, script: Wipectl.completionScript(for: shell.shell))
        try session.print(script) { _ in script.script + "\n" }
        return .done
    }

    /// The shells that there are scripts for.
    enum ShellWord: String, CaseIterable {
        case bash, zsh, fish

        var shell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    /// The script, for a program that installs it.
    struct CompletionScript: Codable, Hashable, Sendable {
        var shell: String
        var script: String
    }
}
