// Goal: an answer of the process that parsed a stranger's bytes is taken whole as our own code writes it, or not at all.
// Method: answers there and back; each way of being wrong; seeded changes of a sound one.

import Mutation
import Testing
import WipeContents
import WipeCore

@Suite struct LookAnswerTests {
    private static let sound = LookAnswer(
        walls: [.landlock, .seccomp],
        contents: [
            Content(kind: .partitionTable, type: "gpt", uuid: "u-1", offsetBytes: 0),
            Content(kind: .partition, type: "0x83", label: "première", uuid: "u-2", node: "3", offsetBytes: 1 << 20, sizeBytes: 1 << 30),
            Content(kind: .raid, type: "LVM2_member", node: "0", offsetBytes: .max, sizeBytes: 0, group: "vg"),
        ],
        problems: ["no time left for the partitions", "a partition at byte 1 ends past the media"])

    @Test func itComesBackAsItWent() {
        #expect(LookAnswer(parsing: Self.sound.bytes) == Self.sound)
        let empty = LookAnswer(walls: [])
        #expect(LookAnswer(parsing: empty.bytes) == empty)
    }

    @Test func aLookIsAskedForAsItIsUnderstood() {
        let request = LookRequest(
            capacityBytes: .max, milliseconds: 20_000,
            partitions: [.init(offsetBytes: 512, sizeBytes: 1024, descriptor: 3), .init(offsetBytes: 0, sizeBytes: .max)])
        #expect(LookRequest(arguments: request.arguments) == request && request.descriptorsCount == 4)
        for wrong in [
            [], ["1"], ["-1", "1"], ["1", "x"], ["1", "1", "1:2"], ["1", "1", "1:2:2"], ["1", "1", "1:2:999"], ["1", "1", "1:2:3:4"],
        ] {
            #expect(LookRequest(arguments: wrong) == nil, "\(wrong)")
        }
    }

    private static let head = "wiped-look 1\nwalls\t3\n"
    private static func content(
        _ kind: String = "other", _ type: String = "t", label: String = "", node: String = "", offset: String = "0", size: String = ""
    ) -> String { head + "content\t\(kind)\t\(type)\t\(label)\t\t\(node)\t\(offset)\t\(size)\t\nend\n" }

    @Test func theFormOfTheseTestsIsRight() { #expect(LookAnswer(parsing: Array(Self.content().utf8))?.contents.count == 1) }

    @Test(arguments: [
        "", "\n", "end\n", head, head + "end", head + "end\n\n", head + "end\nend\n", "wiped-look 2\nwalls\t3\nend\n",
        "wiped-look 1\nend\n",
        "wiped-look 1\nwalls\t4\nend\n", "wiped-look 1\nwalls\t-1\nend\n", "wiped-look 1\nwalls\t03\nend\n", "wiped-look 1\nwalls\nend\n",
        head + "\nend\n", head + "news\tx\nend\n", head + "problem\nend\n", head + "problem\t\nend\n", head + "problem\ta\tb\nend\n",
        head + "problem\ta\u{1B}[2J\nend\n", head + "problem\ta\u{202E}\nend\n", head + "problem\t a\nend\n",
        head + "problem\ta\ncontent\tother\tt\t\t\t\t0\t\t\nend\n", content("else"), content("other", ""), content(label: "\r"),
        content(label: String(repeating: "x", count: 257)), content(node: "x"), content(node: "255"), content(node: "00"),
        content(offset: ""), content(offset: "-1"), content(offset: "+1"), content(offset: "18446744073709551616"), content(size: "1.0"),
        content().replacing("\t\nend", with: "\nend"), content().replacing("\t\nend", with: "\t\t\nend"),
    ]) func whatIsWrittenInAnyOtherWayIsNoAnswer(_ text: String) {
        #expect(LookAnswer(parsing: Array(text.utf8)) == nil)
    }

    @Test func bytesThatAreNoTextAreNoAnswer() {
        let bytes = Array(Self.head.utf8) + Array("problem\t".utf8) + [0xFF, 0x0A] + Array("end\n".utf8)
        #expect(LookAnswer(parsing: bytes) == nil)
    }

    @Test func moreThanALookSaysIsNoAnswer() {
        let content = Content(kind: .other, type: "t", offsetBytes: 0)
        let many = LookAnswer(walls: [], contents: Array(repeating: content, count: LookAnswer.contentsMax))
        #expect(LookAnswer(parsing: many.bytes) == many)
        let more = LookAnswer(walls: [], contents: Array(repeating: content, count: LookAnswer.contentsMax + 1))
        #expect(LookAnswer(parsing: more.bytes) == nil)
        #expect(LookAnswer(parsing: LookAnswer(walls: [], problems: Array(repeating: "p", count: LookAnswer.problemsMax + 1)).bytes) == nil)
    }

    @Test func noChangeOfASoundAnswerIsTakenForSomethingThatItIsNot() {
        var mutator = Mutator(seed: 8, words: ["\t", "\n", "content", "problem", "end"])
        for _ in 0..<20_000 {
            let bytes = mutator.changed(Self.sound.bytes)
            // What is understood is written just so: there is one way to say each thing.
            if let answer = LookAnswer(parsing: bytes) { #expect(answer.bytes == bytes) }
        }
    }
}
