// Judges every opening of a drive by what really happened to it: where it is, what else is there, what a person said. The station's own decisions
// are not asked; of the station only this is taken, what it had been told when it gave a job its slot.

import WipeCore
import WipeSimulation
import WipeStation
import WipeStore

/// What people and the world did to each drive.
struct Judge {
    /// What was so when a job was given its slot.
    struct Grant {
        /// Media that the station had identified.
        let known: Set<AttachmentID>
        /// What was really plugged in, and where.
        let places: [AttachmentID: String]
    }

    /// Attachments that a daemon was told of while it watched.
    var arrived: Set<AttachmentID> = []
    /// Attachments whose arrival is on record: the next daemon of this boot knows them.
    var onRecord: Set<AttachmentID> = []
    /// Attachments on which a job has ended: nothing starts there by itself.
    var ended: Set<AttachmentID> = []
    /// Identities that have a record of a wipe, good or bad.
    var recorded: Set<String> = []
    /// The drives that a person is asking for now with the right word: twins to the last fact share it.
    var asking: Set<Int> = []
    /// Drives that a person asked for and was not refused, until a job of theirs ends.
    var asked: Set<Int> = []
    /// The same, of the very drives that stood where the person pointed: a twin, or another card with the reader's serial, is not meant.
    var askingItself: Set<Int> = []
    var askedItself: Set<Int> = []
    /// The drive that a person with the right to do so is asking for now with the right word.
    var excusing: Int?
    /// Drives that each job has written to.
    var wrote: [JobID: Set<Int>] = [:]
    var grants: [JobID: Grant] = [:]
    /// Jobs whose first opening was right: they may go on after an interruption.
    var begun: Set<JobID> = []
    /// Drives that were opened rightly and not closed yet.
    var leases: Set<Int> = []
    /// Bytes written to each drive when it was last looked at.
    var bytes: [Int: UInt64] = [:]
    /// What became of commands.
    var commands = CommandJudge()
    /// Openings that were judged.
    var openings = 0
    /// What was wrong with letting a drive rest.
    var wrongRest: String?
}

extension Simulation {
    // MARK: what it hears

    /// What became durable: who was started, and which jobs ended.
    mutating func judgeHears(_ entries: [JournalEntry]) {
        for entry in entries {
            switch entry {
            case .act(let act) where act.code == "start":
                judge.asked.formUnion(judge.asking)
                judge.askedItself.formUnion(judge.askingItself)
                if let number = judge.excusing { excused.insert(number) }
            case .checkpoint(let job, let checkpoint): judge.commands.hears(checkpoint, of: job)
            case .job(let job) where job.state.isClosed:
                // One that was pulled, or had a neighbour or a twin for a while, has not ended there: nobody had said anything against it.
                if !job.isInterruptedInPassing { judge.ended.insert(job.attachment ?? job.report.attachment) }
                if job.everRan { judge.recorded.insert(job.identity.key) }
                // Another job under the name, be it of before or of a drive that shares it, keeps what a person asked of it. So does a refusal that
                // passes, such as a look that ran out of time: what the person has looked at still stands there.
                let key = job.identity.key
                let hasOther = life?.door.state.jobs.values.contains { $0.id != job.id && $0.identity.key == key } ?? false
                for cast in swarm.cast where cast.drive.identity.key == key && !hasOther && !job.isRefusedInPassing {
                    judge.asked.remove(cast.number)
                    judge.askedItself.remove(cast.number)
                }
            default: break
            }
        }
    }

    mutating func judgeSeesSlot(_ id: JobID) {
        let known = life?.door.state.attached.values.filter { $0.report != nil }.map(\.id) ?? []
        judge.grants[id] = Judge.Grant(
            known: Set(known), places: Dictionary(bus.plugged.map { ($0.id, $0.place) }, uniquingKeysWith: { first, _ in first }))
    }

    /// A drive is to be let rest: one whose record is there, in a bay, with nothing under way on it. Asked is the store, not the station.
    mutating func judgeHearsRest(_ id: AttachmentID) {
        // One that was pulled meanwhile is not met by it.
        guard let plug = bus.plugged.first(where: { $0.id == id }), let cast = swarm.cast.first(where: { $0.drive === plug.drive }) else {
            return
        }
        let what = "(j) drive \(cast.number) (\(cast.role.rawValue)) in \(plug.place) was to rest"
        let open = (try? store.openJobs()) ?? []
        let wrongs: [(Bool, String)] = [
            (open.contains { $0.attachment == id }, "under an open job"),
            (life?.runs.values.contains { $0.assignment.admitted.attachment == id } ?? false, "while a run has it"),
            (!swarm.bays.contains(plug.place), "outside the bays"), (cast.role == .protected, "which no command may reach"),
            (!judge.recorded.contains(cast.drive.identity.key), "without a record"),
        ]
        if let wrong = wrongs.first(where: \.0) { judge.wrongRest = what + " " + wrong.1 }
    }

    // MARK: what it says

    /// A drive was opened for this job, and nothing is written yet.
    mutating func judgeOpening(_ id: JobID, _ admitted: AdmittedMedia) throws {
        judge.openings += 1
        guard let job = life?.door.state.jobs[id], let grant = judge.grants[id],
            let plug = bus.plugged.first(where: { $0.id.name == admitted.attachment.name }),
            let cast = swarm.cast.first(where: { $0.drive === plug.drive })
        else { throw Violation("(i) \(id) opened \(admitted.attachment.name), which has no job, no slot or no drive") }
        let what = "(i) \(id) opened drive \(cast.number) (\(cast.role.rawValue)) in \(plug.place)"
        try expect(plug.id == admitted.attachment, "\(what): another came under its name")
        try expect(cast.drive.identity.key == job.identity.key, "\(what): another drive than the job is about")
        try expect(cast.role == .ordinary, "\(what), which nobody may")
        try expect(swarm.bays.contains(plug.place), "\(what), which is no bay")
        try expect(!swarm.needsTag || job.assetTag != nil, "\(what) without an asset tag")
        let rival = grant.places.first { $0.key != plug.id && $0.value == plug.place && grant.known.contains($0.key) }
        try expect(rival == nil, "\(what), where \(rival?.key.name ?? "") is too")
        try expect(!hasPartElsewhere(cast, plug.id, grant), "\(what): a part of it is outside the bays")
        let mayBegin = judge.begun.contains(id) || judge.asked.contains(cast.number) || startsByItself(cast, plug.id, plug.place)
        try expect(mayBegin, "\(what), and nobody had asked for it")
        judge.begun.insert(id)
        judge.commands.opener[cast.number] = id
        if !isAnother(cast, than: id) { judge.leases.insert(cast.number) }
    }

    /// A drive that looks like the one that the job has written to, and is not it: it may be looked at and not be written to, before a person who
    /// stood before it has said so.
    private func isAnother(_ cast: Cast, than job: JobID) -> Bool {
        guard let wrote = judge.wrote[job], !wrote.isEmpty else { return false }
        return !wrote.contains(cast.number) && !judge.askedItself.contains(cast.number)
    }

    private func startsByItself(_ cast: Cast, _ id: AttachmentID, _ place: String) -> Bool {
        let identity = cast.drive.identity
        return judge.arrived.contains(id) && !swarm.holdBays.contains(place) && !judge.ended.contains(id)
            && !judge.recorded.contains(identity.key) && identity.serialCredibility == .credible && groups(of: cast).isEmpty
            && identity.capacityBytes <= swarm.rules.confirmAboveBytes
    }

    /// What a drive is a part of; nothing once it was written to.
    private func groups(of cast: Cast) -> Set<String> {
        cast.drive.with { drive in drive.medium.bytesWritten > 0 ? [] : Set(drive.contents.compactMap(\.group)) }
    }

    private func hasPartElsewhere(_ cast: Cast, _ id: AttachmentID, _ grant: Judge.Grant) -> Bool {
        let own = groups(of: cast)
        guard !own.isEmpty else { return false }
        return bus.plugged.contains { plug in
            guard plug.id != id, grant.known.contains(plug.id), let other = swarm.cast.first(where: { $0.drive === plug.drive }) else {
                return false
            }
            return (!swarm.bays.contains(plug.place) || other.role == .protected) && !own.isDisjoint(with: groups(of: other))
        }
    }

    /// No byte comes onto any drive but through an opening that was right.
    mutating func checkLeases() throws {
        try checkCommands()
        for cast in swarm.cast {
            let (written, isOpen) = cast.drive.with { ($0.medium.bytesWritten, !$0.openers.isEmpty) }
            let isLeased = judge.leases.contains(cast.number)
            try expect(
                written == judge.bytes[cast.number] ?? 0 || isLeased, "(i) drive \(cast.number) was written to, and was not opened rightly")
            if written != judge.bytes[cast.number] ?? 0 {
                for id in life?.runs.keys.sorted() ?? [] where opened[id]?.number == cast.number {
                    judge.wrote[id, default: []].insert(cast.number)
                }
            }
            judge.bytes[cast.number] = written
            // A descriptor whose drive was pulled counts as closed, while its run may go on.
            if !isOpen, !hasRun(on: cast) { judge.leases.remove(cast.number) }
        }
    }

    private func hasRun(on cast: Cast) -> Bool {
        life?.runs.contains { id, run in
            switch run.phase {
            case .walking, .waiting: opened[id]?.number == cast.number
            case .fresh, .refused: false
            }
        } ?? false
    }
}

extension WipeJob {
    /// Withdrawn before it was written to, for what says nothing about its media.
    fileprivate var isInterruptedInPassing: Bool {
        if case .closed(.withdrawn(let reason)) = state, reason.code == .ended(.detached) { return true }
        return isRefusedInPassing
    }

    /// Ended by a refusal that leaves nothing behind, on the attachment that it was made for.
    fileprivate var isRefusedInPassing: Bool {
        guard case .closed(.withdrawn(let reason)) = state, case .refused(let code) = reason.code else { return false }
        return [.secondPath, .ambiguousBay, .usageUnknown, .sizeUnknown, .readOnlyUnknown, .mediaGone].contains(code)
    }
}
