// What a scanner's words mean, one after the other: a bay, the tag of the drive in it, the serial number on that drive's own label. No I/O: whoever
// runs it asks the station what a step says, and gives back what was answered.

/// Brings one drive after the other from its bay to its wipe. Whatever is out of order begins anew with the bay: a tag never goes to a bay that was not
/// scanned just before it, and no confirmation to a drive that was not asked for by its bay. Serial numbers are only ever asked for, never said.
package struct ScanDialogue: Hashable, Sendable {
    /// What was begun is given up after so many seconds: the next person must not tag the bay of the one before.
    package static let patienceSeconds = 60
    /// A wrong confirmation may be a scan of the wrong barcode of five; more of them are something else.
    package static let triesMax = 3

    /// A scanned word, by whoever knows the station's bays, and which words are printed on cards.
    package enum Word: Hashable, Sendable {
        case bay(String)
        case yes, cancel, end
        /// Everything else. `isItsTag`: it reads like `tag`.
        case text(String, isItsTag: Bool)
    }

    /// What a drive in a bay still takes.
    package enum Next: Hashable, Sendable {
        /// The number on its own label, and why it waits.
        case serial(why: String)
        /// Its tag once more, since its serial does not identify it.
        case tagAgain(why: String)
        /// A yes: it is paused.
        case resume
        /// A yes: nothing has to be confirmed.
        case start
        /// Nothing: it goes on by itself.
        case nothing(why: String)
        /// Nothing that could be scanned: somebody else has to see to it.
        case blocked(why: String)
    }

    /// What was found in a bay.
    package enum Finding: Hashable, Sendable {
        case empty
        case identifying
        /// Refused, whatever is scanned.
        case refused(why: String)
        /// A drive with its tag, if it has one.
        case drive(tag: String?, Next)
    }

    /// What has become of a drive that was tagged or started earlier.
    package struct News: Hashable, Sendable {
        package let mark: Mark
        package let code: String
        /// Its bay and its tag, as far as it has them.
        package let place: [String]
        package let what: String
        package init(mark: Mark, code: String, place: [String], what: String) {
            self.mark = mark
            self.code = code
            self.place = place
            self.what = what
        }
    }

    /// What happened.
    package enum Event: Hashable, Sendable {
        case word(Word)
        /// What came cannot be read, or its end did not come.
        case unreadable, endless
        /// A key that does nothing here.
        case strayKey
        /// Nothing came for `patienceSeconds`.
        case late
        /// Time passes.
        case tick
        /// Time passes, and drives of earlier have ended, or wait for somebody. What is begun goes on.
        case news([News])
        /// Answer to `look`.
        case found(Finding)
        /// Answer to `link`: the drive's tag as it is now said.
        case linked(String)
        /// Answer to `start` and `resume`: what the drive does now.
        case started(String)
        /// Any step was refused, with the station's code and reason.
        case refused(code: String, why: String)
        /// The station does not answer.
        case lost
        /// It answers, and these are its bays.
        case back(Set<String>)
    }

    /// What a line is to a person.
    package enum Mark: String, Hashable, Sendable { case done, waits, no, note }

    /// What follows.
    package enum Step: Hashable, Sendable {
        case say(Mark, code: String, String)
        /// Find out what is in a bay.
        case look(bay: String)
        /// Find out how it is with the drive that was found there before: another one is not meant.
        case lookAgain(bay: String)
        case link(bay: String, tag: String)
        /// - confirm: nil where nothing has to be confirmed.
        case start(bay: String, confirm: String?)
        case resume(bay: String)
        case end
    }

    /// A drive that has to be confirmed.
    struct Question: Hashable, Sendable {
        let bay: String
        let tag: String?
        /// By its tag once more, since its serial does not identify it.
        let byTag: Bool
        var tries = 0
    }

    enum Phase: Hashable, Sendable {
        case idle
        case away
        /// - linked: what was linked just before, and is not said yet.
        case looking(String, linked: String?)
        case identifying(String)
        /// - confirms: a serial may come instead of a tag.
        case tag(String, confirms: Bool)
        case linking(String, word: String, confirms: Bool)
        case confirm(Question)
        case starting(Question)
        case yes(String, tag: String?, resumes: Bool)
        case answered(String)
    }

    /// Ids of the station's bays.
    package private(set) var bays: Set<String>
    package let language: Language
    var phase = Phase.idle
    /// How many drives were linked and started, and how many words led to nothing.
    package internal(set) var linked = 0
    package internal(set) var started = 0
    package internal(set) var failed = 0

    package init(bays: Set<String>, language: Language) {
        self.bays = bays
        self.language = language
    }

    /// The station did not answer when it was last asked.
    package var isAway: Bool { phase == .away }

    /// Something is begun that must not wait for the next person.
    package var isBegun: Bool {
        switch phase {
        case .idle, .away: false
        default: true
        }
    }

    /// The tag of the drive that a confirmation is waited for.
    package var tag: String? {
        switch phase {
        case .confirm(let question): question.tag
        case .yes(_, let tag, _): tag
        default: nil
        }
    }

    /// What is waited for.
    package var prompt: String {
        switch phase {
        case .away: sentence("away")
        case .identifying(let bay), .looking(let bay, _): sentence("one-moment", ["bay": bay])
        case .tag(let bay, let confirms): sentence("scan-tag", variant: confirms ? "or-serial" : nil, ["bay": bay])
        case .confirm(let question): sentence(question.byTag ? "scan-tag-again" : "scan-serial", ["bay": question.bay])
        case .yes(let bay, _, let resumes): sentence("scan-yes", variant: resumes ? "resume" : nil, ["bay": bay])
        default: sentence("scan-bay")
        }
    }

    package mutating func take(_ event: Event) -> [Step] {
        switch event {
        case .word(let word): take(word)
        case .unreadable: again("unreadable")
        case .endless: again("endless")
        case .strayKey: [note("no-key")]
        case .late: tire()
        case .tick: tick()
        case .news(let news): news.map(tell)
        case .found(let finding): take(finding)
        case .linked(let tag): link(tag)
        case .started(let what): goOn(what)
        case .refused(let code, let why): refuse(code, why)
        case .lost: lose()
        case .back(let bays): comeBack(bays)
        }
    }

    // MARK: words

    private mutating func take(_ word: Word) -> [Step] {
        if word == .end { return unstarted.map { [still($0, "given-up"), .end] } ?? [.end] }
        switch phase {
        case .away: return [note("away")]
        case .tag(let bay, let confirms): return takeForTag(bay, word, confirms: confirms)
        case .confirm(let question): return takeForConfirmation(question, word)
        case .yes(let bay, let tag, let resumes): return takeForYes(bay, word, tag, resumes)
        case .identifying(let bay):
            if case .bay(let next) = word { return look(next) }
            if word == .cancel { return giveUp(bay) }
            return [note("still-identifying", ["bay": bay])]
        default: return takeFirst(word)
        }
    }

    /// The bay whose drive would be started by the next word.
    private var unstarted: String? {
        switch phase {
        case .confirm(let question): question.bay
        case .yes(let bay, _, _): bay
        default: nil
        }
    }

    private mutating func takeFirst(_ word: Word) -> [Step] {
        switch word {
        case .bay(let bay): look(bay)
        case .yes: fail("nothing-asked")
        case .cancel, .end: [note("nothing-begun")]
        case .text(let text, _): fail("no-bay", ["word": shown(text)])
        }
    }

    private mutating func takeForTag(_ bay: String, _ word: Word, confirms: Bool) -> [Step] {
        switch word {
        case .bay(let next):
            return (next == bay ? [] : fail("bay-for-tag", ["bay": bay, "word": next])) + look(next)
        case .yes: return [note("tag-not-yes", ["bay": bay])]
        case .cancel, .end: return giveUp(bay)
        case .text(let text, _):
            phase = .linking(bay, word: text, confirms: confirms)
            return [.link(bay: bay, tag: text)]
        }
    }

    private mutating func takeForConfirmation(_ question: Question, _ word: Word) -> [Step] {
        let (bay, byTag) = (question.bay, question.byTag)
        switch word {
        case .bay(let next): return (next == bay ? [] : [still(bay, "goes-on", ["word": next])]) + look(next)
        case .yes: return [note(byTag ? "yes-for-tag" : "yes-for-serial", ["bay": bay])]
        case .cancel, .end:
            phase = .idle
            return [still(bay, "given-up")]
        // Said at the drive, whoever gave it that tag before: a list may have.
        case .text(let text, isItsTag: true) where !byTag:
            return [.link(bay: bay, tag: text), note("tag-for-serial", ["bay": bay, "word": shown(text)])]
        case .text(let text, _):
            var tried = question
            tried.tries += 1
            phase = .starting(tried)
            return [.start(bay: bay, confirm: text)]
        }
    }

    private mutating func takeForYes(_ bay: String, _ word: Word, _ tag: String?, _ resumes: Bool) -> [Step] {
        switch word {
        case .yes:
            phase = .answered(bay)
            return [resumes ? .resume(bay: bay) : .start(bay: bay, confirm: nil)]
        case .bay(let next): return (next == bay ? [] : [still(bay, "goes-on", ["word": next])]) + look(next)
        case .text(let text, isItsTag: true): return [.link(bay: bay, tag: text)]
        case .text(let text, _): return fail("not-yes", ["bay": bay, "word": shown(text)])
        case .cancel, .end:
            phase = .idle
            return [still(bay, "given-up")]
        }
    }

    private mutating func look(_ bay: String) -> [Step] {
        phase = .looking(bay, linked: nil)
        return [.look(bay: bay)]
    }

    private mutating func giveUp(_ bay: String) -> [Step] {
        phase = .idle
        return [note("given-up", ["bay": bay])]
    }

    // MARK: time

    private mutating func tire() -> [Step] {
        let seconds = ["seconds": String(Self.patienceSeconds)]
        switch phase {
        case .tag(let bay, _): return fail("no-tag", seconds.merging(["bay": bay]) { $1 })
        case .confirm(let question): return fail("not-confirmed", seconds.merging(["bay": question.bay]) { $1 })
        case .yes(let bay, _, _): return fail("not-confirmed", seconds.merging(["bay": bay]) { $1 })
        case .identifying(let bay): return giveUp(bay)
        default: return []
        }
    }

    private mutating func tick() -> [Step] {
        guard case .identifying(let bay) = phase else { return [] }
        return [.lookAgain(bay: bay)]
    }

    private mutating func lose() -> [Step] {
        let before = phase
        phase = .away
        switch before {
        case .away: return []
        case .linking(let bay, _, _), .answered(let bay): return [unsure(bay)]
        case .starting(let question): return [unsure(question.bay)]
        default: return [note("away")]
        }
    }

    /// What was sent may have been done.
    private mutating func unsure(_ bay: String) -> Step {
        failed += 1
        return .say(.no, code: "unsure", sentence("unsure", ["bay": bay]))
    }

    private mutating func comeBack(_ bays: Set<String>) -> [Step] {
        self.bays = bays
        guard phase == .away else { return [] }
        phase = .idle
        return [note("back")]
    }
}
