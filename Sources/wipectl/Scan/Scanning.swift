// `wipectl scan`: runs the scan dialogue at the daemon, and says in one line that is read from afar how each word went.

import Foundation
import WipeAPI
import WipeCore
import WipeWords

/// One run of the dialogue.
struct Scanning {
    /// How often the daemon is asked whether it is there, while nobody scans.
    private static let sliceMilliseconds: Int64 = 1000

    let session: Session
    /// How long what was begun waits for the next code.
    private let patience: Duration
    private var dialogue: ScanDialogue
    /// When what was scanned last had been dealt with. A key that was touched is no scan.
    private var scannedAt = ContinuousClock.now
    /// `BayView.attachment` of what was in the bay that was scanned last.
    private var sight: String?
    private var following = Following()

    /// Throws where the daemon does not answer: nothing is begun then.
    init(_ session: Session, patience: Duration = .seconds(ScanDialogue.patienceSeconds)) async throws {
        self.session = session
        self.patience = patience
        let known = try await session.client.get(Routes.bays, as: BayList.self)
        guard !known.bays.isEmpty else { throw Failure(code: .noBays) }
        dialogue = ScanDialogue(bays: Set(known.bays.map(\.id)), language: session.language)
    }

    mutating func run() async throws -> EndStatus {
        let terminal = RawTerminal(session.input)
        defer { terminal?.restore() }
        var reader = CodeReader(descriptor: session.input, ending: terminal?.endingDescriptor)
        session.output.complain(Vocabulary.scan.text("how-it-ends", in: session.language) + "\n")
        prompt()
        // Nothing is linked or started of which nobody would hear.
        while session.output.hasReader, let event = await nextEvent(&reader) {
            let before = dialogue.prompt
            guard let hasSaid = try await carryOut(dialogue.take(event)) else { break }
            if case .word = event { scannedAt = .now }
            if hasSaid || dialogue.prompt != before { prompt() }
        }
        if !session.json { try session.output.write(dialogue.summary + "\n") }
        let done = dialogue.linked + dialogue.started
        return dialogue.failed == 0 ? .done : done == 0 ? .no : .partly
    }

    /// What the next code, or its absence, is to the dialogue; nil at the end of the input.
    private mutating func nextEvent(_ reader: inout CodeReader) async -> ScanDialogue.Event? {
        reader.awaited = dialogue.isBegun ? [] : dialogue.bays
        let next = reader.next(milliseconds: Self.sliceMilliseconds)
        if next == .end { return nil }
        if case .code(.text(let text)) = next { return .word(word(text)) }
        if ContinuousClock.now - scannedAt >= patience {
            scannedAt = .now
            reader.forget()
            if dialogue.isBegun { return .late }
        }
        if case .code(let code) = next, let event = Self.event(code) { return event }
        return await Self.answered(session.layout) { try await here() }
    }

    /// What is no word; nil for one that is.
    private static func event(_ code: CodeAssembler.Code) -> ScanDialogue.Event? {
        switch code {
        case .unreadable: .unreadable
        case .endless: .endless
        case .strayKey: .strayKey
        case .text: nil
        }
    }

    private func word(_ text: String) -> ScanDialogue.Word {
        switch ScanWords.command(text) {
        case .yes: return .yes
        case .cancel: return .cancel
        case .end: return .end
        case nil: break
        }
        if let bay = dialogue.bays.first(where: { Bay.isCalled($0, by: text) }) { return .bay(bay) }
        return .text(text, isItsTag: dialogue.tag.map { AssetTagText.readsSame($0, text) } ?? false)
    }

    /// The daemon answers.
    private mutating func here() async throws -> ScanDialogue.Event {
        let client = session.client
        let bays = try await client.get(Routes.bays, as: BayList.self).bays
        if dialogue.isAway { return .back(Set(bays.map(\.id))) }
        let news = try await following.news(bays, session.layout) { id in
            do {
                return try await client.get(Routes.path(Routes.job, id: id), as: JobView.self)
            } catch let failure as Failure where failure.code == ProblemCode.notFound.rawValue { return nil }
        }
        return news.isEmpty ? .tick : .news(news)
    }

    /// Whether anything was said; nil at the end.
    private mutating func carryOut(_ steps: [ScanDialogue.Step]) async throws -> Bool? {
        var (rest, hasSaid) = (steps, false)
        while !rest.isEmpty {
            let step = rest.removeFirst()
            if step == .end { return nil }
            if case .say(let mark, let code, let text) = step {
                try say(mark, code, text)
                hasSaid = true
            } else {
                rest = dialogue.take(await answer(step)) + rest
            }
        }
        return hasSaid
    }

    /// What the daemon answers to a step.
    private mutating func answer(_ step: ScanDialogue.Step) async -> ScanDialogue.Event {
        let place = Place(session: session)
        var (sight, job): (String?, JobView?) = (self.sight, nil)
        let event = await Self.answered(session.layout) {
            switch step {
            case .look(let bay):
                let view = try await place.view(bay)
                (sight, job) = (view?.attachment, view?.job)
                return .found(try await place.finding(bay, view))
            case .lookAgain(let bay):
                let view = try await place.view(bay)
                if view?.attachment != nil { try Place.mustBe(sight, view?.attachment, in: bay) }
                job = view?.job
                return .found(try await place.finding(bay, view))
            case .link(let bay, let tag): return .linked(try await place.link(bay, tag, expect: sight))
            case .start(let bay, let confirm):
                job = try await place.start(bay, confirm: confirm, expect: sight)
                return .started(place.words(job))
            case .resume(let bay):
                job = try await place.resume(bay, expect: sight)
                return .started(place.words(job))
            case .say, .end: return .tick
            }
        }
        self.sight = sight
        if let job, !job.isClosed { following.follow(job.id) }
        return event
    }

    private static func answered(_ layout: Layout, _ ask: () async throws -> ScanDialogue.Event) async -> ScanDialogue.Event {
        do { return try await ask() } catch {
            let failure = Failure.unexpected(error)
            // What the daemon itself says is an answer, also that its database cannot be used.
            let isLost = failure.status == .unreachable && Failure.Code(rawValue: failure.code) != nil
            if isLost { return .lost }
            let why = [failure.messageText(layout), failure.hintText(layout)].compactMap { $0 }
            return .refused(code: failure.code, why: why.joined(separator: " → "))
        }
    }

    // MARK: what is said

    private func say(_ mark: ScanDialogue.Mark, _ code: String, _ text: String) throws {
        if session.json { return try session.output.write(Session.encoded(ScanLine(mark: mark.rawValue, code: code, message: text))) }
        let words = ScanDialogue.Mark.all.map { Vocabulary.scan.text("mark-" + $0.rawValue, in: session.language) }
        let width = words.map { SafeText.width($0) }.max() ?? 0
        let word = Vocabulary.scan.text("mark-" + mark.rawValue, in: session.language)
        let sign = "[ " + word + String(repeating: " ", count: width - SafeText.width(word)) + " ]"
        let lines = SafeText.wrapped(SafeText.escaped(text), to: session.layout.columns.map { $0 - width - 5 })
        let indent = String(repeating: " ", count: width + 5)
        var line = paint(sign, mark.tone, session.layout) + " " + lines.joined(separator: "\n" + indent) + "\n"
        // A person with a scanner in hand looks elsewhere: the terminal calls.
        if session.layout.color, mark == .no || mark == .waits { line += "\u{7}" }
        try session.output.write(line)
    }

    /// On standard error, so that standard output holds the results alone.
    private func prompt() { session.output.complain(SafeText.escaped(dialogue.prompt) + "\n") }
}

/// A line of `wipectl scan --json`.
struct ScanLine: Codable, Hashable, Sendable {
    /// `done`, `waits`, `no` or `note`.
    var mark: String
    /// The station's code where it refuses, else the word of the dialogue.
    var code: String
    var message: String
}

extension ScanDialogue.Mark {
    fileprivate static let all: [ScanDialogue.Mark] = [.done, .waits, .no, .note]
    fileprivate var tone: Tone {
        switch self {
        case .done: .good
        case .waits: .waiting
        case .no: .bad
        case .note: .plain
        }
    }
}
