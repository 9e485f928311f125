// Goal: whoever meets a code finds it on one page, and whoever reads the page meets no code that nobody says any more. Method: every vocabulary of the
// source beside the tables of `Codes.md` that explain it, compared both ways; and the sources read as text, so that no vocabulary stays out of this.

import Foundation
import Testing
import WipeAPI
import WipeAudit
import WipeCertificate
import WipeCore

@testable import WipeStation
@testable import wipectl

@Suite struct CodesPageTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized

    /// A closed vocabulary, and the sections of the page whose tables hold all of it and nothing else.
    private struct Vocabulary {
        /// As its declaration names it.
        let name: String
        let sections: Set<String>
        let codes: Set<String>
        /// The cases that are its own, as the source writes them.
        let cases: [String]

        init<Code: RawRepresentable<String> & CaseIterable>(_ type: Code.Type, _ name: String, _ sections: Set<String>) {
            self.name = name
            self.sections = sections
            codes = Set(type.allCases.map(\.rawValue))
            cases = type.allCases.map { "\($0)" }.filter { !$0.contains("(") }
        }
    }

    private static let vocabularies = [
        Vocabulary(RefusalCode.self, "RefusalCode", ["Refusals", "Refused at the open device"]),
        Vocabulary(HoldCode.self, "HoldCode", ["Holds"]),
        Vocabulary(DecisionCode.self, "DecisionCode", ["Refusals", "Refused at the open device", "Holds"]),
        Vocabulary(WaitCode.self, "WaitCode", ["Waiting in the queue"]),
        Vocabulary(StopCode.self, "StopCode", ["Stopping"]),
        Vocabulary(HaltCode.self, "HaltCode", ["Refusals", "Refused at the open device", "Interruptions"]),
        Vocabulary(EndCode.self, "EndCode", ["Verdicts", "Ended early", "Endings"]),
        Vocabulary(VerdictReason.self, "VerdictReason", ["Verdicts"]),
        Vocabulary(PolicyStop.self, "PolicyStop", ["Ended early"]),
        Vocabulary(
            WithdrawalCode.self, "WithdrawalCode", ["Refusals", "Refused at the open device", "Verdicts", "Ended early", "Endings"]),
        Vocabulary(TagConflict.Code.self, "TagConflict.Code", ["Conflicts of asset tags"]),
        Vocabulary(Refused.Code.self, "Refused.Code", ["Refused requests"]),
        Vocabulary(WipeAPI.ProblemCode.self, "WipeAPI.ProblemCode", ["Problems of the server"]),
        Vocabulary(Failure.Code.self, "Failure.Code", ["Failures of wipectl"]),
        Vocabulary(AuditFailure.Code.self, "AuditFailure.Code", ["Failures of the auditor"]),
        Vocabulary(PullAdvice.self, "PullAdvice", ["May it be pulled?"]),
        Vocabulary(WipeCore.TechniqueReason.self, "TechniqueReason", ["What a drive can do by itself"]),
        Vocabulary(WipeCore.HiddenAreaReason.self, "HiddenAreaReason", ["Hidden areas"]),
        Vocabulary(WipeCore.CustodyBreak.self, "CustodyBreak", ["Reading back again"]),
        Vocabulary(Alarm.Code.self, "Alarm.Code", ["Alarms"]),
        Vocabulary(UndoObstacle.self, "UndoObstacle", ["Links that stay"]),
    ]
    /// The codes of records stand in the documentation of their format; a few of them here too, since `bays` says one of them.
    private static let ofRecords = "Notices about a record"

    /// The codes in the first column of every table, by the heading above it.
    private static func tables() throws -> [String: [String]] {
        let page = try String(contentsOf: root.appendingPathComponent("Sources/WipeCore/WipeCore.docc/Codes.md"), encoding: .utf8)
        var found: [String: [String]] = [:]
        var section = ""
        for line in page.components(separatedBy: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            guard line.hasPrefix("| `"), let cell = line.split(separator: "|").first else { continue }
            found[section, default: []] += cell.matches(of: /`([^`]+)`/).map { String($0.1) }
        }
        return found
    }

    @Test func everyCodeStandsOnThePageAndThePageHasNoOther() throws {
        let tables = try Self.tables()
        for vocabulary in Self.vocabularies {
            let listed = vocabulary.sections.flatMap { tables[$0] ?? [] }
            #expect(vocabulary.codes.subtracting(listed) == [], "\(vocabulary.name): not on the page")
            #expect(Set(listed).subtracting(vocabulary.codes) == [], "\(vocabulary.sections): not said by \(vocabulary.name)")
        }
        for (section, listed) in tables { #expect(Set(listed).count == listed.count, "\(section) has a code twice") }
        let known = Self.vocabularies.reduce(into: [Self.ofRecords] as Set) { $0.formUnion($1.sections) }
        #expect(Set(tables.keys) == known)
        #expect(Set(tables[Self.ofRecords] ?? []).isSubset(of: WipeCertificate.ProblemCode.allCases.map(\.rawValue)))
    }

    @Test func aCodeIsOneKebabCaseWord() {
        for vocabulary in Self.vocabularies {
            for code in vocabulary.codes { #expect(code.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(vocabulary.name) \(code)") }
        }
    }

    private static func sources() throws -> [(path: String, text: String)] {
        let folder = root.appendingPathComponent("Sources")
        let walk = try #require(FileManager.default.enumerator(atPath: folder.path))
        return try walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map { path in
            (path, try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8))
        }
    }

    /// Those of `WipeCertificate` are of the record, the log and the keys, and stand on the pages of those.
    @Test func noVocabularyIsLeftOut() throws {
        var declared = 0
        for (path, text) in try Self.sources() where !path.hasPrefix("WipeCertificate/") {
            declared += text.matches(of: /\benum \w*(?:Code: (?:String|JoinedCode)|: String, (?:Stable|Worded)Code)\b/).count
            // A code in quotes where something is refused is in no vocabulary.
            #expect(text.firstMatch(of: /\b(?:Refused|Alarm|Failure|AuditFailure)\(\s*code: "/) == nil, "\(path)")
        }
        #expect(declared == Self.vocabularies.count)
    }

    /// A case that is only ever asked about, or turned into the word of a record, is a code that no person can meet.
    @Test func everyCaseIsSaidSomewhere() throws {
        var said: Set<Substring> = []
        for (path, text) in try Self.sources() where !path.hasSuffix("/Certifier+Reasons.swift") {
            for line in text.split(separator: "\n") {
                let asked = line.firstMatch(of: /^ +case \.[^:]*:/)?.range.upperBound ?? line.startIndex
                said.formUnion(line[asked...].matches(of: /\.([a-z]\w*)/).map(\.1))
            }
        }
        for vocabulary in Self.vocabularies {
            #expect(vocabulary.cases.filter { !said.contains($0[...]) } == [], "\(vocabulary.name)")
        }
    }
}
