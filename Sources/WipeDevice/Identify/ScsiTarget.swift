// The units behind one SCSI address: one for a plain drive, several for a dock, a card reader or a drive with two actuators.

import WipeCore

/// A SCSI target as sysfs shows it, seen from one of its drives.
struct ScsiTarget {
    private let folder: SystemFolder
    /// Folder of the unit that was asked about, all links followed; its name is `host:channel:target:lun`.
    let unit: String

    /// Kinds of unit that get a node as a drive: direct access, simplified direct access, host-managed zones (SPC-5, peripheral device type).
    private static let driveTypes: Set<String> = ["0", "14", "20"]

    /// Nil where the drive is no SCSI unit.
    init?(of name: String, folder: SystemFolder) {
        guard let unit = folder.resolved("/sys/class/block/\(name)/device"), unit.split(separator: "/").last?.contains(":") == true else {
            return nil
        }
        self.folder = folder
        self.unit = unit
    }

    /// A USB adapter stands between us and the unit.
    var isBehindUSB: Bool { unit.contains("/usb") }

    /// Folders of the other units that are, or become, drives.
    var otherUnits: [String] {
        let target = unit.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        return folder.namesIfAny(target).map { "\(target)/\($0)" }.filter { path in
            path != unit && folder.attribute(path + "/type").map(Self.driveTypes.contains) ?? false
        }
    }

    /// How many of the other units show the serial of this one: a drive with two actuators is two units of one drive. Behind USB the serial is the
    /// bridge's and says nothing of that.
    var otherUnitsOfTheDrive: Int {
        guard !isBehindUSB, let own = IdentityFacts.unitSerial(of: unit, folder: folder) else { return 0 }
        return otherUnits.count { IdentityFacts.unitSerial(of: $0, folder: folder) == own }
    }
}
