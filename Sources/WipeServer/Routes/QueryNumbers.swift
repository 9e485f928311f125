// Numbers in the query of a request.

import Hummingbird

extension Request {
    /// A whole number of the query; nil where it is left out. Throws where it is none, or outside of `range`.
    func number(_ name: String, in range: ClosedRange<Int> = 1...Int.max) throws -> Int? {
        guard let text = uri.queryParameters[Substring(name)] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let places = ["name": name, "least": String(range.lowerBound), "most": String(range.upperBound)]
            throw Problems.badRequest(range.upperBound == Int.max ? "number" : "number-within", places)
        }
        return number
    }
}
