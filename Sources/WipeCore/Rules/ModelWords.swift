// Models as people call them: "Samsung 970 EVO Plus" for "Samsung SSD 970 EVO Plus 1TB". Only ever a reason to hold a drive, never to believe a name.

/// The words of what somebody wrote for a model or a maker.
struct ModelWords {
    private let words: [String]
    /// The makers among them.
    private let makers: Set<String>

    init(_ text: String) {
        (words, makers) = Self.split(text)
    }

    /// Whether a drive with these names may be of the model that is written here: every word of it is one of the drive's, or stands in one and has
    /// letters and digits (`MX500` in `CT500MX500SSD1`); one says which model it is; and where both name their maker, it is the same.
    func mayBeModel(of names: [String]) -> Bool {
        let drive = names.map(Self.split)
        let theirs = Set(drive.flatMap(\.words))
        let theirMakers = drive.reduce(Set<String>()) { $0.union($1.makers) }.union(names.compactMap(Self.maker(ofModel:)))
        guard makers.isEmpty || theirMakers.isEmpty || !makers.isDisjoint(with: theirMakers) else { return false }
        guard words.contains(where: Self.saysWhich) else { return false }
        // Without a maker a single word has to be a whole model's name.
        guard words.count + makers.count >= 2 || words.contains(where: { $0.utf8.count >= 5 && Self.isMixed($0) }) else { return false }
        return words.allSatisfy { word in
            theirs.contains(word) || (word.utf8.count >= 4 && Self.isMixed(word) && theirs.contains { Self.stands(word, in: $0) })
        }
    }

    /// Whether nothing but a maker is written, and the drive is that one's.
    func isMaker(of names: [String]) -> Bool {
        guard words.isEmpty, !makers.isEmpty else { return false }
        let theirs = names.map(Self.split).reduce(Set<String>()) { $0.union($1.makers) }.union(names.compactMap(Self.maker(ofModel:)))
        return !makers.isDisjoint(with: theirs)
    }

    /// What many models are called beside their name.
    private static let common: Set<String> = [
        "SSD", "HDD", "DISK", "DRIVE", "HARD", "SOLID", "STATE", "NVME", "SATA", "SAS", "USB", "PCIE", "M", "INTERNAL", "EXTERNAL",
        "PORTABLE",
        "SERIES", "PRO", "PLUS", "MODEL", "GB", "TB", "INCH",
    ]

    private static func saysWhich(_ word: String) -> Bool { word.utf8.count >= 3 && !common.contains(word) }

    private static func isMixed(_ word: String) -> Bool {
        word.utf8.contains { (0x30...0x39).contains($0) } && word.utf8.contains { (0x41...0x5A).contains($0) }
    }

    /// As a piece of its own: `MX500` in `CT500MX500SSD1`, in which `T500` and `MX50` are none.
    private static func stands(_ word: String, in long: String) -> Bool {
        let (piece, all) = (Array(word.utf8), Array(long.utf8))
        func isOneKind(_ a: UInt8, _ b: UInt8) -> Bool { (0x30...0x39).contains(a) == (0x30...0x39).contains(b) }
        guard let first = piece.first, let last = piece.last, piece.count <= all.count else { return false }
        return (0...all.count - piece.count).contains { start in
            let end = start + piece.count
            return all[start..<end].elementsEqual(piece) && (start == 0 || !isOneKind(all[start - 1], first))
                && (end == all.count || !isOneKind(last, all[end]))
        }
    }

    /// Names of one maker, as people, labels, udev and SCSI's eight letters have them. Source: the model families of smartmontools' drivedb.h
    /// ("Western Digital Blue", "WDC WD10EZEX…"; "Crucial/Micron", "Hitachi/HGST", "Toshiba"/"KIOXIA") and the T10 list of vendor identifications.
    private static let names: [(name: [String], maker: String)] = [
        (["WESTERN", "DIGITAL"], "WD"), (["WDC"], "WD"), (["WD"], "WD"), (["SEAGATE"], "SEAGATE"), (["SAMSUNG"], "SAMSUNG"),
        (["CRUCIAL"], "MICRON"), (["MICRON"], "MICRON"), (["TOSHIBA"], "TOSHIBA"), (["KIOXIA"], "TOSHIBA"), (["HITACHI"], "HGST"),
        (["HGST"], "HGST"), (["INTEL"], "INTEL"), (["SOLIDIGM"], "INTEL"), (["KINGSTON"], "KINGSTON"), (["SANDISK"], "SANDISK"),
        (["SK", "HYNIX"], "HYNIX"), (["HYNIX"], "HYNIX"), (["FUJITSU"], "FUJITSU"), (["MAXTOR"], "MAXTOR"),
    ]

    /// What a model number says of its maker where the name is left out: `ST1000DM010`, `CT500MX500SSD1`, `WD10EZEX`, likewise from drivedb.h.
    private static func maker(ofModel text: String) -> String? {
        let words = split(text).words
        for (letters, maker) in [("ST", "SEAGATE"), ("CT", "MICRON"), ("WD", "WD")] {
            let isIt = words.contains { $0.hasPrefix(letters) && $0.utf8.dropFirst(2).first.map { (0x30...0x39).contains($0) } ?? false }
            if isIt { return maker }
        }
        return nil
    }

    private static func split(_ text: String) -> (words: [String], makers: Set<String>) {
        var rest = text.utf8.split { !isAlphanumeric($0) }.map { DriveLabels.compact(String(decoding: Array($0), as: UTF8.self)) }
        var words: [String] = []
        var makers: Set<String> = []
        while let word = rest.first {
            if let known = names.first(where: { rest.starts(with: $0.name) }) {
                makers.insert(known.maker)
                rest.removeFirst(known.name.count)
            } else {
                words.append(word)
                rest.removeFirst()
            }
        }
        return (words, makers)
    }
}
