// Documents about other documents, and about keys.

import FoundationEssentials
import WipeCertificate
import WipeCore

extension Certifier {
    /// What a person asked to put on record.
    struct NoticeRequest {
        var subject: NoticeFacts.Subject
        var reason: String
        var actor: Actor
        /// What it is about, as the store knows it; nil for a key.
        var about: SignedDocument?
        var id: String
        var record: UInt64
        var at: Moment
        var logHead: LogHead?
        /// What a correction does to the record's tag.
        var assetTag: NoticeFacts.TagChange?
    }

    /// The signed notice under its number. The old key signs for a new one.
    func certify(_ request: NoticeRequest) throws -> SignedDocument {
        let notice = NoticeFacts(
            id: try Self.id(request.id), record: try Self.number(request.record), validFrom: UTCTime(request.at),
            station: facts.name, subject: request.subject, reason: request.reason,
            statedBy: .init(
                userName: request.actor.user, uid: Int(request.actor.uid), viaLogin: request.actor.viaRoot),
            logAnchor: request.logHead.map(LogAnchor.init), assetTag: request.assetTag)
        let signed = try notice.signed(with: notice.isSimulation ? simulationKey : stationKey)
        let kind = SignedDocument.Kind(LogEntry.Kind(notice.kind))
        var document = SignedDocument(
            id: request.id, record: request.record, job: request.about?.job, kind: kind, outcome: kind.rawValue,
            serial: request.about?.serial, assetTag: request.about?.assetTag, issuedAt: request.at, fileName: signed.fileName,
            bytes: signed.bytes, logEntry: signed.logEntry, published: false)
        document.correctedTag = request.assetTag?.to ?? request.about?.correctedTag
        return document
    }

    /// The key that signs for a role now.
    func key(_ role: KeyRole) -> SigningKey {
        switch role {
        case .station: stationKey
        case .simulation: simulationKey
        case .log: log.key
        }
    }

    /// Signs with another key from now on.
    mutating func use(_ key: SigningKey) {
        switch key.role {
        case .station: stationKey = key
        case .simulation: simulationKey = key
        case .log: log.key = key
        }
    }
}

extension LogAnchor {
    init(_ head: LogHead) { self.init(origin: head.origin, treeSize: Int(clamping: head.treeSize), rootHash: head.rootHash) }
}
