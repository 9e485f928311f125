// What happens to the station's own keys, and what has to be said about them.

import Logging
package import WipeCertificate
package import WipeCore
import WipeStore

extension StationLoop {
    /// Puts a new key in the place of the present one of that role. A lead's.
    package mutating func rotate(_ role: KeyRole, reason: String, by actor: Actor, at now: Moment) throws -> SignedDocument {
        keysComparedAt = nil
        return try exchange(role, retiredFrom: try door.validFrom(role, at: now), reason: reason, by: actor, at: now)
    }

    private mutating func exchange(
        _ role: KeyRole, retiredFrom: UTCTime, reason: String, by actor: Actor, at now: Moment
    ) throws -> SignedDocument {
        let made = try carry(at: now) { [keyFolder] door in
            try door.rotate(role, retiredFrom: retiredFrom, in: keyFolder, reason: reason, by: actor, clock: { now })
        }
        noteRotated(role, at: now)
        return made
    }

    /// A rotation says by itself from when on the new key is valid; where this fails, the next start notes it.
    private mutating func noteRotated(_ role: KeyRole, at now: Moment) {
        do {
            let from = Int64(try door.validFrom(role, at: now).secondsSince1970)
            let name = StationName(station: door.certifier.facts.name, origin: door.certifier.log.origin)
            let did = door.certifier.key(role).publicKey.did
            try door.store.note([KeyNote(did: did, role: role.rawValue, validFrom: from, name: name)], at: from)
        } catch { say(.error, "\(error)") }
    }

    /// Says that the present key of that role is valid from an earlier time on: it was born under a wrong clock. A lead's; it stands in the journal.
    package mutating func begin(_ role: KeyRole, at time: UTCTime, reason: String, by actor: Actor, now: Moment) throws(Refused) {
        try actor.must(be: .lead, to: "begin-key")
        let key = door.certifier.key(role).publicKey
        let before: UTCTime
        do { before = try door.validFrom(role, at: now) } catch { throw Refused(.storeFailed, ["error": "\(error)"]) }
        guard time < before, time <= UTCTime(now) else {
            throw Refused(.keyBeginLater, ["role": role.rawValue, "begin": "\(before)"])
        }
        let detail = "\(role.rawValue) key \(key.did): valid from \(time) on, and not from \(before): \(reason)"
        let act = Act(at: now, actor: actor, code: "key-begin", detail: detail)
        do throws(StoreError) { try door.store.begin(key.did, at: Int64(time.secondsSince1970), act: act) } catch {
            throw Refused(.storeFailed, ["error": "\(error)"])
        }
        say(.warning, detail)
        keysComparedAt = nil
    }

    // MARK: what has to be said about them

    /// Records that the interval of their own key does not hold: a clock was wrong. Asked again whenever the history has grown.
    mutating func compareKeys(at now: Moment) {
        // What was found stays until somebody has put it right.
        guard keysComparedAt == nil || keyProblem == nil && keysComparedAt != state.nextRecord else { return }
        do {
            var problem: String?
            for role in [KeyRole.station, .simulation] where problem == nil {
                let from = try door.validFrom(role, at: now)
                let did = door.certifier.key(role).publicKey.did
                guard let first = try door.store.firstDocument(of: did, before: Int64(from.secondsSince1970)) else { continue }
                let time = UTCTime(secondsSince1970: Int(first))
                problem =
                    "the \(role.rawValue) key is published as valid from \(from) on, and has signed records since \(time), which nobody finds valid: "
                    + "a lead says `wipectl key begin \(role.rawValue) --from \(time) --reason …`"
            }
            if problem != keyProblem, let problem { say(.error, problem) }
            keyProblem = problem
            keysComparedAt = state.nextRecord
        } catch { say(.error, "the keys cannot be compared with the records: \(error)") }
    }

    /// Why a record that is signed now would never be valid; nil where nothing speaks against it.
    func clockProblem(at moment: Moment) -> String? {
        let now = UTCTime(moment)
        for role in [KeyRole.station, .simulation] {
            guard let from = try? door.validFrom(role, at: moment), now < from else { continue }
            return
                "the clock says \(now), and the \(role.rawValue) key is valid from \(from) on: set the clock right; if it was wrong when the key "
                + "was made, a lead says `wipectl key begin \(role.rawValue) --from \(now) --reason …`"
        }
        return nil
    }

    /// A history that is gone is told in the log too: in the notice that gives the log another key, so that no head of the one passes for a head
    /// of the other. A log key that systemd brings is exchanged there.
    mutating func sayGap(at now: Moment) {
        do {
            guard let gap = try door.store.gap() else { return }
            if !keyFolder.fixed.contains(.log) {
                let root = Actor(uid: 0, user: "station", role: .lead)
                let from = min(try door.validFrom(.log, at: now), UTCTime(now))
                _ = try exchange(.log, retiredFrom: from, reason: String(gap.prefix(900)), by: root, at: now)
            }
            try door.store.closeGap()
            say(.error, gap)
        } catch { say(.error, "the gap of the history cannot be put into the log: \(error)") }
    }
}
