// Goal: every code that a scanner types is one code, however it ends it, and nothing that a label may hold does anything else. Method: bytes with the
// times at which they come; the reader on pipes.

import Foundation
import Testing

@testable import wipectl

@Suite struct CodeAssemblerTests {
    /// Bytes at their times, and what had been said by each.
    private struct Typing {
        var assembler: CodeAssembler = {
            var assembler = CodeAssembler()
            assembler.awaited = ["A1", "E1", "E12", "S2", "S3"]
            return assembler
        }()
        var now: Int64 = 1000
        var codes: [CodeAssembler.Code] = []
        mutating func type(_ text: String, every milliseconds: Int64 = 2) {
            for byte in text.utf8 {
                now += milliseconds
                codes += assembler.take([byte], at: now)
                if let next = assembler.nextPause, next <= now { codes += [assembler.pause(at: now)].compactMap { $0 } }
            }
        }
        mutating func wait(_ milliseconds: Int64) {
            let until = now + milliseconds
            while now < until {
                now += 10
                codes += [assembler.pause(at: now)].compactMap { $0 }
            }
        }
    }

    @Test(arguments: ["\r", "\n", "\r\n", "\t", "\t\r\n", ""]) func aCodeEndsHoweverTheScannerEndsIt(_ end: String) {
        var typing = Typing()
        for code in ["A1", "opeq-12", "ZN1ABCDE"] {
            typing.type(code + end)
            typing.wait(600)
        }
        #expect(typing.codes == [.text("A1"), .text("opeq-12"), .text("ZN1ABCDE")])
    }

    /// A person ends it with Enter, and takes all the time that it takes.
    @Test func aPersonTypesSlowly() {
        var typing = Typing()
        typing.type("A1", every: 180)
        typing.wait(5000)
        #expect(typing.codes.isEmpty)
        typing.type("2\r", every: 400)
        #expect(typing.codes == [.text("A12")])
    }

    /// A scanner that ends its codes with a key stops in the middle of one: the half is no tag.
    @Test func halfACodeIsNone() {
        var typing = Typing()
        typing.type("A1\r")
        typing.type("OPEQ-2026")
        typing.wait(200)
        #expect(typing.codes == [.text("A1")])
        typing.type("-018842\r")
        #expect(typing.codes.last == .text("OPEQ-2026-018842"))
        typing.type("OPEQ-2026")
        typing.wait(1000)
        #expect(typing.codes.last == .endless && typing.codes.count == 3)
        typing.wait(1000)
        typing.type("A1")
        typing.wait(1000)
        #expect(typing.codes == [.text("A1"), .text("OPEQ-2026-018842"), .endless, .endless])
    }

    /// Two labels whose ends did not come are not one long label.
    @Test func twoCodesAreNeverGluedTogether() {
        var typing = Typing()
        typing.type("A1\r")
        typing.type("T-1001")
        typing.wait(400)
        typing.type("T-1002\r")
        #expect(typing.codes == [.text("A1"), .unreadable])
        typing.type("T-1002\r")
        #expect(typing.codes.last == .text("T-1002"))
    }

    /// The first code was ended by the pause before its key came: the next one is not.
    @Test func aLateKeyIsLearnt() {
        var typing = Typing()
        typing.type("A1")
        typing.wait(600)
        typing.type("\r")
        typing.type("OPEQ")
        typing.wait(200)
        #expect(typing.codes == [.text("A1")])
        typing.wait(400)
        #expect(typing.codes == [.text("A1"), .endless])
    }

    /// A person has shown that codes end with a key here.
    @Test func aScannerThatStopsForAMomentIsWaitedFor() {
        var typing = Typing()
        typing.type("S2\r", every: 200)
        typing.type("T1")
        typing.wait(150)
        typing.type("-0042\r")
        #expect(typing.codes == [.text("S2"), .text("T1-0042")])
        // Nobody has shown anything yet, and what came is a bay as well.
        typing = Typing()
        typing.type("E1")
        typing.wait(100)
        typing.type("2\r")
        #expect(typing.codes == [.text("E12")])
    }

    /// The rest of a code that was refused is no code, until a key or a silence has ended it.
    @Test func theRestOfARefusedCodeIsNone() {
        var typing = Typing()
        typing.type("S2\r")
        typing.type("T1")
        typing.wait(800)
        typing.type("0099\r")
        #expect(typing.codes == [.text("S2"), .endless])
        typing.type("T-7\r")
        #expect(typing.codes.last == .text("T-7"))
        typing.type("T1")
        typing.wait(1100)
        typing.type("T-8\r")
        #expect(Array(typing.codes.dropFirst(3)) == [.endless, .text("T-8")])
        // Given up by whoever waits for it, in its middle.
        typing.type("T-9")
        typing.assembler.forget()
        typing.type("-1\rT-10\r")
        #expect(Array(typing.codes.dropFirst(5)) == [.text("T-10")])
    }

    /// Without a key two characters are a code only where they are a bay that is awaited.
    @Test func whatIsShortIsNoCodeWithoutAKey() {
        var typing = Typing()
        typing.type("T1")
        typing.wait(600)
        #expect(typing.codes == [.endless])
        typing.wait(1000)
        typing.assembler.awaited = []
        typing.type("A1")
        typing.wait(600)
        #expect(typing.codes == [.endless, .endless])
    }

    /// A character that was left lying, and a whole code behind it.
    @Test func aCodeBehindALostCharacterIsUnreadable() {
        var typing = Typing()
        typing.type("T")
        typing.wait(3000)
        typing.type("T-1001\r")
        #expect(typing.codes == [.unreadable])
    }

    /// A scanner without an end key, while the daemon was slow: `T-9`, and `S8` one and a half seconds later, read together.
    @Test func whatCameUnseenIsUnreadableWithoutKeys() {
        var typing = Typing()
        typing.type("S3")
        typing.wait(600)
        typing.now += 3000
        typing.codes += typing.assembler.take(Array("T-9S8".utf8), at: typing.now, unseen: 3000)
        typing.wait(600)
        #expect(typing.codes == [.text("S3"), .unreadable])
        // Where keys stand between them they are told apart, also unseen.
        typing = Typing()
        typing.codes += typing.assembler.take(Array("A1\rT-9\r".utf8), at: typing.now, unseen: 300)
        #expect(typing.codes == [.text("A1"), .text("T-9")])
    }

    /// Two scanners, or one whose first key was lost: `T-9`, then `S8` with its key, both while nobody looked.
    @Test func aKeyBehindTheSecondOfTwoUnseenCodesDoesNotMakeOneOfThem() {
        var typing = Typing()
        typing.codes += typing.assembler.take(Array("T-9S8\r".utf8), at: typing.now, unseen: 1500)
        #expect(typing.codes == [.unreadable])
        // From then on it is known that codes end with a key here.
        typing.now += 3000
        typing.codes += typing.assembler.take(Array("T-9\rS8\r".utf8), at: typing.now, unseen: 3000)
        #expect(typing.codes == [.unreadable, .text("T-9"), .text("S8")])
        // What was seen to begin, and goes on after a time in which nobody looked.
        typing = Typing()
        typing.type("T-9")
        typing.now += 300
        typing.codes += typing.assembler.take(Array("S8\r".utf8), at: typing.now, unseen: 280)
        #expect(typing.codes == [.unreadable])
    }

    /// Keys that interrupt, suspend, quit or end a program elsewhere, and stop or start its output.
    @Test(arguments: [0x00, 0x03, 0x04, 0x11, 0x13, 0x15, 0x1A, 0x1C, 0x1D, 0x7F] as [UInt8]) func aKeyThatIsNoLetterDoesNothing(
        _ key: UInt8
    ) {
        let text = String(decoding: [key], as: UTF8.self)
        var typing = Typing()
        typing.type("A" + text + "1\r")
        #expect(typing.codes == [.text("A1")])
        typing.type(text)
        typing.wait(600)
        #expect(typing.codes == [.text("A1"), .strayKey])
        typing.type("A2\r")
        #expect(typing.codes.last == .text("A2"))
    }

    /// What moves cursors is thrown away with what belongs to it; a code that has lost characters by that is not guessed at.
    @Test(arguments: ["\u{1B}", "\u{1B}[A", "\u{1B}OP", "\u{1B}[21~", "\u{1B}[1;5C", "\u{1B}x"]) func anEscapeDoesNothing(
        _ sequence: String
    ) {
        var typing = Typing()
        typing.type(sequence)
        typing.wait(600)
        #expect(typing.codes == [.strayKey])
        typing.type("A1\r")
        #expect(typing.codes.last == .text("A1"))
        typing.type(sequence + "OPEQ-1\r")
        #expect(typing.codes.last == .unreadable)
        typing.type("OPEQ" + sequence + "-1\r")
        #expect(typing.codes.count == 4 && typing.codes.last == .unreadable)
        typing.type("A2\r")
        #expect(typing.codes.last == .text("A2"))
    }

    @Test func codesAreWholeBoundedAndUTF8() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let bytes =
            Array("A1\r\n\n  T-1 \rA2\tÉ-1\n".utf8) + [0xC3, 0x28, 0x0A] + [UInt8](repeating: 0x41, count: 5000) + Array("\nA3".utf8)
        _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        defer { close(ends[0]) }
        var reader = CodeReader(descriptor: ends[0])
        let events = (0..<9).map { _ in reader.next(milliseconds: 5000) }
        #expect(
            events == [
                .code(.text("A1")), .code(.text("T-1")), .code(.text("A2")), .code(.text("É-1")), .code(.unreadable), .code(.unreadable),
                .code(.text("A3")), .end, .end,
            ])
    }

    @Test func aSilentScannerIsQuietNotEnded() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        var reader = CodeReader(descriptor: ends[0])
        reader.awaited = ["A1"]
        #expect(reader.next(milliseconds: 1) == .quiet)
        // Without anything at its end, as the pause behind it says.
        let typist = ends[1]
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.2)
            _ = write(typist, "A1", 2)
        }
        #expect(reader.next(milliseconds: 5000) == .code(.text("A1")))
        // Nobody read while these came.
        for code in ["T-9", "S8"] {
            _ = write(typist, code, code.utf8.count)
            Thread.sleep(forTimeInterval: 0.1)
        }
        #expect(reader.next(milliseconds: 5000) == .code(.unreadable))
    }

    @Test func itEndsWhereSomebodySaysSo() throws {
        var (ends, ending): ([Int32], [Int32]) = ([0, 0], [0, 0])
        try #require(pipe(&ends) == 0 && pipe(&ending) == 0)
        defer { (ends + ending).forEach { close($0) } }
        var reader = CodeReader(descriptor: ends[0], ending: ending[0])
        _ = write(ending[1], "x", 1)
        #expect(reader.next(milliseconds: 5000) == .end)
    }
}
