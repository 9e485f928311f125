// The public keys that others need.

import ArgumentParser
import WipeAPI

/// `wipectl key`.
struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The station's public keys.", subcommands: [KeyShow.self, KeyRotate.self])
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

/// `wipectl key rotate`.
struct KeyRotate: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Puts a new key in the place of one; the old one signs for it, and the change is logged.",
        discussion: """
            What the old key signed stays valid inside its interval. Give auditors the new keys file (`wipectl key show --trust`) by the same \
            way as the first one. The private half of the old key is gone afterwards.
            """)
    @Argument(help: ArgumentHelp("station, simulation or log.", valueName: "role")) var role: String
    @Option(help: ArgumentHelp("Why; it is signed and shown to auditors.", valueName: "text")) var reason: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let keys = try await session.client.post(Routes.keyRotate, KeyRotateRequest(role: role, reason: reason), as: KeyList.self)
        try session.print(keys) { keys.text($0) }
        return .done
    }
}
