// The station at a glance.

import ArgumentParser
import WipeAPI

/// `wipectl status`.
struct Status: StationCommand {
    static var configuration: CommandConfiguration { .worded("status") }
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let status = try await session.client.get(Routes.status, as: StatusView.self)
        try session.print(status) { status.text($0) }
        return .done
    }
}
