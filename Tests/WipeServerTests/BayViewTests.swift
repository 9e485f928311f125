// Goal: what a bay shows is true of the thing that is in it now, in one word, and tells whether it may be taken out.
// Method: drives on a bench, from one event to the next; the bay as the daemon would answer it after each.

import Bench
import Testing
import WipeAPI
import WipeCore

@testable import WipeServer

@Suite struct BayViewTests {
    private let solid = Fixture.report(mediaType: .flashSSD)
    private static let mounted = Usage.known([Use(.mounted, node: "sdb1", detail: "/mnt")])

    private static func codes(_ reasons: [ReasonView]?) -> [String] { reasons?.map(\.code) ?? [] }

    @Test func anEmptyBaySaysNothingOfAnyDrive() throws {
        var bench = StationBench()
        bench.plug(theDrive)
        let bay = try #require(bench.bay("B2"))
        #expect(bay.id == "B2" && bay.onAttach == "wipe" && bay.shown == ShownView(word: "empty", tone: "plain", reasons: []))
        #expect(bay.media == nil && bay.decision == nil && bay.job == nil && bay.pull == nil && bay.safeToPull == nil)
        #expect(bench.bay("B1")?.media?.serial == "ZN1ABCDE" && bench.bay("B1")?.media?.node == "/dev/sdb")
    }

    @Test func nobodyCanSayOfADriveThatIsBeingLookedAtWhetherItMayBePulled() throws {
        var bench = StationBench()
        bench.send(.attached(AttachmentID(name: "sdz", diskSequence: 1), presentAtStart: false))
        bench.plug(theDrive)
        let bay = try #require(bench.bay("B1"))
        #expect(bay.shown.word == "identifying" && bay.shown.tone == "busy" && bay.decision?.verdict == "identifying")
        #expect(bay.safeToPull == nil && bay.pull?.code == "identifying")
    }

    // MARK: what outranks what

    @Test func aDriveThatHasJustBeenWipedIsGreenAndMayBePulled() throws {
        var bench = StationBench()
        bench.plug(solid)
        bench.wipe(solid)
        let bay = try #require(bench.bay("B1"))
        #expect(bay.shown == ShownView(word: "sanitized", tone: "good", reasons: []) && bay.job?.state == "sanitized")
        #expect(bay.safeToPull == true && bay.pull?.code == "record-on-file")
        // What the rules say of another start is said beside it, and does not colour the bay.
        #expect(bay.decision?.verdict == "hold" && Self.codes(bay.decision?.reasons) == ["already-certified"])
    }

    @Test func aRefusalAndAfterItAHoldOutrankEveryMemory() throws {
        var bench = StationBench()
        bench.plug(solid)
        bench.wipe(solid)
        bench.send(.usageObserved(solid.attachment, Self.mounted, since: Fixture.moment(bench.seconds + 1)), after: 2)
        let refused = try #require(bench.bay("B1"))
        #expect(refused.shown.word == "refused" && refused.shown.tone == "bad" && Self.codes(refused.shown.reasons) == ["mounted"])
        #expect(refused.job == nil && refused.safeToPull == false && refused.pull?.code == "in-use")
        bench.send(.usageObserved(solid.attachment, .free, since: Fixture.moment(bench.seconds + 1)), after: 2)
        let held = try #require(bench.bay("B1"))
        #expect(held.shown.word == "held" && held.shown.tone == "waiting" && held.job == nil)
        #expect(Self.codes(held.shown.reasons) == Self.codes(held.decision?.reasons) && held.shown.reasons.first?.code == "was-in-use")
    }

    @Test func aRecordThatWasRevokedIsNoGreenEnd() throws {
        var bench = StationBench()
        bench.plug(solid)
        bench.wipe(solid)
        let bay = try #require(bench.bay("B1", revokedBy: 9))
        #expect(bay.shown.word == "sanitized" && bay.shown.tone == "bad" && Self.codes(bay.shown.reasons) == [ShownView.revoked])
        let message = bay.shown.reasons.first?.message ?? ""
        #expect(message.contains("record 1 ") && message.contains("record 9 "), "\(message)")
    }

    @Test func aFailureIsShownAsOneAndItsDriveMayBePulled() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin(solid)
        var report = Fixture.cleanReport(plan)
        report.passes[0].flushed = false
        bench.send(.finished(id, report, nil))
        #expect(bench.bay("B1")?.shown.word == "certifying" && bench.bay("B1")?.pull?.code == "record-pending")
        bench.certify(id)
        let bay = try #require(bench.bay("B1"))
        #expect(bay.shown.word == "failed" && bay.shown.tone == "bad" && !bay.shown.reasons.isEmpty)
        #expect(bay.shown.reasons == bay.job?.reasons && bay.safeToPull == true, "that it may be pulled says nothing about what is on it")
    }

    /// A second drive that meets the bay refuses both, and a run that has begun all the same goes on and is shown.
    @Test func aRunOutranksWhatIsDecidedMeanwhile() throws {
        var bench = StationBench()
        _ = try bench.begin(theDrive)
        bench.plug(Fixture.report("sdc", sequence: 8, serial: "OTHER123"))
        #expect(bench.bay("B1")?.shown.word == "running" && bench.bay("B1")?.shown.tone == "busy")
        #expect(bench.bay("B1")?.safeToPull == false && bench.bay("B1")?.pull?.code == "wipe-runs")
    }

    @Test func twoDrivesInOneBayAreRefusedUnderTheNameOfTheFirst() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(Fixture.report("sdc", sequence: 8, serial: "OTHER123"))
        bench.plug(theDrive)
        let bay = try #require(bench.bay("B1"))
        #expect(bay.media?.node == "/dev/sdb" && bay.shown.word == "refused" && bay.shown.reasons.first?.code == "ambiguous-bay")
    }

    // MARK: pulled out

    @Test func theJobOfAPulledDriveStandsInItsBayUntilSomethingElseDoesOrItIsBack() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        bench.send(.checkpointed(id, .writing(to: 4096)))
        bench.send(.detached(theDrive.attachment))
        let left = try #require(bench.bay("B1"))
        #expect(left.media == nil && left.decision == nil && left.pull == nil && left.safeToPull == nil)
        #expect(left.job?.id == id && left.shown.word == "stopping" && left.shown.tone == "waiting")
        #expect(Self.codes(left.shown.reasons) == ["detached"])
        bench.send(.stopped(id, .writing(to: 4096)))
        let waiting = try #require(bench.bay("B1")?.job)
        #expect(waiting.state == "suspended" && waiting.media.node == nil && waiting.media.serial == "ZN1ABCDE")
        #expect(waiting.bytesDone == 4096 && waiting.bytesTotal == Int(plan.workBytes))
        #expect(bench.bay("B1")?.pulled.map(\.job) == [id] && bench.bay("B1")?.pulled.first?.serial == "ZN1ABCDE")
        // What is put there meanwhile is what the bay shows, and the drive that is away is not forgotten.
        let other = Fixture.report("sdc", sequence: 8, serial: "OTHER123")
        bench.plug(other)
        #expect(bench.bay("B1")?.media?.serial == "OTHER123" && bench.bay("B1")?.job?.media.serial == "OTHER123")
        #expect(bench.bay("B1")?.pulled.map(\.job) == [id])
        bench.send(.detached(other.attachment))
        bench.send(.openRefused(try #require(bench.state.jobs.values.first { $0.id != id }?.id), Reason(.openFailed, "ENXIO")))
        // In another bay, and it goes on there.
        bench.plug(Fixture.report("sdq", sequence: 12, bay: "3"))
        #expect(bench.bay("B3")?.job?.id == id && bench.bay("B1")?.shown.word == "empty")
    }

    @Test func ofTwoDrivesThatWerePulledOutOfOneBayTheNewestIsShownAndBothAreKnown() throws {
        var bench = StationBench()
        var jobs: [JobID] = []
        for (name, sequence, serial) in [("sdb", 7, "FIRST1"), ("sdc", 8, "SECOND2")] as [(String, UInt64, String)] {
            let drive = Fixture.report(name, sequence: sequence, serial: serial)
            let (id, _) = try bench.begin(drive)
            bench.send(.checkpointed(id, .writing(to: 4096)))
            bench.send(.detached(drive.attachment), after: 1)
            bench.send(.stopped(id, .writing(to: 4096)), after: 1)
            jobs.append(id)
        }
        let bay = try #require(bench.bay("B1"))
        #expect(bay.media == nil && bay.pulled.map(\.serial) == ["SECOND2", "FIRST1"] && bay.pulled.map(\.job) == jobs.reversed())
        #expect(bay.job?.id == jobs.last && bay.pulled.allSatisfy { $0.since.hasSuffix("Z") })
    }

    // MARK: a drive that does not answer

    @Test func aDriveThatHangsIsStalledAndOnlyAStopMakesItUnresponsive() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        func bay(silent: Int64) -> BayView? { bench.bay("B1", [id: .writing(4096, of: plan, silentSeconds: silent)]) }
        let limit = Int64(bench.state.rules.stallSeconds)
        #expect(bay(silent: limit - 1)?.job?.stalledSeconds == nil && bay(silent: limit - 1)?.unresponsive == false)
        #expect(bay(silent: limit)?.job?.stalledSeconds == Int(limit) && bay(silent: limit)?.unresponsive == false)
        #expect(bay(silent: limit)?.shown.word == "running", "whether it is stalled is said beside the word")
        bench.send(.pauseRequested(id, Fixture.operator1))
        #expect(bay(silent: 1)?.unresponsive == false)
        #expect(bay(silent: 2)?.unresponsive == true && bay(silent: 2)?.job?.stalledSeconds == 2)
        #expect(bay(silent: 2)?.shown.word == "stopping" && bay(silent: 2)?.safeToPull == false)
    }

    /// Without a runner's word the time since the job's last step counts.
    @Test func aDriveThatIsOpenedForEverIsStalledToo() {
        var bench = StationBench()
        bench.plug(theDrive)
        #expect(bench.bay("B1")?.shown.word == "opening" && bench.bay("B1")?.job?.stalledSeconds == nil)
        bench.send(.tick, after: Int64(bench.state.rules.stallSeconds))
        #expect(bench.bay("B1")?.job?.stalledSeconds == bench.state.rules.stallSeconds)
    }

    // MARK: people

    @Test func aHeldBayNamesEverythingThatItWaitsFor() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold, requireAssetTag: true))
        bench.plug(theDrive, atStart: true)
        let bay = try #require(bench.bay("B1"))
        #expect(bay.onAttach == "hold" && bay.shown.word == "held" && bay.shown.tone == "waiting")
        #expect(Set(Self.codes(bay.shown.reasons)) == ["waiting-for-start", "present-at-start", "asset-tag-missing"])
        #expect(bay.job?.holds == bay.decision?.reasons && bay.job?.reasons == [])
        #expect(bay.safeToPull == true && bay.pull?.code == "left-alone")
    }

    @Test func aTagIsShownInTheBayOnTheDriveAndOnItsJob() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive)
        #expect(bench.bay("B1")?.assetTag == nil && bench.media(theDrive)?.assetTag == nil)
        let tag = AssetTag(tag: "T-1", source: .person, donorTag: "D-9")
        bench.send(.tagAssigned(theDrive.attachment, tag, TagFacts(), settling: [], Fixture.operator1))
        #expect(bench.bay("B1")?.assetTag == "T-1" && bench.bay("B1")?.job?.assetTag == "T-1")
        #expect(bench.media(theDrive)?.assetTag == "T-1" && bench.media(theDrive)?.donorTag == "D-9")
    }

    @Test func theTemperatureIsTheSensorsWhereItHasSpoken() {
        var bench = StationBench()
        var report = theDrive
        report.health.temperatureCelsius = 31
        bench.plug(report)
        #expect(bench.bay("B1")?.temperatureCelsius == 31 && bench.media(report)?.temperatureCelsius == 31)
        bench.send(.temperatureObserved(report.attachment, 44))
        #expect(bench.bay("B1")?.temperatureCelsius == 44 && bench.media(report)?.temperatureCelsius == 44)
    }
}
