// Naming the bays of a station: what is plugged in where, slot after slot, and the list for udev. Needs no daemon: a station that has no bays yet
// has nothing for one to do.

import ArgumentParser
import Foundation
import WipeAPI
import WipeAudit
import WipeCore
import WipeDevice
import WipeFiles
import WipeWords

/// `wipectl setup`.
struct Setup: ParsableCommand {
    static var configuration: CommandConfiguration {
        .worded("setup", subcommands: [SetupBays.self, SetupPorts.self, SetupUdev.self], default: SetupBays.self)
    }
}

/// Where the station's files are.
struct SetupOptions: ParsableArguments {
    @Option(help: .worded("config", "file"), completion: .file(extensions: ["yaml"])) var config = "/etc/wiped/station.yaml"
    @Option(help: .worded("udev-list", "file"), completion: .file(extensions: ["rules"])) var udevList = UdevBayList.path

    /// The text of the station file, and what it says.
    func station() throws -> (bytes: [UInt8], file: StationFile) {
        let bytes = try readFile(config, bytesMax: StationFile.bytesMax)
        do throws(FileProblems) { return (bytes, try StationFile.read(bytes: bytes, name: config)) } catch {
            throw Failure(error, hint: "mend it first; an example is in scripts/install/station.yaml")
        }
    }
}

/// `wipectl setup ports`.
struct SetupPorts: StationCommand {
    static var configuration: CommandConfiguration { .worded("setup ports") }
    @OptionGroup var options: SetupOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let file = FileManager.default.fileExists(atPath: options.config) ? try options.station().file : nil
        let list = PortList(try Failure.ofUdev { try MachinePorts.look(statePaths: file?.places ?? []) }, file?.rules.bays ?? [])
        try session.print(list) { list.text($0) }
        return .done
    }
}

/// `wipectl setup udev`.
struct SetupUdev: StationCommand {
    static var configuration: CommandConfiguration { .worded("setup udev") }
    @OptionGroup var options: SetupOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        try Failure.unlessRoot()
        let file = try options.station().file
        let ports = try Failure.ofUdev { try MachinePorts.look(statePaths: file.places) }
        let written = try SetupWriting(options: options).writeList(file.rules.bays, ports)
        try session.print(written) { _ in written.text(session.layout.language) }
        return written.leftOut.isEmpty ? .done : .partly
    }
}

/// `wipectl setup bays`, and `wipectl setup` alone.
struct SetupBays: StationCommand {
    static var configuration: CommandConfiguration { .worded("setup bays") }
    @OptionGroup var options: SetupOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        guard !session.json else { throw Failure.usage("setup is a dialogue; see wipectl setup ports --json", hint: nil) }
        try Failure.unlessRoot()
        let (bytes, file) = try options.station()
        let watch = try Failure.ofUdev { try PortWatch(statePaths: file.places) }
        defer { watch.stop() }
        try session.output.write(PortList(watch.ports, file.rules.bays).text(session.layout) + "\n")
        let dialogue = SetupDialogue(
            bays: file.rules.bays, present: watch.ports.drives.map { SetupDialogue.Sight($0, file.rules.bays, session.layout.quantity) },
            file: options.config,
            language: session.layout.language)
        let learnt = try await SetupRun(session: session, watch: watch, bays: file.rules.bays).run(dialogue)
        guard !learnt.isEmpty else { return .no }
        let ports = try Failure.ofUdev { try MachinePorts.look(statePaths: file.places) }
        let written = try SetupWriting(options: options).write(learnt, into: bytes, file, ports)
        try session.output.write(written.text(session.layout.language))
        return written.leftOut.isEmpty ? .done : .partly
    }
}

extension StationFile {
    /// Folders of the station: what they lie on belongs to the running system.
    fileprivate var places: [String] { [state, markFolder] }
}

extension Failure {
    /// Every problem of a file, one a line.
    init(_ found: FileProblems, hint: String?) {
        self.init(
            code: Code.badStationFile, message: found.problems.map(\.description).joined(separator: "; "), hint: hint)
    }

    /// The files are root's, and only root sees what every drive is used for.
    static func unlessRoot() throws {
        guard geteuid() != 0 else { return }
        throw Failure(code: Code.needsRoot)
    }

    /// What keeps udev from being asked, as a sentence.
    static func ofUdev<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as UdevFailure {
            throw Failure(code: Code.noUdev, message: "udev cannot be asked which drives there are: \(error)", hint: nil)
        }
    }
}
