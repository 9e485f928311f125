// From udev properties and sysfs to kind, identity, media type, transport and bus. Pure but for reading small files under `folder`.

import WipeContents
import WipeCore

/// Reads who a device is. `path` is its folder in sysfs.
struct IdentityFacts {
    let name: String
    let properties: [String: String]
    let folder: SystemFolder
    private let path: String
    /// The folder with all links followed: shows the way from the root complex to the device.
    private let physicalPath: String

    init(name: String, properties: [String: String], folder: SystemFolder) {
        self.name = name
        self.properties = properties
        self.folder = folder
        path = "/sys/class/block/\(name)"
        physicalPath = folder.resolved("/sys/class/block/\(name)") ?? ""
    }

    private func property(_ key: String) -> String? { properties[key].flatMap { DeviceText.clean($0) } }
    private func attribute(_ file: String) -> String? { folder.attribute("\(path)/device/\(file)") }

    /// Kind of the whole disk, by its kernel name.
    var kind: DeviceKind { IdentityFacts.kind(of: name) }

    static func kind(of name: String) -> DeviceKind {
        func rest(after prefix: String) -> Substring? { name.hasPrefix(prefix) ? name.dropFirst(prefix.count) : nil }
        func isNumber(_ text: Substring) -> Bool { !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
        if let letters = rest(after: "sd"), !letters.isEmpty, letters.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) { return .scsi }
        if let number = rest(after: "loop"), isNumber(number) { return .loop }
        if let tail = rest(after: "nvme") {
            let parts = tail.split(separator: "n", omittingEmptySubsequences: false)
            if parts.count == 2, isNumber(parts[0]), isNumber(parts[1]) { return .nvme }
            return .other("one path of an NVMe multipath namespace")
        }
        if let tail = rest(after: "mmcblk") { return isNumber(tail) ? .mmc : .other("boot, RPMB or general purpose area of an eMMC") }
        let words: [(prefix: String, word: String)] = [
            ("sr", "optical drive"), ("dm-", "device-mapper"), ("md", "md array"), ("zram", "compressed memory"),
            ("nbd", "network block device"),
            ("ram", "memory disk"), ("fd", "floppy drive"), ("vd", "virtio disk"), ("xvd", "Xen disk"), ("bcache", "bcache"),
            ("drbd", "DRBD"),
            ("rbd", "Ceph block device"), ("mtdblock", "raw flash"), ("pmem", "persistent memory"), ("dasd", "DASD"),
            ("ublk", "user space block device"),
        ]
        return .other(words.first { name.hasPrefix($0.prefix) }?.word ?? "another kind of block device")
    }

    /// True where a USB bridge or stick stands between us and the medium.
    var isBehindUSB: Bool { physicalPath.contains("/usb") }

    func identity(capacityBytes: UInt64) -> MediaIdentity {
        let (serial, source) = serial
        return MediaIdentity(vendor: vendor, model: model, serial: serial, serialSource: source, wwn: wwn, capacityBytes: capacityBytes)
    }

    /// Serial and where it was read.
    var serial: (String?, SerialSource) {
        switch kind {
        case .loop: return property("ID_SERIAL_SHORT").map { ($0, .loopProperty) } ?? (nil, .unknown)
        case .nvme: return (attribute("serial") ?? property("ID_SERIAL_SHORT")).map { ($0, .nvmeIdentify) } ?? (nil, .unknown)
        case .mmc: return (attribute("serial") ?? attribute("cid")).map { ($0, .mmcCID) } ?? (nil, .unknown)
        case .scsi:
            // ata_id answered, for USB through SAT: then it is the drive's own serial.
            if properties["ID_ATA"] == "1" { return property("ID_SERIAL_SHORT").map { ($0, .ataIdentify) } ?? (nil, .unknown) }
            if isBehindUSB || properties["ID_BUS"] == "usb" {
                return property("ID_SERIAL_SHORT").map { ($0, .usbBridge) } ?? (nil, .unknown)
            }
            let serial = property("ID_SCSI_SERIAL") ?? IdentityFacts.unitSerial(of: path + "/device", folder: folder)
            return (serial, serial == nil ? .unknown : .scsiVPD)
        case .other: return (property("ID_SCSI_SERIAL") ?? property("ID_SERIAL_SHORT"), .unknown)
        }
    }

    /// Unit serial number of SCSI VPD page 80h (SPC-5, 7.7.11): four bytes of header, then text.
    ///
    /// - Parameter unit: folder of the SCSI unit, or a link to it.
    static func unitSerial(of unit: String, folder: SystemFolder) -> String? {
        guard let page = try? folder.bytes(unit + "/vpd_pg80"), page.count > 4, page[1] == 0x80 else { return nil }
        let length = Int(page[2]) << 8 | Int(page[3])
        return DeviceText.clean(bytes: page.dropFirst(4).prefix(length))
    }

    var model: String? {
        switch kind {
        case .nvme: attribute("model") ?? property("ID_MODEL")
        case .mmc: attribute("name") ?? property("ID_NAME")
        case .loop: encoded("ID_MODEL_ENC") ?? property("ID_MODEL")
        case .scsi, .other: encoded("ID_MODEL_ENC") ?? property("ID_MODEL") ?? attribute("model")
        }
    }

    /// libata puts the word `ATA` where a SCSI device names its vendor: that is none.
    var vendor: String? {
        switch kind {
        case .nvme: return nil
        case .mmc: return attribute("manfid").map { "manufacturer \($0)" }
        case .loop: return encoded("ID_VENDOR_ENC") ?? property("ID_VENDOR")
        case .scsi, .other:
            let word = encoded("ID_VENDOR_ENC") ?? property("ID_VENDOR") ?? attribute("vendor")
            return word == "ATA" ? nil : word
        }
    }

    private func encoded(_ key: String) -> String? { properties[key].flatMap { DeviceText.cleanEncoded($0) } }

    /// With its extension where there is one: several units of one target share the plain name.
    var wwn: String? {
        let name = property("ID_WWN_WITH_EXTENSION") ?? property("ID_WWN") ?? (kind == .nvme ? folder.attribute(path + "/wwid") : nil)
        return name.map { $0.lowercased() }
    }

    var firmware: String? {
        switch kind {
        case .nvme: attribute("firmware_rev") ?? property("ID_REVISION")
        case .mmc: attribute("fwrev") ?? attribute("hwrev")
        default: property("ID_REVISION") ?? attribute("rev")
        }
    }

    /// Rotations a minute that the drive itself states, 0 for none; nil where it says nothing or a bridge hides it.
    var rotationRateRPM: UInt32? {
        if let text = properties["ID_ATA_ROTATION_RATE_RPM"], let rate = UInt32(text), rate <= 0xFFFE { return rate }
        guard kind == .scsi, !isBehindUSB else { return nil }
        // Block device characteristics (SBC-4, 6.6.2): bytes 4 and 5; 0 is "not reported", 1 "does not rotate".
        guard let page = try? folder.bytes(path + "/device/vpd_pgb1"), page.count >= 6, page[1] == 0xB1 else { return nil }
        switch UInt32(page[4]) << 8 | UInt32(page[5]) {
        case 1: return 0
        case let rate where (0x401...0xFFFE).contains(rate): return rate
        default: return nil
        }
    }

    var mediaType: MediaType {
        switch kind {
        case .nvme: return .flashSSD
        case .mmc: return .flashRemovable
        case .other: return .unknown
        case .loop: return rotationRateRPM.map { $0 > 0 ? .magneticHDD : .flashSSD } ?? .unknown
        case .scsi:
            if let rate = rotationRateRPM { return rate > 0 ? .magneticHDD : .flashSSD }
            // What the kernel says of a USB drive is a default, not a fact.
            if isBehindUSB { return folder.number(path + "/removable") == 1 ? .flashRemovable : .unknown }
            return switch folder.number(path + "/queue/rotational") {
            case 0: .flashSSD
            case 1: .magneticHDD
            default: .unknown
            }
        }
    }

    var transport: Transport? {
        switch kind {
        case .nvme: return .nvme
        case .mmc: return .mmc
        case .loop: return .loop
        case .other: return nil
        case .scsi:
            if isBehindUSB { return .usb }
            if physicalPath.contains("/end_device-") { return .sas }
            if physicalPath.contains("/ata") { return .sata }
            // What carries its commands is not told (behind a RAID controller, in a virtual machine); that it speaks SCSI is.
            return properties["ID_SCSI"] == "1" ? .scsi : nil
        }
    }

    /// What udev says of the USB device; nil where there is none on the way to the medium.
    var usbBridge: USBBridge? {
        guard transport == .usb else { return nil }
        // The plain names speak of the USB device too, but only where no other program has named the medium behind it.
        func named(_ name: String) -> String? {
            properties["ID_USB_" + name] ?? (properties["ID_BUS"] == "usb" ? properties["ID_" + name] : nil)
        }
        return USBBridge(vendorID: named("VENDOR_ID"), productID: named("MODEL_ID"), driver: properties["ID_USB_DRIVER"])
    }

    /// Nil where the kernel says none of its three words.
    var zoned: ZoneModel? { folder.attribute(path + "/queue/zoned").flatMap(ZoneModel.init) }

    /// What udev's ata_id says of the security feature set; nil where it says nothing.
    var locked: Bool? {
        if properties["ID_ATA_FEATURE_SET_SECURITY_LOCKED"] == "1" { return true }
        return properties["ID_ATA_FEATURE_SET_SECURITY"] == nil ? nil : false
    }

    /// Nearest USB hub (`usb:1-2`) or SAS expander (`sas:expander-6:0`), else PCI function (`pci:0000:00:17.0`), on the way to the device.
    var bus: String? {
        guard kind != .loop else { return nil }
        return IdentityFacts.bus(inPath: physicalPath)
    }

    static func bus(inPath path: String) -> String? {
        var hub: String?
        var device: String?
        var function: String?
        var expander: String?
        for part in path.split(separator: "/").map(String.init) {
            if isPCIFunction(part) {
                function = part
            } else if part.hasPrefix("expander-") {
                // All drives behind it share the ports that lead to it.
                expander = part
            } else if part.hasPrefix("usb"), UInt32(part.dropFirst(3)) != nil {
                // The root hub. A device on it follows.
                hub = nil
                device = part
            } else if isUSBDevice(part) {
                hub = device
                device = part
            }
        }
        if let hub { return "usb:\(hub)" }
        if let expander { return "sas:\(expander)" }
        return function.map { "pci:\($0)" }
    }

    /// `0000:00:17.0`.
    private static func isPCIFunction(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let dot = parts[2].firstIndex(of: ".") else { return false }
        return parts[0].count >= 4 && UInt32(parts[0], radix: 16) != nil && UInt32(parts[1], radix: 16) != nil
            && UInt32(parts[2][..<dot], radix: 16) != nil && UInt32(parts[2][parts[2].index(after: dot)...]) != nil
    }

    /// `1-2.3`; an interface (`1-2.3:1.0`) is not one.
    private static func isUSBDevice(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, UInt32(parts[0]) != nil else { return false }
        return !parts[1].isEmpty && parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { UInt32($0) != nil }
    }
}
