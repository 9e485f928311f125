// The public keys that others need.

import ArgumentParser
import WipeAPI

/// `wipectl key`.
struct Key: ParsableCommand {
    static var configuration: CommandConfiguration {
        .worded("key", subcommands: [KeyShow.self, KeyRotate.self, KeyBegin.self])
    }
}

/// `wipectl key show`.
struct KeyShow: StationCommand {
    static var configuration: CommandConfiguration { .worded("key show") }
    @Flag(help: .worded("trust-keys-file")) var trust = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let keys = try await session.client.get(Routes.keys, as: KeyList.self)
        guard trust, !session.json else {
            try session.print(keys) { keys.text($0) }
            return .done
        }
        let status = try await session.client.get(Routes.status, as: StatusView.self)
        try session.output.write(keys.trustFile(station: status.station))
        return .done
    }
}

/// Which of the station's keys.
enum KeyRoleWord: String, CaseIterable {
    case station, simulation, log

    static let completion = CompletionKind.list(allCases.map(\.rawValue))
}

/// `wipectl key rotate`.
struct KeyRotate: StationCommand {
    static var configuration: CommandConfiguration { .worded("key rotate") }
    @Argument(help: .worded("role", "role"), completion: KeyRoleWord.completion) var role: String
    @Option(help: .worded("key-reason", "text")) var reason: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let role = try KeyRoleWord.chosen(role, for: "ROLE").rawValue
        let keys = try await session.client.post(Routes.keyRotate, KeyRotateRequest(role: role, reason: reason), as: KeyList.self)
        try session.print(keys) { keys.text($0) }
        return .done
    }
}

/// `wipectl key begin`.
struct KeyBegin: StationCommand {
    static var configuration: CommandConfiguration { .worded("key begin") }
    @Argument(help: .worded("role", "role"), completion: KeyRoleWord.completion) var role: String
    @Option(help: .worded("begin-from", "time"), transform: CertificateQuery.time) var from: String
    @Option(help: .worded("begin-reason", "text")) var reason: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let role = try KeyRoleWord.chosen(role, for: "ROLE").rawValue
        let request = KeyBeginRequest(role: role, from: from, reason: reason)
        let keys = try await session.client.post(Routes.keyBegin, request, as: KeyList.self)
        try session.print(keys) { keys.text($0) }
        return .done
    }
}
