// One drive after the other from its bay to its wipe, with a barcode scanner.

import ArgumentParser
import WipeCore

/// `wipectl scan`.
struct Scan: StationCommand {
    static var configuration: CommandConfiguration { .worded("scan") }
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        var scanning = try await Scanning(session)
        return try await scanning.run()
    }
}
