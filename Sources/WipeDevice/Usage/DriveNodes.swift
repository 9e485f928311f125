// Every node through which a program may write to a drive: the drive, its partitions, and the kernel's doors to raw commands.

/// Device numbers of one drive, each with the name of its node.
struct DriveNodes: Sendable {
    /// The whole drive and its partitions.
    private(set) var blocks: [DeviceNumber: String] = [:]
    /// `sg` and `bsg` of a SCSI device, the controller and the generic node of an NVMe namespace: commands through them pass by the block layer.
    private(set) var characters: [DeviceNumber: String] = [:]

    /// As sysfs shows the drive of this number now. A folder that is gone, or cannot be read, adds nothing: the drive itself is always there.
    init(of drive: DeviceNumber, named name: String, folder: SystemFolder) {
        let path = "/sys/dev/block/\(drive)"
        blocks[drive] = name
        for child in folder.namesIfAny(path) where folder.exists("\(path)/\(child)/partition") {
            if let number = folder.deviceNumber("\(path)/\(child)/dev") { blocks[number] = child }
        }
        for kind in ["scsi_generic", "bsg"] {
            for node in folder.namesIfAny("\(path)/device/\(kind)") {
                add(kind == "bsg" ? "bsg/" + node : node, at: "\(path)/device/\(kind)/\(node)", folder)
            }
        }
        addControllers(of: name, at: path + "/device", folder)
    }

    /// The device above an NVMe namespace is its controller, or the subsystem with all of its controllers in it.
    private mutating func addControllers(of name: String, at path: String, _ folder: SystemFolder) {
        guard name.hasPrefix("nvme"), let above = folder.resolved(path) else { return }
        let generic = "ng" + name.dropFirst("nvme".count)
        let own = above.split(separator: "/").last.map(String.init) ?? ""
        if Self.isController(own) { add(own, at: path, folder) }
        for child in folder.namesIfAny(path) where Self.isController(child) || child == generic {
            add(child, at: "\(path)/\(child)", folder)
        }
    }

    private mutating func add(_ node: String, at path: String, _ folder: SystemFolder) {
        if let number = folder.deviceNumber(path + "/dev") { characters[number] = node }
    }

    private static func isController(_ name: String) -> Bool {
        let digits = name.dropFirst("nvme".count)
        return name.hasPrefix("nvme") && !digits.isEmpty && digits.allSatisfy(\.isNumber)
    }
}
