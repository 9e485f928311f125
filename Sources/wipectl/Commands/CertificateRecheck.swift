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
            the pattern of the last pass. It shows what the drive holds now, not who wrote it. Exit code 1 where anything differs.
            """)
    @Argument(help: ArgumentHelp("The certificate.", valueName: "file"), completion: .file(extensions: ["json"])) var file: String
    @Argument(help: ArgumentHelp("The drive, /dev/sdb say.", valueName: "devnode"), completion: .file()) var node: String
    @Option(help: ArgumentHelp("Keys that you trust; without them the key is not checked.", valueName: "keys"), completion: .file())
    var trust: String?
    @Flag(help: "Read the whole drive also where the certificate rests on samples.") var whole = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let record = try Self.record(file, ring: trust.map { path throws(Failure) in try VerifyTerms.keys(path) })
        let plan = try RecheckPlan(record, isWhole: whole)
        let drive = try DriveReader(node)
        defer { drive.close() }
        let expected = plan.geometry
        guard drive.capacityBytes == expected.capacityBytes, drive.sectorBytes == expected.logicalSectorBytes else {
            throw Failure(
                code: "size-differs",
                message: "\(node) has \(drive.capacityBytes) bytes in sectors of \(drive.sectorBytes); the certificate is about "
                    + "\(expected.capacityBytes) bytes in sectors of \(expected.logicalSectorBytes): it is another drive", hint: nil)
        }
        let comparison = try Self.compare(plan, drive, session)
        let report = RecheckReport(file, record, drive, plan, comparison, isTrusted: trust != nil)
        try session.print(report) { report.text($0) }
        return report.equal ? .done : .no
    }

    /// A certificate whose signature does not hold says nothing about any drive.
    private static func record(_ file: String, ring: KeyRing?) throws(Failure) -> RecordDocument {
        let bytes = try readFile(file, bytesMax: JSONParser.bytesMax)
        let result = Verifier.verify(bytes: bytes, trust: ring, allowSimulation: true)
        let problem = result.problems.first
        guard result.signature == .valid, result.schema == .valid, problem == nil, ring == nil || result.key == .trusted else {
            throw Failure(
                code: problem?.code.rawValue ?? "not-valid",
                message: "\(file) is not valid: \(problem?.message ?? "its signature does not hold")",
                hint: "wipectl certificate verify says more")
        }
        guard let record = result.record else { throw .cannotRecheck("it is a correction, a revocation or a change of keys") }
        return record
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
        _ file: String, _ record: RecordDocument, _ drive: DriveReader, _ plan: RecheckPlan, _ comparison: Comparison, isTrusted: Bool
    ) {
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

    func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("certificate", id)
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
