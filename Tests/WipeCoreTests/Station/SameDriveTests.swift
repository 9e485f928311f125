// Goal: nothing is claimed of a drive, tagged to it or wiped on it because something else shows the same serial; and what happened to a drive
// follows it wherever its serial identifies it. Method: a station with a store that remembers sightings and tags; one case of a bench each.

import Bench
import Testing

@testable import WipeCore

/// A station and what its store would give for a drive.
private struct Workshop {
    var bench: StationBench

    init(_ rules: StationRules = Fixture.rules(requireAssetTag: true)) { bench = StationBench(rules) }

    /// All sightings that bear on it, the newest row of each, as a store would give them.
    private func sightings(_ identity: MediaIdentity) -> [DriveSighting] {
        var rows: [MediaIdentity: DriveSighting] = [:]
        for case .sighting(let row) in bench.entries where row.identity.sharesAName(with: identity) { rows[row.identity] = row }
        return rows.values.sorted { $0.identity.key < $1.identity.key }
    }

    private func tag(_ key: TagKey) -> AssetTag? {
        bench.entries.compactMap { if case .tag(let link) = $0, link.key == key { link.assetTag } else { nil } }.last
    }

    func history(_ report: ProbeReport) -> MediaHistory {
        let seen = sightings(report.identity)
        let wipes = bench.entries.compactMap { entry -> PastWipe? in
            guard case .job(let job) = entry, case .closed(let closure) = job.state, let ending = closure.ending,
                job.identity.likeness(to: report.identity).isOneForHistory
            else { return nil }
            return PastWipe(job: job.id, ending: ending, closedAt: job.stateSince)
        }
        return MediaHistory(
            record: bench.stored(report.attachment), lastWipe: wipes.last,
            assetTag: report.identity.serial.flatMap { tag(.of(serial: $0)) },
            attachmentTag: tag(report.tagKey(bootID: "boot-1", isShared: true)), sightings: seen)
    }

    mutating func plug(_ report: ProbeReport) { bench.plug(report, history(report)) }
    mutating func pull(_ report: ProbeReport) { bench.send(.detached(report.attachment)) }

    func facts(_ tag: String, on report: ProbeReport) -> TagFacts {
        let links = bench.entries.compactMap { if case .tag(let link) = $0 { link } else { nil } }
        let current = Dictionary(links.map { ($0.key, $0.assetTag) }, uniquingKeysWith: { $1 })
        let linked = bench.state.tagKeys(of: report.attachment).lazy.compactMap { current[$0] }.first
        return TagFacts(holder: current.first { $0.value.tag == tag }?.key, holderSource: .person, linked: linked)
    }

    /// Why this tag is refused; nothing changes.
    func tag(_ tag: String, _ report: ProbeReport) -> Refused? {
        let event = Event.tagAssigned(
            report.attachment, AssetTag(tag: tag, source: .person), facts(tag, on: report), settling: [], Fixture.operator1)
        return bench.refusal(event)
    }

    mutating func tagged(_ tag: String, _ report: ProbeReport, settling words: [String] = []) {
        bench.send(
            .tagAssigned(report.attachment, AssetTag(tag: tag, source: .person), facts(tag, on: report), settling: words, Fixture.operator1)
        )
    }

    @discardableResult
    mutating func start(_ report: ProbeReport, confirm: String?, by actor: Actor = Fixture.operator1) -> String? {
        let event = Event.startRequested(report.attachment, policy: nil, confirm: confirm, actor)
        if let refused = bench.refusal(event) { return refused.code }
        bench.send(event)
        return nil
    }

    mutating func wipe(_ report: ProbeReport) { bench.wipe(report) }

    func job(at report: ProbeReport) -> WipeJob? { bench.job(at: report) }
    func codes(_ report: ProbeReport) -> [DecisionCode] { bench.codes(report) }
    func tagShown(_ report: ProbeReport) -> String? { bench.tagShown(report) }
    func shows(_ report: ProbeReport) -> BayShows? { bench.shows(report) }
}

@Suite struct SameDriveTests {
    private static func drive(
        _ name: String, _ sequence: UInt64, bay: String, serial: String? = "ZN1ABCDE", model: String = "A",
        capacity: UInt64 = Fixture.capacity, source: SerialSource = .ataIdentify, wwn: String? = nil
    ) -> ProbeReport {
        var report = Fixture.report(name, sequence: sequence, serial: serial, bay: bay, capacity: capacity)
        (report.identity.model, report.identity.serialSource, report.identity.wwn) = (model, source, wwn)
        return report
    }

    // MARK: what a bay shows

    @Test func aTwinThatIsRefusedIsNotGreenAndStaysSoWhenTheFirstIsPulled() {
        var shop = Workshop()
        let (first, twin) = (Self.drive("sda", 1, bay: "1"), Self.drive("sdb", 2, bay: "2"))
        shop.plug(first)
        shop.tagged("T-1", first)
        shop.plug(twin)
        #expect(shop.codes(twin) == [.refusal(.secondPath)])
        shop.wipe(first)
        #expect(shop.shows(first) == .endedJob, "a drive that has just been wiped is green")
        #expect(shop.shows(twin) == .decision && shop.codes(twin) == [.refusal(.secondPath)])
        shop.pull(first)
        #expect(shop.bench.decision(twin)?.verdict == "hold" && shop.shows(twin) == .openJob, "full of data, and nobody wiped it")
        #expect(shop.job(at: twin)?.state.word == "held")
        #expect(!shop.codes(twin).contains(.hold(.wasInUse)), "nobody used it")
    }

    @Test func aRefusalOrAnotherHoldOutranksTheEndOfTheJobThere() {
        var shop = Workshop(Fixture.rules())
        let drive = Self.drive("sda", 1, bay: "1")
        shop.plug(drive)
        shop.wipe(drive)
        #expect(shop.shows(drive) == .endedJob)
        let later = Fixture.moment(shop.bench.seconds + 10)
        shop.bench.send(.usageObserved(drive.attachment, .known([Use(.mounted, node: "sda1", detail: "/mnt")]), since: later))
        #expect(shop.shows(drive) == .decision && shop.codes(drive) == [.refusal(.mounted)])
        shop.bench.send(.usageObserved(drive.attachment, .free, since: later))
        #expect(shop.shows(drive) == .decision && shop.codes(drive) == [.hold(.wasInUse), .hold(.alreadyCertified)])
    }

    @Test func aDriveThatIsTakenIntoUseAfterItsWipeIsNoLongerGreen() {
        var shop = Workshop(Fixture.rules())
        let drive = Self.drive("sda", 1, bay: "1")
        shop.plug(drive)
        shop.wipe(drive)
        var used = drive
        used.contents = [Content(kind: .partitionTable, type: "dos", offsetBytes: 0)]
        shop.bench.send(.identified(used, shop.history(used)))
        #expect(shop.shows(drive) == .endedJob, "a random pattern may look like a table")
        used.contents = [Content(kind: .filesystem, type: "ext4", offsetBytes: 0)]
        shop.bench.send(.identified(used, shop.history(used)))
        #expect(shop.shows(drive) == .decision && shop.codes(drive) == [.hold(.wasInUse), .hold(.alreadyCertified)])
    }

    /// A fact that one look did not get contradicts nothing, over a restart either.
    @Test func aNameThatShowsFirstAfterARestartIsNoChange() {
        var shop = Workshop(Fixture.rules())
        let drive = Self.drive("sda", 1, bay: "1")
        shop.plug(drive)
        shop.wipe(drive)
        let record = shop.bench.stored(drive.attachment)
        var named = drive
        named.identity.wwn = "0x5000c500a1b2c3d4"
        for (report, isChanged) in [(named, false), (Self.drive("sda", 1, bay: "1", model: "B"), true)] {
            var again = StationBench(Fixture.rules())
            again.plug(report, atStart: true, MediaHistory(record: record))
            #expect(again.decision(report)?.holds.map(\.code).contains(.identityChanged) == isChanged)
        }
    }

    // MARK: one serial on two things

    @Test(arguments: [("B", Fixture.capacity), ("A", Fixture.capacity * 2)])
    func aSecondThingWithTheSerialInheritsNothingAndIsHeld(_ model: String, _ capacity: UInt64) {
        var shop = Workshop()
        let first = Self.drive("sda", 1, bay: "1")
        let second = Self.drive("sdb", 2, bay: "2", model: model, capacity: capacity)
        shop.plug(first)
        shop.tagged("OPEQ-0001", first)
        shop.wipe(first)
        let before = shop.bench.started
        shop.plug(second)
        #expect(shop.bench.started == before && shop.tagShown(second) == nil)
        #expect(shop.codes(second) == [.hold(.serialShared), .hold(.assetTagMissing)])
        // The wiped one is not green any more: which of the two its record speaks of, a person has to look.
        #expect(shop.shows(first) == .decision && shop.codes(first) == [.hold(.serialShared), .hold(.alreadyCertified)])
        #expect(shop.shows(second) == .openJob)
        #expect(shop.bench.entries.contains { if case .act(let act) = $0 { act.code == "serial-shared" } else { false } })
        // The tag of the first is not to be had by scanning it again, and the serial confirms nothing.
        #expect(shop.tag("OPEQ-0001", second)?.code == "tag-in-use")
        shop.tagged("OPEQ-0002", second)
        #expect(shop.codes(second) == [.hold(.serialShared)])
        #expect(shop.start(second, confirm: "ZN1ABCDE") == "confirmation-required")
        #expect(shop.start(second, confirm: "OPEQ-0002", by: Fixture.technician) == "not-allowed")
        #expect(shop.start(second, confirm: "OPEQ-0002") == nil && shop.bench.started == before + 1)
        #expect(shop.job(at: second)?.serialShared == true, "on the record")
    }

    @Test func aSerialThatWasSeenOnSomethingElseIsHeldLongAfter() {
        var shop = Workshop()
        let first = Self.drive("sda", 1, bay: "1", model: "B")
        shop.plug(first)
        shop.pull(first)
        let second = Self.drive("sdb", 2, bay: "1")
        shop.plug(second)
        #expect(shop.codes(second).contains(.hold(.serialShared)))
        // And the first, when it comes back.
        shop.pull(second)
        let again = Self.drive("sdc", 3, bay: "1", model: "B")
        shop.plug(again)
        #expect(shop.codes(again).contains(.hold(.serialShared)))
    }

    @Test func aRunningWipeWhoseSerialTurnsOutToBeSharedSaysSoOnItsRecord() throws {
        var shop = Workshop(Fixture.rules())
        let first = Self.drive("sda", 1, bay: "1")
        shop.plug(first)
        let id = try #require(shop.job(at: first)?.id)
        shop.bench.send(.opened(id))
        shop.plug(Self.drive("sdb", 2, bay: "2", model: "B"))
        #expect(shop.bench.state.jobs[id]?.serialShared == true && shop.bench.state.jobs[id]?.state == .running)
    }

    @Test func aTwinIsGivenNoSecondTagWhateverAttachmentAsks() {
        var shop = Workshop()
        let (first, twin) = (Self.drive("sda", 1, bay: "1"), Self.drive("sdb", 2, bay: "2"))
        shop.plug(first)
        shop.plug(twin)
        shop.tagged("T-1", first)
        #expect(shop.tag("T-2", twin)?.code == "tag-conflict")
        shop.wipe(first)
        #expect(shop.tag("T-2", twin)?.code == "tag-conflict")
        shop.pull(first)
        #expect(shop.tag("T-2", twin)?.code == "tag-conflict")
    }

    /// Two that show the same to the last fact, and the first of them looked at once more while the other was there.
    private static func provedTwins(_ shop: inout Workshop, tag: String? = "T-1", transport: Transport? = .sata, wwn: String? = nil) -> (
        ProbeReport, ProbeReport
    ) {
        var (first, twin) = (drive("sda", 1, bay: "1", wwn: wwn), drive("sdb", 2, bay: "2", wwn: wwn))
        (first.transport, twin.transport) = (transport, transport)
        shop.plug(first)
        if let tag { shop.tagged(tag, first) }
        shop.plug(twin)
        let asked = shop.bench.effects.contains { if case .identify(first.attachment) = $0 { true } else { false } }
        #expect(asked || shop.job(at: first)?.state.occupiesSlot == true)
        return (first, twin)
    }

    @Test func ofTwinsTheOtherInheritsNothingWhenTheFirstIsPulled() {
        var shop = Workshop()
        let (first, twin) = Self.provedTwins(&shop)
        shop.wipe(first)
        #expect(shop.shows(first) == .endedJob)
        let signed = shop.bench.entries.compactMap { if case .job(let job) = $0 { job } else { nil } }.last
        #expect(signed?.serialShared == true && signed?.assetTag?.tag == "T-1", "on the record of the first")
        shop.pull(first)
        #expect(shop.tagShown(twin) == nil && shop.codes(twin).contains(.hold(.serialShared)))
        #expect(shop.start(twin, confirm: "ZN1ABCDE") == "asset-tag-missing")
        #expect(shop.tag("T-1", twin)?.code == "tag-in-use" && shop.tag("T-2", twin)?.code == "tag-conflict")
        shop.tagged("T-2", twin, settling: ["T-1"])
        #expect(shop.start(twin, confirm: "ZN1ABCDE") == "confirmation-required")
        #expect(shop.start(twin, confirm: "T-2") == nil && shop.job(at: twin)?.assetTag?.tag == "T-2")
        #expect(shop.job(at: twin)?.serialShared == true, "on the record of the other")
    }

    @Test func twinsThatWaitAreToldFromADriveThatWasMoved() {
        for isTwin in [true, false] {
            var shop = Workshop(Fixture.rules(onAttach: .hold))
            let (first, other) = Self.provedTwins(&shop, tag: nil)
            // The second look at the first: it answers, or it is the node of a drive that is no longer there.
            if isTwin { shop.bench.send(.identified(first, shop.history(first))) }
            shop.pull(first)
            #expect(shop.codes(other).contains(.hold(.serialShared)) == isTwin)
            #expect((shop.start(other, confirm: "ZN1ABCDE") == nil) != isTwin)
        }
    }

    /// Between two checkpoints, and in a pause that brings none: a twin beside a wipe that is under way takes nothing of it.
    @Test(arguments: [false, true]) func aTwinBesideAWipeTakesNothingOfItFromItsFirstLookOn(isPaused: Bool) throws {
        var shop = Workshop()
        let (first, twin) = (Self.drive("sda", 1, bay: "1"), Self.drive("sdb", 2, bay: "2"))
        shop.plug(first)
        shop.tagged("T-1", first)
        let id = try #require(shop.job(at: first)?.id)
        shop.bench.send(.opened(id))
        if isPaused {
            shop.bench.send(.pauseRequested(id, Fixture.operator1))
            shop.bench.send(.stopped(id, .writing(to: 4096)))
        }
        shop.plug(twin)
        #expect(shop.tagShown(twin) == nil && shop.codes(twin) == [.refusal(.secondPath)])
        shop.pull(first)
        if isPaused {
            shop.bench.send(.resumeRequested(id, Fixture.operator1))
        } else {
            shop.bench.send(.stopped(id, .writing(to: 4096)))
        }
        #expect(shop.job(at: twin)?.id != id && shop.tagShown(twin) == nil && shop.codes(twin).contains(.hold(.serialShared)))
        #expect(shop.bench.started == 1 && shop.start(twin, confirm: "ZN1ABCDE") != nil)
    }

    @Test func twinsAreTwinsEverAfter() {
        var shop = Workshop(Fixture.rules(onAttach: .hold, requireAssetTag: true))
        let (first, twin) = Self.provedTwins(&shop)
        shop.bench.send(.identified(first, shop.history(first)))
        shop.pull(first)
        shop.pull(twin)
        let again = Self.drive("sdc", 3, bay: "1")
        shop.plug(again)
        #expect(shop.codes(again) == [.hold(.waitingForStart), .hold(.serialShared), .hold(.assetTagMissing)], "\(shop.codes(again))")
        #expect(shop.tagShown(again) == nil)
    }

    @Test func anInterruptedWipeOfOneDoesNotGoOnOnItsTwin() throws {
        var shop = Workshop(Fixture.rules())
        let (first, twin) = Self.provedTwins(&shop, tag: nil)
        let id = try #require(shop.job(at: first)?.id)
        shop.bench.send(.opened(id))
        shop.bench.send(.checkpointed(id, .writing(to: 4096)))
        shop.pull(first)
        shop.bench.send(.stopped(id, .writing(to: 4096)))
        #expect(shop.job(at: twin)?.id != id && shop.codes(twin).contains(.hold(.serialShared)))
        #expect(shop.bench.state.jobs[id]?.state.word == "suspended")
    }

    @Test(arguments: [(Transport.sas, false), (nil, false), (.sata, true)] as [(Transport?, Bool)])
    func twoPathsToOneDriveAreNoTwins(_ transport: Transport?, _ isHeld: Bool) {
        var shop = Workshop(Fixture.rules(onAttach: .hold))
        var (first, other) = (
            Self.drive("sda", 1, bay: "1", wwn: "0x5000c500a1b2c3d4"), Self.drive("sdb", 2, bay: "2", wwn: "0x5000c500a1b2c3d4")
        )
        (first.transport, other.transport) = (transport, transport)
        shop.plug(first)
        shop.plug(other)
        shop.bench.send(.identified(first, shop.history(first)))
        #expect(shop.codes(first) == [.hold(.waitingForStart)] && shop.codes(other) == [.refusal(.secondPath)])
        shop.pull(first)
        #expect(shop.codes(other).contains(.hold(.serialShared)) == isHeld)
    }

    // MARK: WWNs and passing refusals

    @Test(arguments: ["0x0000000000000000", "0x5000000000000001", "0x5000c500a1b2c3d4"])
    func twoSerialsUnderOneWWNAreTwoDrives(_ wwn: String) {
        var shop = Workshop(Fixture.rules())
        let first = Self.drive("sda", 1, bay: "1", wwn: wwn)
        let second = Self.drive("sdb", 2, bay: "2", serial: "ZN1ABCDF", wwn: wwn)
        shop.plug(first)
        shop.plug(second)
        #expect(shop.bench.started == 2 && shop.codes(second).isEmpty)
    }

    @Test func twoDrivesInOneBayLeaveNoHoldBehind() {
        var shop = Workshop(Fixture.rules())
        let (old, new) = (Self.drive("sda", 1, bay: "1", serial: "ZN1ABCDF"), Self.drive("sdb", 2, bay: "1"))
        shop.bench.send(.startsBlocked("no room"))
        shop.plug(old)
        shop.plug(new)
        #expect(shop.codes(new) == [.refusal(.ambiguousBay)])
        shop.pull(old)
        shop.bench.send(.startsBlocked(nil))
        #expect(shop.codes(new).isEmpty && shop.bench.started == 1)
    }

    @Test func twinsOfAConstantAreHeldForWhatTheyAre() {
        var shop = Workshop(Fixture.rules())
        let sticks = ["1", "2"].map { Self.drive("sd" + $0, UInt64($0) ?? 0, bay: $0, serial: "123456789012", source: .usbBridge) }
        for stick in sticks { shop.plug(stick) }
        #expect(shop.codes(sticks[0]) == [.hold(.weakIdentity)] && shop.codes(sticks[1]) == [.hold(.weakIdentity)])
        shop.pull(sticks[0])
        #expect(shop.codes(sticks[1]) == [.hold(.weakIdentity)])
    }

    @Test func everyCodeSaysWhatItLeavesBehind() {
        for code in [RefusalCode.secondPath, .ambiguousBay, .formerRun, .identificationFailed, .sizeUnknown, .usageUnknown] {
            #expect(code.refusalMemory == .none)
        }
        for code in [RefusalCode.mounted, .swapInUse, .hasHolders, .openedExclusively, .runningSystem, .protected] {
            #expect(code.refusalMemory == .media)
        }
        #expect(RefusalCode.notInABay.refusalMemory == .attachment)
    }

    // MARK: what follows a drive

    @Test func aUseIsNotShedByPullingTheDrive() {
        var shop = Workshop(Fixture.rules())
        var mounted = Self.drive("sda", 1, bay: "1")
        mounted.usage = .known([Use(.mounted, node: "sda1", detail: "/mnt")])
        shop.plug(mounted)
        shop.pull(mounted)
        let again = Self.drive("sdb", 2, bay: "2")
        shop.plug(again)
        #expect(shop.codes(again) == [.hold(.wasInUse)] && shop.bench.started == 0)
        #expect(shop.start(again, confirm: "ZN1ABCDE", by: Fixture.technician) == "not-allowed")
        shop.pull(again)
        let third = Self.drive("sdc", 3, bay: "1")
        shop.plug(third)
        #expect(shop.codes(third) == [.hold(.wasInUse)])
        // Confirmed and begun: it is answered.
        #expect(shop.start(third, confirm: "ZN1ABCDE") == nil)
        shop.wipe(third)
        shop.pull(third)
        let fourth = Self.drive("sdd", 4, bay: "1")
        shop.plug(fourth)
        #expect(shop.codes(fourth) == [.hold(.alreadyCertified)])
    }

    @Test func aDriveShownOutsideTheBaysFirstIsWipedInABay() {
        var shop = Workshop(Fixture.rules())
        let outside = Self.drive("sda", 1, bay: "none")
        shop.plug(outside)
        shop.pull(outside)
        let inside = Self.drive("sdb", 2, bay: "1")
        shop.plug(inside)
        #expect(shop.bench.started == 1)
    }

    // MARK: readers, docks and sticks

    @Test(arguments: [SerialSource.usbBridge, .unknown])
    func aWipeBehindABridgeEndsWhenItIsPulled(_ source: SerialSource) throws {
        var shop = Workshop(Fixture.rules(onAttach: .hold, requireAssetTag: false))
        let card = Self.drive("sda", 1, bay: "1", serial: "A0B7C2D9E4", source: source)
        shop.plug(card)
        #expect(shop.start(card, confirm: "A0B7C2D9E4") == "confirmation-required", "the reader's serial lifts nothing")
        shop.tagged("T-1", card)
        #expect(shop.start(card, confirm: "T-1") == nil)
        let id = try #require(shop.job(at: card)?.id)
        shop.bench.send(.opened(id))
        shop.pull(card)
        shop.bench.send(.stopped(id, .start(passes: 1)))
        shop.bench.send(.enumerated)
        guard case .certifying(let conclusion) = shop.bench.state.jobs[id]?.state, case .abandoned = conclusion.verdict else {
            Issue.record("\(String(describing: shop.bench.state.jobs[id]?.state))")
            return
        }
        let other = Self.drive("sdb", 2, bay: "1", serial: "A0B7C2D9E4", source: source)
        let before = shop.bench.started
        shop.plug(other)
        #expect(shop.bench.started == before && shop.tagShown(other) == nil, "another card: nobody confirmed it")
        #expect(shop.codes(other).contains(.hold(.waitingForStart)))
    }

    /// What came of the card before is not on file yet: the next one under the reader's serial is not begun on the quiet meanwhile.
    @Test func theNextCardWaitsForTheRecordOfTheOneBefore() throws {
        var shop = Workshop(Fixture.rules(requireAssetTag: false))
        shop.bench.send(.enumerated)
        let card = Self.drive("sda", 1, bay: "1", serial: "A0B7C2D9E4", source: .usbBridge)
        shop.plug(card)
        let id = try #require(shop.job(at: card)?.id)
        shop.bench.send(.opened(id))
        // Something else is still being identified, so nobody knows yet what is away.
        shop.bench.send(.attached(AttachmentID(name: "sdz", diskSequence: 77), presentAtStart: false))
        shop.pull(card)
        shop.bench.send(.stopped(id, .start(passes: 1)))
        let other = Self.drive("sdb", 2, bay: "1", serial: "A0B7C2D9E4", source: .usbBridge)
        let before = shop.bench.started
        shop.plug(other)
        #expect(shop.bench.started == before && shop.job(at: other) == nil, "nothing starts beside what is being identified")
        shop.bench.send(.detached(AttachmentID(name: "sdz", diskSequence: 77)))
        #expect(shop.bench.started == before && shop.job(at: other)?.state != .opening, "its record is being written")
        shop.bench.certify(id)
        #expect(shop.bench.started == before && shop.codes(other).contains(.hold(.failedBefore)))
    }

    @Test func beforeItHasWrittenItIsWithdrawn() {
        var shop = Workshop()
        let card = Self.drive("sda", 1, bay: "1", serial: "A0B7C2D9E4", source: .usbBridge)
        shop.plug(card)
        shop.pull(card)
        let last = shop.bench.entries.compactMap { if case .job(let job) = $0 { job } else { nil } }.last
        #expect(last?.state.word == "withdrawn")
    }

    @Test func aTagOfTheReadersSerialIsNotInherited() {
        var shop = Workshop()
        let card = Self.drive("sda", 1, bay: "1", serial: "A0B7C2D9E4", source: .usbBridge)
        shop.bench.entries.append(.tag(TagLink(key: .serial("A0B7C2D9E4"), assetTag: AssetTag(tag: "T-9", source: .intake))))
        shop.plug(card)
        #expect(shop.codes(card) == [.hold(.assetTagMissing)] && shop.bench.started == 0)
    }

    // MARK: a change in mid-wipe

    @Test(arguments: [0, 1]) func anotherNameInMidWipeIsOnTheRecordAndHeldAfterwards(_ which: Int) throws {
        var shop = Workshop(Fixture.rules())
        let drive = Self.drive("sda", 1, bay: "1")
        shop.plug(drive)
        let id = try #require(shop.job(at: drive)?.id)
        shop.bench.send(.opened(id))
        var changed = drive
        if which == 0 { changed.identity.serial = "ZN1FFFFF" } else { changed.identity.model = "B" }
        shop.bench.send(.identityObserved(drive.attachment, changed.identity))
        #expect(shop.bench.state.jobs[id]?.otherIdentity == changed.identity && shop.bench.state.jobs[id]?.state == .running)
        shop.wipe(drive)
        #expect(shop.codes(drive).contains(.hold(.identityChanged)) && shop.shows(drive) == .decision)
        #expect(shop.bench.effects.last == .identify(drive.attachment), "it is looked at for what it is")
        shop.bench.send(.identified(changed, shop.history(changed)))
        #expect(shop.codes(drive).contains(.hold(.identityChanged)) && shop.bench.state.jobs.isEmpty)
    }

    @Test func aFactThatALookMissedIsNoChange() throws {
        var shop = Workshop(Fixture.rules())
        let drive = Self.drive("sda", 1, bay: "1", wwn: "0x5000c500a1b2c3d4")
        shop.plug(drive)
        let id = try #require(shop.job(at: drive)?.id)
        shop.bench.send(.opened(id))
        var missed = drive.identity
        (missed.wwn, missed.model) = (nil, nil)
        shop.bench.send(.identityObserved(drive.attachment, missed))
        #expect(shop.bench.state.jobs[id]?.otherIdentity == nil)
    }
}
