// Goal: a drive that has just been wiped is green, also where a person had to lift holds for it; and whatever holds it anew since then is what its
// bay shows. A drive that leaves its tag here is told of in the journal. Method: benches of one or two drives; each hold lifted, wiped, shown;
// then each hold come up afterwards.

import Bench
import Testing

@testable import WipeCore

extension StationBench {
    fileprivate mutating func observe(_ report: ProbeReport, _ usage: Usage) {
        send(.usageObserved(report.attachment, usage, since: Fixture.moment(seconds + 10)), after: 20)
        // Whose use has ended is looked at once more.
        guard usage == .free else { return }
        let media = state.attached[report.attachment]
        var known = history(report)
        known.attachmentTag = media?.assetTag
        known.sightings = (media?.sharing ?? []).map { DriveSighting(identity: $0, properties: [:]) }
        send(.identified(report, known))
    }
}

private let mounted = Usage.known([Use(.mounted, node: "sdb1", detail: "/mnt")])

/// What holds a drive before its wipe, and how to get it there.
private enum Held: String, CaseIterable {
    case byTheBay, presentAtStart, tooLarge, member, unhealthy, nearlyProtected, weakSerial, shared, used, identityChanged

    func bench() -> (StationBench, ProbeReport, confirm: String) {
        var rules = Fixture.rules()
        var drive = Fixture.report()
        var history = MediaHistory()
        switch self {
        case .byTheBay: rules = Fixture.rules(onAttach: .hold)
        case .tooLarge: rules.confirmAboveBytes = 1
        case .member:
            drive.contents = [Content(kind: .raid, type: "linux_raid_member", label: nil, uuid: nil, node: "sdb", offsetBytes: 0)]
        case .unhealthy: drive.health.reallocatedSectors = 5000
        case .nearlyProtected:
            rules.protect = [[PropertyMatch(property: "ID_SERIAL_SHORT", glob: "ZN1-ABCDE")]]
            drive.properties["ID_SERIAL_SHORT"] = "ZN1ABCDE"
        case .weakSerial: drive.identity.serial = "0000000000"
        case .shared:
            var other = drive.identity
            other.model = "ANOTHER"
            history.sightings = [DriveSighting(identity: other, properties: [:])]
        case .used, .identityChanged: rules = Fixture.rules(onAttach: .hold)
        case .presentAtStart: break
        }
        var bench = StationBench(rules)
        if self == .identityChanged {
            var before = drive
            before.identity.serial = "ZN1ABCDF"
            bench.plug(before)
            bench.send(.identified(drive, history))
        } else {
            bench.plug(drive, atStart: self == .presentAtStart, history)
        }
        bench.send(.enumerated)
        if self == .used {
            bench.observe(drive, mounted)
            bench.observe(drive, .free)
        }
        bench.tag("T-1", drive)
        return (bench, drive, [.weakSerial, .shared].contains(self) ? "T-1" : "ZN1ABCDE")
    }
}

@Suite struct WipedBayTests {
    @Test(arguments: Held.allCases) fileprivate func aDriveIsGreenAfterTheWipeForWhichItsHoldWasLifted(_ held: Held) {
        var (bench, drive, confirm) = held.bench()
        #expect(bench.decision(drive)?.verdict == "hold" && bench.shows(drive) == .openJob, "\(held) \(bench.codes(drive))")
        bench.start(drive, confirm: confirm)
        #expect(bench.job?.overridden?.isEmpty == false, "\(held)")
        bench.wipe(drive)
        #expect(bench.shows(drive) == .endedJob, "\(held) \(bench.codes(drive))")
        // Looked at once more, as after every run.
        bench.send(
            .identified(
                held == .member
                    ? {
                        var clean = drive; clean.contents = []; return clean
                    }() : drive, bench.history(drive)))
        #expect(bench.shows(drive) == .endedJob, "\(held) \(bench.codes(drive))")
        #expect(bench.codes(drive).contains(.hold(.alreadyCertified)))
    }

    /// Each of them as it was before the wipe, and come up once more after it.
    @Test(arguments: Held.allCases) fileprivate func whatHoldsItAnewOutranksTheEnd(_ held: Held) {
        var (bench, drive, confirm) = held.bench()
        bench.start(drive, confirm: confirm)
        bench.wipe(drive)
        #expect(bench.shows(drive) == .endedJob)
        bench.observe(drive, mounted)
        #expect(bench.shows(drive) == .decision && bench.codes(drive) == [.refusal(.mounted)], "\(held)")
        bench.observe(drive, .free)
        #expect(bench.shows(drive) == .decision && bench.codes(drive).contains(.hold(.wasInUse)), "\(held)")
        bench.start(drive, confirm: confirm)
        bench.wipe(drive)
        #expect(bench.shows(drive) == .endedJob, "\(held): lifted, and wiped again")
        var other = drive
        other.identity.model = "ANOTHER"
        bench.send(.identified(other, MediaHistory(record: bench.stored(drive.attachment))))
        #expect(bench.shows(drive) == .decision, "\(held)")
        bench.send(.identified(drive, MediaHistory(record: bench.stored(drive.attachment))))
        #expect(
            bench.shows(drive) == .decision && bench.codes(drive).contains(.hold(.identityChanged)),
            "\(held): what it was in between, nobody knows")
    }

    @Test func anotherThingWithItsSerialOutranksTheEnd() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        let drive = Fixture.report()
        bench.plug(drive)
        bench.start(drive)
        bench.wipe(drive)
        #expect(bench.shows(drive) == .endedJob)
        var other = Fixture.report("sdc", sequence: 8, bay: "2")
        other.identity.model = "ANOTHER"
        bench.plug(other)
        #expect(bench.codes(drive).contains(.hold(.serialShared)) && bench.shows(drive) == .decision)
    }

    @Test func aTwinThatIsWipedThereOutranksTheEnd() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        let drive = Fixture.report("sdc", sequence: 8, bay: "2")
        bench.plug(drive)
        bench.start(drive)
        bench.wipe(drive)
        let twin = Fixture.report("sdb", sequence: 7, bay: "1")
        bench.plug(twin)
        #expect(bench.codes(drive) == [.refusal(.secondPath)] && bench.shows(drive) == .decision)
    }

    @Test func anArrayThatIsMadeOfItAfterTheWipeOutranksTheEnd() {
        var (bench, drive, confirm) = Held.member.bench()
        bench.start(drive, confirm: confirm)
        bench.wipe(drive)
        bench.send(.identified(drive, bench.history(drive)))
        #expect(bench.codes(drive).contains(.hold(.arrayMember)) && bench.shows(drive) == .decision)
    }

    @Test func aTagThatIsTakenAwayOutranksTheEnd() {
        var bench = StationBench(Fixture.rules(onAttach: .hold, requireAssetTag: true))
        let (drive, other) = (Fixture.report(), Fixture.report("sdc", sequence: 8, serial: "ZN1OTHER", bay: "2"))
        bench.plug(drive)
        bench.plug(other)
        bench.tag("T-1", drive)
        bench.start(drive)
        bench.wipe(drive)
        #expect(bench.shows(drive) == .endedJob)
        bench.send(
            .tagAssigned(
                other.attachment, AssetTag(tag: "T-1", source: .person),
                TagFacts(holder: .of(serial: "ZN1ABCDE"), holderSource: .person), settling: ["ZN1ABCDE"], Fixture.operator1))
        #expect(bench.shows(drive) == .decision && bench.codes(drive).contains(.hold(.assetTagMissing)))
    }

    @Test func theEndIsRememberedAcrossARestartOfTheDaemon() throws {
        var (bench, drive, confirm) = Held.byTheBay.bench()
        bench.start(drive, confirm: confirm)
        bench.wipe(drive)
        var after = StationBench(Fixture.rules(onAttach: .hold), seconds: bench.seconds)
        after.entries = bench.entries
        after.plug(drive, atStart: true, bench.history(drive))
        #expect(after.shows(drive) == .endedJob, "\(after.codes(drive))")
    }

    // MARK: a job whose end found nothing attached

    /// The job of a drive ends while nothing has been looked at yet; then something comes that shows its identity, and shares its serial.
    @Test func theEndOfAJobThatNobodySawSilencesNoSharedSerial() {
        var bench = StationBench()
        let drive = Fixture.report()
        var other = drive.identity
        other.model = "ANOTHER"
        let ended = AttachmentRecord.EndedJob(job: "j", ending: .sanitized)
        bench.state.endedUnseen[drive.identity] = ended
        bench.plug(drive, MediaHistory(sightings: [DriveSighting(identity: other, properties: [:])]))
        #expect(bench.codes(drive).contains(.hold(.serialShared)) && bench.shows(drive) == .decision, "\(bench.codes(drive))")
    }

    // MARK: a tag that is left here

    @Test(arguments: [("0000000000", SerialSource.ataIdentify), ("ZN1ABCDE", .usbBridge), (nil, .unknown)] as [(String?, SerialSource)])
    func aDriveThatNothingIdentifiesLeavesItsTagWithALine(_ serial: String?, _ source: SerialSource) {
        var bench = StationBench(Fixture.rules(onAttach: .hold, requireAssetTag: true))
        var drive = Fixture.report(serial: serial)
        drive.identity.serialSource = source
        bench.plug(drive)
        bench.tag("T-1", drive)
        bench.send(.detached(drive.attachment))
        let line = bench.acts("untag").last
        #expect(line?.detail.hasPrefix("T-1 from bay B1: ") == true && line?.serial == serial && line?.node == drive.attachment.node)
        #expect(bench.entries.contains { if case .untag(let key) = $0 { key == drive.tagKey(bootID: "boot-1") } else { false } })
        // It comes back, and has none.
        var again = drive
        again.attachment = AttachmentID(name: drive.attachment.name, diskSequence: drive.attachment.diskSequence + 1)
        bench.plug(again)
        #expect(bench.codes(again).contains(.hold(.assetTagMissing)))
    }

    @Test func aDriveThatItsSerialIdentifiesKeepsItsTagAndNothingIsSaid() {
        var bench = StationBench(Fixture.rules(requireAssetTag: true))
        bench.plug(theDrive)
        bench.tag("T-1", theDrive)
        bench.send(.detached(theDrive.attachment))
        #expect(bench.acts("untag").isEmpty)
        // Nor of one that never had a tag.
        let weak = Fixture.report("sdc", sequence: 8, serial: "0000000000", bay: "2")
        bench.plug(weak)
        bench.send(.detached(weak.attachment))
        #expect(bench.acts("untag").isEmpty)
    }

    @Test func aTagOfADriveThatIsLongGoneIsGivenOnWithALine() {
        var bench = StationBench()
        bench.plug(theDrive)
        let facts = TagFacts(goneHolder: .attachment(bootID: "boot-0", diskSequence: 3))
        bench.send(.tagAssigned(theDrive.attachment, AssetTag(tag: "T-1", source: .person), facts, settling: [], Fixture.operator1))
        #expect(bench.acts("untag").last?.detail.hasPrefix("T-1: ") == true)
        let link = TagLink(key: .serial("ZN1NEW00"), assetTag: AssetTag(tag: "T-2", source: .intake))
        bench.send(
            .intake(
                [link],
                goneHolders: [
                    "T-2": .attachment(bootID: "boot-0", diskSequence: 4), "T-9": .attachment(bootID: "boot-0", diskSequence: 5),
                ], by: Fixture.operator1))
        #expect(bench.acts("untag").count == 2 && bench.acts("untag").last?.detail.hasPrefix("T-2: ") == true)
    }
}
