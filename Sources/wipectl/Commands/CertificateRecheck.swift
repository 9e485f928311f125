// Does the drive still hold what its certificate says? Reads, and changes nothing.

import ArgumentParser
import Dispatch
import Foundation
import WipeAudit

/// `wipectl certificate recheck`. Works without the daemon.
struct CertificateRecheck: StationCommand {
    static var configuration: CommandConfiguration { .worded("certificate recheck") }
    @Argument(help: .worded("certificate", "file"), completion: .file(extensions: ["json"])) var file: String
    @Argument(help: .worded("drive-node", "node"), completion: .file()) var node: String
    @Option(help: .worded("trust-recheck", "keys"), completion: .file()) var trust: String?
    @Flag(help: .worded("whole")) var whole = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let terms = try VerifyTerms(trust: trust, logPolicy: nil, allowSimulation: true)
        let certificate = try await StationRecords.files([file], session) { try await RecheckedCertificate($0[0], terms) }
        // Before the hours of reading: whoever looks for a certificate that counts need not wait for them.
        if !session.json {
            for line in certificate.noticeSentences { session.output.complain(safeLine("wipectl: \(line)")) }
        }
        let plan = try RecheckPlan(certificate.record, isWhole: whole)
        let drive = try DriveReader(node)
        defer { drive.close() }
        try drive.mustBe(of: plan.geometry)
        let comparison = try Self.compare(plan, drive, session)
        let report = RecheckReport(certificate, drive, plan, found: comparison, isTrusted: trust != nil)
        try session.print(report) { report.text($0) }
        return report.equal && report.problems.isEmpty ? .done : .no
    }

    private static func compare(_ plan: RecheckPlan, _ drive: DriveReader, _ session: Session) throws -> Comparison {
        let shows = session.redraws && isatty(STDERR_FILENO) == 1
        let started = DispatchTime.now().uptimeNanoseconds
        var shown: UInt64 = 0
        defer { if shown > 0 { session.output.complain("\r\u{1B}[K") } }
        return try Comparison(plan, drive) { done in
            try Task.checkCancellation()
            let seconds = (DispatchTime.now().uptimeNanoseconds - started) / 1_000_000_000
            guard shows, seconds > shown else { return }
            shown = seconds
            let quantity = session.layout.quantity
            let share = quantity.percent(Int(clamping: done), of: Int(clamping: plan.bytes))
            session.output.complain("\r\u{1B}[K\(share)  \(quantity.rate(Int(clamping: done / seconds)))")
        }
    }
}
