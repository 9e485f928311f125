// The loop of the station, turned as its actor would: messages in, requests out, and what a stranger looks at after each.

import WipeCertificate
import WipeCore
import WipeSimulation
import WipeStation
import WipeStore

extension Simulation {
    /// One message into the loop. What the store does not take stays in there, and later messages push it.
    mutating func receive(_ message: Message) throws {
        guard life != nil else { return }
        draw.wallMilliseconds = wallOffset + clock.milliseconds
        life?.unsettled.append(message)
        let signed = conclusions
        let moment = now()
        try carryOut(life?.loop.receive(message, at: moment) ?? [])
        guard life?.loop.isBlocked == false else { return note("store fails") }
        try settle(signed)
        try checkAlways()
    }

    /// A request of a person. A refusal is an answer as any other.
    mutating func process(_ event: Event) throws {
        guard life != nil else { return }
        draw.wallMilliseconds = wallOffset + clock.milliseconds
        let signed = conclusions
        let moment = now()
        do throws(StationError) { _ = try life?.loop.request(event, at: moment) } catch {
            switch error {
            case .refused(let refused): note("refused \(refused.code)")
            case .store: note("store fails")
            }
        }
        try carryOut(life?.loop.takeRequests(at: moment) ?? [])
        // A request pushes what waited in the loop before it.
        if life?.loop.isBlocked == false { try settle(signed) }
        try checkAlways()
    }

    /// The store has taken all that waited: what the messages stood for has come to be, whoever pushed them.
    private mutating func settle(_ signedBefore: [String]) throws {
        let done = life?.unsettled ?? []
        life?.unsettled = []
        for message in done { try look(back: message) }
        try judgeClaims(signedBefore)
        try checkLog()
    }

    mutating func carryOut(_ requests: [Request]) throws {
        for request in requests {
            switch request {
            case .recorded(let entries): hear(entries)
            // Its sentences name folders, which differ from process to process.
            case .say: break
            // What lies on the disk is looked at by the checkers here, who are to find what the station's own look would put back.
            case .lookAtPublished: break
            case .probe, .look, .readTemperature, .readIdentity, .askCustody: life?.asked.append(request)
            case .rest(let id, _):
                judgeHearsRest(id)
                life?.asked.append(request)
            case .startRun(let assignment):
                let held = life?.held.removeValue(forKey: assignment.job)
                life?.runs[assignment.job] = DaemonRun.Run(assignment: assignment, held: held)
                judgeSeesSlot(assignment.job)
            case .proceed(let job): proceed(job)
            case .stopRun(let job): life?.runs[job]?.stop = true
            case .close(let job): life?.held.removeValue(forKey: job)?.conductor.close()
            case .abandon(let job): life?.held[job] = nil
            }
        }
    }

    private mutating func hear(_ entries: [JournalEntry]) {
        judgeHears(entries)
        for entry in entries {
            for act in entry.acts { note("\(act.code) \(act.node ?? "") \(act.job ?? "") \(act.detail)") }
            if case .document(let document) = entry { note("record \(document.record) \(document.outcome)") }
        }
    }

    /// The loop is done with a message: what it stood for has come to be.
    private mutating func look(back message: Message) throws {
        switch message {
        case .probed(let id, .some): if life?.door.state.attached[id]?.report != nil { judge.onRecord.insert(id) }
        case .runner(let job, let word, _):
            note("heard \(job) \("\(word)".prefix { $0 != "(" })")
            if case .finished(let report, _) = word { try checkRun(job, report) }
        default: break
        }
    }

    // MARK: letters

    mutating func send(_ letter: Message) { life?.letters.append(letter) }

    /// The station takes the oldest letter; where the store takes nothing, it tries again what it has.
    mutating func openLetter() throws {
        guard let life, !life.loop.isBlocked else { return try receive(.tick) }
        guard let letter = life.letters.first else { return }
        self.life?.letters.removeFirst()
        switch letter {
        case .bus(.attached(let id, presentAtStart: false)): if life.door.state.attached[id] == nil { judge.arrived.insert(id) }
        case .probed(let id, .some): excuseIfItMayStart(id)
        case .runner(let job, let word, _) where !word.isInterim:
            if case .waiting(let walk)? = life.runs[job]?.phase { self.life?.held[job] = walk }
            self.life?.runs[job] = nil
        default: break
        }
        try receive(letter)
        try dieInTheMiddle()
    }

    /// The power may fail between any two files.
    private mutating func dieInTheMiddle() throws {
        guard faultsGoOn, faultInjection.stepsLeft == 0, random.chance(40) else { return }
        tally.crashes += 1
        try die("power")
        losePower()
    }

    // MARK: records

    /// Documents that jobs wait for now.
    private var conclusions: [String] {
        life?.door.state.jobs.values.compactMap { if case .certifying(let conclusion) = $0.state { conclusion.documentID } else { nil } }
            ?? []
    }

    /// Signed is what is in the store, also where its files could not be written: judged once, when it was.
    private mutating func judgeClaims(_ before: [String]) throws {
        for id in Set(before + conclusions).sorted() where !judgedClaims.contains(id) {
            guard let document = try store.document(id: id) else { continue }
            judgedClaims.insert(id)
            if document.kind.isOfAJob { tally.records[document.outcome, default: 0] += 1 }
            try checkClaim(document)
        }
    }
}
