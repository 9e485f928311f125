// Goal: nobody does more than their role allows, every refusal is written down with who and when, and a loop of refusals fills no disk.
// Method: each kind of request by each role; each hold by a technician and by a lead; thousands of refusals in a row.

import Bench
import Testing

@testable import WipeCore

@Suite struct RoleTests {
    private static func tag(_ actor: Actor) -> Event {
        .tagAssigned(theDrive.attachment, AssetTag(tag: "T-1", source: .person), TagFacts(), settling: [], actor)
    }

    private static func requests(_ job: JobID, _ actor: Actor) -> [Event] {
        [
            tag(actor), .intake([], by: actor),
            .linkDropped(TagLink(key: .serial("S"), assetTag: AssetTag(tag: "T", source: .intake)), wasSeen: false, reason: "r", actor),
            .startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", actor), .cancelRequested(job, actor),
            .pauseRequested(job, actor), .resumeRequested(job, actor), .priorityRequested(job, 3, actor),
        ]
    }

    @Test func viewersAndStrangersChangeNothing() {
        for actor in [Fixture.viewer, Fixture.stranger] {
            var bench = StationBench(Fixture.rules(onAttach: .hold))
            bench.plug(theDrive)
            let before = bench.entries.count
            for event in Self.requests(bench.job?.id ?? "", actor) { #expect(bench.refusal(event)?.code == "not-allowed", "\(event)") }
            #expect(bench.entries.count == before && bench.word == "held")
        }
    }

    @Test(arguments: HoldCode.allCases.filter(\.isConfirmable)) func everyHoldHasTheRoleThatLiftsIt(_ code: HoldCode) {
        let daily: Set<HoldCode> = [.waitingForStart, .presentAtStart, .cancelledBefore]
        #expect(code.liftedBy == (daily.contains(code) ? .technician : .lead))
    }

    @Test func aTechnicianReleasesWhatWasPresentAtStart() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive, atStart: true)
        bench.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.technician))
        #expect(bench.word == "opening")
    }

    @Test func anUnusualHoldTakesALead() {
        var rules = Fixture.rules()
        rules.confirmAboveBytes = 1
        var bench = StationBench(rules)
        bench.plug(theDrive)
        let refused = bench.refusal(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.technician))
        #expect(refused?.code == "not-allowed" && refused?.message.contains("above-confirm-size") == true, "\(String(describing: refused))")
        #expect(refused?.reasons.map(\.code) == [.hold(.aboveConfirmSize)] && bench.word == "held")
        bench.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(bench.word == "opening")
    }

    @Test func whatIsProtectedNobodyReleases() {
        var rules = Fixture.rules()
        rules.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "ZN1ABCDE")]]
        var bench = StationBench(rules)
        bench.plug(theDrive)
        for actor in [Fixture.technician, Fixture.operator1] {
            #expect(bench.refusal(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", actor))?.code == "protected")
        }
    }

    @Test func aTechnicianCancelsTheirOwnJobAndALeadEverybodys() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive)
        bench.send(Self.tag(Fixture.technician))
        let id = bench.job?.id ?? ""
        let other = Actor(uid: 1008, user: "tech-08", role: .technician)
        // A hand in it later makes nobody its owner.
        bench.send(.priorityRequested(id, 4, other))
        bench.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", other))
        #expect(bench.refusal(.cancelRequested(id, other))?.code == "not-allowed")
        #expect(bench.refusal(.cancelRequested(id, Fixture.technician)) == nil)
        #expect(bench.refusal(.cancelRequested(id, Fixture.operator1)) == nil)
        var changed = Fixture.technician
        changed.role = .viewer
        #expect(bench.refusal(.cancelRequested(id, changed))?.code == "not-allowed", "who lost the role has lost it")
    }

    @Test func onePersonStandsOnceInAJobWhateverTheirGroups() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive)
        bench.send(Self.tag(Fixture.technician))
        var promoted = Fixture.technician
        promoted.role = .lead
        promoted.group = "wipe-lead"
        bench.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", promoted))
        #expect(bench.job?.operators.map(\.user) == ["tech-07"])
    }

    @Test func aLoopOfRefusalsIsCountedNotWritten() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive)
        let refused = Refused(code: Refused.Code.confirmationRequired, message: "m")
        func request(_ actor: Actor) -> PersonRequest { PersonRequest(actor: actor, verb: "start", media: theDrive.attachment) }
        let now = Fixture.moment(100)
        var lines: [Act] = []
        for _ in 0..<10_000 {
            if case .act(let act)? = bench.state.line(for: refused, of: request(Fixture.technician), at: now) { lines.append(act) }
        }
        #expect(lines.count == 60)
        let first = try #require(lines.first)
        #expect(first.code == "refused" && first.detail == "start: confirmation-required" && first.actor == Fixture.technician)
        #expect(first.serial == "ZN1ABCDE" && first.node == "/dev/sdb" && first.at == now)
        // Others are written down all the same, and a minute later one line more, which says how many had none.
        #expect(bench.state.line(for: refused, of: request(Fixture.operator1), at: now) != nil)
        guard case .act(let late)? = bench.state.line(for: refused, of: request(Fixture.technician), at: Fixture.moment(161)) else {
            Issue.record("no line after a minute")
            return
        }
        #expect(late.detail == "start: confirmation-required; 9940 refusals before it were not written down")
        #expect(bench.state.line(for: refused, of: request(Fixture.technician), at: Fixture.moment(162)) == nil)
        // Who has no role shares one budget with all the others who have none: users are cheap to make.
        let strangers = (0..<1000).filter { number in
            let actor = Actor(uid: UInt32(70_000 + number), user: "u\(number)")
            return bench.state.line(for: refused, of: PersonRequest(actor: actor, verb: "GET /v1/status"), at: now) != nil
        }
        #expect(strangers.count == 60)
    }
}
