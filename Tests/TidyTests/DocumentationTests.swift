// Goal: what the pages say stays true of the code. Method: the pages are read as text: each test that they name exists, each route is described.

import Foundation
import Testing

@Suite struct DocumentationTests {
    private static let root = SourceFile.root

    private static func text(_ path: String) throws -> String { try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) }

    @Test(arguments: ["ThreatModel", "Faults", "Codes", "Safety", "Architecture"]) func everyTestThatAPageNamesExists(_ page: String) throws
    {
        let files = SourceFile.all(in: "Tests").map(\.text)
        let text = try Self.text("Sources/WipeCore/WipeCore.docc/\(page).md")
        let named = text.matches(of: /`([A-Z][A-Za-z]*Tests)(?:\.([A-Za-z0-9]+)(…?))?`/)
        #expect(page == "Codes" || page == "Architecture" || named.count > 15)
        for match in named {
            let suite = String(match.1)
            let home = files.filter { $0.contains("struct \(suite) ") || $0.contains("class \(suite) ") }
            #expect(!home.isEmpty, "\(page).md names \(suite)")
            guard let name = match.2 else { continue }
            let isWhole = match.3?.isEmpty == true
            let found = home.contains { $0.contains("func \(name)" + (isWhole ? "(" : "")) }
            #expect(found, "\(page).md names \(suite).\(name)")
        }
    }

    @Test func everyClaimOfTheThreatModelNamesATest() throws {
        let text = try Self.text("Sources/WipeCore/WipeCore.docc/ThreatModel.md")
        let claims = text.components(separatedBy: "## Claims")[1].components(separatedBy: "\n## ")[0]
        let rows = claims.components(separatedBy: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
        #expect(rows.count >= 20)
        for row in rows { #expect(row.contains("Tests"), "\(row)") }
    }

    @Test func everyRouteIsDescribedAndNoOther() throws {
        let routes = try Self.text("Sources/WipeAPI/Routes.swift")
        var wanted: Set<String> = []
        var methods: [String] = []
        for line in routes.components(separatedBy: "\n") {
            if let match = line.firstMatch(of: /\/\/\/ (GET|POST)\b/) { methods = [match.1.lowercased()] }
            if let match = line.firstMatch(of: /static let \w+ = "(\/v1[^"]*)"/) {
                for method in methods { wanted.insert("\(method) \(match.1)") }
                methods = []
            }
        }
        let page = try Self.text("Sources/WipeAPI/WipeAPI.docc/openapi.yaml")
        var described: Set<String> = []
        var path = ""
        for line in page.components(separatedBy: "\n") {
            if let match = line.firstMatch(of: /^  (\/v1\S*):$/) { path = String(match.1) }
            if let match = line.firstMatch(of: /^    (get|post):$/) { described.insert("\(match.1) \(path)") }
            if line == "components:" { break }
        }
        #expect(wanted.count > 20 && wanted == described, "\(wanted.symmetricDifference(described).sorted())")
    }

    /// Members of each type of the wire, by the name of the type: what stands at this depth, types inside of types left out.
    private static func members(_ text: String, type: Regex<(Substring, Substring)>, member: Regex<(Substring, Substring)>) -> [String: Set<
        String
    >] {
        var found: [String: Set<String>] = [:]
        var current: String?
        for line in text.components(separatedBy: "\n") {
            if let match = line.firstMatch(of: type) { current = String(match.1) }
            if let current, let match = line.firstMatch(of: member) { found[current, default: []].insert(String(match.1)) }
        }
        return found
    }

    @Test func everyMemberOfTheWireIsDescribedAndNoOther() throws {
        let folder = Self.root.appendingPathComponent("Sources/WipeAPI").path
        let sources = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }.sorted()
        let code = try sources.map { try Self.text("Sources/WipeAPI/" + $0) }.joined(separator: "\n")
        let wire = Self.members(
            code, type: /^(?:public |private )?(?:struct|enum|extension) (\w+)/, member: /^    (?:@Nullable )?public var `?(\w+)`?: [^{]*$/)
        let page = try Self.text("Sources/WipeAPI/WipeAPI.docc/openapi.yaml").components(separatedBy: "\n  schemas:\n")[1]
        let described = Self.members(page, type: /^    (\w+):$/, member: /^        (\w+):$/)
        let wanted = wire.filter { $0.key != "Nullable" }
        #expect(wanted.count > 25)
        for name in Set(wanted.keys).union(described.keys).sorted() {
            let (code, page) = (wanted[name] ?? [], described[name] ?? [])
            #expect(code == page, "\(name): \(code.symmetricDifference(page).sorted())")
        }
        for match in try Self.text("Sources/WipeAPI/WipeAPI.docc/openapi.yaml").matches(of: /#\/components\/schemas\/(\w+)/) {
            #expect(described[String(match.1)] != nil, "openapi.yaml has no schema \(match.1)")
        }
    }
}
