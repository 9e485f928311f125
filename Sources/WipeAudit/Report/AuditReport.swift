// What an audit says of an archive.

package import WipeAPI
import WipeCertificate

/// What an audit came to.
package struct AuditReport: Codable, Hashable, Sendable {
    /// Something that is wrong, and with what.
    package struct Finding: Codable, Hashable, Sendable {
        package var code: String
        package var subject: String
        package var message: String
    }
    /// The head of the log that was read.
    package struct Head: Codable, Hashable, Sendable {
        package var origin: String
        package var size: Int
        package var rootHash: String
    }
    package var directory: String
    /// Whether it was asked who signed.
    package var trusted: Bool
    /// Records about real drives, notices among them.
    package var records: Int
    /// Records of simulations.
    package var simulations: Int
    /// By what they came to; nil where only the log was looked at.
    @Nullable package var counts: OutcomeCounts?
    /// Files of documents that are not valid; what stands against each is among the findings.
    package var notValid: [String]
    /// What is worth a word and no finding.
    package var notes: [String]
    /// Records that a valid correction or revocation is about.
    package var superseded: [String]
    /// In the folders, and not read: left by other programs.
    package var passedOver: [String] = []
    /// Numbers of jobs that were still open.
    package var open: [Int]
    /// Records that an export leaves out on purpose: they are in the log, and were not checked. nil where there are none.
    @Nullable package var outsideFilter: OutsideFilter?
    @Nullable package var log: Head?
    package var findings: [Finding]

    /// What the filter of an export explains.
    package struct OutsideFilter: Codable, Hashable, Sendable {
        /// One record that was left out.
        package struct Entry: Codable, Hashable, Sendable {
            package var record: Int
            package var id: String
            package var kind: String
        }
        /// As options of `wipectl certificate export`.
        package var filter: String
        package var entries: [Entry]

        init?(_ filter: ExportFilter, _ entries: [LogEntry]) {
            guard !entries.isEmpty else { return nil }
            self.filter = filter.words
            self.entries = entries.map { .init(record: $0.record, id: $0.id, kind: $0.kind.rawValue) }
        }
    }
}
