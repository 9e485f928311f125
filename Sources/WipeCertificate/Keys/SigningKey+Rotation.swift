// A key in a key's place: the new one is on the disk before the old one signs for it, and takes its name after that is on record.

extension SigningKey {
    /// A new key for this role, on the disk beside the present one under a passing name; one that was never put on record is replaced.
    public static func prepareNext(directory: String, role: KeyRole) throws(KeyFileError) -> SigningKey {
        let files = KeyFiles(directory: directory, role: role)
        let key = ephemeral(role: role)
        try files.replaceNext(seed: key.seed)
        return key
    }

    /// Gives the prepared key its place: the old private key is gone then. Does nothing where the place is taken by `key` already, so that a
    /// start finishes what a crash has cut short; removes a prepared key that never came on record.
    /// - Throws: `KeyFileError` where neither the present key nor the prepared one is `key`.
    public static func settle(directory: String, role: KeyRole, on key: PublicKey) throws(KeyFileError) {
        let files = KeyFiles(directory: directory, role: role)
        if let seed = try files.seed(), SigningKey(seed: seed, role: role)?.publicKey == key { return try files.dropNext() }
        guard let seed = try files.nextSeed(), SigningKey(seed: seed, role: role)?.publicKey == key else {
            throw KeyFileError(.notTheKeyOnRecord, path: files.privatePath)
        }
        try files.adoptNext(publicText: key.did + "\n")
    }
}
