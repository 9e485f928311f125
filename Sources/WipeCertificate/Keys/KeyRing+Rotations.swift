// A keys file grows old: the keys that came after it are trusted where a key of the file, or one that follows from it, has signed for them.

/// A rotation notice whose signature holds. Whether its signer is trusted is what `KeyRing.following` asks.
public struct SignedRotation: Sendable, Equatable {
    /// What it says.
    public let rotation: KeyRotation
    /// The key that signed it.
    public let signer: PublicKey
    /// When it was signed, by its own word.
    public let signedAt: UTCTime
    /// The station whose key it is, by its own word.
    public let station: KeyBinding.Claim

    /// A rotation with its signer.
    public init(rotation: KeyRotation, signer: PublicKey, signedAt: UTCTime, station: KeyBinding.Claim) {
        self.station = station
        self.rotation = rotation
        self.signer = signer
        self.signedAt = signedAt
    }

    /// From when on the new key counts: the second in which the old one signs for it, and the last one in which the old one counts.
    public var startsAt: UTCTime { UTCTime(secondsSince1970: rotation.retiredUntil.secondsSince1970 - 1) }

    /// The role of the key that has to sign: the retired key itself, but for a log key, which signs heads alone.
    private var signingRole: KeyRole { rotation.role == .log ? .station : rotation.role }

    /// - Parameter ended: keys that the reader's own file has ended: whoever has one of those introduces nobody any more, under whatever date.
    fileprivate func isTrusted(by ring: KeyRing, ended: [PublicKey]) -> Bool {
        guard rotation.role == .log || signer == rotation.retired, rotation.retired != rotation.replacement else { return false }
        guard !ended.contains(signer), !ended.contains(rotation.retired) else { return false }
        // It is signed in the last second in which the old key counts.
        guard abs(startsAt.secondsSince1970 - signedAt.secondsSince1970) <= 1 else { return false }
        return ring.answer(signer, at: signedAt, role: signingRole, for: station) == .trusted
            && ring.answer(rotation.retired, at: startsAt, role: rotation.role, for: station) == .trusted
    }
}

extension KeyRing {
    /// The ring with every key that follows from it: a rotation that a trusted key has signed ends the key that it retires, and its
    /// replacement is trusted for the same role from then on. One rotation may rest on another; their order does not matter. Where a
    /// key has two successors one of them is somebody else's, and nobody can say which: neither counts.
    ///
    /// A rotation can only follow from the ring. It lengthens no interval that the reader has set, gives no key a second role, and the new key is
    /// bound to the station and log to which the old one was.
    public func following(_ rotations: [SignedRotation]) -> KeyRing {
        let ended = entries.filter { $0.validUntil != nil }.map(\.key)
        var ring = self
        var left = rotations.sorted { $0.startsAt < $1.startsAt }
        while true {
            let trusted = left.filter { $0.isTrusted(by: ring, ended: ended) }
            guard let next = trusted.first else { return ring }
            let key = next.rotation.retired
            let isSure = trusted.allSatisfy { $0.rotation.retired != key || $0.rotation.replacement == next.rotation.replacement }
            if isSure { ring.apply(next) }
            left.removeAll { isSure ? $0 == next : $0.rotation.retired == key }
        }
    }

    private mutating func apply(_ signed: SignedRotation) {
        let rotation = signed.rotation
        guard !entries.contains(where: { $0.key == rotation.replacement && $0.role != rotation.role }) else { return }
        let retired = entries.filter { entry in
            entry.key == rotation.retired && entry.role == rotation.role && entry.validUntil.map { $0 > rotation.retiredUntil } ?? true
                && entry.validFrom < rotation.retiredUntil
        }
        var next = entries.map { entry in
            guard retired.contains(entry) else { return entry }
            return Entry(
                key: entry.key, role: entry.role, validFrom: entry.validFrom, validUntil: rotation.retiredUntil, binding: entry.binding)
        }
        if !next.contains(where: { $0.key == rotation.replacement }) {
            next += Set(retired.map(\.binding)).map { binding in
                Entry(key: rotation.replacement, role: rotation.role, validFrom: signed.startsAt, validUntil: nil, binding: binding)
            }
        }
        self = KeyRing(entries: next)
    }
}

extension VerifyResult {
    /// The rotation that the document states, where nothing but the trust in its signer is open.
    public var signedRotation: SignedRotation? {
        guard signature == .valid, schema == .valid, let rotation = summary.rotation, let signer, let created,
            problems.allSatisfy({ $0.code.isAboutTrust })
        else { return nil }
        return SignedRotation(rotation: rotation, signer: signer, signedAt: created, station: summary.station)
    }
}

extension ProblemCode {
    /// Says nothing of the document itself, but of whom the reader trusts and what the reader allows.
    fileprivate var isAboutTrust: Bool {
        switch self {
        case .keyNotListed, .keyRole, .keyOutsideInterval, .keyOtherStation, .keyOtherLog, .simulation, .logProofMissing, .logUntrusted:
            true
        default: false
        }
    }
}
