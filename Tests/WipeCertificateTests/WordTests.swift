// Goal: a word list is one list. Method: every list of the structure in the code is compared with the published schema at the same place, with the
// page that auditors read, and with the golden document, which has to be one of this format.

import FoundationEssentials
import Testing

@testable import WipeCertificate

struct WordTests {
    /// The members of an object under their names, the items of a list and what null stands beside: every list of words with the path to it.
    private static func lists(in shape: Shape, _ path: [String] = []) -> [(path: [String], words: [String])] {
        switch shape {
        case .word(let words): return [(path, words)]
        case .orNull(let shape): return lists(in: shape, path)
        case .list(let item, _): return lists(in: item, path + ["[]"])
        case .object(let fields): return fields.flatMap { lists(in: $0.shape, path + [$0.name]) }
        case .text, .flag, .time, .number, .form, .exactly, .range: return []
        }
    }

    /// What the schema says at a path: references are followed, and of several ways the one that is not null.
    private static func entry(_ path: [String], _ node: JSONValue, _ whole: JSONValue) -> JSONValue? {
        if let reference = node["$ref"]?.text, node["properties"] == nil, node["items"] == nil {
            return whole.at("$defs", String(reference.dropFirst("#/$defs/".count))).flatMap { entry(path, $0, whole) }
        }
        if let ways = node["anyOf"]?.items, let way = ways.first(where: { $0["type"] != "null" }) { return entry(path, way, whole) }
        guard let step = path.first else { return node }
        return (step == "[]" ? node["items"] : node.at("properties", step)).flatMap { entry(Array(path.dropFirst()), $0, whole) }
    }

    private static let lists = lists(in: .object(RecordDocument.fields))

    @Test func schemaHasTheListsOfTheCode() throws {
        let schema = try JSONParser.parse(Array(Data(contentsOf: URL(filePath: SchemaTests.schema))))
        #expect(Self.lists.count > 25)
        for (path, words) in Self.lists {
            let entry = try #require(Self.entry(path, schema, schema), "\(path) is not in the schema")
            let listed = entry["enum"]?.items?.compactMap(\.text) ?? [entry["const"]?.text].compactMap { $0 }
            #expect(listed.sorted() == words.sorted(), "\(path.joined(separator: "."))")
        }
    }

    @Test func pageHasEveryWord() throws {
        let page = try String(contentsOfFile: StrangerTests.page, encoding: .utf8)
        for (path, words) in Self.lists {
            for word in words { #expect(page.contains("`\(word)`"), "\(path.joined(separator: ".")): \(word)") }
        }
    }

    @Test func goldenDocumentIsOneOfThisFormat() throws {
        let path = #filePath.replacing("WordTests.swift", with: "Golden/certificate.json")
        #expect(Honesty.judge(try JSONParser.parse(Array(Data(contentsOf: URL(filePath: path))))) == [])
    }
}
