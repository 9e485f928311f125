// Goal: who stands before the bays reads which drive is where, what to do next, and how old that is, on any terminal and in both languages.
// Method: goldens of one board at four widths, properties of every width, and a watch whose daemon stands still.

import Synchronization
import Testing
import WipeAPI
import WipeWords

@testable import wipectl

struct BoardTests {
    private static func layout(_ columns: Int?, _ language: Language, color: Bool = false) -> Layout {
        Layout(columns: columns, color: color, language: language, zone: LanguageTests.french.zone)
    }

    @Test(arguments: [40, 80, 100, 200], Language.allCases)
    func theBoardOnEachTerminal(_ columns: Int, _ language: Language) throws {
        let board = BoardSamples.board
        try expectGolden(board.text(Self.layout(columns, language)), "board-\(language.rawValue)-\(columns)")
        if columns < 100 {
            try expectGolden(board.text(Self.layout(columns, language, color: true)), "board-\(language.rawValue)-\(columns)-color")
        }
    }

    @Test func withoutATerminalItIsATable() throws {
        try expectGolden(BoardSamples.board.text(Self.layout(nil, .en)), "board-en")
    }

    /// What tells drives apart, and the words that say what to do, stand there whole on every terminal that has room for them.
    @Test(arguments: Array(24...220), Language.allCases)
    func nothingThatTellsDrivesApartIsCut(_ columns: Int, _ language: Language) {
        let text = BoardSamples.board.text(Self.layout(columns, language))
        for line in text.split(separator: "\n") { #expect(SafeText.width(String(line)) <= columns, "\(columns): \(line)") }
        for bay in BoardSamples.bays.bays {
            for identity in [bay.media?.serial, bay.assetTag, bay.job?.media.serial, bay.job?.assetTag].compactMap({ $0 }) {
                #expect(text.contains(identity), "\(columns): \(identity)")
            }
        }
        #expect(!text.contains("…"), "\(columns)")
    }

    /// A low screen that is drawn over and over loses what there is to do before it loses a bay.
    @Test(arguments: [40, 80, 100, 200], Language.allCases)
    func everyBayIsOnALowScreen(_ columns: Int, _ language: Language) {
        let bays = BoardSamples.bays.bays
        let rows = 2 * bays.count + 10
        let layout = Self.layout(columns, language).with(columns: columns, rows: rows)
        let screen = Watch.screen(BoardSamples.board.text(layout), rows: rows, layout)
        let lines = screen.split(separator: "\n").map { $0.replacing("\u{1B}[K", with: "").replacing("\u{1B}[H", with: "") }
        for bay in bays {
            #expect(lines.contains { $0.hasPrefix(bay.id + " ") }, "\(columns): \(bay.id)")
            if let serial = bay.media?.serial { #expect(screen.contains(serial), "\(columns): \(serial)") }
        }
    }

    /// Eight bays on the usual terminal: all of them, and what there is to do below, what several bays want once.
    @Test(arguments: [40, 80], Language.allCases)
    func eightBaysOnAScreenOf24Lines(_ columns: Int, _ language: Language) throws {
        var bays = Array(BoardSamples.bays.bays.prefix(8))
        // Two that want the same.
        bays[5] = bays[2]
        bays[5].id = "A6"
        let board = Board(bays: BayList(bays: bays, at: BoardSamples.bays.at), status: BoardSamples.board.status)
        let layout = Self.layout(columns, language).with(columns: columns, rows: 24)
        let text = board.text(layout)
        #expect(!Watch.screen(text, rows: 24, layout).contains("…"))
        try expectGolden(text, "board-\(language.rawValue)-\(columns)-low")
    }

    /// Whether a drive may be pulled is said on every terminal.
    @Test(arguments: [40, 80, 100, 200], Language.allCases)
    func whetherADriveMayBePulledIsAlwaysSaid(_ columns: Int, _ language: Language) {
        let layout = Self.layout(columns, language)
        let text = BoardSamples.bays.text(layout)
        let heading = layout.word("PULL", of: .heading)
        let each = text.ranges(of: layout.say("pull-head", ["answer": ""])).count
        let filled = BoardSamples.bays.bays.count { $0.media != nil }
        #expect(text.contains(heading) || each == filled, "\(columns): \(text)")
    }

    /// A drive that failed here before must not be called one that only waits for its start.
    @Test func whatADriveHasBeenThroughStandsBeforeWhatItLacks() throws {
        var bay = try #require(BoardSamples.bays.bays.first { $0.shown.word == "held" })
        func reason(_ code: String) -> ReasonView { ReasonView(code: code, message: code) }
        bay.shown.reasons = ["waiting-for-start", "asset-tag-missing", "array-member", "failed-before"].map(reason)
        for (first, act) in [
            ("failed-before", "red bin"), ("array-member", ""), ("asset-tag-missing", "Put a label on it"),
            ("waiting-for-start", "Start it"),
        ] {
            let text = bay.nextText(Self.layout(200, .en))
            #expect(text.hasPrefix(first) || text.contains("(\(first)"), "\(text)")
            #expect(act.isEmpty || text.contains(act), "\(text)")
            bay.shown.reasons.removeAll { $0.code == first }
        }
    }

    /// Below that, the end of a serial stands there: drives of one maker begin alike.
    @Test func onTheNarrowestTerminalsTheEndOfASerialStays() {
        #expect(BoardSamples.bays.text(Self.layout(10, .en)).contains("…4N5FF1234\n"))
    }

    @Test(arguments: [1, 2, 5, 20, 60, 120])
    func hostileLabelsStayWords(_ columns: Int) {
        var bay = BoardSamples.bays.bays[0]
        bay.media = MediaSummary(serial: Samples.hostile, model: Samples.hostile, capacityBytes: nil, node: nil)
        bay.assetTag = Samples.long
        bay.shown.reasons = [ReasonView(code: Samples.hostile, message: Samples.hostile)]
        let text = Board(bays: BayList(bays: [bay], at: Samples.hostile), status: Samples.status).text(Self.layout(columns, .fr))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        for line in text.split(separator: "\n") { #expect(SafeText.width(String(line)) <= columns, "\(columns): \(line)") }
    }

    @Test func everyTileHasAWord() {
        let words = Set(Vocabulary.tile.wordings.keys)
        let states = JobStateWord.allCases.map(\.rawValue) + ["empty", "identifying", "refused", "admitted"]
        #expect(words.isSuperset(of: states))
        for bay in BoardSamples.bays.bays { #expect(words.contains(bay.tile), "\(bay.tile)") }
        #expect(Set(BoardSamples.bays.bays.map(\.tile)).count == 11)
    }

    @Test func aStationWithoutBaysSaysSo() {
        let text = Board(bays: BayList(bays: []), status: BoardSamples.status).text(.plain)
        #expect(text.contains("the station file lists no bays"))
    }

    /// A failed wipe is at 100 per cent of its reading: that number reads like success, and is not shown.
    @Test func aFailureShowsNoShare() {
        let failed = BayList(bays: BoardSamples.bays.bays.filter { $0.id == "A5" }).text(.plain)
        #expect(!failed.contains("%") && failed.contains("; 12 sectors left →") && failed.contains("record 41"), "\(failed)")
    }

    // MARK: the command

    @Test func theBoardAsksForBaysAndStatusAndJSONForBaysAlone() async throws {
        let (bays, status) = (try Session.encoded(BoardSamples.bays), try Session.encoded(BoardSamples.status))
        let daemon = try FakeDaemon { .json(200, $0.contains("bays") ? bays : status) }
        defer { daemon.stop() }
        let shown = await wipectl(["bays", "--lang", "fr"], socket: daemon.path)
        #expect(shown.status == 0 && shown.out.hasPrefix("Poste 3 · 14:36:58 UTC · échec\u{A0}: 1"), "\(shown)")
        #expect(daemon.requests.map(\.line) == ["GET /v1/bays", "GET /v1/status"])
        #expect(await wipectl(["bays", "--json", "--lang", "fr"], socket: daemon.path).out == bays)
        #expect(daemon.requests.count == 3)
        #expect(await wipectl(["bays", "--bell"], socket: daemon.path).status == 2)
    }

    @Test func theBellCallsForWhatIsNewAndWantsSomebody() {
        let bell = BayBell()
        var list = BoardSamples.bays
        #expect(!bell.rings(list), "what stood there at first")
        #expect(!bell.rings(list))
        list.bays[0].job?.phase = "verify"
        #expect(!bell.rings(list), "a wipe that goes on calls nobody")
        list.bays[0].job?.state = "failed"
        list.bays[0].shown.word = "failed"
        #expect(bell.rings(list) && !bell.rings(list))
        list.bays.removeLast()
        #expect(!bell.rings(list))
    }

    // MARK: its age

    /// What a watch at a terminal draws over these answers, each after its pause.
    private func drawn(
        _ answers: [(at: String, pause: Duration, failure: Failure?)], isNewsFor: Duration = .milliseconds(60)
    ) async throws -> String {
        let output = Output.memory()
        let session = Session(
            socketPath: "/s", json: false, layout: Self.layout(80, .en), redraws: true, canAsk: false, output: output)
        let position = Mutex(0)
        let watch = Watch(session, interval: .milliseconds(5), isNewsFor: isNewsFor)
        _ = try await watch.run(whenInterrupted: .no) {
            let now = position.withLock { position in
                defer { position += 1 }
                return position
            }
            let answer = answers[min(now, answers.count - 1)]
            try await Task.sleep(for: answer.pause)
            if let failure = answer.failure { throw failure }
            return Watch.View(
                json: "", text: { _ in "board \(answer.at)\n" }, ends: now >= answers.count - 1 ? .done : nil, at: answer.at)
        }
        return output.kept.out
    }

    private static let warning = ": what stands below is old"

    @Test func aDaemonThatStandsStillIsSaidToWhileItsAnswerIsAwaited() async throws {
        let out = try await drawn([("1", .zero, nil), ("2", .milliseconds(400), nil)])
        let screens = out.split(separator: "\u{1B}[H").map(String.init)
        #expect(screens.first?.contains(Self.warning) == false && screens.last?.contains(Self.warning) == false)
        #expect(screens.contains { $0.contains(Self.warning) && $0.contains("board 1") }, "\(screens)")
    }

    @Test func theSameMomentAgainIsNoNews() async throws {
        let still: [(at: String, pause: Duration, failure: Failure?)] = Array(repeating: ("1", .milliseconds(20), nil), count: 12)
        let out = try await drawn(still + [("2", .zero, nil)])
        #expect(out.contains(Self.warning))
        #expect(out.split(separator: "\u{1B}[H").last?.contains(Self.warning) == false)
    }

    @Test func aDaemonThatIsAwayIsNamedOverTheOldPicture() async throws {
        let out = try await drawn(
            [("1", .zero, nil), ("", .zero, Failure.connectionRefused("/s")), ("2", .zero, nil)], isNewsFor: .seconds(60))
        let screens = out.split(separator: "\u{1B}[H").map(String.init)
        #expect(
            screens.count == 3 && screens[1].hasPrefix("no news for ") && screens[1].contains("nobody answers at /s")
                && screens[1].contains("board 1"))
        #expect(screens[2].hasPrefix("board 2"))
    }
}
