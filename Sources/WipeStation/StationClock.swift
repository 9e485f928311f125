// The two clocks of a station: the wall's, which may jump, and the station's running time, which may not.

import Glibc
public import WipeCore

/// Reads moments. Running time goes on from where the last daemon of this state folder stopped.
public struct StationClock: Sendable {
    private let runningBase: Int64
    private let started: Int64
    private let isSynchronised: @Sendable () -> Bool?

    /// - Parameters:
    ///   - runningMilliseconds: running time that the store knows from earlier starts.
    ///   - isSynchronised: the kernel's word on its wall clock.
    public init(runningMilliseconds: Int64, isSynchronised: @escaping @Sendable () -> Bool?) {
        runningBase = runningMilliseconds
        self.isSynchronised = isSynchronised
        started = Self.read(CLOCK_MONOTONIC)
    }

    public func now() -> Moment {
        Moment(
            wallMilliseconds: Self.read(CLOCK_REALTIME), runningMilliseconds: runningBase + Self.read(CLOCK_MONOTONIC) - started,
            isSynchronised: isSynchronised())
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
