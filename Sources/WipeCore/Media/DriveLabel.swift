// What is printed on a drive's own label. A scanner in a hurry reads one of its barcodes for the asset tag.

/// The barcodes of some drives, by every form in which a scanner may give them.
///
/// One rule: a text is a barcode where it is one of the printed texts, capitals and digits compared alone; with what labels and data identifiers
/// put before one; and, of a serial and a World Wide Name, with one character lost or added at an end, as scanners and check digits do. A part of a
/// serial is no barcode: a workshop may have any short number as a tag.
package struct DriveLabels: Sendable {
    private var meanings: [String: SentencePart] = [:]
    /// Serials and World Wide Names alone: the texts that may be read with a character too many.
    private var names: Set<String> = []
    /// The last four characters of each: what stands before a text leaves its end alone, so that most of a long list is settled by a look at that.
    private var ends: Set<[UInt8]> = []

    /// Nothing is known.
    package init() {}

    /// Adds what a drive's label says. `place` is how people find the drive: in bay A1.
    mutating func add(_ report: ProbeReport, at place: SentencePart) {
        let identity = report.identity
        let properties = report.properties
        func named(_ names: String...) -> [String] { names.compactMap { properties[$0] } }
        let serials =
            [identity.serial].compactMap { $0 }
            + named("ID_SERIAL_SHORT", "ID_SCSI_SERIAL", "ID_USB_SERIAL_SHORT", "ID_ATA_SERIAL", "ID_SERIAL")
        addName("label-serial", serials.compactMap(CanonicalForm.spelledInHexadecimal).map(Self.compact), place)
        addName("label-serial", serials.map(Self.compact).flatMap { [$0] + Self.withoutMaker($0, countMin: 6) }, place)
        let wwns = [identity.wwn].compactMap { $0 } + named("ID_WWN", "ID_WWN_WITH_EXTENSION")
        addName("label-wwn", wwns.map(CanonicalForm.wwn).map(Self.compact), place)
        let models = [identity.model].compactMap { $0 } + named("ID_MODEL", "ID_USB_MODEL", "ID_ATA_MODEL", "ID_NAME")
        add("label-model", models.flatMap(Self.parts).filter(Self.saysMoreThanANumber), place)
        let makers = [identity.vendor].compactMap { $0 } + named("ID_VENDOR", "ID_USB_VENDOR")
        // Two-dimensional codes have several of these in one.
        add("label-model", makers.flatMap { maker in models.map { maker + $0 } }, place)
        add("label-model-and-serial", models.flatMap { model in serials.flatMap { [model + $0, $0 + model] } }, place)
        add("label-maker", makers, place)
        add("label-part-number", named("ID_PART_NUMBER"), place)
        add("label-firmware", ([report.firmware].compactMap { $0 } + named("ID_REVISION")).filter(Self.saysMoreThanANumber), place)
    }

    private mutating func add(_ what: String, _ texts: [String], _ place: SentencePart) {
        for form in texts.map(Self.compact) where form.utf8.count >= Self.countMin && meanings[form] == nil {
            meanings[form] = SentencePart("label", place.filling("where").merging(["what": what]) { $1 })
            ends.insert(Array(form.utf8.suffix(4)))
        }
    }

    /// Something that one drive alone has, also as a scanner gives it that lost a character at an end.
    private mutating func addName(_ what: String, _ texts: [String], _ place: SentencePart) {
        add(what, texts, place)
        for text in texts where text.utf8.count >= Self.nameCountMin {
            names.insert(text)
            let shorter = [String(text.dropFirst()), String(text.dropLast())].filter { $0.utf8.count >= Self.nameCountMin }
            add(what + "-short", shorter, place)
        }
    }

    /// What `text` is instead of a tag; nil where it is nothing that stands on a label.
    package func meaning(of text: String) -> SentencePart? {
        let whole = Self.compact(text)
        let tails = [Array(whole.utf8.suffix(4)), Array(whole.utf8.dropLast().suffix(4))]
        if tails.contains(where: ends.contains) {
            let forms = Self.forms(whole)
            for form in forms + forms.map(Self.withoutIdentifier) {
                if let meaning = meanings[form] { return meaning }
            }
            for form in forms {
                let shorter = [String(form.dropFirst()), String(form.dropLast())]
                if let name = shorter.first(where: names.contains), let meaning = meanings[name] {
                    return SentencePart(meaning.code, meaning.parameters.merging(["extra": "one-more"]) { $1 })
                }
            }
        }
        if whole.hasPrefix("PSID"), whole.utf8.count == 36 { return SentencePart("psid") }
        return whole.utf8.count >= 16 && Self.looksLikeName(whole) ? SentencePart("wwn") : nil
    }

    /// The serials that `text` may be, in the form in which they are kept (`CanonicalForm.serial`): itself, and what stands behind the words that
    /// labels put before one. A short number is none: a workshop may have it as a tag, whatever drive was here with it in ten years.
    package static func serials(in text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        let all = (0..<min(scalars.count, prefixScalarsMax)).compactMap { count -> String? in
            guard isLabelWords(compact(String(String.UnicodeScalarView(scalars[..<count])))) else { return nil }
            let rest = scalars[count...].drop { !($0.isASCII && isAlphanumeric(UInt8($0.value))) }
            return CanonicalForm.serial(String(String.UnicodeScalarView(rest)))
        }
        // As barcodes leave out the sign that udev gives, and Western Digital its letters, or put a data identifier before it.
        let forms = all + all.map(withoutIdentifier)
        let makers = forms.map(compact).filter { $0.hasPrefix("W") && !$0.hasPrefix("WD") }.flatMap { ["WD-" + $0, "WD" + $0] }
        let dashed = forms.filter { $0.hasPrefix("WD") && !$0.hasPrefix("WD-") }.map { "WD-" + $0.dropFirst(2) }
        return Set(forms + forms.map(compact) + makers + dashed).filter { serial in
            let length = compact(serial).utf8.count
            return length >= nameCountMin && (saysMoreThanANumber(serial) || length >= numberCountMin)
        }.sorted()
    }

    /// The same with a dash at each place where a barcode may have left one out: many, for a single scan.
    package static func serialsWithDashes(in text: String) -> [String] {
        let serials = serials(in: text)
        let more = serials.filter { !$0.contains("-") && $0.utf8.count <= dashedCountMax }.flatMap { serial -> [String] in
            serial.indices.dropFirst().map { String(serial[..<$0] + "-" + serial[$0...]) }
        }
        return serials + more
    }

    /// One after the other, and nothing else: "S/N (S)".
    private static func isLabelWords(_ compact: String) -> Bool {
        compact.isEmpty || prefixes.contains { compact.hasPrefix($0) && isLabelWords(String(compact.dropFirst($0.utf8.count))) }
    }

    /// Whether `text` is a barcode of a drive with this serial, of which nothing else is known.
    static func isBarcode(_ text: String, ofSerial serial: String) -> Bool {
        let (whole, name) = (compact(text), compact(serial))
        let ends = [Array(name.utf8.suffix(3)), Array(name.utf8.dropLast().suffix(3))]
        guard whole.utf8.count + 1 >= name.utf8.count || whole.hasPrefix("W") || name.hasPrefix("W"),
            ends.contains(Array(whole.utf8.suffix(3))) || ends.contains(Array(whole.utf8.dropLast().suffix(3)))
        else { return false }
        var labels = DriveLabels()
        labels.addName("label-serial", [name] + withoutMaker(name, countMin: 4), SentencePart("in-bay"))
        return labels.meaning(of: text) != nil
    }

    /// Shorter than four characters a text stands for nothing.
    private static let countMin = 4
    /// A serial with fewer characters may be one less by chance: only the whole one is a barcode.
    private static let nameCountMin = 6
    /// A number of fewer digits may be a workshop's own.
    private static let numberCountMin = 10
    /// A serial with a dash in it is no longer.
    private static let dashedCountMax = 24
    /// What stands before a serial is no longer.
    private static let prefixScalarsMax = 24

    /// What labels and the data identifiers of their barcodes put before the text itself.
    private static let prefixes = [
        "SERIALNUMBER", "SERIALNO", "SERIAL", "SER", "SN", "S", "NO", "PARTNUMBER", "PARTNO", "PART", "PN", "P", "MODELNUMBER", "MODELNO",
        "MODEL", "MDL", "MN", "WWN", "WWID", "WWPN", "WWNN", "NAA", "EUI64", "EUI", "NVME", "NGUID", "UUID", "0X", "WD", "WDC", "ID",
        "FIRMWARE", "FW", "FWREV", "REV", "DRIVE", "HDD", "SSD", "HD", "DISK", "TYPE", "PRODUCT", "CT", "DPN", "FRU", "SPARE",
    ]

    /// As it is and without what may stand before it. Shorter than four characters they stand for nothing.
    private static func forms(_ whole: String) -> [String] {
        var all = [whole]
        // "WWN: 0x5000…" has two of them, "S/N (S) …" too.
        var newest = all
        for _ in 0..<3 {
            newest = newest.flatMap { form in prefixes.filter { form.hasPrefix($0) }.map { String(form.dropFirst($0.count)) } }
            all += newest
        }
        return all.filter { $0.utf8.count >= countMin }
    }

    /// Without a data identifier of ANSI MH10.8.2: up to three digits and a letter (`1T`, `30P`). Those of a letter alone are among `prefixes`: any
    /// letter may be a workshop's own (`T-…`).
    private static func withoutIdentifier(_ form: String) -> String {
        let digits = form.utf8.prefix { (0x30...0x39).contains($0) }.count
        return (1...3).contains(digits) ? String(form.dropFirst(digits + 1)) : form
    }

    /// Western Digital prints its serials and models with and without its own letters.
    private static func withoutMaker(_ compact: String, countMin: Int) -> [String] {
        ["WDC", "WD"].filter { compact.hasPrefix($0) && compact.utf8.count >= $0.utf8.count + countMin }.map {
            String(compact.dropFirst($0.utf8.count))
        }
    }

    /// "WDC WD10EZEX-08WN4A0": every run of its words, with and without what stands behind the dash.
    private static func parts(_ model: String) -> [String] {
        let words = model.utf8.split { !isAlphanumeric($0) }.prefix(12).map { compact(String(decoding: Array($0), as: UTF8.self)) }
        var parts: [String] = []
        for first in words.indices {
            for last in first..<words.count { parts.append(words[first...last].joined()) }
        }
        return parts + parts.flatMap { withoutMaker($0, countMin: 6) }
    }

    /// A number alone is more than a word of a model: a workshop may well have a tag 2000.
    private static func saysMoreThanANumber(_ text: String) -> Bool { compact(text).utf8.contains { !(0x30...0x39).contains($0) } }

    /// Thirty-two letters and digits in one piece: what opens a self-encrypting drive again, printed beside its serial by all makers.
    static func mayBePSID(_ text: String) -> Bool { text.utf8.count == 32 && text.utf8.allSatisfy(isAlphanumeric) }

    static func compact(_ text: String) -> String {
        String(decoding: text.utf8.filter(isAlphanumeric).map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }

    /// Sixteen hexadecimal digits that begin with 5, the form of names that makers give: also where a bridge keeps the drive's own from us.
    private static func looksLikeName(_ whole: String) -> Bool {
        let forms = forms(whole)
        return (forms + forms.map(withoutIdentifier)).contains { form in
            form.utf8.count == 16 && form.utf8.first == 0x35 && form.utf8.contains { $0 >= 0x41 }
                && form.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
        }
    }
}
