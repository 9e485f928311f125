// Goal: whatever keeps wipectl from its answer has a sentence in both languages. Method: every code, of its own and of the auditor, against the table.

import Testing
import WipeAudit
import WipeWords

@testable import wipectl

struct FailureWordTests {
    @Test func everyFailureHasItsSentencesAndNoSentenceIsWithoutAFailure() {
        let said = Set(Failure.Code.allCases.map(\.rawValue)).union(AuditFailure.Code.allCases.map(\.rawValue))
        let worded = Set(Vocabulary.failure.wordings.keys.map { String($0.prefix { $0 != "." }) })
        #expect(said.subtracting(worded).isEmpty, "no sentence for \(said.subtracting(worded).sorted())")
        #expect(worded.subtracting(said).isEmpty, "a sentence that nobody says: \(worded.subtracting(said).sorted())")
    }
}
