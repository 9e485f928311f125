// SANITIZE DEVICE of ATA (ACS-3, 7.36) as ATA PASS-THROUGH (16) carries it (SAT-3, 12.2.2), and what comes back in the registers.

/// The bytes of an ATA drive's own erase.
enum AtaErase {
    /// Codes of commands. These are all that this encoder can put into a CDB.
    private enum Code: UInt8 {
        case sanitizeDevice = 0xB4
    }

    /// Values of the FEATURE register. FREEZE LOCK and ANTIFREEZE LOCK are not among them.
    private enum Feature: UInt16 {
        case status = 0x0000
        case cryptoScramble = 0x0011
        case blockErase = 0x0012
        case overwrite = 0x0014
    }

    /// What the LBA register must hold, so that no other command is taken for one of these.
    private enum Signature: UInt64 {
        case none = 0x0
        case cryptoSignature = 0x43727970
        case blockSignature = 0x426B4572
        /// Above the 32 bits of the pattern.
        case overwriteSignature = 0x4F5700000000
    }

    /// Values of the COUNT register: bit 4 allows failure mode, bits 3:0 are the passes of an overwrite. Bit 15 (zoned, no reset) is 0; in STATUS bit 0
    /// would clear a failure that is on record.
    private enum Count: UInt16 {
        case nothing = 0x0
        case failureMode = 0x0010
        case failureModeAndOnePass = 0x0011
    }

    static func block(_ purpose: EraseRequest.Purpose) -> [UInt8] {
        switch purpose {
        case .status: block(.status, .nothing, lba: Signature.none.rawValue)
        case .command(let command):
            switch command.kind {
            case .crypto: block(.cryptoScramble, .failureMode, lba: Signature.cryptoSignature.rawValue)
            case .block: block(.blockErase, .failureMode, lba: Signature.blockSignature.rawValue)
            case .overwrite:
                block(
                    .overwrite, .failureModeAndOnePass, lba: Signature.overwriteSignature.rawValue | UInt64(command.pattern ?? 0))
            }
        }
    }

    /// Non-data, both halves of each register (EXTEND), and the registers are asked for (CK_COND).
    private static func block(_ feature: Feature, _ count: Count, lba: UInt64) -> [UInt8] {
        func byte(_ shift: UInt64) -> UInt8 { UInt8(lba >> shift & 0xFF) }
        var block: [UInt8] = [0x85, 3 << 1 | 1, 0x20]
        block += [UInt8(feature.rawValue >> 8), UInt8(feature.rawValue & 0xFF), UInt8(count.rawValue >> 8), UInt8(count.rawValue & 0xFF)]
        block += [byte(24), byte(0), byte(32), byte(8), byte(40), byte(16)]
        return block + [0x40, Code.sanitizeDevice.rawValue, 0]
    }

    /// Bits 31:0 of the address in a block.
    static func pattern(in block: AnswerBytes) -> UInt32? {
        guard let high = block.byte(7), let third = block.byte(12), let second = block.byte(10), let low = block.byte(8) else { return nil }
        return [high, third, second, low].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Registers that came with the end of this very command.
    private static func registers(_ status: UInt16, _ answer: [UInt8]) -> AtaRegisters? {
        guard status == 0 || status == 2, let sense = Sense(answer), !sense.isDeferred, let registers = sense.registers, !registers.isBusy
        else { return nil }
        return registers
    }

    /// Bits of COUNT in every answer that is no error (ACS-3, table 124).
    private static let succeeded: UInt16 = 0x8000
    private static let running: UInt16 = 0x4000
    private static let frozen: UInt16 = 0x2000

    static func status(_ status: UInt16, _ answer: [UInt8]) -> EraseStatus {
        guard let registers = registers(status, answer) else { return .unknown }
        if registers.isError {
            // The reason of the abort is in the lowest byte of the address, which both forms of sense carry: 1 says that sectors were left.
            guard registers.isAborted, registers.lba & 0xFF == 1 else { return .unknown }
            return EraseStatus(state: .failed, lastSucceeded: false)
        }
        // Fixed sense has lost the bits that say anything.
        guard registers.isComplete else { return .unknown }
        let count = registers.count
        if count & running != 0 { return EraseStatus(state: .running, fraction: UInt16(registers.lba & 0xFFFF)) }
        return EraseStatus(state: count & frozen != 0 ? .frozen : .idle, lastSucceeded: count & succeeded != 0)
    }

    static func answer(_ status: UInt16, _ answer: [UInt8]) -> EraseAnswer {
        guard let registers = registers(status, answer) else { return withoutRegisters(status, answer) }
        guard registers.isError else { return .accepted }
        guard registers.isAborted else { return .unanswered("the drive ended it with error \(registers.error)") }
        switch registers.lba & 0xFF {
        case 1: return .refused(.inFailureMode)
        case 3: return .refused(.frozen)
        default: break
        }
        if registers.isComplete, registers.count & running != 0 { return .refused(.running) }
        if registers.isComplete, registers.count & frozen != 0 { return .refused(.frozen) }
        return .refused(.refusedByDrive)
    }

    /// GOOD without registers says nothing of the drive; ILLEGAL REQUEST is the word of the kernel or an adapter: the drive never saw it.
    private static func withoutRegisters(_ status: UInt16, _ answer: [UInt8]) -> EraseAnswer {
        if status == 2, let sense = Sense(answer), !sense.isDeferred, sense.registers == nil, sense.key == 5 {
            return .refused(.refusedByDrive)
        }
        return .unanswered("the drive's registers did not come back (SCSI status \(status))")
    }
}
