// Everything that tells who uses which device, read once; the questions are then answered without any further reading (`UsageWalk`).

import CBlockIO
import Glibc
import WipeContents

/// Where a path leads.
struct PathPlace: Hashable, Sendable {
    /// Mount in which it lies; nil where the kernel does not say.
    var mountID: UInt64?
    /// Device of its file system.
    var device: DeviceNumber
    /// Set where the path is a block device node.
    var node: DeviceNumber?
    /// The path with every link followed.
    var resolved: String
}

/// What looking at a path told.
enum PathLook: Hashable, Sendable {
    case at(PathPlace)
    case absent
    /// It could not be looked at: nothing may be concluded.
    case unknown(why: String)

    var place: PathPlace? {
        if case .at(let place) = self { place } else { nil }
    }
}

/// What is behind a loop device.
enum LoopBacking: Hashable, Sendable {
    /// A file on a file system; `place` is nil where its path is not visible here.
    case file(device: DeviceNumber, place: PathPlace?)
    case blockDevice(DeviceNumber)
    /// It could not be asked.
    case unknown(why: String)
}

/// One look at the host. Facts only.
struct HostFacts: Sendable {
    var tree: DeviceTree
    var mounts: [Mount]
    var swaps: [SwapArea]
    /// Paths that matter: mount sources, swap areas, layers of overlays, paths of the running system.
    var places: [String: PathLook]
    var loops: [String: LoopBacking]
    /// Groups of devices that share one file system (btrfs), as kernel names.
    var deviceGroups: [[String]]

    /// Reads it all from under `folder`.
    ///
    /// - Parameter systemPaths: paths whose devices must never be wiped.
    /// - Returns: the facts, or why nothing may be concluded.
    static func read(_ folder: SystemFolder, systemPaths: [String], asking host: HostQuestions) -> Result<HostFacts, UsageProblem> {
        do {
            let tree = try DeviceTree.read(folder)
            var mounts = try MountTable.parse(try folder.text("/proc/self/mountinfo"))
            // A service may live in a mount namespace of its own; what the administrator mounts later shows in that of process 1.
            if let text = try? folder.text("/proc/1/mountinfo") {
                let known = Set(mounts)
                mounts += try MountTable.parse(text, table: "/proc/1/mountinfo").filter { !known.contains($0) }
            }
            let swaps = folder.exists("/proc/swaps") ? try SwapTable.parse(try folder.text("/proc/swaps")) : []
            var facts = HostFacts(tree: tree, mounts: mounts, swaps: swaps, places: [:], loops: [:], deviceGroups: [])
            for identifier in try folder.names("/sys/fs/btrfs") ?? [] {
                if let members = try folder.names("/sys/fs/btrfs/\(identifier)/devices"), !members.isEmpty {
                    facts.deviceGroups.append(members)
                }
            }
            for node in tree.nodes.values {
                guard let path = node.backingFile else { continue }
                // Nil: detached in the meantime.
                if let backing = host.loopBacking(node.name, path) { facts.loops[node.name] = backing }
            }
            var paths = Set(systemPaths)
            paths.formUnion(swaps.map(\.path))
            for mount in mounts where mount.device.major == 0 {
                if mount.source.hasPrefix("/") { paths.insert(mount.source) }
                paths.formUnion(mount.layers)
            }
            for path in paths { facts.places[path] = host.place(path) }
            return .success(facts)
        } catch let failure as SystemFolder.ReadFailure {
            return .failure(UsageProblem(why: failure.message))
        } catch let problem as TableProblem {
            return .failure(UsageProblem(why: problem.message))
        } catch {
            return .failure(UsageProblem(why: "\(error)"))
        }
    }
}

/// Why usage cannot be told.
struct UsageProblem: Error, Hashable {
    let why: String
}

extension Mount {
    /// Folders that an overlay stands on. A colon inside a layer's name is escaped with a backslash.
    var layers: [String] {
        guard fileSystem == "overlay" else { return [] }
        var result: [String] = []
        for option in superOptions {
            guard let equals = option.firstIndex(of: "=") else { continue }
            let key = option[..<equals]
            guard key == "upperdir" || key == "workdir" || key.hasPrefix("lowerdir") || key.hasPrefix("datadir") else { continue }
            let value = option[option.index(after: equals)...].replacing("\\:", with: "\u{0}")
            // `lowerdir+=` and `datadir+=` of newer kernels name one layer each; the text in front of `=` then ends in `+`.
            let parts = key.hasSuffix("+") ? [Substring(value)] : value.split(separator: ":")
            result += parts.map { String($0.replacing("\u{0}", with: ":")) }.filter { $0.hasPrefix("/") }
        }
        return result
    }
}

/// What has to be asked of the kernel beyond reading files. Tests answer themselves.
struct HostQuestions: Sendable {
    /// Where a path leads.
    var place: @Sendable (String) -> PathLook
    /// What is behind the loop device with this name and backing path; nil where it is no longer attached.
    var loopBacking: @Sendable (_ name: String, _ path: String) -> LoopBacking?

    /// The running system.
    static let live = HostQuestions(
        place: { path in livePlace(path) },
        loopBacking: { name, path in
            let descriptor = cbio_open_to_read("/dev/\(name)")
            guard descriptor >= 0 else {
                // No node is no proof that there is no device: in a container there may be none of what the kernel has.
                guard SystemFolder().exists("/sys/class/block/\(name)/loop/backing_file") else { return nil }
                return .unknown(why: "/dev/\(name): \(errorText(-descriptor))")
            }
            defer { close(descriptor) }
            var backing = cbio_place()
            let result = cbio_loop_backing(descriptor, &backing)
            // ENOTCONN: a FUSE file system whose server has died. The file is lost; a disk below such a file system (fuseblk) is still mounted.
            if result == -ENXIO || result == -ENOTCONN { return nil }
            guard result == 0 else { return .unknown(why: "/dev/\(name): \(errorText(-result))") }
            if backing.is_block_device != 0 {
                return .blockDevice(DeviceNumber(major: backing.node_major, minor: backing.node_minor))
            }
            // The path tells the mount, which a number alone does not for btrfs; but only if it is still the same file's file system.
            let device = DeviceNumber(major: backing.device_major, minor: backing.device_minor)
            let place = livePlace(path).place
            return .file(device: device, place: place?.device == device ? place : nil)
        })

    private static func livePlace(_ path: String) -> PathLook {
        guard path.hasPrefix("/") else { return .absent }
        var place = cbio_place()
        switch -cbio_place_of(path, &place) {
        case 0: break
        case ENOENT, ENOTDIR: return .absent
        case let error: return .unknown(why: "\(DeviceText.clean(path) ?? "?"): \(errorText(error))")
        }
        return .at(
            PathPlace(
                mountID: place.mount_id == 0 ? nil : place.mount_id,
                device: DeviceNumber(major: place.device_major, minor: place.device_minor),
                node: place.is_block_device != 0 ? DeviceNumber(major: place.node_major, minor: place.node_minor) : nil,
                resolved: SystemFolder().resolved(path) ?? path))
    }
}
