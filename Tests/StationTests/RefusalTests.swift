// Goal: what must not be wiped is not, whoever asks. Method: drives in every state that forbids a wipe, in bays that wipe on arrival; each
// is refused with its own code, also when asked for with the right confirmation, and its medium stays as it was, byte for byte.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct RefusalTests {
        /// A drive with ext4 on it, plugged in nowhere yet.
        private static func image(_ station: StationUnderTest, _ name: String) throws -> String {
            let path = station.folder + "/" + name + ".img"
            try run("truncate", "-s", "16M", path)
            try run("mke2fs", "-q", "-t", "ext4", "-E", "lazy_itable_init=0,lazy_journal_init=0", path)
            return path
        }

        /// Mounts a drive for the time of the test, read-only, so that the mount itself writes nothing.
        private static func mount(_ drive: BenchDrive, _ station: StationUnderTest) throws {
            let place = station.folder + "/mnt-" + drive.kernelName
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            try run("mount", "-t", "ext4", "-o", "ro", drive.node, place)
            station.atEnd("umount", place)
        }

        /// Starts the drive with the right confirmation and expects the refusal.
        private static func expectRefused(_ drive: BenchDrive, _ code: String, _ station: StationUnderTest) throws {
            let result = try station.wipectl("start", drive.node, "--confirm", drive.serial, "--json")
            #expect(result.exit == 1)
            #expect((result.output + result.errors).contains(code), "\(code): \(result.output)\(result.errors)")
            #expect(try station.jobs(drive).isEmpty)
        }

        @Test func drivesInUseAreRefusedAndStayAsTheyAre() throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe", "A3": "wipe", "A4": "wipe", "A5": "wipe"], "requireAssetTag: false") {
                station in
                // In bays that are known after the start alone, so that nothing happens before the drives are in use.
                let mounted = try station.plug("mounted", bay: "A1", "--keep-content", Self.image(station, "mounted"))
                try Self.mount(mounted, station)
                let swap = try station.plug("swap", bay: "A2")
                try run("mkswap", swap.node)
                try run("swapon", swap.node)
                station.atEnd("swapoff", swap.node)
                let held = try station.plug("holder", bay: "A3")
                let upper = try run("losetup", "-f", "--show", held.node)
                station.atEnd("losetup", "-d", upper)
                let exclusive = try station.plug("exclusive", bay: "A4")
                let descriptor = open(exclusive.node, O_RDWR | O_EXCL | O_CLOEXEC)
                #expect(descriptor >= 0)
                defer { close(descriptor) }
                let readOnly = try station.plug("readonly", bay: "A5")
                try run("blockdev", "--setro", readOnly.node)
                try run("sync")
                let drives = [mounted, swap, held, exclusive, readOnly]
                let digests = try drives.map { try $0.digest() }
                try station.start()
                let codes = ["mounted", "swap-in-use", "has-holders", "opened-exclusively", "read-only"]
                for (drive, code) in zip(drives, codes) {
                    try station.until("\(drive.serial) is refused: \(code)") {
                        try station.media(drive)?.decision.verdict == "refuse" && station.codes(drive).contains(code)
                    }
                    try Self.expectRefused(drive, code, station)
                }
                for (drive, digest) in zip(drives, digests) {
                    let changed = try drive.digest() != digest
                    // The kernel itself may swap pages out to active swap space at any time; then its header alone tells who wrote.
                    if changed, drive.node == swap.node {
                        #expect(try run("blkid", "-p", "-o", "value", "-s", "TYPE", swap.node).contains("swap"))
                        #expect(try String(contentsOfFile: "/proc/swaps", encoding: .utf8).contains(swap.node))
                    } else {
                        #expect(!changed, "\(drive.serial) at \(drive.node) was written to")
                    }
                }
            }
        }

        @Test func drivesThatTheStationFileForbidsAreRefusedAndStayAsTheyAre() throws {
            try withStation(bays: ["A1": "wipe", "A2": "wipe"], "requireAssetTag: false") { station in
                station.stationFile += "protect:\n  - { ID_SERIAL_SHORT: \"\(station.name.uppercased())PROTECTED*\" }\n"
                try station.start()
                let elsewhere = try station.plug("elsewhere")
                let protected = try station.plug("protected", bay: "A1")
                for (drive, code) in [(elsewhere, "not-in-a-bay"), (protected, "protected")] {
                    try station.awaitVerdict(drive, "refuse", [code])
                    try Self.expectRefused(drive, code, station)
                    #expect(try drive.isAllZero())
                }
                #expect(try station.wipectl("start", elsewhere.serial, "--confirm", elsewhere.serial).exit == 1)
            }
        }

        /// A slip of the pen under `protect` protects nothing: that is said before the first drive is looked at, and as long as it is so.
        @Test func whatProtectHasNotMetIsSaidBeforeAnythingIsWiped() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                station.stationFile += "protect:\n  - { ID_SERIAL_SHORT: PAYROLL-7731 }\n  - { ID_FS_LABEL: keepme }\n"
                try station.start()
                let drive = try station.plug("sold", bay: "A1")
                try station.awaitJob(drive, "sanitized")
                let log = station.log
                let warned = try #require(log.range(of: #"PAYROLL-7731" } has met no drive here so far"#))
                let looked = try #require(log.range(of: "identified"))
                #expect(warned.lowerBound < looked.lowerBound, "\(log.prefix(3000))")
                let alarm = try station.json(StatusView.self, "status").alarms.first { $0.code == "protect-unmet" }
                #expect(alarm?.message.contains("(and 1 more)") == true, "\(alarm?.message ?? "no alarm")")
                let child = try ChildProcess(
                    [station.binaries + "/wiped", "--config", station.folder + "/station.yaml", "--check"],
                    output: station.folder + "/check.out", errors: station.folder + "/check.err")
                #expect(try child.wait(seconds: 15) == 1)
                let said = text(station.folder + "/check.out") + text(station.folder + "/check.err")
                #expect(said.contains("PAYROLL-7731") && said.contains("keepme"), "\(said)")
            }
        }

        @Test func twoDrivesInOneBayAreBothRefusedUntilOneIsGone() throws {
            try withStation(bays: ["A1": "hold"], "requireAssetTag: false") { station in
                try station.start()
                let first = try station.plug("first", bay: "A1")
                try station.awaitVerdict(first, "hold", ["waiting-for-start"])
                let second = try station.plug("second", bay: "A1")
                try station.awaitVerdict(second, "refuse", ["ambiguous-bay"])
                try station.awaitVerdict(first, "refuse", ["ambiguous-bay"])
                let byBay = try station.wipectl("start", "bay:A1", "--confirm", first.serial)
                #expect(byBay.exit == 1 && byBay.errors.contains(first.node) && byBay.errors.contains(second.node), "\(byBay.errors)")
                for drive in [first, second] {
                    #expect(try station.wipectl("start", drive.node, "--confirm", drive.serial).exit == 1)
                }
                try second.drop("detach")
                try station.awaitVerdict(first, "hold", ["waiting-for-start"])
                #expect(try first.isAllZero())
            }
        }

        @Test func aSecondDriveWithTheSameIdentityIsRefused() throws {
            try withStation(bays: ["A1": "hold", "A2": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let first = try station.plug("first", bay: "A1")
                try station.awaitVerdict(first, "hold", ["waiting-for-start"])
                let second = try station.plug("second", bay: "A2", "--serial", first.serial)
                try station.awaitVerdict(second, "refuse", ["second-path"])
                let bySerial = try station.wipectl("start", first.serial, "--confirm", first.serial)
                #expect(
                    bySerial.exit == 1 && bySerial.errors.contains("name one of bay:A1, bay:A2") && !bySerial.errors.contains("--confirm"),
                    "\(bySerial.errors)")
                #expect(try station.wipectl("start", second.node, "--confirm", first.serial).exit == 1)
                #expect(try second.isAllZero())
                try station.startConfirmed(first)
                try station.awaitJob(first, "sanitized")
                #expect(try second.isAllZero())
                // The first is out: the other is another drive under its name, and its serial confirms nothing.
                try first.drop("detach")
                try station.awaitVerdict(second, "hold", ["already-certified", "serial-shared"])
                let bySerialAlone = try station.wipectl("start", second.node, "--confirm", first.serial)
                #expect(bySerialAlone.exit == 1 && bySerialAlone.errors.contains("asset tag"), "\(bySerialAlone.errors)")
                #expect(try second.isAllZero())
            }
        }

        @Test func aPartitionIsRefusedWithItsDriveAsTheHint() throws {
            try withStation(bays: ["A1": "hold"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("parts", bay: "A1")
                try station.awaitVerdict(drive, "hold", ["waiting-for-start"])
                try run("sh", "-c", "echo 'start=2048, size=8192' | sfdisk -q --no-reread --no-tell-kernel \(drive.node)")
                try run("partx", "-a", drive.node)
                station.atEnd("partx", "-d", drive.node)
                try run("udevadm", "settle")
                let digest = try drive.digest()
                for command in [["plan"], ["media", "show"], ["start", "--confirm", drive.serial]] {
                    let result = try station.wipectl(command + [drive.node + "p1"])
                    #expect(result.exit == 1)
                    #expect(
                        result.errors.contains("partition") && result.errors.contains("hint: its drive is " + drive.node),
                        "\(result.errors)")
                }
                #expect(try drive.digest() == digest)
            }
        }

        @Test func aMountedDriveThatBecomesFreeIsHeldUntilAPersonConfirmsIt() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: true") { station in
                try station.start()
                let drive = try station.plug("mounted", bay: "A1", "--keep-content", Self.image(station, "mounted"))
                try station.awaitVerdict(drive, "hold", ["asset-tag-missing"])
                try Self.mount(drive, station)
                try station.until("it is refused: mounted") { try station.codes(drive).contains("mounted") }
                try station.tag(drive)
                #expect(try station.wipectl("start", drive.node, "--confirm", drive.serial).exit == 1)
                let digest = try drive.digest()
                try run("umount", station.folder + "/mnt-" + drive.kernelName)
                try station.awaitVerdict(drive, "hold", ["was-in-use"])
                #expect(try drive.digest() == digest)
                #expect(try station.wipectl("start", drive.node, "--confirm", "another").exit == 1)
                try station.startConfirmed(drive)
                try station.awaitJob(drive, "sanitized")
                #expect(try drive.digest() != digest)
            }
        }

        /// Something else under the same name: what was decided about the old medium must not count for the new one.
        @Test func aNodeThatCarriesAnotherMediumIsNotWipedOnTheOldDecision() throws {
            try withStation(bays: ["A1": "hold"], "requireAssetTag: false") { station in
                try station.start()
                let drive = try station.plug("first", bay: "A1")
                try station.awaitVerdict(drive, "hold", ["waiting-for-start"])
                let other = station.folder + "/other.img"
                try run("sh", "-c", "head -c 16777216 /dev/urandom > \(other)")
                let digest = try run("sha256sum", other)
                try run("udevadm", "settle")
                try run("losetup", "-d", drive.node)
                try run("losetup", "--direct-io=on", drive.node, other)
                station.atEnd("losetup", "-d", drive.node)
                // At once, while the station may not have heard of the change yet.
                let result = try station.wipectl("start", drive.node, "--confirm", drive.serial)
                try station.awaitVerdict(drive, "refuse", ["not-in-a-bay"])
                try station.until("no wipe is under way") { try station.json(StatusView.self, "status").slots.used == 0 }
                #expect(try station.jobs(drive).allSatisfy { $0.state == "withdrawn" }, "start answered \(result.exit)")
                #expect(try run("sha256sum", other) == digest)
                #expect(try drive.isAllZero())
            }
        }
    }
}
