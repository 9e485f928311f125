// What came together with a drive and is not there yet: the other unit of a dock, which udev still works on or which still spins up.

import Glibc
import WipeCore

/// Looks in sysfs for drives that the kernel knows already and nobody has reported.
struct ComingDrives {
    let folder: SystemFolder

    /// Kinds of SCSI unit that get a node as a drive: direct access, simplified direct access, host-managed zones (SPC-5 table 150).
    private static let driveTypes: Set<String> = ["0", "14", "20"]

    /// Whether a drive is on its way beside `attachment`.
    ///
    /// - Parameter known: what has been reported as attached.
    func areThere(beside attachment: AttachmentID, known: Set<AttachmentID>) -> Bool {
        isNodeUnreported(known) || isUnitWithoutNode(beside: attachment.name)
    }

    /// A whole drive with a size, of which udev has not spoken yet. Without a DISKSEQ nothing is ever reported.
    private func isNodeUnreported(_ known: Set<AttachmentID>) -> Bool {
        names("/sys/class/block").contains { name in
            guard !folder.exists("/sys/class/block/\(name)/partition") else { return false }
            let state = UdevDevices.currentState(name: name, folder: folder)
            guard let sequence = state.diskSequence, let size = state.sizeBytes, size > 0 else { return false }
            return !known.contains(AttachmentID(name: name, diskSequence: sequence))
        }
    }

    /// Another unit of the same SCSI target (a dock's second drive) that the kernel has found, and has no node for until it is ready.
    private func isUnitWithoutNode(beside name: String) -> Bool {
        guard let unit = folder.resolved("/sys/class/block/\(name)/device"), unit.split(separator: "/").last?.contains(":") == true else {
            return false
        }
        let target = unit[..<(unit.lastIndex(of: "/") ?? unit.startIndex)]
        return names(String(target)).contains { other in
            let path = "\(target)/\(other)"
            guard path != unit, let type = folder.attribute(path + "/type"), Self.driveTypes.contains(type) else { return false }
            return names(path + "/block").isEmpty
        }
    }

    private func names(_ path: String) -> [String] {
        let found = try? folder.names(path)
        return (found ?? nil) ?? []
    }
}
