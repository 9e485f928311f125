// Opens the one device that was decided about, and proves on the open descriptor that it is that one.

import CBlockIO
import Glibc
import WipeContents
package import WipeCore

/// A device held for one wipe: exclusively open, locked against udev's probing, proved to be the admitted media.
///
/// The descriptor is closed when the last owner lets go, so a thread that hangs in the kernel keeps its device open and nothing else is hurt.
package final class ExclusiveDevice: Sendable {
    /// What it was opened as.
    package let admitted: AdmittedMedia
    let descriptor: Int32
    private let folder: SystemFolder

    /// How long another's lock (udevd looks at new devices under a shared one) or claim is waited for.
    package static let lockSeconds = 10
    /// Programs that probe may hold a claim for a moment, our own usage scanner too.
    package static let claimSeconds = 2

    /// Opens the node of `admitted` for reading and writing, exclusively and past the page cache, locks it and compares every fact of the
    /// open descriptor with what was admitted. Nothing is ever written here. Refuses with `opened-exclusively`, `device-locked`,
    /// `identity-mismatch`, `read-only` or `open-failed`. Blocks up to `lockSeconds` and `claimSeconds`.
    package static func open(admitted: AdmittedMedia) throws(OpenRefusal) -> ExclusiveDevice {
        try open(admitted: admitted, lockMilliseconds: lockSeconds * 1000, claimMilliseconds: claimSeconds * 1000)
    }

    static func open(admitted: AdmittedMedia, lockMilliseconds: Int, claimMilliseconds: Int) throws(OpenRefusal) -> ExclusiveDevice {
        let node = admitted.attachment.node
        guard UdevDevices.isKernelName(admitted.attachment.name) else { throw OpenRefusal(.openFailed, variant: "name") }
        let descriptor = retried(milliseconds: claimMilliseconds, while: -EBUSY) { cbio_open_exclusive(node) }
        guard descriptor >= 0 else {
            if descriptor == -EBUSY { throw OpenRefusal(.openedExclusively, variant: "open", ["node": node, "error": errorText(EBUSY)]) }
            if descriptor == -EROFS || descriptor == -EACCES {
                throw OpenRefusal(.readOnly, variant: "open", ["node": node, "error": errorText(-descriptor)])
            }
            throw OpenRefusal(.openFailed, ["node": node, "error": errorText(-descriptor)])
        }
        var isOwned = false
        defer { if !isOwned { close(descriptor) } }
        let locked = retried(milliseconds: lockMilliseconds, while: -EWOULDBLOCK) { cbio_try_lock(descriptor) }
        guard locked == 0 else {
            throw OpenRefusal(.deviceLocked, ["node": node, "error": errorText(-locked)])
        }
        let facts = DescriptorFacts(descriptor: descriptor)
        try admitted.check(observation(facts, admitted: admitted, folder: SystemFolder()))
        guard facts.readOnly == false else { throw OpenRefusal(.readOnly, variant: "protected", ["node": node]) }
        isOwned = true
        return ExclusiveDevice(admitted: admitted, descriptor: descriptor)
    }

    private init(admitted: AdmittedMedia, descriptor: Int32) {
        self.admitted = admitted
        self.descriptor = descriptor
        folder = SystemFolder()
    }

    deinit { close(descriptor) }

    /// What the open device says of itself now; nil where it does not say its number, size or sector size.
    package func observe() -> ObservedMedia? {
        ExclusiveDevice.observation(DescriptorFacts(descriptor: descriptor), admitted: admitted, folder: folder)
    }

    /// The kernel's count of the medium (BLKGETDISKSEQ) behind the open device now; nil where it does not say.
    package func diskSequence() -> UInt64? { DescriptorFacts.diskSequence(descriptor) }

    /// Writes back what other programs wrote through the page cache of the drive or of one of its partitions, each of which has its own: before
    /// that it shows in no count. False where that failed. Blocks as long as the drive does.
    func writeBack() -> Bool {
        guard cbio_write_back(descriptor) == 0, let number = DescriptorFacts(descriptor: descriptor).number else { return false }
        let place = "/sys/dev/block/\(number)"
        guard let names = try? folder.names(place) else { return false }
        for name in names where folder.exists("\(place)/\(name)/partition") {
            let partition = cbio_open_to_read("/dev/" + name)
            // The kernel may have taken it away meanwhile: then it has written it back too.
            if partition == -ENOENT || partition == -ENXIO { continue }
            guard partition >= 0 else { return false }
            let result = cbio_write_back(partition)
            close(partition)
            if result != 0 { return false }
        }
        return true
    }

    /// What shows whether anybody else touched the medium, now. Does not ask the drive itself.
    func custodyEvidence() -> CustodyEvidence? {
        let facts = DescriptorFacts(descriptor: descriptor)
        guard let number = facts.number else { return nil }
        var evidence = CustodyReader.read(number, diskSequence: facts.diskSequence, folder: folder)
        evidence.readPath = .directIO  // it was opened with O_DIRECT
        return evidence
    }

    /// Which other programs have the drive, one of its partitions or a raw node of it open for writing now. Blocks for milliseconds.
    package func otherWriters() -> OtherWriters {
        let number = DeviceNumber(major: admitted.deviceMajor, minor: admitted.deviceMinor)
        return OtherWriters.look(for: DriveNodes(of: number, named: admitted.attachment.name, folder: folder))
    }

    /// Throws `opened-for-writing` where another program keeps the drive open for writing for longer than `milliseconds`: tools that make a file
    /// system or a table are done in a moment. A look that cannot see every process refuses nothing by itself: README says what is not seen.
    func refuseOtherWriters(milliseconds: Int = claimSeconds * 1000) throws(OpenRefusal) {
        let deadline = monotonicNanoseconds() &+ UInt64(max(milliseconds, 0)) &* 1_000_000
        var writers = otherWriters().found
        while !writers.isEmpty, monotonicNanoseconds() < deadline {
            usleep(100_000)
            writers = otherWriters().found
        }
        guard !writers.isEmpty else { return }
        throw OpenRefusal(.openedForWriting, ["writers": OtherWriters.sentence(writers)])
    }

    /// What the descriptor says; nil where a fact that is always there is missing.
    private static func observation(_ facts: DescriptorFacts, admitted: AdmittedMedia, folder: SystemFolder) -> ObservedMedia? {
        guard let number = facts.number, let capacity = facts.capacityBytes, let sector = facts.logicalSectorBytes else { return nil }
        return ObservedMedia(
            deviceMajor: number.major, deviceMinor: number.minor, capacityBytes: capacity, logicalSectorBytes: sector,
            diskSequence: facts.diskSequence,
            serial: serial(of: number, admitted: admitted.identity, folder: folder), bootID: LinuxBus.bootID(folder))
    }

    /// The serial in sysfs of the descriptor's device number, read from the same place as when the drive was identified. Nil where the kernel has
    /// none of that source (USB bridges, loop), so that it is never compared with something else.
    static func serial(of number: DeviceNumber, admitted: MediaIdentity, folder: SystemFolder) -> String? {
        let path = "/sys/dev/block/\(number)"
        switch admitted.serialSource {
        case .nvmeIdentify, .mmcCID: return folder.attribute(path + "/device/serial")
        case .scsiVPD: return sameForm(IdentityFacts.unitSerial(of: path + "/device", folder: folder), as: admitted.serial)
        case .ataIdentify:
            // A bridge fills page 80h as it likes; libata fills it with the drive's own serial (SAT-4, 10.3.3).
            guard folder.resolved(path)?.contains("/usb") == false else { return nil }
            return sameForm(IdentityFacts.unitSerial(of: path + "/device", folder: folder), as: admitted.serial)
        case .usbBridge, .loopProperty, .unknown: return nil
        }
    }

    /// udev writes white space inside a serial as underscores: told apart only where more than that differs.
    private static func sameForm(_ serial: String?, as admitted: String?) -> String? {
        guard let serial, let admitted, DeviceText.underscored(serial) == DeviceText.underscored(admitted) else { return serial }
        return admitted
    }

    private static func retried(milliseconds: Int, while busy: Int32, _ attempt: () -> Int32) -> Int32 {
        let deadline = monotonicNanoseconds() &+ UInt64(max(milliseconds, 0)) &* 1_000_000
        while true {
            let result = attempt()
            if result != busy || monotonicNanoseconds() >= deadline { return result }
            usleep(20_000)
        }
    }
}
