// A loop device of a test's own, and small programs to prepare it. Everything is given back at the end, also after a failed expectation.
//
// These tests need root and a running udevd (`scripts/testbench/start-udev`); where one of them is missing they are skipped and say so.
// They run one after the other: hot plug is a matter of the whole machine.

import CBlockIO
import Foundation
import Testing
import WipeContents
import WipeCore

@testable import WipeDevice

/// The parent of every suite on real devices.
@Suite(
    .serialized,
    .enabled(if: geteuid() == 0 && UdevDevices.isUdevdRunning(), "needs root and a running udevd (scripts/testbench/start-udev)"))
struct RealDeviceTests {}

struct CommandFailure: Error {
    let command: [String]
    let status: Int32
    let output: String
}

/// Runs a program by name and gives its output. The output goes through a file, and nothing else is inherited: a program may leave servers behind.
@discardableResult
func run(_ command: String...) throws -> String { try run(command) }

@discardableResult
func run(_ command: [String]) throws -> String {
    let file = "/dev/shm/wipe-device-tests-output-\(UUID().uuidString)"
    defer { unlink(file) }
    let shell = ["/bin/sh", "-c", "file=$1; shift; \"$@\" >\"$file\" 2>&1 </dev/null; echo $?", "sh", file] + command
    let status = Int32(
        String(decoding: try ToolRun.output(shell, deadlineSeconds: 60), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    let output = try String(contentsOfFile: file, encoding: .utf8)
    guard status == 0 else { throw CommandFailure(command: command, status: status ?? -1, output: output) }
    return output.trimmingCharacters(in: .whitespacesAndNewlines)
}

extension ToolRun {
    /// Standard output of a test's own program, which may do what the test may.
    static func output(_ arguments: [String], deadlineSeconds: UInt64) throws(Failure) -> [UInt8] {
        let nothing = cbio_open_to_read("/dev/null")
        defer { close(nothing) }
        return try output(
            ["/usr/bin/env", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"] + arguments, descriptors: [nothing],
            until: monotonicNanoseconds() + deadlineSeconds * 1_000_000_000)
    }
}

/// Waits for a condition that comes about on its own.
func eventually(seconds: Double = 10, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
        if try condition() { return true }
        usleep(5000)
    }
    return try condition()
}

final class LoopDrive {
    let folder: URL
    let file: String
    private(set) var name: String
    var node: String { "/dev/" + name }

    /// A sparse file on `parent` with a loop device that reads and writes past the page cache.
    init(bytes: Int, sectorBytes: Int = 512, parent: String = "/dev/shm") throws {
        folder = URL(fileURLWithPath: parent).appendingPathComponent("wipe-device-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        file = folder.appendingPathComponent("media").path
        name = ""
        guard FileManager.default.createFile(atPath: file, contents: nil), truncate(file, off_t(bytes)) == 0 else {
            throw CommandFailure(command: ["truncate", file], status: errno, output: "")
        }
        name = try LoopDrive.attach(file, sectorBytes: sectorBytes)
    }

    private static func attach(_ file: String, sectorBytes: Int) throws -> String {
        var last: (any Error)?
        // Another process may take the free device between the search and the attachment.
        for _ in 0..<20 {
            do {
                let node = try run("losetup", "-f", "--show", "--direct-io=on", "-b", String(sectorBytes), file)
                return String(node.dropFirst("/dev/".count))
            } catch {
                last = error
                usleep(50_000)
            }
        }
        throw last ?? CommandFailure(command: ["losetup"], status: 1, output: "")
    }

    /// The attachment that sysfs shows now.
    var attachment: AttachmentID {
        AttachmentID(name: name, diskSequence: UdevDevices.currentState(name: name, folder: SystemFolder()).diskSequence ?? 0)
    }

    /// Another loop device on the same file.
    func attachAgain() throws { name = try LoopDrive.attach(file, sectorBytes: 512) }

    /// Ends the loop device; the name may serve another at once.
    func detach() throws {
        try run("losetup", "-d", node)
        _ = eventually { !SystemFolder().exists("/sys/block/\(name)/loop/backing_file") }
    }

    /// Makes the kernel take over the partitions of the table, with tools since not every kernel reads tables itself.
    func addKernelPartitions() throws {
        try run("udevadm", "settle")
        try run("partx", "-a", node)
        try run("udevadm", "settle")
    }

    /// A loop device keeps its partitions beyond its own end, and udevd may be looking at one: until they are gone nothing else may happen.
    func removeKernelPartitions() {
        let gone = eventually {
            _ = try? run("partx", "-d", node)
            return (try? SystemFolder().names("/sys/block/\(name)"))?.contains { $0.hasPrefix(name + "p") } == false
        }
        if !gone { Issue.record("partitions of \(node) could not be removed") }
    }

    /// Mounts a device (the drive itself where none is named) on a new folder of this name and gives its path.
    func mount(_ device: String? = nil, on folderName: String) throws -> String {
        let point = folder.appendingPathComponent(folderName).path
        try FileManager.default.createDirectory(atPath: point, withIntermediateDirectories: true)
        try run("mount", device ?? node, point)
        return point
    }

    /// What stood on the mount may be let go of late (udevd looks at loop devices that go): until it is, nothing else may happen.
    func unmount(_ point: String) {
        if !eventually({ (try? run("umount", point)) != nil }) { Issue.record("\(point) could not be unmounted") }
    }

    func resize(bytes: Int) throws {
        truncate(file, off_t(bytes))
        try run("losetup", "-c", node)
    }

    /// What a decision would admit now.
    func admitted(serial: String? = nil) throws -> AdmittedMedia {
        let descriptor = open(node, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        let facts = DescriptorFacts(descriptor: descriptor)
        let number = try #require(facts.number)
        let geometry = try #require(facts.geometry)
        return AdmittedMedia(
            attachment: attachment, deviceMajor: number.major, deviceMinor: number.minor,
            identity: MediaIdentity(
                vendor: nil, model: nil, serial: serial, serialSource: serial == nil ? .unknown : .loopProperty, wwn: nil,
                capacityBytes: geometry.capacityBytes),
            geometry: geometry, bootID: LinuxBus.bootID(SystemFolder()) ?? "none")
    }

    deinit {
        if SystemFolder().exists("/sys/block/\(name)/loop/backing_file"),
            SystemFolder().attribute("/sys/block/\(name)/loop/backing_file")?.hasPrefix(folder.path) == true
        {
            // udevd may be looking at it: then the detachment is done at its close.
            _ = try? run("losetup", "-d", node)
        }
        try? FileManager.default.removeItem(at: folder)
    }
}
