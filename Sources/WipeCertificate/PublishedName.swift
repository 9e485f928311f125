// The name under which a document is published.

/// `<assetTag>_<serial>_<uuid>.json`; of a notice `<assetTag>_<serial>_<uuid>.<kind>.json`, so that a reader finds the few notices among
/// thousands of records without opening each.
public enum PublishedName {
    /// More characters of a tag or a serial are cut off.
    public static let charactersMax = 64

    /// The file name of a document. Characters outside `[A-Za-z0-9.-]` become `-`, so that a name never leaves its folder; a first dot does too,
    /// so that no file is hidden.
    /// - Parameters:
    ///   - id: `urn:uuid:…` or the bare UUID.
    ///   - notice: the kind of a notice; nil for a record.
    public static func of(assetTag: String?, serial: String?, id: String, notice: LogEntry.Kind? = nil) -> String {
        let uuid = id.utf8.starts(with: "urn:uuid:".utf8) ? String(id.dropFirst(9)) : id
        return [part(assetTag, absent: "untagged"), part(serial, absent: "no-serial"), part(uuid, absent: "no-id")].joined(separator: "_")
            + suffix(notice)
    }

    /// Whether a file has the name of a correction or a revocation. What is in it says only the file itself.
    public static func isAboutARecord(_ name: String) -> Bool {
        [LogEntry.Kind.correction, .revocation].contains { name.utf8.reversed().starts(with: suffix($0).utf8.reversed()) }
    }

    /// The start that the names of a record and of the notices about it share: `<assetTag>_<serial>`.
    static func start(ofRecord assetTag: String?, _ serial: String?) -> String {
        [part(assetTag, absent: "untagged"), part(serial, absent: "no-serial")].joined(separator: "_")
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

    /// Whether a file has the name of a notice of any kind.
    public static func isNotice(_ name: String) -> Bool {
        isAboutARecord(name) || name.utf8.reversed().starts(with: suffix(.key).utf8.reversed())
    }

    private static func suffix(_ notice: LogEntry.Kind?) -> String { (notice.map { "." + $0.rawValue } ?? "") + ".json" }

    /// The name of the log's proof beside a document: `.tlog-proof` in the place of `.json`.
    public static func ofProof(_ name: String) -> String {
        (name.utf8.suffix(5).elementsEqual(".json".utf8) ? String(name.dropLast(5)) : name) + ".tlog-proof"
    }

    private static func part(_ text: String?, absent: String) -> String {
        guard let text, !text.isEmpty else { return absent }
        let kept = text.unicodeScalars.prefix(charactersMax).map { scalar in
            let isKept =
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "." || scalar == "-")
            return isKept ? Character(scalar) : "-"
        }
        return kept.first == "." ? "-" + String(kept.dropFirst()) : String(kept)
    }
}
