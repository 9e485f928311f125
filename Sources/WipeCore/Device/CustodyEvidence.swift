// What would have moved if anything but the holder of a device had written to its medium.

package import WipeWords

/// What the open device and the machine say that would have moved if anything but this run had written to the medium. Nil where it could not be
/// read, which counts as broken.
package struct CustodyEvidence: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case bootID, diskSequence, asleepMilliseconds, sectorsWritten, sectorsDiscarded, powerCycles, otherWriters, readPath
    }
    package var bootID: String?
    /// The kernel's count of the medium behind the open descriptor (BLKGETDISKSEQ).
    package var diskSequence: UInt64?
    /// Milliseconds for which the machine slept since its boot: CLOCK_BOOTTIME less CLOCK_MONOTONIC.
    package var asleepMilliseconds: Int64?
    /// Sectors of 512 bytes that anybody wrote to the drive since it came: field 7 of `/sys/block/X/stat`.
    package var sectorsWritten: UInt64?
    /// Sectors of 512 bytes that anybody discarded: field 14 of the same.
    package var sectorsDiscarded: UInt64?
    /// The drive's own count of its power cycles; nil where it has none or gave no answer.
    package var powerCycles: UInt64?
    /// Other processes that have the drive open for writing, in words.
    package var otherWriters: [String]
    /// How this device is read; nil where it does not say, also in older values. Compared with nothing.
    package var readPath: ReadPath?

    package init(
        bootID: String?, diskSequence: UInt64?, asleepMilliseconds: Int64?, sectorsWritten: UInt64?, sectorsDiscarded: UInt64?,
        powerCycles: UInt64? = nil, otherWriters: [String] = [], readPath: ReadPath? = nil
    ) {
        self.bootID = bootID
        self.diskSequence = diskSequence
        self.asleepMilliseconds = asleepMilliseconds
        self.sectorsWritten = sectorsWritten
        self.sectorsDiscarded = sectorsDiscarded
        self.powerCycles = powerCycles
        self.otherWriters = otherWriters
        self.readPath = readPath
    }

    /// Everything that every device has could be read.
    package var isReadable: Bool {
        bootID != nil && diskSequence != nil && asleepMilliseconds != nil && sectorsWritten != nil && sectorsDiscarded != nil
    }

    /// Two clocks are read one after the other, so their difference moves a little; a machine that slept, slept longer than that.
    static let asleepToleranceMilliseconds: Int64 = 100

    /// What broke custody between `earlier` and this, nil where it is whole.
    ///
    /// - Parameter ownBytes: bytes that this run wrote in between; nil where it cannot know, since a write of its own failed half-way.
    package func broken(since earlier: CustodyEvidence, ownBytes: UInt64? = 0) -> CustodyBreak? {
        guard isReadable, earlier.isReadable, let asleep = asleepMilliseconds, let asleepBefore = earlier.asleepMilliseconds,
            let written = sectorsWritten, let writtenBefore = earlier.sectorsWritten, let ownBytes
        else { return .unreadable }
        if bootID != earlier.bootID || diskSequence != earlier.diskSequence { return .anotherMedium }
        if asleep - asleepBefore > Self.asleepToleranceMilliseconds { return .slept }
        if let cycles = earlier.powerCycles {
            guard let now = powerCycles else { return .unreadable }
            if now != cycles { return .powerCycled }
        }
        if written &- writtenBefore != ownBytes / 512 { return .written }
        return sectorsDiscarded == earlier.sectorsDiscarded ? nil : .discarded
    }
}

/// How the bytes of a device come to the host. Raw values are stored.
package enum ReadPath: String, Codable, Sendable, CaseIterable {
    /// Past the host's caches: the device was opened with O_DIRECT.
    case directIO = "direct-io"
    /// A simulated disk: there is no cache before it.
    case simulated
}

/// How custody of a medium was broken. Raw values stand on records.
package enum CustodyBreak: String, WordedCode {
    package static var vocabulary: Vocabulary { .custody }
    /// The device was let go of: pulled, or the station stopped or was ended.
    case released
    /// Another boot, or another medium behind the same node.
    case anotherMedium = "another-medium"
    /// The machine slept: the drive may have been in other hands meanwhile.
    case slept = "machine-slept"
    /// The drive lost its power under the open descriptor.
    case powerCycled = "power-cycled"
    /// More was written than this run wrote.
    case written = "written-by-others"
    /// Something was discarded (TRIM, UNMAP): this run discards nothing.
    case discarded = "discarded-by-others"
    /// What would show it could not be read.
    case unreadable = "evidence-unreadable"
}
