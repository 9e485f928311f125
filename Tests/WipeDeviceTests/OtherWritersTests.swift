// Goal: no drive is wiped while another program has it open for writing, whichever node that program took; who only reads stops nothing.
// Method: a program of its own, no child of this process, holds the node of a real drive; then process tables of a test's own making for what
// cannot be had at will: hidden processes, a container, a first thread that has ended, nodes for raw commands.

import Foundation
import Glibc
import Testing
import WipeCore

@testable import WipeDevice

/// A program that keeps a node open and is nobody's child of ours.
private struct Holder {
    let process: Int

    /// - Parameter way: how a shell opens it: `<>` for both, `>` for writing, `<` for reading.
    init(_ node: String, _ way: String, seconds: Double = 60) throws {
        let script = "(exec 3\(way)\(node); exec sleep \(seconds)) >/dev/null 2>&1 & echo $!"
        process = try #require(Int(try run("sh", "-c", script)))
        let table = "/proc/\(process)/fd/3"
        #expect(eventually { SystemFolder().exists(table) })
    }

    func end() { kill(pid_t(process), SIGKILL) }
}

extension RealDeviceTests {
    struct OtherWritersTests {
        /// What the bus answers to an opening; nil where it opens.
        private func refusal(_ admitted: AdmittedMedia) -> Reason<RefusalCode>? {
            do throws(OpenRefusal) {
                var clearance = try LinuxBus(statePaths: []).open(admitted)
                clearance.close()
                return nil
            } catch { return error.reason }
        }

        @Test(arguments: ["<>", ">>"]) func whoHasTheDriveOpenForWritingIsNamedAndNothingIsOpened(way: String) throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let admitted = try drive.admitted()
            let holder = try Holder(drive.node, way)
            defer { holder.end() }
            let reason = try #require(refusal(admitted))
            #expect(reason.code == .openedForWriting)
            #expect(reason.message == "sleep (process \(holder.process)) has \(drive.name) open for writing")
            holder.end()
            #expect(eventually { refusal(admitted) == nil }, "it is gone and the drive still refused")
        }

        @Test func whoOnlyReadsStopsNothing() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let holder = try Holder(drive.node, "<")
            defer { holder.end() }
            #expect(refusal(try drive.admitted()) == nil)
        }

        @Test func aPartitionAndANodeOfAnotherNameAreTheSameDrive() throws {
            let drive = try LoopDrive(bytes: 16 << 20)
            try run("sh", "-c", "printf 'label: dos\\n2048,4096\\n' | sfdisk -q \(drive.node)")
            try drive.addKernelPartitions()
            defer { drive.removeKernelPartitions() }
            let admitted = try drive.admitted()
            let partition = try Holder(drive.node + "p1", "<>")
            defer { partition.end() }
            #expect(refusal(admitted)?.message.contains("has \(drive.name)p1 open for writing") == true)
            partition.end()
            #expect(eventually { refusal(admitted) == nil })
            let other = drive.folder.appendingPathComponent("other-name").path
            try run("mknod", other, "b", String(admitted.deviceMajor), String(admitted.deviceMinor))
            let holder = try Holder(other, "<>")
            defer { holder.end() }
            unlink(other)
            #expect(refusal(admitted)?.message.contains("(process \(holder.process)) has \(drive.name) open") == true)
        }

        @Test func whoIsDoneInAMomentIsWaitedFor() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let holder = try Holder(drive.node, "<>", seconds: 0.7)
            defer { holder.end() }
            #expect(refusal(try drive.admitted()) == nil)
        }

        @Test func thisProcessAndItsChildrenAreNoOthers() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let own = open(drive.node, O_RDWR | O_CLOEXEC)
            defer { close(own) }
            let child = Process()
            child.executableURL = URL(fileURLWithPath: "/bin/sh")
            child.arguments = ["-c", "exec 3<>\(drive.node); (sleep 30; true)"]
            try child.run()
            defer { child.terminate() }
            #expect(eventually { SystemFolder().exists("/proc/\(child.processIdentifier)/fd/3") })
            let device = try ExclusiveDevice.open(admitted: try drive.admitted())
            #expect(device.otherWriters().found == [])
        }

        /// As at the end of a verify: the wipe has the drive, and somebody has come since.
        @Test func whoComesWhileTheDriveIsHeldIsSeen() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let device = try ExclusiveDevice.open(admitted: try drive.admitted())
            #expect(device.otherWriters().found == [])
            let reader = try Holder(drive.node, "<")
            defer { reader.end() }
            let writer = try Holder(drive.node, "<>")
            defer { writer.end() }
            #expect(device.otherWriters().found == [OtherWriter(process: writer.process, program: "sleep", node: drive.name)])
            var media = try LinuxOpenedMedia(device, UsageScanner(statePaths: []))
            #expect(media.otherWriters().found.map(\.process) == [writer.process])
            media.close()
            #expect(media.otherWriters().unknown != nil)
        }

        @Test func aLookCostsMilliseconds() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let device = try ExclusiveDevice.open(admitted: try drive.admitted())
            let least = (0..<5).map { _ in
                ContinuousClock().measure { _ = device.otherWriters() }
            }.min()
            #expect(try #require(least) < .milliseconds(200))
        }
    }
}

/// A process table made of files: what leads to `/dev/null` stands for a node of the drive.
private struct Table {
    let root = NSTemporaryDirectory() + "/process-table-\(UUID().uuidString)"
    let nodes: DriveNodes

    init(namespace: String = "pid:[4026531836]", hasFirst: Bool = true) throws {
        // A drive whose generic node has the number of /dev/null.
        try FileManager.default.createDirectory(
            atPath: root + "/sys/dev/block/8:0/device/scsi_generic/sg7", withIntermediateDirectories: true)
        try "1:3\n".write(toFile: root + "/sys/dev/block/8:0/device/scsi_generic/sg7/dev", atomically: true, encoding: .utf8)
        nodes = DriveNodes(of: DeviceNumber(major: 8, minor: 0), named: "sda", folder: SystemFolder(root: root))
        try FileManager.default.createDirectory(atPath: root + "/proc/self/ns", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: root + "/proc/self/ns/pid", withDestinationPath: namespace)
        if hasFirst { try add(1, name: "init", parent: 0) }
    }

    func add(_ process: Int, thread: Int? = nil, name: String, parent: Int = 1, target: String? = nil, flags: String = "0100002") throws {
        let base = root + "/proc/\(process)"
        let table = thread.map { base + "/task/\($0)" } ?? base
        for folder in [base + "/fd", table + "/fd", table + "/fdinfo"] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        try name.write(toFile: base + "/comm", atomically: true, encoding: .utf8)
        try "\(process) (a) b) S \(parent) 1 1".write(toFile: base + "/stat", atomically: true, encoding: .utf8)
        guard let target else { return }
        try FileManager.default.createSymbolicLink(atPath: table + "/fd/5", withDestinationPath: target)
        try "pos:\t0\nflags:\t\(flags)\nmnt_id:\t2\n".write(toFile: table + "/fdinfo/5", atomically: true, encoding: .utf8)
    }

    func look() -> OtherWriters { OtherWriters.look(for: nodes, folder: SystemFolder(root: root)) }
    func remove() { try? FileManager.default.removeItem(atPath: root) }
}

@Suite struct ProcessTableTests {
    @Test(arguments: [("0100002", true), ("0100001", true), ("02100003", true), ("0100000", false), ("02004000", false)])
    func whatADescriptorMayDoIsReadFromItsFlags(flags: String, writes: Bool) throws {
        let table = try Table()
        defer { table.remove() }
        try table.add(70, name: "qemu\u{1B}[2J", target: "/dev/null", flags: flags)
        let seen = table.look()
        #expect(seen.found == (writes ? [OtherWriter(process: 70, program: "qemu\u{FFFD}[2J", node: "sg7")] : []))
        #expect(seen.unknown == nil)
    }

    @Test func aFirstThreadThatHasEndedHidesNobody() throws {
        let table = try Table()
        defer { table.remove() }
        try table.add(71, thread: 72, name: "leader", target: "/dev/null")
        #expect(table.look().found.map(\.process) == [71])
    }

    @Test func otherFilesAndOtherDrivesAreNone() throws {
        let table = try Table()
        defer { table.remove() }
        try table.add(73, name: "a", target: "/dev/zero")
        try table.add(74, name: "b", target: "/etc/passwd")
        try table.add(75, name: "c", target: "socket:[123]")
        #expect(table.look() == OtherWriters())
    }

    @Test func whatThisProcessStartedIsNoOther() throws {
        let table = try Table()
        defer { table.remove() }
        let own = Int(getpid())
        try table.add(76, name: "smartctl", parent: own, target: "/dev/null")
        try table.add(77, name: "grandchild", parent: 76, target: "/dev/null")
        try table.add(78, name: "stranger", parent: 1, target: "/dev/null")
        #expect(table.look().found.map(\.program) == ["stranger"])
    }

    /// What is found counts all the same.
    @Test func whereProcessesAreHiddenThatIsSaid() throws {
        let container = try Table(namespace: "pid:[4026532000]")
        defer { container.remove() }
        try container.add(79, name: "seen", target: "/dev/null")
        #expect(container.look().unknown?.contains("container") == true)
        #expect(container.look().found.map(\.program) == ["seen"])
        let hidden = try Table(hasFirst: false)
        defer { hidden.remove() }
        #expect(hidden.look().unknown?.contains("hidepid") == true)
    }

    @Test func aTableThatMakesNoSenseIsNoProofOfNobody() throws {
        let table = try Table()
        defer { table.remove() }
        try table.add(80, name: "odd", target: "/dev/null", flags: "what")
        #expect(table.look().found == [] && table.look().unknown != nil)
    }
}

// Goal: every node through which a program may write to a drive is known by its number. Method: sysfs as kernels show it for each kind of drive.
@Suite struct DriveNodesTests {
    private func nodes(_ number: String, _ name: String, files: [String: String], links: [String: String] = [:]) throws -> DriveNodes {
        let root = NSTemporaryDirectory() + "/drive-nodes-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        for (path, text) in files {
            let full = root + path
            try FileManager.default.createDirectory(
                atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try text.write(toFile: full, atomically: true, encoding: .utf8)
        }
        for (path, target) in links {
            let full = root + path
            try FileManager.default.createDirectory(
                atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: full, withDestinationPath: target)
        }
        return DriveNodes(of: try #require(DeviceNumber(number)), named: name, folder: SystemFolder(root: root))
    }

    private func number(_ text: String) throws -> DeviceNumber { try #require(DeviceNumber(text)) }

    @Test func aScsiDriveHasPartitionsAndTwoGenericNodes() throws {
        let disk = "/sys/dev/block/8:16"
        let found = try nodes(
            "8:16", "sdb",
            files: [
                disk + "/dev": "8:16\n", disk + "/sdb1/dev": "8:17\n", disk + "/sdb1/partition": "1\n", disk + "/queue/dev": "9:9\n",
                disk + "/device/scsi_generic/sg1/dev": "21:1\n", disk + "/device/bsg/1:0:0:0/dev": "247:3\n",
            ])
        #expect(found.blocks == [try number("8:16"): "sdb", try number("8:17"): "sdb1"])
        #expect(found.characters == [try number("21:1"): "sg1", try number("247:3"): "bsg/1:0:0:0"])
    }

    @Test func anNVMeNamespaceHasItsControllerAndItsGenericNode() throws {
        let controller = "/sys/class/nvme/nvme3"
        let found = try nodes(
            "259:0", "nvme3n1",
            files: [
                "/sys/dev/block/259:0/nvme3n1p2/dev": "259:2", "/sys/dev/block/259:0/nvme3n1p2/partition": "2",
                controller + "/dev": "240:3",
                controller + "/ng3n1/dev": "239:0", controller + "/ng3n2/dev": "239:1", controller + "/nvme3n1/dev": "259:0",
            ], links: ["/sys/dev/block/259:0/device": "../../../class/nvme/nvme3"])
        #expect(found.blocks == [try number("259:0"): "nvme3n1", try number("259:2"): "nvme3n1p2"])
        #expect(found.characters == [try number("240:3"): "nvme3", try number("239:0"): "ng3n1"])
    }

    @Test func anNVMeSubsystemHasAllOfItsControllers() throws {
        let subsystem = "/sys/class/nvme-subsystem/nvme-subsys0"
        let found = try nodes(
            "259:4", "nvme0n1",
            files: [
                "/sys/dev/block/259:4/dev": "259:4", subsystem + "/nvme0/dev": "240:0", subsystem + "/nvme1/dev": "240:1",
                subsystem + "/ng0n1/dev": "239:5",
            ], links: ["/sys/dev/block/259:4/device": "../../../class/nvme-subsystem/nvme-subsys0"])
        #expect(found.characters == [try number("240:0"): "nvme0", try number("240:1"): "nvme1", try number("239:5"): "ng0n1"])
    }

    @Test func aDriveThatSysfsDoesNotShowIsStillItself() throws {
        let found = try nodes("8:32", "sdc", files: ["/sys/empty": ""])
        #expect(found.blocks == [try number("8:32"): "sdc"] && found.characters.isEmpty)
    }
}
