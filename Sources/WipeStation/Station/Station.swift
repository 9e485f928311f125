// The actor around the loop: brings it what threads and people send, in order, and carries out what it asks for. Nothing is decided here.

package import Logging
import Synchronization
package import WipeCore
package import WipeStore

/// Device events stopped: a station that goes on without them does not see what is plugged in and pulled.
struct BusLost: Error {}

/// A message, and the run that it is about where that still holds its device: a device cannot be copied into a value.
struct Parcel: Sendable {
    let message: Message
    let run: HeldRun?
    init(_ message: Message, run: HeldRun? = nil) {
        self.message = message
        self.run = run
    }
}

/// The station: state, store, runners. The only writer of all three.
package actor Station {
    var loop: StationLoop
    let bus: any DeviceBus
    let clock: StationClock
    let logger: Logger
    private let executor = ThreadExecutor(name: "station")
    private let parcels: AsyncStream<Parcel>
    let inbox: AsyncStream<Parcel>.Continuation
    var runners: [JobID: Runner] = [:]
    /// Open devices of jobs whose run has halted or ended.
    var held: [JobID: HeldRun] = [:]
    var settings = SettingsNote()
    private var waitingForOpening: [CheckedContinuation<Void, Never>] = []
    /// What is read for people is read beside this actor.
    nonisolated let readings: Store

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A station on what the store holds. `run` starts it.
    ///
    /// - Parameters:
    ///   - markFolder: where the high-water mark is kept; must be there.
    ///   - accepting: who knowingly goes on from an older state; nil where nobody does.
    package init(
        rules: StationRules, policies: [String: Policy], bootID: String, store: Store, certifier: Certifier, keyFolder: KeyFolder,
        markFolder: String, accepting: Actor?, bus: any DeviceBus, clock: StationClock, logger: Logger
    ) throws {
        let history = HistoryKeeping(folder: markFolder, at: clock.now(), accepting: accepting)
        loop = StationLoop(
            try Door(rules: rules, policies: policies, bootID: bootID, store: store, certifier: certifier, history: history),
            keyFolder: keyFolder)
        readings = store
        self.bus = bus
        self.clock = clock
        self.logger = logger
        (parcels, inbox) = AsyncStream.makeStream(of: Parcel.self, bufferingPolicy: .unbounded)
    }

    /// Checks the database, recovers, watches the bus, and takes messages until the last run has stopped after `shutdown`, or has not in time.
    /// Throws `StoreError` where the database is damaged: then no drive was looked at.
    package func run() async throws {
        try await beside { [readings] in try readings.check() }
        let ticks = Task { [inbox] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                inbox.yield(Parcel(.tick))
            }
        }
        defer { ticks.cancel() }
        receive(Parcel(.begin))
        // At once where nothing is in the way: what comes from now on came under the station's eyes.
        var watch = try loop.isOpen ? watchBus() : nil
        for await parcel in parcels {
            receive(parcel)
            if loop.isOver(at: clock.now()) { break }
            if loop.isOpen, watch == nil { watch = try watchBus() }
        }
        watch?.cancel()
        bus.stop()
        end()
        if loop.isBlind { throw BusLost() }
    }

    private func watchBus() throws -> Task<Void, Never> {
        for waiting in waitingForOpening { waiting.resume() }
        waitingForOpening = []
        let events = try bus.start()
        return Task { [inbox] in
            for await event in events { inbox.yield(Parcel(.bus(event))) }
            inbox.yield(Parcel(.busEnded))
        }
    }

    private func end() {
        for which in loop.hung {
            logger.warning("\(which): a request still hangs in the kernel; this process ends when the kernel lets go of it")
        }
        for (id, run) in held where loop.holding.contains(id) && !loop.isAsked(id) { run.conductor.close() }
        held = [:]
        for waiting in waitingForOpening { waiting.resume() }
        waitingForOpening = []
    }

    /// Asks every run to stop at a checkpoint; `run` returns when the last one has.
    package nonisolated func shutdown() { inbox.yield(Parcel(.shutdown)) }

    /// Returns when the database has been checked and what it holds has been recovered: before that nothing is asked of the door.
    ///
    /// - Throws: `CancellationError` where the station stopped before.
    package func opened() async throws {
        if !loop.isOpen { await withCheckedContinuation { waitingForOpening.append($0) } }
        guard loop.isOpen else { throw CancellationError() }
    }

    /// Jobs, media and slots as of the last event.
    var state: StationState { loop.state }

    private func receive(_ parcel: Parcel) {
        if case .runner(let job, let word, _) = parcel.message, !word.isInterim {
            runners[job] = nil
            held[job] = parcel.run
        }
        let requests = loop.receive(parcel.message, at: clock.now())
        for request in requests { carryOut(request) }
    }
}
