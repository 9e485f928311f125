// The promises of `BlockDevice`, as a suite that every implementation passes: it keeps the simulated drive honest, and the real one too.
// Method: the caller makes devices; nothing but the protocol is used, and the medium's content is known by what was written before.

import Testing
package import WipeCore

/// What a maker of devices is asked for.
package struct DeviceWish: Sendable {
    package let sectors: UInt64
    package let sectorBytes: UInt32
    /// Sectors over which every read and write fails with the drive still there.
    package let bad: [Extent]
}

/// The suite.
package struct BlockDeviceContract {
    private let make: (DeviceWish) throws -> any BlockDevice
    /// Whether the maker can make drives with bad sectors.
    private let hasBadSectors: Bool

    /// - Parameter make: a fresh device for each call.
    package init(hasBadSectors: Bool, make: @escaping (DeviceWish) throws -> any BlockDevice) {
        self.hasBadSectors = hasBadSectors
        self.make = make
    }

    private static let key: StreamKey? = StreamKey((0..<32).map { UInt8($0) })

    /// All of it, for sectors of one size.
    package func check(sectorBytes: UInt32) throws {
        let random = Pattern.random(try #require(Self.key))
        for pattern in [Pattern.zeros, .fixed([0x92, 0x49, 0x24]), random, random.complement] {
            try whatIsWrittenReadsBackEqual(pattern, sectorBytes)
        }
        try differingSectorsAreNamed(random, sectorBytes)
        try nonsenseIsRefused(random, sectorBytes)
        try nothingOutstandingAnswersAtOnce(sectorBytes)
        if hasBadSectors { try badSectorsFailAndTheirNeighboursDoNot(random, sectorBytes) }
    }

    // MARK: the promises

    /// Steps of a whole window come back once each, in any order, and what was written and flushed reads back equal to its own pattern alone.
    private func whatIsWrittenReadsBackEqual(_ pattern: Pattern, _ sectorBytes: UInt32) throws {
        // An odd number of sectors: the last request is short.
        var device = try make(DeviceWish(sectors: 509, sectorBytes: sectorBytes, bad: []))
        #expect(device.window >= 1 && device.requestBytesMax >= UInt64(sectorBytes) && device.requestBytesMax % UInt64(sectorBytes) == 0)
        #expect(device.geometry.capacityBytes == 509 * UInt64(sectorBytes) && device.geometry.logicalSectorBytes == sectorBytes)
        #expect(walk(&device, { .write($0, pattern) }) { $0 == .done })
        #expect(one(&device, .flush) == .done)
        #expect(walk(&device, { .verify($0, pattern) }) { $0 == .done })
        #expect(walk(&device, { .verify($0, pattern.complement) }) { if case .mismatch = $0 { true } else { false } })
    }

    /// A mismatch names merged, sector-aligned ranges inside of the request, and all of them.
    private func differingSectorsAreNamed(_ pattern: Pattern, _ sectorBytes: UInt32) throws {
        let sector = UInt64(sectorBytes)
        var device = try make(DeviceWish(sectors: 64, sectorBytes: sectorBytes, bad: []))
        let whole = Extent(offset: 0, length: min(64 * sector, device.requestBytesMax))
        let count = whole.length / sector
        #expect(one(&device, .write(whole, pattern)) == .done)
        let wrong = [
            Extent(offset: 0, length: sector), Extent(offset: 3 * sector, length: 2 * sector),
            Extent(offset: (count - 1) * sector, length: sector),
        ]
        for extent in wrong { #expect(one(&device, .write(extent, pattern.complement)) == .done) }
        #expect(one(&device, .flush) == .done)
        #expect(one(&device, .verify(whole, pattern)) == .mismatch(wrong))
        #expect(one(&device, .verify(Extent(offset: sector, length: 2 * sector), pattern)) == .done)
        #expect(
            one(&device, .verify(Extent(offset: 4 * sector, length: 2 * sector), pattern))
                == .mismatch([Extent(offset: 4 * sector, length: sector)]))
    }

    /// What the device cannot do is a fault, never "done".
    private func nonsenseIsRefused(_ pattern: Pattern, _ sectorBytes: UInt32) throws {
        let sector = UInt64(sectorBytes)
        var device = try make(DeviceWish(sectors: 16, sectorBytes: sectorBytes, bad: []))
        let nonsense = [
            Extent(offset: 1, length: sector), Extent(offset: 0, length: sector - 1), Extent(offset: 0, length: 0),
            Extent(offset: 15 * sector, length: 2 * sector), Extent(offset: 16 * sector, length: sector),
            Extent(offset: UInt64.max - sector + 1, length: sector),
        ]
        for extent in nonsense {
            for action in [Step.Action.write(extent, pattern), .verify(extent, pattern)] {
                let answer = one(&device, action)
                if case .fault? = answer { continue }
                Issue.record("\(extent) was answered with \(String(describing: answer))")
            }
        }
    }

    private func nothingOutstandingAnswersAtOnce(_ sectorBytes: UInt32) throws {
        var device = try make(DeviceWish(sectors: 16, sectorBytes: sectorBytes, bad: []))
        #expect(device.reap(timeoutMilliseconds: 60_000).isEmpty)
    }

    /// A request that touches a bad sector fails as a whole, with the media still there; one beside it does not.
    private func badSectorsFailAndTheirNeighboursDoNot(_ pattern: Pattern, _ sectorBytes: UInt32) throws {
        let sector = UInt64(sectorBytes)
        var device = try make(DeviceWish(sectors: 64, sectorBytes: sectorBytes, bad: [Extent(offset: 8 * sector, length: sector)]))
        for action in [
            Step.Action.write(Extent(offset: 0, length: 16 * sector), pattern),
            .verify(Extent(offset: 8 * sector, length: sector), pattern),
        ] {
            guard case .fault(.medium)? = one(&device, action) else {
                Issue.record("a bad sector is not answered with a medium error")
                continue
            }
        }
        for place in [Extent(offset: 0, length: 8 * sector), Extent(offset: 9 * sector, length: 8 * sector)] {
            #expect(one(&device, .write(place, pattern)) == .done)
            #expect(one(&device, .verify(place, pattern)) == .done)
        }
    }

    // MARK: ways to drive a device

    /// One step, alone; nil where it did not come back, or another did.
    private func one(_ device: inout any BlockDevice, _ action: Step.Action) -> Completion.Outcome? {
        device.submit(Step(id: 4711, action: action))
        let answers = device.reap(timeoutMilliseconds: 20_000)
        #expect(answers.count == 1 && answers.first?.stepID == 4711)
        return answers.first?.outcome
    }

    /// The whole media in requests, as many at once as the window allows; true where each came back once with an outcome as expected.
    private func walk(_ device: inout any BlockDevice, _ action: (Extent) -> Step.Action, _ isExpected: (Completion.Outcome) -> Bool)
        -> Bool
    {
        var outstanding: Set<UInt64> = []
        var offset: UInt64 = 0
        var id: UInt64 = 100
        var isSound = true
        while offset < device.geometry.capacityBytes || !outstanding.isEmpty {
            while offset < device.geometry.capacityBytes, outstanding.count < device.window {
                let length = min(
                    device.requestBytesMax, 64 * UInt64(device.geometry.logicalSectorBytes), device.geometry.capacityBytes - offset)
                device.submit(Step(id: id, action: action(Extent(offset: offset, length: length))))
                outstanding.insert(id)
                id += 1
                offset += length
            }
            let answers = device.reap(timeoutMilliseconds: 20_000)
            guard !answers.isEmpty else { return false }
            for answer in answers {
                isSound = outstanding.remove(answer.stepID) != nil && isExpected(answer.outcome) && isSound
            }
        }
        return isSound
    }
}
