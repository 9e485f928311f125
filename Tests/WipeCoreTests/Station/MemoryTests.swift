// Goal: nothing that happened to a drive is forgotten by a crash, a restart, a failed look or a new node.
// Method: each test is a sequence of events in which an earlier version wiped, held or recorded something wrongly.

import Testing

@testable import WipeCore

@Suite struct MemoryTests {
    /// cancelled while opening, daemon dies, restarts: wiped again.
    @Test func cancelSurvivesARestart() {
        var b = DurableBench()
        b.plug(theDrive)
        #expect(b.word == "opening")
        b.send(.cancelRequested(b.job!.id, Fixture.operator1))
        #expect(b.word == "stopping")
        // crash: the store has the job and the attachment record
        var job = b.job!
        job.checkpoint = nil
        var c = DurableBench(jobs: [job], seconds: b.seconds)
        c.entries = b.entries + c.entries
        c.send(.attached(theDrive.attachment, presentAtStart: true))
        c.send(.identified(theDrive, c.history(theDrive)))
        c.send(.enumerated)
        #expect(c.started == 0, "a cancelled theDrive is wiped after a restart: \(c.word) \(String(describing: c.decision(theDrive)))")
    }
    /// queued job cancelled between restart and identification.
    @Test func cancelBeforeIdentificationAfterRestart() {
        var b = DurableBench(Fixture.rules(slots: 1))
        b.plug(Fixture.report("sda", sequence: 3, serial: "FIRST111", bay: "2"))
        b.plug(theDrive)
        let job = b.state.jobs.values.first { $0.state == .queued }!
        #expect(job.identity.serial == "ZN1ABCDE")
        var c = DurableBench(Fixture.rules(slots: 1), jobs: [job], seconds: b.seconds)
        c.entries = b.entries
        c.send(.attached(theDrive.attachment, presentAtStart: true))
        c.send(.cancelRequested(job.id, Fixture.operator1))
        c.send(.identified(theDrive, c.history(theDrive)))
        c.send(.enumerated)
        #expect(c.started == 0, "cancelled, then wiped: \(c.word)")
    }
    /// one failed look at the device wipes out the memory of what happened on this attachment.
    @Test func aFailedProbeForgetsThatItWasInUse() {
        var b = DurableBench()
        var mounted = theDrive
        mounted.usage = .known([Use(.mounted, node: "sdb1", detail: "/mnt")])
        b.plug(mounted)
        #expect(b.decision(theDrive)?.verdict == "refuse")
        // Prober.failed(): capacity 0, usage unknown
        var failed = theDrive
        failed.identity.capacityBytes = 0
        failed.geometry = nil
        failed.usage = .unknown(why: "EIO")
        b.send(.identified(failed, b.history(theDrive)))
        b.send(.identified(theDrive, b.history(theDrive)))
        #expect(b.decision(theDrive)?.holds.map(\.code) == [.wasInUse], "\(b.word) \(String(describing: b.decision(theDrive)))")
        #expect(b.started == 0)
    }
    @Test func aFailedProbeForgetsACancel() {
        var b = DurableBench(Fixture.rules(onAttach: .wipe, slots: 2))
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.cancelRequested(id, Fixture.operator1))
        b.send(.openRefused(id, Reason(.openFailed, "x")))
        b.send(.identified(theDrive, b.history(theDrive)))
        #expect(b.state.jobs.isEmpty)
        let before = b.started
        var failed = theDrive
        failed.identity.capacityBytes = 0
        failed.geometry = nil
        b.send(.identified(failed, b.history(theDrive)))
        b.send(.identified(theDrive, b.history(theDrive)))
        #expect(b.started == before, "cancelled theDrive wiped: \(b.word)")
    }
    @Test func aFailedProbeAfterACertificateMakesANewJob() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.finished(id, Fixture.cleanReport(b.job!.plan!), nil))
        b.certify(id)
        #expect(b.state.jobs.isEmpty)
        var failed = theDrive
        failed.identity.capacityBytes = 0
        failed.geometry = nil
        b.send(.identified(failed, b.history(theDrive)))
        b.send(.identified(theDrive, b.history(theDrive)))
        #expect(b.state.jobs.isEmpty, "rule 2: new job \(b.word)")
    }
    /// pulled with a hung runner, cancelled, plugged in again: goes on to be wiped without failed-before.
    @Test func aReplugDuringTheLastWordsIsHeld() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.detached(theDrive.attachment))
        b.send(.cancelRequested(id, Fixture.operator1))
        let again = Fixture.report(sequence: 8)
        b.plug(again, MediaHistory())
        b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        let n = b.started
        b.certify(id)
        #expect(b.started == n, "wiped again without a hold: \(b.word) \(String(describing: b.decision(again)))")
    }
    /// contents-changed, confirmed once, changes again: endless loop.
    @Test func contentsChangedTwiceIsHeldTwice() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        let plan = b.job!.plan!
        func changed() -> WipeReport {
            WipeReport(plan: plan, passes: [PassResult()], end: .contentsChanged([plan.geometry.whole]), activeMilliseconds: 1)
        }
        b.send(.checkpointed(id, checkpointAt(plan, offset: 1 << 20)))
        b.send(.finished(id, changed(), nil))
        #expect(b.word == "held")
        b.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        b.send(.opened(id))
        b.send(.checkpointed(id, checkpointAt(plan, offset: 1 << 20)))
        b.send(.detached(theDrive.attachment)); b.send(.stopped(id, checkpointAt(plan, offset: 1 << 20)))
        let again = Fixture.report(sequence: 8)
        b.plug(again)
        b.send(.opened(id))
        let n = b.started
        for _ in 0..<5 { b.send(.finished(id, changed(), nil)); b.send(.opened(id)) }
        #expect(b.word == "held" && b.started == n, "loop: \(b.started - n) new runs, \(b.word)")
    }
    /// A station whose one drive is being wiped.
    private static func underWay() -> (DurableBench, JobID, WipePlan) {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        return (b, id, b.job!.plan!)
    }
    /// Confirmed to start over, and pulled while it waits for its slot: what comes back is another medium, perhaps.
    @Test(arguments: [false, true]) func aConfirmedStartOverIsOfWhatWasThereThen(isRestarted: Bool) {
        let (begun, id, plan) = Self.underWay()
        var b = begun
        b.send(.checkpointed(id, checkpointAt(plan, offset: 1 << 20)))
        b.send(
            .finished(
                id, WipeReport(plan: plan, passes: [PassResult()], end: .contentsChanged([plan.geometry.whole]), activeMilliseconds: 1), nil
            ))
        b.send(.hindered("no room"))
        b.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(b.word == "queued" && b.job?.beginsAnew == true)
        let again = Fixture.report(sequence: 8)
        if isRestarted {
            b = DurableBench(jobs: [b.job!], nextRecord: 2, seconds: b.seconds)
            b.send(.enumerated)
        } else {
            b.send(.detached(theDrive.attachment))
            b.send(.hindered(nil))
        }
        let n = b.started
        b.plug(again)
        #expect(b.started == n && b.word == "held" && b.decision(again)?.holds.map(\.code) == [.contentsChanged])
        b.send(.startRequested(again.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(b.started == n + 1, "confirmed once more")
    }
    /// Held for a person, confirmed, and the daemon stopped before it began: what stands there afterwards is looked at afresh.
    @Test func aConfirmationBeforeARestartIsOfThatVeryArrival() {
        let rules = Fixture.rules(onAttach: .hold)
        for isTheSameArrival in [true, false] {
            var b = DurableBench(rules)
            b.send(.hindered("no room"))
            b.plug(theDrive)
            b.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
            #expect(b.word == "queued")
            let record = b.stored(theDrive.attachment)
            var c = DurableBench(rules, jobs: [b.job!], nextRecord: 1, seconds: b.seconds)
            // Another drive hangs in its identification, so that nobody knows yet what is away.
            c.send(.attached(AttachmentID(name: "sdx", diskSequence: 3), presentAtStart: true))
            c.send(.enumerated)
            let back = isTheSameArrival ? theDrive : Fixture.report(sequence: 8)
            c.plug(back, atStart: isTheSameArrival, MediaHistory(record: isTheSameArrival ? record : nil))
            #expect(c.started == (isTheSameArrival ? 1 : 0), "\(c.word) \(String(describing: c.decision(back)))")
            if !isTheSameArrival { #expect(c.word == "held" && c.job?.lifted.isEmpty == true) }
        }
    }
    /// A run that lost its drive had seen a mismatch since its last checkpoint.
    @Test func aMismatchOfARunThatLostItsDriveStays() {
        let (begun, id, plan) = Self.underWay()
        var b = begun
        b.send(.checkpointed(id, checkpointAt(plan, offset: 1 << 20)))
        var seen = PassResult()
        seen.mismatched.insert(Extent(offset: 512, length: 512))
        b.send(.finished(id, WipeReport(plan: plan, passes: [seen], end: .mediaGone(errno: 19), activeMilliseconds: 1), nil))
        #expect(b.job?.checkpoint?.passes.first?.mismatched == seen.mismatched && b.job?.checkpoint?.passes.first?.bytesWritten == 1 << 20)
        let kept = b.entries.compactMap { if case .checkpoint(_, let checkpoint) = $0 { checkpoint } else { nil } }.last
        #expect(kept?.passes.first?.mismatched == seen.mismatched, "on record")
        #expect(b.job?.checkpoint?.startOver().passes.first?.mismatched == seen.mismatched, "also where a policy does everything anew")
    }
    /// The wall clock is set back while nothing runs: told on the record, or its times would be out of order.
    @Test(arguments: [-7200, 7200]) func aClockThatIsSetBackInAPauseIsTold(seconds: Int64) {
        let (begun, id, plan) = Self.underWay()
        var b = begun
        b.send(.pauseRequested(id, Fixture.operator1))
        b.send(.stopped(id, checkpointAt(plan, offset: 1 << 20)))
        b.send(.resumeRequested(id, Fixture.operator1))
        var later = Fixture.moment(b.seconds + 10)
        later.wallMilliseconds += seconds * 1000
        _ = try? b.state.handle(.opened(id), at: later, chance: b.chance)
        #expect(b.job?.clockJumps.map(\.seconds) == (seconds < 0 ? [seconds] : []))
    }
    /// paused for longer than the window, restart: abandoned by the first tick.
    @Test func aPausedJobStaysPausedOverARestart() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.pauseRequested(id, Fixture.operator1))
        b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        b.send(.tick, after: 73 * 3600)
        #expect(b.job?.state == .suspended(.paused))
        var c = DurableBench(jobs: [b.job!], nextRecord: 2, seconds: b.seconds)
        c.send(.attached(theDrive.attachment, presentAtStart: true))
        c.send(.tick)
        #expect(c.job?.state == .suspended(.paused), "\(c.word)")
    }
    @Test func aPausedJobPulledForASecondIsNotAbandoned() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.pauseRequested(id, Fixture.operator1))
        b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        b.send(.tick, after: 73 * 3600)
        b.send(.detached(theDrive.attachment))
        b.send(.tick)
        #expect(b.job?.state == .suspended(.paused), "\(b.word)")
    }
    /// --policy is ignored when a plan was made before a crash.
    @Test func aPolicyAskedForBeforeOpeningIsTheOneThatRuns() {
        var other = Fixture.policy("ones")
        other.passes = [PassSpec(write: .ones, verify: .full), PassSpec(write: .zeros, verify: .full)]
        let policies = ["clear-zero": Fixture.policy(), "ones": other]
        var b = DurableBench(policies: policies)
        b.plug(theDrive)
        #expect(b.word == "opening")
        var c = DurableBench(jobs: [b.job!], boot: "boot-2", policies: policies, seconds: b.seconds)
        let after = Fixture.report(sequence: 3)
        c.plug(after, atStart: true)
        #expect(c.word == "held")
        c.send(.startRequested(after.attachment, policy: "ones", confirm: "ZN1ABCDE", Fixture.operator1))
        #expect(c.word == "opening" && c.job?.policy == "ones")
        #expect(c.job?.plan?.policy.id == "ones", "plan runs \(c.job?.plan?.policy.id ?? "?") though ones was confirmed")
    }
    /// health "before" is replaced by what the theDrive says after half of the wipe.
    @Test func healthBeforeIsTheOneBeforeTheFirstWrite() {
        var b = DurableBench()
        var r = theDrive
        r.health = Health(reallocatedSectors: 0, pendingSectors: 0)
        b.plug(r)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.detached(theDrive.attachment)); b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        var again = Fixture.report(sequence: 8)
        again.health = Health(reallocatedSectors: 90, pendingSectors: 0)
        b.plug(again)
        #expect(b.job?.report.health.reallocatedSectors == 0, "\(String(describing: b.job?.report.health))")
    }
    /// capacity changes while paused (it wrote): must fail; instead the job is detached and a new job starts by itself.
    @Test func capacityChangeOfAPausedDrive() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.pauseRequested(id, Fixture.operator1))
        b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        b.send(.capacityChanged(theDrive.attachment, bytes: 32 << 20))
        let smaller = Fixture.report(capacity: 32 << 20)
        let n = b.started
        b.send(.identified(smaller, b.history(theDrive)))
        #expect(
            b.started == n,
            "a new wipe started by itself on a theDrive that changed its size; jobs: \(b.state.jobs.values.map(\.state.word))")
        #expect(b.state.jobs[id]?.state.word == "certifying", "\(String(describing: b.state.jobs[id]?.state))")
        #expect(b.state.jobs[id]?.otherCapacityBytes == 32 << 20)
    }
    @Test func capacityChangeSeenFirstAsGone() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        let plan = b.job!.plan!
        b.send(.finished(id, WipeReport(plan: plan, passes: [PassResult()], end: .mediaGone(errno: 28), activeMilliseconds: 1), nil))
        b.send(.capacityChanged(theDrive.attachment, bytes: 32 << 20))
        b.send(.identified(Fixture.report(capacity: 32 << 20), b.history(theDrive)))
        #expect(b.state.jobs[id]?.state.word == "certifying", "\(String(describing: b.state.jobs[id]?.state))")
        #expect(b.state.jobs[id]?.otherCapacityBytes == 32 << 20)
    }
    /// held was-in-use of an interrupted job, reboot: goes on by itself.
    @Test func heldStaysHeldOverAReboot() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        b.send(.detached(theDrive.attachment)); b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        var mounted = Fixture.report(sequence: 8)
        mounted.usage = .known([Use(.mounted, node: "sdb1", detail: "/mnt")])
        b.plug(mounted)
        b.send(.usageObserved(mounted.attachment, .free, since: Fixture.moment(b.seconds)))
        #expect(b.word == "held")
        var c = DurableBench(jobs: [b.job!], boot: "boot-2", nextRecord: 2, seconds: b.seconds)
        c.plug(Fixture.report(sequence: 2), atStart: true)
        #expect(c.word == "held", "\(c.word)")
    }
    /// tags
    @Test func aTagWithARecordIsNotGivenAgain() {
        var b = DurableBench(Fixture.rules(requireAssetTag: true))
        b.plug(theDrive)
        #expect(
            b.send(
                .tagAssigned(
                    theDrive.attachment, AssetTag(tag: "T-1", source: .person),
                    TagFacts(certified: CertifiedTag(record: 7, serial: "OTHER")), settling: [], Fixture.operator1)
            ) == nil, "a tag under which a record exists was taken")
    }
    /// eMMC
    @Test func theBootAreasOfAnEmmcDoNotMakeItsBayAmbiguous() {
        var b = DurableBench()
        var emmc = theDrive
        emmc.kind = .mmc
        var boot = Fixture.report("mmcblk0boot0", sequence: 9, serial: "ZZZZ9999")
        boot.kind = .other("boot area")
        b.plug(boot)
        b.plug(emmc)
        #expect(b.decision(emmc)?.verdict == "admit" || b.word == "opening", "\(String(describing: b.decision(emmc)))")
    }
    /// protect by a property that udev failed to read this time
    @Test func protectedEvenWhereUdevLostTheProperty() {
        var rules = Fixture.rules()
        rules.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "ZN1ABCDE")]]
        var b = DurableBench(rules)
        b.plug(theDrive)  // identity.serial == ZN1ABCDE (VPD page 80h), no ID_SERIAL_SHORT among the properties
        #expect(b.started == 0, "a protected serial is wiped")
    }
    /// identification that finds the media busy is dropped and never made again.
    @Test func aMediaIdentifiedWhileItsRecordIsWrittenIsLookedAtAgain() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.finished(id, Fixture.cleanReport(b.job!.plan!), nil))
        #expect(b.word == "certifying")
        var c = DurableBench(jobs: [b.job!], nextRecord: 2, seconds: b.seconds)
        c.entries = b.entries
        c.send(.attached(theDrive.attachment, presentAtStart: true))
        c.send(.identified(theDrive, c.history(theDrive)))
        c.send(.enumerated)
        c.effects = []
        c.certify(id)
        c.send(.tick)
        #expect(
            c.decision(theDrive) != .identifying || c.effects.contains { if case .identify = $0 { true } else { false } },
            "identifying for ever")
    }
    /// a rule-2 job after a restart during certifying
    @Test func aRestartWhileCertifyingMakesNoNewJob() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.finished(id, Fixture.cleanReport(b.job!.plan!), nil))
        var rules = Fixture.rules()
        rules.holdCertifiedDays = 0
        for r in [Fixture.rules(), rules] {
            var c = DurableBench(r, jobs: [b.job!], nextRecord: 2, seconds: b.seconds)
            c.entries = b.entries + c.entries
            c.certify(id)  // happens inside the restart, before the bus speaks
            c.send(.attached(theDrive.attachment, presentAtStart: true))
            c.send(.identified(theDrive, c.history(theDrive)))
            c.send(.enumerated)
            #expect(c.state.jobs.isEmpty, "holdCertifiedDays \(r.holdCertifiedDays): new job \(c.word), runs \(c.started)")
        }
    }
    /// identificationFailed every second
    @Test func aHungDriveDoesNotFillTheJournal() {
        var b = DurableBench()
        b.send(.attached(theDrive.attachment, presentAtStart: false))
        let n = b.entries.count
        for _ in 0..<100 { b.send(.identificationFailed(theDrive.attachment, why: "slow")) }
        #expect(b.entries.count - n < 5, "\(b.entries.count - n) rows")
    }
    /// resume right after a refused open
    @Test func nothingIsStartedBeforeItWasIdentifiedAgain() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.detached(theDrive.attachment)); b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        let again = Fixture.report(sequence: 8)
        b.plug(again)
        #expect(b.word == "opening")
        b.send(.pauseRequested(id, Fixture.operator1))
        b.send(.openRefused(id, Reason(.openedExclusively, "busy")))
        #expect(b.word == "suspended")
        let n = b.started
        b.send(.resumeRequested(id, Fixture.operator1))
        #expect(b.started == n, "\(b.word) while its media is being identified")
    }
    /// Found by wipesim, seed 201530: the word of a run that is over changed the job in memory, and the store kept the other.
    @Test func aRefusedOpenChangesNothingOfAJobThatIsNotBeingOpened() {
        var b = DurableBench()
        b.plug(theDrive)
        b.send(.openRefused(b.job!.id, Reason(.openedExclusively, "busy")))
        b.send(.identified(theDrive, b.history(theDrive)))
        b.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.pauseRequested(id, Fixture.operator1))
        b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        let before = b.state.jobs[id]
        #expect(b.word == "suspended" && before?.lifted == [.wasInUse])
        b.send(.openRefused(id, Reason(.openedExclusively, "busy")))
        #expect(b.state.jobs[id] == before)
    }
}
