// Goal: what a person confirmed, tagged or cancelled holds for what it was said about, and for nothing else.
// Method: each test is a sequence of events in which an earlier version wiped, held or recorded something wrongly.

import Testing

@testable import WipeCore

@Suite struct SecondLookTests {
    /// published without certified closes as sanitized.
    @Test func publishedAloneDoesNotCloseAsSanitized() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.finished(id, Fixture.cleanReport(b.job!.plan!), nil))
        guard case .certifying(let c)? = b.job?.state else { Issue.record("no"); return }
        b.send(.published(id, documentID: c.documentID))
        #expect(
            b.entries.compactMap { e -> String? in
                if case .job(let j) = e { return j.state.word }; return nil
            }.last != "sanitized")
    }
    /// after the record the tag can only be corrected.
    @Test func afterItsRecordADriveKeepsItsTag() {
        var b = DurableBench(Fixture.rules(requireAssetTag: true))
        b.plug(theDrive)
        b.send(.tagAssigned(theDrive.attachment, AssetTag(tag: "T-1", source: .person), TagFacts(), settling: [], Fixture.operator1))
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.finished(id, Fixture.cleanReport(b.job!.plan!), nil))
        b.certify(id)
        #expect(
            b.send(.tagAssigned(theDrive.attachment, AssetTag(tag: "T-2", source: .person), TagFacts(), settling: [], Fixture.operator1))
                == nil,
            "taken after the record")
    }
    /// a refused theDrive of an interrupted job whose wasInUse was lifted once.
    @Test func wasInUseAsksAgainEachTime() {
        var b = DurableBench()
        var mounted = theDrive
        mounted.usage = .known([Use(.mounted, node: "sdb1", detail: "/mnt")])
        b.plug(mounted)
        b.send(.usageObserved(theDrive.attachment, .free, since: Fixture.moment(b.seconds)))
        b.send(.identified(theDrive, b.history(theDrive)))
        b.send(.startRequested(theDrive.attachment, policy: nil, confirm: "ZN1ABCDE", Fixture.operator1))
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.pauseRequested(id, Fixture.operator1))
        b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        b.send(.detached(theDrive.attachment))
        var again = Fixture.report(sequence: 8)
        again.usage = mounted.usage
        b.plug(again)
        b.send(.resumeRequested(id, Fixture.operator1))
        #expect(b.started == 1)
        b.send(.usageObserved(again.attachment, .free, since: Fixture.moment(b.seconds)))
        again.usage = .free
        b.send(.identified(again, b.history(again)))
        #expect(b.started == 1, "mounted a second time, freed: goes on by itself \(b.word)")
    }
    /// bay of a record that is being signed
    @Test func theBayOfAConcludedJobStays() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.detached(theDrive.attachment))
        b.send(.finished(id, Fixture.cleanReport(b.job!.plan!), nil))
        b.plug(Fixture.report(sequence: 8, bay: "3"))
        #expect(b.state.jobs[id]?.bay == "B1", "\(b.state.jobs[id]?.bay ?? "") \(b.word)")
    }
    /// never-run cancelled -> withdrawn; other theDrive with equal report: loops?
    @Test func aRefusedOpenIsNotTriedAgainByItself() {
        var b = DurableBench()
        b.plug(theDrive)
        for _ in 0..<5 {
            guard let id = b.job?.id, b.word == "opening" else { break }
            b.send(.openRefused(id, Reason(.deviceLocked, "x")))
            b.send(.identified(theDrive, b.history(theDrive)))
        }
        #expect(b.started == 1, "\(b.started)")
    }

    /// DISKSEQ and name repeat after a reboot: the end of an absent theDrive's job must not land on another theDrive.
    @Test func theEndOfAnAbsentDriveSaysNothingAboutAnother() {
        var b = DurableBench()
        b.plug(theDrive)  // sdb, DISKSEQ 7
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.detached(theDrive.attachment)); b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        // reboot; the theDrive stays away; another one is sdb, DISKSEQ 7 in this boot
        var c = DurableBench(Fixture.rules(onAttach: .hold), jobs: [b.job!], boot: "boot-2", nextRecord: 2, seconds: b.seconds)
        let other = Fixture.report("sdb", sequence: 7, serial: "INNOCENT1")
        c.plug(other)
        c.send(.enumerated)
        #expect(c.decision(other)?.holds.map(\.code) == [.waitingForStart])
        c.send(.cancelRequested(id, Fixture.operator1))
        c.certify(id)
        #expect(c.decision(other)?.holds.map(\.code) == [.waitingForStart], "\(String(describing: c.decision(other)?.reasons))")
    }
    @Test func norWhereTheOtherWasNotIdentifiedYet() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id))
        b.send(.detached(theDrive.attachment)); b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        var c = DurableBench(jobs: [b.job!], boot: "boot-2", nextRecord: 2, seconds: b.seconds)
        c.send(.cancelRequested(id, Fixture.operator1)); c.certify(id)
        let other = Fixture.report("sdb", sequence: 7, serial: "INNOCENT1")
        c.plug(other, MediaHistory(record: c.stored(other.attachment)))
        #expect(c.decision(other)?.reasons.map(\.code) == [], "\(String(describing: c.decision(other)?.reasons))")
    }
    /// reseated, then cancelled before the runner has answered: wiped at once.
    @Test func cancelAfterAReseatHoldsTheDriveThatIsThere() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.detached(theDrive.attachment))
        let again = Fixture.report(sequence: 8)
        b.plug(again)
        b.send(.cancelRequested(id, Fixture.operator1))
        let n = b.started
        b.send(.openRefused(id, Reason(.openFailed, "ENXIO")))
        #expect(b.started == n, "\(b.word)")
    }
    /// one failed look at a paused, weakly identified theDrive ends its job.
    @Test func aFailedLookIsNoDetach() {
        var b = DurableBench()
        let weak = Fixture.report(serial: nil)
        b.plug(weak)
        b.send(.tagAssigned(weak.attachment, AssetTag(tag: "T-9", source: .person), TagFacts(), settling: [], Fixture.operator1))
        b.send(.startRequested(weak.attachment, policy: nil, confirm: "T-9", Fixture.operator1))
        let id = b.job!.id
        b.send(.opened(id)); b.send(.pauseRequested(id, Fixture.operator1));
        b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        var failed = weak
        failed.identity.capacityBytes = 0
        failed.geometry = nil
        failed.usage = .unknown(why: "EIO")
        b.send(.identified(failed, b.history(weak)))
        #expect(b.state.jobs[id]?.state == .suspended(.paused), "\(b.word)")
    }
    /// a held, tagged job survives one failed look.
    @Test func aFailedLookDoesNotWithdraw() {
        var b = DurableBench(Fixture.rules(onAttach: .hold))
        b.plug(theDrive)
        let id = b.job!.id
        var failed = theDrive
        failed.identity.capacityBytes = 0
        failed.geometry = nil
        b.send(.identified(failed, b.history(theDrive)))
        b.send(.identified(theDrive, b.history(theDrive)))
        #expect(b.word == "held")
        _ = id
    }
    /// capacity 0 is not "another size above 0".
    @Test func sizeZeroIsNotAFailure() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.opened(id)); b.send(.pauseRequested(id, Fixture.operator1));
        b.send(.stopped(id, checkpointAt(b.job!.plan!, offset: 1 << 20)))
        var failed = theDrive
        failed.identity.capacityBytes = 0
        failed.geometry = nil
        b.send(.identified(failed, b.history(theDrive)))
        #expect(b.state.jobs[id]?.state == .suspended(.paused))
        b.send(.identified(theDrive, b.history(theDrive)))
        #expect(b.state.jobs[id]?.state == .suspended(.paused) && b.state.jobs[id]?.attachment == theDrive.attachment)
    }
    /// presentAtStart lifted etc.: capacity change then restart
    @Test func aWithdrawnJobThatWasNotCancelledHoldsToo() {
        var b = DurableBench()
        b.plug(theDrive)
        let id = b.job!.id
        b.send(.shutdown)
        b.send(.openRefused(id, Reason(.openedExclusively, "x")))
        #expect(b.state.jobs.isEmpty)
        var c = DurableBench(seconds: b.seconds)
        c.entries = b.entries
        c.send(.attached(theDrive.attachment, presentAtStart: true))
        c.send(.identified(theDrive, c.history(theDrive)))
        c.send(.enumerated)
        #expect(
            c.started == 0 && c.decision(theDrive)?.holds.map(\.code).contains(.wasInUse) == true,
            "\(String(describing: c.decision(theDrive)))")
    }
}
