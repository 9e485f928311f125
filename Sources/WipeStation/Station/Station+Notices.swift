// Corrections, revocations and keys: what people ask for beside the wipes themselves.

package import WipeCertificate
package import WipeCore
import WipeStore

extension Station {
    /// Signs a correction or a revocation of a published record; a correction may give the record another tag.
    package func state(
        _ kind: SignedDocument.Kind, about idOrRecord: String, reason: String, assetTag: String? = nil, settling words: [String] = [],
        by actor: Actor
    ) throws -> SignedDocument {
        try answering(PersonRequest(actor: actor, verb: kind == .revocation ? "revoke" : "correct")) { loop, now in
            try loop.carry(at: now) { door in
                try door.state(
                    kind, about: idOrRecord, reason: reason, assetTag: assetTag, settling: words, by: actor, clock: { now })
            }
        }
    }

    /// Puts a new key in the place of the present one of that role.
    package func rotate(_ role: KeyRole, reason: String, by actor: Actor) throws -> SignedDocument {
        try answering(PersonRequest(actor: actor, verb: "rotate")) { loop, now in
            try loop.rotate(role, reason: reason, by: actor, at: now)
        }
    }

    /// Says that the present key of that role is valid from an earlier time on.
    package func begin(_ role: KeyRole, at time: UTCTime, reason: String, by actor: Actor) throws {
        try answering(PersonRequest(actor: actor, verb: "key begin")) { loop, now in
            try loop.begin(role, at: time, reason: reason, by: actor, now: now)
        }
    }

    /// Every key that signed or may sign, with the interval in which it did: for each role the retired and the lost ones, then the present one.
    package func keys() throws -> [StationKey] { try loop.door.keys(at: clock.now()) }

    private func answering<Answer>(
        _ request: PersonRequest, _ body: (inout StationLoop, Moment) throws -> Answer
    ) throws -> Answer {
        defer { carryOutWhatFollows() }
        do { return try body(&loop, clock.now()) } catch let refused as Refused {
            writeDown(refused, of: request)
            throw StationError.refused(refused)
        } catch let failure as StoreError {
            throw StationError.store(failure)
        }
    }
}
