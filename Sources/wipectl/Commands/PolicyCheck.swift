// Policy files, checked without a daemon.

import ArgumentParser
import WipeAPI
import WipeCore
import WipeFiles

/// `wipectl policy check`. Works without the daemon.
struct PolicyCheck: StationCommand {
    static var configuration: CommandConfiguration { .worded("policy check") }
    @Argument(help: .worded("policy-files", "file"), completion: .file(extensions: ["yaml"])) var files: [String]
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let report = PolicyCheckReport(files: files.map(PolicyCheckReport.checked))
        try session.print(report) { report.text($0) }
        return report.files.allSatisfy(\.valid) ? .done : .no
    }
}

/// What `policy check` found.
struct PolicyCheckReport: Codable, Hashable, Sendable {
    struct Place: Codable, Hashable, Sendable {
        var line: Int
        var column: Int
        var message: String
    }
    struct File: Codable, Hashable, Sendable {
        var file: String
        /// Id of the policy where the file is sound.
        @Nullable var policy: String?
        @Nullable var version: String?
        var valid: Bool
        var problems: [Place]
    }
    var files: [File]

    /// Reads one file.
    static func checked(_ path: String) -> File {
        do throws(FileProblems) {
            let policy = try PolicyFile.read(path: path)
            return File(file: path, policy: policy.id, version: policy.version, valid: true, problems: [])
        } catch {
            let places = error.problems.map { Place(line: $0.line, column: $0.column, message: $0.message) }
            return File(file: path, policy: nil, version: nil, valid: false, problems: places)
        }
    }

    /// `FILE:LINE:COLUMN: message`, one line per problem; one line per sound file.
    func text(_ layout: Layout) -> String {
        files.map { file in
            if file.valid {
                return safeLine(
                    layout.say("file-sound", ["file": file.file, "policy": file.policy ?? "-", "version": file.version ?? "-"]))
            }
            return file.problems.map { safeLine("\(file.file):\($0.line):\($0.column): \($0.message)") }.joined()
        }.joined()
    }
}
