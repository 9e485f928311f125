// What came together with a drive and is not there yet: the other unit of a dock, which udev still works on or which still spins up.

import WipeCore

/// Looks in sysfs for drives that the kernel knows already and nobody has reported.
struct ComingDrives {
    let folder: SystemFolder

    /// Whether a drive is on its way beside `attachment`.
    ///
    /// - Parameter known: what has been reported as attached.
    func areThere(beside attachment: AttachmentID, known: Set<AttachmentID>) -> Bool {
        isNodeUnreported(known) || isUnitWithoutNode(beside: attachment.name)
    }

    /// A whole drive with a size, of which udev has not spoken yet. Without a DISKSEQ nothing is ever reported.
    private func isNodeUnreported(_ known: Set<AttachmentID>) -> Bool {
        folder.namesIfAny("/sys/class/block").contains { name in
            let path = "/sys/class/block/\(name)"
            // Of the single paths of an NVMe multipath drive the kernel tells nobody: what they lead to has a node of its own.
            guard !folder.exists(path + "/partition"), folder.number(path + "/hidden") != 1 else { return false }
            let state = UdevDevices.currentState(name: name, folder: folder)
            guard let sequence = state.diskSequence, let size = state.sizeBytes, size > 0 else { return false }
            return !known.contains(AttachmentID(name: name, diskSequence: sequence))
        }
    }

    /// A dock's second drive that the kernel has found, and has no node for until it is ready.
    private func isUnitWithoutNode(beside name: String) -> Bool {
        ScsiTarget(of: name, folder: folder)?.otherUnits.contains { folder.namesIfAny($0 + "/block").isEmpty } ?? false
    }
}
