// Goal: a program that asks a drive, smartctl, has what it needs for that and nothing else, whatever a drive makes of it.
// Method: a program in its place tries one thing; the same succeeds without the walls; kernels without a wall are feigned.

import CBlockIO
import Foundation
import Testing
import WipeCore

@testable import WipeDevice

@Suite struct ToolWallsTests {
    private static let program = (ContentsLook.own.command[0] as NSString).deletingLastPathComponent + "/hostile-look"
    /// The libraries of what was built here lie beside the compiler.
    private static let libraries: String? = {
        let bytes = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd()
        let maps = String(decoding: bytes ?? Data(), as: UTF8.self)
        let path = maps.split(separator: "\n").first { $0.hasSuffix("/libswiftCore.so") }?.split(separator: " ").last.map(String.init)
        return path.map { ($0 as NSString).deletingLastPathComponent }
    }()

    /// A folder with what is worth taking, and a file that stands for a drive.
    private final class Place {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wiped-asking-\(UUID().uuidString)").path
        var key: String { folder + "/station.key" }
        var drive: String { folder + "/drive" }

        init() throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for path in [key, drive] { try Data(repeating: 7, count: 4096).write(to: URL(fileURLWithPath: path)) }
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }
    }

    private func ask(_ place: Place, _ arguments: [String], capabilities: UInt64 = 0) throws -> String {
        let asking = ToolRun.Asking(node: place.drive, capabilities: capabilities, also: Self.libraries)
        return String(decoding: try ToolRun.output(arguments, asking: asking, deadlineSeconds: 20), as: UTF8.self)
    }

    /// The error number of one try; 0 where it succeeded.
    private func number(_ answer: String) -> Int32? {
        answer.split(separator: "\n").first { $0.hasPrefix("problem\t") }.flatMap { Int32($0.split(separator: " ").last ?? "") }
    }

    @Test(arguments: [
        "read-file", "read-folder", "make-file", "write-file", "truncate-file", "rename-file", "open-to-all", "remove-file", "socket",
        "network", "pair", "process", "signal", "trace", "ports", "mount", "command-bus",
    ]) func whatADriveWouldHaveItDoIsRefused(_ what: String) throws {
        let place = try Place()
        let paths = ["read-folder": place.folder, "make-file": place.folder + "/new", "write-file": place.drive]
        let answer = try ask(place, [Self.program, "free:" + what, paths[what] ?? place.key], capabilities: 1 << 17 | 1 << 21)
        #expect(number(answer).map { [EPERM, EACCES].contains($0) } == true, "\(answer)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: place.key)) == Data(repeating: 7, count: 4096))
    }

    /// Or the test above would prove nothing.
    @Test(arguments: ["read-file", "make-file", "write-file", "rename-file", "open-to-all", "socket", "process", "signal"])
    func withoutTheWallsTheSameSucceeds(_ what: String) throws {
        let place = try Place()
        let path = what == "make-file" ? place.folder + "/new" : place.key
        let answer = try ToolRun.output([Self.program, "free:" + what, path], deadlineSeconds: 20)
        #expect(number(String(decoding: answer, as: UTF8.self)) == 0)
    }

    @Test func itReadsItsOwnDriveAndWhatTheKernelSays() throws {
        let place = try Place()
        #expect(number(try ask(place, [Self.program, "free:read-file", place.drive])) == 0)
        #expect(try !ask(place, ["/bin/cat", "/sys/kernel/mm/transparent_hugepage/enabled"]).isEmpty)
        #expect(try ask(place, ["/usr/bin/env"]) == "LC_ALL=C\n")
    }

    @Test func noDescriptorOfTheDaemonGoesAlong() throws {
        let place = try Place()
        let leaked = open(place.key, O_RDONLY)
        defer { close(leaked) }
        #expect(leaked > 2 && fcntl(leaked, F_GETFD) & FD_CLOEXEC == 0)
        #expect(number(try ask(place, [Self.program, "free:leaked", "-"])) == EBADF)
    }

    @Test(.enabled(if: getuid() == 0), arguments: [UInt64(0), 1 << 17, 1 << 21]) func itHasTheOnePrivilegeOfItsKindOfDrive(_ bit: UInt64)
        throws
    {
        #expect(try ask(Place(), [Self.program, "free:privileges", "-"], capabilities: bit) == "\(bit)\n")
    }

    @Test func eachKindOfDriveIsAskedWithItsOwnPrivilege() {
        #expect(HealthReader.asking(.scsi, "/dev/sda").capabilities == 1 << 17)
        #expect(HealthReader.asking(.nvme, "/dev/nvme0n1").capabilities == 1 << 21)
    }

    /// The memory of the machine is not its own, and no signal that the daemon ignores stays ignored.
    @Test func itsMemoryHasAnEndAndItsSignalsAreAsNew() throws {
        let answer = try ask(Place(), [Self.program, "free:memory", "-"])
        let count = answer.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }.last
        #expect(answer.contains("memory ended after") && (count ?? .max) < 256, "\(answer)")
        let before = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, before) }
        #expect(try ask(Place(), ["/bin/sh", "-c", "trap '' USR1; trap"]).contains("USR1"))
        // `yes` ends by the signal as soon as nobody reads any more.
        #expect(throws: ToolRun.Failure.tooMuchOutput) { try ask(Place(), ["/usr/bin/yes"]) }
    }

    /// A kernel without a wall: the daemon's own thread is given one, and what it starts is not started.
    @Test(arguments: [("landlock", "Landlock"), ("seccomp", "seccomp")]) func withoutAWallNothingIsStarted(_ wall: String, _ name: String)
        throws
    {
        let answer = try ToolRun.output(
            [Self.program, "without:" + wall, Self.program, "start", try Place().drive], deadlineSeconds: 20)
        #expect(String(decoding: answer, as: UTF8.self) == "missing \(wall == "landlock" ? 1 : 2)\n")
        #expect(ToolRun.Failure.noWall(name).message.hasPrefix("was not started: this kernel has no \(name)"))
    }
}
