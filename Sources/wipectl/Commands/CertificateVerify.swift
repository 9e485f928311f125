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
            Without --trust nothing is valid. Exit code 1 where a file is not valid.
            """)
    @Argument(help: ArgumentHelp("Record files.", valueName: "file"), completion: .file(extensions: ["json"])) var files: [String]
    @Option(help: ArgumentHelp("Keys that you trust, as `wipectl key show --trust` writes them.", valueName: "keys"), completion: .file())
    var trust: String?
    @Flag(help: "Let records of simulations be valid.") var allowSimulation = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    /// Largest keys file.
    private static let keysBytesMax = 1 << 20

    func run(_ session: Session) async throws -> EndStatus {
        let ring = try trust.map(CertificateVerify.ring)
        var report = VerifyReport(files: [])
        for file in files {
            try Task.checkCancellation()
            report.files.append(VerifyReport.verified(file, trust: ring, allowSimulation: allowSimulation))
        }
        try session.print(report) { report.text($0) }
        if ring == nil, !session.json {
            session.output.complain("hint: without --trust no key is known, so nothing is valid; give it the station's keys file\n")
        }
        return report.files.allSatisfy(\.valid) ? .done : .no
    }

    private static func ring(_ path: String) throws -> KeyRing {
        let bytes = try readFile(path, bytesMax: keysBytesMax)
        do throws(KeyRingError) {
            return try KeyRing(parsing: bytes, file: path)
        } catch {
            throw Failure(code: "bad-keys-file", message: error.description, hint: "a keys file is what wipectl key show --trust writes")
        }
    }
}

/// The answers about some files, in the shape of the contract.
struct VerifyReport: Codable, Hashable, Sendable {
    struct File: Codable, Hashable, Sendable {
        var file: String
        @Nullable var id: String?
        @Nullable var serial: String?
        @Nullable var assetTag: String?
        @Nullable var outcome: String?
        var simulation: Bool
        var signature: String
        var key: String
        var log: String
        var schema: String
        var problems: [ReasonView]
        var valid: Bool
    }
    var files: [File]

    /// Reads and judges one file. A file that cannot be read is an answer like any other: not valid.
    static func verified(_ path: String, trust: KeyRing?, allowSimulation: Bool) -> File {
        do throws(Failure) {
            let bytes = try readFile(path, bytesMax: JSONParser.bytesMax)
            let result = Verifier.verify(bytes: bytes, trust: trust, allowSimulation: allowSimulation)
            return File(
                file: path, id: result.id, serial: result.serial, assetTag: result.assetTag, outcome: result.outcome?.rawValue,
                simulation: result.simulation, signature: result.signature.rawValue, key: result.key.rawValue, log: result.log.rawValue,
                schema: result.schema.rawValue, problems: result.problems.map { ReasonView(code: $0.code.rawValue, message: $0.message) },
                valid: result.valid)
        } catch {
            return File(
                file: path, id: nil, serial: nil, assetTag: nil, outcome: nil, simulation: false,
                signature: VerifyResult.Signature.invalid.rawValue,
                key: VerifyResult.Key.unknown.rawValue, log: VerifyResult.Log.noProof.rawValue,
                schema: VerifyResult.Schema.invalid.rawValue,
                problems: [ReasonView(code: error.code, message: error.message)], valid: false)
        }
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
                ], notes: file.problems.map { "\($0.code): \($0.message)" })
        }
        let valid = files.filter(\.valid).count
        return table.text(layout, whenEmpty: "no files") + "\(valid) of \(Quantity.count(files.count, "file", "files")) valid\n"
    }

    /// The last twelve characters tell ids apart; the first ones are mostly their time.
    static func short(_ id: String?) -> String? { id.map { String($0.suffix(12)) } }
}
