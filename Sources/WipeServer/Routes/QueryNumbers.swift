// Numbers in the query of a request.

import Hummingbird

extension Request {
    /// A whole number of the query; nil where it is left out. Throws where it is none, or outside of `range`.
    func number(_ name: String, in range: ClosedRange<Int> = 1...Int.max) throws -> Int? {
        guard let text = uri.queryParameters[Substring(name)] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let expected =
                range.upperBound == Int.max
                ? "a number from \(range.lowerBound) on" : "a number from \(range.lowerBound) to \(range.upperBound)"
            throw Problems.badRequest("\"\(name)\" must be \(expected)")
        }
        return number
    }
}
