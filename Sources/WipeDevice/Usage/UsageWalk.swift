// Who uses a disk, answered from facts alone.
//
// "Stands on" goes down from a user to the disks: mount or swap -> device-mapper, md, bcache, loop -> partition -> whole disk. Where the way down
// cannot be finished from something that is certainly in use, no answer is given for any disk: it might lead to this one.

import WipeContents
import WipeCore

/// Answers for the disks of one look at the host.
struct UsageWalk {
    private let facts: HostFacts
    private let systemPaths: [String]

    /// Longest chain of devices on devices that is followed.
    static let depthMax = 16

    /// File systems that stand on no block device of this host. Everything else without a device of its own must be resolved.
    private static let diskless: Set<String> = [
        "tmpfs", "ramfs", "devtmpfs", "rootfs", "proc", "sysfs", "devpts", "mqueue", "cgroup", "cgroup2", "debugfs", "tracefs",
        "securityfs", "pstore",
        "bpf", "configfs", "efivarfs", "hugetlbfs", "binfmt_misc", "autofs", "fusectl", "nsfs", "rpc_pipefs", "nfsd", "selinuxfs", "nfs",
        "nfs4", "cifs",
        "smb3", "9p", "virtiofs", "ceph",
    ]

    init(facts: HostFacts, systemPaths: [String]) {
        self.facts = facts
        self.systemPaths = systemPaths
    }

    /// Uses of the whole disk `disk` and its partitions, without `openedExclusively`, which only an attempt to open can tell.
    func uses(of disk: String) -> Result<[Use], UsageProblem> {
        let family = Set(facts.tree.family(of: disk))
        var uses: Set<Use> = []
        var problems: [String] = []

        func record(_ kind: Use.Kind, _ detail: String, from devices: [String]) {
            switch below(devices) {
            case .success(let reached):
                for node in reached.intersection(family) { uses.insert(Use(kind, node: node, detail: shown(detail))) }
            case .failure(let problem): problems.append("\(shown(detail)): \(problem.why)")
            }
        }

        for mount in facts.mounts {
            // Mounts without a device that can be named (FUSE, ZFS) are seen by the exclusive claim of whatever they stand on.
            if case .success(let devices) = devices(of: mount), !devices.isEmpty { record(.mounted, mount.mountPoint, from: devices) }
        }
        for area in facts.swaps {
            switch devices(of: area) {
            case .success(let devices):
                record(.swap, area.path, from: devices)
                record(.runningSystem, "swap \(area.path)", from: devices)
            case .failure(let problem): problems.append(problem.why)
            }
        }
        for path in systemPaths {
            switch devices(ofSystemPath: path) {
            case .success(let devices): record(.runningSystem, path, from: devices)
            case .failure(let problem): problems.append(problem.why)
            }
        }
        for (name, node) in facts.tree.nodes where !family.contains(name) && isStacked(node) {
            switch below([name]) {
            case .success(let reached):
                for member in reached.intersection(family) { uses.insert(Use(.holder, node: member, detail: name)) }
            case .failure(let problem): problems.append("\(name): \(problem.why)")
            }
        }
        for member in family {
            for holder in facts.tree.nodes[member]?.holders ?? [] {
                uses.insert(Use(.holder, node: member, detail: DeviceText.clean(holder) ?? "?"))
            }
        }
        guard problems.isEmpty else { return .failure(UsageProblem(why: problems.sorted().joined(separator: "; "))) }
        return .success(narrowed(uses, disk: disk, family: family))
    }

    /// A use of a partition is also found on its disk by the way down; the partition alone is named.
    private func narrowed(_ uses: Set<Use>, disk: String, family: Set<String>) -> [Use] {
        uses.filter { use in
            use.node != disk || !family.contains { $0 != disk && uses.contains(Use(use.kind, node: $0, detail: use.detail)) }
        }.sorted()
    }

    private func isStacked(_ node: DeviceNode) -> Bool { !node.slaves.isEmpty || facts.loops[node.name] != nil }

    /// Every device that `start` stands on, itself included.
    private func below(_ start: [String]) -> Result<Set<String>, UsageProblem> {
        var reached = Set(start)
        var edge = start
        var depth = 0
        while !edge.isEmpty {
            depth += 1
            guard depth <= UsageWalk.depthMax else {
                return .failure(UsageProblem(why: "more than \(UsageWalk.depthMax) devices on top of each other"))
            }
            var next: [String] = []
            for name in edge {
                switch directlyBelow(name) {
                case .success(let devices): next += devices.filter { reached.insert($0).inserted }
                case .failure(let problem): return .failure(problem)
                }
            }
            edge = next
        }
        return .success(reached)
    }

    private func directlyBelow(_ name: String) -> Result<[String], UsageProblem> {
        // Not in the tree: it came or went while we read. Its own chain cannot be known.
        guard let node = facts.tree.nodes[name] else { return .failure(UsageProblem(why: "the device \(name) is not in sysfs")) }
        var devices = node.slaves
        if let disk = node.disk { devices.append(disk) }
        switch facts.loops[name] {
        case nil: break
        case .unknown(let why): return .failure(UsageProblem(why: why))
        case .blockDevice(let number):
            guard let below = facts.tree.name(of: number) else {
                return .failure(UsageProblem(why: "\(name) stands on the unknown device \(number)"))
            }
            devices.append(below)
        case .file(let number, let place):
            if let below = facts.tree.name(of: number) {
                devices.append(below)
            } else if let mount = mount(of: place, device: number), case .success(let below) = self.devices(of: mount) {
                devices += below
            }
        // Else the file lies on a file system without a block device (tmpfs, FUSE) or in another namespace; if that one stands on a
        // disk, it is mounted there, and the kernel's own claim keeps the disk from being opened exclusively.
        }
        return .success(devices)
    }

    /// Block devices right under a mount; empty where it has none by its kind.
    private func devices(of mount: Mount, depth: Int = 0) -> Result<[String], UsageProblem> {
        let what = "\(mount.fileSystem) at \(shown(mount.mountPoint))"
        if mount.device.major != 0 {
            guard let name = facts.tree.name(of: mount.device) else {
                return .failure(UsageProblem(why: "\(what): device \(mount.device) is not in sysfs"))
            }
            return .success([name])
        }
        if UsageWalk.diskless.contains(mount.fileSystem) { return .success([]) }
        if mount.fileSystem == "overlay" {
            guard depth < UsageWalk.depthMax, !mount.layers.isEmpty else {
                return .failure(UsageProblem(why: "\(what): its layers are not known"))
            }
            var found: [String] = []
            for layer in mount.layers {
                // A layer may be named by a path that was true before the root was changed: then it is not known where it lies.
                guard let place = facts.places[layer]?.place, let under = self.mount(of: place, device: place.device), under != mount else {
                    return .failure(UsageProblem(why: "\(what): layer \(shown(layer)) cannot be found"))
                }
                switch devices(of: under, depth: depth + 1) {
                case .success(let devices): found += devices
                case .failure(let problem): return .failure(problem)
                }
            }
            return .success(found)
        }
        if let number = facts.places[mount.source]?.place?.node, let name = facts.tree.name(of: number) {
            // btrfs: the source names one of its devices; the others are in use just as much.
            let group = facts.deviceGroups.first { $0.contains(name) } ?? []
            return .success([name] + group.filter { $0 != name })
        }
        return .failure(UsageProblem(why: "\(what): its devices cannot be found (source \(shown(mount.source)))"))
    }

    private func mount(of place: PathPlace?, device: DeviceNumber) -> Mount? {
        if let id = place?.mountID, let mount = facts.mounts.first(where: { $0.id == id }) { return mount }
        if let place, let mount = MountTable.covering(place.resolved, in: facts.mounts) { return mount }
        return facts.mounts.first { $0.device == device }
    }

    private func devices(of area: SwapArea) -> Result<[String], UsageProblem> {
        guard let place = facts.places[area.path]?.place else {
            return .failure(UsageProblem(why: "swap \(shown(area.path)) cannot be found"))
        }
        if let number = place.node {
            guard let name = facts.tree.name(of: number) else {
                return .failure(UsageProblem(why: "swap \(shown(area.path)): device \(number) is not in sysfs"))
            }
            return .success([name])
        }
        return devices(at: place, what: "swap file \(area.path)")
    }

    /// A path of the running system that does not exist stands on nothing.
    private func devices(ofSystemPath path: String) -> Result<[String], UsageProblem> {
        switch facts.places[path] {
        case .at(let place): devices(at: place, what: path)
        case .unknown(let why): .failure(UsageProblem(why: why))
        case .absent where path != "/": .success([])
        case .absent, nil: .failure(UsageProblem(why: "\(shown(path)) was not looked at"))
        }
    }

    private func devices(at place: PathPlace, what: String) -> Result<[String], UsageProblem> {
        if let name = facts.tree.name(of: place.device) { return .success([name]) }
        guard let mount = mount(of: place, device: place.device) else {
            return .failure(UsageProblem(why: "\(shown(what)): no mount with device \(place.device)"))
        }
        return devices(of: mount)
    }

    private func shown(_ text: String) -> String { DeviceText.clean(text) ?? "?" }
}
