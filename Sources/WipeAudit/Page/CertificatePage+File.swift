// From the file of a record to its page: what has one, and whether the record on it is good.

import WipeCertificate

extension CertificatePage {
    /// The page of the record in a file, with the notices that lie beside it.
    ///
    /// - Throws: where the file is no record of this format.
    package init(file: String, _ terms: VerifyTerms) async throws {
        var terms = terms
        terms.keepsRecords = true
        let judged = try await JudgedFiles([file], beside: JudgedFiles.notices(beside: [file]), terms)
        guard let result = try judged.answers.first?.get() else { throw AuditFailure.unreadable(file, "it was not looked at") }
        guard result.schema == .valid, let record = result.record, let digest = result.summary.entry?.digest else {
            let problem = result.schema == .valid ? nil : result.problems.first { $0.code == .notJSON } ?? result.problems.last
            let why = problem?.message ?? "it is a correction, a revocation or a change of keys, and those have no page"
            throw AuditFailure.notValid(problem, "\(file) is no record of this format: \(why)")
        }
        self.init(
            record: record, digest: digest, result: result, isChecked: terms.trust != nil, notices: judged.board.answer(about: result))
    }

    /// Whether the record is valid and counts, as far as it was checked, and no notice about it is in doubt.
    package var isGood: Bool { (isChecked ? result.valid : !isBroken) && notices.problems.isEmpty }
}
