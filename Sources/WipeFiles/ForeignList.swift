// Files that people hand over in place of a list: what they are is said in their own words, and how a list is made of them.

/// Kinds of files that are no lists, by how they begin.
enum ForeignList {
    /// What the file is: a variant of the sentence about lists that cannot be read; nil where it may be a list.
    static func problem(_ bytes: ArraySlice<UInt8>) -> String? {
        let start = Array(bytes.prefix(512))
        func begins(_ signs: [UInt8]) -> Bool { start.starts(with: signs) }
        if begins(Array("PK\u{3}\u{4}".utf8)) { return "workbook" }
        if begins([0xD0, 0xCF, 0x11, 0xE0]) { return "old-workbook" }
        if begins(Array("%PDF".utf8)) { return "pdf" }
        if begins([0x1F, 0x8B]) { return "gzip" }
        // Some systems call a table of a web page a spreadsheet.
        let text = String(decoding: start.drop { $0 <= 0x20 || $0 > 0x7F }, as: UTF8.self).lowercased()
        if ["<!doctype", "<html", "<table", "<?xml"].contains(where: text.hasPrefix) {
            return "web-page"
        }
        if text.hasPrefix("{\"") || text.hasPrefix("[{") { return "json" }
        return nil
    }
}
