// Which physical thing this is. The key of everything: node names are weather, identity stays.

/// Where a serial number was read. The raw value stands in the certificate.
public enum SerialSource: String, Codable, Sendable, CaseIterable {
    case ataIdentify = "ATA IDENTIFY DEVICE"
    case scsiVPD = "SCSI VPD page 80h"
    case nvmeIdentify = "NVMe Identify Controller"
    case mmcCID = "MMC CID register"
    /// The bridge of a USB enclosure answered; it may or may not pass on what the drive says.
    case usbBridge = "USB bridge"
    /// A loop device: the serial is a property that its maker set.
    case loopProperty = "udev property of a loop device"
    case unknown = "unknown"
}

/// Whether a serial can stand for one physical media.
public enum SerialCredibility: Hashable, Sendable {
    case credible
    case missing
    /// There is one, but no maker gives it to one drive alone; the text says why.
    case notCredible(why: String)
}

extension SerialCredibility {
    /// A sentence where the serial cannot stand for one media, nil where it can.
    public var problem: String? {
        switch self {
        case .credible: nil
        case .missing: "the drive gives no serial number"
        case .notCredible(let why): "its serial cannot be believed: \(why)"
        }
    }
}

/// Facts by which one media is told from every other, as read from the device. Texts are trimmed and free of control characters.
public struct MediaIdentity: Hashable, Codable, Sendable {
    public var vendor: String?
    public var model: String?
    public var serial: String?
    public var serialSource: SerialSource
    /// World Wide Name, lower-case hexadecimal with `0x`, or the kernel's own form (`eui.…`, `nvme.…`).
    public var wwn: String?
    public var capacityBytes: UInt64

    public init(vendor: String?, model: String?, serial: String?, serialSource: SerialSource, wwn: String?, capacityBytes: UInt64) {
        self.vendor = vendor
        self.model = model
        self.serial = serial
        self.serialSource = serialSource
        self.wwn = wwn
        self.capacityBytes = capacityBytes
    }

    /// All facts in one text, equal exactly when the media is the same. Unit separators keep fields apart.
    public var key: String {
        [vendor ?? "", model ?? "", serial ?? "", wwn ?? "", String(capacityBytes)].joined(separator: "\u{1F}")
    }

    /// The same drive with another size above 0.
    func differsOnlyInCapacity(from other: MediaIdentity) -> Bool {
        guard other.capacityBytes > 0, capacityBytes != other.capacityBytes else { return false }
        var same = self
        same.capacityBytes = other.capacityBytes
        return same.key == other.key
    }

    /// Judges the serial: too short, one character repeated, a run of digits or a word that makers use as a blank is not credible.
    public var serialCredibility: SerialCredibility {
        guard let serial, !serial.isEmpty else { return .missing }
        let bytes = Array(serial.utf8)
        let letters = bytes.filter { isAlphanumeric($0) }
        if letters.count < 4 { return .notCredible(why: "shorter than 4 letters or digits") }
        if Set(letters).count == 1 { return .notCredible(why: "one character repeated") }
        if MediaIdentity.blanks.contains(serial.lowercased()) { return .notCredible(why: "a placeholder, not a serial") }
        if "0123456789abcdef0123456789abcdef".contains(serial.lowercased()) || "1234567890".contains(serial) {
            return .notCredible(why: "a counting sequence")
        }
        return .credible
    }

    private static let blanks: Set<String> = [
        "none", "null", "unknown", "n/a", "default", "serial", "serialnumber", "serial number", "no serial", "to be filled by o.e.m.",
        "not specified",
        "0123456789abcdef", "123456789abc", "deadbeef", "generic", "invalid",
    ]
}

func isAlphanumeric(_ byte: UInt8) -> Bool {
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
}
