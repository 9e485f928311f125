// One drive: it outlives attachments, crashes and restarts of the station. Shared by the bus, open devices and whoever looks on.

import Synchronization
public import WipeCore

/// A drive that can be plugged in.
public final class SimulatedDrive: Sendable {
    /// Everything about a drive that can change.
    public struct Condition: Sendable {
        public var identity: MediaIdentity
        public var mediaType: MediaType
        public var rotationRateRPM: UInt32?
        /// What libblkid would find, until the first write.
        public var contents: [Content] = []
        public var usage: Usage = .free
        public var readOnly = false
        public var health = Health(unreadable: "a simulated drive has no health data")
        public var temperatureCelsius: Int?
        public var bytesPerSecond: UInt64
        public var faults: [Fault] = []
        public var medium: SimulatedMedium
        /// Where it is plugged in; nil while it is not.
        public internal(set) var attachment: AttachmentID?
        /// Openers that the kernel has not let go of, by number.
        public internal(set) var openers: Set<UInt64> = []
        /// Most openers that there ever were at once.
        public internal(set) var openersMost = 0
        /// Requests that are out, in the kernel's hands.
        var queue: [Request] = []
        /// Until when it works on what it was given.
        var busyUntil: Int64 = 0
        /// Writes that hang, with the opener that waits for them.
        var hanging: [(opener: UInt64, step: Step)] = []
        /// How often each fault struck, by its word.
        public internal(set) var strikes: [String: Int] = [:]
        var nextOpener: UInt64 = 1
    }

    /// A request that is out.
    struct Request: Sendable {
        let opener: UInt64
        let attachment: AttachmentID
        /// `Int64.max` for one that hangs.
        let due: Int64
        let step: Step
    }

    private let condition: Mutex<Condition>

    public init(
        identity: MediaIdentity, geometry: Geometry, donor: StreamKey, cache: CacheBehaviour = .none, mediaType: MediaType = .magneticHDD,
        bytesPerSecond: UInt64 = 100_000_000, faults: [Fault] = []
    ) {
        condition = Mutex(
            Condition(
                identity: identity, mediaType: mediaType, bytesPerSecond: max(1, bytesPerSecond), faults: faults,
                medium: SimulatedMedium(geometry: geometry, donor: donor, cache: cache)))
    }

    /// Looks at the drive, or changes it.
    public func with<Result>(_ body: (inout Condition) -> Result) -> Result { condition.withLock { body(&$0) } }

    public var identity: MediaIdentity { with { $0.identity } }
    public var attachment: AttachmentID? { with { $0.attachment } }
    public var geometry: Geometry { with { $0.medium.geometry } }

    /// The kernel gives back what hung: late writes land on the medium if the drive is still there, and their openers are gone.
    public func letGo() {
        with { drive in
            let late = drive.hanging
            drive.hanging = []
            drive.faults.removeAll { $0.effect == .hangs }
            for request in late {
                if drive.attachment != nil { _ = drive.perform(request.step) }
                drive.openers.remove(request.opener)
            }
        }
    }

    /// The process that has it open ends: the kernel does some of the requests that are out, or all, and the rest never happened.
    public func endProcess(_ isDone: (Step) -> Bool) {
        with { drive in
            let out = drive.queue
            drive.queue = []
            for request in out where request.due < Int64.max && isDone(request.step) {
                if drive.attachment == request.attachment { _ = drive.perform(request.step) }
            }
            drive.openers.formIntersection(drive.hanging.map(\.opener))
        }
    }

    /// It has another size from now on.
    public func shrink(to geometry: Geometry) {
        with { drive in
            drive.medium.shrink(to: geometry)
            drive.identity.capacityBytes = geometry.capacityBytes
        }
    }

    /// The power of the drive goes: what its cache held is lost.
    public func losePower() { with { $0.medium.losePower() } }
}

extension SimulatedDrive.Condition {
    /// Facts as a probe would find them.
    func report(_ id: AttachmentID, minor: UInt32, place: String) -> ProbeReport {
        var properties = ["ID_PATH": "sim-" + place]
        properties["ID_MODEL"] = identity.model
        properties["ID_SERIAL_SHORT"] = identity.serial
        let isOurs = !openers.isEmpty
        // The kind is that of a loop device, always: whatever is signed about it says that it is a simulation.
        return ProbeReport(
            attachment: id, deviceMajor: 7, deviceMinor: minor, kind: .loop, identity: identity, geometry: medium.geometry,
            readOnly: readOnly, mediaType: mediaType, transport: "simulated", rotationRateRPM: rotationRateRPM, zoned: "none",
            contents: medium.bytesWritten == 0 ? contents : [],
            usage: isOurs ? .known([Use(.openedExclusively, node: id.name, detail: "a run")]) : usage, health: health, hpa: .absent,
            dco: .absent, amac: .notSupported, properties: properties)
    }
}
