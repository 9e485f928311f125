// A clock that a simulation moves.

import Synchronization

/// Milliseconds of a machine that is simulated, without those in which it slept (CLOCK_MONOTONIC). It never goes back.
package final class SimulatedClock: Sendable {
    private let value = Atomic<Int64>(0)
    private let asleep = Atomic<Int64>(0)

    package init() {}

    package var milliseconds: Int64 { value.load(ordering: .relaxed) }

    /// How long the machine has slept in all: what CLOCK_BOOTTIME is ahead of CLOCK_MONOTONIC.
    package var suspendedMilliseconds: Int64 { asleep.load(ordering: .relaxed) }

    package func advance(_ milliseconds: Int64) { value.add(max(0, milliseconds), ordering: .relaxed) }

    /// The machine sleeps, or lies hibernated, for so long.
    package func suspend(_ milliseconds: Int64) { asleep.add(max(0, milliseconds), ordering: .relaxed) }
}
