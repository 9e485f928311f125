// Goal: limits, order, retries and due times stand in the loop, and hold whatever the clock that turns it does. Method: the loop of a station on
// simulated drives, with messages and moments given by hand; what it asks for is looked at.

import Foundation
import Testing
import WipeCore
import WipeStore

@testable import WipeSimulation
@testable import WipeStation
@testable import wipesim

/// A loop, its one drive, and a clock that stands still until it is moved.
private struct Bench {
    var world: Simulation
    let id: AttachmentID

    /// - Parameter isIdentified: the drive has been read already.
    init(isIdentified: Bool = true) throws {
        world = try Simulation(seed: 3, folder: NSTemporaryDirectory() + "/loop-tests-\(UUID().uuidString)") { swarm in
            swarm.unrest = Unrest.none
            swarm.cast = Array(swarm.cast.filter { $0.role == .ordinary }.prefix(1))
            swarm.cast[0].drive.with { $0.faults = [] }
            swarm.rules.bays = [Bay(id: "A1", match: [PropertyMatch(property: "ID_PATH", glob: "sim-A1")], onAttach: .hold)]
        }
        world.faultsGoOn = false
        world.newBoot()
        try world.start()
        let inserted = world.insert(world.swarm.cast[0].drive, place: "A1")
        id = try #require(inserted)
        _ = world.bus.takeEvents()
        _ = receive(.bus(.attached(id, presentAtStart: false)))
        if isIdentified { _ = receive(.probed(id, world.bus.probe(id))) }
        // Answers of the start are not what is looked at.
        world.life?.letters = []
    }

    func end() { world.removeFolder() }

    var loop: StationLoop { world.life!.loop }
    var media: AttachedMedia? { loop.state.attached[id] }

    mutating func receive(_ message: Message, after milliseconds: Int64 = 0) -> [Request] {
        world.clock.advance(milliseconds)
        let now = world.now()
        return world.life?.loop.receive(message, at: now) ?? []
    }

    /// How often the requests ask for a look at the drive.
    func looks(_ requests: [Request]) -> [Moment] {
        requests.compactMap { if case .look(id, let since) = $0 { since } else { nil } }
    }
}

@Suite struct StationLoopTests {
    @Test func aDriveThatIsNotIdentifiedInTimeIsRefusedAndTakenWhenItAnswers() throws {
        var bench = try Bench(isIdentified: false)
        defer { bench.end() }
        _ = bench.receive(.tick, after: 20_000)
        #expect(bench.media?.decision.refusals.map(\.code) != [.identificationFailed])
        _ = bench.receive(.tick, after: 1)
        #expect(bench.media?.decision.refusals.map(\.code) == [.identificationFailed])
        _ = bench.receive(.probed(bench.id, bench.world.bus.probe(bench.id)))
        #expect(bench.media?.report != nil && bench.media?.decision.refusals.contains { $0.code == .identificationFailed } == false)
    }

    @Test func aChangeWhileADriveIsReadIsReadAgain() throws {
        var bench = try Bench(isIdentified: false)
        defer { bench.end() }
        let report = bench.world.bus.probe(bench.id)
        for _ in 0..<3 {
            let asked = bench.receive(.bus(.changed(bench.id)))
            #expect(!asked.contains { if case .probe = $0 { true } else { false } }, "two readings at once")
        }
        let again = bench.receive(.probed(bench.id, report)).filter { if case .probe(bench.id) = $0 { true } else { false } }
        #expect(again.count == 1)
        let last = bench.receive(.probed(bench.id, report)).filter { if case .probe(bench.id) = $0 { true } else { false } }
        #expect(last.isEmpty)
    }

    /// Ticks that come early, late, or not on the second: a drive is looked at once it is due, and never is a look left out.
    @Test(arguments: [1000, 1300, 1999, 2500, 700]) func looksFollowTheClockAndNotTheTicks(every milliseconds: Int64) throws {
        var bench = try Bench()
        defer { bench.end() }
        var last: Moment?
        for _ in 0..<(60_000 / milliseconds) {
            for since in bench.looks(bench.receive(.tick, after: milliseconds)) {
                if let last {
                    let apart = since.runningMilliseconds - last.runningMilliseconds
                    #expect(apart >= 4000 && apart < 4000 + milliseconds, "\(apart)")
                }
                last = since
                _ = bench.receive(.looked(bench.id, .free, since: since))
            }
        }
        #expect(last != nil)
    }

    @Test func aLookThatDoesNotComeBackIsNoFree() throws {
        var bench = try Bench()
        defer { bench.end() }
        let ticked = bench.receive(.tick, after: 4000)
        let since = try #require(bench.looks(ticked).first)
        #expect(bench.looks(bench.receive(.tick, after: 30_000)).isEmpty, "asked twice")
        #expect(bench.media?.report?.usage == .free)
        _ = bench.receive(.tick, after: 1)
        guard case .unknown = bench.media?.report?.usage else { Issue.record("\(String(describing: bench.media?.report?.usage))"); return }
        _ = bench.receive(.looked(bench.id, .free, since: since))
        #expect(bench.media?.report?.usage == .free)
        #expect(!bench.looks(bench.receive(.tick, after: 4000)).isEmpty)
    }

    /// The store takes nothing: what came waits in its order, nothing overtakes it, and a tick lets all of it through.
    @Test func whatTheStoreDoesNotTakeStaysInFront() throws {
        var bench = try Bench()
        defer { bench.end() }
        bench.world.faultInjection.storeFails = true
        #expect(!bench.receive(.bus(.detached(bench.id))).contains { if case .recorded = $0 { true } else { false } })
        _ = bench.receive(.looked(bench.id, .unknown(why: "w"), since: bench.world.now()))
        for _ in 0..<5 { _ = bench.receive(.tick, after: 1000) }
        #expect(bench.loop.isBlocked && bench.media != nil)
        bench.world.faultInjection.storeFails = false
        _ = bench.receive(.tick)
        #expect(!bench.loop.isBlocked && bench.media == nil)
    }

    /// A stop does not wait for a store that takes nothing.
    @Test func aStopWaitsForNoStore() throws {
        var bench = try Bench()
        defer { bench.end() }
        bench.world.faultInjection.storeFails = true
        _ = bench.receive(.bus(.detached(bench.id)))
        #expect(!bench.loop.isOver(at: bench.world.now()))
        _ = bench.receive(.shutdown)
        #expect(!bench.loop.isBlocked && bench.loop.isOver(at: bench.world.now()))
    }

    @Test func aBusThatEndsStopsTheStation() throws {
        var bench = try Bench()
        defer { bench.end() }
        let said = bench.receive(.busEnded).contains { request in
            if case .say(_, let text) = request { text.contains("no more device events") } else { false }
        }
        #expect(said && bench.loop.isBlind && bench.loop.isOver(at: bench.world.now()))
    }

    @Test func busThatEndsAfterAStopIsNoLoss() throws {
        var bench = try Bench()
        defer { bench.end() }
        _ = bench.receive(.shutdown)
        _ = bench.receive(.busEnded)
        #expect(!bench.loop.isBlind)
    }

    // MARK: runs and records

    /// To the moment at which its device is to be asked, by the turns of the world.
    private func untilAsked(_ bench: inout Bench) throws -> JobID {
        let lead = Simulation.operators[0]
        let tag = bench.world.tag(bench.id, 7)
        let facts = try bench.loop.door.tagFacts(tag, on: bench.id)
        try bench.world.process(.tagAssigned(bench.id, tag, facts, settling: [], lead))
        try bench.world.start(bench.id, lead, rightly: true)
        for _ in 0..<4000 {
            if let job = bench.world.life?.certifying.first { return job }
            bench.world.clock.advance(100)
            bench.world.deliver()
            try bench.world.openLetter()
            try bench.world.advanceRun()
        }
        throw Violation("it never came to its record: \(bench.loop.state.jobs.values.map { "\($0.state)" })")
    }

    /// A device that does not say whether it was in our hands is taken for one that was not; its late answer changes nothing.
    @Test func aDeviceThatHangsHoldsUpNoRecord() throws {
        var bench = try Bench()
        defer { bench.end() }
        let job = try untilAsked(&bench)
        _ = bench.receive(.tick, after: StationLoop.custodyMilliseconds)
        #expect(bench.loop.state.jobs[job] != nil)
        let asked = bench.receive(.tick, after: 1000)
        #expect(asked.contains { if case .abandon(job) = $0 { true } else { false } })
        #expect(bench.loop.state.jobs[job] == nil)
        let record = try #require(try bench.world.store.documents().first { $0.job == job })
        #expect(String(decoding: record.bytes, as: UTF8.self).contains("custody-ended-before-signing"))
        #expect(bench.receive(.custody(job, isWhole: true)).isEmpty)
    }

    /// Its device is closed when it has answered, not while somebody asks it.
    @Test func aDeviceIsNotClosedWhileItIsAsked() throws {
        var bench = try Bench()
        defer { bench.end() }
        let job = try untilAsked(&bench)
        func closes(_ requests: [Request]) -> Bool { requests.contains { if case .close(job) = $0 { true } else { false } } }
        #expect(!closes(bench.receive(.bus(.detached(bench.id)))))
        #expect(closes(bench.receive(.custody(job, isWhole: false))))
    }

    /// An answer that had to wait says nothing of now: the device is asked once more before its record is signed.
    @Test func anAnswerThatHasWaitedIsAskedForAgain() throws {
        var bench = try Bench()
        defer { bench.end() }
        let job = try untilAsked(&bench)
        let then = bench.world.now()
        bench.world.life?.loop.custody[job] = .answered(isWhole: true, at: then)
        let requests = bench.receive(.tick, after: StationLoop.custodyFreshMilliseconds + 1)
        #expect(requests.contains { if case .askCustody(job) = $0 { true } else { false } })
        #expect(bench.loop.state.jobs[job] != nil)
        _ = bench.receive(.custody(job, isWhole: true))
        #expect(bench.loop.state.jobs[job] == nil)
    }

    /// A record that cannot be written is tried again with the next tick, not at once and not for ever; the device is asked anew then.
    @Test func aRecordThatFailsWaitsForTheTick() throws {
        var bench = try Bench()
        defer { bench.end() }
        let job = try untilAsked(&bench)
        func asks(_ requests: [Request]) -> Bool { requests.contains { if case .askCustody(job) = $0 { true } else { false } } }
        bench.world.faultInjection.storeFails = true
        #expect(!asks(bench.receive(.custody(job, isWhole: true))))
        #expect(bench.loop.state.jobs[job] != nil)
        bench.world.faultInjection.storeFails = false
        #expect(asks(bench.receive(.tick, after: 1000)))
        _ = bench.receive(.custody(job, isWhole: true))
        #expect(bench.loop.state.jobs[job] == nil)
    }
}
