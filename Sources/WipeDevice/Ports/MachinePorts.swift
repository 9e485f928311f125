// The ports of this machine as a person sees them who names bays: what is plugged in now, where, and whether the system stands on it.

import WipeContents
package import WipeCore

/// A drive, and the port that it is in.
package struct PortDrive: Hashable, Sendable {
    /// Kernel name: `sdb`.
    package var name: String
    package var sizeBytes: UInt64
    /// Cleaned udev properties.
    package var properties: [String: String]
    /// By whom it is used; what only an attempt to open it would tell is not in it.
    package var usage: Usage

    package init(name: String, sizeBytes: UInt64, properties: [String: String], usage: Usage) {
        self.name = name
        self.sizeBytes = sizeBytes
        self.properties = properties
        self.usage = usage
    }

    /// By which a bay would know the port; nil where nothing names it.
    package var port: PropertyMatch? { PortName.of(properties) }

    /// What the running system needs it for; nil where it does not, or where that cannot be told.
    package var systemUse: String? {
        guard case .known(let uses) = usage else { return nil }
        return uses.first { $0.kind == .runningSystem }?.detail
    }

    /// Why it cannot be told who uses it; nil where it can.
    package var usageProblem: String? {
        guard case .unknown(let why) = usage else { return nil }
        return why
    }

    /// Who uses it in another way; nil where nobody does.
    package var otherUse: String? {
        guard case .known(let uses) = usage else { return nil }
        return uses.first { $0.kind != .runningSystem }.map { $0.detail.isEmpty ? $0.kind.rawValue : $0.detail }
    }
}

/// One look at the machine. Opens no drive.
package struct MachinePorts: Sendable {
    /// Whole disks with a medium, in the order of their ports.
    package let drives: [PortDrive]
    private let facts: PortFacts?

    /// - Parameter statePaths: folders of the station; what they lie on belongs to the running system.
    package static func look(statePaths: [String] = []) throws(UdevFailure) -> MachinePorts {
        let scanner = UsageScanner(statePaths: statePaths)
        let drives = try UdevDevices.list().devices.compactMap { PortDrive($0, scanner) }
        return MachinePorts(drives: drives, facts: PortFacts.read())
    }

    init(drives: [PortDrive], facts: PortFacts?) {
        self.drives = drives.sorted { ($0.port?.glob ?? "", $0.name) < ($1.port?.glob ?? "", $1.name) }
        self.facts = facts
    }

    /// Why no drive will ever be in this bay, as far as this machine's controllers tell; nil where one may.
    package func whyNever(_ bay: Bay) -> String? {
        if drives.contains(where: { bay.matches($0.properties) }) { return nil }
        for match in bay.match where match.property == "ID_PATH" {
            if let why = facts?.whyNever(path: match.glob) { return why }
        }
        return nil
    }
}

extension PortDrive {
    /// A look at a device of udev's; nil for what could never be in a bay.
    init?(_ device: DeviceEvent, _ scanner: UsageScanner) {
        let kind = IdentityFacts(name: device.name, properties: device.properties, folder: SystemFolder()).kind
        guard let size = device.sizeBytes, size > 0, kind.isCandidate else { return nil }
        // Of files that the system has attached there may be dozens. They are drives where somebody has given them a place.
        if kind == .loop, PortName.of(device.properties) == nil { return nil }
        let usage: Usage =
            switch scanner.knownUses(of: device.name, sharing: true) {
            case .success(let uses): .known(uses)
            case .failure(let problem): .unknown(why: problem.why)
            }
        self.init(name: device.name, sizeBytes: size, properties: device.properties, usage: usage)
    }
}

/// Drives that come and go, for whoever names bays. Listens before it looks, so that nothing falls between the two.
package final class PortWatch: Sendable {
    package enum Change: Hashable, Sendable {
        case appeared(PortDrive)
        /// Kernel name.
        case left(String)
        /// Drives can no longer be watched.
        case ended
    }
    /// What was there at the first look.
    package let ports: MachinePorts
    package let changes: AsyncStream<Change>
    private let monitor: UdevMonitor
    private let task: Task<Void, Never>

    /// - Parameter statePaths: folders of the station; what they lie on belongs to the running system.
    package init(statePaths: [String] = []) throws(UdevFailure) {
        let monitor = try UdevMonitor()
        let ports = try MachinePorts.look(statePaths: statePaths)
        let (stream, continuation) = AsyncStream.makeStream(of: Change.self, bufferingPolicy: .unbounded)
        changes = stream
        self.monitor = monitor
        self.ports = ports
        let events = monitor.events
        let scanner = UsageScanner(statePaths: statePaths)
        task = Task {
            // What is told once more of a drive that is there is no news.
            var known = Set(ports.drives.map(\.name))
            for await event in events {
                guard case .device(let device) = event else { continue }
                let isThere = device.action != .remove && device.diskSequence != nil && device.initialised
                let drive = isThere ? PortDrive(device, scanner) : nil
                if let drive, known.insert(device.name).inserted { continuation.yield(.appeared(drive)) }
                // A reader stays when its card is pulled: it has no size then.
                if device.action == .remove || device.sizeBytes == 0, known.remove(device.name) != nil {
                    continuation.yield(.left(device.name))
                }
            }
            continuation.yield(.ended)
            continuation.finish()
        }
    }

    package func stop() {
        monitor.stop()
        task.cancel()
    }
}
