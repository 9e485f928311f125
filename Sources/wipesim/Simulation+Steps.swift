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
        if kind == .bus { return try busStep() }
        mischief.storeFails = faultsGoOn && random.chance(swarm.storeFailsPercent)
        mischief.markFails = faultsGoOn && marks.chance(swarm.publishFailsPercent)
        mischief.stepsLeft = faultsGoOn && random.chance(swarm.publishFailsPercent) ? Int(random.below(14)) : nil
        guard life != nil else {
            if !faultsGoOn || random.chance(30) { try start() } else { try world() }
            return
        }
        if faultsGoOn, random.below(1000) < swarm.crashPercent * 4 { return try end() }
        switch random.below(100) {
        case ..<34: try advanceRun()
        case ..<62: try openLetter()
        case ..<74: probe()
        case ..<80: try certify()
        case ..<84: look()
        case ..<88: try tick()
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
            life?.letters.append(.shutdown)
        case 1:
            tally.crashes += 1
            try die("killed")
        default:
            tally.crashes += 1
            try die("power")
            losePower()
        }
    }

    /// The station's thread for it is quick, and takes no part in who is next: a seed means the world that it meant before there was one.
    private mutating func letRest() throws {
        guard let ids = life?.rests, !ids.isEmpty else { return }
        life?.rests = []
        for id in ids {
            guard let report = life?.door.state.attached[id]?.report else { continue }
            let answer = bus.rest(report)
            note("rest \(id.name) \(answer)")
            if answer == .rests { tally.rests += 1 }
            try process(.rested(id, answer))
        }
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

    private mutating func open(_ id: JobID, _ run: Life.Run) throws {
        let walk: Life.Walk
        if let held = run.held {
            walk = held
        } else {
            if let misfit = run.assignment.misfit { return refuse(id, misfit) }
            do throws(OpenRefusal) {
                let clearance = try bus.open(run.assignment.admitted)
                walk = Life.Walk(RunConductor(run.assignment, clearance: clearance, chance: draw.chance.plan))
            } catch { return refuse(id, error.reason) }
            try judgeOpening(id, run.assignment.admitted)
            let there = bus.plugged.first { $0.id == run.assignment.admitted.attachment }
            opened[id] = swarm.cast.first { $0.drive === there?.drive }
            if let cast = opened[id] { everOpened[id, default: []].insert(cast.number) }
            lastRead[id] = nil
        }
        life?.runs[id]?.phase = .waiting(walk)
        say(id, .opened)
    }

    /// The thread says so and ends.
    private mutating func refuse(_ id: JobID, _ reason: Reason) {
        life?.runs[id]?.phase = .refused
        say(id, .openRefused(reason))
    }

    private mutating func say(_ id: JobID, _ word: RunnerWord) {
        var said = word
        if case .finished(let report, nil) = word, let cast = opened[id] {
            let wall = now().wallMilliseconds
            lastRead[id]?.provedMilliseconds = wall
            if !report.isGone { said = .finished(report, cast.drive.with { $0.health }) }
        }
        life?.letters.append(.word(id, said))
    }

    /// A stop in good order ends when the last run has, or does not wait for one that hangs.
    private mutating func finishStop() throws {
        guard let life, let since = life.stopAsked else { return }
        if life.runs.isEmpty || clock.milliseconds - since > 4000 { try die("stopped") }
    }

    // MARK: letters

    mutating func send(_ letter: Life.Letter) { life?.letters.append(letter) }

    /// The station takes the oldest letter; what the store cannot take stays where it is.
    mutating func openLetter() throws {
        guard let letter = life?.letters.first else { return }
        guard try take(letter), life?.letters.isEmpty == false else { return }
        life?.letters.removeFirst()
    }

    private mutating func take(_ letter: Life.Letter) throws -> Bool {
        switch letter {
        case .bus(let event): return try take(event)
        case .probed(let id, let report):
            guard let report else { return try process(.identificationFailed(id, why: "the device could not be read")) }
            guard let history = try life?.door.history(of: report) else { return true }
            excuseIfItMayStart(id)
            guard try process(.identified(report, history)) else { return false }
            judge.onRecord.insert(id)
            return true
        case .looked(let id, let usage, let since):
            if life?.door.state.attached[id]?.report?.usage == usage { return true }
            return try process(.usageObserved(id, usage, since: since))
        case .felt(let id, let degrees):
            if life?.door.state.attached[id]?.temperatureCelsius == degrees { return true }
            return try process(.temperatureObserved(id, degrees))
        case .word(let id, let word): return try take(id, word)
        case .tick: return try process(.tick)
        case .shutdown:
            guard try process(.shutdown) else { return false }
            life?.stopAsked = clock.milliseconds
            for id in life?.runs.keys.sorted() ?? [] { life?.runs[id]?.stop = true }
            return true
        }
    }

    private mutating func take(_ event: BusEvent) throws -> Bool {
        switch event {
        case .attached(let id, let presentAtStart):
            if !presentAtStart, life?.door.state.attached[id] == nil { judge.arrived.insert(id) }
            return try process(.attached(id, presentAtStart: presentAtStart))
        case .detached(let id): return try process(.detached(id))
        case .enumerated: return try process(.enumerated)
        case .changed(let id):
            guard let state = life?.door.state, let media = state.attached[id] else { return true }
            guard state.isBusy(media) else {
                if life?.probes.contains(id) == false { life?.probes.append(id) }
                return true
            }
            if let identity = bus.identity(of: id) { try process(.identityObserved(id, identity)) }
            guard let known = media.report?.geometry?.capacityBytes, let size = bus.capacityBytes(of: id), size > 0, size != known else {
                return true
            }
            return try process(.capacityChanged(id, bytes: size))
        }
    }

    /// A runner's word; it goes on when its word is on record.
    private mutating func take(_ id: JobID, _ word: RunnerWord) throws -> Bool {
        let run = life?.runs[id]
        if !word.isInterim {
            life?.runs[id] = nil
            if case .waiting(let walk)? = run?.phase { life?.held[id] = walk }
        }
        guard try process(word.event(id)) else {
            if !word.isInterim {
                life?.runs[id] = run
                life?.held[id] = nil
            }
            return false
        }
        note("heard \(id) \("\(word)".prefix { $0 != "(" })")
        if word.isInterim, case .waiting(let walk)? = life?.runs[id]?.phase { goOn(id, walk, word) }
        if case .finished(let report, _) = word { try checkRun(id, report) }
        return true
    }

    /// What the run said is on record.
    private mutating func goOn(_ id: JobID, _ walk: Life.Walk, _ word: RunnerWord) {
        if case .opened = word, let last = walk.conductor.goOn() { return say(id, last) }
        life?.runs[id]?.phase = .walking(walk)
    }

    // MARK: the rest of the station's threads

    mutating func probe() {
        guard let life, let id = random.pick(life.probes) else { return }
        self.life?.probes.removeAll { $0 == id }
        send(.probed(id, bus.probe(id)))
    }

    mutating func certify() throws {
        guard let life, let id = random.pick(life.certifying.sorted()) else { return }
        draw.wallMilliseconds = wallOffset + clock.milliseconds
        let moment = now()
        var signed: String?
        if case .certifying(let conclusion)? = life.door.state.jobs[id]?.state { signed = conclusion.documentID }
        do {
            let isInCustody = life.held[id]?.conductor.isInCustody() ?? false
            let transitions = try self.life?.door.certify(id, isInCustody: isInCustody, clock: { moment }) ?? []
            for transition in transitions {
                for case .document(let document) in transition.entries { note("record \(document.record) \(document.outcome)") }
                follow(transition)
            }
            self.life?.certifying.remove(id)
        } catch { note("certify \(id) fails") }
        // Signed is what is in the store, also where its files could not be written: judged once, when it was.
        if let signed, let document = try store.document(id: signed), judgedClaims.insert(signed).inserted { try checkClaim(document) }
        try checkLog()
        try dieInTheMiddle()
    }

    /// The power may fail between any two files.
    private mutating func dieInTheMiddle() throws {
        guard faultsGoOn, mischief.stepsLeft == 0, random.chance(40) else { return }
        tally.crashes += 1
        try die("power")
        losePower()
    }

    /// What a stop has cut short is put on the disk.
    mutating func finishPublishing() throws {
        guard life != nil else { return }
        let moment = now()
        do {
            for transition in try self.life?.door.finishPublishing(clock: { moment }) ?? [] { follow(transition) }
        } catch { note("publishing fails") }
        try checkLog()
    }

    mutating func look() {
        guard let life, let id = random.pick(life.door.state.attached.keys.sorted()) else { return }
        if random.chance(50) {
            send(.felt(id, bus.temperatureCelsius(of: id)))
        } else if let media = life.door.state.attached[id], media.report != nil, !life.door.state.isBusy(media) {
            send(.looked(id, bus.usage(of: id), since: now()))
        }
    }

    /// What the station does by the clock.
    mutating func tick() throws {
        life?.door.raiseMark()
        try finishPublishing()
        guard let life else { return }
        self.life?.letters.append(.tick)
        for job in life.door.state.jobs.values { if case .certifying = job.state { self.life?.certifying.insert(job.id) } }
        let problem = life.door.recordProblem
        if problem != life.door.state.hindrance { _ = try? process(.hindered(problem)) }
    }
}

extension Life.Letter {
    /// The drive that a letter of the bus is about; nil for every other letter.
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
