// Goal: the kernel's tables are read as proc(5) defines them, and what does not fit is an error, never a guess.
// Method: lines of the manual page, escapes, and damaged lines.

import Testing

@testable import WipeDevice

struct MountTableTests {
    @Test func theManualPagesLineIsRead() throws {
        let mount = try #require(
            try MountTable.parse("36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 propagate_from:2 - ext3 /dev/root rw,errors=continue\n").first)
        #expect(mount.id == 36)
        #expect(mount.device == DeviceNumber(major: 98, minor: 0))
        #expect(mount.mountPoint == "/mnt2")
        #expect(mount.fileSystem == "ext3")
        #expect(mount.source == "/dev/root")
        #expect(mount.superOptions == ["rw", "errors=continue"])
    }

    @Test func escapesAreUndoneAndHalfEscapesStay() {
        #expect(MountTable.unescaped("my\\040disk\\011a\\134b\\012") == "my disk\ta\\b\n")
        #expect(MountTable.unescaped("a\\04") == "a\\04")
        #expect(MountTable.unescaped("a\\777\\098") == "a\\777\\098")
        #expect(MountTable.unescaped("\\303\\251") == "é")
    }

    @Test(arguments: [
        "36 35 98:0 / /mnt rw - ext3", "x 35 98:0 / /mnt rw - ext3 /dev/root rw", "36 35 98-0 / /mnt rw - ext3 /dev/root rw",
        "36 35 98:0 / /mnt rw shared:1 ext3 /dev/root rw", "garbage",
    ]) func damagedLinesAreRefused(line: String) {
        #expect(throws: TableProblem(table: "/proc/self/mountinfo", line: 2)) {
            try MountTable.parse("22 21 0:5 / /proc rw - proc proc rw\n" + line + "\n")
        }
    }

    @Test func anEmptySourceIsNoDamage() throws {
        #expect(try MountTable.parse("22 21 0:5 / /proc rw - proc  rw").first?.source == "")
    }

    @Test func theLongestMountPointCoversAPath() throws {
        let mounts = try MountTable.parse(
            """
            1 0 8:1 / / rw - ext4 /dev/sda1 rw
            2 1 8:2 / /srv rw - ext4 /dev/sda2 rw
            3 1 8:3 / /srv rw - ext4 /dev/sda3 rw
            4 1 8:4 / /srv/data rw - ext4 /dev/sda4 rw
            """)
        #expect(MountTable.covering("/", in: mounts)?.id == 1)
        #expect(MountTable.covering("/srvx", in: mounts)?.id == 1)
        #expect(MountTable.covering("/srv", in: mounts)?.id == 3)
        #expect(MountTable.covering("/srv/data/x", in: mounts)?.id == 4)
    }

    @Test func swapAreasAreReadWithEscapes() throws {
        let text = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/sda3 partition\t8388604\t0\t-2\n/a\\040b\tfile\t\t4\t0\t-3\n"
        #expect(try SwapTable.parse(text) == [SwapArea(path: "/dev/sda3"), SwapArea(path: "/a b")])
        #expect(throws: TableProblem(table: "/proc/swaps", line: 2)) { try SwapTable.parse("Filename x\n/dev/sda3 tape 1 2 3\n") }
    }
}
