// Goal: what is reported as written is on the medium, what is reported as equal was read from it, and every fault is the right one.
// Method: writes and verifies on loop devices with the file behind them looked at and changed directly.

import Foundation
import Testing
import WipeContents
import WipeCore
import WipePattern

@testable import WipeDevice

extension RealDeviceTests {
    struct LinuxBlockDeviceTests {
        private static let key = StreamKey([UInt8](0..<32))

        private func device(_ drive: LoopDrive) throws -> LinuxBlockDevice {
            try LinuxBlockDevice(try ExclusiveDevice.open(admitted: try drive.admitted()))
        }

        /// A device that finds its drive fast, or never does.
        private func device(_ drive: LoopDrive, isFast: Bool) throws -> LinuxBlockDevice {
            try LinuxBlockDevice(try ExclusiveDevice.open(admitted: try drive.admitted()), sprintNanoseconds: isFast ? .max : 0)
        }

        /// One step, alone.
        private func outcome(_ device: LinuxBlockDevice, _ action: Step.Action) throws -> Completion.Outcome {
            device.submit(Step(id: 77, action: action))
            let completions = device.reap(timeoutMilliseconds: 20_000)
            #expect(completions.count == 1)
            let only = try #require(completions.first)
            #expect(only.stepID == 77)
            return only.outcome
        }

        /// The whole media in requests, as many at once as the window allows; all outcomes but `done`.
        private func walk(_ device: LinuxBlockDevice, _ action: (Extent) -> Step.Action) -> [Completion.Outcome] {
            var others: [Completion.Outcome] = []
            var offset: UInt64 = 0
            var outstanding = 0
            var id: UInt64 = 0
            while offset < device.geometry.capacityBytes || outstanding > 0 {
                while offset < device.geometry.capacityBytes && outstanding < device.window {
                    let extent = Extent(offset: offset, length: min(device.requestBytesMax, device.geometry.capacityBytes - offset))
                    id += 1
                    device.submit(Step(id: id, action: action(extent)))
                    outstanding += 1
                    offset = extent.end
                }
                let done = device.reap(timeoutMilliseconds: 20_000)
                guard !done.isEmpty else {
                    Issue.record("nothing came back in time")
                    return others
                }
                outstanding -= done.count
                others += done.map(\.outcome).filter { $0 != .done }
            }
            return others
        }

        private func change(_ drive: LoopDrive, at offset: Int, to bytes: [UInt8]) {
            let descriptor = open(drive.file, O_WRONLY | O_CLOEXEC)
            #expect(pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count)
            close(descriptor)
        }

        @Test(arguments: [512, 4096], [true, false])
        func whatIsWrittenIsOnTheMediumByteForByte(sectorBytes: Int, random: Bool) throws {
            // An odd tail: the last request is short.
            let bytes = (5 << 20) + 3 * 4096
            let drive = try LoopDrive(bytes: bytes, sectorBytes: sectorBytes)
            let device = try device(drive)
            let pattern: Pattern = random ? .random(try #require(Self.key)) : .fixed([0x92, 0x49, 0x24])
            #expect(walk(device) { .write($0, pattern) }.isEmpty)
            #expect(try outcome(device, .flush) == .done)
            let onMedium = try Data(contentsOf: URL(fileURLWithPath: drive.file))
            var expected = [UInt8](repeating: 0, count: bytes)
            expected.withUnsafeMutableBytes { PatternFiller(pattern).fill($0, at: 0) }
            #expect(onMedium.elementsEqual(expected))
            #expect(walk(device) { .verify($0, pattern) }.isEmpty)
            #expect(walk(device) { .verify($0, pattern.complement) }.count == 11)
            #expect(device.shutDown(timeoutMilliseconds: 5000))
        }

        @Test func singleChangedBytesAreFoundAsMergedSectors() throws {
            let drive = try LoopDrive(bytes: 4 << 20)
            let device = try device(drive)
            let pattern = Pattern.random(try #require(Self.key))
            #expect(walk(device) { .write($0, pattern) }.isEmpty)
            change(drive, at: 511, to: [0, 0, 0])
            change(drive, at: 300_000, to: [1])
            change(drive, at: (1 << 19) - 1, to: [9, 9])
            let sector = 300_000 / 512 * 512
            #expect(
                try outcome(device, .verify(Extent(offset: 0, length: 1 << 19), pattern))
                    == .mismatch([
                        Extent(offset: 0, length: 1024), Extent(offset: UInt64(sector), length: 512),
                        Extent(offset: (1 << 19) - 512, length: 512),
                    ]))
            #expect(
                try outcome(device, .verify(Extent(offset: 1 << 19, length: 1 << 19), pattern))
                    == .mismatch([Extent(offset: 1 << 19, length: 512)]))
            #expect(try outcome(device, .verify(Extent(offset: 2 << 20, length: 512), pattern)) == .done)
        }

        @Test func requestsThatNoDeviceTakesAreNeverDone() throws {
            let drive = try LoopDrive(bytes: 4 << 20)
            let device = try device(drive)
            let refused = Completion.Outcome.fault(.medium(errno: EINVAL))
            for extent in [
                Extent(offset: 100, length: 512), Extent(offset: 0, length: 100), Extent(offset: 0, length: 0),
                Extent(offset: 0, length: (1 << 19) + 512),
                Extent(offset: (4 << 20) - 512, length: 1024), Extent(offset: .max - 511, length: 512),
            ] {
                #expect(try outcome(device, .write(extent, .zeros)) == refused)
                #expect(try outcome(device, .verify(extent, .zeros)) == refused)
            }
            #expect(try outcome(device, .write(Extent(offset: 0, length: 512), .fixed([]))) == refused)
        }

        @Test func aDriveThatShrinksOrLeavesIsGone() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let device = try device(drive)
            try drive.resize(bytes: (2 << 20) + 512)
            let across = Extent(offset: 2 << 20, length: 1 << 19)
            for action in [
                Step.Action.write(across, .zeros), .verify(across, .zeros), .write(Extent(offset: 4 << 20, length: 512), .zeros),
            ] {
                guard case .fault(.gone) = try outcome(device, action) else {
                    Issue.record("not reported as gone: \(action)")
                    return
                }
            }
            try drive.resize(bytes: 0)
            guard case .fault(.gone) = try outcome(device, .write(Extent(offset: 0, length: 512), .zeros)) else {
                Issue.record("size 0 was not reported as gone")
                return
            }
        }

        @Test func nothingOutstandingGivesNothingAtOnce() throws {
            let drive = try LoopDrive(bytes: 4 << 20)
            let device = try device(drive)
            let start = monotonicNanoseconds()
            #expect(device.reap(timeoutMilliseconds: 10_000).isEmpty)
            #expect(monotonicNanoseconds() - start < 1_000_000_000)
        }

        @Test func lettingGoWithStepsOutstandingFreesTheDevice() throws {
            let drive = try LoopDrive(bytes: 64 << 20)
            for _ in 0..<5 {
                let device = try device(drive)
                for index in 0..<2 {
                    device.submit(Step(id: UInt64(index), action: .write(Extent(offset: UInt64(index) << 20, length: 1 << 19), .ones)))
                }
            }
            let admitted = try drive.admitted()
            #expect(eventually { (try? ExclusiveDevice.open(admitted: admitted)) != nil })
        }

        @Test func aFastDriveIsGivenMoreAndLargerRequests() throws {
            let drive = try LoopDrive(bytes: 600 << 20)
            let pattern = Pattern.random(try #require(Self.key))
            do {
                let slow = try device(drive, isFast: false)
                #expect(walk(slow) { .write($0, pattern) }.isEmpty)
                #expect(slow.window == 2 && slow.requestBytesMax == 1 << 19)
                #expect(slow.shutDown(timeoutMilliseconds: 5000))
            }
            let device = try device(drive, isFast: true)
            #expect(device.window == 2 && device.requestBytesMax == 1 << 19)
            #expect(walk(device) { .verify($0, pattern) }.isEmpty)
            #expect(device.window == 4 && device.requestBytesMax == 2 << 20)
            #expect(walk(device) { .verify($0, pattern) }.isEmpty && walk(device) { .verify($0, pattern.complement) }.count == 300)
        }

        @Test func theBufferNeverHoldsThePatternBeforeARead() {
            #expect(PatternFiller(.zeros).foreignByte != 0)
            #expect(PatternFiller(.ones).foreignByte != 0xFF)
            #expect(PatternFiller(.fixed([0, 1, 2])).foreignByte == 3)
            #expect(PatternFiller(.fixed([UInt8](0...255))).foreignByte == 0xA5)
        }

        /// Not a promise but a look: set WIPE_DEVICE_TIMINGS to a file to get the figures.
        @Test(.enabled(if: ProcessInfo.processInfo.environment["WIPE_DEVICE_TIMINGS"] != nil, "measures only on request"))
        func speedOfOneGibibyte() throws {
            let drive = try LoopDrive(bytes: 1 << 30)
            let device = try device(drive)
            var lines: [String] = []
            for (word, pattern) in [("zeros", Pattern.zeros), ("random", .random(try #require(Self.key)))] {
                for _ in 0..<2 {
                    let start = monotonicNanoseconds()
                    #expect(walk(device) { .write($0, pattern) }.isEmpty)
                    #expect(try outcome(device, .flush) == .done)
                    let middle = monotonicNanoseconds()
                    #expect(walk(device) { .verify($0, pattern) }.isEmpty)
                    let end = monotonicNanoseconds()
                    lines.append(
                        "\(word): write \((1 << 30) * 1000 / (middle - start)) MB/s, verify \((1 << 30) * 1000 / (end - middle)) MB/s")
                }
            }
            let path = try #require(ProcessInfo.processInfo.environment["WIPE_DEVICE_TIMINGS"])
            try lines.joined(separator: "\n").write(toFile: path + ".speed", atomically: true, encoding: .utf8)
        }
    }
}
