// Goal: what somebody types is taken as whole lines, and what is no line is said. Method: pipes with such bytes in them.

import Foundation
import Testing

@testable import wipectl

@Suite struct LineReaderTests {
    @Test func linesAreWholeBoundedAndUTF8() throws {
        let long = [UInt8](repeating: 0x41, count: 5000)
        let bytes = Array("A1\r\n\n  T-1 \rA2\n".utf8) + [0xC3, 0x28, 0x0A] + long + Array("\nA3".utf8)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        var reader = LineReader(descriptor: ends[0])
        let lines = (0..<8).map { _ in reader.next(patienceSeconds: 5) }
        #expect(lines == [.text("A1"), .text("T-1"), .text("A2"), .unreadable, .unreadable, .text("A3"), .end, .end])
    }

    @Test func aSilentPersonIsLateNotEnded() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        var reader = LineReader(descriptor: ends[0])
        #expect(reader.next(patienceSeconds: 0) == .late)
    }
}
