// wipectl: the command line of wiped. Question of this program: what did the person ask, what did the daemon (or a file) answer, and with which
// exit code does that end? It decides nothing about media: the daemon does.

import ArgumentParser
import Foundation
import WipeAPI
import WipeAudit
import WipeWords

@main
enum Program {
    static func main() async {
        // `| head` closes the pipe: the write fails with EPIPE instead of killing us in the middle of a line.
        signal(SIGPIPE, SIG_IGN)
        Output.fillClosedDescriptors()
        let arguments = Array(CommandLine.arguments.dropFirst())
        exit(await run(arguments, environment: ProcessInfo.processInfo.environment, output: .process).rawValue)
    }

    /// One call of wipectl, from arguments to exit code.
    static func run(
        _ arguments: [String], environment: [String: String], output: Output, input: Int32 = STDIN_FILENO
    ) async -> EndStatus {
        var session = Session(
            socketPath: Invocation.defaultSocket, json: Invocation.wantsJSON(arguments), layout: .plain, redraws: false, canAsk: false,
            output: output, input: input, stated: Language.stated(in: environment))
        do {
            let invocation = try Invocation(arguments, environment: environment)
            session.socketPath = invocation.socketPath
            session.json = invocation.json
            session.stated = invocation.language
            let columns = output.isProcess ? Terminal.size()?.columns : nil
            session.layout = Layout(
                columns: columns, color: columns != nil && invocation.color && environment["TERM"] != "dumb",
                zone: output.isProcess ? .current : .gmt)
            session.redraws = columns != nil && !invocation.json && environment["TERM"] != "dumb"
            session.canAsk = output.isProcess && Terminal.canAsk() && !invocation.json
            // What machines read has no language of its own.
            return try await Wipectl.$language.withValue(session.json ? .en : session.language) {
                try await run(invocation.arguments, session)
            }
        } catch is OutputClosed {
            return .partly
        } catch is CancellationError {
            return .no
        } catch {
            // Here alone the auditor's errors become those of this program.
            let failure = Failure.unexpected(error)
            session.report(failure)
            return failure.status
        }
    }

    private static func run(_ arguments: [String], _ session: Session) async throws -> EndStatus {
        do {
            try Wipectl.mustName(aCommand: arguments)
            var command = try await Wipectl.asyncParseAsRoot(arguments)
            if let command = command as? any StationCommand { return try await command.run(session) }
            // Help and what a shell asks to be completed, which ArgumentParser prints by throwing.
            try command.run()
            return .done
        } catch {
            if error is Failure || error is AuditFailure || error is OutputClosed || error is CancellationError { throw error }
            let said = Wipectl.fullMessage(for: error)
            if Wipectl.exitCode(for: error) == .success {
                try session.output.write(HelpPage(inPlaceOf: said)?.text(columns: session.layout.columns) ?? said + "\n")
                return .done
            }
            // A shell that asks amiss would show a complaint in the middle of somebody's line.
            if arguments.first == Offered.question { return .usage }
            guard Wipectl.exitCode(for: error) == .validationFailure else { throw error }
            throw Failure(notUnderstood: Wipectl.message(for: error), HelpPage(inPlaceOf: said)?.usage)
        }
    }
}

/// The root command.
struct Wipectl: AsyncParsableCommand {
    /// In which help is given. ArgumentParser asks each command for its texts anew, whenever it needs them.
    @TaskLocal static var language: Language = .en

    static var configuration: CommandConfiguration {
        let words = Words.commands[""]
        return CommandConfiguration(
            commandName: "wipectl", abstract: words?.abstract.text(language) ?? "",
            discussion: words?.discussion?.text(language, ["socket": Invocation.defaultSocket]) ?? "", version: WipedVersion.text,
            groupedSubcommands: [
                CommandGroup(
                    name: "seeing",
                    subcommands: [
                        Status.self, Bays.self, Media.self, CapabilitiesCommand.self, Queue.self, Job.self, Plan.self, Journal.self,
                        Explain.self,
                    ]),
                CommandGroup(
                    name: "acting",
                    subcommands: [Scan.self, Tag.self, Assets.self, Start.self, Pause.self, Resume.self, Cancel.self, Priority.self]),
                CommandGroup(
                    name: "evidence",
                    subcommands: [PolicyCommand.self, CertificateCommand.self, Audit.self, Log.self, Key.self]),
                CommandGroup(name: "installing", subcommands: [Setup.self, CompletionsCommand.self]),
            ])
    }
}
