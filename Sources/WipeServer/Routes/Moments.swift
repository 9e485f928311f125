// Times that clients send.

import Foundation

enum Moments {
    /// Milliseconds since 1970 of an RFC 3339 time in UTC.
    static func wallMilliseconds(_ text: String, of name: String) throws -> Int64 {
        guard let date = try? Date(text, strategy: .iso8601),
            let milliseconds = Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded())
        else { throw Problems.badRequest("time", ["name": name, "text": text]) }
        return milliseconds
    }
}
