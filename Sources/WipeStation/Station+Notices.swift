// Corrections and revocations: what people ask for beside the wipes themselves.

import WipeCertificate
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

    func answering(
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
