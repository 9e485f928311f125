// The names that udev gives to properties of block devices: a name that it never says fits no drive, and protects none.

import WipeCore

/// What can be known of a property's name and of the values that udev gives it.
enum UdevProperty {
    /// Properties of local udev rules begin with it, or have any name of their own that does not begin with `ID_` and is no slip of a known one.
    static let ownPrefix = "WIPED_"

    /// What is wrong with a name, and what may be meant; nil for one that udev says or that a local rule may set.
    static func problem(withName name: String) -> String? {
        if ProbeReport.isOfAnEvent(name) { return "\(name) is another one at each event, and names neither a drive nor a place" }
        if known.contains(name) || name.hasPrefix(ownPrefix) { return nil }
        if known.contains("ID_" + name) { return "udev has no property \(name); did you mean \"ID_\(name)\"?" }
        let hint = suggestion(for: name, among: known.sorted { ($0.hasPrefix("ID_") ? 0 : 1, $0) < ($1.hasPrefix("ID_") ? 0 : 1, $1) })
        if !hint.isEmpty { return "udev has no property \(name)\(hint)" }
        if families.contains(where: { name.hasPrefix($0) && name.utf8.count > $0.utf8.count }) { return nil }
        guard name.hasPrefix("ID_") else { return nil }
        return "udev has no property \(name) for drives; one that a rule of your own sets is called \(ownPrefix)… here"
    }

    /// Why udev can never give such a value; nil where it can.
    static func problem(withValue glob: String, of name: String) -> String? {
        switch PropertyForm(of: name) {
        case .wwn:
            let digits = CanonicalForm.wwn(glob).utf8
            let isName = glob.contains("nvme.") || glob.contains("uuid.") || glob.contains("t10.")
            guard PropertyMatch(property: name, glob: glob).isLiteral, !isName,
                !digits.allSatisfy(CanonicalForm.isHexadecimal) || digits.count < 6
            else { return nil }
            return "a World Wide Name is made of hexadecimal digits (0x5000c500a1b2c3d4), and this is \(quoted(glob))"
        case .serial, .name:
            // Blanks are compared as the underscores that udev writes for them.
            return CanonicalForm.serial(glob).isEmpty ? "names nothing: it is made of blanks and underscores" : nil
        case .exact:
            // Links are a list with blanks between them.
            guard known.contains(name), !name.hasSuffix("_FROM_DATABASE"), name != "DEVLINKS",
                let blank = glob.unicodeScalars.first(where: CanonicalForm.isBlank)
            else { return nil }
            let code = String(blank.value, radix: 16, uppercase: true)
            return "udev never writes a blank in \(name), and U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code) stands here"
        }
    }

    /// Beginnings of names of which there are many.
    private static let families = ["ID_FS_", "ID_PART_", "ID_ATA_", "ID_USB_", "ID_CDROM_", "ID_DRIVE_", "ID_SAS_", "ID_NVME_", "ID_SCSI_"]

    /// systemd's rules, its hardware database, and sg3-utils.
    private static let known: Set<String> = [
        "ID_ATA", "ID_ATAPI", "ID_ATA_DOWNLOAD_MICROCODE", "ID_ATA_FEATURE_SET_AAM", "ID_ATA_FEATURE_SET_APM", "ID_ATA_FEATURE_SET_HPA",
        "ID_ATA_FEATURE_SET_PM", "ID_ATA_FEATURE_SET_PUIS", "ID_ATA_FEATURE_SET_SECURITY", "ID_ATA_FEATURE_SET_SECURITY_ENABLED",
        "ID_ATA_FEATURE_SET_SECURITY_EXPIRE", "ID_ATA_FEATURE_SET_SECURITY_FROZEN", "ID_ATA_FEATURE_SET_SECURITY_LEVEL",
        "ID_ATA_FEATURE_SET_SECURITY_LOCKED", "ID_ATA_FEATURE_SET_SMART", "ID_ATA_ROTATION_RATE_RPM", "ID_ATA_SATA", "ID_ATA_WRITE_CACHE",
        "ID_AUTOSUSPEND", "ID_BUS", "ID_CDROM", "ID_DRIVE_DETACHABLE", "ID_DRIVE_FLASH_CF", "ID_DRIVE_FLASH_MS", "ID_DRIVE_FLASH_SD",
        "ID_DRIVE_FLASH_SM", "ID_DRIVE_FLOPPY", "ID_DRIVE_FLOPPY_ZIP", "ID_DRIVE_MEDIA_FLASH_SD", "ID_FOR_SEAT", "ID_FS_LABEL",
        "ID_FS_LABEL_ENC", "ID_FS_TYPE", "ID_FS_USAGE", "ID_FS_UUID", "ID_FS_UUID_ENC", "ID_FS_UUID_SUB", "ID_FS_VERSION", "ID_INSTANCE",
        "ID_MODEL", "ID_MODEL_ENC", "ID_MODEL_FROM_DATABASE", "ID_MODEL_ID", "ID_NAME", "ID_NSID", "ID_PART_ENTRY_NAME",
        "ID_PART_ENTRY_NUMBER", "ID_PART_ENTRY_TYPE", "ID_PART_ENTRY_UUID", "ID_PART_TABLE_TYPE", "ID_PART_TABLE_UUID", "ID_PATH",
        "ID_PATH_ATA_COMPAT", "ID_PATH_TAG", "ID_PATH_WITH_USB_REVISION", "ID_PCI_CLASS_FROM_DATABASE", "ID_PCI_SUBCLASS_FROM_DATABASE",
        "ID_REVISION", "ID_SAS_PATH", "ID_SCSI", "ID_SCSI_INQUIRY", "ID_SCSI_SERIAL", "ID_SERIAL", "ID_SERIAL_SHORT", "ID_TARGET_PORT",
        "ID_TYPE", "ID_USB_CLASS_FROM_DATABASE", "ID_USB_DRIVER", "ID_USB_INSTANCE", "ID_USB_INTERFACES", "ID_USB_INTERFACE_NUM",
        "ID_USB_MODEL", "ID_USB_MODEL_ENC", "ID_USB_MODEL_ID", "ID_USB_REVISION", "ID_USB_SERIAL", "ID_USB_SERIAL_SHORT", "ID_USB_TYPE",
        "ID_USB_VENDOR", "ID_USB_VENDOR_ENC", "ID_USB_VENDOR_ID", "ID_VENDOR", "ID_VENDOR_ENC", "ID_VENDOR_FROM_DATABASE", "ID_VENDOR_ID",
        "ID_WWN", "ID_WWN_VENDOR_EXTENSION", "ID_WWN_WITH_EXTENSION", "DEVNAME", "DEVTYPE", "DEVPATH", "DEVLINKS", "MAJOR",
        "MINOR", "SUBSYSTEM", "DM_NAME", "DM_UUID", "SCSI_TPGS", "SCSI_TYPE", "SCSI_VENDOR", "SCSI_VENDOR_ENC", "SCSI_MODEL",
        "SCSI_MODEL_ENC", "SCSI_REVISION", "SCSI_IDENT_SERIAL", "SCSI_IDENT_LUN_NAA_REG", "SCSI_IDENT_LUN_NAA_EXT",
        "SCSI_IDENT_LUN_NAA_REGEXT",
        "SCSI_IDENT_LUN_EUI64", "SCSI_IDENT_LUN_T10", "SCSI_IDENT_LUN_NAME", "SCSI_IDENT_LUN_VENDOR", "SCSI_IDENT_PORT_NAA_REG",
        "SCSI_IDENT_PORT_RELATIVE", "SCSI_IDENT_TARGET_NAME", "UDISKS_IGNORE", "UDISKS_SYSTEM",
    ]
}
