// Which physical thing this is. Node names are weather, identity stays.

/// Facts by which one drive is told from every other, as read from the device. Texts are trimmed and free of control characters.
public struct MediaIdentity: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case vendor, model, serial, serialSource, wwn, capacityBytes, isListedAsWeak }
    /// The maker's name; nil if the drive gives none.
    public var vendor: String?
    /// The maker's name of this kind of drive; nil if it gives none.
    public var model: String?
    /// The serial number; nil if it gives none.
    public var serial: String?
    /// Where the serial was read, which says whose it may be: the drive's own, or that of a bridge before it.
    public var serialSource: SerialSource
    /// World Wide Name, lower-case hexadecimal with `0x`, or the kernel's own form (`eui.…`, `nvme.…`).
    public var wwn: String?
    /// Size in bytes, 0 where it could not be read. A fact that is compared, and no part of the key: a drive may change it.
    public var capacityBytes: UInt64
    /// True where the list of the station file names the serial as one that many devices share; nil for not, also in older values.
    public var isListedAsWeak: Bool?

    /// An identity of its facts. Texts are taken as they are: whoever reads them trims and cleans them.
    public init(vendor: String?, model: String?, serial: String?, serialSource: SerialSource, wwn: String?, capacityBytes: UInt64) {
        self.vendor = vendor
        self.model = model
        self.serial = serial
        self.serialSource = serialSource
        self.wwn = wwn
        self.capacityBytes = capacityBytes
    }

    /// The serial in the form in which it is compared; nil where there is none.
    public var canonicalSerial: String? {
        serial.map(CanonicalForm.serial).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The World Wide Name in the form in which it is compared; nil where there is none that could be one drive's alone.
    public var canonicalWWN: String? {
        guard let wwn else { return nil }
        let name = CanonicalForm.wwn(wwn)
        return WWNRule.isOfOneDrive(name) ? name : nil
    }

    /// Vendor, model, serial and WWN in their canonical forms as one text, for columns and dictionaries. Unit separators keep them apart.
    /// Equal keys are one drive as far as facts tell; facts that one look did not get make another key: `likeness` is the question to ask.
    public var key: String {
        [vendor.map(CanonicalForm.serial) ?? "", model.map(CanonicalForm.serial) ?? "", canonicalSerial ?? "", canonicalWWN ?? ""]
            .joined(separator: MediaIdentity.separator)
    }

    /// Whether two keys say anything differently that both say.
    public static func contradict(_ one: String, _ other: String) -> Bool {
        zip(parts(one), parts(other)).contains { !$0.isEmpty && !$1.isEmpty && $0 != $1 }
    }

    private static func parts(_ key: String) -> [Substring] { key.split(separator: separator, omittingEmptySubsequences: false) }

    static let separator = "\u{1F}"

    /// The key of a value that was stored when keys held the capacity as their last of five parts; nil for any other text.
    public static func key(ofKeyWithCapacity old: String) -> String? {
        let parts = old.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, let capacity = UInt64(parts[4]) else { return nil }
        func fact(_ text: String) -> String? { text.isEmpty ? nil : text }
        return MediaIdentity(
            vendor: fact(parts[0]), model: fact(parts[1]), serial: fact(parts[2]), serialSource: .unknown, wwn: fact(parts[3]),
            capacityBytes: capacity
        ).key
    }
}
