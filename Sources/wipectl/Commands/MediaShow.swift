// Everything about one drive.

import ArgumentParser
import Foundation
import WipeAPI
import WipeAudit

/// `wipectl media show`.
struct MediaShow: StationCommand {
    static var configuration: CommandConfiguration { .worded("media show") }
    @Argument(help: .worded("media", "media"), completion: .named(.media)) var media: String
    @Option(name: .customLong("pages"), help: .worded("pages", "folder"), completion: .directory) var pages: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        guard let pages else {
            let view = try await session.client.get(Routes.path(Routes.mediaShow, query: [("media", media)]), as: MediaView.self)
            try session.print(view) { view.text($0) }
            return .done
        }
        // A folder that cannot be used is said before anything else, and nothing is left behind where there are no answers.
        try PagesReport.check(pages)
        let view = try await session.client.get(Routes.path(Routes.mediaPages, query: [("media", media)]), as: PagesView.self)
        let report = try PagesReport.write(view, into: pages)
        try session.print(report) { report.text($0) }
        return .done
    }
}

/// What was written of a drive's answers.
struct PagesReport: Codable, Hashable, Sendable {
    var directory: String
    var written: [String]

    /// Throws where the folder has something in it, or is none.
    static func check(_ directory: String) throws {
        func unwritable(_ message: String) -> AuditFailure { AuditFailure(code: .unwritableFolder, message: message, hint: nil) }
        var status = stat()
        guard stat(directory, &status) == 0 else {
            if errno == ENOENT { return }
            throw unwritable("cannot look at \(directory): \(systemMessage(errno))")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw unwritable("\(directory) is no folder")
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw unwritable("cannot look into \(directory)")
        }
        guard names.isEmpty else {
            throw Failure(code: .folderNotEmpty, message: "\(directory) is not empty", hint: "name a new folder: nothing is overwritten")
        }
    }

    /// Writes all files or says which one could not be. None is overwritten.
    static func write(_ view: PagesView, into directory: String) throws -> PagesReport {
        var files: [(name: String, bytes: [UInt8])] = []
        for file in view.files {
            guard let data = Data(base64Encoded: file.bytes), data.count <= fileBytesMax else {
                throw Failure.badAnswer("the bytes of \(file.name) cannot be read")
            }
            files.append((file.name, [UInt8](data)))
        }
        let folder = ExportFolder(directory)
        try folder.make()
        var report = PagesReport(directory: directory, written: [])
        do {
            for file in files {
                guard try folder.add(file.name, file.bytes) else {
                    throw AuditFailure(code: .fileDiffers, message: "\(directory)/\(file.name) was there already", hint: nil)
                }
                report.written.append(file.name)
            }
        } catch {
            // Half a recording reads as a drive that answers half of what it is asked.
            for name in report.written { unlink(directory + "/" + name) }
            throw error
        }
        return report
    }

    /// More than any answer has.
    private static let fileBytesMax = 1 << 20

    func text(_ layout: Layout) -> String {
        safeLine(layout.say("files-in", ["files": layout.count(written.count, "file"), "folder": directory]))
            + written.map { safeLine($0, indent: 4) }.joined()
    }
}
