// What was received, as an intake list says it: every serial in it must have a record.

import Foundation
package import WipeFiles

extension Archive {
    /// An intake list. Rows that are rejected are findings of the audit: a serial in one may be missed.
    ///
    /// - Parameter otherNames: how whoever asks gives columns other names, for the hint where the list is not understood.
    package static func intake(_ path: String, _ columns: IntakeColumns, otherNames: String) throws(AuditFailure) -> IntakeRows {
        let list: IntakeRows
        do throws(FileProblems) { list = try IntakeFile.read(path: path, columns: columns) } catch {
            throw AuditFailure(
                code: .badIntakeList, message: error.problems.map(\.description).joined(separator: "; "),
                hint: access(path, R_OK) == 0 ? "nothing was checked; \(otherNames)" : "nothing was checked")
        }
        guard !list.rows.isEmpty || !list.rejected.isEmpty else {
            throw AuditFailure(code: .badIntakeList, message: "\(path) has no rows", hint: "nothing was compared with it")
        }
        return list
    }
}
