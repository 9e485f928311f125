// The places of a simulated station, what is plugged in there, and what the station is told about it.

import Synchronization
package import WipeCore

/// A bus of simulated drives, for the real station or for one thread that drains its events by hand.
package final class SimulatedBus: DeviceBus {
    private struct Plug {
        let slot: SimulatedSlot
        var place: String
        var drive: SimulatedDrive { slot.drive }
    }

    private struct State {
        var plugs: [AttachmentID: Plug] = [:]
        var nextSequence: UInt64 = 1
        var bootID: String
        var events: [BusEvent] = []
        var continuation: AsyncStream<BusEvent>.Continuation?
    }

    /// Largest request that a drive takes, in bytes.
    package static let requestBytesLimit: UInt64 = 1 << 20

    private let state: Mutex<State>
    private let requestBytesMax: UInt64
    private let sleeps: Bool
    private let clock: @Sendable () -> Int64
    private let asleep: @Sendable () -> Int64
    package let source = "simulated"

    /// - Parameters:
    ///   - requestBytesMax: largest request of the engine, at most `requestBytesLimit`.
    ///   - sleeps: whether waiting for a drive may sleep; false under a clock that a simulation moves.
    ///   - bootID: of the machine, until `boot` gives it another.
    ///   - asleep: milliseconds for which the machine slept.
    ///   - clock: milliseconds without those; never goes back.
    package init(
        requestBytesMax: UInt64 = 1 << 16, sleeps: Bool, bootID: String, asleep: @escaping @Sendable () -> Int64 = { 0 },
        clock: @escaping @Sendable () -> Int64
    ) {
        state = Mutex(State(bootID: bootID))
        self.requestBytesMax = min(requestBytesMax, Self.requestBytesLimit)
        self.sleeps = sleeps
        self.clock = clock
        self.asleep = asleep
    }

    /// Device number of a node: `sim3` is 3.
    static func minor(of name: String) -> UInt32 { UInt32(name.drop { !$0.isNumber }) ?? 0 }

    // MARK: hands

    /// Plugs a drive in. The node is the lowest free one, so that names come back with other drives; nil where the drive is plugged in already.
    @discardableResult
    package func plug(_ drive: SimulatedDrive, place: String) -> AttachmentID? {
        guard drive.attachment == nil else { return nil }
        let (id, slot) = state.withLock { state in
            let names = Set(state.plugs.keys.map(\.name))
            let name = (0...state.plugs.count).lazy.map { "sim\($0)" }.first { !names.contains($0) } ?? "sim"
            let id = AttachmentID(name: name, diskSequence: state.nextSequence)
            let slot = SimulatedSlot(number: state.nextSequence, drive)
            state.nextSequence += 1
            state.plugs[id] = Plug(slot: slot, place: place)
            return (id, slot.number)
        }
        let now = clock()
        drive.with { drive in
            drive.attachment = id
            drive.slot = slot
            drive.earlier = []
            drive.sectorsWritten = 0
            drive.sectorsDiscarded = 0
            drive.isDeaf = false
            drive.kernelState = "running"
            drive.firmware?.regainPower(at: now)
        }
        tell(.attached(id, presentAtStart: false))
        return id
    }

    /// Another card into a reader that stays plugged in: the node stays, the kernel's count of the medium does not. Who has the node open has the
    /// other card from now on; requests that were out fail. Nil where the other is plugged in already.
    @discardableResult
    package func exchange(_ old: AttachmentID, for other: SimulatedDrive) -> AttachmentID? {
        guard other.attachment == nil else { return nil }
        let plugs = state.withLock { state -> (Plug, AttachmentID)? in
            guard let plug = state.plugs.removeValue(forKey: old) else { return nil }
            let id = AttachmentID(name: old.name, diskSequence: state.nextSequence)
            state.nextSequence += 1
            state.plugs[id] = plug
            return (plug, id)
        }
        guard let (plug, id) = plugs else { return nil }
        let now = clock()
        let left = plug.drive.with { drive -> SimulatedDrive.Condition in
            defer { drive.leaveReader(plug.slot.number, at: now) }
            return drive
        }
        other.with { $0.enterReader(plug.slot.number, after: left, old, as: id) }
        plug.slot.hold(other)
        tell(.detached(old))
        tell(.attached(id, presentAtStart: false))
        return id
    }

    /// Pulls a drive: requests that are out end as gone, and its cache is lost. With `silently` nobody is told yet; with `keepsPower` only the machine has
    /// lost it.
    package func unplug(_ id: AttachmentID, silently: Bool = false, keepsPower: Bool = false) {
        guard let plug = state.withLock({ $0.plugs.removeValue(forKey: id) }) else { return }
        let now = clock()
        plug.drive.with { drive in
            if drive.attachment == id { drive.attachment = nil }
            drive.slot = nil
            if !keepsPower { drive.losePower(at: now) }
            drive.sitting.end()
        }
        if !silently { tell(.detached(id)) }
    }

    /// The machine starts anew.
    package func boot(_ id: String) { state.withLock { $0.bootID = id } }

    /// Says that something about a drive changed.
    package func touch(_ id: AttachmentID) { tell(.changed(id)) }

    /// What is plugged in, in the order of arrival.
    package var plugged: [(id: AttachmentID, drive: SimulatedDrive, place: String)] {
        state.withLock { $0.plugs.map { ($0.key, $0.value.drive, $0.value.place) } }.sorted { $0.0 < $1.0 }
    }

    private func tell(_ event: BusEvent) {
        state.withLock { state in
            if let continuation = state.continuation { continuation.yield(event) } else { state.events.append(event) }
        }
    }

    /// Somebody takes the events: what is plugged in from here on, is plugged in under their eyes.
    package var isWatched: Bool { state.withLock { $0.continuation != nil } }

    // MARK: for one thread

    /// Events since the last call.
    package func takeEvents() -> [BusEvent] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    /// Events of a station that starts now: everything that is there, then `enumerated`. Older events are forgotten.
    package func enumerate() -> [BusEvent] {
        _ = takeEvents()
        return plugged.map { .attached($0.id, presentAtStart: true) } + [.enumerated]
    }

    // MARK: DeviceBus

    package func start() throws -> AsyncStream<BusEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: BusEvent.self, bufferingPolicy: .unbounded)
        for event in enumerate() { continuation.yield(event) }
        state.withLock { $0.continuation = continuation }
        return stream
    }

    package func stop() {
        state.withLock { state in
            state.continuation?.finish()
            state.continuation = nil
        }
    }

    private func plug(of id: AttachmentID) -> Plug? { state.withLock { $0.plugs[id] } }

    package func probe(_ id: AttachmentID) -> ProbeReport? {
        // What is read makes it turn.
        plug(of: id)?.drive.with { $0.isResting = false }
        return look(at: id)
    }

    private func look(at id: AttachmentID) -> ProbeReport? {
        guard let plug = plug(of: id) else { return nil }
        let now = clock()
        return plug.drive.with { drive in
            drive.attachment == id ? drive.report(id, minor: Self.minor(of: id.name), place: plug.place, at: now) : nil
        }
    }

    package func usage(of id: AttachmentID) -> Usage { look(at: id)?.usage ?? .unknown(why: "the drive is gone") }

    package func rest(_ report: ProbeReport) -> RestAnswer {
        let id = report.attachment
        return plug(of: id)?.drive.with { drive in
            guard drive.attachment == id, drive.openers.isEmpty, drive.usage == .free else { return .turnsOn(why: "it is in use") }
            guard drive.mediaType == .magneticHDD || drive.mediaType == .hybrid else { return .nothingTurns }
            drive.isResting = true
            return .rests
        } ?? .turnsOn(why: "the drive is gone")
    }

    package func firmwarePages(of id: AttachmentID) -> FirmwarePages? { nil }

    package var leftOut: [String] { [] }
    package var missingWall: String? { nil }
    /// A simulated drive answers everybody.
    package func follow(_ rules: StationRules) {}

    package func health(of id: AttachmentID) -> Health { plug(of: id)?.drive.with { $0.health } ?? Health(unreadable: "the drive is gone") }

    package func temperatureCelsius(of id: AttachmentID) -> Int? { plug(of: id)?.drive.with { $0.temperatureCelsius } }

    package func capacityBytes(of id: AttachmentID) -> UInt64? { plug(of: id)?.drive.with { $0.sizeOfKernel } }

    package func identity(of id: AttachmentID) -> MediaIdentity? {
        plug(of: id)?.drive.with { drive in
            guard drive.attachment == id else { return nil }
            var identity = drive.identity
            identity.capacityBytes = drive.sizeOfKernel
            return identity
        }
    }

    package var bootID: String { state.withLock { $0.bootID } }

    package func open(_ admitted: AdmittedMedia) throws(OpenRefusal) -> WipeClearance {
        try WipeClearance(admitted, device: disk(admitted))
    }

    /// Opens what is at the node of `admitted` now, as a kernel does: whether that is the admitted media is not asked here.
    func disk(_ admitted: AdmittedMedia) throws(OpenRefusal) -> SimulatedDisk {
        let node = admitted.attachment.node
        guard let plug = state.withLock({ $0.plugs.first { $0.key.name == admitted.attachment.name }?.value }) else {
            throw OpenRefusal(.openFailed, ["node": node, "error": "no such device"])
        }
        let opener = try plug.drive.with { drive -> Result<SimulatedDrive.Opener, OpenRefusal> in
            if !drive.openers.isEmpty { return .failure(OpenRefusal(.openedExclusively, variant: "simulated", ["node": node])) }
            if let reason = drive.usage.refusals.first { return .failure(OpenRefusal(reason)) }
            let opener = plug.slot.nextOpener()
            drive.busyUntil = 0
            drive.openers.insert(opener)
            drive.openersMost = max(drive.openersMost, drive.openers.count)
            // A descriptor of its own: what another one has read before proves nothing here.
            drive.sitting.end()
            return .success(opener)
        }.get()
        return SimulatedDisk(
            plug.slot, admitted: admitted, opener: opener, bootID: bootID, requestBytesMax: requestBytesMax, sleeps: sleeps,
            asleep: asleep, clock: clock)
    }
}

extension SimulatedDrive.Condition {
    /// Taken out of its reader. What a slot that it was in before has not let go of stays with it.
    fileprivate mutating func leaveReader(_ reader: UInt64, at time: Int64) {
        losePower(at: time)
        sitting.end()
        attachment = nil
        slot = nil
        openers = openers.filter { $0.slot != reader }
        queue.removeAll { $0.opener.slot == reader }
        hanging.removeAll { $0.opener.slot == reader }
    }

    /// Put into the reader out of which another card was taken just now: what is the kernel's and the reader's goes on.
    fileprivate mutating func enterReader(
        _ reader: UInt64, after left: SimulatedDrive.Condition, _ old: AttachmentID, as id: AttachmentID
    ) {
        attachment = id
        slot = reader
        earlier = left.earlier.union([old])
        // What hung comes back, and with it goes a descriptor that nobody has any more.
        let ofReader = left.openers.filter { $0.slot == reader && !left.abandoned.contains($0) }
        openers.formUnion(ofReader)
        openersMost = max(openersMost, ofReader.count)
        sectorsWritten = left.sectorsWritten
        sectorsDiscarded = left.sectorsDiscarded
        queue += left.queue.filter { $0.opener.slot == reader }.map { request in
            var lost = request
            lost.isLost = true
            return lost
        }
        busyUntil = 0
        sitting.end()
    }
}
