// Goal: everything that lies on a medium is shown, also in partitions that the kernel knows nothing of, also two things at one place.
// Method: real file systems, tables and signatures on a loop device, made by the usual tools; headers by hand where no tool runs here.

import Foundation
import Testing
import WipeContents
import WipeCore

@testable import WipeDevice

extension RealDeviceTests {
    struct ContentsTests {
        private func contents(_ drive: LoopDrive, secondsLeft: Bool = true) throws -> (contents: [Content]?, problem: String?) {
            let descriptor = open(drive.node, O_RDONLY | O_CLOEXEC)
            defer { close(descriptor) }
            let facts = DescriptorFacts(descriptor: descriptor)
            let tree = try DeviceTree.read(SystemFolder())
            return ContentsLook.own.read(
                descriptor: descriptor, capacityBytes: try #require(facts.capacityBytes),
                kernelPartitions: (tree.nodes[drive.name]?.partitions ?? []).compactMap { tree.nodes[$0] },
                deadline: secondsLeft ? monotonicNanoseconds() + 20_000_000_000 : 0)
        }

        private func write(_ bytes: [UInt8], to drive: LoopDrive, at offset: off_t) throws {
            let descriptor = open(drive.node, O_WRONLY | O_CLOEXEC)
            defer { close(descriptor) }
            #expect(pwrite(descriptor, bytes, bytes.count, offset) == bytes.count)
            #expect(fsync(descriptor) == 0)
        }

        private func table(_ script: String, on drive: LoopDrive) throws {
            let file = drive.folder.appendingPathComponent("table").path
            try script.write(toFile: file, atomically: true, encoding: .utf8)
            try run("sh", "-c", "sfdisk --no-reread --no-tell-kernel \(drive.node) < \(file)")
        }

        @Test func aGPTWithTwoFileSystemsIsShownWholeWithoutKernelPartitions() throws {
            let drive = try LoopDrive(bytes: 256 << 20)
            try table(
                "label: gpt\nstart=2048, size=204800, name=\"first\", type=L\nstart=206848, size=204800, name=\"second one\", type=L\n",
                on: drive)
            try run("mkfs.ext4", "-q", "-F", "-L", "donor data", "-E", "offset=\(2048 * 512)", drive.node, "100m")
            try run(
                "sh", "-c",
                "truncate -s 100M \(drive.folder.path)/fat && mkfs.vfat -n STICK \(drive.folder.path)/fat && dd if=\(drive.folder.path)/fat of=\(drive.node) bs=1M seek=101 conv=notrunc,fsync"
            )
            let found = try contents(drive)
            #expect(found.problem == nil)
            let all = try #require(found.contents)
            #expect(all.contains { $0.kind == .partitionTable && $0.type == "gpt" && $0.uuid != nil })
            let parts = all.filter { $0.kind == .partition }
            #expect(parts.map(\.offsetBytes) == [1 << 20, 101 << 20])
            #expect(parts.map(\.label) == ["first", "second one"])
            #expect(
                parts.allSatisfy { $0.sizeBytes == 204800 * 512 && $0.uuid != nil && $0.type == "0fc63daf-8483-4772-8e79-3d69d8477de4" })
            let systems = all.filter { $0.kind == .filesystem }
            #expect(systems.contains { $0.type == "ext4" && $0.label == "donor data" && $0.uuid != nil && $0.offsetBytes == 1 << 20 })
            #expect(systems.contains { $0.type == "vfat" && $0.label == "STICK" && $0.offsetBytes == 101 << 20 })
        }

        @Test func partitionsThatTheKernelKnowsCarryTheirNode() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            try table("label: gpt\nstart=2048, size=20480\n", on: drive)
            try drive.addKernelPartitions()
            defer { drive.removeKernelPartitions() }
            try run("mkswap", "-L", "pages", drive.node + "p1")
            let all = try #require(try contents(drive).contents)
            #expect(all.first { $0.kind == .partition }?.node == drive.node + "p1")
            #expect(all.contains { $0.type == "swap" && $0.kind == .other && $0.label == "pages" && $0.node == drive.node + "p1" })
        }

        @Test func aKernelPartitionWithoutATableIsLookedIntoAllTheSame() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            try table("label: gpt\nstart=2048, size=20480\n", on: drive)
            try drive.addKernelPartitions()
            defer { drive.removeKernelPartitions() }
            try run("mkswap", drive.node + "p1")
            try write([UInt8](repeating: 0, count: 34 * 512), to: drive, at: 0)
            try write([UInt8](repeating: 0, count: 34 * 512), to: drive, at: off_t((64 << 20) - 34 * 512))
            let all = try #require(try contents(drive).contents)
            #expect(all.contains { $0.type == "kernel partition" && $0.node == drive.node + "p1" })
            #expect(all.contains { $0.type == "swap" && $0.offsetBytes == 1 << 20 })
        }

        @Test func logicalPartitionsOfADOSTableAreFound() throws {
            let drive = try LoopDrive(bytes: 128 << 20)
            try table(
                "label: dos\nstart=2048, size=20480, type=7\nstart=22528, type=5\nstart=24576, size=40960, type=83\nstart=67584, size=40960, type=82\n",
                on: drive)
            try run("mkfs.ext4", "-q", "-F", "-E", "offset=\(24576 * 512)", drive.node, "20m")
            let all = try #require(try contents(drive).contents)
            #expect(all.contains { $0.kind == .partitionTable && $0.type == "dos" })
            #expect(all.filter { $0.kind == .partition }.map(\.type) == ["0x7", "0x5", "0x83", "0x82"])
            #expect(all.contains { $0.type == "ext4" && $0.offsetBytes == 24576 * 512 })
        }

        @Test func twoSignaturesAtOnePlaceAreBothShown() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            try run("mkfs.ext4", "-q", "-F", drive.node)
            // An NTFS boot sector in front of it as well: what BitLocker writes.
            var bitLocker = [UInt8](repeating: 0, count: 512)
            bitLocker.replaceSubrange(0..<3, with: [0xEB, 0x58, 0x90])
            bitLocker.replaceSubrange(3..<11, with: Array("-FVE-FS-".utf8))
            bitLocker[176 + 3] = 0x03
            try write(bitLocker, to: drive, at: 0)
            try write(Array("-FVE-FS-".utf8) + [0x40, 0, 2, 0] + [UInt8](repeating: 0, count: 52), to: drive, at: 0x0300_0000)
            let both = try #require(try contents(drive).contents)
            #expect(both.contains { $0.type == "ext4" && $0.kind == .filesystem })
            #expect(both.contains { $0.type == "BitLocker" && $0.kind == .crypto })
        }

        @Test func membersOfArraysVolumesAndLockedVolumesAreNamed() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            try run(
                "sh", "-c",
                "printf secret | cryptsetup luksFormat -q --type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 --label vault \(drive.node) -"
            )
            let locked = try #require(try contents(drive).contents)
            #expect(locked.contains { $0.type == "crypto_LUKS" && $0.kind == .crypto && $0.label == "vault" && $0.uuid != nil })
            try run("wipefs", "-a", drive.node)
            // An LVM2 label in the second sector (LABELONE, sector, CRC, offset, type): libblkid wants the checksum right.
            try run("pvcreate", "-ff", "-y", "--config", "devices{use_devicesfile=0 filter=[\"a|\(drive.node)|\",\"r|.*|\"]}", drive.node)
            let volume = try #require(try contents(drive).contents)
            #expect(volume.contains { $0.type == "LVM2_member" && $0.kind == .raid && $0.uuid != nil })
        }

        @Test func theMembersOfAVolumeGroupSayTheSameGroupAndALoneOneItsOwn() throws {
            let drives = [try LoopDrive(bytes: 64 << 20), try LoopDrive(bytes: 64 << 20), try LoopDrive(bytes: 64 << 20)]
            let nodes = drives.map(\.node)
            let filter = nodes.map { "\"a|\($0)|\"," }.joined()
            let options = [
                "-y", "--config",
                "devices{use_devicesfile=0 filter=[\(filter)\"r|.*|\"]} global{use_lvmlockd=0} backup{backup=0 archive=0}",
            ]
            for node in nodes { try run(["pvcreate", "-ff"] + options + [node]) }
            try run(["vgcreate"] + options + ["wdt" + drives[0].name, nodes[0], nodes[1]])
            let groups = try drives.map { try #require(try contents($0).contents?.first { $0.type == "LVM2_member" }).group }
            #expect(groups[0] != nil && groups[0] == groups[1])
            #expect(groups[2] != nil && groups[2] != groups[0], "in no group: alone")
        }

        @Test func aBtrfsOfTwoDrivesIsOneGroupAndOfOneIsNone() throws {
            let drives = [try LoopDrive(bytes: 128 << 20), try LoopDrive(bytes: 128 << 20), try LoopDrive(bytes: 128 << 20)]
            try run("mkfs.btrfs", "-q", "-f", drives[0].node, drives[1].node)
            try run("mkfs.btrfs", "-q", "-f", drives[2].node)
            let found = try drives.map { try #require(try contents($0).contents?.first { $0.type == "btrfs" }) }
            #expect(found[0].isMember && found[0].group == found[1].group)
            #expect(!found[2].isMember && found[2].group == nil)
        }

        @Test func anMDMemberIsARaidMember() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            // Version 1.2 superblock, 4 KiB from the start: magic, version 1, feature map 0, set UUID, set name; super_offset in sectors at 144.
            var block = [UInt8](repeating: 0, count: 4096)
            block.replaceSubrange(0..<4, with: [0xFC, 0x4E, 0x2B, 0xA9])
            block[4] = 1
            for index in 16..<32 { block[index] = UInt8(index) }
            block.replaceSubrange(32..<40, with: Array("host:arr".utf8))
            block[144] = 8
            var sum: UInt64 = 0
            for word in 0..<64 { sum += (0..<4).reduce(UInt64(0)) { $0 | UInt64(block[word * 4 + $1]) << (8 * UInt64($1)) } }
            let checksum = UInt32(truncatingIfNeeded: (sum & 0xFFFF_FFFF) + (sum >> 32))
            for index in 0..<4 { block[216 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(index))) }
            try write(block, to: drive, at: 4096)
            let all = try #require(try contents(drive).contents)
            #expect(
                all.contains {
                    $0.type == "linux_raid_member" && $0.kind == .raid && $0.label == "host:arr" && $0.group == $0.uuid && $0.group != nil
                })
        }

        @Test func hostileLabelsAreHarmless() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            try run("mkfs.ext4", "-q", "-F", "-L", "a\u{1B}[2J\u{202E}b", drive.node)
            let label = try #require(try contents(drive).contents?.first { $0.type == "ext4" }?.label)
            #expect(!label.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
            #expect(label.contains("\u{FFFD}"))
        }

        @Test func anEmptyMediumIsEmptyAndNoTimeIsSaid() throws {
            let drive = try LoopDrive(bytes: 8 << 20, sectorBytes: 4096)
            let empty = try contents(drive)
            #expect(empty.contents == [])
            #expect(empty.problem == nil)
            let late = try contents(drive, secondsLeft: false)
            #expect(late.contents == nil)
            #expect(late.problem?.contains("no time left") == true)
        }

        @Test func aGPTOnSectorsOf4096BytesIsPlacedRight() throws {
            let drive = try LoopDrive(bytes: 256 << 20, sectorBytes: 4096)
            try table("label: gpt\nstart=256, size=25600\n", on: drive)
            let all = try #require(try contents(drive).contents)
            #expect(all.first { $0.kind == .partition }?.offsetBytes == 256 * 4096)
            #expect(all.first { $0.kind == .partition }?.sizeBytes == 25600 * 4096)
        }
    }
}
