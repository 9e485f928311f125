// Public keys of the station.

/// One line of `Routes.keys`.
public struct KeyView: Codable, Hashable, Sendable {
    /// `station`, `simulation` or `log`.
    public var role: String
    /// `did:key:z…`.
    public var did: String
    /// For comparison by people, over the raw public key.
    public var fingerprint: String
    /// SubjectPublicKeyInfo.
    public var pem: String
    /// UTC with `Z`: when the key was made.
    public var validFrom: String
    /// Null while the key is in use.
    @Nullable public var validUntil: String?
    /// Every member must be said; nil where it is unknown.
    public init(role: String, did: String, fingerprint: String, pem: String, validFrom: String, validUntil: String?) {
        self.role = role
        self.did = did
        self.fingerprint = fingerprint
        self.pem = pem
        self.validFrom = validFrom
        self.validUntil = validUntil
    }
}

/// Answer of `Routes.keys`.
public struct KeyList: Codable, Hashable, Sendable {
    /// All of them, retired ones too.
    public var keys: [KeyView]
    /// All keys that signed or may sign.
    public init(keys: [KeyView]) { self.keys = keys }
}
