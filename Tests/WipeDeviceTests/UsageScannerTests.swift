// Goal: on the running machine every use of a disk is seen, and a free disk is free.
// Method: real mounts, swap, loops on files on mounts and exclusive opens on loop devices of our own; the machine's own disk by looking alone.

import Foundation
import Testing
import WipeCore

@testable import WipeDevice

extension RealDeviceTests {
    struct UsageScannerTests {
        private let scanner = UsageScanner()

        private func uses(_ drive: LoopDrive) throws -> [Use] {
            switch scanner.scan(drive.attachment) {
            case .known(let uses): return uses
            case .unknown(let why):
                Issue.record("unknown: \(why)")
                return []
            }
        }

        private func kinds(_ drive: LoopDrive) throws -> Set<Use.Kind> { Set(try uses(drive).map(\.kind)) }

        @Test func aFreeDriveIsFreeAndOpeningItToLookRaisesNoEvent() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            try run("udevadm", "settle")
            let socket = try UdevSocket(group: .kernel, receiveBufferBytes: 1 << 20)
            #expect(scanner.scan(drive.attachment) == .free)
            usleep(300_000)
            var events: [UdevSocket.Received] = []
            while true {
                let received = socket.receive()
                if received == .nothing { break }
                if case .event(.device(let look)) = received, look.name == drive.name { events.append(received) }
            }
            #expect(events.isEmpty)
        }

        @Test func aMountIsSeenOnTheDiskAndOnAPartitionWithSpacesInItsName() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            try run("mkfs.ext4", "-q", "-F", drive.node)
            let point = try drive.mount(on: "mount point\u{9}x")
            let found = try uses(drive)
            drive.unmount(point)
            #expect(found.contains { $0.kind == .mounted && $0.node == drive.name && $0.detail.hasSuffix("mount point\u{FFFD}x") })
            #expect(found.contains { $0.kind == .openedExclusively })
            #expect(eventually { scanner.scan(drive.attachment) == .free })
        }

        @Test func aLoopOnAFileOnTheDriveAndWhatIsOnItAreSeen() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            try run("mkfs.ext4", "-q", "-F", drive.node)
            let point = try drive.mount(on: "outer")
            defer { drive.unmount(point) }
            try run("sh", "-c", "dd if=/dev/zero of='\(point)/image' bs=1M count=20 status=none && mkfs.ext4 -q -F '\(point)/image'")
            let loop = try run("losetup", "-f", "--show", point + "/image")
            defer { _ = try? run("losetup", "-d", loop) }
            let inner = try drive.mount(loop, on: "inner")
            let found = try uses(drive)
            drive.unmount(inner)
            #expect(found.contains(Use(.holder, node: drive.name, detail: String(loop.dropFirst(5)))))
            #expect(found.contains(Use(.mounted, node: drive.name, detail: inner)))
            #expect(found.contains(Use(.mounted, node: drive.name, detail: point)))
        }

        @Test func aLoopOnTheBareDeviceIsAHolderThoughNothingClaimsIt() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let loop = try run("losetup", "-f", "--show", drive.node)
            let found = try uses(drive)
            try run("losetup", "-d", loop)
            #expect(found.contains(Use(.holder, node: drive.name, detail: String(loop.dropFirst(5)))))
        }

        /// As in a container: sysfs shows the loop device of the host, and there is no node to ask.
        @Test func aLoopDeviceWithoutANodeLeavesNothingFree() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let loop = try run("losetup", "-f", "--show", drive.node)
            try run("mv", loop, loop + ".away")
            let usage = scanner.scan(drive.attachment)
            try run("mv", loop + ".away", loop)
            try run("losetup", "-d", loop)
            guard case .unknown(let why) = usage else {
                Issue.record("what stands on it was not asked, and it counts as \(usage)")
                return
            }
            #expect(why.contains(loop))
        }

        /// What is written to it is written to a device that is in no bay.
        @Test func aLoopDeviceOnAnotherBlockDeviceIsNoDrive() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let loop = try run("losetup", "-f", "--show", drive.node)
            defer { _ = try? run("losetup", "-d", loop) }
            let name = String(loop.dropFirst("/dev/".count))
            let sequence = try #require(UdevDevices.currentState(name: name, folder: SystemFolder()).diskSequence)
            let prober = Prober(scanner: scanner)
            let report = prober.probe(AttachmentID(name: name, diskSequence: sequence))
            #expect(report.kind == .other("loop device on another block device") && !report.kind.isCandidate)
            #expect(prober.probe(drive.attachment).kind == .loop, "one on a file is taken for a drive")
        }

        @Test func btrfsWithTwoDevicesUsesBoth() throws {
            let first = try LoopDrive(bytes: 128 << 20)
            let second = try LoopDrive(bytes: 128 << 20)
            let point = first.folder.appendingPathComponent("pool").path
            try FileManager.default.createDirectory(atPath: point, withIntermediateDirectories: true)
            // A kernel without btrfs cannot mount it: then the file system alone is made, and nothing is in use.
            try run("mkfs.btrfs", "-q", "-f", first.node, second.node)
            guard (try? run("mount", "-t", "btrfs", first.node, point)) != nil else {
                #expect(try String(contentsOfFile: "/proc/filesystems", encoding: .utf8).contains("btrfs") == false)
                return
            }
            defer { first.unmount(point) }
            #expect(try uses(first).contains(Use(.mounted, node: first.name, detail: point)))
            #expect(try uses(second).contains(Use(.mounted, node: second.name, detail: point)))
        }

        @Test func swapOnTheDriveAndInAFileOnItIsSeenAndBelongsToTheSystem() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            try run("mkswap", drive.node)
            try run("swapon", drive.node)
            let found = try uses(drive)
            try run("swapoff", drive.node)
            #expect(found.contains(Use(.swap, node: drive.name, detail: drive.node)))
            #expect(found.contains(Use(.runningSystem, node: drive.name, detail: "swap \(drive.node)")))

            try run("mkfs.ext4", "-q", "-F", drive.node)
            let point = try drive.mount(on: "with swap")
            defer { drive.unmount(point) }
            try run(
                "sh", "-c",
                "dd if=/dev/zero of='\(point)/pages' bs=1M count=8 status=none; chmod 600 '\(point)/pages'; mkswap '\(point)/pages'; swapon '\(point)/pages'"
            )
            let inFile = try uses(drive)
            try run("swapoff", point + "/pages")
            #expect(inFile.contains(Use(.swap, node: drive.name, detail: point + "/pages")))
        }

        @Test func anExclusiveOpenIsSeenAndAPlainOneIsNot() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let plain = open(drive.node, O_RDONLY | O_CLOEXEC)
            #expect(scanner.scan(drive.attachment) == .free)
            close(plain)
            let device = try ExclusiveDevice.open(admitted: try drive.admitted())
            #expect(try kinds(drive) == [.openedExclusively])
            withExtendedLifetime(device) {}
        }

        @Test func theStateFoldersDiskBelongsToTheRunningSystem() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            try run("mkfs.ext4", "-q", "-F", drive.node)
            let point = try drive.mount(on: "state")
            defer { drive.unmount(point) }
            guard case .known(let found) = UsageScanner(statePaths: [point]).scan(drive.attachment) else {
                Issue.record("unknown")
                return
            }
            #expect(found.contains(Use(.runningSystem, node: drive.name, detail: point)))
        }

        /// The disks of this machine, by reading tables alone: nothing of them is opened.
        @Test func theDiskOfTheRootFolderIsTheRunningSystem() throws {
            let place = try #require(HostQuestions.live.place("/").place)
            let tree = try DeviceTree.read(SystemFolder())
            // On a root without a block device of its own (a container on overlay) there is nothing to find by number.
            guard let name = tree.name(of: place.device) else { return }
            var disk = tree.nodes[name]?.disk ?? name
            while let below = tree.nodes[disk]?.slaves.first { disk = tree.nodes[below]?.disk ?? below }
            let found = try scanner.knownUses(of: disk).get()
            #expect(found.contains { $0.kind == .runningSystem && $0.detail == "/" })
            #expect(found.contains { $0.kind == .mounted && $0.detail == "/" })
        }

        @Test func anotherMediumAtTheNodeIsUnknown() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let stale = AttachmentID(name: drive.name, diskSequence: drive.attachment.diskSequence - 1)
            guard case .unknown = scanner.scan(stale) else {
                Issue.record("usage was told for a drive that is not there")
                return
            }
        }
    }
}
