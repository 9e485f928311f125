// A drive that is only read: direct I/O past the page cache, no lock, no exclusive open, no way to write.

import CBlockIO
import Foundation
package import WipeCore

/// An open device node with what it says of itself. Closed by `close()`.
package struct DriveReader {
    package let node: String
    package let capacityBytes: UInt64
    package let sectorBytes: UInt32
    /// As udev read it; nil where udev does not know one.
    package let serial: String?
    private let descriptor: Int32

    /// Opens the node, or says what keeps it from being read.
    package init(_ node: String) throws(AuditFailure) {
        let descriptor = cbio_open_to_recheck(node)
        guard descriptor >= 0 else { throw .unreadable(node, systemMessage(-descriptor)) }
        var numbers = cbio_node()
        var size: UInt64 = 0
        var sector: UInt32 = 0
        let isDrive = cbio_node_of(descriptor, &numbers) == 0 && numbers.is_block_device != 0
        guard isDrive, cbio_size_bytes(descriptor, &size) == 0, cbio_logical_sector_bytes(descriptor, &sector) == 0 else {
            Foundation.close(descriptor)
            throw AuditFailure(code: .notADrive, message: "\(node) is no drive", hint: "name a whole drive, /dev/sdb say")
        }
        self.node = node
        self.descriptor = descriptor
        capacityBytes = size
        sectorBytes = sector
        serial = Self.serial("/run/udev/data/b\(numbers.major):\(numbers.minor)")
    }

    /// Lets go of the node.
    package func close() { Foundation.close(descriptor) }

    /// A drive of another size or with other sectors is another one, and nothing of it is compared.
    package func mustBe(of expected: Geometry) throws(AuditFailure) {
        guard capacityBytes == expected.capacityBytes, sectorBytes == expected.logicalSectorBytes else {
            throw AuditFailure(
                code: .sizeDiffers,
                message: "\(node) has \(capacityBytes) bytes in sectors of \(sectorBytes); the certificate is about "
                    + "\(expected.capacityBytes) bytes in sectors of \(expected.logicalSectorBytes): it is another drive", hint: nil)
        }
    }

    /// Fills `buffer` from `offset` on; what was read, or less than 0.
    func read(_ buffer: UnsafeMutableRawBufferPointer, _ offset: UInt64) -> Int {
        Int(cbio_read_at(descriptor, buffer.baseAddress, buffer.count, offset))
    }

    /// udev's database has one property a line, `E:NAME=VALUE`.
    private static func serial(_ path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let name = "E:ID_SERIAL_SHORT="
        return text.split(separator: "\n").first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
    }
}
