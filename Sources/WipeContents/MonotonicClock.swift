// The clock by which looks at drives have their time: it never jumps, and both programs read it.

import Glibc

/// Monotonic nanoseconds since boot, as in `DeviceEvent.observedAt`.
package func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
}
