// Goal: a disk is told to stop only where the kernel makes it turn again by itself and nothing else waits for that; everything else turns on.
// Method: trees of sysfs for each way on which a disk may be plugged in, and a drive that answers with recorded bytes.

import Foundation
import Testing
import WipeCore

@testable import WipeDevice

struct SpinDownTests {
    /// One disk `sda`, as a tree of files; ends with the test.
    private final class Tree {
        let root = NSTemporaryDirectory() + "spin-\(UUID().uuidString)"
        let unit: String

        /// - Parameters:
        ///   - way: from the root complex to the SCSI host.
        ///   - allowRestart: what the kernel's disk says; nil for no such file.
        init(_ way: String, allowRestart: String? = nil) throws {
            unit = "/sys/devices/pci0000:00/\(way)/host6/target6:0:0/6:0:0:0"
            let files = FileManager.default
            try files.createDirectory(atPath: root + unit + "/block/sda", withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: root + unit + "/block/sda/device", withDestinationPath: "../..")
            try files.createDirectory(atPath: root + "/sys/class/block", withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: root + "/sys/class/block/sda", withDestinationPath: root + unit + "/block/sda")
            try device("6:0:0:0")
            if let allowRestart { try write(unit + "/scsi_disk/6:0:0:0/allow_restart", allowRestart) }
        }
        deinit { try? FileManager.default.removeItem(atPath: root) }

        func write(_ path: String, _ text: String) throws {
            let url = URL(fileURLWithPath: root + path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data((text + "\n").utf8).write(to: url)
        }

        func device(_ name: String) throws {
            try FileManager.default.createDirectory(atPath: root + "/sys/class/scsi_device/" + name, withIntermediateDirectories: true)
        }

        func answer(_ mediaType: MediaType = .magneticHDD, kind: DeviceKind = .scsi) -> RestAnswer? {
            SpinDown(folder: SystemFolder(root: root)).answerUnasked(SpinDownTests.report(mediaType, kind: kind))
        }
    }

    private static func report(_ mediaType: MediaType = .magneticHDD, kind: DeviceKind = .scsi, name: String = "sda") -> ProbeReport {
        ProbeReport(
            attachment: AttachmentID(name: name, diskSequence: 4), deviceMajor: 8, deviceMinor: 0, kind: kind,
            identity: MediaIdentity(vendor: nil, model: "M", serial: "S", serialSource: .ataIdentify, wwn: nil, capacityBytes: 1 << 20),
            geometry: nil, readOnly: false, mediaType: mediaType, transport: nil, usage: .free, properties: [:])
    }

    private func why(_ answer: RestAnswer?) -> String? {
        if case .turnsOn(let why)? = answer { return why }
        return nil
    }

    @Test func aDiskBehindLibataMayBeStopped() throws {
        let tree = try Tree("0000:00:17.0/ata1")
        #expect(tree.answer() == nil)
        #expect(tree.answer(.hybrid) == nil)
    }

    /// The word of the kernel about a start, where it is asked to give it.
    @Test(arguments: [("1", true), ("0", false), (nil, false)] as [(String?, Bool)])
    func aDiskBehindUSBMayBeStoppedWhereTheKernelStartsIt(_ allowRestart: String?, _ mayStop: Bool) throws {
        let tree = try Tree("0000:00:14.0/usb2/2-1/2-1:1.0", allowRestart: allowRestart)
        #expect((tree.answer() == nil) == mayStop)
        // Of another adapter's unit nothing is said, of this one's all.
        try tree.device("7:0:0:0")
        #expect((tree.answer() == nil) == mayStop)
        try tree.device("6:0:0:1")
        #expect(why(tree.answer()) != nil)
    }

    /// Also where it would start again: all other disks of the controller would wait for it, those that are being wiped too.
    @Test(arguments: ["0000:01:00.0", "0000:01:00.0/host6/port-6:0/end_device-6:0", "0000:00:17.0/atax", "0000:00:17.0/ata"])
    func aDiskBehindASharedControllerTurnsOn(_ way: String) throws {
        #expect(why(try Tree(way, allowRestart: "1").answer())?.contains("every disk of its controller") == true)
    }

    @Test func whatHasNothingThatTurnsIsToldNothing() throws {
        let tree = try Tree("0000:00:17.0/ata1")
        #expect(tree.answer(.flashSSD) == .nothingTurns && tree.answer(.flashRemovable) == .nothingTurns)
        for kind in [DeviceKind.nvme, .mmc, .loop, .other("md array")] { #expect(tree.answer(kind: kind) == .nothingTurns) }
        #expect(why(tree.answer(.unknown)) != nil)
    }

    @Test func aDiskWhoseWayCannotBeReadTurnsOn() {
        #expect(why(SpinDown(folder: SystemFolder(root: "/nonexistent")).answerUnasked(Self.report())) == "the way to it cannot be read")
        #expect(why(SpinDown(folder: SystemFolder()).stop(Self.report(name: "../sda"))) == "not a device name")
    }

    /// What the drive answers to the act.
    private struct Answering: ActTransport {
        let reply: ScsiReply
        func send(_ act: ScsiAct) -> ScsiReply { act == .stop ? reply : .unanswered(why: "another act") }
    }

    @Test func onlyADriveThatSaysSoHasStopped() {
        func answer(_ reply: ScsiReply) -> RestAnswer { SpinDown.stop(by: Answering(reply: reply)) }
        #expect(answer(.ended(status: 0, sense: [], data: [])) == .rests)
        // ILLEGAL REQUEST, INVALID COMMAND OPERATION CODE.
        let refused = answer(.ended(status: 2, sense: [0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0], data: []))
        #expect(refused == .turnsOn(why: "the drive refuses to stop: status 2, sense 5 2000"))
        #expect(answer(.ended(status: 8, sense: [], data: [])) == .turnsOn(why: "the drive refuses to stop: status 8"))
        #expect(answer(.unanswered(why: "no permission")) == .turnsOn(why: "no permission"))
    }
}
