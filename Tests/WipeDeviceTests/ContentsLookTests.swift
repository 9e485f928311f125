// Goal: what lies on a drive is parsed where nothing can be taken, and whatever becomes of the process that parses, the daemon only learns that
// nothing is known. Method: a program behind the same walls does what a hostile drive would have it do; files stand for drives.

import CBlockIO
import Foundation
import Testing
import WipeContents
import WipeCore

@testable import WipeDevice

@Suite struct ContentsLookTests {
    /// A folder with what is worth taking, and a file that stands for a drive.
    private final class Place {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wiped-look-\(UUID().uuidString)")
        let descriptor: Int32
        var key: String { folder.path + "/keys/station.key" }

        init(drive: [UInt8] = [UInt8](repeating: 0, count: 1 << 20)) throws {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent("keys"), withIntermediateDirectories: true)
            try Data(repeating: 7, count: 32).write(to: folder.appendingPathComponent("keys/station.key"))
            try Data("SQLite format 3".utf8).write(to: folder.appendingPathComponent("wiped.sqlite"))
            try Data(drive).write(to: folder.appendingPathComponent("drive"))
            descriptor = cbio_open_to_read(folder.path + "/drive")
        }

        deinit {
            close(descriptor)
            try? FileManager.default.removeItem(at: folder)
        }

        func look(_ what: String, path: String = "-") -> (contents: [Content]?, problem: String?) {
            read(ContentsLook(command: [ContentsLookTests.beside("hostile-look"), what, path]))
        }

        func read(_ look: ContentsLook, seconds: UInt64 = 0) -> (contents: [Content]?, problem: String?) {
            look.read(
                descriptor: descriptor, capacityBytes: 1 << 20, kernelPartitions: [],
                deadline: monotonicNanoseconds() + seconds * 1_000_000_000)
        }
    }

    private static func beside(_ name: String) -> String {
        (ContentsLook.own.command[0] as NSString).deletingLastPathComponent + "/" + name
    }

    private static let refusals: Set<Int32> = [EPERM, EACCES, EMFILE, EBADF]

    @Test(arguments: [
        "read-file", "read-folder", "make-file", "remove-file", "drive-again", "write-drive", "write-drive-here", "discard-drive",
        "command-drive", "socket", "network", "pair", "program", "process", "signal", "trace", "code",
    ]) func whatADriveWouldDoIsRefused(_ what: String) throws {
        let place = try Place()
        let database = place.folder.path + "/wiped.sqlite"
        let paths: [String: [String]] = [
            "read-file": [place.key, database], "read-folder": [place.folder.path + "/keys"], "make-file": [place.folder.path + "/new"],
            "remove-file": [database],
        ]
        for path in paths[what] ?? ["-"] {
            let (contents, problem) = place.look(what, path: path)
            let number = problem.flatMap { $0.hasPrefix(what + ": ") ? Int32($0.dropFirst(what.count + 2)) : nil }
            #expect(contents == nil && number.map(Self.refusals.contains) == true, "\(path): \(problem ?? "nothing said")")
        }
        #expect(FileManager.default.fileExists(atPath: database))
    }

    /// Or the tests above would prove nothing about the walls.
    @Test(arguments: ["read-file", "read-folder", "make-file", "socket", "pair", "process", "signal", "remove-file"])
    func withoutTheWallsTheSameSucceeds(_ what: String) throws {
        let place = try Place()
        let paths = ["read-folder": place.folder.path, "make-file": place.folder.path + "/new"]
        #expect(place.look("free:" + what, path: paths[what] ?? place.key).problem == what + ": 0")
    }

    @Test func noDescriptorOfTheDaemonGoesAlong() throws {
        let place = try Place()
        let leaked = open(place.key, O_RDONLY)
        defer { close(leaked) }
        #expect(leaked > 2 && fcntl(leaked, F_GETFD) & FD_CLOEXEC == 0)
        #expect(place.look("free:leaked").problem == "leaked: 0")
        #expect(place.look("leaked").problem == "leaked: \(EBADF)")
    }

    @Test(arguments: [
        ("die", "ended without an answer"), ("silence", "ended without an answer"), ("half", "gave an answer that was not understood"),
        ("flood", "answered with more than"), ("crash", "ended without an answer"), ("loop", "wiped-look"),
        ("sleep", "did not answer in time"),
    ]) func aLookThatComesToNothingIsSaidInTime(_ what: String, _ sentence: String) throws {
        let place = try Place()
        let begun = monotonicNanoseconds()
        let (contents, problem) = place.look(what)
        #expect(contents == nil && problem?.contains(sentence) == true, "\(problem ?? "nothing said")")
        #expect(monotonicNanoseconds() - begun < ContentsLook.graceNanoseconds + 5_000_000_000)
        // And the next look is as if nothing had been.
        #expect(place.look("nothing").problem == "nothing: \(EPERM)")
    }

    @Test func memoryHasAnEnd() throws {
        let problem = try #require(try Place().look("memory").problem)
        let count = problem.split(separator: " ").compactMap { Int($0) }.first
        #expect(problem.hasPrefix("memory ended after ") && (count ?? .max) < 512, "\(problem)")
    }

    @Test func theProgramItselfFindsWhatLiesThereBehindBothWalls() throws {
        var swap = [UInt8](repeating: 0, count: 1 << 20)
        swap[1024] = 1
        swap.replaceSubrange(1028..<1030, with: [255, 0])
        swap.replaceSubrange(1052..<1057, with: Array("pages".utf8))
        swap.replaceSubrange(4086..<4096, with: Array("SWAPSPACE2".utf8))
        let (contents, problem) = try Place(drive: swap).read(.own, seconds: 20)
        #expect(problem == nil)
        #expect(contents == [Content(kind: .other, type: "swap", label: "pages", offsetBytes: 0)])
        let empty = try Place().read(.own, seconds: 20)
        #expect(empty.contents == [] && empty.problem == nil)
        #expect(ContentsLook.own.readiness() == .ready)
    }

    @Test func aMissingProgramIsAFailedLookAndSaidAtTheStart() throws {
        let look = ContentsLook(command: [Self.beside("no-such-program")])
        let (contents, problem) = try Place().read(look)
        #expect(contents == nil && problem?.contains("could not be started: No such file or directory") == true)
        guard case .broken(let sentence) = look.readiness() else {
            Issue.record("it is ready")
            return
        }
        #expect(sentence.contains("no-such-program, which looks at what lies on drives, could not be started"))
    }

    /// The program itself on a kernel that answers as one without a wall does.
    private static func without(_ wall: String) -> ContentsLook {
        ContentsLook(command: [beside("hostile-look"), "without:" + wall] + ContentsLook.own.command)
    }

    @Test func withoutSeccompNothingIsParsed() throws {
        let (contents, problem) = try Place().read(Self.without("seccomp"), seconds: 20)
        #expect(contents == nil && problem?.contains("was not made: this kernel has no seccomp") == true, "\(problem ?? "nothing said")")
        guard case .broken(let sentence) = Self.without("seccomp").readiness() else {
            Issue.record("it is ready")
            return
        }
        #expect(sentence.contains("no seccomp") && sentence.contains("CONFIG_SECCOMP_FILTER"))
    }

    @Test func withoutLandlockItIsParsedAndSaid() throws {
        let (contents, problem) = try Place().read(Self.without("landlock"), seconds: 20)
        #expect(contents == [] && problem == nil, "\(problem ?? "nothing said")")
        guard case .open(let sentence) = Self.without("landlock").readiness() else {
            Issue.record("nothing is said of it")
            return
        }
        #expect(sentence.contains("no Landlock") && sentence.contains("smartctl"))
    }

    /// What Landlock would hold is held without it.
    @Test(arguments: [
        "read-file", "read-folder", "make-file", "remove-file", "truncate-file", "rename-file", "open-to-all", "drive-again", "write-drive",
        "socket",
    ]) func withoutLandlockADriveStillReachesNothing(_ what: String) throws {
        let place = try Place()
        let program = Self.beside("hostile-look")
        let problem = place.read(ContentsLook(command: [program, "without:landlock", program, what, place.key])).problem
        let number = problem.flatMap { $0.hasPrefix(what + ": ") ? Int32($0.dropFirst(what.count + 2)) : nil }
        #expect(number.map(Self.refusals.contains) == true, "\(problem ?? "nothing said")")
        #expect(try Data(contentsOf: URL(fileURLWithPath: place.key)).count == 32)
    }

    @Test func aDriveWithoutASizeIsNotEmpty() throws {
        let found = ContentsLook.own.read(descriptor: -1, capacityBytes: 0, kernelPartitions: [], deadline: 0)
        #expect(found.contents == nil && found.problem != nil)
    }
}
