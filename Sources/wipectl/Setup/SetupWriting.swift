// The two files that name the bays, written one after the other: the station file, from which the other one can be made again.

import Foundation
import WipeAPI
import WipeAudit
import WipeCore
import WipeDevice
import WipeFiles
import WipeWords

/// What was written where.
struct SetupWritten: Codable, Hashable, Sendable {
    struct File: Codable, Hashable, Sendable {
        var path: String
        /// False where it said the same already.
        var isNew: Bool
        /// Copy of what it said before.
        @Nullable var copy: String?
    }
    var files: [File]
    /// Bays that udev cannot be told, and why.
    var leftOut: [String]
    /// Bays that are new in the station file.
    var newBays: Int

    func text(_ language: Language) -> String {
        func say(_ code: String, _ parameters: [String: String] = [:]) -> String {
            Vocabulary.setup.text(code, parameters, in: language)
        }
        var lines = files.flatMap { file in
            [say(file.isNew ? "wrote" : "unchanged", ["file": file.path])] + (file.copy.map { [say("kept", ["file": $0])] } ?? [])
        }
        lines += leftOut.map { say("left-out", ["why": $0]) }
        if newBays > 0 { lines.append(say("hold")) }
        lines.append(say("next"))
        return lines.map { safeLine($0) }.joined()
    }
}

/// Writes them.
struct SetupWriting {
    let options: SetupOptions

    /// Both files with these bays behind the others.
    func write(_ new: [Bay], into bytes: [UInt8], _ file: StationFile, _ ports: MachinePorts) throws -> SetupWritten {
        let bays = file.rules.bays + new
        try refuseSystemDrive(bays, ports)
        let edited: [UInt8]
        do throws(FileProblems) { edited = try StationFileEdit.adding(new, to: bytes, name: options.config) } catch {
            throw Failure(error, hint: "nothing was written")
        }
        // Somebody may have written to it while the dialogue went on.
        guard try readFile(options.config, bytesMax: StationFile.bytesMax) == bytes else {
            throw Failure(
                code: .fileChanged, message: "\(options.config) was changed meanwhile; nothing was written",
                hint: "begin again: wipectl setup")
        }
        let station = try put(edited, options.config)
        var written = try writeList(bays, ports)
        written.files.insert(station, at: 0)
        written.newBays = new.count
        return written
    }

    /// The list for udev alone.
    func writeList(_ bays: [Bay], _ ports: MachinePorts) throws -> SetupWritten {
        try refuseSystemDrive(bays, ports)
        let list = UdevBayList(bays, source: options.config)
        return SetupWritten(files: [try put(Array(list.text.utf8), options.udevList)], leftOut: list.leftOut, newBays: 0)
    }

    /// A drive from which this computer runs is left alone by udev where it stands in a bay: its volumes would be missing after the next boot.
    private func refuseSystemDrive(_ bays: [Bay], _ ports: MachinePorts) throws {
        for drive in ports.drives {
            guard let use = drive.systemUse ?? drive.usageProblem, let bay = bays.first(where: { $0.matches(drive.properties) }) else {
                continue
            }
            throw Failure(
                code: .systemDriveInBay,
                message: "bay \(bay.id) takes \(drive.name), from which this computer runs, or may run (\(use)); nothing was written",
                hint: "take that bay out of \(options.config)")
        }
    }

    private func put(_ bytes: [UInt8], _ path: String) throws -> SetupWritten.File {
        let before = FileManager.default.contents(atPath: path).map { [UInt8]($0) }
        let now = Moment(wallMilliseconds: Int64(Date().timeIntervalSince1970 * 1000), runningMilliseconds: 0)
        do throws(FileProblems) {
            let copy = try KeptFile.replace(path, with: bytes, at: now)
            return SetupWritten.File(path: path, isNew: before != bytes, copy: copy)
        } catch {
            throw Failure(error, hint: "setup writes as root: sudo wipectl setup")
        }
    }
}
