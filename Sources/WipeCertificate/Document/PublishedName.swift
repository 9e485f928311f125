// The name under which a document is published.

/// `<assetTag>_<serial>_<uuid>.json`; of a notice `<assetTag>_<serial>_<uuid>.<kind>.json`, so that a reader finds the few notices among
/// thousands of records without opening each.
public enum PublishedName {
    /// More characters of a tag or a serial are cut off.
    public static let charactersMax = 64

    /// The file name of a document. Letters with a mark or of two become plain ones (`É` is `E`, `œ` is `oe`), other characters outside
    /// `[A-Za-z0-9.-]` become `-`, so that a name never leaves its folder. What stands first is a letter or a digit: a first dot would hide the
    /// file, and a first hyphen make an option of it.
    /// - Parameters:
    ///   - id: `urn:uuid:…` or the bare UUID.
    ///   - notice: the kind of a notice; nil for a record.
    public static func of(assetTag: String?, serial: String?, id: String, notice: LogEntry.Kind? = nil) -> String {
        let uuid = id.utf8.starts(with: "urn:uuid:".utf8) ? String(id.dropFirst(9)) : id
        return [
            part(assetTag, absent: "untagged", unwritable: "tag"), part(serial, absent: "no-serial", unwritable: "serial"),
            part(uuid, absent: "no-id", unwritable: "id"),
        ].joined(separator: "_") + suffix(notice)
    }

    /// Whether a file is named as a document is, also where a program that copied or kept it has changed the name: `.JSON`, `NAME (1).json`,
    /// `NAME.json.txt`, `NAME.json.1`, `NAME.json~`.
    public static func isDocument(_ name: String) -> Bool { ending(of: name) != nil && !isProof(name) }

    private static func isProof(_ name: String) -> Bool {
        name.utf8.map(lowered).reversed().starts(with: proofEnding.utf8.reversed())
    }

    /// Where `.json` stands in the file's name for the last time; nil where it does not.
    private static func ending(of name: String) -> Int? {
        let lower = name.utf8.map(lowered)
        let start = (lower.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
        return lower.indices.dropFirst(start).last { lower[$0...].starts(with: documentEnding.utf8) }
    }

    /// Whether a file may be a correction or a revocation by its name, also by one that a copy has changed. What it is, only the file itself says.
    public static func isAboutARecord(_ name: String) -> Bool { isDocument(name) && isNamed(name, [.correction, .revocation]) }

    /// Whether a file has the name of a notice of any kind.
    public static func isNotice(_ name: String) -> Bool { isDocument(name) && isNamed(name, [.correction, .revocation, .key]) }

    /// The kind stands behind the id, which is the third part of a name: in a tag or a serial such a word means nothing.
    private static func isNamed(_ path: String, _ kinds: [LogEntry.Kind]) -> Bool {
        let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
        let parts = name.split(separator: UInt8(ascii: "_"), maxSplits: 2, omittingEmptySubsequences: false)
        let lower = (parts.last ?? name).map(lowered)
        return kinds.contains { kind in
            let word = Array(("." + kind.rawValue).utf8)
            return lower.indices.contains { lower[$0...].starts(with: word) }
        }
    }

    /// The start that the names of a record and of the notices about it share: `<assetTag>_<serial>`.
    static func start(ofRecord assetTag: String?, _ serial: String?) -> String {
        [part(assetTag, absent: "untagged", unwritable: "tag"), part(serial, absent: "no-serial", unwritable: "serial")].joined(
            separator: "_")
    }

    /// That start and the bare id of the notice, out of the name of a correction or a revocation; nil where it does not have the form that the
    /// station gives it.
    static func parts(ofNotice path: String) -> (start: String, id: String)? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let id = String(parts[2].prefix { $0 != "." })
        return DocumentShape.isUUIDName("urn:uuid:" + id) ? (parts[0] + "_" + parts[1], id) : nil
    }

    private static func suffix(_ notice: LogEntry.Kind?) -> String { (notice.map { "." + $0.rawValue } ?? "") + ".json" }

    /// The name of the log's proof beside a document: `.tlog-proof` in the place of `.json`.
    public static func ofProof(_ name: String) -> String {
        let kept = ending(of: name).map { Array(name.utf8.prefix($0)) } ?? Array(name.utf8)
        return String(decoding: kept, as: UTF8.self) + proofEnding
    }

    /// The names that the proof may have where a program that copied both has changed the document's: in capitals, or with one more ending.
    public static func ofProofs(_ name: String) -> [String] {
        let proof = ofProof(name)
        let capitals = String(proof.dropLast(proofEnding.count)) + proofEnding.uppercased()
        return [proof, capitals, proof + ".txt"]
    }

    private static let documentEnding = ".json"
    private static let proofEnding = ".tlog-proof"

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 0x20 : byte }

    private static func part(_ text: String?, absent: String, unwritable: String) -> String {
        guard let text, !text.isEmpty else { return absent }
        let kept = text.unicodeScalars.prefix(charactersMax).map(plain).joined().prefix(charactersMax)
        let part = kept.drop { $0 == "." || $0 == "-" }
        return part.isEmpty ? unwritable : String(part)
    }

    /// One character in those that a name may have. Unicode's own names tell the letter under a mark, in whichever way both are written.
    private static func plain(_ scalar: Unicode.Scalar) -> String {
        let properties = scalar.properties
        if scalar.isASCII {
            let isKept = properties.isAlphabetic || properties.numericType != nil || scalar == "." || scalar == "-"
            return isKept ? String(scalar) : "-"
        }
        if properties.generalCategory == .nonspacingMark { return "" }
        let words = (properties.name ?? "").split(separator: " ")
        guard words.count > 3, words[0] == "LATIN", words[1] == "CAPITAL" || words[1] == "SMALL",
            words[2] == "LETTER" || words[2] == "LIGATURE"
        else { return "-" }
        let letters = words[3] == "SHARP" ? "SS" : words[3].utf8.count <= 2 ? String(words[3]) : "-"
        return words[1] == "CAPITAL" ? letters : letters.lowercased()
    }
}
