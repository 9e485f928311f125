// Goal: whatever stands on a drive, or whatever the drive is a part of, it is not wiped while somebody needs it. Method: real stacks on real drives
// in bays that wipe on arrival, seen by a running daemon; each is refused or held with its own code, also when asked for with the right
// confirmation, and its medium stays as it was, byte for byte. Stacks that need a kernel with device-mapper, md or bcache: UsageStackTests.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct StackTests {
        private static let bays: KeyValuePairs<String, String> = ["A1": "wipe", "A2": "wipe"]

        /// An image with ext4 on it, and on that a folder `sub` with a file `inner` of 4 MiB.
        private static func image(_ station: StationUnderTest) throws -> String {
            let content = station.folder + "/content/sub"
            try FileManager.default.createDirectory(atPath: content, withIntermediateDirectories: true)
            try run("truncate", "-s", "4M", content + "/inner")
            let path = station.folder + "/ext4.img"
            try run("truncate", "-s", "16M", path)
            try run("mke2fs", "-q", "-t", "ext4", "-d", station.folder + "/content", "-E", "lazy_itable_init=0,lazy_journal_init=0", path)
            return path
        }

        private static func folder(_ name: String, _ station: StationUnderTest) throws -> String {
            let path = station.folder + "/" + name
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            return path
        }

        /// The drive shows this code, may be asked for in vain, and is what it was.
        private static func expect(
            _ drive: BenchDrive, _ verdict: String, _ code: String, digest: String, _ station: StationUnderTest
        ) throws {
            try station.until("\(drive.serial): \(verdict) \(code)") {
                try station.media(drive)?.decision.verdict == verdict && station.codes(drive).contains(code)
            }
            if verdict == "refuse" {
                let result = try station.wipectl("start", drive.node, "--confirm", drive.serial, "--json")
                #expect(result.exit == 1 && (result.output + result.errors).contains(code), "\(code): \(result.output)\(result.errors)")
                #expect(try station.jobs(drive).allSatisfy { $0.state == "withdrawn" })
            }
            #expect(try drive.digest() == digest, "\(drive.serial) was written to")
        }

        // MARK: in use

        @Test func aBindMountIsSeenAlsoWhenTheMountItCameFromIsGone() throws {
            try withStation(bays: Self.bays, "requireAssetTag: false") { station in
                let drive = try station.plug("bind", bay: "A1", "--keep-content", Self.image(station))
                let (first, second) = (try Self.folder("first", station), try Self.folder("second", station))
                try run("mount", "-t", "ext4", "-o", "ro", drive.node, first)
                try run("mount", "--bind", first + "/sub", second)
                station.atEnd("umount", second)
                try run("umount", first)
                let digest = try drive.digest()
                try station.start()
                try Self.expect(drive, "refuse", "mounted", digest: digest, station)
                let reasons = try #require(try station.media(drive)).decision.reasons
                #expect(reasons.contains { $0.code == "mounted" && $0.message.contains(second) }, "\(reasons)")
            }
        }

        /// Nobody outside sees such a mount in any table; the kernel's exclusive open knows it.
        @Test func aMountInAnotherNamespaceIsKnownByTheExclusiveOpen() throws {
            try withStation(bays: Self.bays, "requireAssetTag: false") { station in
                let drive = try station.plug("hidden", bay: "A1", "--keep-content", Self.image(station))
                let place = try Self.folder("hidden", station)
                let guest = try station.guest(
                    "unshare", "-m", "--propagation", "private", "sh", "-c",
                    "mount -t ext4 -o ro \(drive.node) \(place) && touch \(place).done && exec sleep 300")
                try station.until("it is mounted there") { FileManager.default.fileExists(atPath: place + ".done") }
                let digest = try drive.digest()
                #expect(try !String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8).contains(place))
                try station.start()
                try Self.expect(drive, "refuse", "opened-exclusively", digest: digest, station)
                guest.end()
                try Self.expect(drive, "hold", "was-in-use", digest: digest, station)
            }
        }

        /// A loop device on a file on the drive, below a mount that no table shows any more.
        @Test func aLoopOnAFileOnTheDriveIsSeenAlsoWhenItsMountIsOutOfSight() throws {
            try withStation(bays: Self.bays, "requireAssetTag: false") { station in
                let drive = try station.plug("outer", bay: "A1", "--keep-content", Self.image(station))
                let place = try Self.folder("outer", station)
                try run("mount", "-t", "ext4", "-o", "ro", drive.node, place)
                let loop = try run("losetup", "-r", "-f", "--show", place + "/sub/inner")
                station.atEnd("losetup", "-d", loop)
                let digest = try drive.digest()
                try station.start()
                try Self.expect(drive, "refuse", "has-holders", digest: digest, station)
                #expect(try station.codes(drive).contains("mounted"))
                try run("umount", "-l", place)
                try station.until("the mount is out of sight") { try !station.codes(drive).contains("mounted") }
                try Self.expect(drive, "refuse", "has-holders", digest: digest, station)
                #expect(try station.codes(drive).contains("opened-exclusively"))
            }
        }

        // MARK: parts of something

        /// Images of the two halves of something, by name of its kind.
        private static func halves(_ kind: String, _ station: StationUnderTest) throws -> [String] {
            let images = ["one", "two"].map { station.folder + "/\(kind)-\($0).img" }
            for image in images { try run("truncate", "-s", "128M", image) }
            switch kind {
            case "btrfs": try run("mkfs.btrfs", "-q", "-f", images[0], images[1])
            case "md": for image in images { try Data(arraySuperblock()).write(to: URL(fileURLWithPath: image), at: 4096) }
            default: try volumeGroup(images, station)
            }
            return images
        }

        private static func volumeGroup(_ images: [String], _ station: StationUnderTest) throws {
            var nodes: [String] = []
            defer { for node in nodes { _ = try? ended(["losetup", "-d", node]) } }
            for image in images { nodes.append(try run("losetup", "-f", "--show", image)) }
            let filter = nodes.map { "\"a|\($0)|\"," }.joined()
            let options = ["-y", "--config", "devices{use_devicesfile=0 filter=[\(filter)\"r|.*|\"]} backup{backup=0 archive=0}"]
            for command in [["pvcreate", "-ff"] + options + nodes, ["vgcreate"] + options + [station.name] + nodes] {
                let result = try ended(command)
                if result.exit != 0 { throw Shortfall("\(command[0]): \(result.errors)") }
            }
            try run("udevadm", "settle")
        }

        /// Version 1.2 superblock of an array (Linux `md_p.h`): magic, version, set UUID, set name, place in sectors, checksum.
        private static func arraySuperblock() -> [UInt8] {
            var block = [UInt8](repeating: 0, count: 4096)
            block.replaceSubrange(0..<5, with: [0xFC, 0x4E, 0x2B, 0xA9, 1])
            for index in 16..<32 { block[index] = UInt8(index) }
            block.replaceSubrange(32..<40, with: Array("host:arr".utf8))
            block[144] = 8
            var sum: UInt64 = 0
            for word in 0..<64 { sum += (0..<4).reduce(UInt64(0)) { $0 | UInt64(block[word * 4 + $1]) << (8 * UInt64($1)) } }
            let checksum = UInt32(truncatingIfNeeded: (sum & 0xFFFF_FFFF) + (sum >> 32))
            for index in 0..<4 { block[216 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(index))) }
            return block
        }

        @Test(arguments: ["btrfs", "lvm", "md"]) func anOrphanIsHeldAndOneWhoseOtherPartIsOutsideTheBaysIsRefused(kind: String) throws {
            try withStation(bays: Self.bays, "requireAssetTag: false") { station in
                let images = try Self.halves(kind, station)
                // Where this machine has a device that nobody can open, a part may be on that: then no part of anything is ever held.
                let blind = try Self.unreadableDevice()
                let (verdict, code) = blind == nil ? ("hold", "array-member") : ("refuse", "array-member-elsewhere")
                try station.start()
                let inside = try station.plug("inside", bay: "A1", "--keep-content", images[0])
                let digest = try inside.digest()
                try Self.expect(inside, verdict, code, digest: digest, station)
                let outside = try station.plug("outside", "--keep-content", images[1])
                let otherDigest = try outside.digest()
                try Self.expectReason(inside, "array-member-elsewhere", names: outside.node, station)
                try Self.expect(inside, "refuse", "array-member-elsewhere", digest: digest, station)
                try outside.drop("detach", keep: true)
                if let blind { try Self.expectReason(inside, "array-member-elsewhere", names: blind, station) }
                try Self.expect(inside, verdict, code, digest: digest, station)
                // In a bay as well, the whole of it may go; each half after a word of its own.
                let second = try station.plug("second", bay: "A2", "--keep-content", images[1])
                try Self.expect(second, verdict, code, digest: otherDigest, station)
                try Self.expect(inside, verdict, code, digest: digest, station)
                guard blind == nil else { return }
                try station.startConfirmed(second)
                try station.awaitJob(second, "sanitized")
                #expect(try inside.digest() == digest)
            }
        }

        private static func expectReason(_ drive: BenchDrive, _ code: String, names node: String, _ station: StationUnderTest) throws {
            try station.until("\(drive.serial) names \(node): \(code)") {
                try station.media(drive)?.decision.reasons.contains { $0.code == code && $0.message.contains(node) } == true
            }
        }

        /// A block device that this machine lets nobody open to read, as many containers do.
        private static func unreadableDevice() throws -> String? {
            try FileManager.default.contentsOfDirectory(atPath: "/sys/block").sorted().map { "/dev/" + $0 }.first { node in
                let size = try? String(contentsOfFile: "/sys/block/\(node.dropFirst(5))/size", encoding: .utf8)
                guard let size, size != "0\n" else { return false }
                let descriptor = open(node, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
                if descriptor >= 0 { close(descriptor) }
                return descriptor < 0
            }
        }

        // MARK: another drive under the same name

        /// Between the decision and the open another medium comes under the name, and udevd has not told the station yet. The kernel's own word may
        /// come first: then the drive is gone. Where it does not, the open finds another medium than was decided on (`ExclusiveOpenTests`).
        @Test func aNodeThatIsExchangedBetweenDecisionAndOpenIsNotWiped() throws {
            try withStation(bays: ["A1": "hold"], "requireAssetTag: false") { station in
                try station.start()
                let udevd = try #require(try Self.udevd())
                var seen: [String] = []
                for attempt in 1...2 {
                    let drive = try station.plug("drive\(attempt)", bay: "A1")
                    try station.awaitVerdict(drive, "hold", ["waiting-for-start"])
                    let other = station.folder + "/other\(attempt).img"
                    try run("sh", "-c", "head -c 16777216 /dev/urandom > \(other)")
                    let digest = try run("sha256sum", other)
                    try run("udevadm", "settle")
                    kill(udevd, SIGSTOP)
                    let wake = try station.guest("sh", "-c", "sleep 20; kill -CONT \(udevd)")
                    do {
                        defer {
                            kill(udevd, SIGCONT)
                            wake.end()
                        }
                        try run("losetup", "-d", drive.node)
                        let isIn = try eventually(seconds: 5) {
                            try ended(["losetup", "--direct-io=on", drive.node, other]).exit == 0
                        }
                        #expect(isIn)
                        _ = try station.wipectl("start", drive.node, "--confirm", drive.serial)
                        try station.until("the job has ended") { try station.jobs(drive).first?.state == "withdrawn" }
                    }
                    seen += try station.jobs(drive).flatMap { $0.reasons.map(\.code) }
                    #expect(try run("sha256sum", other) == digest, "the medium that came in between was written to")
                    #expect(try drive.isAllZero())
                    try run("losetup", "-d", drive.node)
                    try station.until("it is gone") { try station.media(drive) == nil }
                }
                #expect(
                    seen.count == 2 && Set(seen).isSubset(of: ["detached", "identity-mismatch"]),
                    "\(seen)\n\(station.log.suffix(3000))")
            }
        }

        private static func udevd() throws -> pid_t? {
            let pids = try ended(["pgrep", "-x", "systemd-udevd"]).output.split(separator: "\n").compactMap { pid_t($0) }
            return pids.first { pid in
                (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))?.contains(") Z ") == false
            }
        }
    }
}

extension Data {
    /// Writes into a file at a place, and leaves the rest of it.
    fileprivate func write(to file: URL, at offset: UInt64) throws {
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: self)
    }
}
