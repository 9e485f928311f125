// What the drives can do by themselves.

import ArgumentParser
import WipeAPI

/// `wipectl capabilities`.
struct CapabilitiesCommand: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "capabilities",
        abstract: "What drives can do by themselves: each technique with its claim, its time and all reasons against it.",
        discussion: """
            Without MEDIA one line per drive and technique that it offers. Only drives in exactly one bay, not protected and not in use, are \
            asked; those behind a USB adapter never. The JSON is that of media show, and of media list without MEDIA. With --models one line \
            per model that is there, then what came of each model that this station has told to erase itself; the JSON is that of the second.
            """)
    @Argument(help: MediaArgument.help) var media: String?
    @Flag(help: "One line per model and technique instead of one per drive.") var models = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if media != nil, models { throw ValidationError("--models is about all drives: leave MEDIA out") }
    }

    func run(_ session: Session) async throws -> EndStatus {
        if let media {
            let view = try await session.client.get(Routes.path(Routes.mediaShow, query: [("media", media)]), as: MediaView.self)
            try session.print(view) { view.capabilitiesText($0) }
            return .done
        }
        let list = try await session.client.get(Routes.media, as: WipeAPI.MediaList.self)
        if models {
            let known = try await session.client.get(Routes.models, as: ModelList.self)
            try session.print(known) { list.modelsText($0) + "\n" + known.text($0) }
        } else {
            try session.print(list) { list.capabilitiesText($0) }
        }
        return .done
    }
}
