// How many records came to what: the last thing that a verification and an audit say, and what a requirement judges by.

import WipeCertificate

/// Each document is counted once.
package struct OutcomeCounts: Codable, Hashable, Sendable {
    /// Valid records of real drives.
    package var cleared = 0
    package var withExceptions = 0
    package var purged = 0
    package var purgedWithExceptions = 0
    package var failed = 0
    /// Valid records that the station has taken back.
    package var revoked = 0
    /// Valid records of no real drive.
    package var simulations = 0
    /// Documents that something stands against.
    package var notValid = 0
    /// Documents that ought to be there: in `verify` files that were named, in `audit` entries of the log.
    package var missing = 0
    /// Valid corrections, revocations and rotations.
    package var notices = 0

    /// None.
    package static let zero = OutcomeCounts()

    mutating func add(_ standing: Standing) {
        switch standing {
        case .cleared: cleared += 1
        case .withExceptions: withExceptions += 1
        case .purged: purged += 1
        case .purgedWithExceptions: purgedWithExceptions += 1
        case .notSanitized: failed += 1
        case .revoked: revoked += 1
        case .simulation: simulations += 1
        case .notice: notices += 1
        case .notValid: notValid += 1
        }
    }

    /// Certificates of real drives that count.
    package var sanitized: Int { cleared + withExceptions + purged + purgedWithExceptions }
    /// Everything that is no such certificate, notices left out.
    package var others: Int { failed + revoked + simulations + notValid + missing }
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
package enum Requirement: String, CaseIterable, Sendable {
    case sanitized

    /// Whether it is met; where there is no record at all it is not.
    package func isMet(_ counts: OutcomeCounts) -> Bool {
        switch self {
        case .sanitized: counts.others == 0 && counts.sanitized > 0
        }
    }
}
