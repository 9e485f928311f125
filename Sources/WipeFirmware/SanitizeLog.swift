// What an NVMe drive says of the newest sanitize: log page 81h (NVM Express base specification 1.4, 5.14.1.16).

/// The sanitize log, page 81h.
package struct SanitizeLog: Equatable, Sendable {
    package enum Status: Equatable, Sendable {
        case never
        case done
        case running
        case failed
        /// Done, and the blocks were deallocated though it was asked not to.
        case doneAndDeallocated
        /// A value that no standard gives a meaning.
        case other(UInt8)
    }

    /// Progress in 65,536ths; it means something while `status` is `running`.
    package let progress: UInt16
    package let status: Status
    /// Passes of an overwrite that are done.
    package let passes: UInt8
    /// Nothing was written since the last sanitize.
    package let globalDataErased: Bool
    /// Command word 10 of the sanitize that the log speaks of.
    package let commandWord10: UInt32
    /// Seconds that one pass of an overwrite, a block erase and a crypto erase take; nil where the drive does not say.
    package let overwriteSeconds: UInt64?
    package let blockSeconds: UInt64?
    package let cryptoSeconds: UInt64?

    /// Nil where there are fewer than the 32 bytes that mean something.
    package init?(_ received: [UInt8]) {
        let bytes = AnswerBytes(received)
        guard let progress = bytes.little(0, width: 2), let state = bytes.little(2, width: 2), let word = bytes.little(4, width: 4),
            let overwrite = bytes.little(8, width: 4), let block = bytes.little(12, width: 4), let crypto = bytes.little(16, width: 4),
            received.count >= 32
        else { return nil }
        self.progress = UInt16(progress)
        status =
            switch state & 7 {
            case 0: .never
            case 1: .done
            case 2: .running
            case 3: .failed
            case 4: .doneAndDeallocated
            case let value: .other(UInt8(value))
            }
        passes = UInt8(state >> 3 & 0x1F)
        globalDataErased = state & 0x100 != 0
        commandWord10 = UInt32(word)
        // For an overwrite the drive names the time of 16 passes.
        overwriteSeconds = SanitizeLog.said(overwrite).map { $0 / 16 }
        blockSeconds = SanitizeLog.said(block)
        cryptoSeconds = SanitizeLog.said(crypto)
    }

    /// All ones say nothing; zeros come from drives that leave the log empty.
    private static func said(_ seconds: UInt64) -> UInt64? { seconds == 0xFFFF_FFFF || seconds == 0 ? nil : seconds }
}
