// What the drives can do by themselves.

import ArgumentParser
import WipeAPI

/// `wipectl capabilities`.
struct CapabilitiesCommand: StationCommand {
    static var configuration: CommandConfiguration { .worded("capabilities") }
    @Argument(help: .worded("media", "media"), completion: .named(.media)) var media: String?
    @Flag(help: .worded("models")) var models = false
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
