// What stands between a message and an event: order, limits, retries and due times. One plain value without a thread or a clock: the station's
// actor carries out what it asks for, and so does the simulation. No decision about jobs is made here.

import Logging
package import WipeCore
import WipeStore

/// The loop of a station. The first message is `begin`.
package struct StationLoop {
    /// A run that has not stopped by then hangs in the kernel: what is on record is enough to go on from, and nobody waits for it.
    package static let stopMilliseconds: Int64 = 4000

    package internal(set) var door: Door
    /// Where records go.
    let folder: String
    let keyFolder: KeyFolder
    /// What came and is not done with: one that the store could not take stays in front, and nothing overtakes it.
    private var inbox: [Message] = []
    private var requests: [Request] = []
    /// What the store held is recovered: before that nothing is asked of the door.
    package internal(set) var isOpen = false
    /// Device events stopped: a station that goes on does not see what is plugged in and pulled.
    package private(set) var isBlind = false
    package private(set) var stopAskedAt: Moment?

    var probing = Inquiries()
    /// Media that are asked for their name and size while they are wiped.
    var naming = Inquiries()
    var looking: [AttachmentID: Moment] = [:]
    var feeling: Set<AttachmentID> = []
    /// Running time from which on a drive is looked at, or its temperature read, again.
    var lookDue: [AttachmentID: Int64] = [:]
    var temperatureDue: [AttachmentID: Int64] = [:]
    /// Disks that are told to stop turning.
    var resting: Set<AttachmentID> = []
    /// Jobs whose run is under way.
    package internal(set) var running: Set<JobID> = []
    /// Jobs whose run has halted or ended, and whose device is still open.
    package internal(set) var holding: Set<JobID> = []
    var custody: [JobID: Custody] = [:]
    /// Jobs whose record could not be written since the last tick.
    var failedSinceTick: Set<JobID> = []

    /// Entries of `protect` that no drive has met so far; nil where the store could not be asked.
    package internal(set) var unmetProtection: [Int]?
    /// Records that the interval of their own key does not hold; nil where there is nothing of that kind.
    package internal(set) var keyProblem: String?
    /// The next record number when records were last compared with their keys.
    var keysComparedAt: UInt64?
    var watch = PublishedWatch()
    /// Running time at the last minute that was put on record.
    var runningTimeSaved: Int64 = 0

    package init(_ door: Door, keyFolder: KeyFolder) {
        self.door = door
        self.keyFolder = keyFolder
        folder = door.certifier.folder
        watch.foreign = door.foreignFiles
        watch.note(door.logRepairs.map { "log/" + $0 })
    }

    /// Jobs, media and slots as of the last event.
    package var state: StationState { door.state }

    /// The store does not take what came: a tick tries again.
    package var isBlocked: Bool { !inbox.isEmpty }

    /// After a stop was asked for: the last run has stopped, or hangs. What it hangs on is said.
    package func isOver(at now: Moment) -> Bool {
        guard let stopAskedAt else { return false }
        guard !running.isEmpty else { return true }
        return now.runningMilliseconds - stopAskedAt.runningMilliseconds >= Self.stopMilliseconds
    }

    /// Jobs of runs that a stop does not wait for any more, as people know their drives.
    package var hung: [String] {
        running.sorted().map { id in
            let job = state.jobs[id]
            return [job?.attachment?.node, job?.identity.serial].compactMap { $0 }.joined(separator: " ")
        }
    }

    // MARK: in and out

    /// Takes a message in, and answers what is to be done. What the store cannot take stays in front of all that comes later, and every message
    /// tries it again; once a stop is asked for nobody waits for the store.
    package mutating func receive(_ message: Message, at now: Moment) -> [Request] {
        if case .shutdown = message, stopAskedAt == nil { stopAskedAt = now }
        // A tick that finds the way blocked has done its work when it has tried again.
        if case .tick = message, isBlocked {} else { inbox.append(message) }
        return takeRequests(at: now)
    }

    /// One request of a person. Throws where it was refused or could not be made durable: nothing has changed then.
    package mutating func request(_ event: Event, at now: Moment) throws(StationError) -> Transition { try process(event, at: now) }

    /// What is to be done after requests of people.
    package mutating func takeRequests(at now: Moment) -> [Request] {
        work(at: now)
        defer { requests = [] }
        return requests
    }

    /// Comes after all that came before.
    mutating func enqueue(_ message: Message) { inbox.append(message) }

    private mutating func work(at now: Moment) {
        while let message = inbox.first {
            do throws(StoreError) { try open(message, at: now) } catch {
                if stopAskedAt == nil { return }
            }
            inbox.removeFirst()
        }
    }

    mutating func ask(_ request: Request) { requests.append(request) }
    mutating func say(_ level: Logger.Level, _ text: String) { requests.append(.say(level, text)) }

    /// Done twice where the store failed in the middle: each step bears that.
    private mutating func open(_ message: Message, at now: Moment) throws(StoreError) {
        switch message {
        case .begin: try begin(at: now)
        case .bus(let event): try bus(event, at: now)
        case .probed(let id, let report): try probed(id, report, at: now)
        case .looked(let id, let usage, let since): try looked(id, usage, since: since, at: now)
        case .temperatureRead(let id, let degrees): try temperatureRead(id, degrees, at: now)
        case .identityRead(let id, let identity, let bytes): try identityRead(id, identity, bytes, at: now)
        case .rested(let id, let answer):
            resting.remove(id)
            try take(.rested(id, answer), at: now)
            if case .turnsOn(let why) = answer { say(.info, "\(id.node) turns on: \(why)") }
        case .runner(let job, let word, let holdsDevice): try received(job, word, holdsDevice, at: now)
        case .custody(let job, let isWhole): answered(job, isWhole, at: now)
        case .published(let look, let spoilt, let milliseconds):
            lookedAtPublished(look, spoilt, milliseconds: milliseconds, at: now)
        case .publishedUnread(let why): failedToLook(why, at: now)
        case .busEnded:
            guard stopAskedAt == nil else { return }
            say(.critical, "no more device events arrive: stopping, so that a fresh start sees the drives again")
            isBlind = true
            stopAskedAt = now
            try shutdown(at: now)
        case .tick: try tick(at: now)
        case .shutdown: try shutdown(at: now)
        }
    }

    private mutating func begin(at now: Moment) throws(StoreError) {
        if unmetProtection == nil { lookForUnmetProtection() }
        if let loss = door.markLoss { say(.error, "\(loss): made anew from the database") }
        try take(.restarted, at: now)
        sayGap(at: now)
        finishPublishing(at: now)
        try lookForRoom(at: now)
        isOpen = true
    }

    /// Also where the store cannot take it down runs are stopped: recovery then finds them as they ran.
    private mutating func shutdown(at now: Moment) throws(StoreError) {
        for job in running.sorted() { ask(.stopRun(job)) }
        try take(.shutdown, at: now)
    }

    // MARK: events

    /// Takes an event that must not be lost. False where it was refused.
    @discardableResult
    mutating func take(_ event: Event, at now: Moment) throws(StoreError) -> Bool {
        do throws(StationError) {
            _ = try process(event, at: now)
            return true
        } catch {
            switch error {
            case .refused(let refused):
                say(.warning, "\(refused.code): \(refused.message)")
                return false
            case .store(let failure): throw failure
            }
        }
    }

    private mutating func process(_ event: Event, at now: Moment) throws(StationError) -> Transition {
        let hadProblem = door.storeProblem != nil
        do {
            let transition = try door.process(event, at: now)
            follow(transition, at: now)
            return transition
        } catch {
            if !hadProblem, let problem = door.storeProblem { say(.error, problem) }
            throw error
        }
    }

    /// What is durable now: said, then carried out.
    mutating func follow(_ transition: Transition, at now: Moment) {
        if !transition.entries.isEmpty { ask(.recorded(transition.entries)) }
        letGo()
        for effect in transition.effects {
            switch effect {
            case .identify(let id): identify(id, at: now)
            case .startRunner(let id): startRun(id)
            case .stopRunner(let id): if running.contains(id) { ask(.stopRun(id)) }
            case .certify: certifyWaiting(at: now)
            case .rest(let id): rest(id)
            }
        }
    }
}
