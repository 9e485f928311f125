// What is wrong with a file of the log. Codes are stable, sentences are not.

/// A checkpoint, proof, policy, key or tile that cannot be used.
public struct LogError: Error, Equatable, CustomStringConvertible {
    /// Stable word for each fault.
    public enum Code: String, Sendable, CaseIterable {
        /// No signed note of C2SP signed-note.
        case noteMalformed = "note-malformed"
        /// No text of a C2SP tlog-checkpoint.
        case checkpointMalformed = "checkpoint-malformed"
        /// No verifier key of C2SP signed-note, or of another algorithm than Ed25519.
        case keyMalformed = "log-key-malformed"
        /// No proof of C2SP tlog-proof.
        case proofMalformed = "log-proof-malformed"
        /// A line of a policy that is not understood here.
        case policyMalformed = "log-policy-malformed"
        /// A tile or bundle that is missing, too short or not of its form.
        case tileMalformed = "log-tile-malformed"
        /// An entry without bytes, or with more than a bundle can hold.
        case entryLength = "log-entry-length"
    }
    /// What is wrong.
    public let code: Code
    /// Where, and what was found. May contain text of the file, which is not to be trusted.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// `code: sentence`.
    public var description: String { "\(code.rawValue): \(message)" }
}
