// The certificate that a drive is to be compared with, and whether it may be.

package import WipeCertificate

/// A certificate that stands, with what notices beside it say.
package struct RecheckedCertificate: Sendable {
    /// As it was named.
    package let file: String
    package let record: RecordDocument
    package let notices: NoticeBoard.Answer

    /// A certificate whose signature does not hold says nothing about any drive. What notices say of it is for the person to weigh, and the log
    /// is another question than this drive.
    package init(_ file: String, _ terms: VerifyTerms) async throws {
        var terms = terms
        terms.keepsRecords = true
        let judged = try await JudgedFiles([file], beside: JudgedFiles.notices(beside: [file]), terms)
        guard let result = try judged.answers.first?.get() else { throw AuditFailure.unreadable(file, "it was not looked at") }
        let problem = result.problems.first { !$0.code.isAboutTheLog }
        guard result.signature == .valid, result.schema == .valid, problem == nil, terms.trust == nil || result.key == .trusted else {
            throw AuditFailure.notValid(problem, "\(file) is not valid: \(problem?.message ?? "its signature does not hold")")
        }
        guard let record = result.record else {
            throw AuditFailure.cannotRecheck("it is a correction, a revocation or a change of keys")
        }
        self.file = file
        self.record = record
        notices = judged.board.answer(about: result)
    }

    /// What notices say of it, for people.
    package var noticeSentences: [String] {
        notices.supersededBy.map { VerifyReport.Superseding($0).sentence }
            + notices.problems.filter { $0.code != .revoked }.map { "\($0.code.rawValue): \($0.message)" }
    }
}
