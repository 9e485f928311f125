// The private half of a key: in memory, and in its file.

import Crypto
import FoundationEssentials
import Glibc

/// What a key may sign. A key has one role for its whole life.
public enum KeyRole: String, Sendable, CaseIterable {
    /// Documents about real drives.
    case station
    /// Documents about loop devices and simulated disks.
    case simulation
    /// Heads of the log.
    case log
}

/// A private Ed25519 key with its role. Printing one shows the public key only.
public struct SigningKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// What the key may sign.
    public let role: KeyRole
    /// The public key as it is stored beside the private one.
    public let publicKey: PublicKey
    private let privateKey: Curve25519.Signing.PrivateKey

    /// A key from its 32 bytes of seed; nil for any other length.
    init?(seed: [UInt8], role: KeyRole) {
        guard seed.count == 32, let privateKey = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        self.role = role
        self.privateKey = privateKey
        publicKey = PublicKey(privateKey.publicKey)
    }

    /// A new key in memory only, for tests and simulations that leave no files.
    public static func ephemeral(role: KeyRole) -> SigningKey { SigningKey(role: role, privateKey: Curve25519.Signing.PrivateKey()) }

    private init(role: KeyRole, privateKey: Curve25519.Signing.PrivateKey) {
        self.role = role
        self.privateKey = privateKey
        publicKey = PublicKey(privateKey.publicKey)
    }

    /// The key of that role in `directory`, made at the first call: `ROLE.key` (32 bytes, mode 0600) and `ROLE.pub` (its did:key, mode 0644).
    ///
    /// Both files reach the disk before this returns. A missing public file is written again from the private one, which is what a crash
    /// between the two leaves; a missing private file beside a public one is a lost key and stops, since a new key would go unnoticed.
    /// - Parameter credentials: folder of systemd's credentials. Where it has `ROLE-key` (32 bytes), that is the key, and the private file may
    ///   not be there.
    /// - Throws: `KeyFileError`; the daemon does not start.
    public static func loadOrCreate(directory: String, role: KeyRole, credentials: String? = nil) throws(KeyFileError) -> SigningKey {
        if let credentials, let key = try fromCredential(credentials, directory, role) { return key }
        let files = KeyFiles(directory: directory, role: role)
        try files.prepareDirectory()
        let stored = try files.publicText()
        let seed: [UInt8]
        if let found = try files.seed() {
            seed = found
        } else {
            guard stored == nil else { throw KeyFileError(.privateKeyLost, path: files.privatePath) }
            seed = try files.create(seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
        }
        guard let key = SigningKey(seed: seed, role: role) else { throw KeyFileError(.wrongLength, path: files.privatePath) }
        if let stored {
            guard stored.hasSameBytes(as: key.publicKey.did + "\n") else { throw KeyFileError(.publicKeyMismatch, path: files.publicPath) }
        } else {
            try files.create(publicText: key.publicKey.did + "\n")
        }
        return key
    }

    /// The public half of the private key that is there for a role, without making one; nil where there is none.
    /// - Throws: `KeyFileError`, as `loadOrCreate`.
    public static func present(directory: String, role: KeyRole, credentials: String? = nil) throws(KeyFileError) -> PublicKey? {
        let files = KeyFiles(directory: directory, role: role)
        var seed = try files.seed()
        if let credentials, let brought = try files.credential(credentials + "/" + role.rawValue + "-key") { seed = brought }
        return seed.flatMap { SigningKey(seed: $0, role: role) }?.publicKey
    }

    /// Takes away what is left of a key that is lost or was exchanged outside: its public file, and a prepared one that never came on record.
    public static func forgetLost(directory: String, role: KeyRole) throws(KeyFileError) {
        let files = KeyFiles(directory: directory, role: role)
        try files.dropNext()
        try files.dropPublic()
    }

    /// The 32 bytes of the private key, for its file alone.
    var seed: [UInt8] { Array(privateKey.rawRepresentation) }

    private static func fromCredential(_ folder: String, _ directory: String, _ role: KeyRole) throws(KeyFileError) -> SigningKey? {
        let files = KeyFiles(directory: directory, role: role)
        let path = folder + "/" + role.rawValue + "-key"
        guard let seed = try files.credential(path) else { return nil }
        guard let key = SigningKey(seed: seed, role: role) else { throw KeyFileError(.wrongLength, path: path) }
        try files.prepareDirectory()
        guard try files.seed() == nil else { throw KeyFileError(.twoPrivateKeys, path: files.privatePath) }
        if let stored = try files.publicText() {
            guard stored.hasSameBytes(as: key.publicKey.did + "\n") else { throw KeyFileError(.publicKeyMismatch, path: files.publicPath) }
        } else {
            try files.create(publicText: key.publicKey.did + "\n")
        }
        return key
    }

    /// The pure Ed25519 signature of `message`.
    func signature(for message: [UInt8]) throws -> [UInt8] { Array(try privateKey.signature(for: message)) }

    /// Role and did:key.
    public var description: String { "\(role.rawValue) key \(publicKey.did)" }
    /// Shows the public key only.
    public var customMirror: Mirror { Mirror(self, children: ["role": role, "publicKey": publicKey.did]) }
}

/// Why a key file is not used. Every one of these stops the start of the daemon.
public struct KeyFileError: Error, Equatable, CustomStringConvertible {
    /// Stable word for each reason.
    public enum Code: String, Sendable, CaseIterable {
        /// Group or others have some right on the file.
        case readableByOthers = "key-readable-by-others"
        /// Group or others may write to the directory or the public file, and so exchange a key.
        case writableByOthers = "key-writable-by-others"
        case wrongLength = "key-wrong-length"
        /// A symbolic link, a directory, a device: nothing that could be trusted to be the file that was meant.
        case notARegularFile = "key-not-a-regular-file"
        case wrongOwner = "key-wrong-owner"
        case publicKeyMismatch = "key-public-mismatch"
        case privateKeyLost = "key-private-lost"
        /// A credential gives a key for this role too: nobody could say which of the two signs.
        case twoPrivateKeys = "key-twice"
        /// Neither this key nor a prepared one is the key that was put on record last.
        case notTheKeyOnRecord = "key-not-on-record"
        case inputOutput = "key-input-output"
    }
    /// What is wrong.
    public let code: Code
    /// The file or directory.
    public let path: String
    /// The system's error number, 0 where the system did not fail.
    public let errorNumber: Int32

    init(_ code: Code, path: String, errorNumber: Int32 = 0) {
        self.code = code
        self.path = path
        self.errorNumber = errorNumber
    }

    /// The path and what is wrong with it.
    public var description: String {
        switch code {
        case .readableByOthers: "\(path): group or others have rights on this private key; expected mode 0600"
        case .writableByOthers:
            "\(path): group or others may write here, and so exchange a key; expected 0700 for the directory, 0644 for the file"
        case .wrongLength: "\(path): expected the right number of bytes for a key (32, or one line with a did:key)"
        case .notARegularFile: "\(path): expected a regular file in a real directory, found a link or something else"
        case .wrongOwner: "\(path): belongs to another user than the one that runs the daemon"
        case .publicKeyMismatch: "\(path): is not the public half of the private key beside it"
        case .privateKeyLost:
            "\(path): is missing although its public half is there; put the keys folder back from the backup"
        case .twoPrivateKeys: "\(path): is there, and a credential gives a key for the same role; remove one of the two"
        case .notTheKeyOnRecord: "\(path): is not the key that the station's last rotation names; put the keys folder back from the backup"
        case .inputOutput: "\(path): \(String(cString: strerror(errorNumber)))"
        }
    }
}
