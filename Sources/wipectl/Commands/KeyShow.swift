// The public keys that others need.

import ArgumentParser
import WipeAPI

/// `wipectl key`.
struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "key", abstract: "The station's public keys.", subcommands: [KeyShow.self])
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
