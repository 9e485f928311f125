// How Swift values become columns.

import Foundation
import WipeCore

/// Values as JSON text. One encoder serves all rows of a transaction.
struct JSONColumn {
    private let encoder: JSONEncoder

    init() {
        encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
    }

    func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// Many values at once, as one JSON array: several times as fast as one by one.
    static func values<T: Decodable>(_ type: T.Type, _ texts: [String]) throws -> [T] {
        try value([T].self, "[" + texts.joined(separator: ",") + "]")
    }
}

extension String {
    /// The same text as a column to find by. SQLite's interface ends text at a NUL, so that two texts could become one:
    /// the NUL, and the scalar that stands for it, are written in two scalars.
    var findable: String {
        guard unicodeScalars.contains(where: { $0 == "\u{0}" || $0 == "\u{10FFFF}" }) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "\u{0}": text.append(contentsOf: "\u{10FFFF}0".unicodeScalars)
            case "\u{10FFFF}": text.append(contentsOf: "\u{10FFFF}1".unicodeScalars)
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}

extension TagKey {
    /// Its text as a column to find by.
    var findable: String { rawValue.findable }
}
