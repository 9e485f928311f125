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
    case tick
    case shutdown
}

/// The station: state, store, runners. The only writer of all three.
public actor Station {
    private var state: StationState
    let store: Store
    let certifier: Certifier
    let bus: any DeviceBus
    let clock: StationClock
    let logger: Logger
    private let executor = ThreadExecutor(name: "station")
    private let mail: AsyncStream<Mail>
    private let post: AsyncStream<Mail>.Continuation
    private var runners: [JobID: Runner] = [:]
    private var probing: [AttachmentID: Moment] = [:]
    private var probeAgain: Set<AttachmentID> = []
    private var looking: Set<AttachmentID> = []
    private let isStopping = Atomic(false)
    private var storeAlarm: Alarm?
    private var publishAlarm: Alarm?

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
        let busTask = Task { [post] in for await event in events { post.yield(.bus(event)) } }
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
            looking.remove(id)
            // Most looks see what is known already: those make no event.
            if state.attached[id]?.report?.usage != usage { await take { _ in .usageObserved(id, usage, since: since) } }
        case .runner(let job, let word): await heard(job, word)
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

    private func process(_ event: Event, at now: Moment) throws(StationError) -> Transition {
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
    private func take(_ event: (borrowing StationState) -> Event) async {
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

    // MARK: identification and usage

    private func identify(_ id: AttachmentID) {
        guard probing[id] == nil else {
            probeAgain.insert(id)
            return
        }
        probing[id] = clock.now()
        detachThread("identify " + id.name) { [bus, post] in post.yield(.probed(id, bus.probe(id))) }
    }

    private func probed(_ id: AttachmentID, _ report: ProbeReport?) async {
        probing[id] = nil
        if let report {
            await take { state in .identified(report, history(of: report, bootID: state.bootID)) }
        } else {
            await take { _ in .identificationFailed(id, why: "the device could not be read") }
        }
        if probeAgain.remove(id) != nil, state.attached[id] != nil { identify(id) }
    }

    private func history(of report: ProbeReport, bootID: String) -> MediaHistory {
        do {
            return MediaHistory(
                record: try store.attachment(bootID: bootID, id: report.attachment),
                lastWipe: try store.lastWipe(mediaKey: report.identity.key),
                assetTag: try store.tag(key: report.tagKey(bootID: bootID)))
        } catch {
            // What cannot be read is not "nothing": the media is held as if it had failed before.
            logger.error("history of \(report.attachment.node) cannot be read: \(error)")
            return MediaHistory(lastWipe: PastWipe(job: "unknown", ending: .failed, closedAt: clock.now()))
        }
    }

    private func changed(_ id: AttachmentID) async {
        guard let media = state.attached[id] else { return }
        if state.isBusy(media) {
            // Only the size matters while it is wiped; its contents change under our own hands.
            guard let known = media.report?.geometry?.capacityBytes, let size = bus.capacityBytes(of: id) else { return }
            if size > 0, size != known { await take { _ in .capacityChanged(id) } }
        } else {
            identify(id)
        }
    }

    private func tick() async {
        let now = clock.now()
        for (id, since) in probing where now.runningMilliseconds - since.runningMilliseconds > 20_000 && state.attached[id]?.report == nil {
            await take { _ in .identificationFailed(id, why: "identification took longer than 20 s") }
        }
        for media in state.attached.values where media.report != nil && !state.isBusy(media) && !looking.contains(media.id) {
            let id = media.id
            looking.insert(id)
            detachThread("look " + id.name) { [bus, post] in post.yield(.looked(id, bus.usage(of: id), since: now)) }
        }
        for job in state.jobs.values {
            if case .certifying = job.state { certify(job.id) }
        }
        await take { _ in .tick }
        keepRunningTime(now)
    }

    private var runningTimeSaved: Int64 = 0
    /// Running time survives a crash to the minute.
    private func keepRunningTime(_ now: Moment) {
        guard now.runningMilliseconds - runningTimeSaved > 60_000 else { return }
        runningTimeSaved = now.runningMilliseconds
        do { try store.append([], at: now) } catch { logger.error("running time cannot be stored: \(error)") }
    }

    // MARK: runs

    private func start(_ id: JobID) {
        guard let job = state.jobs[id], let plan = job.plan, let attachment = job.attachment, let geometry = job.report.geometry,
            runners[id] == nil
        else { return }
        let admitted = AdmittedMedia(
            attachment: attachment, deviceMajor: job.report.deviceMajor, deviceMinor: job.report.deviceMinor, identity: job.identity,
            geometry: geometry)
        let checkpoint = job.checkpoint ?? .start(passes: plan.passes.count)
        let assignment = Runner.Assignment(job: id, admitted: admitted, plan: plan, checkpoint: checkpoint)
        runners[id] = Runner(assignment, bus: bus, clock: clock) { [post] word in post.yield(.runner(id, word)) }
    }

    private func heard(_ id: JobID, _ word: RunnerWord) async {
        switch word {
        case .opened:
            await take { _ in .opened(id) }
            runners[id]?.proceed()
        case .checkpointed(let checkpoint):
            await take { _ in .checkpointed(id, checkpoint) }
            runners[id]?.proceed()
        case .openRefused(let reason):
            runners[id] = nil
            logger.warning("\(id): \(reason.message)")
            await take { _ in .openRefused(id, reason) }
        case .finished(let report, let health):
            runners[id] = nil
            await take { _ in .finished(id, report, health) }
        case .stopped(let checkpoint):
            runners[id] = nil
            await take { _ in .stopped(id, checkpoint) }
        }
    }

    // MARK: records

    /// Build, sign, one transaction, publish. Any step may fail: the job stays `certifying` and the next tick tries again.
    private func certify(_ id: JobID) {
        guard let job = state.jobs[id], case .certifying(let conclusion) = job.state else { return }
        do {
            let document: SignedDocument
            if let stored = try store.document(id: conclusion.documentID) {
                document = stored
            } else {
                let made = try certifier.certify(job, conclusion)
                document = made.document
                _ = try process(.certified(id, document, isCertificate: document.kind == .certificate, made.reasons), at: clock.now())
            }
            try certifier.publish(document)
            _ = try process(.published(id, documentID: document.id), at: clock.now())
            publishAlarm = nil
        } catch {
            if publishAlarm == nil { logger.error("the record of job \(id) cannot be written: \(error)") }
            publishAlarm = Alarm(code: "certify-failed", message: "the record of job \(id) cannot be written yet: \(error)")
        }
    }

    /// Finishes at start what a crash left between the transaction and the file.
    private func finishPublishing() throws {
        for document in try store.unpublishedDocuments() { try certifier.publish(document) }
    }

    // MARK: views

    /// Everything that people may see of the present.
    public func snapshot() -> Snapshot {
        let now = clock.now()
        let progress = runners.compactMapValues { $0.progress(at: now) }
        return Snapshot(state: state, progress: progress, alarms: alarms(progress), at: now)
    }

    /// Reads from the store on the station's own thread.
    public func read<Value: Sendable>(_ body: @Sendable (Store) throws(StoreError) -> Value) throws(StoreError) -> Value { try body(store) }

    /// Links an asset tag to an attached media.
    public func assign(_ tag: AssetTag, to id: AttachmentID, by actor: Actor) throws(StationError) -> Transition {
        let facts: TagFacts
        do throws(StoreError) {
            facts = TagFacts(holder: holder(try store.tagHolder(tag: tag.tag)), isCertified: try store.isTagCertified(tag.tag))
        } catch { throw .store(error) }
        return try request(.tagAssigned(id, tag, facts, actor))
    }

    /// A drive without a credible serial holds its tag only while it is attached.
    private func holder(_ key: String?) -> String? {
        guard let key, key.hasPrefix("attachment:") else { return key }
        return state.attached.values.contains { $0.report?.tagKey(bootID: state.bootID) == key } ? key : nil
    }

    /// Takes the rows of an intake list that contradict nothing.
    public func importIntake(_ rows: [IntakeLink], by actor: Actor) throws(StationError) -> (IntakeDecision, Transition) {
        let decision: IntakeDecision
        do throws(StoreError) { decision = IntakeDecision(rows: rows, facts: try store.intakeFacts(for: rows.map(\.link))) } catch {
            throw .store(error)
        }
        return (decision, try request(.intakeImported(decision.links, actor)))
    }

    private func alarms(_ progress: [JobID: LiveProgress]) -> [Alarm] {
        var all = [storeAlarm, publishAlarm].compactMap { $0 }
        if bus.source == "kernel" {
            all.append(Alarm(code: "no-udevd", message: "no udevd runs: drives are seen by kernel events alone, without their properties"))
        }
        for (id, live) in progress.sorted(by: { $0.key < $1.key }) where live.silentSeconds > Int64(state.rules.stallSeconds) {
            all.append(Alarm(code: "stalled", message: "job \(id) has had no answer from its drive for \(live.silentSeconds) s"))
        }
        return all
    }

    private func log(_ entries: [JournalEntry]) {
        for case .act(let act) in entries {
            let parts = [act.code, act.node, act.serial, act.job, act.detail.isEmpty ? nil : act.detail]
            logger.info("\(parts.compactMap { $0 }.joined(separator: " "))")
        }
    }
}
