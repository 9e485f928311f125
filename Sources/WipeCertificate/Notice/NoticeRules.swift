// What a notice may say, as far as it alone and the reader's keys can tell: a structure holds sentences that no station ever signs.

enum NoticeRules {
    /// A station states, dates and signs a notice in one moment.
    static let momentSeconds = ArchiveAudit.clockToleranceSeconds

    /// Everything in which a notice says what no rule allows.
    ///
    /// - Parameter ring: the keys that the reader trusts, who may know another role of a key; nil without any.
    static func problems(in notice: NoticeDocument, signedBy signer: PublicKey, at created: UTCTime, ring: KeyRing?) -> [Problem] {
        var faults: [String] = []
        let dated = notice.facts.validFrom
        if distance(dated, created) > momentSeconds {
            faults.append("it is dated \(dated) and was signed at \(created): a notice is dated when it is signed")
        }
        if case .keyRotation(let rotation) = notice.facts.subject {
            faults += Self.faults(of: rotation, signer, created, ring)
            if notice.isSimulation != (rotation.role == .simulation) {
                faults.append("it is marked as one of a simulation where it is none, or the other way round")
            }
        }
        if let change = notice.facts.assetTag, change.from?.hasSameBytes(as: change.to) == true {
            faults.append("it gives its record the asset tag that it went by before")
        }
        return faults.map { Problem(.noticeMisstated, $0) }
    }

    private static func faults(of rotation: KeyRotation, _ signer: PublicKey, _ created: UTCTime, _ ring: KeyRing?) -> [String] {
        var faults: [String] = []
        if rotation.retired == rotation.replacement { faults.append("it puts a key in its own place") }
        if rotation.role == .log {
            if signer == rotation.retired || signer == rotation.replacement {
                faults.append("it speaks of a log key, and names the key that signed it: a log key signs heads alone")
            }
        } else if signer != rotation.retired {
            faults.append("it is not signed by the key that it retires")
        }
        if rotation.retiredFrom >= rotation.retiredUntil { faults.append("its key ends before it begins") }
        let end = UTCTime(secondsSince1970: rotation.retiredUntil.secondsSince1970 - 1)
        if distance(end, created) > 1 {
            faults.append(
                "its key ends at \(rotation.retiredUntil), and it was signed at \(created): a key ends when its rotation is signed")
        }
        for (key, word) in [(rotation.retired, "retires"), (rotation.replacement, "brings in")] {
            guard let known = ring?.entries.first(where: { $0.key == key && $0.role != rotation.role }) else { continue }
            faults.append("it \(word) a key as \(rotation.role.rawValue) key that you trust as \(known.role.rawValue) key")
        }
        return faults
    }

    private static func distance(_ one: UTCTime, _ other: UTCTime) -> Int { abs(one.secondsSince1970 - other.secondsSince1970) }
}
