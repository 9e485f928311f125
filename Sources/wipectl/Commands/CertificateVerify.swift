// Signed records, checked offline.

import ArgumentParser
import WipeAPI
import WipeCertificate

/// `wipectl certificate verify`. Works without the daemon.
struct CertificateVerify: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks record files offline: signature, key, log, then schema and honesty rules. Needs no daemon.",
        discussion: """
            Valid is: signature valid, key trusted, schema valid, no problem, and no simulation unless --allow-simulation. \
            Without --trust nothing is valid. The log is judged by the .tlog-proof beside each file: without --log-policy the log keys of the \
            keys file are trusted, and only a proof that is wrong counts against a record. A revoked record is not valid: \
            corrections and revocations are looked for in the folders of the files, by their names (*.revocation.json, *.correction.json), and \
            among all that is given. Exit code 1 where a file is not valid.
            """)
    @Argument(help: ArgumentHelp("Record files, or folders of them.", valueName: "file"), completion: .file(extensions: ["json"]))
    var files: [String]
    @Option(help: ArgumentHelp("Keys that you trust, as `wipectl key show --trust` writes them.", valueName: "keys"), completion: .file())
    var trust: String?
    @Option(
        help: ArgumentHelp(
            "Logs that you trust, a line `log VKEY` each; every record must then be in one of them.", valueName: "file"),
        completion: .file())
    var logPolicy: String?
    @Flag(help: "Let records of simulations be valid.") var allowSimulation = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let terms = try VerifyTerms(trust: trust, logPolicy: logPolicy, allowSimulation: allowSimulation)
        let given = try GivenRecords(files)
        var report = try await VerifyReport.verified(given.files, terms)
        report.passedOver = given.passedOver
        try session.print(report) { report.text($0) }
        if terms.trust == nil, !session.json {
            session.output.complain("hint: without --trust no key is known, so nothing is valid; give it the station's keys file\n")
        }
        return report.files.allSatisfy(\.valid) ? .done : .no
    }
}

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
        /// What corrects or revokes it, as far as it lies beside it.
        var supersededBy: [Superseding]
        var valid: Bool
    }
    var files: [File]
    /// In the folders, and not read: left by other programs.
    var passedOver: [String] = []

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

    /// Reads and judges files, in their order. Corrections and revocations that lie beside them are looked at too.
    static func verified(_ files: [String], _ terms: VerifyTerms) async throws -> VerifyReport {
        let all = files + Supersessions.notices(beside: files)
        let answers = try await onAllProcessors(all) { file in
            Result<VerifyResult, Failure> { () throws(Failure) in try terms.verify(file) }
        }
        let supersessions = Supersessions(zip(all, answers).compactMap { file, answer in (try? answer.get()).map { (file, $0) } })
        return VerifyReport(
            files: zip(files, answers).map { file, answer in
                switch answer {
                case .success(let result): File(file, result, supersessions.of(result.id))
                case .failure(let failure): File(file, failure)
                }
            })
    }

    /// One line per file, its problems under it.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("FILE", least: 12), .init("ID", expendable: 1), .init("SERIAL", least: 8, expendable: 3),
            .init("ASSET TAG", least: 6, expendable: 2), .init("OUTCOME"),
            .init("SIGNATURE"),
            .init("KEY"), .init("LOG"), .init("SCHEMA"), .init("VALID"),
        ])
        for file in files {
            table.add(
                [
                    Cell(file.file), Cell(VerifyReport.short(file.id)), Cell(file.serial), Cell(file.assetTag),
                    Cell(file.outcome.map { $0 + (file.simulation ? " (simulation)" : "") }), Cell(file.signature), Cell(file.key),
                    Cell(file.log),
                    Cell(file.schema), file.valid ? Cell("yes", tone: .good) : Cell("NO", tone: .bad),
                ], notes: file.problems.map { "\($0.code): \($0.message)" } + file.supersededBy.map(\.sentence))
        }
        let valid = files.filter(\.valid).count
        return table.text(layout, whenEmpty: "no files") + "\(valid) of \(Quantity.count(files.count, "file", "files")) valid\n"
            + passedOver.map { safeLine($0) }.joined()
    }

    /// The last twelve characters tell ids apart; the first ones are mostly their time.
    static func short(_ id: String?) -> String? { id.map { String($0.suffix(12)) } }
}

extension VerifyReport.Superseding {
    /// For people.
    var sentence: String {
        "superseded by record \(record), a \(kind)" + (assetTag.map { ", its asset tag is now \($0)" } ?? "") + ": \(file)"
    }
}

extension VerifyReport.File {
    /// A revoked record is not valid, whatever else is said of it; a corrected one is what it was.
    init(_ file: String, _ result: VerifyResult, _ supersededBy: [VerifyReport.Superseding]) {
        var problems = result.problems.map { ReasonView(code: $0.code.rawValue, message: $0.message) }
        let correction = supersededBy.last { $0.assetTag != nil }?.assetTag
        let revocation = supersededBy.first { $0.kind == LogEntry.Kind.revocation.rawValue }
        if let revocation {
            problems.append(ReasonView(code: "revoked", message: "the station has revoked it by record \(revocation.record)"))
        }
        self.init(
            file: file, id: result.id, serial: result.serial, assetTag: correction ?? result.assetTag,
            outcome: result.outcome?.rawValue,
            simulation: result.simulation, signature: result.signature.rawValue, key: result.key.rawValue, log: result.log.rawValue,
            schema: result.schema.rawValue, problems: problems, supersededBy: supersededBy, valid: result.valid && revocation == nil)
    }

    /// A file that cannot be read is an answer like any other: not valid.
    init(_ file: String, _ failure: Failure) {
        self.init(
            file: file, id: nil, serial: nil, assetTag: nil, outcome: nil, simulation: false,
            signature: VerifyResult.Signature.invalid.rawValue, key: VerifyResult.Key.unknown.rawValue,
            log: VerifyResult.Log.noProof.rawValue, schema: VerifyResult.Schema.invalid.rawValue,
            problems: [ReasonView(code: failure.code, message: failure.message)], supersededBy: [], valid: false)
    }
}
