// The actor around the door: takes what threads and people send, in order, and carries out what follows. No decision about jobs is made here.

import Foundation
public import Logging
import Synchronization
public import WipeCore
public import WipeStore

/// Something that a person should look at.
public struct Alarm: Hashable, Sendable {
    public var code: String
    public var message: String
}

/// What the station knows at one moment, for views.
public struct Snapshot: Sendable {
    public var state: StationState
    public var progress: [JobID: LiveProgress]
    public var alarms: [Alarm]
    public var at: Moment

    /// Seconds since the drive of a running job last answered, once that is longer than the station bears (2 s where a stop was asked for);
    /// nil while it answers.
    public func stalledSeconds(_ job: WipeJob) -> Int64? {
        guard job.state.occupiesSlot else { return nil }
        let silent = progress[job.id]?.silentSeconds ?? max(0, (at.runningMilliseconds - job.stateSince.runningMilliseconds) / 1000)
        if case .stopping = job.state { return silent >= 2 ? silent : nil }
        return silent >= Int64(state.rules.stallSeconds) ? silent : nil
    }

    /// A stop was asked for and a request still hangs: the slot stays taken.
    public func isUnresponsive(_ job: WipeJob) -> Bool {
        if case .stopping = job.state { return stalledSeconds(job) != nil }
        return false
    }
}

/// What arrives from threads, in order.
enum Mail: Sendable {
    case bus(BusEvent)
    case probed(AttachmentID, ProbeReport?)
    case looked(AttachmentID, Usage, since: Moment)
    case felt(AttachmentID, Int?)
    case named(AttachmentID, MediaIdentity?)
    case rested(AttachmentID, RestAnswer)
    case runner(JobID, RunnerWord, HeldRun?)
    case published(PublishedLook?, [SpoiltFile], milliseconds: Double, String?)
    case busEnded
    case tick
    case shutdown
}

/// Device events stopped: a station that goes on without them does not see what is plugged in and pulled.
struct BusLost: Error {}

/// The station: state, store, runners. The only writer of all three.
public actor Station {
    var door: Door
    /// Where records go.
    private let folder: String
    let keyFolder: KeyFolder
    let bus: any DeviceBus
    let clock: StationClock
    let logger: Logger
    private let executor = ThreadExecutor(name: "station")
    private let mail: AsyncStream<Mail>
    let post: AsyncStream<Mail>.Continuation
    var runners: [JobID: Runner] = [:]
    /// Open devices of jobs whose run has halted or ended.
    var held: [JobID: HeldRun] = [:]
    var probing: [AttachmentID: Moment] = [:]
    var probeAgain: Set<AttachmentID> = []
    var looking: [AttachmentID: Moment] = [:]
    /// Since when a temperature is being read.
    var feeling: [AttachmentID: Moment] = [:]
    /// Media that are asked who they are while they are wiped.
    var naming: Set<AttachmentID> = []
    /// Disks that are told to stop turning.
    var resting: Set<AttachmentID> = []
    private var isOpen = false
    private var isBlind = false
    private let isStopping = Atomic(false)
    private var stoppingSince: Moment?
    /// Entries of `protect` that no drive has met so far; nil where the store could not be asked.
    var unmetProtection: [Int]?
    /// What is read for people is read beside this actor.
    nonisolated let readings: Store
    /// Records that the interval of their own key does not hold, or a clock before its beginning; nil where there is nothing of that kind.
    var keyProblem: String?
    /// The next record number when records were last compared with their keys.
    var keysComparedAt: UInt64?
    var watch = PublishedWatch()
    /// Running time at the last minute that was put on record.
    var runningTimeSaved: Int64 = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A station on what the store holds. `run` starts it.
    ///
    /// - Parameters:
    ///   - markFolder: where the high-water mark is kept; must be there.
    ///   - accepting: who knowingly goes on from an older state; nil where nobody does.
    public init(
        rules: StationRules, policies: [String: Policy], bootID: String, store: Store, certifier: Certifier, keyFolder: KeyFolder,
        markFolder: String, accepting: Actor?, bus: any DeviceBus, clock: StationClock, logger: Logger
    ) throws {
        let history = HistoryKeeping(folder: markFolder, at: clock.now(), accepting: accepting)
        door = try Door(rules: rules, policies: policies, bootID: bootID, store: store, certifier: certifier, history: history)
        readings = store
        folder = certifier.folder
        self.keyFolder = keyFolder
        self.bus = bus
        self.clock = clock
        self.logger = logger
        (mail, post) = AsyncStream.makeStream(of: Mail.self, bufferingPolicy: .unbounded)
        watch.foreign = door.foreignFiles
        watch.note(door.logRepairs.map { "log/" + $0 })
    }

    /// Jobs, media and slots as of the last event.
    var state: StationState { door.state }

    // MARK: life

    /// A run that has not stopped by then hangs in the kernel: what is on record is enough to go on from, and nobody waits for it.
    static let stopMilliseconds: Int64 = 4000

    /// Checks the database, recovers, watches the bus, and takes events until the last run has stopped after `shutdown`, or has not in time.
    /// Throws `StoreError` where the database is damaged: then no drive was looked at.
    public func run() async throws {
        try await checkDatabase()
        lookForUnmetProtection()
        await lookForRoom()
        if let loss = door.markLoss { logger.error("\(loss): made anew from the database") }
        await take { _ in .restarted }
        isOpen = true
        sayGap()
        finishPublishing()
        await lookForRoom()
        let events = try bus.start()
        let busTask = Task { [post] in
            for await event in events { post.yield(.bus(event)) }
            post.yield(.busEnded)
        }
        let tickTask = Task { [post] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                post.yield(.tick)
            }
        }
        for await letter in mail {
            await open(letter)
            if isStopping.load(ordering: .relaxed), runners.isEmpty || isStopOverdue() { break }
        }
        busTask.cancel()
        tickTask.cancel()
        bus.stop()
        for run in held.values { run.conductor.close() }
        held = [:]
        if isBlind { throw BusLost() }
    }

    /// Asks every run to stop at a checkpoint; `run` returns when the last one has.
    public nonisolated func shutdown() {
        isStopping.store(true, ordering: .relaxed)
        post.yield(.shutdown)
    }

    /// On a thread of its own: a file of years takes seconds, and people may look at the queue meanwhile.
    private func checkDatabase() async throws {
        let store = door.store
        let damage: StoreError? = await withCheckedContinuation { continuation in
            detachThread("database check") {
                do throws(StoreError) {
                    try store.check()
                    continuation.resume(returning: nil)
                } catch { continuation.resume(returning: error) }
            }
        }
        if let damage { throw damage }
    }

    /// Returns when the database has been checked and what it holds has been recovered: before that nothing is asked of the door.
    public func opened() async throws {
        while !isOpen { try await Task.sleep(for: .milliseconds(20)) }
    }

    private func open(_ letter: Mail) async {
        switch letter {
        case .bus(.attached(let id, let presentAtStart)): await take { _ in .attached(id, presentAtStart: presentAtStart) }
        case .bus(.detached(let id)):
            probing[id] = nil
            await take { _ in .detached(id) }
        case .bus(.enumerated): await take { _ in .enumerated }
        case .bus(.changed(let id)): await changed(id)
        case .probed(let id, let report): await probed(id, report)
        case .looked(let id, let usage, let since):
            looking[id] = nil
            // Most looks see what is known already: those make no event.
            if state.attached[id]?.report?.usage != usage { await take { _ in .usageObserved(id, usage, since: since) } }
        case .felt(let id, let degrees):
            feeling[id] = nil
            if let media = state.attached[id], media.temperatureCelsius != degrees { await take { _ in .temperatureObserved(id, degrees) } }
        case .named(let id, let identity):
            naming.remove(id)
            if let identity { await take { _ in .identityObserved(id, identity) } }
        case .rested(let id, let answer): await rested(id, answer)
        case .runner(let job, let word, let held): await heard(job, word, held)
        case .published(let look, let spoilt, let milliseconds, let failure): lookedAtPublished(look, spoilt, milliseconds, failure)
        case .busEnded:
            guard !isStopping.load(ordering: .relaxed) else { return }
            logger.critical("no more device events arrive: stopping, so that a fresh start sees the drives again")
            isBlind = true
            shutdown()
        case .tick: await tick()
        case .shutdown:
            await take { _ in .shutdown }
            // Also where the store could not take it down: recovery then finds them as they ran.
            for runner in runners.values { runner.stop() }
        }
    }

    /// Says which drives do not let go. The process ends when the kernel has given their requests back.
    private func isStopOverdue() -> Bool {
        let now = clock.now()
        let since = stoppingSince ?? now
        stoppingSince = since
        guard now.runningMilliseconds - since.runningMilliseconds >= Self.stopMilliseconds else { return false }
        for id in runners.keys.sorted() {
            let job = state.jobs[id]
            let which = [job?.attachment?.node, job?.identity.serial].compactMap { $0 }.joined(separator: " ")
            logger.warning("\(which): a request still hangs in the kernel; this process ends when the kernel lets go of it")
        }
        return true
    }

    // MARK: events

    /// Carries out one request of a person, or says why not.
    public func request(_ event: Event) throws(StationError) -> Transition {
        try process(event, at: clock.now())
    }

    private func process(_ event: Event, at now: Moment) throws(StationError) -> Transition {
        let hadProblem = door.storeProblem != nil
        let transition: Transition
        do { transition = try door.process(event, at: now) } catch {
            if !hadProblem, let problem = door.storeProblem { logger.error("\(problem)") }
            throw error
        }
        follow(transition)
        return transition
    }

    /// What is durable now: said in the log, then carried out.
    func follow(_ transition: Transition) {
        log(transition.entries)
        letGo()
        for effect in transition.effects { perform(effect) }
    }

    /// Closes the devices that no job wants held any more.
    private func letGo() {
        for id in held.keys where !state.keeping.contains(id) && runners[id] == nil { held.removeValue(forKey: id)?.conductor.close() }
    }

    /// Takes an event that must not be lost: where the store cannot write, it is tried again until it can; meanwhile nothing else moves.
    /// False where the station stopped before it was on record, or the event was refused.
    @discardableResult
    func take(_ event: (borrowing StationState) -> Event) async -> Bool {
        while true {
            do throws(StationError) {
                _ = try process(event(state), at: clock.now())
                return true
            } catch {
                switch error {
                case .refused(let refused):
                    logger.warning("\(refused.code): \(refused.message)")
                    return false
                case .store:
                    if isStopping.load(ordering: .relaxed) { return false }
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// No new wipe begins while its record could not be kept.
    func lookForRoom() async {
        if door.markProblem != nil { door.raiseMark() }
        compareKeys()
        let problem = door.recordProblem ?? door.markProblem ?? StateFolder.problem(folder) ?? clockProblem()
        if problem != state.hindrance { await take { _ in .hindered(problem) } }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .identify(let id): identify(id)
        case .startRunner(let id): start(id)
        case .stopRunner(let id): runners[id]?.stop()
        case .certify(let id): certify(id)
        case .rest(let id): rest(id)
        }
    }

    /// Lines of one event in the log: a list that overrules thousands of links has as many in the journal.
    private static let linesMax = 200

    private func log(_ entries: [JournalEntry]) {
        let acts = entries.flatMap(\.acts)
        defer { if acts.count > Self.linesMax { logger.info("and \(acts.count - Self.linesMax) more: see wipectl journal") } }
        for act in acts.prefix(Self.linesMax) {
            let parts = [act.code, act.node, act.serial, act.job, act.detail.isEmpty ? nil : act.detail]
            logger.info("\(parts.compactMap { $0 }.joined(separator: " "))")
        }
    }
}
