// Files with the answers about them, under the keys that follow from those that the reader trusts, and what the notices among them say.

import Foundation
import WipeCertificate

/// Verified files.
struct JudgedFiles: Sendable {
    /// In the order of the files.
    let answers: [Result<VerifyResult, AuditFailure>]
    /// What the notices among all of them say of each.
    let board: NoticeBoard
    /// The keys that were trusted at last.
    let trust: KeyRing?

    /// Reads and verifies `files`, and `beside` them what else there is to know. Where a rotation among them gives the reader another key,
    /// those are verified once more for which it may make a difference.
    ///
    /// - Parameter unread: files that are there and cannot be read, with the reason. Their answers come after those of `files`: what has the name
    ///   of a notice speaks against its record also so.
    init(_ files: [String], beside: [String] = [], unread: [(file: String, why: AuditFailure)] = [], _ terms: VerifyTerms) async throws {
        let all = files + beside
        func verify(_ files: [String], _ terms: VerifyTerms) async throws -> [Result<VerifyResult, AuditFailure>] {
            try await onAllProcessors(files) { file in
                Result<VerifyResult, AuditFailure> { () throws(AuditFailure) in try terms.verify(file) }
            }
        }
        var terms = terms
        var answers = try await verify(all, terms)
        if let ring = terms.trust {
            let rotations = answers.compactMap { try? $0.get().signedRotation }
            let following = ring.following(rotations)
            if following != ring {
                terms.trust = following
                // Before the first of them nothing changes for what was trusted already; but of a head that a retired log key signed it is said.
                let start = rotations.contains { $0.rotation.role == .log } ? nil : rotations.map(\.startsAt).min()
                let open = answers.indices.filter { (try? answers[$0].get()).map { $0.restsOnKeys(after: start) } ?? false }
                for (index, answer) in zip(open, try await verify(open.map { all[$0] }, terms)) { answers[index] = answer }
            }
        }
        board = NoticeBoard(
            zip(all, answers).map { ($0, try? $1.get()) } + unread.map { ($0.file, nil) }, isKeyed: terms.trust != nil,
            isStrict: terms.logPolicy != nil)
        trust = terms.trust
        self.answers = answers.prefix(files.count) + unread.map { .failure($0.why) }
    }

    /// The notices that lie beside `files`, by their own names: which record one is about it says itself, so that a record under another name
    /// is found too. Where a file is a link, those that lie beside what it leads to are looked at as well.
    static func notices(beside files: [String]) -> [String] {
        var folders: [String: String] = [:]
        var seen = Set(files.map { LinkedFile.resolved($0, &folders) })
        let places = Set(files.flatMap(LinkedFile.places).map(LinkedFile.folder)).sorted()
        return places.flatMap { folder in
            let names = FolderListing(folder.isEmpty ? "." : folder)?.names ?? []
            return names.filter { PublishedName.isNotice($0) && !$0.hasPrefix(".") }.map { folder + $0 }.sorted()
        }.filter { seen.insert(LinkedFile.resolved($0, &folders)).inserted }
    }
}

extension VerifyResult {
    /// Whether another set of keys may change the answer: it is not trusted whole, or was signed when keys changed.
    fileprivate func restsOnKeys(after start: UTCTime?) -> Bool {
        guard key == .trusted, log == .included, let created, let start else { return true }
        return max(created, summary.validFrom ?? created) >= start
    }
}
