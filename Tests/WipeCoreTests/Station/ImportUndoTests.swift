// Goal: an import that was a mistake is taken back as far as nobody has built on it, and whatever stays is named. Method: steps of an import with
// what became of them since; a station whose drives had tags of the list.

import Bench
import Testing

@testable import WipeCore

@Suite struct ImportUndoTests {
    private static func tag(_ text: String, _ source: AssetTag.Source = .intake) -> AssetTag { AssetTag(tag: text, source: source) }

    private static func step(_ serial: String, before: String? = nil, after: String?, now: String? = nil, isSame: Bool = true) -> LinkStep {
        let after = after.map { tag($0) }
        return LinkStep(
            key: .serial(serial), before: before.map { tag($0) }, after: after, now: isSame ? after : now.map { tag($0, .person) })
    }

    private static func imported(_ steps: [LinkStep], by actor: Actor = Fixture.technician, settled: Int = 0) -> ImportedLinks {
        ImportedLinks(
            record: IntakeRecord(number: 3, at: Fixture.moment(0), actor: actor, list: "l.csv", rows: steps.count, settled: settled),
            isUndone: false, steps: steps)
    }

    private static func order(
        _ steps: [LinkStep], certified: Set<String> = [], begun: Set<TagKey> = [], holders: [String: Set<TagKey>] = [:],
        by actor: Actor = Fixture.technician
    ) -> UndoOrder {
        UndoOrder(imported(steps), certified: certified, begun: begun, holders: holders, by: actor, at: Fixture.moment(1))
    }

    @Test func whatItAloneHasSetGoesBack() {
        let order = Self.order([Self.step("A", after: "T1"), Self.step("B", before: "OLD", after: "T2")])
        #expect(order.removed == [.serial("A")])
        #expect(order.restored == [TagLink(key: .serial("B"), assetTag: Self.tag("OLD"))])
        #expect(order.kept.isEmpty)
        #expect(order.changes.untags == [.serial("A"), .serial("B")] && order.changes.undoes == 3)
        #expect(order.changes.acts.map(\.detail) == ["import 3: 2 links taken back, 0 kept"])
    }

    @Test func whatWasBuiltOnStaysAndIsNamed() {
        let steps = [
            Self.step("A", after: "T1", now: "T9", isSame: false), Self.step("B", after: "T2"), Self.step("C", after: "T3"),
            Self.step("D", before: "OLD", after: "T4"), Self.step("E", after: "T5", now: nil, isSame: false), Self.step("F", after: "T6"),
        ]
        let order = Self.order(steps, certified: ["T2"], begun: [.serial("C")], holders: ["OLD": [.serial("X")]])
        #expect(order.removed == [.serial("F")] && order.restored.isEmpty)
        #expect(
            order.kept.map { "\($0.key.name) \($0.tag?.tag ?? "-") \($0.obstacle.rawValue)" } == [
                "A T9 changed-since", "B T2 tag-certified", "C T3 wipe-begun", "D T4 tag-in-use", "E - changed-since",
            ])
    }

    /// A list that won over two links exchanged them. Both go back together, or neither does.
    @Test func tagsThatWereExchangedGoBackTogether() {
        let steps = [Self.step("A", before: "T1", after: "T2"), Self.step("B", before: "T2", after: "T1")]
        let holders: [String: Set<TagKey>] = ["T1": [.serial("B")], "T2": [.serial("A")]]
        let order = Self.order(steps, holders: holders)
        #expect(order.restored.map(\.assetTag.tag) == ["T1", "T2"] && order.kept.isEmpty)
        let stuck = Self.order(steps, certified: ["T1"], holders: holders)
        #expect(stuck.restored.isEmpty && stuck.kept.map(\.obstacle) == [.tagCertified, .tagCertified])
        // One that lost its tag to the list has it again.
        let taken = Self.order(
            [Self.step("X", before: "T1", after: nil), Self.step("Y", after: "T1")], holders: ["T1": [.serial("Y")]])
        #expect(taken.removed == [.serial("Y")] && taken.restored.map(\.key) == [.serial("X")])
    }

    // MARK: at a station

    private static let list = [TagLink(key: .serial("ZN1ABCDE"), assetTag: tag("T1"))]

    private static func station(onAttach: OnAttach = .hold) -> StationBench {
        var bench = StationBench(Fixture.rules(onAttach: onAttach, requireAssetTag: true))
        bench.plug(theDrive)
        bench.send(.intake(list, by: Fixture.technician))
        return bench
    }

    private static func undo(by actor: Actor = Fixture.technician, of importer: Actor = Fixture.technician, settled: Int = 0) -> Event {
        .importUndone(
            UndoOrder(
                imported([step("ZN1ABCDE", after: "T1")], by: importer, settled: settled), certified: [], begun: [], holders: [:],
                by: actor,
                at: Fixture.moment(1)))
    }

    @Test func aDriveThatWaitsHasNoTagAnyMore() {
        var bench = Self.station()
        #expect(bench.tagShown(theDrive) == "T1" && bench.codes(theDrive).map(\.rawValue) == ["waiting-for-start"])
        bench.send(Self.undo())
        #expect(bench.tagShown(theDrive) == nil && bench.job?.assetTag == nil)
        #expect(bench.codes(theDrive).map(\.rawValue).contains("asset-tag-missing"))
        #expect(bench.acts("undo").count == 1)
        guard case .links(let changes) = bench.entries.last(where: { if case .links = $0 { true } else { false } }) else {
            Issue.record("nothing is written down")
            return
        }
        #expect(changes.untags == [.serial("ZN1ABCDE")] && changes.undoes == 3)
    }

    /// The order was made before the wipe began: nothing of it is done, and the shell makes it anew.
    @Test func aWipeThatHasBegunKeepsItsTag() {
        var bench = Self.station(onAttach: .wipe)
        #expect(bench.word == "opening" && bench.state.begunTagKeys == [.serial("ZN1ABCDE")])
        #expect(bench.refusal(Self.undo())?.code == "busy")
        #expect(bench.send(Self.undo()) == nil && bench.tagShown(theDrive) == "T1")
    }

    /// A person has read the tag off the drive since: it stays, and the list that says it once more changes nothing about that.
    @Test func whatAPersonHasSaidSinceIsNotTakenBackWithTheList() throws {
        var bench = Self.station()
        let said = Event.tagAssigned(
            theDrive.attachment, AssetTag(tag: "t1", source: .person), TagFacts(holder: .serial("ZN1ABCDE"), linked: Self.tag("T1")),
            settling: [], Fixture.technician)
        bench.send(said)
        let now = try #require(bench.state.attached[theDrive.attachment]?.assetTag)
        #expect(now.tag == "T1" && now.source == .intake && now.isConfirmed == true)
        let again = IntakeLink(line: 2, link: Self.list[0])
        let decision = bench.state.choose(
            [again], IntakeFacts(tags: [.serial("ZN1ABCDE"): now], holders: ["T1": .serial("ZN1ABCDE")], certified: []), listWins: false)
        #expect(decision.unchanged == 1 && decision.links.isEmpty)
        let step = LinkStep(key: .serial("ZN1ABCDE"), before: nil, after: Self.tag("T1"), now: now)
        let own = AssetTag(tag: "T1", source: .person)
        #expect(Self.order([step]).restored == [TagLink(key: .serial("ZN1ABCDE"), assetTag: own)] && Self.order([step]).kept.isEmpty)
        bench.send(.importUndone(Self.order([step])))
        #expect(bench.state.attached[theDrive.attachment]?.assetTag == own)
        // Whose drive it was, only the list has said; what stood there before it stands there again.
        let listed = AssetTag(tag: "T1", source: .intake, donor: "wrong")
        var confirmed = listed
        confirmed.isConfirmed = true
        let before = AssetTag(tag: "T1", source: .person, donor: "right")
        for (old, back) in [(nil, own), (before, before), (Self.tag("T9"), own)] as [(AssetTag?, AssetTag)] {
            let step = LinkStep(key: .serial("ZN1ABCDE"), before: old, after: listed, now: confirmed)
            #expect(Self.order([step]).restored.map(\.assetTag) == [back])
        }
        // Under a record, and with anything else changed, it stays whole.
        let stays = LinkStep(key: .serial("ZN1ABCDE"), before: nil, after: listed, now: confirmed)
        #expect(Self.order([stays], certified: ["T1"]).kept.map(\.obstacle) == [.tagCertified])
        confirmed.donor = "right"
        let changed = LinkStep(key: .serial("ZN1ABCDE"), before: nil, after: listed, now: confirmed)
        #expect(Self.order([changed]).kept.map(\.obstacle) == [.changedSince])
    }

    @Test func whoMayTakeItBack() {
        let bench = Self.station()
        #expect(bench.refusal(Self.undo()) == nil)
        #expect(bench.refusal(Self.undo(settled: 1))?.code == "not-allowed")
        #expect(bench.refusal(Self.undo(of: Fixture.operator1))?.code == "not-allowed")
        #expect(bench.refusal(Self.undo(by: Fixture.operator1, settled: 1)) == nil)
        #expect(bench.refusal(Self.undo(by: Fixture.viewer, of: Fixture.viewer))?.code == "not-allowed")
    }
}
