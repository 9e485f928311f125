// What the process that looks at a drive answers. It has parsed a stranger's bytes: whatever comes from it is read as if the stranger had written it.

package import WipeCore

/// The answer, one fact a line, TABs between the fields of a line.
package struct LookAnswer: Equatable, Sendable {
    /// Walls around the look that not every kernel has. The others always stand, or there is no answer.
    package struct Walls: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// No path can be opened.
        package static let landlock = Walls(rawValue: 1)
        /// No call but those that a look needs.
        package static let seccomp = Walls(rawValue: 2)

        /// A stranger's bytes are parsed behind the second one alone: it holds what the first one does too.
        package var mayParse: Bool { contains(.seccomp) }
    }

    package var walls: Walls
    /// `node` is the place of a kernel's partition in the request, as a number.
    package var contents: [Content]
    /// What kept the list from being complete.
    package var problems: [String]

    package init(walls: Walls, contents: [Content] = [], problems: [String] = []) {
        self.walls = walls
        self.contents = contents
        self.problems = problems
    }

    /// More than this is neither said nor believed.
    package static let contentsMax = 2048
    package static let problemsMax = 32

    /// The version of this form: both programs are of one build, or the look fails with a sentence.
    private static let heading = "wiped-look 1"
    private static let ending = "end"

    package var bytes: [UInt8] {
        var lines = [Self.heading, "walls\t\(walls.rawValue)"]
        for content in contents {
            let fields: [String?] = [
                "content", content.kind.rawValue, content.type, content.label, content.uuid, content.node, String(content.offsetBytes),
                content.sizeBytes.map { String($0) }, content.group,
            ]
            lines.append(fields.map { $0 ?? "" }.joined(separator: "\t"))
        }
        lines += problems.map { "problem\t" + $0 } + [Self.ending]
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Nil where anything is not as it is written above: there is no half of an answer.
    package init?(parsing bytes: [UInt8]) {
        guard bytes.last == UInt8(ascii: "\n"), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lines = text.utf8.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String(Substring($0)) }
        }
        guard lines.count >= 3, lines.count <= 3 + Self.contentsMax + Self.problemsMax, lines[0] == [Self.heading],
            lines[lines.count - 1] == [Self.ending], lines[1].count == 2, lines[1][0] == "walls", let walls = Self.number(lines[1][1]),
            walls < 4
        else { return nil }
        self.init(walls: Walls(rawValue: UInt8(walls)))
        for line in lines[2..<(lines.count - 1)] {
            switch line[0] {
            case "content" where problems.isEmpty && contents.count < Self.contentsMax:
                guard let content = Self.content(line) else { return nil }
                contents.append(content)
            case "problem" where line.count == 2 && problems.count < Self.problemsMax:
                guard Self.isClean(line[1]) else { return nil }
                problems.append(line[1])
            default: return nil
            }
        }
    }

    private static func content(_ fields: [String]) -> Content? {
        guard fields.count == 9, let kind = Content.Kind(rawValue: fields[1]), let offset = number(fields[6]),
            !fields[2].isEmpty, fields[2...5].allSatisfy({ $0.isEmpty || isClean($0) }), fields[8].isEmpty || isClean(fields[8])
        else { return nil }
        func optional(_ index: Int) -> String? { fields[index].isEmpty ? nil : fields[index] }
        if let node = optional(5) {
            guard let place = number(node), place < UInt64(LookRequest.partitionsMax) else { return nil }
        }
        if let size = optional(7) { guard number(size) != nil else { return nil } }
        return Content(
            kind: kind, type: fields[2], label: optional(3), uuid: optional(4), node: optional(5), offsetBytes: offset,
            sizeBytes: optional(7).flatMap { number($0) }, group: optional(8))
    }

    /// Digits alone, in the one form that a number has.
    private static func number(_ text: String) -> UInt64? {
        guard let value = UInt64(text), text.utf8.elementsEqual(String(value).utf8) else { return nil }
        return value
    }

    /// The process cleans what it says; what is not clean was not said by our code.
    private static func isClean(_ text: String) -> Bool {
        DeviceText.clean(text).map { $0.utf8.elementsEqual(text.utf8) } ?? false
    }
}
