// Which drives are attached.

import ArgumentParser
import WipeAPI

/// `wipectl media`, which lists, and its subcommands.
struct Media: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media", abstract: "All media that are attached, with the decision about each.",
        subcommands: [List.self, MediaShow.self], defaultSubcommand: List.self)

    /// `wipectl media list`, and `wipectl media` alone.
    struct List: StationCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "One line per media.")
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func run(_ session: Session) async throws -> EndStatus {
            let media = try await session.client.get(Routes.media, as: WipeAPI.MediaList.self)
            try session.print(media) { media.text($0) }
            return .done
        }
    }
}
