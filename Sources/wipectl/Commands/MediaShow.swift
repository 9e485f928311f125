// Everything about one media.

import ArgumentParser
import WipeAPI

/// `wipectl media show`.
struct MediaShow: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Everything seen of one media: identity, contents, who uses it, the decision with all reasons.")
    @Argument(help: MediaArgument.help) var media: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let view = try await session.client.get(Routes.path(Routes.mediaShow, query: [("media", media)]), as: MediaView.self)
        try session.print(view) { view.text($0) }
        return .done
    }
}

/// The help of every MEDIA argument.
enum MediaArgument {
    static let help = ArgumentHelp("Serial, bay or device node; serial:X, bay:X, node:X where they collide.")
}
