// Links one drive with its asset tag.

import ArgumentParser
import WipeAPI
import WipeCore

/// `wipectl tag`.
struct Tag: StationCommand {
    static var configuration: CommandConfiguration { .worded("tag") }
    @Argument(help: .worded("media", "media"), completion: .named(.media)) var media: String
    @Argument(help: .worded("tag", "tag")) var tag: String
    @Option(help: .worded("donor-tag", "tag")) var donorTag: String?
    @Option(help: .worded("settle", "word")) var settle: [String] = []
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let request = TagRequest(media: media, assetTag: tag, donorTag: donorTag, settle: settle.isEmpty ? nil : settle)
        let answer = try await session.client.post(Routes.tag, request, as: TagResponse.self)
        try session.print(answer) { answer.text(media: media, written: tag, $0) }
        return .done
    }
}

extension TagResponse {
    /// One line; `written` is the tag as somebody typed it.
    func text(media: String, written: String, _ layout: Layout) -> String {
        let owner = serial.map { layout.say("serial", ["serial": $0]) } ?? media
        return safeLine(
            layout.say("tag-linked", ["tag": assetTag + kept(written, layout), "owner": owner])
                + (wipesStarted > 0 ? layout.say("semicolon") + layout.count(wipesStarted, "wipe started") : ""))
    }

    /// What to say where the drive has kept the tag as it was first written; empty where it has the one that was typed.
    func kept(_ written: String, _ layout: Layout) -> String {
        let typed = AssetTagText.composed(PlainText.trimmed(written))
        return AssetTagText.isSame(typed, assetTag) ? "" : layout.say("tag-kept", ["typed": typed])
    }
}
