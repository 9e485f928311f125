// One drive: it outlives attachments, crashes and restarts of the station. Shared by the bus, open devices and whoever looks on.

import Synchronization
package import WipeCore

/// A drive that can be plugged in.
package final class SimulatedDrive: Sendable {
    /// Everything about a drive that can change.
    package struct Condition: Sendable {
        package var identity: MediaIdentity
        package var mediaType: MediaType
        package var rotationRateRPM: UInt32?
        /// What libblkid would find, until the first write.
        package var contents: [Content] = []
        package var usage: Usage = .free
        package var readOnly = false
        package var health = Health(unreadable: "a simulated drive has no health data")
        package var temperatureCelsius: Int?
        package var bytesPerSecond: UInt64
        package var faults: [Fault] = []
        package var medium: SimulatedMedium
        /// What can erase it; nil for a drive that cannot do so by itself.
        package var firmware: SimulatedFirmware?
        /// Where it is plugged in; nil while it is not.
        package internal(set) var attachment: AttachmentID?
        /// Descriptors that the kernel has not let go of.
        package internal(set) var openers: Set<Opener> = []
        /// Those of them that their process has closed, or that ended with it: the kernel keeps them for a request that hangs.
        var abandoned: Set<Opener> = []
        /// Most openers that there ever were at once.
        package internal(set) var openersMost = 0
        /// Requests that are out, in the kernel's hands.
        var queue: [Request] = []
        /// The logical clock when it was last asked for anything.
        var now: Int64 = 0
        /// Until when it works on what it was given.
        var busyUntil: Int64 = 0
        /// Writes that hang, with the opener that waits for them.
        var hanging: [(opener: Opener, step: Step)] = []
        /// Sectors of 512 bytes written since the drive was plugged in, by whoever, as the kernel counts them (field 7 of `stat`).
        package internal(set) var sectorsWritten: UInt64 = 0
        /// The same for discards (field 14).
        package internal(set) var sectorsDiscarded: UInt64 = 0
        /// How often the drive was switched on, as it counts itself; nil where it does not say.
        package var powerCycles: UInt64?
        /// Every request fails with EIO though the node is there: a drive that was pulled a moment ago, and nobody has noticed.
        package var isDeaf = false
        /// The kernel's word on it (`device/state`): `running`, or `offline` after a command that was never answered.
        package var kernelState = "running"
        /// It has stopped turning, and turns again at the first request.
        package internal(set) var isResting = false
        /// What was read back in this sitting: what a checker holds records against. It is no part of the drive.
        package internal(set) var sitting = Sitting()
        /// Sectors of requests that the drive itself failed: what a record may call unreadable or unwritten.
        package internal(set) var failures: [Fault.Operation: ExtentSet] = [:]
        /// The disk of the kernel in which it lies; nil while it is not plugged in.
        var slot: UInt64?
        /// Attachments of the reader before this card was put into it: who has opened one of them has this one now.
        var earlier: Set<AttachmentID> = []
        /// How often each fault struck, by its word.
        package internal(set) var strikes: [String: Int] = [:]
    }

    /// An open descriptor: of a disk of the kernel, not of what lies in it.
    package struct Opener: Hashable, Sendable {
        let slot: UInt64
        let number: UInt64
    }

    /// A request that is out.
    struct Request: Sendable {
        let opener: Opener
        /// What was decided about.
        let admitted: AdmittedMedia
        var attachment: AttachmentID { admitted.attachment }
        /// `Int64.max` for one that hangs.
        let due: Int64
        let step: Step
        /// The card was taken out while it was out.
        var isLost = false
    }

    private let condition: Mutex<Condition>

    package init(
        identity: MediaIdentity, geometry: Geometry, donor: StreamKey, cache: CacheBehaviour = .none, mediaType: MediaType = .magneticHDD,
        bytesPerSecond: UInt64 = 100_000_000, faults: [Fault] = []
    ) {
        condition = Mutex(
            Condition(
                identity: identity, mediaType: mediaType, bytesPerSecond: max(1, bytesPerSecond), faults: faults,
                medium: SimulatedMedium(geometry: geometry, donor: donor, cache: cache)))
    }

    /// Looks at the drive, or changes it.
    package func with<Result>(_ body: (inout Condition) -> Result) -> Result { condition.withLock { body(&$0) } }

    package var identity: MediaIdentity { with { $0.identity } }
    package var attachment: AttachmentID? { with { $0.attachment } }
    package var geometry: Geometry { with { $0.medium.geometry } }

    /// The kernel gives back what hung: late writes land on the medium if the drive is still where it was. Descriptors that nobody has any more are
    /// closed with that; one that its process still has stays open.
    package func letGo() {
        with { drive in
            let late = drive.hanging
            drive.hanging = []
            drive.faults.removeAll { $0.effect == .hangs }
            for request in late {
                let isThere = drive.slot == request.opener.slot
                if isThere, drive.attachment != nil { _ = drive.perform(request.step, at: drive.now) }
                if !isThere || drive.abandoned.remove(request.opener) != nil { drive.openers.remove(request.opener) }
            }
        }
    }

    /// The process that has it open ends: the kernel does some of the requests that are out, or all, and the rest never happened.
    package func endProcess(_ isDone: (Step) -> Bool) {
        with { drive in
            let out = drive.queue
            drive.queue = []
            for request in out where request.due < Int64.max && isDone(request.step) {
                if drive.attachment == request.attachment { _ = drive.perform(request.step, at: drive.now, request.admitted) }
            }
            drive.openers.formIntersection(drive.hanging.map(\.opener))
            drive.abandoned = drive.openers
            drive.sitting.end()
        }
    }

    /// It has another size from now on.
    package func shrink(to geometry: Geometry) {
        with { drive in
            drive.medium.shrink(to: geometry)
            drive.identity.capacityBytes = geometry.capacityBytes
        }
    }

    /// The power of the drive goes and comes back, whoever has it open: what its cache held is lost.
    package func losePower(at time: Int64? = nil) {
        with { drive in
            drive.losePower(at: time ?? drive.now)
            drive.firmware?.regainPower(at: time ?? drive.now)
        }
    }

    // MARK: other hands

    /// Another machine, or a program while this station is not there, leaves the bytes of a pattern.
    package func put(_ pattern: Pattern, at extent: Extent) {
        with { drive in
            guard drive.firmware?.isWrittenElsewhere(extent, &drive.medium) != false else { return }
            drive.settleSize()
            drive.medium.put(pattern, at: extent)
            drive.sitting.end()
        }
    }

    /// Another program writes while the drive is plugged in, through a descriptor of its own: the kernel counts it.
    package func writeBeside(_ pattern: Pattern, at extent: Extent) {
        with { drive in
            guard drive.takesOthers, let place = extent.intersection(drive.medium.geometry.whole) else { return }
            drive.medium.store(SimulatedMedium.image(pattern, place)[...], at: place.offset, byOthers: true)
            drive.medium.noteStrange(pattern)
            drive.sectorsWritten += place.length / 512
            drive.sitting.end()
        }
    }

    /// Another program discards while the drive is plugged in: zeros from then on, and the kernel counts it.
    package func discardBeside(_ extent: Extent) {
        with { drive in
            guard drive.takesOthers, let place = extent.intersection(drive.medium.geometry.whole) else { return }
            drive.medium.store(SimulatedMedium.image(.zeros, place)[...], at: place.offset, byOthers: true)
            drive.sectorsDiscarded += place.length / 512
            drive.sitting.end()
        }
    }

    /// The machine sleeps: the kernel flushes, and the bays lose their power.
    package func sleep(at time: Int64? = nil) {
        with { drive in
            drive.medium.flush()
            drive.losePower(at: time ?? drive.now)
            drive.firmware?.regainPower(at: time ?? drive.now)
            drive.sitting.end()
        }
    }
}

/// What was read back and found right since the drive was last out of one pair of hands: unplugged, without power, closed, written by others.
package struct Sitting: Sendable {
    /// Sectors that hold a pattern by a read of this sitting.
    package private(set) var read: [Pattern: ExtentSet] = [:]
    /// Where this sitting's last read was answered with zeros that are not there: under a pass of zeros no host can know.
    package private(set) var hidden = ExtentSet()
    /// Most bytes that any one sitting has read of a pattern.
    package private(set) var best: [Pattern: UInt64] = [:]
    /// Where this sitting wrote a pattern.
    package private(set) var written: [Pattern: ExtentSet] = [:]
    /// Where this sitting looked for what is left of a pattern.
    package private(set) var looked: [Pattern: ExtentSet] = [:]

    mutating func end() {
        read = [:]
        hidden = ExtentSet()
        written = [:]
        looked = [:]
    }

    mutating func looked(for pattern: Pattern, at extent: Extent, isInvented: Bool) {
        if isInvented { hidden.insert(extent) } else { hidden.remove(extent) }
        looked[pattern, default: ExtentSet()].insert(extent)
        best[pattern] = max(best[pattern] ?? 0, looked[pattern]?.byteCount ?? 0)
    }

    /// The drive has erased itself: what was looked at before is no more.
    mutating func erased() { looked = [:] }

    mutating func found(_ pattern: Pattern, at extent: Extent, isInvented: Bool) {
        if isInvented { hidden.insert(extent) } else { hidden.remove(extent) }
        var all = read[pattern] ?? ExtentSet()
        all.insert(extent)
        read[pattern] = all
        best[pattern] = max(best[pattern] ?? 0, all.byteCount)
    }

    mutating func wrote(_ pattern: Pattern, at extent: Extent) {
        for known in read.keys { read[known]?.remove(extent) }
        var all = written[pattern] ?? ExtentSet()
        all.insert(extent)
        written[pattern] = all
    }
}

extension SimulatedDrive.Condition {
    /// The power goes and comes back. Where the drive does not count that, no host can know, and nothing is held against who does not.
    mutating func losePower(at time: Int64) {
        medium.losePower()
        firmware?.losePower(at: time, &medium)
        settleSize()
        guard let cycles = powerCycles else { return }
        powerCycles = cycles + 1
        sitting.end()
    }

    /// Whether another program can change what it holds now. One that erases itself takes nothing.
    fileprivate var takesOthers: Bool { attachment != nil && firmware?.isRunning != true }

    /// Facts as a probe would find them.
    mutating func report(_ id: AttachmentID, minor: UInt32, place: String, at time: Int64) -> ProbeReport {
        firmware?.isLookedAt(at: time, &medium)
        settleSize()
        var properties = ["ID_PATH": "sim-" + place]
        properties["ID_MODEL"] = identity.model
        properties["ID_SERIAL_SHORT"] = identity.serial
        let isOurs = !openers.isEmpty
        // The kind is that of a loop device, always: whatever is signed about it says that it is a simulation.
        var report = ProbeReport(
            attachment: id, deviceMajor: 7, deviceMinor: minor, kind: .loop, identity: identity, geometry: medium.geometry,
            readOnly: readOnly, mediaType: mediaType, transport: .simulated, rotationRateRPM: rotationRateRPM, zoned: ZoneModel.none,
            contents: medium.bytesWritten == 0 ? contents : [],
            usage: isOurs ? .known([Use(.openedExclusively, node: id.name, detail: "a run")]) : usage, health: health, hpa: .absent,
            dco: .absent, amac: .notSupported, properties: properties)
        report.locked = firmware.map { $0.faults.contains(.locked) }
        if sizeOfKernel == 0 { (report.geometry, report.identity.capacityBytes) = (nil, 0) }
        // A drive that is in use is not asked.
        if report.usage == .free, let found = firmware?.capabilities(of: mediaType, at: time, &medium) { report.take(found) }
        if let why = report.capabilities?.whyNotRead {
            (report.contents, report.contentsProblem, report.health) = (nil, why, Health(unreadable: why))
        }
        return report
    }
}
