// Goal: a person who plugs one drive after the other names the slots of a station, and nothing that could hurt is ever named. Method: canned drives
// and words go in; sentences and bays come out.

import Testing
import WipeCore
import WipeWords

@testable import wipectl

struct SetupDialogueTests {
    private static func port(_ number: Int) -> PropertyMatch {
        PropertyMatch(property: "ID_PATH", glob: "pci-0000:00:17.0-ata-\(number).0")
    }

    private static func drive(_ node: String, port number: Int?, systemUse: String? = nil, bay: String? = nil) -> SetupDialogue.Sight {
        SetupDialogue.Sight(
            node: "/dev/" + node, drive: "ST1000DM010, 1000 GB", port: number.map(port), systemUse: systemUse, bay: bay)
    }

    private static func dialogue(
        _ bays: [Bay] = [], present: [SetupDialogue.Sight] = [], _ language: Language = .en
    ) -> SetupDialogue {
        SetupDialogue(bays: bays, present: present, file: "/etc/wiped/station.yaml", language: language)
    }

    private static func said(_ step: SetupDialogue.Step) -> String {
        switch step {
        case .say(let sentences), .finish(_, let sentences): sentences.joined(separator: "\n")
        }
    }

    @Test func oneDriveAfterTheOtherNamesOneSlotAfterTheOther() {
        var dialogue = Self.dialogue()
        #expect(dialogue.prompt.contains("bay A1"))
        #expect(Self.said(dialogue.take(.appeared(Self.drive("sdb", port: 1)))).contains("bay A1 is ID_PATH=pci-0000:00:17.0-ata-1.0"))
        #expect(dialogue.prompt.contains("bay A2"))
        // The drive is pulled and goes into the next slot.
        #expect(dialogue.take(.left("/dev/sdb")) == .say([]))
        #expect(Self.said(dialogue.take(.appeared(Self.drive("sdb", port: 2)))).contains("bay A2 is"))
        let shown = Self.said(dialogue.take(.typed("done")))
        #expect(shown.contains("id: A1") && shown.contains("ata-2.0\" }, onAttach: hold }"))
        #expect(dialogue.prompt.contains("write 2 new bays to /etc/wiped/station.yaml?"))
        #expect(dialogue.take(.typed("perhaps")) == .say(["answer YES or NO"]))
        let bays = [1, 2].map { Bay(id: "A\($0)", match: [Self.port($0)], onAttach: .hold) }
        #expect(dialogue.take(.typed("yes")) == .finish(bays, []))
    }

    @Test func nothingIsWrittenWithoutAYes() {
        for words in [["FIN", "NON"], ["DONE", "no"], ["DONE"], []] {
            var dialogue = Self.dialogue()
            _ = dialogue.take(.appeared(Self.drive("sdb", port: 1)))
            var last = SetupDialogue.Step.say([])
            for word in words { last = dialogue.take(.typed(word)) }
            // Whoever closes the terminal has not said yes either.
            if case .say = last { last = dialogue.take(.ended) }
            #expect(last == .finish([], ["given up; nothing is changed"]), "\(words)")
        }
        var empty = Self.dialogue()
        #expect(empty.take(.typed("DONE")) == .finish([], ["no bay was named; nothing is changed"]))
    }

    /// The drive of the running system, a port without a name, one that is a bay, and one that two drives show.
    @Test func whatCanBeNoBayIsSaidAndNotLearnt() {
        let other = Self.drive("sdc", port: 3)
        var unknown = Self.drive("sdy", port: 8)
        unknown.usageProblem = "no mounts"
        var dialogue = Self.dialogue([Bay(id: "B1", match: [Self.port(2)], onAttach: .wipe)], present: [other])
        let cases: [(SetupDialogue.Sight, String)] = [
            (Self.drive("sda", port: 1, systemUse: "/boot"), "is what this computer runs from (/boot): it can be no bay"),
            (Self.drive("mmcblk0", port: nil), "udev has no name for the place"),
            (unknown, "whether this computer runs from ST1000DM010, 1000 GB at /dev/sdy cannot be told (no mounts): it can be no bay"),
            (Self.drive("sdb", port: 2, bay: "B1"), "is bay B1 already"),
            (Self.drive("sdd", port: 3), "shows the same place as /dev/sdc"),
        ]
        for (drive, sentence) in cases {
            #expect(Self.said(dialogue.take(.appeared(drive))).contains(sentence), "\(sentence)")
            #expect(dialogue.learnt.isEmpty)
        }
        #expect(dialogue.opening.last?.contains("bays that wipe by themselves: B1") == true)
        // A slot that was just named, while its drive is in: two drives answer for it.
        _ = dialogue.take(.appeared(Self.drive("sdf", port: 6)))
        #expect(Self.said(dialogue.take(.appeared(Self.drive("sdg", port: 6)))).contains("shows the same place as /dev/sdf"))
        _ = dialogue.take(.typed("BACK"))
        // The same slot once more, in this dialogue.
        _ = dialogue.take(.appeared(Self.drive("sde", port: 5)))
        _ = dialogue.take(.left("/dev/sde"))
        #expect(Self.said(dialogue.take(.appeared(Self.drive("sde", port: 5)))).contains("is bay B2 already"))
        #expect(dialogue.learnt.map(\.id) == ["B2"])
    }

    @Test func aNameIsTypedTakenBackAndNeverGivenTwice() {
        var dialogue = Self.dialogue([Bay(id: "Haut", match: [Self.port(9)], onAttach: .hold)])
        #expect(dialogue.prompt == "type the name of the next bay, or DONE")
        #expect(Self.said(dialogue.take(.appeared(Self.drive("sdb", port: 1)))) == "first type the name of this bay")
        for (word, sentence) in [
            ("haut", "the name haut cannot be told from that of bay Haut"), ("a b", "a b is no name of a bay"),
            ("é1", "é1 is no name of a bay"), ("...", "... is no name of a bay"), ("STOP", "STOP is a word of the scan dialogue"),
        ] { #expect(Self.said(dialogue.take(.typed(word))).hasPrefix(sentence), "\(word)") }
        #expect(dialogue.take(.typed("U09")) == .say([]))
        // A drive that is plugged in already is named by its node.
        #expect(Self.said(dialogue.take(.typed("sdb"))).contains("bay U09 is"))
        #expect(dialogue.name == "U10")
        #expect(Self.said(dialogue.take(.typed("BACK"))) == "bay U09 is taken back")
        #expect(dialogue.name == "U09" && dialogue.learnt.isEmpty)
        #expect(Self.said(dialogue.take(.typed("retour"))) == "there is nothing to take back")
    }

    @Test func theNextNameCountsOn() {
        for (name, next) in [("A1", "A2"), ("A9", "A10"), ("U09", "U10"), ("7", "8"), ("B-1.9", "B-1.10")] {
            #expect(SetupDialogue.successor(name) == next)
        }
        for name in ["Haut", "A", "X99999999999999999999"] { #expect(SetupDialogue.successor(name) == nil) }
    }

    @Test func itSpeaksFrench() {
        var dialogue = Self.dialogue(.init(), present: [], .fr)
        #expect(dialogue.prompt == "branchez un disque dans l’emplacement de la baie A1 ; ou tapez un autre nom, RETOUR ou FIN")
        _ = dialogue.take(.appeared(Self.drive("sdb", port: 1)))
        _ = dialogue.take(.typed("FIN"))
        #expect(dialogue.prompt == "écrire 1 nouvelle baie dans /etc/wiped/station.yaml ? OUI ou NON")
        guard case .finish(let bays, _) = dialogue.take(.typed("oui")) else { Issue.record("OUI is a yes"); return }
        #expect(bays.count == 1)
    }
}
