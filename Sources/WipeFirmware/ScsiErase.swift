// SANITIZE and REQUEST SENSE of SCSI (SBC-3, 5.30; SPC-4, 6.39), and what comes back as sense data.

/// The bytes of a SCSI drive's own erase.
enum ScsiErase {
    /// Codes of commands. These are all that this encoder can put into a CDB.
    private enum Code: UInt8 {
        case requestSense = 0x03
        case sanitize = 0x48
    }

    /// Service actions, with IMMED (80h: answered when it has begun) and AUSE (20h: an exit from failure mode is allowed). EXIT FAILURE MODE is not among
    /// them.
    private enum Action: UInt8 {
        case overwrite = 0xA1
        case blockErase = 0xA2
        case cryptographicErase = 0xA3
    }

    /// Bytes of sense data that are asked for: the most that one byte can name of a multiple of four.
    static let senseBytes = 252
    private static let blockBytes = 10
    private static let headBytes = 4

    static func block(_ purpose: EraseRequest.Purpose) -> [UInt8] {
        guard case .command(let command) = purpose else { return [Code.requestSense.rawValue, 0, 0, 0, UInt8(senseBytes), 0] }
        let action: Action =
            switch command.kind {
            case .block: .blockErase
            case .crypto: .cryptographicErase
            case .overwrite: .overwrite
            }
        return [Code.sanitize.rawValue, action.rawValue, 0, 0, 0, 0, 0, 0, UInt8(parameters(purpose).count), 0]
    }

    /// One pass, not inverted, and the pattern of four bytes.
    static func parameters(_ purpose: EraseRequest.Purpose) -> [UInt8] {
        guard case .command(let command) = purpose, let pattern = command.pattern else { return [] }
        return [1, 0, 0, 4] + (0..<4).map { UInt8(truncatingIfNeeded: pattern >> (24 - 8 * $0)) }
    }

    /// Bytes 14 to 17 of block and parameters.
    static func pattern(in bytes: AnswerBytes) -> UInt32? { bytes.big(blockBytes + headBytes, width: 4).map { UInt32($0) } }

    /// REQUEST SENSE hands its answer over as data; some kernels as the sense of the command itself.
    static func status(_ status: UInt16, _ answer: [UInt8]) -> EraseStatus {
        guard status == 0 || status == 2, let sense = Sense(answer), let code = sense.code, !sense.isDeferred else { return .unknown }
        switch (sense.key, code) {
        case (0x02, 0x041B), (0x00, 0x041B): return EraseStatus(state: .running, fraction: sense.progress)
        case (0x03, 0x3103): return EraseStatus(state: .failed, lastSucceeded: false)
        // Nothing to report, or, in its place, that the drive has gone to rest by itself.
        case (0x00, 0x0000), (0x00, 0x5E00...0x5E0A): return EraseStatus(state: .idle)
        case (0x06, 0x2900...0x29FF): return EraseStatus(state: .unknown, wasReset: true)
        default: return .unknown
        }
    }

    static func answer(_ status: UInt16, _ answer: [UInt8]) -> EraseAnswer {
        switch status {
        case 0x00: return .accepted
        case 0x18: return .refused(.denied)
        case 0x02: break
        default: return .unanswered("SCSI status \(status)")
        }
        guard let sense = Sense(answer), !sense.isDeferred else { return .unanswered("CHECK CONDITION without a reason") }
        switch (sense.key, sense.code) {
        case (0x01, _): return .accepted
        case (0x02, 0x041B): return .refused(.running)
        case (0x03, 0x3103): return .refused(.inFailureMode)
        // Access denied: no rights.
        case (0x05, 0x2002), (0x07, _): return .refused(.denied)
        case (0x05, _): return .refused(.refusedByDrive)
        case (let key, let code): return .unanswered("sense \(key) " + (code.map { String($0, radix: 16) } ?? "without a code"))
        }
    }
}
