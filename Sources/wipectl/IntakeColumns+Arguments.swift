// Names of columns as they stand on the command line.

import ArgumentParser
import Foundation
import WipeFiles

extension IntakeColumns {
    /// Pairs `serial=Drive Serial`; what is not named keeps the name that it has.
    init(pairs: [String]) throws {
        self.init()
        for (key, name) in try Self.named(pairs) { self[key] = name }
        if let twice = repeatedName { throw ValidationError("--column names the column '\(twice)' twice") }
    }

    /// The same as keys and names, in their order.
    static func named(_ pairs: [String]) throws -> [(key: String, name: String)] {
        try pairs.map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard parts.count == 2, keys.contains(parts[0]), !parts[1].isEmpty else {
                throw ValidationError("'\(pair)' is no KEY=NAME; the keys are: \(keys.joined(separator: " "))")
            }
            return (parts[0], parts[1])
        }
    }
}
