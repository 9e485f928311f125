// What every bay is doing, once or live.

import ArgumentParser
import Synchronization
import WipeAPI

/// `wipectl bays`.
struct Bays: StationCommand {
    static var configuration: CommandConfiguration { .worded("bays") }
    @Flag(help: .worded("watch")) var watch = false
    @Flag(help: .worded("bell")) var bell = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if bell, !watch { throw ValidationError("--bell goes with --watch") }
    }

    func run(_ session: Session) async throws -> EndStatus {
        let client = session.client
        guard watch else {
            let bays = try await client.get(Routes.bays, as: BayList.self)
            guard !session.json else {
                try session.print(bays) { bays.text($0) }
                return .done
            }
            let board = Board(bays: bays, status: try await client.get(Routes.status))
            try session.output.write(board.text(session.layout))
            return .done
        }
        let bell = bell ? BayBell() : nil
        return try await Watch(session).run(whenInterrupted: .done) {
            let bays = try await client.get(Routes.bays, as: BayList.self)
            let rings = bell?.rings(bays) ?? false
            if session.json { return Watch.View(json: try Session.encoded(bays), text: { bays.text($0) }, at: bays.at) }
            let board = Board(bays: bays, status: try await client.get(Routes.status))
            return Watch.View(json: "", text: { board.text($0) }, at: bays.at, rings: rings)
        }
    }
}

/// Tells when somebody should look up: a drive is done, has failed, or waits for a person. What stood there at first rings nothing.
final class BayBell: Sendable {
    private static let calls: Set<String> = [
        "sanitized", "failed", "abandoned", "held", "refused", "suspended", "pulled", "stalled", "unresponsive",
    ]
    private let seen = Mutex<[String: String]?>(nil)

    /// Whether something of that has come up since the last picture.
    func rings(_ list: BayList) -> Bool {
        let tiles = Dictionary(list.bays.map { ($0.id, $0.tile) }) { one, _ in one }
        return seen.withLock { seen in
            defer { seen = tiles }
            guard let before = seen else { return false }
            return tiles.contains { Self.calls.contains($0.value) && before[$0.key] != $0.value }
        }
    }
}
