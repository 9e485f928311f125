// C2SP signed-note: a text, an empty line, and a line for each signature.

import Crypto

/// A text and who signed it. Nothing is believed of the signatures until `isSigned` says so.
public struct SignedNote: Sendable, Equatable {
    /// One signature line.
    public struct Signature: Sendable, Equatable {
        /// The name that the line gives the key.
        public let name: String
        /// The first four bytes of the key's hash.
        public let keyID: [UInt8]
        /// What follows.
        public let bytes: [UInt8]
    }
    /// More bytes are no note of a log.
    static let bytesMax = 1 << 16
    /// More lines are refused; the format asks for 16 at least.
    static let signaturesMax = 100
    private static let dash = "\u{2014} "

    /// The text, with the line feed at its end. This is what is signed.
    public let text: String
    /// In the order of the file.
    public let signatures: [Signature]

    /// Reads a note.
    /// - Throws: `noteMalformed` for everything that is not exactly of the form.
    public init(parsing bytes: [UInt8]) throws(LogError) {
        if let change = ChangedCopy.sentence(bytes) { throw LogError(.noteMalformed, change) }
        guard bytes.count <= Self.bytesMax, let whole = String(validating: bytes, as: UTF8.self),
            bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A })
        else { throw LogError(.noteMalformed, "expected at most \(Self.bytesMax) bytes of UTF-8 without control characters") }
        // The last empty line ends the text.
        let lines = whole.pieces(between: 0x0A)
        guard lines.last?.isEmpty == true, let empty = lines.dropLast().lastIndex(where: \.isEmpty), empty > 0, empty + 2 < lines.count
        else {
            throw LogError(.noteMalformed, "expected a text, an empty line and signature lines, each ended by a line feed")
        }
        guard lines.count - empty - 2 <= Self.signaturesMax else {
            throw LogError(.noteMalformed, "more than \(Self.signaturesMax) signatures")
        }
        text = lines[..<empty].joined(separator: "\n") + "\n"
        var found: [Signature] = []
        for line in lines[(empty + 1)..<(lines.count - 1)] { found.append(try Self.signature(line)) }
        signatures = found
    }

    /// Signs a text that ends in a line feed.
    /// - Throws: `SigningError` where the key is no log key, or the signature does not hold for its public half.
    public init(text: String, name: String, key: SigningKey) throws {
        guard key.role == .log else { throw SigningError.wrongRole(key.role) }
        let verifier = LogKey(name: name, key: key.publicKey)
        let signature = try key.signature(for: Array(text.utf8))
        guard key.publicKey.isValidSignature(signature, for: Array(text.utf8)) else { throw SigningError.signatureDoesNotVerify }
        self.text = text
        signatures = [Signature(name: name, keyID: verifier.keyID, bytes: signature)]
    }

    /// The bytes of the file.
    public var bytes: [UInt8] {
        let lines = signatures.map { "\(Self.dash)\($0.name) \(Base64.encode($0.keyID + $0.bytes))\n" }
        return Array((text + "\n" + lines.joined()).utf8)
    }

    /// Whether a line of this key is there, and holds; nil where there is none.
    public func isSigned(by key: LogKey) -> Bool? {
        let own = signatures.filter { $0.name.hasSameBytes(as: key.name) && $0.keyID == key.keyID }
        if own.isEmpty { return nil }
        return own.allSatisfy { key.key.isValidSignature($0.bytes, for: Array(text.utf8)) }
    }

    private static func signature(_ line: Substring) throws(LogError) -> Signature {
        let words = line.pieces(between: 0x20)
        guard words.count == 3, line.utf8.starts(with: dash.utf8), LogName.isValid(String(words[1])), let bytes = Base64.decode(words[2]),
            bytes.count > 4
        else { throw LogError(.noteMalformed, "not a signature line: \(line.prefix(80))") }
        return Signature(name: String(words[1]), keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
    }
}

/// The public key of a log with its name: a verifier key of C2SP signed-note.
public struct LogKey: Sendable, Equatable, CustomStringConvertible {
    /// Signature type of a plain Ed25519 note.
    private static let ed25519: UInt8 = 0x01
    /// Name of the key; of a log, its origin.
    public let name: String
    /// The Ed25519 key.
    public let key: PublicKey

    /// A key under a name.
    public init(name: String, key: PublicKey) {
        self.name = name
        self.key = key
    }

    /// Reads `name+keyID+base64`.
    /// - Throws: `keyMalformed` for another form, another algorithm, or a key id that is not that of name and key.
    public init(vkey: String) throws(LogError) {
        let parts = vkey.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, LogName.isValid(String(parts[0])), let bytes = Base64.decode(parts[2]), let type = bytes.first else {
            throw LogError(.keyMalformed, "expected NAME+KEYID+BASE64, found \(vkey.prefix(120))")
        }
        guard type == Self.ed25519, let key = PublicKey(bytes: Array(bytes.dropFirst())) else {
            throw LogError(.keyMalformed, "\(parts[0]): expected an Ed25519 key (type 1), found type \(type) with \(bytes.count - 1) bytes")
        }
        self.init(name: String(parts[0]), key: key)
        guard Hexadecimal.encode(keyID).hasSameBytes(as: String(parts[1])) else {
            throw LogError(.keyMalformed, "\(parts[0]): the key id is \(Hexadecimal.encode(keyID)), found \(parts[1].prefix(16))")
        }
    }

    /// SHA-256(name ‖ 0x0A ‖ type ‖ key)[:4].
    public var keyID: [UInt8] { Array(SHA256.hash(data: Array(name.utf8) + [0x0A, Self.ed25519] + key.bytes).prefix(4)) }

    /// `name+keyID+base64(type ‖ key)`.
    public var description: String { "\(name)+\(Hexadecimal.encode(keyID))+\(Base64.encode([Self.ed25519] + key.bytes))" }
}

extension StringProtocol {
    /// What stands before, between and after the bytes `separator`, which is ASCII. No search for the borders of characters: a verifier reads
    /// notes by the thousand.
    func pieces(between separator: UInt8) -> [SubSequence] {
        var pieces: [SubSequence] = []
        var start = startIndex
        for index in utf8.indices where utf8[index] == separator {
            pieces.append(self[start..<index])
            start = utf8.index(after: index)
        }
        return pieces + [self[start...]]
    }
}
