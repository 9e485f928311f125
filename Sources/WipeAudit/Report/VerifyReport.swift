// What a verification says of its files.

import Foundation
package import WipeAPI
import WipeCertificate

/// The answers about some files, in the shape of the contract.
package struct VerifyReport: Codable, Hashable, Sendable {
    /// The answer about one file.
    package struct File: Codable, Hashable, Sendable {
        package var file: String
        @Nullable package var id: String?
        @Nullable package var serial: String?
        /// The tag that it goes by: that of the newest valid correction beside it, else the one that was signed.
        @Nullable package var assetTag: String?
        @Nullable package var outcome: String?
        package var simulation: Bool
        package var signature: String
        package var key: String
        package var log: String
        package var schema: String
        package var problems: [ReasonView]
        /// What is open and does not count against it, since no log policy decides it.
        package var doubts: [ReasonView]
        /// Whether a revocation that holds is about it.
        package var revoked: Bool
        /// What corrects or revokes it, as far as it lies beside it.
        package var supersededBy: [Superseding]
        package var valid: Bool
    }
    package var files: [File]
    /// In the folders, and not read: left by other programs.
    package var passedOver: [String] = []
    /// How many came to what.
    package var counts = OutcomeCounts()

    /// A document that corrects or revokes a record.
    package struct Superseding: Codable, Hashable, Sendable {
        /// `correction` or `revocation`.
        package var kind: String
        package var id: String
        package var record: Int
        package var file: String
        /// The tag that a correction gives to its record; null for none.
        @Nullable package var assetTag: String?
    }

    /// Reads and judges files, in their order. Notices that lie beside them are looked at too.
    package static func verified(_ given: GivenRecords, _ terms: VerifyTerms) async throws -> VerifyReport {
        let readable = given.files.filter { given.refused[$0] == nil }
        let refused = given.files.filter { given.refused[$0] != nil }
        let unread = refused.map { ($0, AuditFailure(code: .unreadableFile, message: "it \(given.refused[$0] ?? "")", hint: nil)) }
        let judged = try await JudgedFiles(readable, beside: JudgedFiles.notices(beside: readable), unread: unread, terms)
        var report = VerifyReport(files: [])
        report.passedOver = given.passedOver
        var counted = CountedDocuments()
        // In the order in which they were given, each with its answer.
        let answers = Dictionary(zip(readable + refused, judged.answers), uniquingKeysWith: { first, _ in first })
        for file in given.files {
            guard let answer = answers[file] else { continue }
            switch answer {
            case .success(let result):
                let notices = judged.board.answer(about: result)
                report.files.append(File(file, result, notices))
                counted.add(terms.trust == nil ? .notValid : Standing(result, notices), result)
            case .failure(let failure):
                report.files.append(File(file, failure))
                if given.refused[file] == nil, access(file, F_OK) != 0 { counted.counts.missing += 1 } else { counted.add(.notValid, nil) }
            }
        }
        report.counts = counted.counts
        return report
    }
}

extension VerifyReport.Superseding {
    init(_ notice: Superseding) {
        self.init(kind: notice.kind.rawValue, id: notice.id, record: notice.record, file: notice.file, assetTag: notice.assetTag)
    }

    /// For people.
    package var sentence: String {
        let word = kind == LogEntry.Kind.revocation.rawValue ? "REVOKED" : "CORRECTED"
        return "\(word) by record \(record)" + (assetTag.map { ", its asset tag is now \($0)" } ?? "") + ": \(file)"
    }
}

extension VerifyReport.File {
    /// A revoked record is not valid, whatever else is said of it; a corrected one is what it was.
    init(_ file: String, _ result: VerifyResult, _ notices: NoticeBoard.Answer) {
        func view(_ problems: [WipeCertificate.Problem]) -> [ReasonView] {
            problems.map { ReasonView(code: $0.code.rawValue, message: $0.message) }
        }
        self.init(
            file: file, id: result.id, serial: result.serial, assetTag: notices.correctedTag ?? result.assetTag,
            outcome: result.outcome?.rawValue, simulation: result.simulation, signature: result.signature.rawValue,
            key: result.key.rawValue, log: result.log.rawValue, schema: result.schema.rawValue,
            problems: view(result.problems + notices.problems), doubts: view(result.doubts + notices.doubts), revoked: notices.isRevoked,
            supersededBy: notices.supersededBy.map(VerifyReport.Superseding.init), valid: result.valid && notices.problems.isEmpty)
    }

    /// A file that cannot be read is an answer like any other: not valid.
    init(_ file: String, _ failure: AuditFailure) {
        self.init(
            file: file, id: nil, serial: nil, assetTag: nil, outcome: nil, simulation: false,
            signature: VerifyResult.Signature.invalid.rawValue, key: VerifyResult.Key.unknown.rawValue,
            log: VerifyResult.Log.noProof.rawValue, schema: VerifyResult.Schema.invalid.rawValue,
            problems: [ReasonView(code: failure.code, message: failure.message)], doubts: [], revoked: false, supersededBy: [], valid: false
        )
    }
}
