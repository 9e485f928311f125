// Goal: the rooms of WipeCore stand in one order, and no room knows one above it. Method: the sources are read as text: what a folder declares
// at its outermost level, and which folder uses the name. The same reading finds a violation that is planted.

import Foundation
import Testing

@Suite struct CoreRoomTests {
    /// From below to above: each room may use what is declared in itself and in the rooms before it.
    private static let order = [
        "Values", "Reasons", "Media", "Firmware", "People", "Rules", "Policy", "Plan", "Device", "Run", "Job", "Tags", "Decide", "Station",
    ]

    private struct File {
        var room: String
        var name: String
        var code: String
    }

    @Test func noRoomOfTheCoreKnowsOneAboveIt() {
        let files = Self.files()
        #expect(files.count > 70 && Set(files.map(\.room)) == Set(Self.order))
        let found = Self.violations(in: files)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func aNameFromAboveIsFound() {
        var files = Self.files()
        files.append(File(room: "Values", name: "Planted.swift", code: Self.code("struct Planted { var rules: StationRules? }")))
        #expect(Self.violations(in: files) == ["Values/Planted.swift uses StationRules of Rules, a room above it"])
        files[files.count - 1].code = Self.code("/// Beside a `StationRules`.\nstruct Planted { var text = \"StationRules\" }")
        #expect(Self.violations(in: files).isEmpty)
    }

    private static func files() -> [File] {
        SourceFile.all(in: "Sources/WipeCore").map { source in
            let parts = source.path.split(separator: "/").dropFirst(2).map(String.init)
            return File(room: parts.count == 2 ? parts[0] : "", name: parts.last ?? "", code: code(source.text))
        }
    }

    /// Without comments and texts.
    private static func code(_ text: String) -> String {
        text.replacing(/\/\/[^\n]*/, with: "").replacing(/"(?:\\.|[^"\\\n])*"/, with: "\"\"")
    }

    private static func violations(in files: [File]) -> [String] {
        var home: [Substring: String] = [:]
        let declaration = /(?m)^(?:public |package |indirect |final )*(?:struct|enum|class|protocol|actor|typealias|func) (\w+)/
        for file in files { for match in file.code.matches(of: declaration) { home[match.1] = file.room } }
        func level(_ room: String) -> Int { order.firstIndex(of: room) ?? order.count }
        var found: [String] = []
        for file in files {
            let names = Set(file.code.split { !($0.isLetter || $0.isNumber || $0 == "_") })
            for name in names.sorted() {
                guard let room = home[name], level(room) > level(file.room) else { continue }
                found.append("\(file.room)/\(file.name) uses \(name) of \(room), a room above it")
            }
        }
        return found
    }
}
