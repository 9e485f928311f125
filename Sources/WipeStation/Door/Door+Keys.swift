// The station's own keys: which there were, from when to when, under which names.

package import WipeCertificate
package import WipeCore
package import WipeStore

/// A key of the station with everything that the database and the log say of it.
package struct StationKey: Sendable {
    package var key: PublicKey
    package var role: KeyRole
    package var validFrom: UTCTime
    /// Nil while it is in use.
    package var validUntil: UTCTime?
    /// Under which it signed or may sign.
    package var names: [StationName]
}

extension Door {
    /// Every key that signed or may sign, with the interval in which it did: for each role the retired and the lost ones, then the present one.
    package func keys(at now: Moment) throws -> [StationKey] {
        let rotations = try rotations()
        let known = try store.knownKeys()
        let present = StationName(station: certifier.facts.name, origin: certifier.log.origin)
        return try KeyRole.allCases.flatMap { role -> [StationKey] in
            let ours = certifier.key(role).publicKey
            var keys: [StationKey] = []
            func add(_ key: PublicKey, from: UTCTime, until: UTCTime?) {
                guard !keys.contains(where: { $0.key == key }) else { return }
                let names = known.first { $0.did == key.did }?.names ?? []
                keys.append(
                    StationKey(key: key, role: role, validFrom: from, validUntil: until, names: names.isEmpty ? [present] : names))
            }
            for rotation in rotations where rotation.role == role && rotation.retired != ours {
                let row = known.first { $0.did == rotation.retired.did }
                let from = row.map { min(UTCTime(secondsSince1970: Int($0.validFrom)), rotation.retiredFrom) } ?? rotation.retiredFrom
                add(rotation.retired, from: from, until: rotation.retiredUntil)
            }
            for row in known where row.role == role.rawValue && row.did != ours.did {
                guard let until = row.validUntil, let key = PublicKey(did: row.did) else { continue }
                add(key, from: UTCTime(secondsSince1970: Int(row.validFrom)), until: UTCTime(secondsSince1970: Int(until)))
            }
            add(ours, from: try validFrom(role, at: now), until: nil)
            return keys
        }
    }

    /// Every rotation that is on record, in order.
    private func rotations() throws -> [KeyRotation] { try store.keyDocuments().compactMap { KeyRotation(signed: $0.bytes) } }

    /// From when on the present key of a role is valid: the second of the rotation that brought it, or what the database noted when it first saw
    /// it, whichever is earlier.
    func validFrom(_ role: KeyRole, at now: Moment) throws -> UTCTime {
        let key = certifier.key(role).publicKey
        let row = try store.knownKeys().first { $0.did == key.did }.map { UTCTime(secondsSince1970: Int($0.validFrom)) }
        let rotation = try rotations().last { $0.role == role && $0.replacement == key }
            .map { UTCTime(secondsSince1970: $0.retiredUntil.secondsSince1970 - 1) }
        return [row, rotation].compactMap(\.self).min() ?? UTCTime(now)
    }
}
