// Goal: a record says of a medium only what was so at the moment of which it speaks, whatever hands it was in before; and nobody's drive is written
// to for another's sake. Method: one station and its drives turned step by step, one story each: pulled, filled again, put back, exchanged, without
// power, asleep, beside another program. Judged by the signed document and by the bytes of the medium, and by every checker of the worlds.

import Foundation
import Testing
import WipeCertificate
import WipeCore
import WipeStation
import WipeStore

@testable import WipeSimulation
@testable import wipesim

/// A station with two bays, its drives, and a clock that goes on by a tenth of a second.
private struct Story {
    /// Larger than all that is read again before a wipe goes on.
    static let capacity: UInt64 = 4 << 20
    var world: Simulation
    private var turns = 0

    /// - Parameters:
    ///   - cards: where above 0, so many cards that show the serial of one reader, in place of one drive.
    ///   - seconds: what a pass over the medium takes.
    init(
        _ passes: [PassSpec] = [PassSpec(write: .random, verify: .full)], cache: CacheBehaviour = .none, cards: Int = 0,
        seconds: UInt64 = 4,
        isHold: Bool = false, needsTag: Bool = false, change: (inout SimulatedDrive.Condition) -> Void = { _ in }
    ) throws {
        let geometry = try #require(Geometry(capacityBytes: Self.capacity, logicalSectorBytes: 512, physicalSectorBytes: 4096))
        var random = SeededGenerator(seed: 99)
        let cast = (0..<max(1, cards)).map { number in
            let identity = MediaIdentity(
                vendor: "Maker", model: cards > 0 ? "READER" : "DRIVE", serial: cards > 0 ? "0x4F9C27A1D3" : "ZN1ABCDE",
                serialSource: cards > 0 ? .usbBridge : .loopProperty, wwn: nil, capacityBytes: Self.capacity)
            let drive = SimulatedDrive(
                identity: identity, geometry: geometry, donor: random.key(), cache: cache, bytesPerSecond: Self.capacity / seconds)
            drive.with { change(&$0) }
            return Cast(number: number, drive: drive, role: .ordinary, faults: [], cache: cache, reader: cards > 0 ? 1 : nil)
        }
        let policy = Policy(
            id: "story", version: "1.0.0", digest: "sha256:" + String(repeating: "0", count: 64), title: Title(fr: "Récit", en: "Story"),
            status: .current, claim: Claim(standard: "NIST SP 800-88r2", clause: "3.1.1", level: .clear), media: [.magnetic, .flash],
            passes: passes, sampling: SamplingSpec(subsections: 4, samplesEach: 2, percentEach: 5, firstAndLast: true),
            faultBudget: FaultBudget(retries: 1, unwritableSectorsMax: 0))
        world = try Simulation(seed: 7, folder: NSTemporaryDirectory() + "/custody-tests-\(UUID().uuidString)") { swarm in
            swarm.unrest = Unrest.none
            swarm.cast = cast
            swarm.policies = [policy.id: policy]
            swarm.bays = ["A1", "A2"]
            swarm.holdBays = isHold ? ["A1", "A2"] : []
            swarm.needsTag = needsTag
            swarm.requestBytesMax = 1 << 16
            swarm.rules = StationRules(
                bays: ["A1", "A2"].map {
                    Bay(id: $0, match: [PropertyMatch(property: "ID_PATH", glob: "sim-" + $0)], onAttach: isHold ? .hold : .wipe)
                },
                slots: 2, requireAssetTag: needsTag, policyFor: [PolicyRule(media: nil, policy: policy.id)], resumeWithinHours: 1,
                slow: SlowRule(bytesPerSecondBelow: 0))
        }
        world.faultsGoOn = false
        world.newBoot()
        try world.start()
        try turn(20)
    }

    var drive: SimulatedDrive { world.swarm.cast[0].drive }
    var donor: WipeCore.Pattern { drive.with { $0.medium.donor } }
    func card(_ number: Int) -> SimulatedDrive { world.swarm.cast[number].drive }

    // MARK: time

    mutating func turn(_ count: Int = 1) throws {
        for _ in 0..<count {
            world.clock.advance(100)
            world.deliver()
            if world.life == nil { try world.start() }
            for _ in 0..<6 { try world.openLetter() }
            world.probe()
            try world.advanceRun()
            world.certify()
            turns += 1
            if turns % 10 == 0 { world.tick() }
        }
    }

    mutating func turn(until condition: (Story) throws -> Bool, most: Int = 4000) throws {
        for _ in 0..<most {
            if try condition(self) { return }
            try turn()
        }
        Issue.record("it never came to that: \(world.life?.door.state.jobs.values.map { "\($0.state.word) \($0.state.detail)" } ?? [])")
    }

    // MARK: what can be seen

    var progress: RunProgress? {
        world.life?.runs.values.compactMap { run in
            switch run.phase {
            case .walking(let walk), .waiting(let walk): walk.conductor.run.progress
            default: nil
            }
        }.first
    }

    func isAt(_ phase: Cursor.Phase, _ part: Double) -> Bool {
        progress.map { $0.phase == phase && Double($0.phaseBytesDone) >= part * Double($0.phaseBytes) && $0.phaseBytes > 0 } ?? false
    }

    var jobs: [WipeJob] { (world.life?.door.state.jobs.values).map { $0.sorted { $0.id < $1.id } } ?? [] }
    func isWord(_ word: String) -> Bool { jobs.contains { $0.state.word == word } }
    func documents() throws -> [SignedDocument] { try world.store.documents().filter(\.kind.isOfAJob) }
    func subject(_ document: SignedDocument) throws -> JSONValue? { try JSONParser.parse(document.bytes)["credentialSubject"] }

    /// How far the reading is on record; what was read last where it is not.
    var read: UInt64 {
        jobs.first?.checkpoint.flatMap { $0.cursor.phase == .verify && $0.cursor.offset > 0 ? $0.cursor.offset : nil } ?? 2_900_000
    }

    // MARK: hands

    /// Data onto the drive while this station does not hold it.
    mutating func put(at extent: Extent) {
        drive.put(donor, at: extent)
        world.noteHands(on: world.swarm.cast[0], at: extent)
    }

    mutating func plug(_ number: Int = 0, _ bay: String = "A1") throws {
        let id = world.insert(card(number), place: bay)
        try #require(id != nil)
        try turn(2)
    }

    /// Pulled, and the station has let go.
    mutating func pull(_ number: Int = 0) throws {
        world.bus.unplug(try #require(card(number).attachment))
        try turn(until: { $0.world.life?.runs.isEmpty == true && !$0.isWord("stopping") })
    }

    /// Tagged and confirmed by its serial, by somebody who stands before it.
    mutating func confirm(_ number: Int = 0, tag number2: Int = 100) throws {
        let id = try #require(card(number).attachment)
        try turn(until: { $0.world.life?.door.state.attached[id]?.report != nil })
        let tag = world.tag(id, number2)
        let facts = try #require(try world.life?.door.tagFacts(tag))
        try world.process(.tagAssigned(id, tag, facts, settling: [], Simulation.operators[0]))
        try world.start(id, Simulation.operators[0], rightly: true)
    }

    /// To the end of all jobs; one that is held is confirmed by a person who has looked.
    mutating func finish() throws {
        try turn(until: { story in story.jobs.isEmpty || story.isWord("held") })
        if isWord("held"), drive.attachment != nil {
            try confirm()
            try turn(until: { $0.jobs.isEmpty })
        }
    }

    /// Nothing that was there before, or was put back, lies under a record that says cleared.
    func expectNoFalseClaim() throws {
        let cleared = try documents().filter { $0.outcome.hasPrefix("cleared") }
        let left = drive.with { drive in drive.medium.strange.flatMap { drive.medium.holding($0, in: drive.medium.geometry.whole) } }
        #expect(cleared.isEmpty || left.isEmpty, "\(cleared.map(\.outcome)) over \(left)")
    }

    func end() { world.removeFolder() }
}

@Suite struct CustodyTests {
    /// Where data is put back, of a drive of which `read` bytes have been read back.
    enum Place: String, CaseIterable {
        case start, secondMegabyte, behind, ahead, end, everywhere

        func extent(read: UInt64) -> Extent {
            switch self {
            case .start: Extent(offset: 0, length: 8192)
            case .secondMegabyte: Extent(offset: 1 << 20, length: 65536)
            case .behind: Extent(offset: read / 4096 * 4096 - 131_072, length: 65536)
            case .ahead: Extent(offset: read / 4096 * 4096 + 131_072, length: 65536)
            case .end: Extent(offset: Story.capacity - 4096, length: 4096)
            case .everywhere: Extent(offset: 0, length: Story.capacity)
            }
        }
    }

    @Test(arguments: Place.allCases, ["A1", "A2"]) func dataPutBackWhileADriveIsOutIsNeverCleared(place: Place, bay: String) throws {
        var story = try Story()
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.verify, 0.7) })
        try story.pull()
        story.put(at: place.extent(read: story.read))
        try story.plug(0, bay)
        try story.finish()
        try story.expectNoFalseClaim()
        #expect(try story.documents().count == 1)
    }

    /// What nobody touched ends well, and all that counts was read in the sitting that is on the record.
    @Test func aDriveThatWasOnlyPulledIsReadAgainFromItsBeginning() throws {
        var story = try Story()
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.verify, 0.7) })
        try story.pull()
        try story.plug(0, "A2")
        let back = story.world.now().wallMilliseconds
        try story.finish()
        let document = try #require(try story.documents().first)
        #expect(document.outcome.hasPrefix("cleared"))
        let verification = try #require(try story.subject(document)?.at("sanitization", "passes")?.items?.last?["verification"])
        #expect(verification["bytesRead"]?.int == Int(Story.capacity))
        let begun = try #require(verification["startedAt"]?.text.flatMap(UTCTime.init))
        #expect(Int64(begun.secondsSince1970) >= back / 1000, "the reading of before the pull is on the record")
        #expect((verification["readSeconds"]?.int ?? 0) >= 4, "less time than a whole reading takes")
    }

    enum Outage: CaseIterable { case pull, killed, power, graceful }

    @Test(arguments: Outage.allCases) func dataPutBackWhileTheStationIsDownIsNeverCleared(outage: Outage) throws {
        var story = try Story()
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.verify, 0.7) })
        let read = story.read
        switch outage {
        case .pull: try story.pull()
        case .killed: try story.world.die("killed")
        case .power:
            try story.world.die("power")
            story.world.losePower()
        case .graceful:
            story.world.send(.shutdown)
            try story.turn(until: { $0.world.life == nil || $0.world.life?.runs.isEmpty == true })
            if story.world.life != nil { try story.world.die("stopped") }
        }
        story.put(at: Place.behind.extent(read: read))
        if outage == .pull { try story.plug() }
        try story.turn(20)
        try story.finish()
        try story.expectNoFalseClaim()
    }

    // MARK: drives that forget

    /// It acknowledged the flush at the end of the pass, and forgets a part of it when its power goes.
    @Test(arguments: [Outage.pull, .power]) func aCacheThatLiesIsFoundOutAfterALossOfPower(outage: Outage) throws {
        var story = try Story(cache: .lying) { $0.medium.forgetful = Extent(offset: 1_500_000, length: 65536) }
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.verify, 0.7) })
        if outage == .pull {
            try story.pull()
            try story.plug()
        } else {
            try story.world.die("power")
            story.world.losePower()
        }
        try story.turn(20)
        try story.finish()
        try story.expectNoFalseClaim()
    }

    /// Nothing comes over the bus: only the drive itself has counted it.
    @Test func powerThatBlinksUnderTheOpenDescriptorBeginsTheReadingAgain() throws {
        var story = try Story(cache: .lying) {
            $0.medium.forgetful = Extent(offset: 1_500_000, length: 65536)
            $0.powerCycles = 12
        }
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.verify, 0.7) })
        story.world.meddled.insert(0)
        story.drive.losePower()
        try story.finish()
        try story.expectNoFalseClaim()
    }

    @Test func anHonestDriveWhosePowerBlinksIsClearedAfterAWholeReading() throws {
        var story = try Story { $0.powerCycles = 12 }
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.verify, 0.7) })
        story.drive.losePower()
        try story.finish()
        #expect(try story.documents().map { $0.outcome.hasPrefix("cleared") } == [true])
        try story.expectNoFalseClaim()
    }

    // MARK: other hands while it is plugged in

    @Test(arguments: Place.allCases) func dataPutBackWhileTheMachineSleepsIsNeverCleared(place: Place) throws {
        var story = try Story()
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.verify, 0.7) })
        story.drive.sleep()
        story.put(at: place.extent(read: story.read))
        story.world.clock.suspend(3_600_000)
        story.world.wallOffset += 3_600_000
        try story.finish()
        try story.expectNoFalseClaim()
    }

    @Test(arguments: Place.allCases, [false, true]) func aProgramBesideUsIsNeverUnderARecord(place: Place, discards: Bool) throws {
        var story = try Story()
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.verify, 0.7) })
        let extent = place.extent(read: story.read)
        story.world.noteHands(on: story.world.swarm.cast[0], at: extent)
        if discards { story.drive.discardBeside(extent) } else { story.drive.writeBeside(story.donor, at: extent) }
        try story.finish()
        try story.expectNoFalseClaim()
        let cleared = try story.documents().contains { $0.outcome.hasPrefix("cleared") }
        let isZero = story.drive.with { !$0.medium.holding(.zeros, in: extent).isEmpty }
        #expect(!cleared || !isZero, "cleared over what was discarded")
    }

    /// Samples cannot show it: what was written before the break counts only where all of it is read.
    @Test func aSampleAfterABreakBecomesTheWhole() throws {
        var story = try Story([PassSpec(write: .random, verify: .sample)])
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.write, 0.6) })
        try story.pull()
        story.put(at: Extent(offset: 1_200_000 / 4096 * 4096, length: 4096))
        try story.plug()
        try story.finish()
        try story.expectNoFalseClaim()
    }

    @Test func aSampleWithoutABreakStaysASample() throws {
        var story = try Story([PassSpec(write: .random, verify: .sample)])
        defer { story.end() }
        try story.plug()
        try story.finish()
        let document = try #require(try story.documents().first)
        #expect(document.outcome.hasPrefix("cleared"))
        let type = try story.subject(document)?.at("sanitization", "passes")?.items?.last?.at("verification", "type")?.text
        #expect(type == "sample")
    }

    // MARK: readers

    @Test(arguments: [true, false]) func anotherCardInAReaderIsNeverWrittenForTheFirst(isHold: Bool) throws {
        var story = try Story(cards: 2, seconds: 40, isHold: isHold, needsTag: true)
        defer { story.end() }
        try story.plug(0)
        try story.confirm(0)
        try story.turn(until: { $0.isAt(.write, 0.05) })
        try story.pull(0)
        try story.plug(1)
        try story.turn(1500)
        #expect(story.card(1).with { $0.medium.isUntouched }, "the second card was written to, and nobody had asked for it")
        let records = try story.documents()
        #expect(records.allSatisfy { !$0.outcome.hasPrefix("cleared") })
        #expect(records.count == 1 && story.isWord("abandoned") == false, "the first one's wipe has its record: \(records.map(\.outcome))")
    }

    @Test func anotherCardInAReaderThatStaysOpenIsNeverWritten() throws {
        var story = try Story(cards: 2, seconds: 40, isHold: true, needsTag: true)
        defer { story.end() }
        try story.plug(0)
        try story.confirm(0)
        try story.turn(until: { $0.isAt(.write, 0.1) })
        let first = try #require(story.card(0).attachment)
        let id = try #require(story.world.bus.exchange(first, for: story.card(1)))
        story.world.numbers[id] = 1
        try story.turn(1500)
        #expect(story.card(1).with { $0.medium.isUntouched })
        #expect(try story.documents().allSatisfy { !$0.outcome.hasPrefix("cleared") })
    }

    /// Read in place of the first one, nothing of it stands on the first one's record.
    @Test func anotherCardWhileTheFirstIsReadBackIsNotHeldAgainstIt() throws {
        var story = try Story(cards: 2, seconds: 40, isHold: true, needsTag: true)
        defer { story.end() }
        try story.plug(0)
        try story.confirm(0)
        try story.turn(until: { $0.isAt(.verify, 0.5) })
        let first = try #require(story.card(0).attachment)
        let id = try #require(story.world.bus.exchange(first, for: story.card(1)))
        story.world.numbers[id] = 1
        try story.turn(1000)
        #expect(story.card(1).with { $0.medium.isUntouched })
        for document in try story.documents() {
            let sanitization = try story.subject(document)?["sanitization"]
            #expect(sanitization?["mismatchedSectors"]?.int == 0 && !document.outcome.hasPrefix("cleared"), "\(document.outcome)")
        }
    }

    // MARK: errors of a pull

    @Test(arguments: [Cursor.Phase.write, .verify], [false, true])
    func errorsBeforeADetachAreNotTheDrives(phase: Cursor.Phase, isOffline: Bool) throws {
        var story = try Story()
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(phase, 0.5) })
        story.drive.with { drive in
            drive.isDeaf = true
            if isOffline { drive.kernelState = "offline" }
        }
        try story.turn(15)
        if story.drive.attachment != nil { try story.pull() }
        try story.plug(0, "A2")
        try story.finish()
        let document = try #require(try story.documents().first)
        #expect(document.outcome.hasPrefix("cleared"), "\(document.outcome)")
        let sanitization = try story.subject(document)?["sanitization"]
        #expect(sanitization?["unreadableSectors"]?.int == 0 && sanitization?["unwrittenSectors"]?.int == 0)
        try story.expectNoFalseClaim()
    }

    /// Given up within a bounded time; what was never read is not called unreadable.
    @Test(arguments: [Cursor.Phase.write, .verify]) func aDriveOutOfServiceIsGivenUpAndNothingIsHeldAgainstItsSectors(phase: Cursor.Phase)
        throws
    {
        var story = try Story()
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(phase, 0.5) })
        story.drive.with { $0.kernelState = "offline" }
        // An hour of it, and the hour in which it might have come back.
        for _ in 0..<130 {
            story.world.clock.advance(60_000)
            try story.turn(20)
        }
        #expect(story.world.life?.runs.isEmpty == true, "it still runs")
        for document in try story.documents() {
            #expect(!document.outcome.hasPrefix("cleared"))
            #expect(try story.subject(document)?.at("sanitization", "unreadableSectors")?.int == 0)
        }
    }

    // MARK: after the last byte

    /// Pulled between the last byte read and the signing: the record says so, with the time.
    @Test func custodyThatEndsBeforeTheSigningIsAnException() throws {
        var story = try Story()
        defer { story.end() }
        try story.plug()
        try story.turn(until: { $0.isAt(.verify, 0.9) })
        // Nobody signs for a while.
        for _ in 0..<4000 where !story.isWord("certifying") {
            story.world.clock.advance(100)
            try story.world.advanceRun()
            try story.world.openLetter()
        }
        try #require(story.isWord("certifying"))
        story.world.bus.unplug(try #require(story.drive.attachment))
        story.world.deliver()
        for _ in 0..<8 { try story.world.openLetter() }
        story.world.clock.advance(5000)
        try story.turn(until: { try !$0.documents().isEmpty })
        let document = try #require(try story.documents().first)
        let subject = try #require(try story.subject(document))
        #expect(
            subject["exceptions"]?.items?.contains("custody-ended-before-signing") == true, "\(String(describing: subject["exceptions"]))")
    }

    // MARK: kept

    /// Pulled when its last pass had been written, its first sectors filled by other hands; and it answers two reads with zeros. Under a pass of zeros
    /// no host can know of the bytes that those answers covered; under any other pattern it is found out.
    @Test(arguments: [WriteSpec.random, .ones]) func whatASeedShowed(write: WriteSpec) throws {
        var story = try Story([PassSpec(write: write, verify: .full)]) {
            $0.faults = [Fault(.read, .zeros, at: Extent(offset: 61_952, length: 512), times: 2)]
        }
        defer { story.end() }
        // It lies as well: what is found elsewhere on it is no riddle.
        story.world.meddled.insert(0)
        try story.plug()
        try story.turn(until: { $0.progress?.phase == .verify })
        try story.pull()
        story.put(at: Extent(offset: 0, length: 4096))
        try story.plug(0, "A2")
        try story.finish()
        try story.expectNoFalseClaim()
    }

    @Test func theSeedItselfHoldsNow() throws {
        #expect(try SeedResult.live(seed: 771_008_572, age: .first).violation == nil)
        #expect(try SeedResult.live(seed: 771_008_572).violation == nil)
    }
}
