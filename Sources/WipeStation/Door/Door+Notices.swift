// What a person puts on record about a record or a key: signed, committed, published, as every other document.

package import WipeCertificate
package import WipeCore
import WipeStore

/// Where a new key is put while it waits for its rotation to be on record.
package struct KeyFolder: Sendable {
    package let path: String
    /// Roles whose keys come from outside, as credentials: they are not rotated here.
    package let fixed: Set<KeyRole>
    package init(path: String, fixed: Set<KeyRole>) {
        self.path = path
        self.fixed = fixed
    }
}

extension Door {
    /// Signs a correction or a revocation of a published record. It is on record when this returns; its file follows at once, or with the next
    /// look at what waits to be published. A lead's.
    ///
    /// - Parameters:
    ///   - assetTag: what a correction says the record's tag is; nil where the reason alone says what is wrong.
    ///   - words: what that tag is in conflict with, as a person has named it.
    package mutating func state(
        _ kind: SignedDocument.Kind, about idOrRecord: String, reason: String, assetTag: String? = nil, settling words: [String] = [],
        by actor: Actor, clock: () -> Moment
    ) throws -> (document: SignedDocument, transitions: [Transition]) {
        try actor.must(be: .lead, to: "state-notice")
        guard let about = try store.document(idOrRecord: idOrRecord), about.published else {
            throw Refused(.notFound, variant: "record", ["record": "\(idOrRecord)"])
        }
        guard about.kind.isOfAJob, let target = NoticeFacts.Target(signed: about.bytes) else {
            throw Refused(.notARecord, ["record": "\(about.record)", "kind": about.kind.rawValue])
        }
        try Self.check(reason: reason)
        if let earlier = about.revokedBy, kind == .revocation {
            throw Refused(.alreadyRevoked, ["record": "\(about.record)", "notice": "\(earlier)"])
        }
        guard kind != .revocation else { return try put(.revocation(of: target), about: about, reason, by: actor, clock) }
        guard let assetTag else { return try put(.correction(of: target), about: about, reason, by: actor, clock) }
        let correction = try correction(of: about, to: assetTag)
        let settled = try state.check(correction, naming: words, by: actor)
        return try put(.correction(of: target), about: about, reason, by: actor, clock, correction: correction, settled: settled)
    }

    /// A reason says something: blanks and marks alone do not.
    private static func check(reason: String) throws(Refused) {
        guard reason.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) else {
            throw Refused(.reasonMalformed)
        }
    }

    /// The new tag of a record, with everything that the store knows about it.
    private func correction(of about: SignedDocument, to tag: String) throws -> TagCorrection {
        guard let id = about.job, let job = try store.job(id) else {
            throw Refused(.notARecord, variant: "no-job", ["record": "\(about.record)"], isHinted: false)
        }
        var facts = try tagFacts(AssetTag(tag: tag, source: .person))
        // Another record of the same drive contradicts nothing.
        if let serial = job.identity.serial, facts.certified?.serial == serial { facts.certified = nil }
        let key = job.report.tagKey(bootID: job.seenInBoot)
        return TagCorrection(
            job: id, record: about.record, key: key, linked: try store.tag(key: key), old: about.presentTag, new: tag, facts: facts)
    }

    /// Puts a new key in the place of the present one. A lead's.
    package mutating func rotate(
        _ role: KeyRole, retiredFrom: UTCTime, in folder: KeyFolder, reason: String, by actor: Actor, clock: () -> Moment
    ) throws -> (document: SignedDocument, transitions: [Transition]) {
        try actor.must(be: .lead, to: "exchange-key")
        try Self.check(reason: reason)
        guard !folder.fixed.contains(role) else {
            throw Refused(.keyIsACredential, ["role": role.rawValue])
        }
        // A record bears the time at which its run ended: the key of that time has to sign it.
        // A head has no time, so a log key waits for nothing.
        guard role == .log || !state.jobs.values.contains(where: \.state.isCertifying) else {
            throw Refused(.recordsPending)
        }
        let now = clock()
        // Else the old key would end in its future, and the new one begin there.
        guard UTCTime(now) >= retiredFrom else {
            throw Refused(
                .clockBeforeKey, ["now": "\(UTCTime(now))", "role": role.rawValue, "begin": "\(retiredFrom)"])
        }
        let next = try SigningKey.prepareNext(directory: folder.path, role: role)
        // The old key signs this very notice, so it is valid in this second; the new one is valid from it on.
        let rotation = KeyRotation(
            role: role, retired: certifier.key(role).publicKey, retiredFrom: retiredFrom,
            retiredUntil: UTCTime(secondsSince1970: max(UTCTime(now), retiredFrom).secondsSince1970 + 1), replacement: next.publicKey)
        let made = try put(.keyRotation(rotation), about: nil, reason, by: actor) { now }
        // On record: nothing is signed by the old key any more, whatever the disk says now. The next start gives the new one its place too.
        certifier.use(next)
        if role == .log { log.use(next) }
        try SigningKey.adopt(directory: folder.path, role: role, on: next.publicKey)
        return made
    }

    private mutating func put(
        _ subject: NoticeFacts.Subject, about: SignedDocument?, _ reason: String, by actor: Actor, _ clock: () -> Moment,
        correction: TagCorrection? = nil, settled: [TagConflict] = []
    ) throws -> (document: SignedDocument, transitions: [Transition]) {
        let now = clock()
        let document: SignedDocument
        do {
            document = try certifier.certify(
                .init(
                    subject: subject, reason: reason, actor: actor, about: about, id: entropy.newID(), record: state.nextRecord, at: now,
                    logHead: state.logHead, assetTag: correction.map { .init(from: $0.old, to: $0.new) }))
        } catch SigningError.dishonest(let problem) {
            throw Refused(code: problem.code, message: problem.message, hint: "a reason is one to some sentences")
        }
        let act = Act(
            at: now, actor: actor, code: document.kind.rawValue, job: about?.job, serial: about?.serial,
            detail: Self.detail(document, about: about, reason, correction: correction, settled: settled))
        var transitions = [try process(.noticeIssued(document, act, correction), at: now)]
        // From here on it is on record: what fails now is made good by `finishPublishing`.
        if let advanced = try? publish([document], clock), let filed = try? process(.filed(documentIDs: [document.id]), at: clock()) {
            transitions += [advanced, filed]
        }
        return (document, transitions)
    }

    /// What the journal says of a notice.
    private static func detail(
        _ document: SignedDocument, about: SignedDocument?, _ reason: String, correction: TagCorrection?, settled: [TagConflict]
    ) -> String {
        let change = correction.map { "asset tag \($0.old ?? "none") is now \($0.new)" }
        let parts = ["record \(document.record)", about.map { "about record \($0.record)" }, change, reason].compactMap { $0 }
        return ([parts.joined(separator: ": ")] + settled.map { "settled \($0.code.rawValue) with \($0.word)" }).joined(separator: "; ")
    }
}
