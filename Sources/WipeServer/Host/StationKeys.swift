// The keys of a station at its start: those that its database knows, or none at all. A key that nobody knows signs nothing.

import Foundation
import WipeCertificate
import WipeCore
import WipeStation
import WipeStore

/// What a start may go on from that would otherwise stop it, and who says so.
package struct Acceptance: Sendable {
    /// An older state, or another one, was put back.
    package var olderState: Bool
    /// Keys are lost, or were exchanged outside.
    package var newKeys: Bool

    package init(olderState: Bool = false, newKeys: Bool = false) {
        self.olderState = olderState
        self.newKeys = newKeys
    }
}

/// Keys of the station.
struct StationKeys {
    var station: SigningKey
    var simulation: SigningKey
    var log: SigningKey
}

/// Brings the key files, the credentials and the database together.
struct KeyLoader {
    let folder: KeyFolder
    let credentials: String?
    let store: Store
    let name: StationName
    let now: Moment
    /// Who accepts keys that the database does not know; nil where nobody does.
    let accepting: Actor?

    private var seconds: Int64 { now.wallMilliseconds / 1000 }

    /// The three keys, noted in the database with the name under which they sign. A rotation that was put on record and not finished is
    /// finished first.
    ///
    /// - Throws: `StartupProblem` where a key is gone or is another one; nothing was made then.
    func load() throws -> StationKeys {
        let rotations = try store.keyDocuments().compactMap { KeyRotation(signed: $0.bytes) }
        let known = try store.knownKeys()
        // All of them are looked at before one is made.
        let lost = try KeyRole.allCases.compactMap { role in try missing(role, rotations, known).map { (role: role, did: $0) } }
        if !lost.isEmpty, accepting == nil { throw StartupProblem(try lost.map { try sentence($0.role, $0.did) }) }
        var notes: [KeyNote] = []
        func key(_ role: KeyRole) throws -> SigningKey {
            if lost.contains(where: { $0.role == role }) { try SigningKey.forgetLost(directory: folder.path, role: role) }
            let key = try SigningKey.loadOrCreate(directory: folder.path, role: role, credentials: credentials)
            let from = try begin(key, rotations, known, isNew: lost.contains { $0.role == role })
            notes.append(KeyNote(did: key.publicKey.did, role: role.rawValue, validFrom: from, name: name))
            return key
        }
        let keys = StationKeys(station: try key(.station), simulation: try key(.simulation), log: try key(.log))
        let gone = lost.map { role, did in
            let start = rotations.last { $0.replacement.did == did }.map { Int64($0.retiredUntil.secondsSince1970) - 1 }
            return KeyNote(did: did, role: role.rawValue, validFrom: start ?? seconds, name: name)
        }
        let acts = lost.compactMap { role, did in
            notes.first { $0.role == role.rawValue }.map {
                act("new-key-accepted", "\(role.rawValue) key \($0.did) in the place of \(did), without a rotation")
            }
        }
        try store.note(gone + notes, lost: lost.map(\.did), at: seconds, acts: acts + renamed(notes, known))
        return keys
    }

    /// The key of a role that the database knows and that is not there; nil where nothing is missed.
    private func missing(_ role: KeyRole, _ rotations: [KeyRotation], _ known: [KnownKey]) throws -> String? {
        let own = rotations.filter { $0.role == role }
        guard var expected = known.last(where: { $0.role == role.rawValue })?.did ?? own.first?.retired.did else { return nil }
        // From the key that was noted last to the one that rotations have put in its place since.
        for rotation in own where rotation.retired.did == expected { expected = rotation.replacement.did }
        if let last = own.last, last.replacement.did == expected, !folder.fixed.contains(role) {
            do { try SigningKey.settle(directory: folder.path, role: role, on: last.replacement) } catch {
                guard error.code == .notTheKeyOnRecord else { throw error }
            }
        }
        let present = try SigningKey.present(directory: folder.path, role: role, credentials: credentials)
        return present?.did == expected ? nil : expected
    }

    private func sentence(_ role: KeyRole, _ did: String) throws -> String {
        let file = "\(folder.path)/\(role.rawValue).key"
        let present = try SigningKey.present(directory: folder.path, role: role, credentials: credentials)
        let what = present.map { "the \(role.rawValue) key (\(file)) is \($0.did), which the database does not know" } ?? "\(file) is gone"
        return "\(what); the database knows \(did). Put the keys folder back from the backup. Where that key is lost for good, "
            + "`wiped --accept-new-keys` goes on with another one, and the journal says so"
    }

    /// From when on a key is valid that the database sees for the first time: its rotation, else now. The log key of an older version, which no
    /// document names, from the first record on.
    private func begin(_ key: SigningKey, _ rotations: [KeyRotation], _ known: [KnownKey], isNew: Bool) throws -> Int64 {
        if let rotation = rotations.last(where: { $0.role == key.role && $0.replacement == key.publicKey }) {
            return Int64(rotation.retiredUntil.secondsSince1970) - 1
        }
        guard key.role == .log, !isNew, !known.contains(where: { $0.role == KeyRole.log.rawValue }) else { return seconds }
        return min(try store.firstDocument() ?? seconds, seconds)
    }

    /// The same key under another name or log.
    private func renamed(_ notes: [KeyNote], _ known: [KnownKey]) -> [Act] {
        for note in notes {
            guard let key = known.first(where: { $0.did == note.did }), let old = key.names.last, !old.origin.isEmpty,
                !key.names.contains(name)
            else { continue }
            let before = key.names.map { "\($0.station) (\($0.origin))" }.joined(separator: ", ")
            return [act("station-renamed", "\(name.station) (\(name.origin)) is the name of \(before) from now on")]
        }
        return []
    }

    private func act(_ code: String, _ detail: String) -> Act { Act(at: now, actor: accepting ?? .station, code: code, detail: detail) }
}
