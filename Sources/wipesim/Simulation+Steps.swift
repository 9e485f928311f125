// One step of the world: somebody does one thing.

import WipeCore
import WipeSimulation
import WipeStation
import WipeStore

extension Simulation {
    mutating func step() throws {
        tally.steps += 1
        try letRest()
        passTime()
        try disturb()
        try disturbErases()
        if kind == .bus { return try busStep() }
        faultInjection.storeFails = faultsGoOn && random.chance(swarm.storeFailsPercent)
        faultInjection.markFails = faultsGoOn && marks.chance(swarm.publishFailsPercent)
        faultInjection.stepsLeft = faultsGoOn && random.chance(swarm.publishFailsPercent) ? Int(random.below(14)) : nil
        guard life != nil else {
            if !faultsGoOn || random.chance(30) { try start() } else { try world() }
            return
        }
        if faultsGoOn, random.below(1000) < swarm.crashPercent * 4 { return try end() }
        switch random.below(100) {
        case ..<34: try advanceRun()
        case ..<62: try openLetter()
        case ..<74: probe()
        case ..<80: certify()
        case ..<84: look()
        case ..<88: tick()
        case ..<94: if faultsGoOn { try operate() } else { try openLetter() }
        default: if faultsGoOn { try world() } else { try advanceRun() }
        }
    }

    private mutating func passTime() {
        switch random.below(1000) {
        case ..<900: clock.advance(Int64(random.below(300)))
        case ..<985: clock.advance(Int64(random.below(2000)))
        case ..<997: clock.advance(Int64(random.below(30_000)))
        default: if faultsGoOn { clock.advance(Int64(random.below(2 * 3_600_000))) }
        }
        // Somebody sets the wall clock.
        if faultsGoOn, random.below(2000) == 0 { wallOffset += Int64(random.below(400_000)) - 200_000 }
    }

    /// A crash, a power failure, or a stop in good order.
    private mutating func end() throws {
        switch random.below(3) {
        case 0:
            send(.shutdown)
        case 1:
            tally.crashes += 1
            try die("killed")
        default:
            tally.crashes += 1
            try die("power")
            losePower()
        }
    }

    /// The station's thread for it is quick, and takes no part in who is next.
    private mutating func letRest() throws {
        for request in life?.asked ?? [] {
            guard case .rest(let id, let report) = request else { continue }
            let answer = bus.rest(report)
            note("rest \(id.name) \(answer)")
            if answer == .rests { tally.rests += 1 }
            send(.rested(id, answer))
        }
        life?.asked.removeAll { if case .rest = $0 { true } else { false } }
    }

    // MARK: runs

    mutating func advanceRun() throws {
        guard let life else { return }
        let ready = life.runs.keys.sorted().filter { id in
            switch life.runs[id]?.phase {
            case .fresh, .walking: true
            default: false
            }
        }
        guard let id = random.pick(ready), let run = life.runs[id] else { return try finishStop() }
        switch run.phase {
        case .fresh: try open(id, run)
        case .walking(let loop):
            let word = loop.conductor.turn(stopAsked: run.stop, timeoutMilliseconds: 0, clock: now)
            noteLastRead(id, hasEnded: loop.conductor.run.end != nil)
            self.life?.runs[id]?.phase = word == nil ? .walking(loop) : .waiting(loop)
            if let word { say(id, word) }
        case .waiting, .refused: break
        }
        try finishStop()
    }

    private mutating func open(_ id: JobID, _ run: DaemonRun.Run) throws {
        let walk: DaemonRun.Walk
        if let held = run.held {
            walk = held
        } else {
            do throws(OpenRefusal) {
                let clearance = try bus.open(run.assignment.admitted)
                walk = DaemonRun.Walk(RunConductor(run.assignment, clearance: clearance, entropy: draw.entropy.plan))
            } catch { return refuse(id, error.reason) }
            try judgeOpening(id, run.assignment.admitted)
            let there = bus.plugged.first { $0.id == run.assignment.admitted.attachment }
            opened[id] = swarm.cast.first { $0.drive === there?.drive }
            if let cast = opened[id] { everOpened[id, default: []].insert(cast.number) }
            lastRead[id] = nil
        }
        walk.isOpening = true
        life?.runs[id]?.phase = .waiting(walk)
        say(id, .opened)
    }

    /// The thread says so and ends.
    private mutating func refuse(_ id: JobID, _ reason: Reason<RefusalCode>) {
        life?.runs[id]?.phase = .refused
        say(id, .openRefused(reason))
    }

    private mutating func say(_ id: JobID, _ word: RunnerMessage) {
        var said = word
        if case .finished(let report, nil) = word, let cast = opened[id] {
            let wall = now().wallMilliseconds
            lastRead[id]?.provedMilliseconds = wall
            if !report.isGone { said = .finished(report, cast.drive.with { $0.health }) }
        }
        var isHeld = false
        if case .waiting? = life?.runs[id]?.phase { isHeld = !word.isInterim }
        send(.runner(id, said, holdsDevice: isHeld))
    }

    /// What the run said is on record.
    mutating func proceed(_ id: JobID) {
        guard case .waiting(let walk)? = life?.runs[id]?.phase else { return }
        if walk.isOpening {
            walk.isOpening = false
            if let last = walk.conductor.goOn() { return say(id, last) }
        }
        life?.runs[id]?.phase = .walking(walk)
    }

    /// A stop in good order ends when the last run has, or does not wait for one that hangs.
    private mutating func finishStop() throws {
        if life?.loop.isOver(at: now()) == true { try die("stopped") }
    }

    // MARK: the rest of the station's threads

    mutating func probe() {
        takeUp(random.pick(asked { if case .probe = $0 { true } else { false } }))
    }

    mutating func certify() {
        takeUp(random.pick(asked { if case .askCustody = $0 { true } else { false } }))
    }

    /// Looks come by the clock for every drive: most of them are answered soon.
    mutating func look() {
        let places = asked { $0.isLook }
        for place in places.reversed() where random.chance(80) { takeUp(place) }
    }

    private func asked(_ isMine: (Request) -> Bool) -> [Int] {
        guard let life else { return [] }
        return life.asked.indices.filter { isMine(life.asked[$0]) }
    }

    /// A thread does what it was asked, and its answer is on its way.
    private mutating func takeUp(_ place: Int?) {
        guard let place, let request = life?.asked[place] else { return }
        life?.asked.remove(at: place)
        switch request {
        case .probe(let id): send(.probed(id, bus.probe(id)))
        case .look(let id, let since): send(.looked(id, bus.usage(of: id), since: since))
        case .readTemperature(let id): send(.temperatureRead(id, bus.temperatureCelsius(of: id)))
        case .readIdentity(let id): send(.identityRead(id, bus.identity(of: id), capacityBytes: bus.capacityBytes(of: id)))
        case .askCustody(let job):
            let isWhole = life?.held[job]?.conductor.isInCustody() ?? false
            noteCustodyLook(job)
            send(.custody(job, isWhole: isWhole))
        default: break
        }
    }

    /// The second of the station's clock is up.
    mutating func tick() { send(.tick) }
}

extension Request {
    /// Asked for every drive by the clock.
    var isLook: Bool {
        switch self {
        case .look, .readTemperature, .readIdentity: true
        default: false
        }
    }
}

extension Message {
    /// The drive that a message of the bus is about; nil for every other one.
    var attachment: AttachmentID? {
        if case .bus(let event) = self { return event.attachment }
        return nil
    }
}

extension BusEvent {
    var attachment: AttachmentID? {
        switch self {
        case .attached(let id, _), .detached(let id), .changed(let id): id
        case .enumerated: nil
        }
    }
}
