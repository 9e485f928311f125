// Goal: a person with gloves and a scanner brings the right drive from its bay to its wipe, or reads why nothing was done. Method: the dialogue word by
// word, in every order in which words can come.

import Testing
import WipeWords

@Suite struct ScanDialogueTests {
    private typealias Step = ScanDialogue.Step

    private static func dialogue(_ language: Language = .en) -> ScanDialogue { ScanDialogue(bays: ["A1", "A2"], language: language) }

    private static func text(_ text: String, isItsTag: Bool = false) -> ScanDialogue.Event { .word(.text(text, isItsTag: isItsTag)) }
    private static func bay(_ id: String) -> ScanDialogue.Event { .word(.bay(id)) }

    private static func said(_ steps: [Step]) -> [String] {
        steps.compactMap { if case .say(let mark, _, let text) = $0 { "\(mark.rawValue): \(text)" } else { nil } }
    }

    /// A bay in which an untagged drive waits for its tag.
    private static func waitingForTag(_ next: ScanDialogue.Next = .nothing(why: "has no tag")) -> ScanDialogue {
        var dialogue = dialogue()
        #expect(dialogue.take(bay("A1")) == [.look(bay: "A1")])
        #expect(dialogue.take(.found(.drive(tag: nil, next))) == [])
        return dialogue
    }

    /// A tagged drive that waits for its serial.
    private static func waitingForSerial() -> ScanDialogue {
        var dialogue = dialogue()
        _ = dialogue.take(bay("A1"))
        #expect(
            said(dialogue.take(.found(.drive(tag: "T-1", .serial(why: "bay A1 waits"))))) == [
                "waits: A1 has tag T-1 and waits: bay A1 waits"
            ])
        return dialogue
    }

    @Test func bayThenTagThenSerial() {
        var dialogue = Self.waitingForTag()
        #expect(dialogue.prompt == "A1: now scan the tag of its drive")
        #expect(dialogue.take(Self.text("T-1")) == [.link(bay: "A1", tag: "T-1")])
        #expect(dialogue.take(.linked("T-1")) == [.lookAgain(bay: "A1")])
        #expect(
            Self.said(dialogue.take(.found(.drive(tag: "T-1", .serial(why: "bay A1 waits")))))
                == ["waits: A1 has tag T-1 now and still waits: bay A1 waits"])
        #expect(dialogue.prompt == "A1: now scan the serial number on the drive's own label" && dialogue.tag == "T-1")
        #expect(dialogue.take(Self.text("ZN1")) == [.start(bay: "A1", confirm: "ZN1")])
        #expect(Self.said(dialogue.take(.started("waits for its turn"))) == ["done: A1 is confirmed: waits for its turn"])
        #expect(dialogue.prompt == "scan a bay" && (dialogue.linked, dialogue.started, dialogue.failed) == (1, 1, 0))
    }

    @Test func aTagThatStartsTheWipeEndsThePair() {
        var dialogue = Self.waitingForTag()
        _ = dialogue.take(Self.text("T-1"))
        _ = dialogue.take(.linked("T-1"))
        #expect(
            Self.said(dialogue.take(.found(.drive(tag: "T-1", .nothing(why: "is about to begin"))))) == [
                "done: A1 has tag T-1: is about to begin"
            ])
        #expect(dialogue.prompt == "scan a bay")
    }

    /// A word without a bay before it is never a tag.
    @Test func whateverIsOutOfOrderLinksNothing() {
        var dialogue = Self.dialogue()
        #expect(
            Self.said(dialogue.take(Self.text("T-1"))) == [
                "no: T-1 is no bay of this station: first scan the bay, then the tag of its drive"
            ])
        #expect(Self.said(dialogue.take(.word(.yes))) == ["no: nothing waits for a yes: scan a bay"])
        #expect(
            Self.said(dialogue.take(.word(.cancel))) == [
                "note: there is nothing to cancel here; what was started is stopped with wipectl cancel"
            ])
        dialogue = Self.waitingForTag()
        let steps = dialogue.take(Self.bay("A2"))
        #expect(Self.said(steps) == ["no: A1 got no tag: A2 is a bay, and goes on with that one"] && steps.last == .look(bay: "A2"))
        _ = dialogue.take(.found(.drive(tag: nil, .nothing(why: ""))))
        #expect(dialogue.take(Self.text("T-2")) == [.link(bay: "A2", tag: "T-2")])
        dialogue = Self.waitingForTag()
        #expect(dialogue.take(Self.bay("A1")) == [.look(bay: "A1")], "the same bay begins anew without a word")
        #expect(Self.dialogue().prompt == "scan a bay")
    }

    @Test func aWrongConfirmationIsAskedForAgainAndNotForEver() {
        var dialogue = Self.waitingForSerial()
        for _ in 0..<ScanDialogue.triesMax {
            #expect(dialogue.prompt.hasPrefix("A1: now scan the serial number"))
            #expect(dialogue.take(Self.text("PN-1")) == [.start(bay: "A1", confirm: "PN-1")])
            #expect(
                Self.said(dialogue.take(.refused(code: "confirmation-required", why: "no match"))) == [
                    "no: A1: that is not the serial number of its drive; look for it on the drive's own label"
                ])
        }
        #expect(dialogue.prompt == "scan a bay")
        dialogue = Self.waitingForSerial()
        _ = dialogue.take(Self.text("ZN1"))
        _ = dialogue.take(.refused(code: "mounted", why: "it is mounted"))
        #expect(dialogue.prompt == "scan a bay", "nothing that is scanned helps")
    }

    /// Neither a yes nor its tag proves that somebody has read the drive's own label.
    @Test func onlyTheSerialStandsForTheDrive() {
        var dialogue = Self.waitingForSerial()
        #expect(Self.said(dialogue.take(.word(.yes))).first?.contains("a yes is not enough") == true)
        #expect(Self.said(dialogue.take(Self.text("t-1", isItsTag: true))).first?.contains("t-1 is its tag") == true)
        #expect(dialogue.prompt.hasPrefix("A1: now scan the serial number"))
        #expect(Self.said(dialogue.take(.word(.cancel))) == ["waits: A1 was not started and still waits"])
        dialogue = Self.waitingForSerial()
        let steps = dialogue.take(Self.bay("A2"))
        #expect(Self.said(steps) == ["waits: A1 was not started and still waits; it goes on with A2"] && steps.last == .look(bay: "A2"))
    }

    @Test func aDriveThatItsSerialDoesNotIdentifyIsConfirmedByItsTag() {
        var dialogue = Self.dialogue()
        _ = dialogue.take(Self.bay("A1"))
        _ = dialogue.take(.found(.drive(tag: "T-1", .tagAgain(why: "weak"))))
        #expect(dialogue.prompt.contains("scan its tag once more"))
        #expect(dialogue.take(Self.text("T-1", isItsTag: true)) == [.start(bay: "A1", confirm: "T-1")])
    }

    /// Its own tag, scanned at the drive: whoever gave it that tag, a person has seen it there now. It starts nothing, and asks for the same as before.
    @Test func itsOwnTagIsSaidAtTheDrive() {
        for (next, prompt) in [(ScanDialogue.Next.serial(why: "waits"), "A1: now scan the serial"), (.start, "A1 is ready: scan YES")] {
            var dialogue = ScanDialogue(bays: ["A1", "A2"], language: .en)
            _ = dialogue.take(Self.bay("A1"))
            _ = dialogue.take(.found(.drive(tag: "T-1", next)))
            #expect(dialogue.take(Self.text("t-1", isItsTag: true)).first == .link(bay: "A1", tag: "t-1"))
            for answer in [ScanDialogue.Event.linked("T-1"), .refused(code: "too-late", why: "late")] {
                #expect(dialogue.take(answer) == [] && dialogue.prompt.hasPrefix(prompt), "\(dialogue.prompt)")
            }
            #expect(dialogue.linked == 0 && dialogue.failed == 0)
        }
    }

    /// A station that asks for no tags: the serial alone starts a drive, by way of the refusal of it as a tag.
    @Test func aSerialInTheTagsPlaceConfirmsWhereNoTagIsNeeded() {
        var dialogue = Self.waitingForTag(.serial(why: "waits"))
        #expect(dialogue.prompt.contains("or the serial number"))
        #expect(dialogue.take(Self.text("ZN1")) == [.link(bay: "A1", tag: "ZN1")])
        #expect(dialogue.take(.refused(code: "not-a-tag", why: "its serial")) == [.start(bay: "A1", confirm: "ZN1")])
        #expect(Self.said(dialogue.take(.started("is about to begin"))).count == 1)
        // Where a tag is needed, it is refused and no more.
        dialogue = Self.waitingForTag()
        _ = dialogue.take(Self.text("ZN1"))
        #expect(Self.said(dialogue.take(.refused(code: "not-a-tag", why: "its serial"))) == ["no: A1: its serial"])
        #expect(dialogue.prompt == "scan a bay")
    }

    @Test func aPausedDriveGoesOnByAYes() {
        for (next, step) in [(ScanDialogue.Next.resume, Step.resume(bay: "A1")), (.start, .start(bay: "A1", confirm: nil))] {
            var dialogue = Self.dialogue()
            _ = dialogue.take(Self.bay("A1"))
            _ = dialogue.take(.found(.drive(tag: "T-1", next)))
            #expect(dialogue.prompt.contains("scan YES"))
            #expect(dialogue.take(.word(.yes)) == [step])
            #expect(Self.said(dialogue.take(.started("is being wiped"))) == ["done: A1 is confirmed: is being wiped"])
            _ = dialogue.take(Self.bay("A1"))
            _ = dialogue.take(.found(.drive(tag: "T-1", next)))
            #expect(Self.said(dialogue.take(Self.text("T-9"))).first?.contains("T-9 is not YES") == true)
            #expect(dialogue.prompt == "scan a bay")
        }
    }

    @Test func whatIsInABayIsSaid() {
        for (finding, line) in [
            (ScanDialogue.Finding.empty, "no: bay A1 is empty: put the drive in, then scan the bay again"),
            (.refused(why: "it is mounted"), "no: A1: it is mounted"),
            (.drive(tag: "T-1", .nothing(why: "is being wiped")), "note: A1 has tag T-1: is being wiped"),
            (.drive(tag: "T-1", .blocked(why: "call the lead")), "waits: A1 has tag T-1 and waits: call the lead"),
        ] {
            var dialogue = Self.dialogue()
            _ = dialogue.take(Self.bay("A1"))
            #expect(Self.said(dialogue.take(.found(finding))) == [line])
            #expect(dialogue.prompt == "scan a bay")
        }
        var dialogue = Self.dialogue()
        _ = dialogue.take(Self.bay("A1"))
        #expect(dialogue.take(.found(.identifying)) == [])
        #expect(dialogue.prompt == "A1 is still being looked at: one moment")
        #expect(Self.said(dialogue.take(Self.text("T-1"))) == ["note: A1 is still being looked at: nothing was taken"])
        #expect(dialogue.take(.tick) == [.lookAgain(bay: "A1")])
        #expect(dialogue.take(.found(.drive(tag: nil, .nothing(why: "")))) == [])
        #expect(dialogue.prompt == "A1: now scan the tag of its drive")
    }

    @Test func whatIsBegunIsGivenUpInTime() {
        var dialogue = Self.dialogue()
        #expect(dialogue.take(.late) == [] && !dialogue.isBegun)
        dialogue = Self.waitingForTag()
        #expect(dialogue.isBegun && Self.said(dialogue.take(.late)).first?.contains("got no tag within 60 s") == true)
        #expect(dialogue.prompt == "scan a bay")
        dialogue = Self.waitingForSerial()
        #expect(Self.said(dialogue.take(.late)).first?.contains("was not confirmed within 60 s and still waits") == true)
        #expect(Self.said(dialogue.take(Self.text("ZN1"))).first?.contains("is no bay") == true)
    }

    @Test func whatCannotBeReadIsAskedForAgain() {
        var dialogue = Self.waitingForTag()
        for event in [ScanDialogue.Event.unreadable, .endless, .strayKey] {
            #expect(Self.said(dialogue.take(event)).count == 1)
            #expect(dialogue.prompt == "A1: now scan the tag of its drive")
        }
    }

    /// Nothing is taken while the station is away, and what was begun before is not gone on with.
    @Test func aStationThatIsAwayAndBackBeginsWithTheBay() {
        var dialogue = Self.waitingForTag()
        #expect(Self.said(dialogue.take(.lost)) == ["note: the station does not answer: nothing is taken until it does"])
        #expect(dialogue.isAway && dialogue.take(.lost) == [])
        #expect(Self.said(dialogue.take(Self.text("T-1"))).count == 1 && Self.said(dialogue.take(Self.bay("A1"))).count == 1)
        #expect(Self.said(dialogue.take(.back(["B7"]))) == ["note: the station answers again: begin with the bay"])
        #expect(dialogue.bays == ["B7"] && dialogue.prompt == "scan a bay")
        // In the middle of a request nobody knows whether it was done.
        dialogue = Self.waitingForTag()
        _ = dialogue.take(Self.text("T-1"))
        #expect(Self.said(dialogue.take(.lost)).first?.contains("is not known") == true)
        #expect(dialogue.take(.word(.end)) == [.end])
    }

    @Test func itEndsByItsWordAloneWhereverItStands() {
        for dialogue in [Self.dialogue(), Self.waitingForTag()] {
            var dialogue = dialogue
            #expect(dialogue.take(.word(.end)) == [.end])
        }
        // Where the next word would have started a drive, it says that it did not.
        var dialogue = Self.waitingForSerial()
        let steps = dialogue.take(.word(.end))
        #expect(steps.last == .end && Self.said(steps) == ["waits: A1 was not started and still waits"], "\(Self.said(steps))")
    }

    @Test func itSpeaksFrench() {
        var dialogue = Self.dialogue(.fr)
        #expect(dialogue.prompt == "scannez une baie")
        _ = dialogue.take(Self.bay("A1"))
        _ = dialogue.take(.found(.drive(tag: nil, .nothing(why: ""))))
        #expect(dialogue.prompt == "A1\u{A0}: scannez maintenant l’étiquette de son disque")
        _ = dialogue.take(Self.text("{bay}"))
        _ = dialogue.take(.linked("{bay}"))
        #expect(
            Self.said(dialogue.take(.found(.drive(tag: "{bay}", .serial(why: "la baie A1 attend")))))
                == ["waits: le disque de A1 porte maintenant l’étiquette {bay} et attend encore\u{A0}: la baie A1 attend"])
        #expect(dialogue.prompt == "A1\u{A0}: scannez maintenant le numéro de série inscrit sur le disque")
    }
}
