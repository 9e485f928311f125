// The public keys that others need.

import ArgumentParser
import WipeAPI

/// `wipectl key`.
struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The station's public keys.", subcommands: [KeyShow.self, KeyRotate.self, KeyBegin.self])
}

/// `wipectl key show`.
struct KeyShow: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Public keys as did:key, fingerprint and PEM.",
        discussion:
            "With --trust: a keys file for `wipectl certificate verify --trust`. Compare the fingerprints with the station's before you trust it."
    )
    @Flag(help: "A keys file, one key a line.") var trust = false
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

    static let help = ArgumentHelp("station, simulation or log.", valueName: "role")
    static let completion = CompletionKind.list(allCases.map(\.rawValue))
}

/// `wipectl key rotate`.
struct KeyRotate: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Puts a new key in the place of one; the old one signs for it, and the change is logged.",
        discussion: """
            What the old key signed stays valid inside its interval. Give auditors the new keys file (`wipectl key show --trust`) by the same \
            way as the first one. The private half of the old key is gone afterwards.
            """)
    @Argument(help: KeyRoleWord.help, completion: KeyRoleWord.completion) var role: String
    @Option(help: ArgumentHelp("Why; it is signed and shown to auditors.", valueName: "text")) var reason: String
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
    static let configuration = CommandConfiguration(
        commandName: "begin", abstract: "Says that a key is valid from an earlier time on, where it was made under a wrong clock.",
        discussion: """
            A key that was made while the clock ran ahead is published as valid from then on; what it signs before that nobody finds valid. The \
            beginning can only be put earlier, and not into the future. It stands in the journal. Give auditors the new keys file \
            (`wipectl key show --trust`) by the same way as the first one.
            """)
    @Argument(help: KeyRoleWord.help, completion: KeyRoleWord.completion) var role: String
    @Option(help: ArgumentHelp("Such as 2026-11-22T00:00:00Z.", valueName: "time"), transform: CertificateQuery.time) var from: String
    @Option(help: ArgumentHelp("Why; it stands in the journal.", valueName: "text")) var reason: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let role = try KeyRoleWord.chosen(role, for: "ROLE").rawValue
        let request = KeyBeginRequest(role: role, from: from, reason: reason)
        let keys = try await session.client.post(Routes.keyBegin, request, as: KeyList.self)
        try session.print(keys) { keys.text($0) }
        return .done
    }
}
