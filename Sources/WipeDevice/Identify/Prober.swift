// Identifies one drive: reads every fact about it, judges none.

import CBlockIO
import Glibc
import WipeContents
package import WipeCore

/// Reads a `ProbeReport`. Blocks: call it on a thread of its own, never on Swift's pool.
package struct Prober: Sendable {
    private let scanner: UsageScanner
    private let look: ContentsLook
    private let mayAskFirmware: @Sendable (ProbeReport) -> Bool
    private let keep: @Sendable (FirmwarePages?) -> Void

    /// - Parameters:
    ///   - look: how what lies on the drive is looked at.
    ///   - mayAskFirmware: whether the drive of this report, which is complete but for its firmware, may be asked about that. Nobody is asked
    ///     without it.
    ///   - keep: takes what the drive answered, once it is certain that it was this drive; nil where none was asked.
    package init(
        scanner: UsageScanner, look: ContentsLook = .own, mayAskFirmware: @escaping @Sendable (ProbeReport) -> Bool = { _ in false },
        keep: @escaping @Sendable (FirmwarePages?) -> Void = { _ in }
    ) {
        self.scanner = scanner
        self.look = look
        self.mayAskFirmware = mayAskFirmware
        self.keep = keep
    }

    /// When the last question about the firmware may go out: one that stays unanswered takes its own time, and no other follows.
    static let firmwareNanoseconds: UInt64 = 10_000_000_000
    /// What is read of the drive after that has so long, at the least.
    static let readNanoseconds: UInt64 = 5_000_000_000

    static func firmwareDeadline(_ deadline: UInt64, now: UInt64) -> UInt64 { min(deadline, now &+ firmwareNanoseconds) }
    static func readDeadline(_ deadline: UInt64, now: UInt64) -> UInt64 { max(deadline, now &+ readNanoseconds) }

    /// Reads everything about an attachment. What cannot be read is nil, `unknown` or named in the report; there is no other failure.
    ///
    /// - Parameters:
    ///   - properties: udev properties that came with this very media (`AttachmentTracker.properties(of:)`). Without them udev's database is asked,
    ///     which may for some milliseconds still speak of the media before.
    ///   - deadlineSeconds: after this nothing new is begun, but for what is read of a drive that took long to answer. A read that hangs in the
    ///     kernel is not interrupted.
    /// - Returns: a report whose `geometry` is nil where the media at the node is no longer this one.
    package func probe(_ attachment: AttachmentID, properties given: [String: String]? = nil, deadlineSeconds: Int = 20) -> ProbeReport {
        let folder = SystemFolder()
        let deadline = monotonicNanoseconds() &+ UInt64(max(deadlineSeconds, 0)) &* 1_000_000_000
        func secondsLeft() -> Int { Int(clamping: (Int64(bitPattern: deadline &- monotonicNanoseconds())) / 1_000_000_000) }
        var properties = given.map { DeviceText.clean(properties: $0) } ?? [:]
        if given == nil, let found = UdevDevices.properties(name: attachment.name), found.diskSequence == attachment.diskSequence {
            properties = found.properties
        }
        let identityFacts = IdentityFacts(name: attachment.name, properties: properties, folder: folder)
        let number = folder.deviceNumber("/sys/class/block/\(attachment.name)/dev")

        let descriptor = UdevDevices.isKernelName(attachment.name) ? cbio_open_to_read(attachment.node) : -EINVAL
        guard descriptor >= 0 else {
            return failed(attachment, facts: identityFacts, number: number, why: "\(attachment.node): \(errorText(-descriptor))")
        }
        defer { close(descriptor) }
        let facts = DescriptorFacts(descriptor: descriptor)
        guard facts.diskSequence == attachment.diskSequence, let opened = facts.number, opened == number else {
            return failed(attachment, facts: identityFacts, number: number, why: "another drive is at \(attachment.node) now")
        }

        let kind = Prober.kind(identityFacts, descriptor)
        // While a request of a former run hangs in the kernel, a read would wait with it.
        let former = FormerRun.sentence(device: opened, folder: folder)
        let tree = try? DeviceTree.read(folder)
        let partitions = tree.map { tree in (tree.nodes[attachment.name]?.partitions ?? []).compactMap { tree.nodes[$0] } } ?? []
        let usage = scanner.scan(attachment)
        let isLoop = kind == .loop
        var report = ProbeReport(
            attachment: attachment, deviceMajor: opened.major, deviceMinor: opened.minor, kind: kind,
            identity: identityFacts.identity(capacityBytes: facts.capacityBytes ?? 0), geometry: facts.geometry, readOnly: facts.readOnly,
            mediaType: identityFacts.mediaType, transport: identityFacts.transport, rotationRateRPM: identityFacts.rotationRateRPM,
            firmware: identityFacts.firmware, zoned: identityFacts.zoned, locked: identityFacts.locked, bus: identityFacts.bus,
            usbBridge: identityFacts.usbBridge, contents: nil, usage: usage, health: Health(unreadable: former),
            hpa: isLoop ? .absent : .unknown, dco: isLoop ? .absent : .unknown, amac: isLoop ? .notSupported : .unknown,
            properties: properties)
        if let others = ScsiTarget(of: attachment.name, folder: folder)?.otherUnitsOfTheDrive, others > 0 { report.otherUnits = others }
        // Before anything is read of it: a drive that erases itself lets a read hang for minutes. It must still be the same drive that the descriptor
        // stands for when the questions go out.
        var pages: FirmwarePages?
        if !isLoop, former == nil, DescriptorFacts.diskSequence(descriptor) == attachment.diskSequence, mayAskFirmware(report) {
            let drive = CapabilityReader.Drive(report, folder: folder)
            let last = Prober.firmwareDeadline(deadline, now: monotonicNanoseconds())
            let recorder = AnswerRecorder(DescriptorTransport(descriptor: descriptor, deadline: last))
            report.take(CapabilityReader(drive: drive, transport: recorder).read())
            pages = recorder.answers(of: drive).masked(report)
        }
        let silent = former ?? report.capabilities?.whyNotRead
        if let silent {
            (report.contentsProblem, report.health) = (silent, Health(unreadable: silent))
        } else {
            // Time of their own, however long the drive took to answer.
            let last = Prober.readDeadline(deadline, now: monotonicNanoseconds())
            let contents = look.read(
                descriptor: descriptor, capacityBytes: facts.capacityBytes ?? 0, kernelPartitions: partitions, deadline: last)
            (report.contents, report.contentsProblem) = (contents.contents, contents.problem)
            report.health = HealthReader.read(kind: kind, node: attachment.node, secondsLeft: max(secondsLeft(), 5))
        }
        // Everything above was read of the drive that is still there now; else nothing of it may be used.
        guard DescriptorFacts(descriptor: descriptor).diskSequence == attachment.diskSequence else {
            return failed(attachment, facts: identityFacts, number: number, why: "the media was changed while it was looked at")
        }
        keep(pages)
        return report
    }

    /// What is written to a loop device on another block device is written to that one, and that one is in no bay: it is no candidate.
    private static func kind(_ facts: IdentityFacts, _ descriptor: Int32) -> DeviceKind {
        guard facts.kind == .loop else { return facts.kind }
        var backing = cbio_place()
        switch -cbio_loop_backing(descriptor, &backing) {
        // ENOTCONN: a file of a FUSE file system whose server has died.
        case 0 where backing.is_block_device == 0, ENOTCONN: return .loop
        case 0: return .other("loop device on another block device")
        default: return .other("loop device on what cannot be told")
        }
    }

    /// A report that can only be refused.
    private func failed(_ attachment: AttachmentID, facts: IdentityFacts, number: DeviceNumber?, why: String) -> ProbeReport {
        ProbeReport(
            attachment: attachment, deviceMajor: number?.major ?? 0, deviceMinor: number?.minor ?? 0, kind: facts.kind,
            identity: facts.identity(capacityBytes: 0), geometry: nil, readOnly: nil, mediaType: .unknown, transport: facts.transport,
            usbBridge: facts.usbBridge, contents: nil, contentsProblem: why, usage: .unknown(why: why), health: Health(unreadable: why),
            properties: facts.properties)
    }
}
