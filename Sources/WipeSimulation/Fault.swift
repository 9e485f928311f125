// What can be wrong with a simulated drive. The words are those of the test bench for real devices.

package import WipeCore

/// One thing that is wrong with a drive.
package struct Fault: Hashable, Sendable {
    /// Requests that it strikes.
    package enum Operation: String, Hashable, Sendable, CaseIterable { case read, write, flush }

    /// What happens then.
    package enum Effect: Hashable, Sendable {
        /// The request fails; nothing of it is done.
        case fails(errno: Int32)
        /// The same; and when it has struck for the last time the drive has put another sector in place of the bad one, and counts it.
        case remaps(errno: Int32)
        /// A write is acknowledged and not done.
        case dropped
        /// A write is acknowledged and done this far behind its place.
        case misplaced(by: UInt64)
        /// A write is acknowledged; only its first half is done.
        case torn
        /// A read gives the first byte of the place with these bits turned; the medium is as it was.
        case flipped(mask: UInt8)
        /// After a write these bits of the first byte of the place turn on the medium.
        case rots(mask: UInt8)
        /// A read gives zeros.
        case zeros
        /// A read gives what was there before this station came.
        case stale
        /// Addresses from here on begin again at 0: a drive that is smaller than it says.
        case wraps(at: UInt64)
        /// The request takes this much longer.
        case stalls(milliseconds: Int64)
        /// The request does not come back before the drive is let go.
        case hangs
        /// The drive goes away while the request is out.
        case leaves
    }

    package var operation: Operation
    package var effect: Effect
    /// Place that a request must touch; nil for every request.
    package var place: Extent?
    /// How often it strikes; nil for ever.
    package var times: Int?
    /// Bytes that must have been written to the drive before it strikes.
    package var afterBytes: UInt64

    package init(_ operation: Operation, _ effect: Effect, at place: Extent? = nil, times: Int? = nil, afterBytes: UInt64 = 0) {
        self.operation = operation
        self.effect = effect
        self.place = place
        self.times = times
        self.afterBytes = afterBytes
    }

    /// The drive says something that is not so.
    package var isLie: Bool {
        switch effect {
        case .dropped, .misplaced, .torn, .flipped, .rots, .zeros, .stale, .wraps: true
        case .fails, .remaps, .stalls, .hangs, .leaves: false
        }
    }

    /// One word for traces and counts.
    package var word: String {
        let name = "\(effect)".prefix { $0 != "(" }
        return "\(operation.rawValue)-\(name)"
    }

    func strikes(_ operation: Operation, _ extent: Extent?, bytesWritten: UInt64) -> Bool {
        guard self.operation == operation, times.map({ $0 > 0 }) ?? true, bytesWritten >= afterBytes else { return false }
        guard let place else { return true }
        return extent.map { $0.intersection(place) != nil } ?? false
    }
}

/// What a drive's cache does with writes that no flush covers when the power goes.
package enum CacheBehaviour: String, Hashable, Sendable, CaseIterable {
    /// There is none: what is acknowledged stays.
    case none
    /// They are lost; a flush makes them stay.
    case volatile
    /// They are lost, and so is what was flushed since: a flush is acknowledged and not done.
    case lying
}
