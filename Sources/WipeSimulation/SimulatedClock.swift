// A clock that a simulation moves.

import Synchronization

/// Milliseconds of a machine that is simulated. It never goes back.
public final class SimulatedClock: Sendable {
    private let value = Atomic<Int64>(0)

    public init() {}

    public var milliseconds: Int64 { value.load(ordering: .relaxed) }

    public func advance(_ milliseconds: Int64) { value.add(max(0, milliseconds), ordering: .relaxed) }
}
