// How many records came to what: the last thing that `verify` and `audit` say, and what `--require` judges by.

import ArgumentParser
import WipeCertificate

/// Each document is counted once.
struct OutcomeCounts: Codable, Hashable, Sendable {
    /// Valid records of real drives.
    var cleared = 0
    var withExceptions = 0
    var failed = 0
    /// Valid records that the station has taken back.
    var revoked = 0
    /// Valid records of no real drive.
    var simulations = 0
    /// Documents that something stands against.
    var notValid = 0
    /// Documents that ought to be there: in `verify` files that were named, in `audit` entries of the log.
    var missing = 0
    /// Valid corrections, revocations and rotations.
    var notices = 0

    mutating func add(_ standing: Standing) {
        switch standing {
        case .cleared: cleared += 1
        case .withExceptions: withExceptions += 1
        case .notSanitized: failed += 1
        case .revoked: revoked += 1
        case .simulation: simulations += 1
        case .notice: notices += 1
        case .notValid: notValid += 1
        }
    }

    /// Certificates of real drives that count.
    var sanitized: Int { cleared + withExceptions }
    /// Everything that is no such certificate, notices left out.
    var others: Int { failed + revoked + simulations + notValid + missing }

    /// One line for each, those of the requirement's own kind first.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [.init("RECORDS"), .init("COUNT", right: true)])
        let rows: [(String, Int, Tone)] = [
            ("cleared", cleared, .good), ("with exceptions", withExceptions, .waiting), ("failed (not sanitized)", failed, .bad),
            ("revoked", revoked, .bad), ("simulations", simulations, .plain), ("not valid", notValid, .bad), ("missing", missing, .bad),
            ("notices", notices, .plain),
        ]
        for (name, count, tone) in rows {
            table.add([Cell(name, tone: count > 0 ? tone : .plain), Cell(String(count), tone: count > 0 ? tone : .plain)])
        }
        return table.text(layout, whenEmpty: "")
    }
}

/// Counts documents as they come: a copy of one that was counted is none.
struct CountedDocuments {
    var counts = OutcomeCounts()
    private var digests: Set<String> = []

    mutating func add(_ standing: Standing, _ result: VerifyResult?) {
        if let digest = result?.summary.entry?.digest, !digests.insert(digest).inserted { return }
        counts.add(standing)
    }
}

/// What every record has to be.
enum Requirement: String, ExpressibleByArgument, CaseIterable, Sendable {
    case sanitized

    static let help = ArgumentHelp(
        "sanitized: exit code 1 unless every record is a valid certificate of a real drive that nobody has taken back.", valueName: "what")

    /// Whether it is met; says so where it is not.
    func isMet(_ counts: OutcomeCounts, _ session: Session) -> Bool {
        if counts.others == 0, counts.sanitized > 0 { return true }
        if !session.json {
            let what =
                counts.sanitized + counts.others == 0
                ? "there is no record" : "\(Quantity.count(counts.others, "record is", "records are")) none"
            session.output.complain("--require sanitized asks for certificates of real drives alone: \(what)\n")
        }
        return false
    }
}
