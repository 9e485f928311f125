// Goal: a code is its word wherever it is kept, whichever vocabularies make it up. Method: every word of every vocabulary, into JSON and back.

import Foundation
import Testing

@testable import WipeCore

@Suite struct StableCodeTests {
    private func check<Code: StableCode>(_ type: Code.Type) throws {
        let words = type.allCases.map(\.rawValue)
        #expect(Set(words).count == words.count, "\(type) says two things with one word")
        for code in type.allCases {
            #expect(Code(rawValue: code.rawValue) == code)
            let bytes = try JSONEncoder().encode([code])
            #expect(String(bytes: bytes, encoding: .utf8) == "[\"\(code.rawValue)\"]")
            #expect(try JSONDecoder().decode([Code].self, from: bytes) == [code])
        }
        #expect(Code(rawValue: "no-such-word") == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Code].self, from: Data(#"["no-such-word"]"#.utf8)) }
    }

    @Test func everyCodeIsKeptAsItsWordAlone() throws {
        try check(RefusalCode.self)
        try check(HoldCode.self)
        try check(DecisionCode.self)
        try check(WaitCode.self)
        try check(StopCode.self)
        try check(HaltCode.self)
        try check(VerdictReason.self)
        try check(PolicyStop.self)
        try check(EndCode.self)
        try check(WithdrawalCode.self)
    }

    @Test func aReasonIsItsWordAndItsSentence() throws {
        let reason = Reason<WithdrawalCode>(.refused(.mounted), "sdb1 is mounted")
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(bytes: try encoder.encode(reason), encoding: .utf8) == #"{"code":"mounted","message":"sdb1 is mounted"}"#)
        #expect(Reason<RefusalCode>(.mounted, "sdb1 is mounted").among(WithdrawalCode.refused) == reason)
    }
}
