// Links a media with its asset tag.

import ArgumentParser
import WipeAPI

/// `wipectl tag`.
struct Tag: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Links an asset tag to a media. Refuses a duplicate or a contradiction, with the reason.")
    @Argument(help: MediaArgument.help) var media: String
    @Argument(help: "The asset tag, as its label says.") var tag: String
    @Option(help: ArgumentHelp("The donor's own tag.", valueName: "tag")) var donorTag: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let request = TagRequest(media: media, assetTag: tag, donorTag: donorTag)
        let answer = try await session.client.post(Routes.tag, request, as: TagResponse.self)
        try session.print(answer) { _ in
            safeLine(
                "tag \(answer.assetTag) now belongs to \(answer.serial.map { "serial \($0)" } ?? media); "
                    + Quantity.count(answer.wipesStarted, "wipe", "wipes") + " started")
        }
        return .done
    }
}
