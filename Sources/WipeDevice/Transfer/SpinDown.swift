// Lets a disk stop turning, where the kernel makes it turn again by itself.

import CBlockIO
import Glibc
import WipeCore
import WipeFirmware

/// Stops disks. What may be stopped is decided by the way on which the disk is plugged in:
///
/// - Behind libata (`ataN`) a disk in standby turns again at the first request that needs the medium; the kernel only waits longer for it.
/// - Behind USB it answers NOT READY, and the kernel's error handling starts it again where `allow_restart` is 1 (usb-storage sets it). It holds up
///   all disks of that host meanwhile, so a dock with a second one is left turning.
/// - Behind a SAS controller the same handling holds up every disk of the controller for the seconds of a start, those that are being wiped too: they
///   are left turning. So is everything else whose way is not known.
struct SpinDown {
    let folder: SystemFolder

    /// Stops the disk of this report, which may be asked to. Blocks until it has stopped.
    func stop(_ report: ProbeReport) -> RestAnswer {
        let id = report.attachment
        guard UdevDevices.isKernelName(id.name) else { return .turnsOn(why: "not a device name") }
        if let answer = answerUnasked(report) { return answer }
        // Opened for reading alone, as for every question; the close raises no event that would wake it again.
        let descriptor = cbio_open_to_read(id.node)
        guard descriptor >= 0 else { return .turnsOn(why: "\(id.node): \(errorText(-descriptor))") }
        defer { close(descriptor) }
        let facts = DescriptorFacts(descriptor: descriptor)
        guard facts.diskSequence == id.diskSequence, facts.number == DeviceNumber(major: report.deviceMajor, minor: report.deviceMinor)
        else {
            return .turnsOn(why: "another drive is at \(id.node) now")
        }
        return Self.stop(by: DescriptorTransport(descriptor: descriptor, deadline: .max))
    }

    /// The act itself.
    static func stop(by transport: some ActTransport) -> RestAnswer {
        switch transport.send(.stop) {
        case .ended(status: 0, _, _): return .rests
        case .ended(let status, let sense, _):
            let code = Sense(sense).flatMap { sense in sense.code.map { "\(sense.key) " + String($0, radix: 16) } }
            return .turnsOn(why: "the drive refuses to stop: status \(status)" + (code.map { ", sense \($0)" } ?? ""))
        case .unanswered(let why): return .turnsOn(why: why)
        }
    }

    /// The answer where the drive is told nothing; nil where it may be told to stop.
    func answerUnasked(_ report: ProbeReport) -> RestAnswer? {
        guard report.kind == .scsi, report.mediaType == .magneticHDD || report.mediaType == .hybrid else {
            let isKnown = report.kind != .scsi || report.mediaType != .unknown
            return isKnown ? .nothingTurns : .turnsOn(why: "whether anything in it turns is not known")
        }
        guard let target = ScsiTarget(of: report.attachment.name, folder: folder) else {
            return .turnsOn(why: "the way to it cannot be read")
        }
        let steps = target.unit.split(separator: "/").map(String.init)
        if !target.isBehindUSB {
            let isLibata = steps.contains { $0.hasPrefix("ata") && UInt32($0.dropFirst(3)) != nil }
            return isLibata ? nil : .turnsOn(why: "to start it again would hold up every disk of its controller")
        }
        let unit = steps[steps.count - 1]
        guard folder.attribute("\(target.unit)/scsi_disk/\(unit)/allow_restart") == "1" else {
            return .turnsOn(why: "the kernel would not start it again")
        }
        let host = unit.prefix { $0 != ":" }
        let units = folder.namesIfAny("/sys/class/scsi_device")
        guard units.filter({ $0.hasPrefix(host + ":") }) == [unit] else {
            return .turnsOn(why: "to start it again would hold up the other disk of its adapter")
        }
        return nil
    }
}
