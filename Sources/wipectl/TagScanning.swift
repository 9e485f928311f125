// `wipectl tag --scan`: says what it waits for, links pair after pair, and says in one line that is read from afar how each went.

import WipeAPI
import WipeCore
import WipeWords

struct TagScanning {
    let session: Session

    func run() async throws -> EndStatus {
        let known = try await session.client.get(Routes.bays, as: BayList.self)
        guard !known.bays.isEmpty else { throw Failure(code: .noBays, message: "this station has no bays", hint: nil) }
        var dialogue = ScanDialogue(bays: Set(known.bays.map(\.id)))
        var reader = LineReader(descriptor: session.input)
        var done = 0
        var failed = 0
        prompt(dialogue)
        while true {
            let step: ScanDialogue.Step
            switch reader.next(patienceSeconds: ScanDialogue.patienceSeconds) {
            case .text(let word): step = dialogue.take(word)
            case .unreadable: step = .explain("what was scanned cannot be read: a label has at most 64 characters in UTF-8")
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
                if !session.json { try session.output.write("\(done) linked, \(failed) not\n") }
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
                let what = "\(bay) has tag \(answer.assetTag)\(answer.kept(tag)), serial \(answer.serial ?? Quantity.unknown)"
                let started = answer.wipesStarted > 0 ? "; WIPE STARTED" : ""
                try session.output.write(paint("[ DONE ]", .good, session.layout) + " " + safeLine(what + started))
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
        var text = paint("[  NO  ]", .bad, session.layout) + " " + safeLine(place + failure.message)
        if let hint = failure.hint { text += safeLine("hint: " + hint, indent: 9) }
        // A person with a scanner in hand looks elsewhere: the terminal calls.
        if session.layout.color { text += "\u{7}" }
        try session.output.write(text)
    }

    /// On standard error, so that standard output holds the results alone.
    private func prompt(_ dialogue: ScanDialogue) { session.output.complain(dialogue.prompt + "\n") }
}

extension ScanDialogue {
    /// A word as it came from the scanner.
    mutating func take(_ word: String) -> Step { take(word, endsIt: ScanWords.areEnd(word)) }
}
