// Goal: what a database of any version holds is read for ever. Method: a line for each stored value, written by the encoder of the version that
// first had it, is decoded and compared with the value. Nothing rewrites a line, UPDATE_GOLDEN least of all: a line that no longer reads is an old
// database that no longer opens. ADD_STORED_VALUES=1 adds the lines of new cases behind the ones that are there.

import Foundation
import Testing

@testable import WipeCore
@testable import WipeStore

@Suite struct StoredValueTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Golden/stored-values"
    private static let note =
        #"{"name":"note","value":"Rows of released databases, as the version that first had them wrote them. No line is ever changed or taken away."}"#

    static func lines(_ file: String) throws -> [String: String] {
        let text = try String(contentsOfFile: "\(folder)/\(file).jsonl", encoding: .utf8)
        let lines = try text.split(separator: "\n").map { (try JSONColumn.value(GoldenName.self, String($0)).name, String($0)) }
        return Dictionary(lines, uniquingKeysWith: { first, _ in first })
    }

    @Test(arguments: StoredValues.files.keys.sorted())
    func everyStoredValueIsReadForEver(_ file: String) throws {
        let values = try #require(StoredValues.files[file])
        if ProcessInfo.processInfo.environment["ADD_STORED_VALUES"] == "1" { try addMissing(values, file) }
        let lines = try Self.lines(file)
        for value in values {
            let line = try #require(lines[value.name], "\(file).jsonl has no line for \(value.name): add it with ADD_STORED_VALUES=1")
            #expect(try value.isValue(line), "\(file) \(value.name)")
        }
        #expect(Set(lines.keys) == Set(values.map(\.name) + ["note"]), "a line of \(file).jsonl is compared with nothing")
        #expect(Set(values.map(\.name)).count == values.count, "two values of \(file) have one name")
    }

    /// The comparison is no empty one: another value's line is not taken for a value.
    @Test func linesOfOtherValuesAreTold() throws {
        for (file, values) in StoredValues.files {
            let lines = try Self.lines(file)
            for (value, other) in zip(values, values.dropFirst()) {
                let line = try #require(lines[other.name])
                #expect((try? value.isValue(line)) != true, "\(file): \(value.name) and \(other.name)")
            }
        }
    }

    /// A folder that holds something else would hold it unread.
    @Test func everyGoldenFileIsRead() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(names.sorted() == StoredValues.files.keys.map { "\($0).jsonl" }.sorted())
    }

    private func addMissing(_ values: [StoredValue], _ file: String) throws {
        let path = "\(Self.folder)/\(file).jsonl"
        var text = FileManager.default.fileExists(atPath: path) ? try String(contentsOfFile: path, encoding: .utf8) : Self.note + "\n"
        let present = Set(try text.split(separator: "\n").map { try JSONColumn.value(GoldenName.self, String($0)).name })
        for value in values where !present.contains(value.name) {
            text += "{\"name\":\(try JSONColumn().text(value.name)),\"value\":\(try value.encoded())}\n"
        }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
