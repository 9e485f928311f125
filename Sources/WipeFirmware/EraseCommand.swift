// What a drive can be told to erase itself with, whatever bus it is on. Values: bytes are made of them beside the bus's own encoder.

/// The way in which a drive erases itself by its SANITIZE command.
package enum EraseKind: String, Codable, Sendable, CaseIterable {
    /// Every block of the medium is erased (ATA BLOCK ERASE EXT, NVMe SANACT 2, SCSI service action 02h).
    case block
    /// The key by which everything was written is destroyed (ATA CRYPTO SCRAMBLE EXT, NVMe SANACT 4, SCSI service action 03h).
    case crypto
    /// The drive writes a pattern over everything (ATA OVERWRITE EXT, SCSI service action 01h). Never sent to flash.
    case overwrite
}

/// The set of commands by which a drive is reached. Raw values stand on records.
package enum CommandTransport: String, Codable, Sendable, CaseIterable {
    case ata
    case nvme
    case scsi
}

/// One erase by the drive itself, in full. Failure mode is always allowed (ATA COUNT bit 4, NVMe and SCSI AUSE): a failed erase then keeps the data
/// out of reach until somebody asks for an exit, and no drive is left useless for good.
package struct EraseCommand: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case kind, pattern }
    package let kind: EraseKind
    /// The 32 bits that `overwrite` writes, once; nil for the others.
    package let pattern: UInt32?

    package static let block = EraseCommand(kind: .block, pattern: nil)
    package static let crypto = EraseCommand(kind: .crypto, pattern: nil)

    /// One pass of `pattern`. Neither all zeros nor all ones, which any emptied drive shows: those become their neighbour.
    package static func overwrite(_ pattern: UInt32) -> EraseCommand {
        EraseCommand(kind: .overwrite, pattern: pattern == 0 ? 1 : pattern == .max ? .max - 1 : pattern)
    }

    /// The four bytes of `pattern`, the highest first; nil where there is none.
    package var patternBytes: [UInt8]? {
        pattern.map { pattern in (0..<4).map { UInt8(truncatingIfNeeded: pattern >> (24 - 8 * $0)) } }
    }

    private init(kind: EraseKind, pattern: UInt32?) {
        self.kind = kind
        self.pattern = pattern
    }
}

extension EraseCommand {
    /// Word 10 of NVMe's Sanitize command (NVM Express Base 2.0, figure 303): what the drive's log names the newest one by. Bits 2:0 the action, bit 3
    /// allow unrestricted exit, bits 7:4 the passes of an overwrite.
    package var nvmeWord10: UInt32 {
        switch kind {
        case .block: 1 << 3 | 2
        case .overwrite: 1 << 4 | 1 << 3 | 3
        case .crypto: 1 << 3 | 4
        }
    }
}
