// Names of device nodes (`/dev/sdb`), in which a number or a letter more is another drive.

/// The node of a drive, without its folder.
struct NodeName {
    private let name: [UInt8]
    private let reading: PlainReading

    init(_ node: String) {
        name = Array((node.split(separator: "/").last.map(String.init) ?? node).lowercased().utf8)
        reading = PlainReading(String(decoding: name, as: UTF8.self))
    }

    /// Whether somebody who wrote this may have meant the node: any of its words is the node, one of its partitions or its controller, or looks
    /// like the node to a tired eye. `/dev/loop7` is not `/dev/loop71`, and `/dev/sda` not `/dev/sdab`.
    func isNear(_ written: String) -> Bool {
        let words = written.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map { String($0) }
        let joined = PlainReading(written).letters
        if joined == reading.letters || joined == PlainReading("dev").letters + reading.letters { return true }
        return words.contains { word in
            let letters = Array(word.lowercased().utf8)
            return PlainReading(word) == reading || isPartition(letters) || isBeginning(letters)
        }
    }

    /// `sdb1` of `sdb`, `nvme0n1p2` of `nvme0n1`.
    private func isPartition(_ word: [UInt8]) -> Bool {
        guard word.count > name.count, word.starts(with: name), let last = name.last else { return false }
        var rest = word.dropFirst(name.count)
        if Self.isDigit(last) {
            guard rest.first == UInt8(ascii: "p") else { return false }
            rest = rest.dropFirst()
        }
        return rest.allSatisfy(Self.isDigit)
    }

    /// What was cut off, or left its star behind: `nvme0` of `nvme0n1`, `sd` of all `sda`. A whole name of another node is none: `loop7` of `loop71`,
    /// `sda` of `sdab`.
    private func isBeginning(_ word: [UInt8]) -> Bool {
        guard word.count >= 2, word.count < name.count, name.starts(with: word), let last = word.last else { return false }
        if Self.isDigit(last), Self.isDigit(name[word.count]) { return false }
        let isLettered = ["sd", "hd", "vd", "xvd"].contains { word.starts(with: Array($0.utf8)) && word.count > $0.utf8.count }
        return !isLettered || Self.isDigit(last) || Self.isDigit(name[word.count])
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
