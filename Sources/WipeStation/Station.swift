// The one door: every event goes through here, is made durable, and only then has effects. No decision about jobs is made here.

import Foundation
public import Logging
import Synchronization
public import WipeCore
public import WipeStore

/// Why a request was not carried out.
public enum StationError: Error, Sendable {
    case refused(Refused)
    /// The event could not be made durable: nothing has changed.
    case store(StoreError)
}

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
}

/// What arrives from threads, in order.
enum Mail: Sendable {
    case bus(BusEvent)
    case probed(AttachmentID, ProbeReport?)
    case looked(AttachmentID, Usage, since: Moment)
    case runner(JobID, RunnerWord)
    case busEnded
    case tick
    case shutdown
}

/// Device events stopped: a station that goes on without them does not see what is plugged in and pulled.
struct BusLost: Error {}

/// The station: state, store, runners. The only writer of all three.
public actor Station {
    var state: StationState
    let store: Store
    let certifier: Certifier
    let bus: any DeviceBus
    let clock: StationClock
    let logger: Logger
    private let executor = ThreadExecutor(name: "station")
    private let mail: AsyncStream<Mail>
    let post: AsyncStream<Mail>.Continuation
    var runners: [JobID: Runner] = [:]
    var probing: [AttachmentID: Moment] = [:]
    var probeAgain: Set<AttachmentID> = []
    var looking: [AttachmentID: Moment] = [:]
    private var isBlind = false
    private let isStopping = Atomic(false)
    var storeAlarm: Alarm?
    var publishAlarm: Alarm?
    /// Running time at the last minute that was put on record.
    var runningTimeSaved: Int64 = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A station on what the store holds. `run` starts it.
    public init(
        rules: StationRules, policies: [String: Policy], bootID: String, store: Store, certifier: Certifier, bus: any DeviceBus,
        clock: StationClock,
        logger: Logger
    ) throws(StoreError) {
        state = StationState(
            rules: rules, policies: policies, bootID: bootID, jobs: try store.openJobs(), nextRecord: try store.nextRecord())
        self.store = store
        self.certifier = certifier
        self.bus = bus
        self.clock = clock
        self.logger = logger
        (mail, post) = AsyncStream.makeStream(of: Mail.self, bufferingPolicy: .unbounded)
    }

    // MARK: life

    /// Recovers, watches the bus, and takes events until the last run has stopped after `shutdown`.
    public func run() async throws {
        try finishPublishing()
        await take { _ in .restarted }
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
            if isStopping.load(ordering: .relaxed), runners.isEmpty { break }
        }
        busTask.cancel()
        tickTask.cancel()
        bus.stop()
        if isBlind { throw BusLost() }
    }

    /// Asks every run to stop at a checkpoint; `run` returns when the last one has.
    public nonisolated func shutdown() {
        isStopping.store(true, ordering: .relaxed)
        post.yield(.shutdown)
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
        case .runner(let job, let word): await heard(job, word)
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

    // MARK: the door

    /// Carries out one request of a person, or says why not.
    public func request(_ event: Event) throws(StationError) -> Transition {
        try process(event, at: clock.now())
    }

    func process(_ event: Event, at now: Moment) throws(StationError) -> Transition {
        var next = state
        let transition: Transition
        do throws(Refused) { transition = try next.handle(event, at: now, chance: Supply.chance) } catch { throw .refused(error) }
        do throws(StoreError) {
            if !transition.entries.isEmpty { try store.append(transition.entries, at: now) }
        } catch {
            let alarm = Alarm(code: "store-failed", message: "the station's database cannot be written: \(error)")
            if storeAlarm == nil { logger.error("\(alarm.message)") }
            storeAlarm = alarm
            throw .store(error)
        }
        storeAlarm = nil
        state = next
        log(transition.entries)
        for effect in transition.effects { perform(effect) }
        return transition
    }

    /// Takes an event that must not be lost: where the store cannot write, it is tried again until it can; meanwhile nothing else moves.
    func take(_ event: (borrowing StationState) -> Event) async {
        while true {
            do throws(StationError) {
                _ = try process(event(state), at: clock.now())
                return
            } catch {
                switch error {
                case .refused(let refused):
                    logger.warning("\(refused.code): \(refused.message)")
                    return
                case .store:
                    if isStopping.load(ordering: .relaxed) { return }
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .identify(let id): identify(id)
        case .startRunner(let id): start(id)
        case .stopRunner(let id): runners[id]?.stop()
        case .certify(let id): certify(id)
        }
    }

    private func log(_ entries: [JournalEntry]) {
        for case .act(let act) in entries {
            let parts = [act.code, act.node, act.serial, act.job, act.detail.isEmpty ? nil : act.detail]
            logger.info("\(parts.compactMap { $0 }.joined(separator: " "))")
        }
    }
}
