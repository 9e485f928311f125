// Goal: media that come, grow and go on a real kernel with a real udevd are reported once each, with their own properties and soon.
// Method: loop devices attached, resized and detached under a running monitor; a rule of our own gives them properties.

import Foundation
import Testing
import WipeContents
import WipeCore

@testable import WipeDevice

extension RealDeviceTests {
    struct HotPlugTests {
        /// Collects what the monitor and the tracker make of the devices of one test.
        actor Collector {
            private var tracker = AttachmentTracker()
            private(set) var changes: [(change: AttachmentChange, at: UInt64)] = []

            func start(_ list: DeviceList) { note(tracker.handle(list: list.devices, startedAt: list.startedAt)) }
            func take(_ event: MonitorEvent) throws {
                switch event {
                case .device(let look): note(tracker.handle(look))
                case .overflow:
                    let list = try UdevMonitor.list()
                    note(tracker.handle(list: list.devices, startedAt: list.startedAt))
                case .failed(let number): throw UdevFailure(call: "monitor", errno: number)
                }
            }
            private func note(_ new: [AttachmentChange]) { changes += new.map { ($0, monotonicNanoseconds()) } }
            func at(_ change: AttachmentChange) -> UInt64? { changes.first { $0.change == change }?.at }
            func count(_ change: AttachmentChange) -> Int { changes.filter { $0.change == change }.count }
            func properties(of id: AttachmentID) -> [String: String]? { tracker.properties(of: id) }
        }

        /// A limit for what never comes. The collector and this wait share their threads with tests that block one for half a minute: what comes
        /// meanwhile is not late, so the last look is after the limit.
        private func wait(_ collector: Collector, for change: AttachmentChange, seconds: Double = 120) async -> UInt64? {
            let deadline = Date().addingTimeInterval(seconds)
            while Date() < deadline {
                if let at = await collector.at(change) { return at }
                try? await Task.sleep(for: .milliseconds(2))
            }
            try? await Task.sleep(for: .seconds(1))
            return await collector.at(change)
        }

        @Test func mediaComeGrowAndGoAndComeAgain() async throws {
            let rule = "/run/udev/rules.d/61-wipe-device-tests.rules"
            try
                "ACTION!=\"remove\", KERNEL==\"loop*\", ATTR{loop/backing_file}==\"/dev/shm/wipe-device-tests-*\", IMPORT{file}=\"$attr{loop/backing_file}.udev\"\n"
                .write(toFile: rule, atomically: true, encoding: .utf8)
            try run("udevadm", "control", "--reload")
            defer {
                unlink(rule)
                _ = try? run("udevadm", "control", "--reload")
            }
            let monitor = try UdevMonitor()
            #expect(monitor.group == .udev)
            let collector = Collector()
            await collector.start(try UdevMonitor.list())
            let consumer = Task { for await event in monitor.events { try await collector.take(event) } }

            let before = monotonicNanoseconds()
            let drive = try LoopDriveWithProperties.make(
                bytes: 64 << 20,
                properties: [
                    "ID_SERIAL_SHORT": "TEST1234", "ID_MODEL": "Bench_Drive", "ID_ATA_ROTATION_RATE_RPM": "7200", "ID_PATH": "bay-7",
                ])
            let attachedAt = monotonicNanoseconds()
            let id = drive.attachment
            let arrival = try #require(await wait(collector, for: .attached(id)))
            #expect(await collector.properties(of: id)?["ID_SERIAL_SHORT"] == "TEST1234")

            let probeStart = monotonicNanoseconds()
            let report = Prober(scanner: UsageScanner()).probe(id, properties: await collector.properties(of: id))
            let probed = monotonicNanoseconds()
            let timing =
                "losetup \((attachedAt - before) / 1000) µs, then event and tracker \(Int64(bitPattern: arrival &- attachedAt) / 1000) µs, probe \((probed - probeStart) / 1000) µs"
            if let path = ProcessInfo.processInfo.environment["WIPE_DEVICE_TIMINGS"] {
                try (timing + "\n").write(toFile: path, atomically: true, encoding: .utf8)
            }
            #expect(report.kind == .loop)
            #expect(report.identity.serial == "TEST1234")
            #expect(report.identity.model == "Bench_Drive")
            #expect(report.identity.serialSource == .loopProperty)
            #expect(report.mediaType == .magneticHDD)
            #expect(report.geometry == Geometry(capacityBytes: 64 << 20, logicalSectorBytes: 512, physicalSectorBytes: 512))
            #expect(report.readOnly == false)
            #expect(report.usage == .free)
            #expect(report.contents == [])
            #expect(report.hpa == .absent && report.dco == .absent && report.amac == .notSupported)
            #expect(report.health.unreadable != nil)
            #expect(report.properties["ID_PATH"] == "bay-7")
            #expect(report.isSimulation)

            try drive.resize(bytes: 128 << 20)
            #expect(await wait(collector, for: .changed(id)) != nil)
            try drive.detach()
            #expect(await wait(collector, for: .detached(id)) != nil)
            #expect(await collector.count(.attached(id)) == 1)

            // The report of a drive that is gone can only be refused.
            let late = Prober(scanner: UsageScanner()).probe(id)
            #expect(late.geometry == nil)
            #expect(late.readOnly == nil)
            #expect(late.contents == nil)
            guard case .unknown = late.usage else {
                Issue.record("usage of a drive that is gone was told")
                return
            }
            monitor.stop()
            _ = try await consumer.value
        }

        @Test func aBurstOfAttachmentsIsReportedOnceEach() async throws {
            let monitor = try UdevMonitor()
            let collector = Collector()
            await collector.start(try UdevMonitor.list())
            let consumer = Task { for await event in monitor.events { try await collector.take(event) } }
            var ids: [AttachmentID] = []
            for _ in 0..<8 {
                let drive = try LoopDrive(bytes: 4 << 20)
                ids.append(drive.attachment)
                // Doubled by hand while udevd works on the first.
                try "change".write(toFile: "/sys/block/\(drive.name)/uevent", atomically: false, encoding: .utf8)
                #expect(await wait(collector, for: .attached(drive.attachment)) != nil)
                try drive.detach()
            }
            #expect(Set(ids).count == 8)
            for id in ids {
                #expect(await wait(collector, for: .detached(id)) != nil)
                #expect(await collector.count(.attached(id)) == 1)
                #expect(await collector.count(.detached(id)) == 1)
            }
            monitor.stop()
            _ = try await consumer.value
        }

        @Test func aSocketThatIsTooSmallReportsAnOverflow() throws {
            let socket = try UdevSocket(group: .kernel, receiveBufferBytes: 2048)
            let drive = try LoopDrive(bytes: 4 << 20)
            for _ in 0..<200 { try "change".write(toFile: "/sys/block/\(drive.name)/uevent", atomically: false, encoding: .utf8) }
            var seen: [UdevSocket.Received] = []
            while seen.count < 1000 {
                let received = socket.receive()
                if received == .nothing { break }
                seen.append(received)
            }
            #expect(seen.contains(.event(.overflow)))
            #expect(try UdevMonitor.list().devices.contains { $0.name == drive.name && $0.sizeBytes == 4 << 20 })
        }

        @Test func theListShowsTheDisksOfThisMachineAndNoPartitions() throws {
            let drive = try LoopDrive(bytes: 4 << 20)
            let list = try UdevMonitor.list()
            #expect(list.devices.contains { $0.name == drive.name && $0.diskSequence == drive.attachment.diskSequence })
            #expect(Set(list.devices.map(\.name)).count == list.devices.count)
            #expect(!list.devices.contains { SystemFolder().exists("/sys/class/block/\($0.name)/partition") })
        }

        @Test func noUdevdIsSeenAsNoUdevd() {
            #expect(!UdevDevices.isUdevdRunning(controlPath: "/dev/shm/no-such-socket"))
        }
    }
}

enum LoopDriveWithProperties {
    /// The file with the properties must be there before the first event: the folder's name is made in advance.
    static func make(bytes: Int, properties: [String: String]) throws -> LoopDrive {
        let drive = try LoopDrive(bytes: bytes)
        try drive.detach()
        let text = properties.map { "\($0.key)=\($0.value)\n" }.joined()
        try text.write(toFile: drive.file + ".udev", atomically: true, encoding: .utf8)
        try drive.attachAgain()
        return drive
    }
}
