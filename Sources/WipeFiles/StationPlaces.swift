// Where in the station file something stands: a sentence about a bay is of use with its line.

import Yams

/// The places of the parts of one station file that was read without problems.
package struct StationPlaces: Sendable {
    /// By path, its parts joined by full stops: `bays.0.match`; the members of lists by their number.
    private let places: [String: YamlPlace]
    private let file: String

    /// The places in `bytes`; a file that cannot be read has none, and everything stands on its first line.
    package init(bytes: [UInt8], name: String) {
        file = name
        var places: [String: YamlPlace] = [:]
        if let yaml = YamlText.compose(bytes, ProblemList(file: name)) { Self.note(yaml.root, [], &places) }
        self.places = places
    }

    /// A sentence at the place of the part that it is about; where that is left out, at what it would be a part of.
    package func problem(at path: [String], _ message: String) -> FileProblem {
        var rest = path
        while !rest.isEmpty {
            if let place = places[rest.joined(separator: ".")] {
                return FileProblem(file: file, line: place.line, column: place.column, message: message)
            }
            rest.removeLast()
        }
        return FileProblem(file: file, line: 1, column: 1, message: message)
    }

    private static func note(_ node: Node, _ path: [String], _ places: inout [String: YamlPlace]) {
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                guard let name = key.scalar?.string else { continue }
                places[(path + [name]).joined(separator: ".")] = place(key)
                note(value, path + [name], &places)
            }
        case .sequence(let sequence):
            for (index, member) in sequence.enumerated() {
                places[(path + [String(index)]).joined(separator: ".")] = place(member)
                note(member, path + [String(index)], &places)
            }
        case .scalar, .alias: break
        }
    }

    private static func place(_ node: Node) -> YamlPlace { YamlPlace(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1) }
}
