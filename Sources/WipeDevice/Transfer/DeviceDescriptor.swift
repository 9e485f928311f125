// Facts that an open descriptor states. The path is no part of them.

import CBlockIO
import WipeCore

/// What the device behind an open descriptor says of itself. Nil where it did not answer.
struct DescriptorFacts: Hashable, Sendable {
    var number: DeviceNumber?
    var capacityBytes: UInt64?
    var logicalSectorBytes: UInt32?
    var physicalSectorBytes: UInt32?
    var readOnly: Bool?
    var diskSequence: UInt64?

    /// Asks the descriptor. `number` stays nil where it is no block device.
    init(descriptor: Int32) {
        var node = cbio_node()
        if cbio_node_of(descriptor, &node) == 0, node.is_block_device != 0 { number = DeviceNumber(major: node.major, minor: node.minor) }
        var size: UInt64 = 0
        if cbio_size_bytes(descriptor, &size) == 0 { capacityBytes = size }
        var sector: UInt32 = 0
        if cbio_logical_sector_bytes(descriptor, &sector) == 0 { logicalSectorBytes = sector }
        var physical: UInt32 = 0
        if cbio_physical_sector_bytes(descriptor, &physical) == 0 { physicalSectorBytes = physical }
        var writeProtected: Int32 = 0
        if cbio_read_only(descriptor, &writeProtected) == 0 { readOnly = writeProtected != 0 }
        diskSequence = Self.diskSequence(descriptor)
    }

    /// The kernel's count of the medium (BLKGETDISKSEQ) behind an open device now; nil where it does not say.
    static func diskSequence(_ descriptor: Int32) -> UInt64? {
        var sequence: UInt64 = 0
        return cbio_disk_sequence(descriptor, &sequence) == 0 ? sequence : nil
    }

    var geometry: Geometry? {
        guard let capacityBytes, let logicalSectorBytes else { return nil }
        return Geometry(
            capacityBytes: capacityBytes, logicalSectorBytes: logicalSectorBytes,
            physicalSectorBytes: physicalSectorBytes ?? logicalSectorBytes)
    }
}
