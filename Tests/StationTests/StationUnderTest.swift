// One daemon of a test's own: state folder, station file, socket, drives. Everything goes when the test ends, also when it fails.

import Foundation
import WipeAPI

final class StationUnderTest {
    /// Letters that tell this station's bays, serials and drives from every other's.
    let name: String
    let folder: String
    let socket: String
    let binaries: String
    /// The station file; a test may rewrite it before `start`.
    var stationFile: String
    private(set) var daemon: ChildProcess?
    private var drives: [BenchDrive] = []
    private var guests: [ChildProcess] = []
    private var undo: [[String]] = []
    private var starts = 0

    /// `bays`: id and what happens on arrival. `lines`: further lines of the station file.
    fileprivate init(bays: KeyValuePairs<String, String>, lines: [String]) throws {
        name = "t" + String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16)
        folder = "/tmp/wiped-tests-" + name
        socket = folder + "/run/wiped.sock"
        binaries = try Project.binaries()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var text = ["station: { name: \"Station \(name)\", organization: \"Essai\", location: \"Montréal (Québec)\" }"]
        text += ["state: \(folder)/state", "socket: \(socket)", "policies: \(Project.policies)"] + lines
        if bays.isEmpty { text.append("bays: []") } else { text.append("bays:") }
        for (bay, onAttach) in bays { text.append("  - { id: \(bay), match: { BENCH_BAY: \"\(name)-\(bay)\" }, onAttach: \(onAttach) }") }
        stationFile = text.joined(separator: "\n") + "\n"
    }

    // MARK: the daemon

    /// Runs the daemon on the station file without waiting for anything.
    ///
    /// - Parameter behind: a program that becomes the daemon.
    func launch(behind: [String] = [], environment: [String: String] = [:]) throws -> ChildProcess {
        starts += 1
        try Data(stationFile.utf8).write(to: URL(fileURLWithPath: folder + "/station.yaml"))
        return try ChildProcess(
            behind + [binaries + "/wiped", "--config", folder + "/station.yaml"], output: folder + "/wiped-\(starts).out",
            errors: folder + "/wiped-\(starts).log",
            environment: ["WIPED_STATE": "", "WIPED_SOCKET": "", "WIPED_POLICIES": ""].merging(environment) { $1 })
    }

    /// Starts the daemon and waits until it answers.
    func start(behind: [String] = [], environment: [String: String] = [:]) throws {
        let child = try launch(behind: behind, environment: environment)
        daemon = child
        let answers = try eventually(seconds: 15) {
            if let exit = child.ended() { throw Shortfall("wiped ended with \(exit): \(log)") }
            return try FileManager.default.fileExists(atPath: socket) && wipectl("status").exit == 0
        }
        if !answers { throw Shortfall("wiped does not answer: \(log)") }
    }

    /// Asks the daemon to end, as systemd would, and gives its exit code.
    func stop() throws -> Int32 {
        guard let child = daemon else { throw Shortfall("there is no daemon to stop") }
        child.signal(SIGTERM)
        defer { daemon = nil }
        return try child.wait(seconds: 20)
    }

    /// Asks the daemon to end and waits for nothing: a request of it may hang in the kernel.
    func leave() throws -> ChildProcess {
        guard let child = daemon else { throw Shortfall("there is no daemon to leave") }
        child.signal(SIGTERM)
        guests.append(child)
        daemon = nil
        return child
    }

    /// The daemon gets no chance to do anything more.
    func kill() {
        daemon?.end()
        daemon = nil
    }

    /// What the daemon that was started last has written on standard error.
    var log: String { text(folder + "/wiped-\(starts).log") }

    // MARK: the command line

    func wipectl(_ arguments: [String]) throws -> Ended {
        try runProgram([binaries + "/wipectl", "--no-color"] + arguments)
    }

    func wipectl(_ arguments: String...) throws -> Ended { try wipectl(arguments) }

    /// Runs wipectl as somebody who is in no group.
    func wipectlAsStranger(_ arguments: [String]) throws -> Ended {
        try runProgram(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", binaries + "/wipectl", "--no-color"] + arguments)
    }

    private func runProgram(_ command: [String]) throws -> Ended {
        try ended(command, environment: ["WIPED_SOCKET": socket])
    }

    /// An answer as JSON; it must have been given with exit code 0.
    func json<Value: Decodable>(_ type: Value.Type, _ arguments: String...) throws -> Value {
        let result = try wipectl(arguments + ["--json"])
        guard result.exit == 0 else {
            throw Shortfall("wipectl \(arguments.joined(separator: " ")): exit \(result.exit), \(result.errors)")
        }
        return try JSONDecoder().decode(type, from: Data(result.output.utf8))
    }

    // MARK: drives

    /// Plugs a drive in: magnetic, in the bay if one is named, with a serial of its own.
    @discardableResult
    func plug(_ drive: String, bay: String? = nil, _ options: String...) throws -> BenchDrive {
        try plug(drive, bay: bay, options)
    }

    @discardableResult
    func plug(_ drive: String, bay: String? = nil, _ options: [String]) throws -> BenchDrive {
        var all = options
        if let bay { all += ["--bay", name + "-" + bay] }
        if !options.contains("--reuse") {
            if !options.contains("--serial") { all += ["--serial", (name + drive).uppercased()] }
            if !options.contains("--rpm") { all += ["--rpm", "7200"] }
            if !options.contains("--size") && !options.contains("--keep-content") { all += ["--size", "16M"] }
        }
        let made = try BenchDrive(drive, all, prefix: BenchDrive.prefix + "-" + name)
        drives.append(made)
        return made
    }

    /// Runs a program for the time of the test, beside the daemon.
    func guest(_ command: String...) throws -> ChildProcess {
        let child = try ChildProcess(command, output: folder + "/guest-\(guests.count).out", errors: folder + "/guest-\(guests.count).err")
        guests.append(child)
        return child
    }

    /// A command that takes back what the test did to the machine; run at the end whatever happens, the last one first.
    func atEnd(_ command: String...) { undo.append(command) }

    fileprivate func tearDown() -> [String] {
        var left: [String] = []
        daemon?.end()
        for guest in guests { guest.end() }
        for command in undo.reversed() { _ = try? ended(command) }
        let dropped = try? ended([Project.bench + "/drop-drive", "--all", "--prefix", BenchDrive.prefix + "-" + name])
        if dropped?.exit != 0 { left.append("drives are left: \(dropped?.errors ?? "")") }
        do { try FileManager.default.removeItem(atPath: folder) } catch { left.append("\(folder) is left: \(error)") }
        return left
    }
}

/// Runs a test on a station of its own and takes everything away after it.
func withStation(
    bays: KeyValuePairs<String, String> = ["A1": "wipe"], _ lines: String..., test: (StationUnderTest) throws -> Void
) throws {
    let station = try StationUnderTest(bays: bays, lines: lines)
    var left: [String] = []
    do {
        defer { left = station.tearDown() }
        try test(station)
    }
    if !left.isEmpty { throw Shortfall(left.joined(separator: "\n")) }
}
