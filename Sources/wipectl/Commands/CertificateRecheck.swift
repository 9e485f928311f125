// Does the drive still hold what its certificate says? Reads, and changes nothing.

import ArgumentParser
import Dispatch
import Foundation
import WipeAPI
import WipeCertificate
import WipeCore

/// `wipectl certificate recheck`. Works without the daemon.
struct CertificateRecheck: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "recheck", abstract: "Reads a drive and compares it with its certificate. Needs no daemon, changes nothing.",
        discussion: """
            Reads what the certificate says was read back (all, or its samples chosen again from their seed) and compares every byte with \
            the pattern of the last pass. It shows what the drive holds now, not who wrote it. A correction or revocation that lies beside \
            the file is said first. Exit code 1 where anything differs, and where the certificate was revoked or a notice about it cannot be \
            believed.
            """)
    @Argument(help: ArgumentHelp("The certificate.", valueName: "file"), completion: .file(extensions: ["json"])) var file: String
    @Argument(help: ArgumentHelp("The drive, /dev/sdb say.", valueName: "devnode"), completion: .file()) var node: String
    @Option(help: ArgumentHelp("Keys that you trust; without them the key is not checked.", valueName: "keys"), completion: .file())
    var trust: String?
    @Flag(help: "Read the whole drive also where the certificate rests on samples.") var whole = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        var terms = try VerifyTerms(trust: trust, logPolicy: nil, allowSimulation: true)
        terms.keepsRecords = true
        let (record, notices) = try await Self.record(file, terms)
        // Before the hours of reading: whoever looks for a certificate that counts need not wait for them.
        if !session.json { for line in RecheckReport.lines(of: notices) { session.output.complain(safeLine("wipectl: \(line)")) } }
        let plan = try RecheckPlan(record, isWhole: whole)
        let drive = try DriveReader(node)
        defer { drive.close() }
        let expected = plan.geometry
        guard drive.capacityBytes == expected.capacityBytes, drive.sectorBytes == expected.logicalSectorBytes else {
            throw Failure(
                code: .sizeDiffers,
                message: "\(node) has \(drive.capacityBytes) bytes in sectors of \(drive.sectorBytes); the certificate is about "
                    + "\(expected.capacityBytes) bytes in sectors of \(expected.logicalSectorBytes): it is another drive", hint: nil)
        }
        let comparison = try Self.compare(plan, drive, session)
        let report = RecheckReport(
            file, record, drive, plan, found: comparison, notices: notices, isTrusted: trust != nil)
        try session.print(report) { report.text($0) }
        return report.equal && report.problems.isEmpty ? .done : .no
    }

    /// A certificate whose signature does not hold says nothing about any drive. What notices say of it is for the person to weigh, and the log
    /// is another question than this drive.
    private static func record(_ file: String, _ terms: VerifyTerms) async throws -> (RecordDocument, NoticeBoard.Answer) {
        let judged = try await JudgedFiles([file], beside: JudgedFiles.notices(beside: [file]), terms)
        guard let result = try judged.answers.first?.get() else { throw Failure.unreadable(file, "it was not looked at") }
        let problem = result.problems.first { !$0.code.isAboutTheLog }
        guard result.signature == .valid, result.schema == .valid, problem == nil, terms.trust == nil || result.key == .trusted else {
            throw Failure.notValid(problem, "\(file) is not valid: \(problem?.message ?? "its signature does not hold")")
        }
        guard let record = result.record else { throw Failure.cannotRecheck("it is a correction, a revocation or a change of keys") }
        return (record, judged.board.answer(about: result))
    }

    private static func compare(_ plan: RecheckPlan, _ drive: DriveReader, _ session: Session) throws -> Comparison {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Comparison.chunkBytes, alignment: 4096)
        defer { buffer.deallocate() }
        let shows = session.redraws && isatty(STDERR_FILENO) == 1
        let started = DispatchTime.now().uptimeNanoseconds
        var shown: UInt64 = 0
        defer { if shown > 0 { session.output.complain("\r\u{1B}[K") } }
        return try Comparison(plan, buffer: buffer, read: drive.read) { done in
            try Task.checkCancellation()
            let seconds = (DispatchTime.now().uptimeNanoseconds - started) / 1_000_000_000
            guard shows, seconds > shown else { return }
            shown = seconds
            let share = Quantity.percent(Int(clamping: done), of: Int(clamping: plan.bytes))
            session.output.complain("\r\u{1B}[K\(share)  \(Quantity.rate(Int(clamping: done / seconds)))")
        }
    }
}

/// What was compared and what came of it. Ranges are `[first, last]` logical sectors.
struct RecheckReport: Codable, Hashable, Sendable {
    var file: String
    @Nullable var id: String?
    var device: String
    @Nullable var serial: String?
    @Nullable var deviceSerial: String?
    /// nil where one of both does not say.
    @Nullable var serialMatches: Bool?
    var keyTrusted: Bool
    /// Whether a revocation that holds is about the certificate.
    var revoked: Bool
    /// What notices hold against it, that it was revoked among it.
    var problems: [ReasonView]
    /// What corrects or revokes it, as far as it lies beside it.
    var supersededBy: [VerifyReport.Superseding]
    var pattern: String
    var coverage: String
    var bytesRead: Int
    var excludedSectors: Int
    var differingSectors: Int
    var differingRanges: [[Int]]
    var unreadableSectors: Int
    var unreadableRanges: [[Int]]
    /// Every compared byte is equal, every sector could be read, and the serials do not contradict each other.
    var equal: Bool

    /// More ranges are counted, not listed.
    static let rangesShown = 10

    init(
        _ file: String, _ record: RecordDocument, _ drive: DriveReader, _ plan: RecheckPlan, found comparison: Comparison,
        notices: NoticeBoard.Answer, isTrusted: Bool
    ) {
        revoked = notices.isRevoked
        problems = notices.problems.map { ReasonView(code: $0.code.rawValue, message: $0.message) }
        supersededBy = notices.supersededBy.map(VerifyReport.Superseding.init)
        let sector = UInt64(plan.geometry.logicalSectorBytes)
        func ranges(_ set: ExtentSet) -> [[Int]] {
            set.extents.prefix(Self.rangesShown).map { [Int(clamping: $0.offset / sector), Int(clamping: ($0.end - 1) / sector)] }
        }
        self.file = file
        id = record.id
        device = drive.node
        serial = record.facts.media.serial
        deviceSerial = drive.serial
        let matches: Bool? =
            if let signed = record.facts.media.serial, let found = drive.serial { Array(signed.utf8) == Array(found.utf8) } else { nil }
        serialMatches = matches
        keyTrusted = isTrusted
        pattern = plan.patternName
        coverage = plan.coverage
        bytesRead = Int(clamping: comparison.bytesRead)
        excludedSectors = Int(clamping: plan.excludedSectors)
        differingSectors = Int(clamping: comparison.differingSectors)
        differingRanges = ranges(comparison.differing)
        unreadableSectors = Int(clamping: comparison.unreadable.byteCount / sector)
        unreadableRanges = ranges(comparison.unreadable)
        equal = comparison.isEqual && matches != false
    }

    /// What notices say of the certificate, for people.
    static func lines(of notices: NoticeBoard.Answer) -> [String] {
        notices.supersededBy.map { VerifyReport.Superseding($0).sentence }
            + notices.problems.filter { $0.code != .revoked }.map { "\($0.code.rawValue): \($0.message)" }
    }

    func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("certificate", id)
        for notice in supersededBy {
            facts.add(notice.kind, Cell(notice.sentence, tone: notice.kind == LogEntry.Kind.revocation.rawValue ? .bad : .waiting))
        }
        for problem in problems where problem.code != "revoked" {
            facts.add("not valid", Cell("\(problem.code): \(problem.message)", tone: .bad))
        }
        facts.add("drive", device)
        switch serialMatches {
        case true?: facts.add("serial", serial)
        case false?:
            facts.add("serial", Cell("the drive says \(deviceSerial ?? "-"), the certificate \(serial ?? "-"): another drive", tone: .bad))
        case nil: facts.add("serial", Cell("not compared: the drive or the certificate has none", tone: .waiting))
        }
        facts.add("key", keyTrusted ? "trusted" : "not checked: give the keys with --trust")
        facts.add("pattern", pattern)
        facts.add("read", "\(Quantity.bytes(bytesRead)) (\(coverage))")
        if excludedSectors > 0 { facts.add("left out", "\(excludedSectors) sectors that the certificate lists as unwritten or unreadable") }
        if unreadableSectors > 0 { facts.add("unreadable", Cell(Self.list(unreadableRanges, unreadableSectors), tone: .bad)) }
        if differingSectors > 0 { facts.add("different", Cell(Self.list(differingRanges, differingSectors), tone: .bad)) }
        facts.add("result", equal ? Cell("equal", tone: .good) : Cell("NOT EQUAL", tone: .bad))
        return facts.text(layout)
    }

    private static func list(_ ranges: [[Int]], _ sectors: Int) -> String {
        let names = ranges.map { $0[0] == $0[1] ? "\($0[0])" : "\($0[0])–\($0[1])" }
        return "\(Quantity.count(sectors, "sector", "sectors")), LBA " + names.joined(separator: ", ")
            + (ranges.count == rangesShown ? ", …" : "")
    }
}
