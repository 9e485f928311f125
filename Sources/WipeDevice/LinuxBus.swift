// The machine's drives as the station sees them: monitor, tracker, prober, usage and exclusive open behind one door.

import CBlockIO
import Dispatch
import Foundation
import Glibc
import Synchronization
import WipeContents
package import WipeCore

/// Drives of this machine through udev, sysfs, libblkid and the block layer.
package final class LinuxBus: DeviceBus {
    private struct State {
        var monitors: [UdevMonitor] = []
        var tracker = AttachmentTracker()
        /// Attached before the start: they were not plugged in under our eyes, however late udev is with them.
        var presentAtStart: Set<AttachmentID> = []
        var isEnumerated = false
        /// What the drives that are there answered at their last look.
        var pages: [AttachmentID: FirmwarePages] = [:]
        var leftOut: [String] = []
        /// Whose drives may be asked what their firmware can do.
        var rules: StationRules
    }
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "wiped.bus")
    private let scanner: UsageScanner
    package let bootID: String
    /// `udev`, or `kernel` where no udevd runs.
    package let source: String
    package let missingWall: String?

    /// - Parameters:
    ///   - statePaths: folders of the station: what they lie on belongs to the running system.
    ///   - rules: whose drives may be asked what their firmware can do (`StationRules.mayAskFirmware`). Without them no command goes out.
    ///   - missingWall: what `ContentsLook.readiness` found open.
    package init(statePaths: [String], rules: StationRules = StationRules(), missingWall: String? = nil) {
        scanner = UsageScanner(statePaths: statePaths)
        self.missingWall = missingWall
        state = Mutex(State(rules: rules))
        // Without a boot id every start counts as a new boot: more is held, and nothing is opened.
        bootID = LinuxBus.bootID(SystemFolder()) ?? UUID().uuidString.lowercased()
        source = UdevDevices.isUdevdRunning() ? UdevMonitor.Group.udev.rawValue : UdevMonitor.Group.kernel.rawValue
    }

    package func start() throws -> AsyncStream<BusEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: BusEvent.self, bufferingPolicy: .unbounded)
        let monitor = try UdevMonitor()
        // A drive that we hold keeps udevd waiting at our lock, for minutes: that it was pulled, the kernel says at once.
        let ahead = monitor.group == .udev ? try UdevMonitor(.kernel) : nil
        state.withLock { $0.monitors = [monitor, ahead].compactMap { $0 } }
        try queue.sync { try enumerate(continuation, isFirst: true) }
        listen(to: monitor) { bus, event in
            bus.take(event, continuation)
        } atEnd: {
            continuation.finish()
        }
        if let ahead { listen(to: ahead) { bus, event in bus.takeAhead(event, continuation) } }
        watchClock(continuation)
        return stream
    }

    private var rules: StationRules { state.withLock { $0.rules } }

    package func follow(_ rules: StationRules) { state.withLock { $0.rules = rules } }

    package func stop() { for monitor in state.withLock({ $0.monitors }) { monitor.stop() } }

    /// Events are taken in on a queue of their own: a list after an overflow reads sysfs, which may block.
    private func listen(
        to monitor: UdevMonitor, _ take: @escaping @Sendable (LinuxBus, MonitorEvent) -> Void, atEnd: @escaping @Sendable () -> Void = {}
    ) {
        let events = monitor.events
        Task { [weak self] in
            for await event in events {
                guard let bus = self else { break }
                bus.queue.async { take(bus, event) }
            }
            atEnd()
        }
    }

    private func take(_ event: MonitorEvent, _ out: AsyncStream<BusEvent>.Continuation) {
        switch event {
        case .device(let device): hand(state.withLock { $0.tracker.handle(device) }, out)
        // Events were lost: what is there now is the truth.
        case .overflow: enumerateAgain(out)
        case .failed: out.finish()
        }
    }

    /// Where this socket overflows or fails, udevd still tells, later.
    private func takeAhead(_ event: MonitorEvent, _ out: AsyncStream<BusEvent>.Continuation) {
        guard case .device(let device) = event else { return }
        hand(state.withLock { $0.tracker.handle(ahead: device) }, out)
    }

    /// A list that fails is tried again: without it nobody knows what is attached.
    private func enumerateAgain(_ out: AsyncStream<BusEvent>.Continuation) {
        do { try enumerate(out, isFirst: false) } catch {
            queue.asyncAfter(deadline: .now() + 1) { [weak self] in self?.enumerateAgain(out) }
        }
    }

    private func enumerate(_ out: AsyncStream<BusEvent>.Continuation, isFirst: Bool) throws {
        let list = try UdevMonitor.list()
        if isFirst {
            let present = list.devices.compactMap { device in device.diskSequence.map { AttachmentID(name: device.name, diskSequence: $0) }
            }
            state.withLock { $0.presentAtStart = Set(present) }
        }
        hand(state.withLock { $0.tracker.handle(list: list.devices, startedAt: list.startedAt) }, out)
    }

    private func hand(_ changes: [AttachmentChange], _ out: AsyncStream<BusEvent>.Continuation) {
        for change in changes {
            switch change {
            case .attached(let id): out.yield(.attached(id, presentAtStart: state.withLock { $0.presentAtStart.contains(id) }))
            case .detached(let id):
                keep(nil, of: id)
                out.yield(.detached(id))
            case .changed(let id): out.yield(.changed(id))
            }
        }
        let isDone = state.withLock { state in
            guard !state.isEnumerated, !state.tracker.isWaiting else { return false }
            state.isEnumerated = true
            return true
        }
        if isDone { out.yield(.enumerated) }
    }

    /// Devices that udev leaves without an answer are taken as they are after a while.
    private func watchClock(_ out: AsyncStream<BusEvent>.Continuation) {
        queue.asyncAfter(deadline: .now() + 0.5) { [weak self] in
            guard let self else { return }
            hand(state.withLock { $0.tracker.overdue(at: monotonicNanoseconds()) }, out)
            let seen = state.withLock { $0.tracker.unattached }
            let leftOut = LeftOutDrives(folder: SystemFolder()).sentences(seen, at: monotonicNanoseconds())
            state.withLock { $0.leftOut = leftOut }
            watchClock(out)
        }
    }

    package var leftOut: [String] { state.withLock { $0.leftOut } }

    package func probe(_ id: AttachmentID) -> ProbeReport? {
        // Without properties of its own it is in no bay: what udev's database still says may be of the media before.
        let begun = monotonicNanoseconds()
        keep(nil, of: id)
        let prober = Prober(
            scanner: scanner, mayAskFirmware: { [weak self] in self?.rules.mayAskFirmware(of: $0) ?? false },
            keep: { [weak self] in self?.keep($0, of: id) })
        let report = prober.probe(id, properties: state.withLock { $0.tracker.properties(of: id) } ?? [:])
        waitForThoseThatCome(beside: id, since: begun)
        return report
    }

    /// Drives whose answers are kept: twenty kilobytes each.
    static let pagesMax = 256

    private func keep(_ pages: FirmwarePages?, of id: AttachmentID) {
        state.withLock { state in
            guard let pages else {
                state.pages[id] = nil
                return
            }
            // One that was pulled meanwhile leaves nothing behind.
            guard state.tracker.attached[id] != nil, state.pages[id] != nil || state.pages.count < Self.pagesMax else { return }
            state.pages[id] = pages
        }
    }

    package func firmwarePages(of id: AttachmentID) -> FirmwarePages? { state.withLock { $0.pages[id] } }

    /// How long an identification waits for what came together with its drive: less than the 20 s that an identification may take.
    static let comingNanoseconds: UInt64 = 15_000_000_000

    /// Two units of one dock come one after the other. Before the first is decided about, the second must have been reported, or it would be wiped
    /// in a bay that has two drives.
    private func waitForThoseThatCome(beside id: AttachmentID, since begun: UInt64) {
        let coming = ComingDrives(folder: SystemFolder())
        while monotonicNanoseconds() - begun < Self.comingNanoseconds {
            let known = state.withLock { $0.tracker.attached }
            guard known[id] != nil, coming.areThere(beside: id, known: Set(known.keys)) else { return }
            usleep(50_000)
        }
    }

    package func usage(of id: AttachmentID) -> Usage { scanner.scan(id, sharing: true) }

    package func health(of id: AttachmentID) -> Health { HealthReader.read(id) }

    package func temperatureCelsius(of id: AttachmentID) -> Int? { TemperatureReader.read(id.name, folder: SystemFolder()) }

    package func capacityBytes(of id: AttachmentID) -> UInt64? { state.withLock { $0.tracker.attached[id]?.sizeBytes } }

    package func identity(of id: AttachmentID) -> MediaIdentity? {
        let known = state.withLock { ($0.tracker.properties(of: id), $0.tracker.attached[id]?.sizeBytes) }
        guard let properties = known.0, let size = known.1 else { return nil }
        return IdentityFacts(name: id.name, properties: properties, folder: SystemFolder()).identity(capacityBytes: size)
    }

    package func rest(_ report: ProbeReport) -> RestAnswer {
        let id = report.attachment
        var now = report
        guard let properties = state.withLock({ $0.tracker.properties(of: id) }) else {
            return .turnsOn(why: "it is not attached any more")
        }
        (now.properties, now.usage) = (properties, scanner.scan(id))
        // Our own exclusive open is a use like any other: a wipe that has begun meanwhile is left alone.
        guard rules.mayAskFirmware(of: now) else {
            return .turnsOn(why: "no command goes to a drive that is not in exactly one bay, that is protected or nearly so, or in use")
        }
        return SpinDown(folder: SystemFolder()).stop(now)
    }

    package func open(_ admitted: AdmittedMedia) throws(OpenRefusal) -> WipeClearance {
        let device = try ExclusiveDevice.open(admitted: admitted)
        // The kernel's exclusive claim does not know everybody: a loop device or an export stands on a drive without one. Now that nothing
        // new can claim it, the tables are read once more. Our own claim is in none of them.
        switch scanner.knownUses(of: admitted.attachment.name) {
        case .failure(let problem): throw OpenRefusal(.usageUnknown, variant: "open", ["why": problem.why])
        case .success(let uses):
            if let reason = Usage.known(uses).refusals.first { throw OpenRefusal(reason) }
        }
        try device.refuseOtherWriters()
        guard device.custodyEvidence()?.isReadable == true else {
            throw OpenRefusal(.custodyUnknown, ["node": admitted.attachment.node])
        }
        return try WipeClearance(admitted, device: try LinuxOpenedMedia(device, scanner))
    }

    /// The kernel's id of this boot; nil where it does not say.
    static func bootID(_ folder: SystemFolder) -> String? { folder.attribute("/proc/sys/kernel/random/boot_id") }
}

/// One device held for one wipe.
struct LinuxOpenedMedia: OpenedMedia {
    private var device: ExclusiveDevice?
    private let transfers: LinuxBlockDevice
    private let scanner: UsageScanner

    init(_ device: ExclusiveDevice, _ scanner: UsageScanner) throws(OpenRefusal) {
        transfers = try LinuxBlockDevice(device)
        self.device = device
        self.scanner = scanner
    }

    var geometry: Geometry { transfers.geometry }
    var window: Int { transfers.window }
    var requestBytesMax: UInt64 { transfers.requestBytesMax }
    func submit(_ step: Step) { transfers.submit(step) }
    func reap(timeoutMilliseconds: Int) -> [Completion] { transfers.reap(timeoutMilliseconds: timeoutMilliseconds) }

    func observe() -> ObservedMedia? { device?.observe() }
    func diskSequence() -> UInt64? { device?.diskSequence() }
    /// Which other programs have the drive open for writing now; after `close` nobody can say.
    func otherWriters() -> OtherWriters { device?.otherWriters() ?? OtherWriters(unknown: "the drive is closed") }

    func custodyEvidence(askingDrive: Bool) -> CustodyEvidence? {
        guard let device else { return nil }
        let drive = device.admitted.attachment
        let powerCycles = askingDrive ? HealthReader.read(drive).powerCycles : nil
        let others = askingDrive ? otherWriters().found.map(\.description) + usesNow(drive.name) : []
        // Last of all, and right before the counts are read: what is written after that is written after the moment of which they speak.
        guard device.writeBack(), var evidence = device.custodyEvidence() else { return nil }
        evidence.powerCycles = powerCycles
        evidence.otherWriters = others
        return evidence
    }

    func recognised() -> [String]? {
        guard let drive = device?.admitted.attachment else { return nil }
        let descriptor = cbio_open_to_read(drive.node)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        let facts = DescriptorFacts(descriptor: descriptor)
        guard facts.diskSequence == drive.diskSequence, let capacity = facts.capacityBytes else { return nil }
        // Without the kernel's partitions: those that it still has are what was there before.
        let found = ContentsLook.own.read(
            descriptor: descriptor, capacityBytes: capacity, kernelPartitions: [], deadline: monotonicNanoseconds() &+ 20_000_000_000)
        guard found.problem == nil else { return nil }
        return found.contents?.filter { $0.kind != .partitionTable }.map(\.type)
    }

    /// What has come to stand on the drive since it was opened: a loop device does so without a claim, and has a page cache of its own.
    private func usesNow(_ name: String) -> [String] {
        switch scanner.knownUses(of: name) {
        case .success(let uses): Usage.known(uses).refusals.map(\.message)
        case .failure(let problem): ["whether something stands on it could not be found out: \(problem.why)"]
        }
    }

    /// A thread that hangs in the kernel keeps the device open; nobody waits for it.
    mutating func close() {
        _ = transfers.shutDown(timeoutMilliseconds: 2000)
        device = nil
    }
}
