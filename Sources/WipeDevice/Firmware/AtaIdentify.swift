// What an ATA drive says of itself: IDENTIFY DEVICE (ACS-3, 7.12), 512 bytes. Words are numbered as there.

import WipeContents
import WipeCore
import WipeFirmware

/// IDENTIFY DEVICE, decoded.
struct AtaIdentify: Equatable, Sendable {
    /// Why bytes are no IDENTIFY DEVICE.
    enum Problem: Error, Equatable { case length, blank, checksum, notATA }

    private let bytes: AnswerBytes

    /// - Parameter received: 512 bytes. Where their last word has the signature A5h all of them must add up to 0.
    init(_ received: [UInt8]) throws(Problem) {
        guard received.count == 512 else { throw .length }
        bytes = AnswerBytes(received)
        if bytes.isBlank { throw .blank }
        if received[510] == 0xA5, bytes.sum != 0 { throw .checksum }
        // Bit 15 of word 0 is set by packet devices alone.
        if word(0) & 0x8000 != 0 { throw .notATA }
    }

    /// The same out of page 89h of vital product data (SAT-3, 12.4.3), where the kernel keeps it: bytes 60 to 571.
    init(page89 page: [UInt8]) throws(Problem) {
        guard page.count >= 572, page[1] == 0x89, page[56] == 0xEC else { throw .length }
        try self.init(Array(page[60..<572]))
    }

    private func word(_ index: Int) -> UInt16 { bytes.word(index) ?? 0 }
    private func isSet(_ index: Int, _ bit: Int) -> Bool { word(index) & 1 << bit != 0 }
    /// Bits 15:14 of some words are 01b where the rest of the word means anything.
    private func isValid(_ index: Int) -> Bool { word(index) >> 14 == 1 }

    /// Texts are written with the two bytes of each word exchanged.
    private func text(words: Range<Int>) -> String? {
        DeviceText.clean(bytes: words.flatMap { [UInt8(word($0) >> 8), UInt8(word($0) & 0xFF)] })
    }

    var serial: String? { text(words: 10..<20) }
    var model: String? { text(words: 27..<47) }

    /// Words 82 to 84 are there: without them nothing is known of features.
    var statesFeatures: Bool { isValid(83) }
    /// 48-bit addresses.
    var hasLongAddresses: Bool { statesFeatures && isSet(83, 10) }
    /// Host protected area.
    var offersHPA: Bool { statesFeatures && isSet(82, 10) }
    /// Device configuration overlay.
    var offersDCO: Bool { statesFeatures && isSet(83, 11) }
    /// Accessible maximum address configuration: word 119, which word 86 vouches for.
    var offersAMAC: Bool { isSet(86, 15) && isValid(119) && isSet(119, 8) }

    /// Sectors that the drive lets the host reach; nil where it names none.
    var sectors: UInt64? {
        let count: UInt64? =
            if hasLongAddresses {
                isSet(69, 3) ? bytes.little(2 * 230, width: 8) : bytes.little(2 * 100, width: 8)
            } else {
                bytes.little(2 * 60, width: 4)
            }
        return count.flatMap { (1...1 << 48).contains($0) ? $0 : nil }
    }

    /// Bytes of one sector.
    var sectorBytes: UInt64 {
        guard isValid(106), isSet(106, 12), let words = bytes.little(2 * 117, width: 4), words >= 256 else { return 512 }
        return 2 * words
    }

    /// The drive's own erase, word 59: the techniques that it names; nil where it has none of it.
    var sanitize: Set<Technique>? {
        guard isSet(59, 12) else { return nil }
        let named: [(Int, Technique)] = [(15, .sanitizeBlock), (14, .sanitizeOverwrite), (13, .sanitizeCrypto)]
        return Set(named.filter { isSet(59, $0.0) }.map(\.1))
    }

    /// Word 128; nil where the feature set is not there.
    var security: SecurityFacts? {
        guard statesFeatures, isSet(82, 1), isSet(128, 0) else { return nil }
        return SecurityFacts(isSupported: true, isEnabled: isSet(128, 1), isLocked: isSet(128, 2), isFrozen: isSet(128, 3))
    }

    /// Whether SECURITY ERASE UNIT has an enhanced mode.
    var offersEnhancedErase: Bool { security != nil && isSet(128, 5) }
    /// Seconds that SECURITY ERASE UNIT takes, words 89 and 90; nil where the drive does not say, or only that it is longer than it can say.
    var eraseSeconds: UInt64? { AtaIdentify.seconds(word(89)) }
    var enhancedEraseSeconds: UInt64? { AtaIdentify.seconds(word(90)) }

    /// Bit 15 says whether 15 bits count, in units of two minutes, or 8.
    private static func seconds(_ word: UInt16) -> UInt64? {
        let (value, most): (UInt16, UInt16) = word & 0x8000 != 0 ? (word & 0x7FFF, 0x7FFF) : (word & 0xFF, 0xFF)
        return value == 0 || value == most ? nil : UInt64(value) * 120
    }
}

/// What a configuration overlay may take away: DEVICE CONFIGURATION IDENTIFY (ATA8-ACS, 7.9.3), 512 bytes.
struct AtaOverlay: Equatable, Sendable {
    /// The highest address that the drive was made with, counted from 0.
    let lastSector: UInt64
    /// All bytes add up to 0 and the last word has the signature A5h.
    let sumIsRight: Bool

    /// Nil where these are not 512 bytes.
    init?(_ received: [UInt8]) {
        let bytes = AnswerBytes(received)
        guard received.count == 512, let last = bytes.little(2 * 3, width: 8) else { return nil }
        lastSector = last
        sumIsRight = received[510] == 0xA5 && bytes.sum == 0
    }
}
