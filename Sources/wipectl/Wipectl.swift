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
            return try await run(invocation.arguments, session)
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
            var command = try Wipectl.parseAsRoot(arguments)
            if let command = command as? any StationCommand { return try await command.run(session) }
            // Help and completion scripts, which ArgumentParser prints by throwing.
            try command.run()
            return .done
        } catch {
            if error is Failure || error is AuditFailure || error is OutputClosed || error is CancellationError { throw error }
            if Wipectl.exitCode(for: error) == .success {
                try session.output.write(Wipectl.fullMessage(for: error) + "\n")
                return .done
            }
            guard Wipectl.exitCode(for: error) == .validationFailure else { throw error }
            throw usageFailure(message: Wipectl.message(for: error), full: Wipectl.fullMessage(for: error))
        }
    }

    /// ArgumentParser's words in our form: first letter small, no full stop, the usage line as the hint.
    static func usageFailure(message: String, full: String) -> Failure {
        let sentence = message.split(separator: "\n").first.map(String.init) ?? "the command line is not understood"
        let lowered = sentence.prefix(1).lowercased() + sentence.dropFirst()
        let usage = full.split(separator: "\n").first { $0.hasPrefix("Usage: ") }.map { "usage: " + $0.dropFirst("Usage: ".count) }
        return .usage(lowered.hasSuffix(".") ? String(lowered.dropLast()) : lowered, hint: usage)
    }
}

/// The root command.
struct Wipectl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wipectl",
        abstract: "Watches and steers wiped, the data-wiping daemon, and checks its certificates.",
        discussion: """
            MEDIA and JOB are what is at hand: the bay, the serial, the asset tag, the number of the record, the device node (also \
            /dev/disk/by-id/…), or the job's short id; bay:X, serial:X, tag:X, record:X, node:X and job:X where they collide.

            In any position: --socket PATH (or WIPED_SOCKET; default \(Invocation.defaultSocket)), --json (one JSON document, \
            errors too), --no-color (or NO_COLOR), --lang en|fr (or LC_ALL, LC_MESSAGES, LANG; else the workshop's).

            Exit codes: 0 done, 1 the answer is no, 2 usage, 3 the daemon cannot be reached, 4 partly done.
            """,
        version: WipedVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Seeing",
                subcommands: [
                    Status.self, Bays.self, Media.self, CapabilitiesCommand.self, Queue.self, Job.self, Plan.self, Journal.self,
                    Explain.self,
                ]),
            CommandGroup(
                name: "Acting",
                subcommands: [Scan.self, Tag.self, Assets.self, Start.self, Pause.self, Resume.self, Cancel.self, Priority.self]),
            CommandGroup(
                name: "Policies, certificates, keys",
                subcommands: [PolicyCommand.self, CertificateCommand.self, Audit.self, Log.self, Key.self]),
            CommandGroup(name: "Installing", subcommands: [Setup.self]),
        ])
}
