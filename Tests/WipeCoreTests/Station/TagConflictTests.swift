// Goal: a tag never moves by itself; each conflict has its name, is settled only by a person who names what it is with, and is written down.
// Method: each conflict by each role, with the wrong word, the right word and none; the same for the rows of a list.

import Bench
import Testing

@testable import WipeCore

@Suite struct TagConflictTests {
    private let second = Fixture.report("sdc", sequence: 8, serial: "WD-22222222", bay: "2")

    private func tag(_ text: String, _ source: AssetTag.Source = .person) -> AssetTag { AssetTag(tag: text, source: source) }

    private func bench(_ old: AssetTag? = nil) -> StationBench {
        var bench = StationBench(Fixture.rules(onAttach: .hold, requireAssetTag: true))
        bench.plug(theDrive, MediaHistory(assetTag: old))
        return bench
    }

    private func assign(_ tag: AssetTag, _ facts: TagFacts = TagFacts(), _ words: [String] = [], by actor: Actor) -> Event {
        .tagAssigned(theDrive.attachment, tag, facts, settling: words, actor)
    }

    @Test func aSerialGetsAnotherTagOnlyFromAPersonWhoNamesTheFirst() {
        var byHand = bench(tag("T-1"))
        #expect(byHand.refusal(assign(tag("T-2"), by: Fixture.operator1))?.code == "tag-conflict")
        #expect(byHand.refusal(assign(tag("T-2"), TagFacts(), ["T-3"], by: Fixture.operator1))?.code == "tag-conflict")
        byHand.send(assign(tag("T-2"), TagFacts(), ["T-1"], by: Fixture.technician))
        #expect(byHand.state.attached[theDrive.attachment]?.assetTag?.tag == "T-2")
        #expect(byHand.acts("tag").last?.detail == "T-2; settled tag-conflict with T-1")
        // What the list said is overruled by a lead alone.
        let byList = bench(tag("T-1", .intake))
        #expect(byList.refusal(assign(tag("T-2"), TagFacts(), ["T-1"], by: Fixture.technician))?.code == "not-allowed")
        #expect(byList.refusal(assign(tag("T-2"), TagFacts(), ["T-1"], by: Fixture.operator1)) == nil)
    }

    @Test func aTagMovesToAnotherSerialOnlyWhereItsHolderIsNamed() {
        var bench = bench()
        bench.plug(second, MediaHistory(assetTag: tag("T-1")))
        let facts = TagFacts(holder: .serial("WD-22222222"), holderSource: .person)
        let refused = bench.refusal(assign(tag("T-1"), facts, by: Fixture.technician))
        #expect(refused?.code == "tag-in-use" && refused?.hint?.contains("--settle WD-22222222") == true, "\(String(describing: refused))")
        bench.send(assign(tag("T-1"), facts, ["WD-22222222"], by: Fixture.technician))
        #expect(bench.state.attached[theDrive.attachment]?.assetTag?.tag == "T-1")
        // The other one has none now: its job is held again, and the journal says who took the tag.
        #expect(bench.state.attached[second.attachment]?.assetTag == nil)
        let loser = bench.state.jobs.values.first { $0.identity.serial == "WD-22222222" }
        #expect(loser?.assetTag == nil)
        #expect(bench.decision(second)?.holds.map(\.code).contains(.assetTagMissing) == true)
        #expect(bench.acts("untag").map(\.serial) == ["WD-22222222"] && bench.acts("untag").first?.actor == Fixture.technician)
    }

    @Test func aTagUnderWhichARecordIsBeingWrittenStaysWhereItIs() throws {
        var bench = bench()
        bench.plug(second)
        bench.send(.tagAssigned(second.attachment, tag("T-1"), TagFacts(), settling: [], Fixture.technician))
        bench.send(.startRequested(second.attachment, policy: nil, confirm: "WD-22222222", Fixture.technician))
        let job = try #require(bench.state.jobs.values.first { $0.identity.serial == "WD-22222222" })
        bench.send(.opened(job.id))
        bench.send(.finished(job.id, Fixture.cleanReport(try #require(bench.state.jobs[job.id]?.plan)), nil))
        let facts = TagFacts(holder: .serial("WD-22222222"), holderSource: .person)
        #expect(bench.refusal(assign(tag("T-1"), facts, ["WD-22222222"], by: Fixture.operator1))?.code == "too-late")
    }

    @Test func aTagUnderWhichARecordExistsIsGivenByALeadWhoNamesTheRecord() {
        var bench = bench()
        let facts = TagFacts(certified: CertifiedTag(record: 12, serial: "WD9"))
        let refused = bench.refusal(assign(tag("T-1"), facts, by: Fixture.operator1))
        #expect(refused?.code == "tag-certified" && refused?.message == "record 12 exists under asset tag T-1, of serial WD9")
        #expect(bench.refusal(assign(tag("T-1"), facts, ["12"], by: Fixture.technician))?.code == "not-allowed")
        bench.send(assign(tag("T-1"), facts, ["12"], by: Fixture.operator1))
        #expect(bench.acts("tag").last?.detail == "T-1; settled tag-certified with 12")
    }

    @Test func everyConflictMustBeNamed() {
        var bench = bench(tag("T-1"))
        let facts = TagFacts(holder: .serial("WD-22222222"), holderSource: .intake, certified: CertifiedTag(record: 12, serial: nil))
        for words in [[], ["WD-22222222"], ["WD-22222222", "12"], ["12", "T-1"]] {
            #expect(bench.refusal(assign(tag("T-2"), facts, words, by: Fixture.operator1)) != nil, "\(words)")
        }
        bench.send(assign(tag("T-2"), facts, ["T-1", "12", "WD-22222222"], by: Fixture.operator1))
        #expect(
            bench.acts("tag").last?.detail.contains(
                "settled tag-in-use with WD-22222222; settled tag-certified with 12; settled tag-conflict")
                == true)
    }

    @Test func rowsOfAListAreRejectedByNameUntilAPersonLetsTheListWin() {
        func row(_ line: Int, _ serial: String, _ text: String) -> IntakeLink {
            IntakeLink(line: line, link: TagLink(key: .of(serial: serial), assetTag: tag(text, .intake)))
        }
        let rows = [
            row(2, "S1", "T-1"), row(3, "S2", "T-20"), row(4, "S3", "T-9"), row(5, "S4", "T-40"), row(6, "S5", "T-5"), row(7, "S6", "T-6"),
        ]
        let facts = IntakeFacts(
            tags: [.serial("S2"): tag("T-2"), .serial("S4"): tag("T-4"), .serial("S5"): tag("T-5", .intake)],
            holders: ["T-9": .serial("S9")], certified: ["T-4", "T-6"])
        let decision = IntakeDecision(rows: rows, facts: facts)
        #expect(decision.rejected.map(\.line) == [3, 4, 5, 7])
        #expect(decision.rejected.map(\.code) == [.tagConflict, .tagInUse, .tagCertified, .tagCertified])
        #expect(decision.links.map(\.key) == [.serial("S1")] && decision.new == 1 && decision.unchanged == 1 && decision.settled.isEmpty)
        let settled = IntakeDecision(rows: rows, facts: facts, listWins: true)
        #expect(settled.rejected.map(\.line) == [5, 7], "a record is never overruled by a list")
        #expect(settled.settled.map(\.code) == [.tagConflict, .tagInUse])
        var bench = bench()
        let event = { (actor: Actor) in Event.intake(settled.links, settled: settled.settled, by: actor) }
        #expect(bench.refusal(event(Fixture.technician))?.code == "not-allowed")
        bench.send(event(Fixture.operator1))
        #expect(bench.acts("settle").map(\.detail) == ["T-20 instead of T-2 (tag-conflict)", "T-9 instead of S9 (tag-in-use)"])
    }

    /// A list with its columns exchanged came first, or comes now: neither is taken, and both are named.
    @Test func aRowWhoseSerialIsATagIsRejected() {
        func row(_ line: Int, _ serial: String, _ text: String) -> IntakeLink {
            IntakeLink(line: line, link: TagLink(key: .of(serial: serial), assetTag: tag(text, .intake)))
        }
        var facts = IntakeFacts(tags: [:], holders: [:], certified: [])
        facts.tagged = [.serial("S1"): .serial("T-1"), .serial("S2"): .serial("S9")]
        facts.serials = ["T-1"]
        let rows = [row(2, "S1", "T-1"), row(3, "S2", "T-2"), row(4, "S3", "T-3")]
        for listWins in [false, true] {
            let decision = IntakeDecision(rows: rows, facts: facts, listWins: listWins)
            #expect(decision.links.map(\.key) == [.serial("S3")] && decision.rejected.map(\.code) == [.notATag, .notATag])
            #expect(decision.rejected.first?.message.hasPrefix("the books have it the other way round, T-1 as the serial and S1") == true)
            #expect(decision.rejected.last?.message.hasPrefix("the serial S2 is an asset tag in the books, of S9: ") == true)
        }
    }

    /// What a person has said at the drive stays said when a list repeats it, and a list alone says nothing for a person.
    @Test(
        arguments: [(AssetTag.Source.person, nil, true), (.intake, nil, nil), (.intake, true, true)] as [(AssetTag.Source, Bool?, Bool?)])
    func aListThatRepeatsATagWeakensNothing(_ source: AssetTag.Source, _ before: Bool?, _ after: Bool?) {
        let key = TagKey.of(serial: "S1")
        var old = tag("T-1", source)
        old.isConfirmed = before
        var listed = tag("T-1", .intake)
        listed.donor = "School"
        let facts = IntakeFacts(tags: [key: old], holders: [:], certified: [])
        let decision = IntakeDecision(rows: [IntakeLink(line: 2, link: TagLink(key: key, assetTag: listed))], facts: facts)
        #expect(decision.links.map(\.assetTag.isConfirmed) == [after] && decision.links.first?.assetTag.donor == "School")
    }

    /// Nobody reads or types what a drive can give as its serial at worst.
    @Test func aHolderIsNamedByTheBeginningOfALongSerial() {
        let long = String(repeating: "Z", count: 300)
        let facts = TagFacts(holder: .serial(long), holderSource: .person)
        let refused = bench().refusal(assign(tag("T-1"), facts, by: Fixture.technician))
        let shown = String(repeating: "Z", count: 40)
        #expect(refused?.message == "asset tag T-1 belongs to another drive already: \(shown)…")
        #expect(bench().refusal(assign(tag("T-1"), facts, [String(shown.dropLast())], by: Fixture.technician)) != nil)
        #expect(bench().refusal(assign(tag("T-1"), facts, [shown], by: Fixture.technician)) == nil)
    }

    private static let spellings = [("OPEQ-1", "opeq-1"), ("Gaspé-1", "GASPÉ-1"), ("0012", "12"), ("OPEQ-12", "OPEQ-0012")]

    /// A second drive under a tag that reads the same as one that another drive has: the conflict of the tag itself, settled likewise.
    @Test(arguments: spellings) func aTagThatReadsLikeAnotherDrivesIsInUse(_ first: String, _ other: String) {
        var bench = bench()
        bench.plug(second, MediaHistory(assetTag: tag(first)))
        let facts = TagFacts(alike: [TagLink(key: .serial("WD-22222222"), assetTag: tag(first))])
        let refused = bench.refusal(assign(tag(other), facts, by: Fixture.technician))
        #expect(refused?.code == "tag-in-use" && refused?.message.contains("(as \(first), which reads the same)") == true)
        #expect(refused?.hint?.contains("--settle WD-22222222") == true)
        bench.send(assign(tag(other), facts, ["WD-22222222"], by: Fixture.technician))
        #expect(bench.state.attached[theDrive.attachment]?.assetTag?.tag == other)
        #expect(bench.entries.contains(.untag(key: .serial("WD-22222222"))) && bench.state.attached[second.attachment]?.assetTag == nil)
        #expect(bench.decision(second)?.holds.map(\.code).contains(.assetTagMissing) == true)
        #expect(bench.acts("untag").map(\.detail) == [first])
        // What a list says takes a lead, in every spelling.
        let listed = TagFacts(alike: [TagLink(key: .serial("WD-33333333"), assetTag: tag(first, .intake))])
        #expect(self.bench().refusal(assign(tag(other), listed, ["WD-33333333"], by: Fixture.technician))?.code == "not-allowed")
    }

    @Test(arguments: spellings) func aTagThatReadsLikeARecordsIsCertified(_ first: String, _ other: String) {
        var bench = bench()
        let facts = TagFacts(certified: CertifiedTag(record: 12, serial: "WD9", spelling: first))
        let refused = bench.refusal(assign(tag(other), facts, by: Fixture.operator1))
        #expect(refused?.code == "tag-certified" && refused?.message.contains("(as \(first), which reads the same), of serial WD9") == true)
        bench.send(assign(tag(other), facts, ["12"], by: Fixture.operator1))
        #expect(bench.state.attached[theDrive.attachment]?.assetTag?.tag == other)
    }

    /// Its own tag in another spelling: no conflict, and no other tag, also where a record was signed under it.
    @Test(arguments: spellings) func aDriveKeepsItsTagAsItWasFirstWritten(_ first: String, _ other: String) {
        let own = TagLink(key: .serial("ZN1ABCDE"), assetTag: tag(first, .intake))
        let facts = TagFacts(
            certified: CertifiedTag(record: 12, serial: "ZN1ABCDE", spelling: first), linked: own.assetTag, alike: [own])
        for isThere in [true, false] {
            var bench = bench(isThere ? own.assetTag : nil)
            bench.send(assign(tag(other), facts, by: Fixture.technician))
            #expect(bench.state.attached[theDrive.attachment]?.assetTag?.tag == first)
            #expect(bench.acts("tag").last?.detail == "\(first); stays as first written, not \(other)")
            #expect(!bench.entries.contains(.untag(key: own.key)))
        }
    }

    /// Of two tags that an older version took side by side, each stays its drive's; the other's spelling is in use.
    @Test func twoOldTagsThatReadTheSameAreBothNamed() {
        let theirs = TagLink(key: .serial("WD-22222222"), assetTag: tag("opeq-1"))
        let own = TagLink(key: .serial("ZN1ABCDE"), assetTag: tag("OPEQ-1"))
        var bench = bench(own.assetTag)
        bench.plug(second, MediaHistory(assetTag: theirs.assetTag))
        bench.send(assign(tag("OPEQ-1"), TagFacts(holder: own.key, holderSource: .person, alike: [theirs]), by: Fixture.technician))
        #expect(bench.state.attached[second.attachment]?.assetTag?.tag == "opeq-1")
        let facts = TagFacts(holder: theirs.key, holderSource: .person, alike: [own])
        #expect(bench.refusal(assign(tag("opeq-1"), facts, by: Fixture.technician))?.code == "tag-in-use")
        bench.send(assign(tag("opeq-1"), facts, ["WD-22222222"], by: Fixture.technician))
        #expect(bench.state.attached[theDrive.attachment]?.assetTag?.tag == "OPEQ-1")
        #expect(bench.state.attached[second.attachment]?.assetTag == nil)
        // A third drive has to name both.
        let third = TagFacts(holder: .serial("A"), alike: [TagLink(key: .serial("B"), assetTag: tag("opeq-1"))])
        let other = self.bench()
        #expect(other.refusal(assign(tag("OPEQ-1"), third, ["A"], by: Fixture.technician))?.message.contains("B (as opeq-1") == true)
        #expect(other.refusal(assign(tag("OPEQ-1"), third, ["A", "B"], by: Fixture.technician)) == nil)
    }

    /// A drive that its serial does not identify is called by its bay, and why.
    @Test func aHolderThatItsSerialDoesNotIdentifyIsNamedByItsBay() {
        var dock = Fixture.report("sdd", sequence: 9, serial: "DOCK-1234", bay: "3")
        dock.identity.serialSource = .usbBridge
        var bench = bench()
        bench.plug(dock, MediaHistory())
        bench.send(.tagAssigned(dock.attachment, tag("T-1"), TagFacts(), settling: [], Fixture.technician))
        let key = dock.tagKey(bootID: "boot-1")
        #expect(key.serial == nil)
        let facts = TagFacts(holder: key, holderSource: .person)
        let refused = bench.refusal(assign(tag("T-1"), facts, by: Fixture.technician))
        #expect(
            refused?.message.hasPrefix("asset tag T-1 belongs to another drive already: the drive in bay B3 (its serial is that of") == true
        )
        #expect(refused?.hint?.contains("--settle bay:B3") == true, "\(String(describing: refused))")
        bench.send(assign(tag("T-1"), facts, ["bay:B3"], by: Fixture.technician))
        #expect(bench.state.attached[theDrive.attachment]?.assetTag?.tag == "T-1" && bench.state.attached[dock.attachment]?.assetTag == nil)
        // One whose serial another drive shows too.
        let shared = Fixture.report("sde", sequence: 10, serial: "ZN1TWICE", bay: "4")
        var other = shared.identity
        other.model = "ANOTHER"
        bench.plug(shared, MediaHistory(sightings: [DriveSighting(identity: other, properties: [:])]))
        bench.send(.tagAssigned(shared.attachment, tag("T-4"), TagFacts(), settling: [], Fixture.technician))
        let sharedKey = shared.tagKey(bootID: "boot-1", isShared: true)
        let message = bench.refusal(assign(tag("T-4"), TagFacts(holder: sharedKey, holderSource: .person), by: Fixture.technician))?.message
        #expect(message?.contains("the drive in bay B4 (its serial ZN1TWICE is shown by another drive too)") == true, "\(message ?? "")")
    }

    @Test func rowsOfAListThatReadLikeAnotherDrivesTagAreRejected() {
        func row(_ line: Int, _ serial: String, _ text: String) -> IntakeLink {
            IntakeLink(line: line, link: TagLink(key: .of(serial: serial), assetTag: tag(text, .intake)))
        }
        let rows = [row(2, "S1", "opeq-1"), row(3, "S2", "OPEQ-02"), row(4, "S3", "12"), row(5, "S4", "OPEQ-40")]
        var facts = IntakeFacts(
            tags: [.serial("S2"): tag("OPEQ-2", .intake), .serial("S3"): tag("0012")], holders: [:], certified: ["OPEQ-02", "OPEQ-40"],
            alike: [
                "opeq-1": [TagLink(key: .serial("S9"), assetTag: tag("OPEQ-1"))],
                "OPEQ-02": [TagLink(key: .serial("S2"), assetTag: tag("OPEQ-2", .intake))],
                "12": [TagLink(key: .serial("S3"), assetTag: tag("0012"))],
            ])
        facts.certifiedAs = ["OPEQ-40": "opeq-40"]
        let decision = IntakeDecision(rows: rows, facts: facts)
        #expect(decision.rejected.map(\.code) == [.tagInUse, .tagCertified])
        #expect(
            decision.rejected.map(\.message)[0] == "asset tag opeq-1 belongs to another drive already: S9 (as OPEQ-1, which reads the same)"
        )
        #expect(decision.rejected.map(\.message)[1] == "a record exists under asset tag OPEQ-40 (as opeq-40, which reads the same) already")
        // Its own tag in another spelling is known already, and stays as it was first written.
        #expect(decision.unchanged == 1 && decision.changed == 1 && decision.links.map(\.assetTag.tag) == ["0012"])
        let settled = IntakeDecision(rows: rows, facts: facts, listWins: true)
        #expect(settled.settled.map(\.holder) == [.serial("S9")] && settled.links.map(\.assetTag.tag) == ["opeq-1", "0012"])
    }

    @Test func aSerialThatNeverCameIsDroppedByALeadWithAReason() {
        var bench = bench()
        let link = TagLink(key: .serial("GONE"), assetTag: tag("T-7", .intake))
        #expect(bench.refusal(.linkDropped(link, wasSeen: false, reason: "r", Fixture.technician))?.code == "not-allowed")
        #expect(bench.refusal(.linkDropped(link, wasSeen: true, reason: "r", Fixture.operator1))?.code == "serial-seen")
        let present = TagLink(key: .serial("ZN1ABCDE"), assetTag: tag("T-7", .intake))
        #expect(bench.refusal(.linkDropped(present, wasSeen: false, reason: "r", Fixture.operator1))?.code == "serial-seen")
        bench.send(.linkDropped(link, wasSeen: false, reason: "came without a drive", Fixture.operator1))
        #expect(bench.entries.contains(.untag(key: .serial("GONE"))))
        #expect(bench.acts("drop").last?.detail == "T-7 (serial-never-seen): came without a drive")
    }
}
