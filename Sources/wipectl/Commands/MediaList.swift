// Which drives are attached.

import ArgumentParser
import WipeAPI

/// `wipectl media`, which lists, and its subcommands.
struct Media: ParsableCommand {
    static var configuration: CommandConfiguration {
        .worded("media", subcommands: [List.self, MediaShow.self], default: List.self)
    }

    /// `wipectl media list`, and `wipectl media` alone.
    struct List: StationCommand {
        static var configuration: CommandConfiguration { .worded("media list") }
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func run(_ session: Session) async throws -> EndStatus {
            let media = try await session.client.get(Routes.media, as: WipeAPI.MediaList.self)
            try session.print(media) { media.text($0) }
            return .done
        }
    }
}
