// What `wipectl certificate verify` says of its files.

import Foundation
import WipeAPI
import WipeCertificate

/// The answers about some files, in the shape of the contract.
struct VerifyReport: Codable, Hashable, Sendable {
    struct File: Codable, Hashable, Sendable {
        var file: String
        @Nullable var id: String?
        @Nullable var serial: String?
        /// The tag that it goes by: that of the newest valid correction beside it, else the one that was signed.
        @Nullable var assetTag: String?
        @Nullable var outcome: String?
        var simulation: Bool
        var signature: String
        var key: String
        var log: String
        var schema: String
        var problems: [ReasonView]
        /// What is open and does not count against it, since no log policy decides it.
        var doubts: [ReasonView]
        /// Whether a revocation that holds is about it.
        var revoked: Bool
        /// What corrects or revokes it, as far as it lies beside it.
        var supersededBy: [Superseding]
        var valid: Bool
    }
    var files: [File]
    /// In the folders, and not read: left by other programs.
    var passedOver: [String] = []
    /// How many came to what.
    var counts = OutcomeCounts()

    /// A document that corrects or revokes a record.
    struct Superseding: Codable, Hashable, Sendable {
        /// `correction` or `revocation`.
        var kind: String
        var id: String
        var record: Int
        var file: String
        /// The tag that a correction gives to its record; null for none.
        @Nullable var assetTag: String?
    }

    /// Reads and judges files, in their order. Notices that lie beside them are looked at too.
    static func verified(_ given: GivenRecords, _ terms: VerifyTerms) async throws -> VerifyReport {
        let readable = given.files.filter { given.refused[$0] == nil }
        let refused = given.files.filter { given.refused[$0] != nil }
        let unread = refused.map { ($0, Failure(code: .unreadableFile, message: "it \(given.refused[$0] ?? "")", hint: nil)) }
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

    /// One line per file, its problems under it.
    func text(_ layout: Layout) -> String {
        // The verdict stands first: it is the last thing that a narrow terminal loses.
        var table = Table(columns: [
            .init("VALID"), .init("FILE", minimumWidth: 12, isDistinct: true), .init("ID", dropOrder: 1),
            .init("SERIAL", minimumWidth: 8, dropOrder: 3),
            .init("ASSET TAG", minimumWidth: 6, dropOrder: 2), .init("OUTCOME", dropOrder: 8), .init("SIGNATURE", dropOrder: 7),
            .init("KEY", dropOrder: 6), .init("LOG", dropOrder: 5), .init("SCHEMA", dropOrder: 4),
        ])
        for file in files {
            table.add(
                [
                    file.valid ? Cell("yes", tone: .good) : Cell("NO", tone: .bad), Cell(file.file), Cell(VerifyReport.short(file.id)),
                    Cell(file.serial), Cell(file.assetTag), file.outcomeCell, Cell(file.signature), Cell(file.key), Cell(file.log),
                    Cell(file.schema),
                ], notes: file.problems.map { "\($0.code): \($0.message)" } + file.supersededBy.map(\.sentence))
        }
        let valid = files.filter(\.valid).count
        return table.text(layout, whenEmpty: "no files") + "\n" + counts.text(layout)
            + "\(valid) of \(Quantity.count(files.count, "file", "files")) valid\n" + passedOver.map { safeLine($0) }.joined()
    }

    /// What is open, once for each kind, and who decides it.
    var doubtHints: [String] {
        let codes = files.flatMap { $0.doubts.map(\.code) }
        let kinds: [(WipeCertificate.ProblemCode, String)] = [
            (.logProofMissing, "no proof that it is in a log"), (.logUntrusted, "a proof of a log that you do not name"),
            (.logKeyRetired, "a proof under a head that a retired log key has signed"), (.dateInFuture, "a date in the future"),
            (.noticeDoubtful, "a correction that leaves something open"),
        ]
        return kinds.compactMap { code, what in
            let count = codes.filter { $0 == code.rawValue }.count
            guard count > 0 else { return nil }
            return "\(Quantity.count(count, "file has", "files have")) \(what) (\(code.rawValue)): with --log-policy that is not valid"
        }
    }

    /// The last twelve characters tell ids apart; the first ones are mostly their time.
    static func short(_ id: String?) -> String? { id.map { String($0.suffix(12)) } }
}

extension VerifyReport.Superseding {
    init(_ notice: Superseding) {
        self.init(kind: notice.kind.rawValue, id: notice.id, record: notice.record, file: notice.file, assetTag: notice.assetTag)
    }

    /// For people.
    var sentence: String {
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
    init(_ file: String, _ failure: Failure) {
        self.init(
            file: file, id: nil, serial: nil, assetTag: nil, outcome: nil, simulation: false,
            signature: VerifyResult.Signature.invalid.rawValue, key: VerifyResult.Key.unknown.rawValue,
            log: VerifyResult.Log.noProof.rawValue, schema: VerifyResult.Schema.invalid.rawValue,
            problems: [ReasonView(code: failure.code, message: failure.message)], doubts: [], revoked: false, supersededBy: [], valid: false
        )
    }

    /// What it says in one word, and what has become of that.
    fileprivate var outcomeCell: Cell {
        let marks = [
            simulation ? "simulation" : nil, revoked ? "REVOKED" : nil,
            supersededBy.contains { $0.kind == LogEntry.Kind.correction.rawValue } ? "CORRECTED" : nil,
        ].compactMap { $0 }
        let text = outcome.map { marks.isEmpty ? $0 : "\($0) (\(marks.joined(separator: ", ")))" }
        return Cell(text, tone: revoked ? .bad : tone(ofOutcome: outcome ?? ""))
    }
}
