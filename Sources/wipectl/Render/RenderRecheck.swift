// What `wipectl certificate recheck` says of a certificate and a drive.

import WipeAPI
import WipeAudit
import WipeCertificate

extension RecheckReport {
    /// The answer first that everything else hangs on: what has become of the certificate.
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
        if let expectedContents {
            let isSame = contents == expectedContents
            facts.add("contents", Cell("\(contents ?? "-"), by the certificate \(expectedContents)", tone: isSame ? .plain : .bad))
        }
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
