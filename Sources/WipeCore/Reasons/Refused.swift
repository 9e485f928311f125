// What a person is told whose request changes nothing.

import WipeWords

/// A request that is refused, with everything a person needs. Nothing has changed.
package struct Refused: Error, Hashable, Sendable {
    /// Stable word: one of `Refused.Code`, or of the vocabulary that the refusal comes from, a conflict of tags or a hold say.
    package let code: String
    package var message: String
    package var hint: String?
    package var reasons: [Reason<DecisionCode>]
    /// Which of the sentences of this code; nil for the first.
    package private(set) var variant: String?
    /// What fills the places of sentence and hint; nil for nothing.
    package private(set) var parameters: [String: String]?

    /// A request that is refused in the words of the table.
    ///
    /// - Parameter isHinted: what to do about it is said too, where there is anything.
    package init(
        _ code: Code, variant: String? = nil, _ parameters: [String: String] = [:], isHinted: Bool = true,
        reasons: [Reason<DecisionCode>] = []
    ) {
        self.init(code: code.rawValue, of: .request, variant, parameters, reasons)
        if !isHinted { hint = nil }
    }

    /// The same in the words of another table.
    init(
        code: String, of vocabulary: Vocabulary, _ variant: String?, _ parameters: [String: String], _ reasons: [Reason<DecisionCode>]
    ) {
        self.code = code
        message = vocabulary.text(code, variant: variant, parameters, in: .en)
        hint = vocabulary.wording(code, variant: variant)?.act?.text(.en, parameters)
        self.reasons = reasons
        self.variant = variant
        self.parameters = parameters.isEmpty ? nil : parameters
    }

    /// A request that is refused for what speaks against the drive itself.
    package init(_ first: Reason<DecisionCode>, reasons: [Reason<DecisionCode>]) {
        code = first.code.rawValue
        message = first.message
        self.reasons = reasons
        variant = first.variant
        parameters = first.parameters
    }

    /// A request that is refused for what has a code already.
    package init(code: some RawRepresentable<String>, message: String, hint: String? = nil, reasons: [Reason<DecisionCode>] = []) {
        self.code = code.rawValue
        self.message = message
        self.hint = hint
        self.reasons = reasons
    }
}

extension Refused {
    /// Stable words; `Codes.md` says what each means.
    package enum Code: String, Sendable, CaseIterable {
        // Who asks, and with what words.
        /// The asker's role does not reach as far.
        case notAllowed = "not-allowed"
        /// `--confirm` is missing or is not the word that this drive asks for.
        case confirmationRequired = "confirmation-required"
        /// A reason that is signed has neither a letter nor a digit in it.
        case reasonMalformed = "reason-malformed"
        // What is asked about.
        /// There is no such record, or no link of that serial.
        case notFound = "not-found"
        /// The drive is still being looked at.
        case identifying
        /// What is there now is not the drive that a person has looked at.
        case driveExchanged = "drive-exchanged"
        /// No open job has this number.
        case jobNotOpen = "job-not-open"
        /// The job runs already, or is about to.
        case alreadyStarted = "already-started"
        /// The job was paused by a person: it is resumed, not started.
        case paused
        /// A drive that erases itself cannot be paused.
        case commandCannotPause = "command-cannot-pause"
        /// A job in this state cannot be asked for that.
        case illegalTransition = "illegal-transition"
        /// The drive is refused, and no reason was given.
        case refused
        // Tags.
        /// The record is being written, or is written, under the tag that the drive had.
        case tooLate = "too-late"
        /// The record goes by this tag already.
        case sameTag = "same-tag"
        /// The import was taken back before.
        case alreadyUndone = "already-undone"
        /// Only the link of a serial that never came is dropped.
        case serialSeen = "serial-seen"
        /// Drives and tags change faster than an intake list can be compared with them.
        case busy
        // Notices and keys.
        /// Only certificates and failure records are corrected and revoked.
        case notARecord = "not-a-record"
        /// A record is revoked once.
        case alreadyRevoked = "already-revoked"
        /// A job began while the notice was being signed.
        case recordNumberTaken = "record-number-taken"
        /// A key is exchanged when no record waits for its signature.
        case recordsPending = "records-pending"
        /// The key comes from systemd, and is exchanged there.
        case keyIsACredential = "key-is-a-credential"
        /// The clock is before the beginning of the key that is to be exchanged.
        case clockBeforeKey = "clock-before-key"
        /// The beginning of a key can only be put earlier, and not into the future.
        case keyBeginLater = "key-begin-later"
        /// The station's database cannot be used.
        case storeFailed = "store-failed"
    }
}

extension Refused {
    /// Nothing is done to what came in the place of the drive that was meant.
    ///
    /// - Parameter media: the name by which it was asked for.
    package static func exchanged(_ media: String) -> Refused { Refused(.driveExchanged, ["media": media]) }
}
