// Public keys of the station.

/// A name under which a key signs.
public struct KeyName: Codable, Hashable, Sendable {
    /// The station, as its documents name it.
    public var station: String
    /// Origin of its log.
    public var log: String
    /// Both are said.
    public init(station: String, log: String) {
        self.station = station
        self.log = log
    }
}

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
    /// UTC with `Z`: from when on it is valid.
    public var validFrom: String
    /// Null while the key is in use.
    @Nullable public var validUntil: String?
    /// The station and log that it signs for, one for each name that the station has had.
    public var names: [KeyName]
    /// Every member must be said; nil where it is unknown.
    public init(role: String, did: String, fingerprint: String, pem: String, validFrom: String, validUntil: String?, names: [KeyName]) {
        self.role = role
        self.did = did
        self.fingerprint = fingerprint
        self.pem = pem
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.names = names
    }
}

/// Answer of `Routes.keys`.
public struct KeyList: Codable, Hashable, Sendable {
    /// All of them, retired ones too.
    public var keys: [KeyView]
    /// All keys that signed or may sign.
    public init(keys: [KeyView]) { self.keys = keys }
}
