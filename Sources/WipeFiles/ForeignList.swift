// Files that people hand over in place of a list: what they are is said in their own words, and how a list is made of them.

/// Kinds of files that are no lists, by how they begin.
enum ForeignList {
    /// What the file is, as the rest of a sentence; nil where it may be a list.
    static func problem(_ bytes: ArraySlice<UInt8>) -> String? {
        let start = Array(bytes.prefix(512))
        func begins(_ signs: [UInt8]) -> Bool { start.starts(with: signs) }
        let save = "open it in the spreadsheet, and save it as \"CSV UTF-8\""
        if begins(Array("PK\u{3}\u{4}".utf8)) { return "is a workbook (.xlsx, .ods) or another zip archive, and no list: \(save)" }
        if begins([0xD0, 0xCF, 0x11, 0xE0]) { return "is a workbook of an older Excel (.xls), and no list: \(save)" }
        if begins(Array("%PDF".utf8)) { return "is a PDF, and no list: export the list itself as CSV" }
        if begins([0x1F, 0x8B]) { return "is compressed (gzip): unpack it first" }
        // Some systems call a table of a web page a spreadsheet.
        let text = String(decoding: start.drop { $0 <= 0x20 || $0 > 0x7F }, as: UTF8.self).lowercased()
        if ["<!doctype", "<html", "<table", "<?xml"].contains(where: text.hasPrefix) {
            return "is a web page or XML, and no list: \(save)"
        }
        if text.hasPrefix("{\"") || text.hasPrefix("[{") { return "is JSON, and no list: export the list as CSV" }
        return nil
    }
}
