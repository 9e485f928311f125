// Where a serial was read decides what it names: the medium, or what stands between it and the host.

/// Where a serial number was read. The raw value stands in the certificate: a closed word list of its format.
public enum SerialSource: String, Codable, Sendable, CaseIterable {
    case ataIdentify = "ATA IDENTIFY DEVICE"
    case scsiVPD = "SCSI VPD page 80h"
    case nvmeIdentify = "NVMe Identify Controller"
    case mmcCID = "MMC CID register"
    /// The bridge of a USB enclosure answered; it may or may not pass on what the drive says.
    case usbBridge = "USB bridge"
    /// A loop device: the serial is a property that its maker set, and stands for a drive's own.
    case loopProperty = "udev property of a loop device"
    case unknown = "unknown"

    /// The medium itself said it. What a bridge, dock, reader or stick says names that, and stays the same when the medium is exchanged.
    public var isOfTheMedium: Bool {
        switch self {
        case .ataIdentify, .scsiVPD, .nvmeIdentify, .mmcCID, .loopProperty: true
        case .usbBridge, .unknown: false
        }
    }

    /// Whether the vendor beside such a serial is the drive's word. An ATA drive names none: what is shown there is the host's or the dock's.
    var givesVendor: Bool { self != .ataIdentify }
}
