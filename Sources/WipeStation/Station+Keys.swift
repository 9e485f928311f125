// The station's own keys: which there were, from when to when, under which names; and what people ask about them.

import Logging
public import WipeCertificate
public import WipeCore
public import WipeStore

/// A key of the station with everything that the database and the log say of it.
public struct StationKey: Sendable {
    public var key: PublicKey
    public var role: KeyRole
    public var validFrom: UTCTime
    /// Nil while it is in use.
    public var validUntil: UTCTime?
    /// Under which it signed or may sign.
    public var names: [StationName]
}

extension Station {
    /// Puts a new key in the place of the present one of that role.
    public func rotate(_ role: KeyRole, reason: String, by actor: Actor) throws -> SignedDocument {
        defer { keysComparedAt = nil }
        return try answering(PersonRequest(actor: actor, verb: "rotate")) {
            let made = try door.rotate(role, retiredFrom: try validFrom(role), in: keyFolder, reason: reason, by: actor, clock: clock.now)
            noteRotated(role)
            return made
        }
    }

    /// A rotation says by itself from when on the new key is valid; where this fails, the next start notes it.
    private func noteRotated(_ role: KeyRole) {
        do {
            let note = KeyNote(
                did: door.certifier.key(role).publicKey.did, role: role.rawValue, validFrom: Int64(try validFrom(role).secondsSince1970),
                name: StationName(station: door.certifier.facts.name, origin: door.certifier.log.origin))
            try door.store.note([note], at: note.validFrom)
        } catch { logger.error("\(error)") }
    }

    /// Says that the present key of that role is valid from an earlier time on: it was born under a wrong clock. A lead's; it stands in the journal.
    public func begin(_ role: KeyRole, at time: UTCTime, reason: String, by actor: Actor) throws(StationError) {
        do throws(Refused) {
            try actor.must(be: .lead, to: "say from when on a key is valid")
            let now = clock.now()
            let key = door.certifier.key(role).publicKey
            let before: UTCTime
            do { before = try validFrom(role) } catch { throw Refused(code: "store-failed", message: "\(error)") }
            guard time < before, time <= UTCTime(now) else {
                throw Refused(
                    code: "key-begin-later", message: "the \(role.rawValue) key is valid from \(before) on; that can only be put earlier",
                    hint: "what it has signed by then would count no more")
            }
            let detail = "\(role.rawValue) key \(key.did): valid from \(time) on, and not from \(before): \(reason)"
            do throws(StoreError) {
                try door.store.begin(
                    key.did, at: Int64(time.secondsSince1970),
                    act: Act(at: now, actor: actor, code: "key-begin", detail: detail))
            } catch { throw Refused(code: "store-failed", message: "\(error)") }
            logger.warning("\(detail)")
            keysComparedAt = nil
        } catch {
            writeDown(error, of: PersonRequest(actor: actor, verb: "key begin"))
            throw .refused(error)
        }
    }

    /// Every key that signed or may sign, with the interval in which it did: for each role the retired and the lost ones, then the present one.
    public func keys() throws -> [StationKey] {
        let rotations = try rotations()
        let known = try door.store.knownKeys()
        let present = StationName(station: door.certifier.facts.name, origin: door.certifier.log.origin)
        return try KeyRole.allCases.flatMap { role -> [StationKey] in
            let now = door.certifier.key(role).publicKey
            var keys: [StationKey] = []
            func add(_ key: PublicKey, from: UTCTime, until: UTCTime?) {
                guard !keys.contains(where: { $0.key == key }) else { return }
                let names = known.first { $0.did == key.did }?.names ?? []
                keys.append(
                    StationKey(key: key, role: role, validFrom: from, validUntil: until, names: names.isEmpty ? [present] : names))
            }
            for rotation in rotations where rotation.role == role && rotation.retired != now {
                let row = known.first { $0.did == rotation.retired.did }
                let from = row.map { min(UTCTime(secondsSince1970: Int($0.validFrom)), rotation.retiredFrom) } ?? rotation.retiredFrom
                add(rotation.retired, from: from, until: rotation.retiredUntil)
            }
            for row in known where row.role == role.rawValue && row.did != now.did {
                guard let until = row.validUntil, let key = PublicKey(did: row.did) else { continue }
                add(key, from: UTCTime(secondsSince1970: Int(row.validFrom)), until: UTCTime(secondsSince1970: Int(until)))
            }
            add(now, from: try validFrom(role), until: nil)
            return keys
        }
    }

    /// Every rotation that is on record, in order.
    private func rotations() throws -> [KeyRotation] { try door.store.keyDocuments().compactMap { KeyRotation(signed: $0.bytes) } }

    /// From when on the present key of a role is valid: the second of the rotation that brought it, or what the database noted when it first saw
    /// it, whichever is earlier.
    private func validFrom(_ role: KeyRole) throws -> UTCTime {
        let key = door.certifier.key(role).publicKey
        let row = try door.store.knownKeys().first { $0.did == key.did }.map { UTCTime(secondsSince1970: Int($0.validFrom)) }
        let rotation = try rotations().last { $0.role == role && $0.replacement == key }
            .map { UTCTime(secondsSince1970: $0.retiredUntil.secondsSince1970 - 1) }
        return [row, rotation].compactMap(\.self).min() ?? UTCTime(clock.now())
    }

    // MARK: what has to be said about them

    /// Records that the interval of their own key does not hold: a clock was wrong. Asked again whenever the history has grown.
    func compareKeys() {
        // What was found stays until somebody has put it right.
        guard keysComparedAt == nil || keyProblem == nil && keysComparedAt != state.nextRecord else { return }
        do {
            var problem: String?
            for role in [KeyRole.station, .simulation] where problem == nil {
                let from = try validFrom(role)
                let did = door.certifier.key(role).publicKey.did
                guard let first = try door.store.firstDocument(of: did, before: Int64(from.secondsSince1970)) else { continue }
                let time = UTCTime(secondsSince1970: Int(first))
                problem =
                    "the \(role.rawValue) key is published as valid from \(from) on, and has signed records since \(time), which nobody finds valid: "
                    + "a lead says `wipectl key begin \(role.rawValue) --from \(time) --reason …`"
            }
            if problem != keyProblem, let problem { logger.error("\(problem)") }
            keyProblem = problem
            keysComparedAt = state.nextRecord
        } catch { logger.error("the keys cannot be compared with the records: \(error)") }
    }

    /// Why a record that is signed now would never be valid; nil where nothing speaks against it.
    func clockProblem() -> String? {
        let now = UTCTime(clock.now())
        for role in [KeyRole.station, .simulation] {
            guard let from = try? validFrom(role), now < from else { continue }
            return
                "the clock says \(now), and the \(role.rawValue) key is valid from \(from) on: set the clock right; if it was wrong when the key "
                + "was made, a lead says `wipectl key begin \(role.rawValue) --from \(now) --reason …`"
        }
        return nil
    }

    /// A history that is gone is told in the log too: in the notice that gives the log another key, so that no head of the one passes for a head
    /// of the other. A log key that systemd brings is exchanged there.
    func sayGap() {
        do {
            guard let gap = try door.store.gap() else { return }
            if !keyFolder.fixed.contains(.log) {
                let root = Actor(uid: 0, user: "station", role: .lead)
                for transition in try door.rotate(
                    .log, retiredFrom: min(try validFrom(.log), UTCTime(clock.now())), in: keyFolder, reason: String(gap.prefix(900)),
                    by: root,
                    clock: clock.now
                ).transitions {
                    follow(transition)
                }
                noteRotated(.log)
            }
            try door.store.closeGap()
            logger.error("\(gap)")
        } catch { logger.error("the gap of the history cannot be put into the log: \(error)") }
    }
}
