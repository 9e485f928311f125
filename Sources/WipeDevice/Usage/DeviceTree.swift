// The block devices of the kernel and what stands on what, as sysfs tells it.

import Glibc

/// One block device: a whole disk or a partition.
struct DeviceNode: Hashable, Sendable {
    var name: String
    var number: DeviceNumber?
    /// The whole disk of a partition.
    var disk: String?
    var partitions: [String] = []
    /// Devices that claim to stand on this one.
    var holders: [String] = []
    /// Devices that this one stands on: device-mapper, md, bcache.
    var slaves: [String] = []
    /// Path of the file behind a loop device, nil where none is attached.
    var backingFile: String?
    /// First byte and size of a partition, in sectors of 512 bytes.
    var startSectors: UInt64?
    var sizeSectors: UInt64?
}

/// All block devices, read once.
struct DeviceTree: Sendable {
    private(set) var nodes: [String: DeviceNode] = [:]
    private var byNumber: [DeviceNumber: String] = [:]

    init(nodes: [DeviceNode] = []) {
        for node in nodes { add(node) }
    }

    private mutating func add(_ node: DeviceNode) {
        nodes[node.name] = node
        if let number = node.number { byNumber[number] = node.name }
    }

    func name(of number: DeviceNumber) -> String? { byNumber[number] }

    /// The whole disk and its partitions.
    func family(of disk: String) -> [String] {
        [disk] + (nodes[disk]?.partitions ?? [])
    }

    /// Reads `/sys/class/block`. A device that goes away while it is read is left out; a folder that cannot be read throws.
    static func read(_ folder: SystemFolder) throws(SystemFolder.ReadFailure) -> DeviceTree {
        let base = "/sys/class/block"
        guard let names = try folder.names(base) else { throw SystemFolder.ReadFailure(path: base, errno: 2) }
        var tree = DeviceTree()
        for name in names where !folder.exists("\(base)/\(name)/partition") {
            guard var disk = try node(name, path: "\(base)/\(name)", folder: folder) else { continue }
            // Children of the whole disk in sysfs, so that a partition is never taken for somebody else's by its name.
            for child in try folder.names("\(base)/\(name)") ?? [] where folder.exists("\(base)/\(name)/\(child)/partition") {
                guard var part = try node(child, path: "\(base)/\(name)/\(child)", folder: folder) else { continue }
                part.disk = name
                disk.partitions.append(child)
                tree.add(part)
            }
            tree.add(disk)
        }
        return tree
    }

    private static func node(_ name: String, path: String, folder: SystemFolder) throws(SystemFolder.ReadFailure) -> DeviceNode? {
        guard folder.exists(path) else { return nil }
        var node = DeviceNode(name: name)
        // Hidden nodes (one path of an NVMe multipath namespace) have no number.
        node.number = folder.deviceNumber(path + "/dev")
        node.holders = try folder.names(path + "/holders") ?? []
        node.slaves = try folder.names(path + "/slaves") ?? []
        node.startSectors = folder.number(path + "/start")
        node.sizeSectors = folder.number(path + "/size")
        node.backingFile = try backingFile(path + "/loop/backing_file", folder)
        return node
    }

    /// Nil where it is no loop device, or none that is attached. One that cannot be read may stand on anything: that throws.
    private static func backingFile(_ path: String, _ folder: SystemFolder) throws(SystemFolder.ReadFailure) -> String? {
        let raw: [UInt8]
        do { raw = try folder.bytes(path) } catch {
            guard [ENOENT, ENOTDIR, ENODEV, ENXIO].contains(error.errno) else { throw error }
            return nil
        }
        let line = raw.last == 0x0A ? raw.dropLast() : raw[...]
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
