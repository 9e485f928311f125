// `wipectl tag --scan`: says what it waits for, links pair after pair, and says in one line that is read from afar how each went.

import WipeAPI
import WipeCore
import WipeWords

struct TagScanning {
    let session: Session

    func run() async throws -> EndStatus {
        let known = try await session.client.get(Routes.bays, as: BayList.self)
        guard !known.bays.isEmpty else { throw Failure(code: .noBays) }
        var dialogue = ScanDialogue(bays: Set(known.bays.map(\.id)), language: session.layout.language)
        var reader = LineReader(descriptor: session.input)
        var done = 0
        var failed = 0
        prompt(dialogue)
        while true {
            let step: ScanDialogue.Step
            switch reader.next(patienceSeconds: ScanDialogue.patienceSeconds) {
            case .text(let word): step = dialogue.take(word)
            case .unreadable: step = .explain(session.layout.say("scan-unreadable"))
            case .late: step = dialogue.tire()
            case .end: step = .end
            }
            switch step {
            case .wait: break
            case .explain(let why):
                failed += 1
                try say(Failure(code: .scanOrder, message: why, hint: nil), where: "")
            case .link(let bay, let tag):
                if try await link(bay, tag) { done += 1 } else { failed += 1 }
            case .end:
                if !session.json {
                    try session.output.write(session.layout.say("scan-end", ["done": String(done), "failed": String(failed)]) + "\n")
                }
                return failed == 0 ? .done : done == 0 ? .no : .partly
            }
            prompt(dialogue)
        }
    }

    private func link(_ bay: String, _ tag: String) async throws -> Bool {
        do {
            let request = TagRequest(media: "bay:" + bay, assetTag: tag, donorTag: nil)
            let answer = try await session.client.post(Routes.tag, request, as: TagResponse.self)
            if session.json {
                try session.output.write(Session.encoded(answer))
            } else {
                let layout = session.layout
                let what = layout.say(
                    "scan-linked",
                    ["bay": bay, "tag": answer.assetTag + answer.kept(tag, layout), "serial": answer.serial ?? Quantity.unknown])
                let started = answer.wipesStarted > 0 ? layout.say("scan-started") : ""
                try session.output.write(paint(layout.say("scan-done"), .good, layout) + " " + safeLine(what + started))
            }
            return true
        } catch let failure as Failure where failure.status != .unreachable {
            try say(failure, where: bay + ": ")
            return false
        }
    }

    /// What was not done, in one line with a hint below it.
    private func say(_ failure: Failure, where place: String) throws {
        guard !session.json else { return try session.output.write(Session.encoded(failure.document)) }
        let layout = session.layout
        var text = paint(layout.say("scan-no"), .bad, layout) + " " + safeLine(place + failure.messageText(layout))
        if let hint = failure.hintText(layout) { text += safeLine(layout.say("hint", ["what": hint]), indent: 9) }
        // A person with a scanner in hand looks elsewhere: the terminal calls.
        if layout.color { text += "\u{7}" }
        try session.output.write(text)
    }

    /// On standard error, so that standard output holds the results alone.
    private func prompt(_ dialogue: ScanDialogue) { session.output.complain(dialogue.prompt + "\n") }
}

extension ScanDialogue {
    /// A word as it came from the scanner.
    mutating func take(_ word: String) -> Step { take(word, endsIt: ScanWords.areEnd(word)) }
}
