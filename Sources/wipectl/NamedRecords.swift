// Records as people name them: by the number that the board shows. Where a command takes files, such a record is asked of the station.

import Foundation
import WipeAPI
import WipeAudit
import WipeCertificate

/// One reading of a record's name for every command.
enum RecordName {
    /// What may stand before a number, as MEDIA and the board have it.
    private static let prefixes = ["record:", "document:", "urn:uuid:"]

    /// The number or the bare UUID that a text means: `3`, `record:3`, `document:3`, `urn:uuid:…`; other text stays as it is.
    static func bare(_ text: String) -> String {
        let lower = text.lowercased()
        return prefixes.first { lower.hasPrefix($0) }.map { String(text.dropFirst($0.count)) } ?? text
    }

    /// The same of an argument that may be a file: nil where a file of that name is there, or where it is no name of a record.
    static func ofRecord(_ text: String) -> String? {
        if access(text, F_OK) == 0 { return nil }
        let bare = bare(text)
        let isNumber = !bare.isEmpty && bare.utf8.count <= 19 && bare.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber || UUID(uuidString: bare) != nil ? bare : nil
    }
}

/// Records of the station as files, with what lies beside them in an export: the proof, a correction, a revocation.
struct StationRecords {
    private let client: Client
    private let folder: String

    /// Calls `body` with paths for all that is named; what was asked of the station is gone afterwards.
    static func files<Value>(_ words: [String], _ session: Session, _ body: ([String]) async throws -> Value) async throws -> Value {
        guard words.contains(where: { RecordName.ofRecord($0) != nil }) else { return try await body(words) }
        let folder = NSTemporaryDirectory() + "/wipectl-" + UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let records = StationRecords(client: session.client.patient, folder: folder)
        var paths: [String] = []
        for word in words {
            if let name = RecordName.ofRecord(word) { paths.append(try await records.fetch(name)) } else { paths.append(word) }
        }
        return try await body(paths)
    }

    private func fetch(_ name: String) async throws -> String {
        let bytes = try await client.getBytes(CertificateShow.path(name))
        let envelope = Envelope(signed: bytes)
        let query = [("serial", envelope?.serial), ("since", envelope?.validFrom?.description)]
        let listed = try await client.get(Routes.path(Routes.certificates, query: query), as: CertificateList.self).certificates
        let own = listed.first { $0.id == envelope?.id }
        let path = try write(own?.fileName ?? "record-\(name).json", bytes)
        if let proof = try await proof(name) { _ = try write(PublishedName.ofProof(URL(fileURLWithPath: path).lastPathComponent), proof) }
        for notice in listed where [own?.revokedBy, own?.correctedBy].contains(notice.record) {
            _ = try write(notice.fileName, try await client.getBytes(CertificateShow.path(notice.id)))
            if let proof = try await proof(notice.id) { _ = try write(PublishedName.ofProof(notice.fileName), proof) }
        }
        return path
    }

    /// Nil for a record that is in no log yet.
    private func proof(_ name: String) async throws -> [UInt8]? {
        do { return try await client.getBytes(CertificateShow.path(name, Routes.certificateProof)) } catch let failure as Failure
            where failure.code == WipeAPI.ProblemCode.notFound.rawValue
        { return nil }
    }

    /// A name comes over the wire: it is that of a file here and of nothing else.
    private func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = URL(fileURLWithPath: name).lastPathComponent
        guard !file.isEmpty, !file.hasPrefix("."), file == name else { throw Failure(code: .badAnswer, variant: "why", ["why": name]) }
        let path = folder + "/" + file
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }
}
