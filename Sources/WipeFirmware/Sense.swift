// What a SCSI device says behind CHECK CONDITION (SPC-4, 4.5), in both of its forms. Never reads beyond what was received, and a part that was cut
// off is nil, not zero.

/// Sense data.
package struct Sense: Equatable, Sendable {
    package enum Form: Equatable, Sendable { case fixed, descriptor }

    package let form: Form
    /// About a command before this one (response codes 71h and 73h).
    package let isDeferred: Bool
    /// 0 to 15.
    package let key: UInt8
    /// Additional sense code and its qualifier, as `code << 8 | qualifier`; nil where they were cut off.
    package let code: UInt16?
    /// The three sense key specific bytes; nil where there are none or they are not valid.
    package let specific: [UInt8]?
    /// What an ATA drive answered in its registers (SAT-3, 12.2.2.6 and 12.2.2.7); nil where it is not in there.
    package let registers: AtaRegisters?

    /// Nil where this is no sense data: too short for a key, or another response code.
    package init?(_ received: [UInt8]) {
        guard let first = received.first else { return nil }
        switch first & 0x7F {
        case 0x70, 0x71:
            guard received.count > 2 else { return nil }
            self.init(fixed: Array(received.prefix(Sense.end(received))), responseCode: first)
        case 0x72, 0x73:
            guard received.count > 1 else { return nil }
            self.init(descriptor: Array(received.prefix(Sense.end(received))), responseCode: first)
        default: return nil
        }
    }

    /// Both forms have the number of bytes that follow in byte 7.
    private static func end(_ received: [UInt8]) -> Int {
        received.count > 7 ? min(received.count, 8 + Int(received[7])) : received.count
    }

    private init(fixed bytes: [UInt8], responseCode: UInt8) {
        let places = AnswerBytes(bytes)
        form = .fixed
        isDeferred = responseCode & 0x7F == 0x71
        key = bytes[2] & 0x0F
        code = places.big(12, width: 2).map { UInt16($0) }
        specific = Sense.valid(bytes, at: 15)
        registers = AtaRegisters(fixed: places, key: key, code: code)
    }

    private init(descriptor bytes: [UInt8], responseCode: UInt8) {
        form = .descriptor
        isDeferred = responseCode & 0x7F == 0x73
        key = bytes[1] & 0x0F
        code = AnswerBytes(bytes).big(2, width: 2).map { UInt16($0) }
        var specific: [UInt8]?
        var registers: AtaRegisters?
        var place = 8
        while place + 1 < bytes.count {
            let end = place + 2 + Int(bytes[place + 1])
            // A descriptor that was cut is none.
            guard end <= bytes.count else { break }
            let descriptor = Array(bytes[place..<end])
            switch descriptor[0] {
            case 0x02: specific = specific ?? Sense.valid(descriptor, at: 4)
            case 0x09: registers = registers ?? AtaRegisters(descriptor: AnswerBytes(descriptor))
            default: break
            }
            place = end
        }
        self.specific = specific
        self.registers = registers
    }

    /// Three bytes whose first bit says that they are valid.
    private static func valid(_ bytes: [UInt8], at place: Int) -> [UInt8]? {
        guard bytes.count >= place + 3, bytes[place] & 0x80 != 0 else { return nil }
        return Array(bytes[place..<place + 3])
    }

    /// How much of what runs is done, in 65,536ths (SPC-4, 4.5.2.4.4): only NO SENSE and NOT READY have it.
    package var progress: UInt16? {
        guard key == 0 || key == 2, let specific else { return nil }
        return UInt16(specific[1]) << 8 | UInt16(specific[2])
    }
}

/// What an ATA drive left in its registers.
package struct AtaRegisters: Equatable, Sendable {
    package var error: UInt8
    package var status: UInt8
    package var device: UInt8
    package var count: UInt16
    /// 48 bits.
    package var lba: UInt64
    /// True where every bit of `count` and `lba` came through. Fixed sense has their low parts alone.
    package var isComplete: Bool

    package init(error: UInt8, status: UInt8, device: UInt8, count: UInt16, lba: UInt64, isComplete: Bool) {
        self.error = error
        self.status = status
        self.device = device
        self.count = count
        self.lba = lba
        self.isComplete = isComplete
    }

    /// The drive ended the command with an error (ERR or DF).
    package var isError: Bool { status & 0x21 != 0 }
    /// The drive refused the command (ABRT).
    package var isAborted: Bool { isError && error & 0x04 != 0 }
    /// While BSY is set the other registers mean nothing.
    package var isBusy: Bool { status & 0x80 != 0 }
}

extension AtaRegisters {
    /// The ATA Status Return descriptor: type 09h, 12 bytes after the length.
    init?(descriptor places: AnswerBytes) {
        let bytes = places.bytes
        guard bytes.count >= 14, bytes[0] == 0x09 else { return nil }
        // The high halves stand before the low ones, one register after the other.
        let lba = [bytes[10], bytes[8], bytes[6], bytes[11], bytes[9], bytes[7]].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.init(
            error: bytes[3], status: bytes[13], device: bytes[12], count: UInt16(bytes[4]) << 8 | UInt16(bytes[5]), lba: lba,
            isComplete: true)
    }

    /// Fixed sense: the low parts, where the information field and the command specific one stand otherwise. They are the drive's registers only
    /// where the sense says so: `ATA PASS-THROUGH information available`, or a valid information field with a command that a drive which is ready
    /// aborted, as libata writes it. A refusal by the kernel or an adapter (ILLEGAL REQUEST) is neither.
    init?(fixed places: AnswerBytes, key: UInt8, code: UInt16?) {
        guard places.count >= 12, let code else { return nil }
        let bytes = places.bytes
        let isReady = bytes[0] & 0x80 != 0 && bytes[4] & 0x40 != 0
        guard code == 0x001D || (isReady && key == 0x0B) else { return nil }
        self.init(
            error: bytes[3], status: bytes[4], device: bytes[5], count: UInt16(bytes[6]),
            lba: UInt64(bytes[11]) << 16 | UInt64(bytes[10]) << 8 | UInt64(bytes[9]), isComplete: false)
    }
}
