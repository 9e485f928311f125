// Files with the answers about them, under the keys that follow from those that the reader trusts, and what the notices among them say.

import Foundation
import WipeCertificate

/// Verified files.
struct JudgedFiles: Sendable {
    /// In the order of the files.
    let answers: [Result<VerifyResult, Failure>]
    /// What the notices among all of them say of each.
    let board: NoticeBoard
    /// The keys that were trusted at last.
    let trust: KeyRing?

    /// Reads and verifies `files`, and `beside` them what else there is to know. Where a rotation among them gives the reader another key,
    /// all are verified once more.
    init(_ files: [String], beside: [String] = [], _ terms: VerifyTerms) async throws {
        let all = files + beside
        func verify(_ terms: VerifyTerms) async throws -> [Result<VerifyResult, Failure>] {
            try await onAllProcessors(all) { file in Result<VerifyResult, Failure> { () throws(Failure) in try terms.verify(file) } }
        }
        var terms = terms
        var answers = try await verify(terms)
        if let ring = terms.trust {
            let following = ring.following(answers.compactMap { try? $0.get().signedRotation })
            if following != ring {
                terms.trust = following
                answers = try await verify(terms)
            }
        }
        board = NoticeBoard(zip(all, answers).map { ($0, try? $1.get()) }, isKeyed: terms.trust != nil)
        trust = terms.trust
        self.answers = Array(answers.prefix(files.count))
    }

    /// The notices that lie beside `files`, by their own names: which record one is about it says itself, so that a record under another name
    /// is found too.
    static func notices(beside files: [String]) -> [String] {
        let given = Set(files)
        // A folder is what the person wrote up to the last slash: every path beside it is spelled alike.
        return Set(files.map(folder)).sorted().flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
            return names.filter(PublishedName.isNotice).map { folder + $0 }.filter { !given.contains($0) }.sorted()
        }
    }

    private static func folder(_ path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }
}
