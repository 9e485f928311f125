// What an NVMe drive says of itself: Identify and the sanitize log (NVM Express base specification 1.4, 5.15 and 5.14.1.16).

import WipeContents
import WipeCore
import WipeFirmware

/// Identify Controller, CNS 01h.
struct NvmeController: Equatable, Sendable {
    let serial: String?
    let model: String?
    let firmware: String?
    /// More than one controller may reach the drive (CMIC bit 1).
    let hasSeveralControllers: Bool
    /// Format NVM (OACS bit 1).
    let offersFormat: Bool
    /// Namespaces can be made and taken away (OACS bit 3).
    let managesNamespaces: Bool
    /// Bytes in no namespace; nil where the number is larger than any drive.
    let unallocatedBytes: UInt64?
    /// Bytes of the replay protected blocks, 0 for none.
    let rpmbBytes: UInt64
    /// Techniques that SANICAP names; empty for a drive without Sanitize.
    let sanitize: Set<Technique>
    /// Format NVM can erase by key (FNA bit 2).
    let formatsByKey: Bool
    /// Format NVM, or its erase, reaches all namespaces (FNA bits 0 and 1).
    let formatsAll: Bool
    /// The highest number of a namespace.
    let namespaceMax: UInt32

    /// Nil where these are not 4096 bytes, or all of one value.
    init?(_ received: [UInt8]) {
        let bytes = AnswerBytes(received)
        guard received.count == 4096, !bytes.isBlank, let capabilities = bytes.little(328, width: 4),
            let admin = bytes.little(256, width: 2), let rpmb = bytes.little(312, width: 4), let count = bytes.little(516, width: 4),
            let paths = bytes.byte(76), let format = bytes.byte(524)
        else { return nil }
        serial = DeviceText.clean(bytes: received[4..<24])
        model = DeviceText.clean(bytes: received[24..<64])
        firmware = DeviceText.clean(bytes: received[64..<72])
        hasSeveralControllers = paths & 0x02 != 0
        offersFormat = admin & 0x02 != 0
        managesNamespaces = admin & 0x08 != 0
        unallocatedBytes = bytes.little128(296)
        // Bits 2:0 are the number of units, bits 23:16 the size of one, in 128 KiB, less one.
        rpmbBytes = rpmb & 7 == 0 ? 0 : (rpmb & 7) * ((rpmb >> 16 & 0xFF) + 1) << 17
        let named: [(UInt64, Technique)] = [(1, .sanitizeCrypto), (2, .sanitizeBlock), (4, .sanitizeOverwrite)]
        sanitize = Set(named.filter { capabilities & $0.0 != 0 }.map(\.1))
        formatsByKey = format & 0x04 != 0
        formatsAll = format & 0x03 != 0
        namespaceMax = UInt32(count)
    }
}

/// Identify Namespace, CNS 00h.
struct NvmeNamespace: Equatable, Sendable {
    /// Blocks that the host can address.
    let blocks: UInt64
    /// Bytes of one block.
    let blockBytes: UInt64
    /// Bytes of metadata with each block.
    let metadataBytes: UInt16
    /// Blocks carry information that protects them (DPS bits 2:0).
    let isProtected: Bool

    /// Nil where these are not 4096 bytes, the namespace is not active (all zeros), or its block has no size that exists.
    init?(_ received: [UInt8]) {
        let bytes = AnswerBytes(received)
        guard received.count == 4096, let size = bytes.little(0, width: 8), size > 0, let format = bytes.byte(26),
            let protection = bytes.byte(29)
        else { return nil }
        // Bits 3:0 with bits 6:5 above them: 64 formats at most.
        let index = Int(format & 0x0F) | Int(format >> 5 & 0x03) << 4
        guard let metadata = bytes.little(128 + 4 * index, width: 2), let exponent = bytes.byte(128 + 4 * index + 2),
            (9...16).contains(exponent)
        else { return nil }
        blocks = size
        blockBytes = 1 << UInt64(exponent)
        metadataBytes = UInt16(metadata)
        isProtected = protection & 0x07 != 0
    }

    /// Bytes that the host can address; nil where there are more than any number holds.
    var capacityBytes: UInt64? {
        let (bytes, overflow) = blocks.multipliedReportingOverflow(by: blockBytes)
        return overflow ? nil : bytes
    }
}

/// A list of namespaces, CNS 02h and 10h: at most 1024 ids, then zeros.
enum NvmeNamespaceList {
    /// Nil where these are not 4096 bytes or the ids do not rise, as they must.
    static func ids(_ received: [UInt8]) -> [UInt32]? {
        let bytes = AnswerBytes(received)
        guard received.count == 4096 else { return nil }
        let ids = (0..<1024).compactMap { bytes.little(4 * $0, width: 4).map { UInt32($0) } }.prefix { $0 != 0 }
        return zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 } ? Array(ids) : nil
    }
}
