// Goal: `media show --pages` writes whole recordings into folders that were empty, and overwrites nothing. Method: a fake daemon that hands out files,
// and folders of every kind.

import Foundation
import Testing
import WipeAPI

@testable import wipectl

final class PagesTests {
    private let folder = NSTemporaryDirectory() + "/wipectl-pages-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
    deinit {
        chmod(folder + "/locked", 0o755)
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static let files = ["answers.txt": [UInt8]("drive x\n".utf8), "identifyDevice.bin": (0...255).map { UInt8($0) }]
    private static func view(_ files: [String: [UInt8]] = files) -> PagesView {
        PagesView(
            files: files.sorted { $0.key < $1.key }.map { PageFileView(name: $0.key, bytes: Data($0.value).base64EncodedString()) })
    }

    private func daemon(_ view: PagesView = view()) throws -> FakeDaemon {
        let text = try Session.encoded(view)
        return try FakeDaemon { _ in .json(200, text) }
    }

    private func names(_ path: String) -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    @Test func filesAreWrittenByteForByte() async throws {
        let daemon = try daemon()
        defer { daemon.stop() }
        let result = await wipectl(["media", "show", "bay:A1", "--pages", folder + "/new"], socket: daemon.path)
        #expect(result.status == 0 && result.out == "2 files in \(folder)/new\n    answers.txt\n    identifyDevice.bin\n", "\(result)")
        #expect(daemon.requests.map(\.line) == ["GET /v1/media/pages?media=bay:A1"])
        #expect(names(folder + "/new") == ["answers.txt", "identifyDevice.bin"])
        for (name, bytes) in Self.files {
            #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/new/\(name)"))) == bytes)
        }
        let json = await wipectl(["--json", "media", "show", "A1", "--pages", folder + "/more"], socket: daemon.path)
        let report = try JSONDecoder().decode(PagesReport.self, from: Data(json.out.utf8))
        #expect(report == PagesReport(directory: folder + "/more", written: ["answers.txt", "identifyDevice.bin"]))
    }

    /// An empty folder is taken; one with anything in it, also what is hidden, is not, and the daemon is not even asked.
    @Test func nothingIsOverwritten() async throws {
        let daemon = try daemon()
        defer { daemon.stop() }
        for (name, file) in [("full", "answers.txt"), ("hidden", ".keep")] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)/\(file)"))
            let result = await wipectl(["--json", "media", "show", "A1", "--pages", "\(folder)/\(name)"], socket: daemon.path)
            #expect(result.status == 1 && result.out.contains(#""code":"folder-not-empty""#), "\(result)")
            #expect(names("\(folder)/\(name)") == [file])
            #expect(try String(contentsOfFile: "\(folder)/\(name)/\(file)", encoding: .utf8) == "mine")
        }
        #expect(daemon.requests.isEmpty)
        try FileManager.default.createDirectory(atPath: folder + "/empty", withIntermediateDirectories: true)
        let result = await wipectl(["media", "show", "A1", "--pages", folder + "/empty"], socket: daemon.path)
        #expect(result.status == 0 && names(folder + "/empty").count == 2)
        // A second time into the same folder.
        #expect(await wipectl(["media", "show", "A1", "--pages", folder + "/empty"], socket: daemon.path).status == 1)
    }

    @Test func whatIsNoFolderIsRefused() async throws {
        let daemon = try daemon()
        defer { daemon.stop() }
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
        for path in [folder + "/file", folder + "/missing/parent", "/proc/sys/kernel/pages"] {
            let result = await wipectl(["--json", "media", "show", "A1", "--pages", path], socket: daemon.path)
            #expect(result.status == 1 && result.out.contains(#""code":"unwritable-folder""#), "\(result)")
        }
        #expect(try String(contentsOfFile: folder + "/file", encoding: .utf8) == "mine")
    }

    /// Root writes everywhere.
    @Test(.enabled(if: getuid() != 0)) func aFolderThatMayNotBeWrittenIsRefused() async throws {
        let daemon = try daemon()
        defer { daemon.stop() }
        try FileManager.default.createDirectory(atPath: folder + "/locked", withIntermediateDirectories: true)
        chmod(folder + "/locked", 0o555)
        let result = await wipectl(["--json", "media", "show", "A1", "--pages", folder + "/locked"], socket: daemon.path)
        #expect(result.status == 1 && result.out.contains(#""code":"write-failed""#) && names(folder + "/locked").isEmpty, "\(result)")
    }

    /// Where one file cannot be written none stays: half a recording reads as another drive.
    @Test func halfARecordingIsTakenAway() async throws {
        for bad in ["../escaped", ".hidden", "a/b", ""] {
            var files = Self.files
            files["zz"] = [1]
            var view = Self.view(files)
            view.files[2].name = bad
            let daemon = try daemon(view)
            defer { daemon.stop() }
            let path = "\(folder)/half-\(bad.utf8.count)"
            let result = await wipectl(["--json", "media", "show", "A1", "--pages", path], socket: daemon.path)
            #expect(result.status == 1 && result.out.contains(#""code":"bad-file-name""#), "\(result)")
            #expect(names(path).isEmpty && access(folder + "/escaped", F_OK) != 0)
        }
        var view = Self.view()
        view.files[0].bytes = "not base64!"
        let daemon = try daemon(view)
        defer { daemon.stop() }
        let result = await wipectl(["--json", "media", "show", "A1", "--pages", folder + "/none"], socket: daemon.path)
        #expect(result.status == 3 && result.out.contains(#""code":"bad-answer""#) && access(folder + "/none", F_OK) != 0, "\(result)")
    }

    @Test func aDriveWithoutAnswersAndOneThatIsNotThereLeaveNothingBehind() async throws {
        for (status, code) in [(409, "not-asked"), (409, "identifying"), (404, "not-found")] {
            let problem = Problem(title: "No", status: status, detail: "/dev/sdb has given no answers", code: code, hint: "plug it in")
            let text = try Session.encoded(problem)
            let daemon = try FakeDaemon { _ in .json(status, text) }
            defer { daemon.stop() }
            let result = await wipectl(["media", "show", "A1", "--pages", folder + "/nothing"], socket: daemon.path)
            #expect(result.status == 1 && result.err == "wipectl: error: /dev/sdb has given no answers\nhint: plug it in\n")
            #expect(access(folder + "/nothing", F_OK) != 0)
        }
    }
}
