// Finds signed records.

import ArgumentParser
import WipeAPI
import WipeAudit
import WipeCertificate

/// `wipectl certificate`.
struct CertificateCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        .worded(
            "certificate",
            subcommands: [
                CertificateListing.self, CertificateShow.self, CertificateExport.self, CertificateVerify.self, CertificateRecheck.self,
                CertificateRender.self, CertificateCorrect.self, CertificateRevoke.self,
            ])
    }
}

/// Which records are meant; all where nothing is said.
struct CertificateQuery: ParsableArguments {
    @Option(help: .worded("record-serial", "serial"), completion: .named(.serial)) var serial: String?
    @Option(help: .worded("record-tag", "tag"), completion: .named(.assetTag)) var assetTag: String?
    @Option(help: .worded("record-since", "time"), transform: CertificateQuery.time) var since: String?
    @Option(help: .worded("outcome", "outcome", ["words": outcomes.joined(separator: " ")]), completion: .list(outcomes))
    var outcome: String?

    /// The words of product and format.
    enum Outcome: String, CaseIterable {
        case cleared
        case clearedWithExceptions = "cleared-with-exceptions"
        case purged
        case purgedWithExceptions = "purged-with-exceptions"
        case notSanitized = "not-sanitized"
    }
    static let outcomes = Outcome.allCases.map(\.rawValue)

    /// Throws a usage `Failure` for an outcome that there is none of.
    func path(limit: Int? = nil, before: Int? = nil) throws -> String {
        let outcome = try outcome.map { try Outcome.chosen($0, for: "--outcome").rawValue }
        return Routes.path(
            Routes.certificates,
            query: [
                ("serial", serial), ("assetTag", assetTag), ("since", since), ("outcome", outcome), ("limit", limit.map(String.init)),
                ("before", before.map(String.init)),
            ])
    }

    /// As a person wrote it.
    var words: String { filter(leftOut: []).words }

    /// Whether every record is meant.
    var isEmpty: Bool { serial == nil && assetTag == nil && since == nil && outcome == nil }

    /// For whoever audits what was exported.
    func filter(leftOut: [Int]) -> ExportFilter {
        ExportFilter(serial: serial, assetTag: assetTag, since: since, outcome: outcome, leftOut: leftOut)
    }

    /// A UTC time as RFC 3339 with seconds; a date alone is its first second.
    @Sendable static func time(_ text: String) throws -> String {
        let full = text.utf8.count == 10 ? text + "T00:00:00Z" : text
        let bytes = Array(full.utf8)
        let shape = Array("0000-00-00T00:00:00Z".utf8)
        let fits = bytes.count == shape.count && zip(bytes, shape).allSatisfy { $1 == 0x30 ? (0x30...0x39).contains($0) : $0 == $1 }
        func number(_ first: Int, _ count: Int) -> Int { bytes[first..<first + count].reduce(0) { $0 * 10 + Int($1) - 0x30 } }
        guard fits else { throw ValidationError("'\(text)' is not a time: 2026-11-22 or 2026-11-22T14:00:00Z is expected") }
        let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2))
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[month - 1]).contains(day), number(11, 2) < 24, number(14, 2) < 60, number(17, 2) < 60
        else {
            throw ValidationError("'\(text)' is not a time that exists")
        }
        return full
    }
}

/// `wipectl certificate list`.
struct CertificateListing: StationCommand {
    static var configuration: CommandConfiguration { .worded("certificate list") }
    @OptionGroup var query: CertificateQuery
    @Option(help: .worded("limit-records", "number")) var limit: Int?
    @Option(help: .worded("before-record", "record"), completion: .named(.record)) var before: Int?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws { try Page.check(limit) }

    func run(_ session: Session) async throws -> EndStatus {
        let path = try query.path(limit: limit, before: before)
        let records = try await session.client.patient.get(path, as: CertificateList.self)
        try session.print(records) { records.text($0) }
        if let next = records.next { Page.sayMore("--before \(next)", session) }
        return .done
    }
}
