// Corrections, revocations and keys: what people ask for beside the wipes themselves.

import Foundation
public import WipeCertificate
public import WipeCore
import WipeStore

extension Station {
    /// Signs a correction or a revocation of a published record; a correction may give the record another tag.
    public func state(
        _ kind: SignedDocument.Kind, about idOrRecord: String, reason: String, assetTag: String? = nil, settling words: [String] = [],
        by actor: Actor
    ) throws -> SignedDocument {
        try answering(PersonRequest(actor: actor, verb: kind == .revocation ? "revoke" : "correct")) {
            try door.state(kind, about: idOrRecord, reason: reason, assetTag: assetTag, settling: words, by: actor, clock: clock.now)
        }
    }

    /// Puts a new key in the place of the present one of that role.
    public func rotate(_ role: KeyRole, reason: String, by actor: Actor) throws -> SignedDocument {
        try answering(PersonRequest(actor: actor, verb: "rotate")) {
            try door.rotate(
                role, retiredFrom: try validFrom(role, rotations()), in: keyFolder, reason: reason, by: actor,
                clock: clock.now)
        }
    }

    /// Every key that signed or may sign, with the interval in which it did: for each role the retired ones, then the present one.
    public func keys() throws -> [KeyRing.Entry] {
        let rotations = try rotations()
        return KeyRole.allCases.flatMap { role in
            rotations.filter { $0.role == role }.map {
                KeyRing.Entry(key: $0.retired, role: role, validFrom: $0.retiredFrom, validUntil: $0.retiredUntil)
            } + [KeyRing.Entry(key: door.certifier.key(role).publicKey, role: role, validFrom: validFrom(role, rotations), validUntil: nil)]
        }
    }

    /// Every rotation that is on record, in order.
    private func rotations() throws -> [KeyRotation] { try door.store.keyDocuments().compactMap { KeyRotation(signed: $0.bytes) } }

    /// The second in which its rotation was signed; of a first key, the time of its public file, which is made with it and never written again.
    private func validFrom(_ role: KeyRole, _ rotations: [KeyRotation]) -> UTCTime {
        if let last = rotations.last(where: { $0.role == role }) {
            return UTCTime(secondsSince1970: last.retiredUntil.secondsSince1970 - 1)
        }
        let file = "\(keyFolder.path)/\(role.rawValue).pub"
        let made = try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
        return UTCTime(secondsSince1970: Int(made?.timeIntervalSince1970 ?? 0))
    }

    private func answering(
        _ request: PersonRequest, _ body: () throws -> (document: SignedDocument, transitions: [Transition])
    ) throws -> SignedDocument {
        do {
            let made = try body()
            for transition in made.transitions { follow(transition) }
            return made.document
        } catch let refused as Refused {
            writeDown(refused, of: request)
            throw StationError.refused(refused)
        } catch let failure as StoreError {
            throw StationError.store(failure)
        }
    }
}
