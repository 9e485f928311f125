// Goal: a word list is one list, and a member is one member. Method: every list and every object of the structure in the code is compared with the
// published schema at the same place; the words also with the page that auditors read, and with the golden document, which has to be one of this format.

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

    /// The members that an object may have, and those that it always has.
    private struct Members {
        var all: Set<String>
        var due: Set<String>
    }

    /// Every object of some structures with the path to it: what may be in one of them, and what has to be in each.
    private static func objects(in shapes: [Shape]) -> [[String]: Members] {
        var found: [[String]: Members] = [:]
        func walk(_ shape: Shape, _ path: [String]) {
            switch shape {
            case .orNull(let shape): walk(shape, path)
            case .list(let item, _): walk(item, path + ["[]"])
            case .object(let fields):
                let all = Set(fields.map(\.name))
                let due = Set(fields.filter { if case .always = $0.presence { true } else { false } }.map(\.name))
                let known = found[path]
                found[path] = Members(all: all.union(known?.all ?? []), due: due.intersection(known?.due ?? due))
                for field in fields { walk(field.shape, path + [field.name]) }
            case .text, .flag, .time, .word, .number, .form, .exactly, .range: break
            }
        }
        for shape in shapes { walk(shape, []) }
        return found
    }

    private static let structures: [String: [Shape]] = {
        let proof = Field("proof", DocumentShape.proof, .optional)
        return [
            "sanitization-certificate-1": [.object(RecordDocument.fields + [proof])],
            "sanitization-notice-1": NoticeKind.allCases.map { .object(NoticeShape.fields($0) + [proof]) },
        ]
    }()

    /// A member that the code writes and the schema lacks would make every record invalid to a stranger; no sample need have it.
    @Test(arguments: structures.keys.sorted()) func schemaHasTheMembersOfTheCode(_ name: String) throws {
        let schema = try JSONParser.parse(Array(Data(contentsOf: URL(filePath: SchemaTests.published(name)))))
        let shapes = try #require(Self.structures[name])
        let objects = Self.objects(in: shapes)
        #expect(objects.count > 6)
        for (path, members) in objects {
            let entry = try #require(Self.entry(path, schema, schema), "\(path) is not in the schema")
            guard case .object(let properties)? = entry["properties"] else {
                Issue.record("\(path) is no object in the schema")
                continue
            }
            #expect(Set(properties.map(\.name)) == members.all, "\(path.joined(separator: "."))")
            #expect(Set(entry["required"]?.items?.compactMap(\.text) ?? []) == members.due, "required of \(path.joined(separator: "."))")
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
