// Goal: around a drive that erases itself the station does nothing that it cannot do: it does not pause it, does not stop it for heat, takes nothing
// else for its wipe, learns of its kind only what happened, and forgets none of it in a crash.
// Method: a station on a bench with a policy that has the drive erase itself, and runs whose checkpoints and reports are made by hand.

import Bench
import Testing

@testable import WipeCore

@Suite struct SelfEraseTests {
    private static func rules(_ change: (inout DeviceCommandRules) -> Void = { _ in }) -> StationRules {
        var rules = Fixture.rules()
        rules.policyFor = [PolicyRule(media: nil, policy: "purge")]
        rules.deviceCommands = DeviceCommandRules(allow: [.sanitizeBlock, .sanitizeCrypto], firstOfModel: .go)
        change(&rules.deviceCommands)
        return rules
    }

    private static func bench(fallback: String? = nil, _ change: (inout DeviceCommandRules) -> Void = { _ in }) -> StationBench {
        let purge = EraseDecisionTests.policy("purge", [[.sanitizeBlock, .sanitizeCrypto]], fallback: fallback)
        return StationBench(rules(change), policies: ["purge": purge, "clear-zero": Fixture.policy()])
    }

    /// An SSD that offers what it says.
    private static func drive(
        _ name: String = "sdb", sequence: UInt64 = 7, serial: String = "ZN1ABCDE", bay: String = "1",
        offers: Set<Technique> = [.sanitizeBlock],
        state: FirmwareState = .idle
    ) -> ProbeReport {
        var report = Fixture.report(name, sequence: sequence, serial: serial, bay: bay, mediaType: .flashSSD)
        report.firmware = "1.0"
        let facts = OfferFacts(
            media: .flashSSD, capacityBytes: Fixture.capacity, offered: offers,
            asked: [.sanitizeBlock, .sanitizeCrypto, .sanitizeOverwrite])
        report.capabilities = Capabilities(
            identifySource: .ioctl, state: state, techniques: facts.offers, hiddenAreas: HiddenAreas(unknown: .notAsked))
        return report
    }

    private static func checkpoint(_ plan: WipePlan, _ state: CommandState) -> Checkpoint {
        var checkpoint = Checkpoint.start(passes: plan.passes.count)
        checkpoint.cursor = Cursor(pass: 0, phase: .command, offset: 0)
        checkpoint.passes[0].command = result(state)
        return checkpoint
    }

    private static func result(_ state: CommandState) -> CommandResult {
        var result = CommandResult()
        (result.state, result.issues) = (state, state == .none ? 0 : 1)
        return result
    }

    private static func report(_ plan: WipePlan, _ state: CommandState, _ end: RunEnd = .finished) -> WipeReport {
        var pass = PassResult()
        pass.command = result(state)
        return WipeReport(plan: plan, passes: [pass], end: end, activeMilliseconds: 1000)
    }

    private static func experience(_ bench: StationBench) -> TechniqueExperience? { bench.state.experience.values.first }

    @Test func thePlanIsTheDrivesOwnAndSaysSo() throws {
        var bench = Self.bench()
        let (_, plan) = try bench.begin(Self.drive())
        #expect(plan.passes.map(\.command?.technique) == [.sanitizeBlock])
        #expect(plan.purge?.requested.id == "purge" && plan.purge?.fallback == nil && plan.purge?.isFirstOfModel == true)
    }

    @Test func thePlanOfTheFallbackSaysWhatWasAskedFor() throws {
        var bench = Self.bench(fallback: "clear-zero")
        let drive = Self.drive(offers: [])
        let (id, plan) = try bench.begin(drive)
        #expect(plan.policy.id == "clear-zero" && plan.passes.allSatisfy { $0.command == nil })
        #expect(plan.purge?.requested.id == "purge" && plan.purge?.fallback?.id == "clear-zero")
        #expect(bench.state.jobs[id]?.policy == "purge")
        // What was decided once stands: the drive comes back, offers more now, and is wiped as it was begun.
        bench.send(.stopped(id, .start(passes: 1)))
        var next = bench.afterCrash()
        next.plug(Self.drive(offers: [.sanitizeBlock]))
        #expect(next.state.jobs[id]?.plan == plan && next.codes(drive).isEmpty)
    }

    @Test func aQueuedJobKeepsWhatWasAskedFor() throws {
        var bench = Self.bench(fallback: "clear-zero")
        bench.plug(Self.drive("sdc", sequence: 8, serial: "ZN1OTHER", bay: "2"))
        bench.plug(Self.drive("sdd", sequence: 9, serial: "ZN1THIRD", bay: "3"))
        // Both slots are taken: the third waits, and is looked at again meanwhile.
        let waiting = Self.drive(offers: [])
        bench.plug(waiting)
        bench.look(Self.drive(offers: [.sanitizeBlock]))
        let id = try #require(bench.job(at: waiting)?.id)
        #expect(bench.state.jobs[id]?.state == .queued && bench.state.jobs[id]?.policy == "purge")
        bench.wipe(try #require(bench.state.attached.values.first { $0.report?.identity.serial == "ZN1OTHER" }?.report))
        #expect(bench.state.jobs[id]?.plan?.passes.first?.command?.technique == .sanitizeBlock)
    }

    @Test(arguments: [CommandState.intended, .accepted]) func nothingStopsIt(_ state: CommandState) throws {
        var bench = Self.bench()
        let drive = Self.drive()
        let (id, plan) = try bench.begin(drive)
        bench.send(.checkpointed(id, Self.checkpoint(plan, state)))
        #expect(bench.refusal(.pauseRequested(id, Fixture.operator1))?.code == "command-cannot-pause")
        bench.send(.temperatureObserved(drive.attachment, 90))
        #expect(bench.state.jobs[id]?.state == .running)
        // A person may end the job all the same; the drive goes on.
        #expect(bench.refusal(.cancelRequested(id, Fixture.operator1)) == nil)
    }

    @Test(arguments: [CommandState.none, .ended]) func beforeAndAfterItIsAWipeLikeAnyOther(_ state: CommandState) throws {
        var bench = Self.bench()
        let drive = Self.drive()
        let (id, plan) = try bench.begin(drive)
        bench.send(.checkpointed(id, Self.checkpoint(plan, state)))
        #expect(bench.refusal(.pauseRequested(id, Fixture.operator1)) == nil)
        bench.send(.temperatureObserved(drive.attachment, 90))
        #expect(bench.state.jobs[id]?.state == .stopping(.temperature))
    }

    @Test func whatWasNotToldYetIsKnown() throws {
        var bench = Self.bench()
        let (id, plan) = try bench.begin(Self.drive())
        #expect(bench.state.jobs[id]?.untold == [.sanitizeBlock])
        for (state, untold) in [(CommandState.none, [Technique.sanitizeBlock]), (.intended, []), (.accepted, []), (.ended, [])] {
            bench.send(.checkpointed(id, Self.checkpoint(plan, state)))
            #expect(bench.state.jobs[id]?.untold == untold, "\(state)")
        }
    }

    static let lessons: [(CommandState, RunEnd, (@Sendable (TechniqueExperience) -> Int)?, isBad: Bool)] = [
        (.refused, .stoppedByPolicy(code: .commandRefused), { $0.refused }, false),
        (.failed, .stoppedByPolicy(code: .commandFailed), { $0.failed }, true),
        (.lost, .stoppedByPolicy(code: .statusLost), { $0.failed }, true),
        (.accepted, .stoppedByPolicy(code: .commandStalled), { $0.stalled }, true),
        // The marks were never stored: nothing is known of the command.
        (.none, .stoppedByPolicy(code: .marksNotStored), nil, false),
        (.ended, .stoppedByPolicy(code: .slow), nil, false),
    ]

    @Test(arguments: lessons.indices) func theStationLearnsWhatHappened(_ index: Int) throws {
        let (state, end, counter, isBad) = Self.lessons[index]
        var bench = Self.bench()
        let (id, plan) = try bench.begin(Self.drive())
        bench.send(.finished(id, Self.report(plan, state, end), nil))
        #expect(Self.experience(bench).map { one in counter.map { $0(one) } } == counter.map { _ in 1 })
        #expect(Self.experience(bench)?.lastWasBad ?? false == isBad)
        bench.certify(id)
        // A crash forgets nothing of it, and the next of its kind waits for a lead where the last one went wrong.
        var next = bench.afterCrash()
        let other = Self.drive("sdc", sequence: 9, serial: "ZN1OTHER", bay: "2")
        next.plug(other)
        #expect(next.codes(other).contains(.hold(.modelFailedHere)) == isBad)
    }

    @Test func twoStartedAtOnceAreBothFirsts() throws {
        var bench = Self.bench { $0.firstOfModel = .hold }
        let (one, two) = (Self.drive(), Self.drive("sdc", sequence: 9, serial: "ZN1OTHER", bay: "2"))
        bench.plug(one)
        bench.plug(two)
        for drive in [one, two] { #expect(bench.codes(drive) == [.hold(.firstOfModel)]) }
        let technician = Actor(uid: 1001, user: "tech-01", role: .technician)
        #expect(bench.refusal(.startRequested(one.attachment, policy: nil, confirm: "ZN1ABCDE", technician))?.code == "not-allowed")
        #expect(bench.refusal(.startRequested(one.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1)) == nil)
    }

    @Test func aDriveThatErasesItselfIsLookedAtEachMinute() {
        var bench = Self.bench()
        let drive = Self.drive(state: .running)
        bench.plug(drive)
        #expect(bench.codes(drive) == [.refusal(.erasingByItself)])
        func looks() -> Int { bench.effects.count { $0 == .identify(drive.attachment) } }
        let before = looks()
        bench.send(.tick, after: 30)
        #expect(looks() == before)
        bench.send(.tick, after: 31)
        bench.send(.tick, after: 1)
        #expect(looks() == before + 1)
        bench.look(Self.drive())
        #expect(bench.job(at: drive) != nil)
    }

    /// Its status was lost in the middle of an erase: until it says how it stands, no lead can have it overwritten, not even after a crash or
    /// when it comes back elsewhere.
    @Test func anEraseWithoutAnEndIsWaitedFor() throws {
        var bench = Self.bench()
        let (id, plan) = try bench.begin(Self.drive())
        bench.send(.finished(id, Self.report(plan, .lost, .stoppedByPolicy(code: .statusLost)), nil))
        bench.certify(id)
        let silent = Self.drive(state: .unknown)
        bench.look(silent)
        #expect(bench.codes(silent) == [.refusal(.erasingByItself)])
        #expect(bench.refusal(.startRequested(silent.attachment, policy: "clear-zero", confirm: "ZN1ABCDE", Fixture.operator1)) != nil)
        func looks() -> Int { bench.effects.count { $0 == .identify(silent.attachment) } }
        let before = looks()
        for _ in 0..<3 { bench.send(.tick, after: 31) }
        #expect(looks() > before)
        var next = bench.afterCrash()
        next.plug(silent, next.history(silent))
        #expect(next.codes(silent) == [.refusal(.erasingByItself)])
        // It says that it has ended: a lead may decide.
        next.look(Self.drive())
        #expect(next.codes(silent).contains(.hold(.failedBefore)))
    }
}
