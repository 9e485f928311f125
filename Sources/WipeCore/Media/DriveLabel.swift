// What is printed on a drive's own label. A scanner in a hurry reads one of its barcodes for the asset tag.

/// The barcodes of some drives, by every form in which a scanner may give them.
public struct DriveLabels: Sendable {
    private var meanings: [String: String] = [:]
    /// The last four characters of each: what stands before a text leaves its end alone, so that most of a long list is settled by a look at that.
    private var ends: Set<[UInt8]> = []

    /// Nothing is known.
    public init() {}

    /// Adds what a drive's label says. `place` is how people find the drive: "in bay A1".
    mutating func add(_ report: ProbeReport, place: String) {
        let identity = report.identity
        let properties = report.properties
        func named(_ names: String...) -> [String] { names.compactMap { properties[$0] } }
        add(
            "serial", [identity.serial].compactMap { $0 } + named("ID_SERIAL_SHORT", "ID_SCSI_SERIAL", "ID_USB_SERIAL_SHORT", "ID_SERIAL"),
            place)
        add("World Wide Name", [identity.wwn].compactMap { $0 } + named("ID_WWN", "ID_WWN_WITH_EXTENSION"), place)
        let models = [identity.model].compactMap { $0 } + named("ID_MODEL", "ID_USB_MODEL", "ID_NAME")
        // The label has "WDC WD10EZEX-08WN4A0" whole, without the maker, or without what stands behind the dash.
        let words = models.flatMap { $0.split(whereSeparator: { " _".contains($0) }).map(String.init) }
        let beforeDash = words.compactMap { word in word.firstIndex(of: "-").map { String(word[..<$0]) } }
        // A number alone is more than a word of a model: a workshop may well have a tag 2000.
        add("model", models + (words + beforeDash).filter { !$0.utf8.allSatisfy { (0x30...0x39).contains($0) } }, place)
        add("part number", named("ID_PART_NUMBER"), place)
    }

    private mutating func add(_ what: String, _ texts: [String], _ place: String) {
        for form in texts.flatMap(Self.forms) where meanings[form] == nil {
            meanings[form] = "the \(what) of the drive \(place)"
            ends.insert(Array(form.utf8.suffix(4)))
        }
    }

    /// What `text` is instead of a tag; nil where it is nothing that stands on a label.
    public func meaning(of text: String) -> String? {
        let whole = Self.compact(text)
        if ends.contains(Array(whole.utf8.suffix(4))) {
            for form in Self.forms(text) {
                if let meaning = meanings[form] { return meaning }
            }
        }
        return whole.utf8.count >= 16 && Self.looksLikeName(text) ? "a World Wide Name" : nil
    }

    /// Whether both are one and the same barcode.
    static func isSame(_ one: String, _ other: String) -> Bool {
        compact(one).utf8.suffix(4).elementsEqual(compact(other).utf8.suffix(4)) && !Set(forms(one)).isDisjoint(with: forms(other))
    }

    /// What labels and the data identifiers of their barcodes put before the text itself.
    private static let prefixes = [
        "SERIALNUMBER", "SERIALNO", "SERIAL", "SER", "SN", "S", "PARTNUMBER", "PARTNO", "PART", "PN", "1P", "P", "MODELNUMBER", "MODELNO",
        "MODEL",
        "MDL", "MN", "WWN", "WWID", "NAA", "EUI", "NVME", "0X", "WD", "WDC", "ID",
    ]

    /// Capitals and digits alone, as they are and without what may stand before them. Shorter than four they stand for nothing.
    private static func forms(_ text: String) -> [String] {
        let whole = compact(text)
        var all = [whole]
        // "WWN: 0x5000…" has two of them.
        for _ in 0..<2 {
            all += all.flatMap { form in prefixes.filter { form.hasPrefix($0) }.map { String(form.dropFirst($0.count)) } }
        }
        return all.filter { $0.utf8.count >= 4 }
    }

    static func compact(_ text: String) -> String {
        String(decoding: text.utf8.filter(isAlphanumeric).map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }

    /// Sixteen hexadecimal digits that begin with 5, the form of names that makers give: also where a bridge keeps the drive's own from us.
    private static func looksLikeName(_ text: String) -> Bool {
        forms(text).contains { form in
            form.utf8.count == 16 && form.utf8.first == 0x35 && form.utf8.contains { $0 >= 0x41 }
                && form.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
        }
    }
}

extension StationState {
    /// The labels of everything that is attached or belongs to an open job.
    public var labels: DriveLabels {
        var labels = DriveLabels()
        for media in attached.values.sorted(by: { $0.id < $1.id }) {
            guard let report = media.report else { continue }
            labels.add(report, place: rules.bay(for: report.properties).map { "in bay \($0.id)" } ?? "at \(media.id.node)")
        }
        for job in jobs.values.sorted(by: { $0.id < $1.id }) where job.attachment == nil {
            labels.add(job.report, place: "of job \(job.id)")
        }
        return labels
    }

    /// What `text` is instead of an asset tag: a barcode of a drive, a bay, a word of the scan dialogue; nil where it may be a tag.
    func otherMeaning(of text: String, _ labels: DriveLabels) -> String? {
        let compact = DriveLabels.compact(text)
        if let bay = rules.bays.first(where: { [DriveLabels.compact($0.id), "BAY" + DriveLabels.compact($0.id)].contains(compact) }) {
            return "the bay \(bay.id)"
        }
        if Self.scanWords.contains(compact) { return "a word of the scan dialogue" }
        return labels.meaning(of: text)
    }

    /// What a person or a card of barcodes may say to `wipectl tag --scan`.
    private static let scanWords: Set<String> = ["QUIT", "EXIT", "END", "STOP", "CANCEL", "UNDO", "SKIP", "HELP", "START", "YES", "NO"]

    /// Throws `not-a-tag` with what was scanned.
    func mustBeTag(_ text: String) throws(Refused) {
        guard let meaning = otherMeaning(of: text, labels) else { return }
        throw Refused(
            code: TagConflict.Code.notATag.rawValue, message: "\(text) is \(meaning), not an asset tag",
            hint: "scan the label that your workshop has put on the drive")
    }
}
