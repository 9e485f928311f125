// How a drive says that its own erase stands, and what it said to a command; decoded, with the bytes kept beside it.

/// What a drive answers when it is asked how its own erase stands. A fact that its bus has no word for is nil.
package struct EraseStatus: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case state, fraction, lastSucceeded, newestCommand, isAllErased, wasReset }
    package enum State: String, Codable, Sendable, CaseIterable {
        /// None runs. Whether one ever did is another matter.
        case idle
        case running
        /// The newest one ended with an error, and the drive waits in failure mode.
        case failed
        /// The drive takes no erase before its power has been off.
        case frozen
        /// The answer cannot be read, or there is none.
        case unknown
    }
    package var state: State
    /// Done of what runs, in 65,536ths; nil where nothing runs or the drive does not say.
    package var fraction: UInt16?
    /// The newest erase ended without an error. On ATA the bit outlives every power cycle: alone it proves nothing. SCSI has no word for it.
    package var lastSucceeded: Bool?
    /// NVMe: word 10 of the newest sanitize command.
    package var newestCommand: UInt32?
    /// NVMe's "global data erased": nothing was written since the newest sanitize.
    package var isAllErased: Bool?
    /// SCSI: the drive says that it was reset since it was last asked (29h).
    package var wasReset: Bool?

    package init(
        state: State, fraction: UInt16? = nil, lastSucceeded: Bool? = nil, newestCommand: UInt32? = nil, isAllErased: Bool? = nil,
        wasReset: Bool? = nil
    ) {
        self.state = state
        self.fraction = fraction
        self.lastSucceeded = lastSucceeded
        self.newestCommand = newestCommand
        self.isAllErased = isAllErased
        self.wasReset = wasReset
    }

    package static let unknown = EraseStatus(state: .unknown)
}

/// What came back of an erase command itself.
package enum EraseAnswer: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case accepted, refused, unanswered }
    enum RefusedCodingKeys: String, CodingKey { case _0 }
    enum UnansweredCodingKeys: String, CodingKey { case _0 }
    /// The drive has begun, or has done, what it was told.
    case accepted
    /// The drive, or what stands before it, did not take it: nothing was begun.
    case refused(Refusal)
    /// Nobody knows: the call failed, the kernel gave it up, or the answer was made by the kernel. Why, in the kernel's words.
    case unanswered(String)

    /// Why a drive did not take it. Raw values are stable.
    package enum Refusal: String, Codable, Sendable, CaseIterable {
        /// Opcode or field refused: not offered, or locked by the computer's firmware.
        case refusedByDrive = "refused-by-drive"
        case running
        case inFailureMode = "in-failure-mode"
        case frozen
        /// Write protected, or access denied.
        case denied
        /// Its new firmware waits for a reset.
        case firmwarePending = "firmware-pending"
        /// It did not prove by its own answers to be the drive that was decided about, and alone: nothing was sent.
        case notProved = "not-proved"
    }
}

/// One exchange with a drive as it was on the wire: what a verifier decodes again.
package struct EraseEvidence: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case request, status, answer }
    /// The command as it was sent: a SCSI command descriptor block; for NVMe its opcode, three zeros, and words 1 (namespace), 10 and 11 as
    /// little-endian words of 32 bits.
    package var request: [UInt8]
    /// SCSI status byte; NVMe status field (type in bits 10:8, code in 7:0). Nil where nothing came back.
    package var status: UInt16?
    /// SCSI sense data, or, of REQUEST SENSE, its data; the first 32 bytes of NVMe's log page 81h. Empty where nothing came back.
    package var answer: [UInt8]
    package init(request: [UInt8], status: UInt16?, answer: [UInt8]) {
        self.request = request
        self.status = status
        self.answer = answer
    }

    /// Longest answer that is kept, in bytes.
    package static let answerBytesMax = 64
}
