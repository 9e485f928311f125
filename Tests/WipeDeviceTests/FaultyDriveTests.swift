// Goal: what a bad drive does is told apart: bad sectors, lies, hangs and departures; and a hang hurts nobody but itself.
// Method: drives of scripts/testbench with faults (nbdkit under a loop device), which need nbdkit, nbdfuse and FUSE.

import Foundation
import Testing
import WipeContents
import WipeCore

@testable import WipeDevice

extension RealDeviceTests {
    @Suite(
        .enabled(
            if: ["/usr/bin/nbdkit", "/usr/bin/nbdfuse", "/dev/fuse"].allSatisfy { FileManager.default.fileExists(atPath: $0) },
            "needs nbdkit, libnbd-bin and FUSE"))
    struct FaultyDriveTests {
        /// One drive of the bench, dropped at the end.
        final class FaultyDrive {
            private static let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("scripts/testbench").path
            private let label = "wdt-" + UUID().uuidString.prefix(8).lowercased()
            let node: String
            private let state: String

            init() throws {
                let answer = try run(
                    Self.scripts + "/make-drive", label, "--size", "16M", "--faulty", "--json", "--owner",
                    String(ProcessInfo.processInfo.processIdentifier))
                struct Made: Decodable { var node: String, state: String }
                let made = try JSONDecoder().decode(
                    Made.self, from: Data(answer.split(separator: "\n").last.map(String.init)?.utf8 ?? "".utf8))
                node = made.node
                state = made.state
            }
            deinit {
                try? "[]".write(toFile: state + "/faults.json", atomically: true, encoding: .utf8)
                _ = try? run(Self.scripts + "/drop-drive", label, "gone")
            }

            func rules(_ json: String) throws { try json.write(toFile: state + "/faults.json", atomically: true, encoding: .utf8) }
            func drop(_ how: String) throws { try run(Self.scripts + "/drop-drive", label, how) }

            func device() throws -> LinuxBlockDevice {
                try run("udevadm", "settle")
                let name = String(node.dropFirst("/dev/".count))
                let descriptor = open(node, O_RDONLY | O_CLOEXEC)
                defer { close(descriptor) }
                let facts = DescriptorFacts(descriptor: descriptor)
                let number = try #require(facts.number)
                let geometry = try #require(facts.geometry)
                return try LinuxBlockDevice(
                    try ExclusiveDevice.open(
                        admitted: AdmittedMedia(
                            attachment: AttachmentID(name: name, diskSequence: try #require(facts.diskSequence)), deviceMajor: number.major,
                            deviceMinor: number.minor,
                            identity: MediaIdentity(
                                vendor: nil, model: nil, serial: nil, serialSource: .unknown, wwn: nil,
                                capacityBytes: geometry.capacityBytes),
                            geometry: geometry, bootID: LinuxBus.bootID(SystemFolder()) ?? "none")))
            }
        }

        private func outcome(_ device: LinuxBlockDevice, _ action: Step.Action) throws -> Completion.Outcome {
            device.submit(Step(id: 1, action: action))
            return try #require(device.reap(timeoutMilliseconds: 20_000).first).outcome
        }

        private let first = Extent(offset: 0, length: 1 << 19)
        private let second = Extent(offset: 1 << 20, length: 1 << 19)

        @Test func badSectorsLiesAndFlipsAreToldApart() throws {
            let drive = try FaultyDrive()
            let device = try drive.device()
            let pattern = Pattern.random(try #require(StreamKey([UInt8](repeating: 7, count: 32))))
            #expect(try outcome(device, .write(first, pattern)) == .done)
            #expect(try outcome(device, .verify(first, pattern)) == .done)

            try drive.rules(#"[{"op":"read","from":8192,"len":512,"do":"eio"}]"#)
            #expect(try outcome(device, .verify(first, pattern)) == .fault(.medium(errno: EIO)))
            #expect(try outcome(device, .verify(Extent(offset: 8704, length: 512), pattern)) == .done)

            try drive.rules(#"[{"op":"write","from":1052672,"len":4096,"do":"eio"}]"#)
            #expect(try outcome(device, .write(second, pattern)) == .fault(.medium(errno: EIO)))

            try drive.rules(#"[{"op":"write","from":1052672,"len":4096,"do":"drop"}]"#)
            #expect(try outcome(device, .write(second, pattern.complement)) == .done, "a drive that lies is believed here")
            try drive.rules("[]")
            let found = try outcome(device, .verify(second, pattern.complement))
            // The bench drops the whole request that reaches it, which may be more than the rule's range.
            guard case .mismatch(let lost) = found else {
                Issue.record("a lost write was not found: \(found)")
                return
            }
            #expect(ExtentSet(lost).gaps(in: Extent(offset: 1_052_672, length: 4096)).isEmpty)
            #expect(lost.allSatisfy { $0.offset >= second.offset && $0.end <= second.end })

            try drive.rules(#"[{"op":"read","do":"flip","at":4197,"mask":4}]"#)
            #expect(try outcome(device, .verify(first, pattern)) == .mismatch([Extent(offset: 4096, length: 512)]))
            try drive.rules(#"[{"op":"write","do":"enospc"}]"#)
            // A worn or thin drive says so and is there all the while: no word of a pulled one.
            #expect(try outcome(device, .write(first, pattern)) == .fault(.medium(errno: ENOSPC)))
        }

        @Test func aHangTimesOutAndLettingGoDoesNotWait() throws {
            let drive = try FaultyDrive()
            var device: LinuxBlockDevice? = try drive.device()
            try drive.rules(#"[{"op":"write","from":0,"len":1048576,"do":"hang"}]"#)
            device?.submit(Step(id: 1, action: .write(first, .zeros)))
            #expect(device?.reap(timeoutMilliseconds: 300) == [])
            let start = monotonicNanoseconds()
            #expect(device?.shutDown(timeoutMilliseconds: 200) == false)
            device = nil
            #expect(monotonicNanoseconds() - start < 5_000_000_000)
            // Still held: nobody else may write while the request is out.
            #expect(throws: (any Error).self) { try drive.device() }
            try drive.rules("[]")
            #expect(eventually { (try? drive.device()) != nil })
        }

        @Test(arguments: ["unplug", "shrink"]) func aDriveThatIsPulledFailsOrIsGoneAndNeverDone(how: String) throws {
            let drive = try FaultyDrive()
            let device = try drive.device()
            #expect(try outcome(device, .write(first, .zeros)) == .done)
            try drive.drop(how)
            for action in [Step.Action.write(first, .ones), .verify(first, .zeros)] {
                guard case .fault(let fault) = try outcome(device, action) else {
                    Issue.record("a pulled drive answered")
                    return
                }
                if how == "shrink", case .medium = fault { Issue.record("size 0 was not reported as gone") }
            }
        }
    }
}
