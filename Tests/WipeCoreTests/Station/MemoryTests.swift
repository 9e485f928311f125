// Goal: nothing that happened to a drive is forgotten by a failed look, a new node, a pause or a new size.
// Method: each test is a sequence of events in which an earlier version wiped, held or recorded something wrongly.

import Bench
import Testing

@testable import WipeCore

private let midway = Checkpoint.writing(to: 1 << 20)
private let mounted = Usage.known([Use(.mounted, node: "sdb1", detail: "/mnt")])

extension ProbeReport {
    /// What a look says that the device did not answer.
    var unanswered: ProbeReport {
        var failed = self
        failed.identity.capacityBytes = 0
        failed.geometry = nil
        failed.usage = .unknown(why: "EIO")
        return failed
    }

    /// In use by a file system of this machine.
    var inUse: ProbeReport {
        var used = self
        used.usage = mounted
        return used
    }
}

@Suite struct MemoryTests {
    private let again = Fixture.report(sequence: 8)

    private static func contentsChanged(_ plan: WipePlan) -> WipeReport {
        WipeReport(plan: plan, passes: [PassResult()], end: .contentsChanged([plan.geometry.whole]), activeMilliseconds: 1)
    }

    // MARK: a failed look

    @Test func aFailedLookDoesNotForgetThatADriveWasInUse() {
        var bench = StationBench()
        bench.plug(theDrive.inUse)
        #expect(bench.decision(theDrive)?.verdict == "refuse")
        bench.look(theDrive.unanswered, as: theDrive)
        bench.look(theDrive)
        #expect(bench.codes(theDrive) == [.hold(.wasInUse)], "\(bench.word)")
        #expect(bench.started == 0)
    }

    @Test func aFailedLookDoesNotForgetACancel() throws {
        var bench = StationBench()
        bench.plug(theDrive)
        let id = try #require(bench.job?.id)
        bench.send(.cancelRequested(id, Fixture.operator1))
        bench.send(.openRefused(id, Reason(.openFailed, "x")))
        bench.look(theDrive)
        #expect(bench.state.jobs.isEmpty)
        let started = bench.started
        bench.look(theDrive.unanswered, as: theDrive)
        bench.look(theDrive)
        #expect(bench.started == started, "a cancelled drive is wiped: \(bench.word)")
    }

    @Test func aFailedLookAfterACertificateMakesNoNewJob() {
        var bench = StationBench()
        bench.plug(theDrive)
        bench.wipe(theDrive)
        #expect(bench.state.jobs.isEmpty)
        bench.look(theDrive.unanswered, as: theDrive)
        bench.look(theDrive)
        #expect(bench.state.jobs.isEmpty && bench.codes(theDrive).contains(.hold(.alreadyCertified)), "\(bench.word)")
    }

    @Test func aHungDriveDoesNotFillTheJournal() {
        var bench = StationBench()
        bench.send(.attached(theDrive.attachment, presentAtStart: false))
        let before = bench.entries.count
        for _ in 0..<100 { bench.send(.identificationFailed(theDrive.attachment, why: "slow")) }
        #expect(bench.entries.count - before < 5, "\(bench.entries.count - before) rows")
    }

    // MARK: pulled and put back

    @Test func aDriveThatWasCancelledWhileItWasAwayIsNotWipedWhenItIsBack() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.detached(theDrive.attachment))
        bench.send(.cancelRequested(id, Fixture.operator1))
        bench.plug(again)
        bench.send(.stopped(id, midway))
        let started = bench.started
        bench.certify(id)
        #expect(bench.started == started, "wiped again without a hold: \(bench.word) \(bench.codes(again))")
    }

    @Test func nothingIsStartedBeforeItWasIdentifiedAgain() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.detached(theDrive.attachment))
        bench.send(.stopped(id, midway))
        bench.plug(again)
        #expect(bench.word == "opening")
        bench.send(.pauseRequested(id, Fixture.operator1))
        bench.send(.openRefused(id, Reason(.openedExclusively, "busy")))
        #expect(bench.word == "suspended")
        let started = bench.started
        bench.send(.resumeRequested(id, Fixture.operator1))
        #expect(bench.started == started, "\(bench.word) while its drive is being identified")
    }

    @Test func aPausedJobPulledForASecondIsNotAbandoned() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.pauseRequested(id, Fixture.operator1))
        bench.send(.stopped(id, midway))
        bench.send(.tick, after: 73 * 3600)
        bench.send(.detached(theDrive.attachment))
        bench.send(.tick)
        #expect(bench.job?.state == .suspended(.paused), "\(bench.word)")
    }

    @Test func healthBeforeIsTheOneBeforeTheFirstWrite() throws {
        var bench = StationBench()
        var (healthy, worn) = (theDrive, again)
        healthy.health = Health(reallocatedSectors: 0, pendingSectors: 0)
        worn.health = Health(reallocatedSectors: 90, pendingSectors: 0)
        let (id, _) = try bench.begin(healthy)
        bench.send(.detached(theDrive.attachment))
        bench.send(.stopped(id, midway))
        bench.plug(worn)
        #expect(bench.job?.report.health.reallocatedSectors == 0, "\(String(describing: bench.job?.report.health))")
    }

    // MARK: what a person confirmed

    @Test func contentsChangedTwiceIsHeldTwice() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        bench.send(.checkpointed(id, midway))
        bench.send(.finished(id, Self.contentsChanged(plan), nil))
        #expect(bench.word == "held")
        bench.start(theDrive)
        bench.send(.opened(id))
        bench.send(.checkpointed(id, midway))
        bench.send(.detached(theDrive.attachment))
        bench.send(.stopped(id, midway))
        bench.plug(again)
        bench.send(.opened(id))
        let started = bench.started
        for _ in 0..<5 {
            bench.send(.finished(id, Self.contentsChanged(plan), nil))
            bench.send(.opened(id))
        }
        #expect(bench.word == "held" && bench.started == started, "\(bench.started - started) new runs, \(bench.word)")
    }

    /// Confirmed to start over, and pulled while it waits for its slot: what comes back is another medium, perhaps.
    @Test(arguments: [false, true]) func aConfirmedStartOverIsOfWhatWasThereThen(isRestarted: Bool) throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        bench.send(.checkpointed(id, midway))
        bench.send(.finished(id, Self.contentsChanged(plan), nil))
        bench.send(.startsBlocked("no room"))
        bench.start(theDrive)
        #expect(bench.word == "queued" && bench.job?.beginsAnew == true)
        if isRestarted {
            bench = bench.afterCrash()
            bench.send(.enumerated)
        } else {
            bench.send(.detached(theDrive.attachment))
            bench.send(.startsBlocked(nil))
        }
        let started = bench.started
        bench.plug(again)
        #expect(bench.started == started && bench.word == "held" && bench.codes(again) == [.hold(.contentsChanged)])
        bench.start(again)
        #expect(bench.started == started + 1, "confirmed once more")
    }

    /// Held for a person, confirmed, and the daemon stopped before it began: what stands there afterwards is looked at afresh.
    @Test(arguments: [true, false]) func aConfirmationBeforeARestartIsOfThatVeryArrival(isTheSameArrival: Bool) {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.send(.startsBlocked("no room"))
        bench.plug(theDrive)
        bench.start(theDrive)
        #expect(bench.word == "queued")
        let record = bench.stored(theDrive.attachment)
        var after = bench.afterCrash()
        // Another drive hangs in its identification, so that nobody knows yet what is away.
        after.send(.attached(AttachmentID(name: "sdx", diskSequence: 3), presentAtStart: true))
        after.send(.enumerated)
        let back = isTheSameArrival ? theDrive : again
        after.plug(back, atStart: isTheSameArrival, MediaHistory(record: isTheSameArrival ? record : nil))
        #expect(after.started == (isTheSameArrival ? 1 : 0), "\(after.word) \(after.codes(back))")
        if !isTheSameArrival { #expect(after.word == "held" && after.job?.lifted.isEmpty == true) }
    }

    // MARK: a run and its end

    /// A run that lost its drive had seen a mismatch since its last checkpoint.
    @Test func aMismatchOfARunThatLostItsDriveStays() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        bench.send(.checkpointed(id, midway))
        var seen = PassResult()
        seen.mismatched.insert(Extent(offset: 512, length: 512))
        bench.send(.finished(id, WipeReport(plan: plan, passes: [seen], end: .mediaGone(errno: 19), activeMilliseconds: 1), nil))
        let pass = bench.job?.checkpoint?.passes.first
        #expect(pass?.mismatched == seen.mismatched && pass?.bytesWritten == 1 << 20)
        let kept = bench.entries.compactMap { if case .checkpoint(_, let checkpoint) = $0 { checkpoint } else { nil } }.last
        #expect(kept?.passes.first?.mismatched == seen.mismatched, "on record")
        #expect(bench.job?.checkpoint?.startOver().passes.first?.mismatched == seen.mismatched, "also where a policy does everything anew")
    }

    /// The wall clock is set back while nothing runs: told on the record, or its times would be out of order.
    @Test(arguments: [-7200, 7200]) func aClockThatIsSetBackInAPauseIsTold(jump: Int64) throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.pauseRequested(id, Fixture.operator1))
        bench.send(.stopped(id, midway))
        bench.send(.resumeRequested(id, Fixture.operator1))
        var later = Fixture.moment(bench.seconds + 10)
        later.wallMilliseconds += jump * 1000
        _ = try bench.state.handle(.opened(id), at: later, entropy: bench.entropy)
        #expect(bench.job?.clockJumps.map(\.seconds) == (jump < 0 ? [jump] : []))
    }

    @Test func aPausedDriveThatChangesItsSizeFailsAndStartsNothing() throws {
        var bench = StationBench()
        let (id, _) = try bench.begin()
        bench.send(.pauseRequested(id, Fixture.operator1))
        bench.send(.stopped(id, midway))
        bench.send(.capacityChanged(theDrive.attachment, bytes: 32 << 20))
        let started = bench.started
        bench.look(Fixture.report(capacity: 32 << 20), as: theDrive)
        #expect(bench.started == started, "a wipe began by itself: \(bench.state.jobs.values.map(\.state.word))")
        #expect(bench.state.jobs[id]?.state.word == "certifying", "\(String(describing: bench.state.jobs[id]?.state))")
        #expect(bench.state.jobs[id]?.otherCapacityBytes == 32 << 20)
    }

    @Test func aDriveThatIsLostAndThenHasAnotherSizeFails() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        bench.send(.finished(id, WipeReport(plan: plan, passes: [PassResult()], end: .mediaGone(errno: 28), activeMilliseconds: 1), nil))
        bench.send(.capacityChanged(theDrive.attachment, bytes: 32 << 20))
        bench.look(Fixture.report(capacity: 32 << 20), as: theDrive)
        #expect(bench.state.jobs[id]?.state.word == "certifying", "\(String(describing: bench.state.jobs[id]?.state))")
        #expect(bench.state.jobs[id]?.otherCapacityBytes == 32 << 20)
    }

    /// Found by wipesim, seed 201530: the word of a run that is over changed the job in memory, and the store kept the other.
    @Test func aRefusedOpenChangesNothingOfAJobThatIsNotBeingOpened() throws {
        var bench = StationBench()
        bench.plug(theDrive)
        bench.send(.openRefused(try #require(bench.job?.id), Reason(.openedExclusively, "busy")))
        bench.look(theDrive)
        bench.start(theDrive)
        let (id, _) = try bench.open(theDrive)
        bench.send(.pauseRequested(id, Fixture.operator1))
        bench.send(.stopped(id, midway))
        let before = bench.state.jobs[id]
        #expect(bench.word == "suspended" && before?.lifted == [.wasInUse])
        bench.send(.openRefused(id, Reason(.openedExclusively, "busy")))
        #expect(bench.state.jobs[id] == before)
    }

    // MARK: names and places

    @Test func aTagWithARecordIsNotGivenAgain() {
        var bench = StationBench(Fixture.rules(requireAssetTag: true))
        bench.plug(theDrive)
        let facts = TagFacts(certified: CertifiedTag(record: 7, serial: "OTHER"))
        bench.send(.tagAssigned(theDrive.attachment, AssetTag(tag: "T-1", source: .person), facts, settling: [], Fixture.operator1))
        #expect(bench.tagShown(theDrive) == nil && bench.codes(theDrive) == [.hold(.assetTagMissing)])
    }

    @Test func theBootAreasOfAnEmmcDoNotMakeItsBayAmbiguous() {
        var bench = StationBench()
        var emmc = theDrive
        emmc.kind = .mmc
        var boot = Fixture.report("mmcblk0boot0", sequence: 9, serial: "ZZZZ9999")
        boot.kind = .other("boot area")
        bench.plug(boot)
        bench.plug(emmc)
        #expect(bench.word == "opening" && bench.job?.attachment == emmc.attachment, "\(String(describing: bench.decision(emmc)))")
    }

    /// The serial that the drive itself says is protected, though udev shows no property with it this time.
    @Test func aProtectedDriveStaysSoWhereUdevLostTheProperty() {
        var rules = Fixture.rules()
        rules.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "ZN1ABCDE")]]
        var bench = StationBench(rules)
        bench.plug(theDrive)
        #expect(bench.started == 0, "a protected serial is wiped")
    }
}
