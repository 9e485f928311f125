// Goal: a station file that is read again can only make the station more careful at once: nothing begins by it, and what it protects is let alone.
// Method: files that differ in one place; a station with drives in every state takes what is new.

import Bench
import Testing

@testable import WipeCore

@Suite struct RulesChangeTests {
    private static func change(policies: [String: Policy]? = nil, _ edit: (inout StationRules) -> Void) -> RulesChange {
        var new = Fixture.rules()
        edit(&new)
        let old = ["clear-zero": Fixture.policy()]
        return RulesChange(from: Fixture.rules(), old, to: new, policies ?? old)
    }

    private static let newBay = Bay(id: "N1", match: [PropertyMatch(property: "BAY", glob: "9")], onAttach: .wipe)

    @Test func whatOnlyAddsCountsAtOnce() {
        let change = Self.change(policies: ["clear-zero": Fixture.policy(), "other": Fixture.policy("other")]) {
            $0.bays.append(Self.newBay)
            $0.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "X*")]]
        }
        #expect(change.bays == [Self.newBay] && change.protect.count == 1 && change.policies.keys.sorted() == ["other"])
        #expect(change.waiting.isEmpty && !change.isEmpty)
        #expect(Self.change { _ in }.isEmpty)
    }

    /// A new place in the order of the bays is none that anybody would see.
    @Test func whatMovesADecisionWaits() {
        let cases: [(String, (inout StationRules) -> Void)] = [
            ("bays", { $0.bays[0].onAttach = .hold }), ("bays", { $0.bays.removeFirst() }), ("slots", { $0.slots = 7 }),
            (
                "bays",
                {
                    $0.bays[0].id = "Z"
                    $0.bays.append(Self.newBay)
                }
            ),
            ("limits", { $0.staggerSeconds = 9 }), ("requireAssetTag", { $0.requireAssetTag = true }),
            ("tagPattern", { $0.tagPattern = try? TagPattern("A[0-9]+") }), ("weakSerials", { $0.weakSerials = ["A*"] }),
            ("policyFor", { $0.policyFor = [] }), ("confirmAboveBytes", { $0.confirmAboveBytes = 1 }),
            ("holdCertifiedDays", { $0.holdCertifiedDays = 1 }), ("resumeWithinHours", { $0.resumeWithinHours = 1 }),
            ("stallSeconds", { $0.stallSeconds = 1 }), ("slow", { $0.slow.forMinutes = 1 }),
            ("temperature", { $0.temperature.pauseAboveCelsius = 99 }), ("health", { $0.health.pendingMax = 9 }),
            ("retrySecondsPerDrive", { $0.retrySecondsPerDrive = 1 }), ("deviceCommands", { $0.deviceCommands.hoursMax = 1 }),
        ]
        for (name, edit) in cases {
            let change = Self.change(edit)
            #expect(change.waiting == [name] && change.isEmpty, "\(name): \(change)")
        }
        var protecting = Fixture.rules()
        protecting.protect = [[PropertyMatch(property: "BAY", glob: "1")]]
        #expect(RulesChange(from: protecting, [:], to: Fixture.rules(), [:]).waiting == ["protect"])
        var policy = Fixture.policy()
        policy.version = "2.0.0"
        #expect(Self.change(policies: ["clear-zero": policy]) { _ in }.waiting == ["policy clear-zero"])
        #expect(Self.change(policies: [:]) { _ in }.waiting == ["policy clear-zero"])
    }

    /// Every part of the rules is looked at: a new one that is forgotten here would be passed over in silence.
    @Test func noPartOfTheRulesIsForgotten() {
        #expect(Mirror(reflecting: StationRules()).children.count == 18, "what is new in StationRules belongs into RulesChange")
    }

    @Test func aDriveInANewBayWaitsForAPerson() throws {
        var bench = StationBench()
        let drive = Fixture.report(bay: "9")
        bench.plug(drive)
        #expect(bench.codes(drive).map(\.rawValue) == ["not-in-a-bay"])
        let change = Self.change { $0.bays.append(Self.newBay) }
        let answer = bench.send(.rulesExtended(change))
        let transition = try #require(answer)
        #expect(bench.codes(drive).map(\.rawValue) == ["was-in-use"])
        #expect(transition.queued.isEmpty && bench.started == 0)
        // What it hides was not asked while it was in no bay.
        #expect(transition.effects.contains(.identify(drive.attachment)))
        bench.look(drive)
        #expect(bench.word == "held" && bench.started == 0)
        // One that comes afterwards is in its bay like every other.
        var other = Fixture.report("sdc", sequence: 9, serial: "ZN1OTHER", bay: "9")
        other.attachment = AttachmentID(name: "sdc", diskSequence: 9)
        bench.send(.detached(drive.attachment))
        bench.plug(other)
        #expect(bench.job(at: other)?.bay == "N1" && bench.job(at: other)?.state.word == "opening")
        #expect(bench.acts("reload").map(\.detail) == ["bays N1"])
    }

    /// Its bay is not known yet when the new one comes to be: it was plugged in before that.
    @Test func aDriveThatIsBeingIdentifiedWaitsForAPersonToo() throws {
        var bench = StationBench()
        let drive = Fixture.report(bay: "9")
        bench.send(.attached(drive.attachment, presentAtStart: false))
        bench.send(.rulesExtended(Self.change { $0.bays.append(Self.newBay) }))
        bench.look(drive)
        #expect(bench.codes(drive).map(\.rawValue) == ["present-at-start"] && bench.started == 0)
    }

    @Test(arguments: ["held", "opening", "running"])
    func whatIsProtectedNowIsLetAlone(_ word: String) throws {
        var bench = StationBench(Fixture.rules(onAttach: word == "held" ? .hold : .wipe))
        if word == "running" { _ = try bench.begin() } else { bench.plug(theDrive) }
        try #require(bench.word == word)
        let change = Self.change { $0.protect = [[PropertyMatch(property: "BAY", glob: "1")]] }
        let answer = bench.send(.rulesExtended(change))
        let transition = try #require(answer)
        switch word {
        case "held": #expect(bench.job == nil && bench.codes(theDrive).map(\.rawValue) == ["protected"])
        default:
            #expect(bench.word == "stopping")
            #expect(transition.effects.contains { if case .stopRunner = $0 { true } else { false } })
        }
        // Nobody starts it any more.
        #expect(bench.start(theDrive) == nil)
    }

    /// A wipe that waits for its turn asks for no confirmation; one that is given is of this drive, or nothing is changed.
    @Test func aWrongSerialIsNeverObeyed() throws {
        var bench = StationBench(Fixture.rules(slots: 0))
        bench.plug(theDrive)
        try #require(bench.word == "queued")
        func start(_ confirm: String?) -> Event {
            .startRequested(theDrive.attachment, policy: "clear-zero", confirm: confirm, Fixture.operator1)
        }
        #expect(
            bench.refusal(start("ZN1OTHER"))?.code == "confirmation-required" && bench.refusal(start(""))?.code == "confirmation-required")
        #expect(bench.refusal(start("zn1abcde")) == nil && bench.refusal(start(nil)) == nil)
    }

    @Test func aNewPolicyCanBeAskedFor() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive)
        func start(_ bench: inout StationBench) -> Transition? {
            bench.send(.startRequested(theDrive.attachment, policy: "other", confirm: "ZN1ABCDE", Fixture.operator1))
        }
        #expect(start(&bench) == nil)
        let old = ["clear-zero": Fixture.policy()]
        let more = old.merging(["other": Fixture.policy("other")]) { one, _ in one }
        bench.send(.rulesExtended(RulesChange(from: Fixture.rules(), old, to: Fixture.rules(), more)))
        #expect(start(&bench) != nil)
        #expect(bench.job?.policy == "other")
    }
}
