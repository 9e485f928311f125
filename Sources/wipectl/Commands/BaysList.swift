// What every bay is doing, once or live.

import ArgumentParser
import WipeAPI

/// `wipectl bays`.
struct Bays: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "bays",
        abstract: "One line per bay: media, asset tag, job, progress, rate, time left, temperature, and whether it may be pulled.")
    @Flag(help: "Show it again every second, until Ctrl-C.") var watch = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let client = session.client
        guard watch else {
            let bays = try await client.get(Routes.bays, as: BayList.self)
            try session.print(bays) { bays.text($0) }
            return .done
        }
        return try await Watch(session).run(whenInterrupted: .done) {
            let bays = try await client.get(Routes.bays, as: BayList.self)
            return Watch.View(json: try Session.encoded(bays), text: { bays.text($0) })
        }
    }
}
