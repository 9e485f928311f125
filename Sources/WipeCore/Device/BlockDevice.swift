// The engine's view of a device: steps go out, completions come back.

package import WipeFirmware

/// Why a request failed. The set is closed: the device decides which, the engine decides what follows.
package enum DeviceFault: Error, Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case medium, gone }
    enum MediumCodingKeys: String, CodingKey { case errno }
    enum GoneCodingKeys: String, CodingKey { case errno }
    /// The request failed and the drive is still there: bad sector, aborted command (EIO, ENODATA, EILSEQ, …).
    case medium(errno: Int32)
    /// The drive is gone (ENODEV, ENXIO; ENOSPC or a short transfer below the known size; size 0).
    case gone(errno: Int32)
}

/// One request of the engine. Offsets and lengths are multiples of the logical sector.
package struct Step: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        /// Write the pattern's bytes of this extent, past the page cache.
        case write(Extent, Pattern)
        /// Read this extent from the device, past the page cache, and compare it with the pattern.
        case verify(Extent, Pattern)
        /// Make everything that was acknowledged durable (device cache flush).
        case flush
        /// Ask the drive how its own erase stands. Nothing is read from the medium.
        case ask
        /// Tell the drive to erase itself. Answered when it has begun, or has not.
        case command(EraseCommand)
        /// Read this extent, past the page cache, and say which sectors still hold a block of the pattern, and what each sector holds.
        case look(Extent, Pattern)

        /// Changes what the medium holds. A new kind of step has to answer this before it compiles: nothing destructive is handed over unproved.
        package var isDestructive: Bool {
            switch self {
            case .write, .command: true
            case .verify, .flush, .ask, .look: false
            }
        }
    }
    /// Unique within a run.
    package let id: UInt64
    package let action: Action
    package init(id: UInt64, action: Action) {
        self.id = id
        self.action = action
    }
}

/// What became of a step.
package struct Completion: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        /// Whole request done; for a verify: every byte equal.
        case done
        /// Read whole, but these sectors (merged, sector-aligned, inside the request) differ from the pattern.
        case mismatch([Extent])
        /// Nothing may be assumed about the request's extent.
        case fault(DeviceFault)
        /// To `ask`: what the drive says, with the bytes.
        case status(EraseStatus, EraseEvidence)
        /// To `command`: what came back, with the bytes.
        case answered(EraseAnswer, EraseEvidence)
        /// To `look`: read whole.
        case looked(Look)
    }
    package let stepID: UInt64
    package let outcome: Outcome
    package init(stepID: UInt64, outcome: Outcome) {
        self.stepID = stepID
        self.outcome = outcome
    }
}

/// A device that takes steps. Two real implementations: Linux and the simulated disk. Used by one thread at a time.
package protocol BlockDevice {
    /// As read from the open device.
    var geometry: Geometry { get }
    /// Steps that may be outstanding; at least 1. May rise while the device is used.
    var window: Int { get }
    /// Largest write or verify in bytes; a multiple of every sector size that is supported. May rise while the device is used.
    var requestBytesMax: UInt64 { get }
    /// Takes a step; at most `window` may be outstanding.
    mutating func submit(_ step: Step)
    /// Waits up to `timeoutMilliseconds` for at least one completion; empty where none came in time or nothing is outstanding.
    mutating func reap(timeoutMilliseconds: Int) -> [Completion]
}
