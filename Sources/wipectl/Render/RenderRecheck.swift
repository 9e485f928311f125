// What `wipectl certificate recheck` says of a certificate and a drive.

import WipeAPI
import WipeAudit
import WipeCertificate
import WipeWords

extension RecheckReport {
    /// The answer first that everything else hangs on: what has become of the certificate.
    func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("certificate", id)
        for notice in supersededBy {
            facts.add(notice.kind, Cell(notice.sentence(layout), tone: notice.kind == LogEntry.Kind.revocation.rawValue ? .bad : .waiting))
        }
        for problem in problems where problem.code != "revoked" {
            facts.add("not valid", Cell(layout.coded(problem, of: [.evidence]), tone: .bad))
        }
        facts.add("drive", device)
        switch serialMatches {
        case true?: facts.add("serial", serial)
        case false?:
            facts.add(
                "serial", Cell(layout.say("another-drive", ["drive": deviceSerial ?? "-", "certificate": serial ?? "-"]), tone: .bad))
        case nil: facts.add("serial", Cell(layout.say("serial-not-compared"), tone: .waiting))
        }
        facts.add("key", layout.say(keyTrusted ? "key-trusted" : "key-not-checked"))
        facts.add("pattern", pattern)
        if let expectedContents {
            let isSame = contents == expectedContents
            facts.add(
                "contents",
                Cell(
                    layout.say(
                        "contents-compared",
                        [
                            "found": contents.map { layout.word($0, of: .contents) } ?? "-",
                            "expected": layout.word(expectedContents, of: .contents),
                        ]), tone: isSame ? .plain : .bad)
            )
        }
        facts.add("read", "\(layout.quantity.bytes(bytesRead)) (\(layout.word(coverage, of: .check)))")
        if excludedSectors > 0 {
            facts.add("left out", layout.say("sectors-excluded", ["sectors": layout.count(excludedSectors, "sector")]))
        }
        if unreadableSectors > 0 { facts.add("unreadable", Cell(Self.list(unreadableRanges, unreadableSectors, layout), tone: .bad)) }
        if differingSectors > 0 { facts.add("different", Cell(Self.list(differingRanges, differingSectors, layout), tone: .bad)) }
        facts.add("result", equal ? Cell(layout.say("equal"), tone: .good) : Cell(layout.say("not-equal"), tone: .bad))
        return facts.text(layout)
    }

    private static func list(_ ranges: [[Int]], _ sectors: Int, _ layout: Layout) -> String {
        let names = ranges.map { $0[0] == $0[1] ? "\($0[0])" : "\($0[0])–\($0[1])" }
        return "\(layout.count(sectors, "sector")), LBA " + names.joined(separator: ", ")
            + (ranges.count == rangesShown ? ", …" : "")
    }
}
