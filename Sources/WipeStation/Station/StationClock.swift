// The two clocks of a station: the wall's, which may jump, and the station's running time, which may not.

import Glibc
package import WipeCore

/// Reads moments. Running time goes on from where the last daemon of this state folder stopped.
package struct StationClock: Sendable {
    private let runningBase: Int64
    private let started: Int64
    private let word: @Sendable () -> ClockWord?

    /// - Parameters:
    ///   - runningMilliseconds: running time that the store knows from earlier starts.
    ///   - word: what is known of the wall clock now, and who says it; nil where nobody is asked.
    package init(runningMilliseconds: Int64, word: @escaping @Sendable () -> ClockWord?) {
        runningBase = runningMilliseconds
        self.word = word
        started = Self.read(CLOCK_MONOTONIC)
    }

    package func now() -> Moment {
        let word = word()
        return Moment(
            wallMilliseconds: Self.read(CLOCK_REALTIME), runningMilliseconds: runningBase + Self.read(CLOCK_MONOTONIC) - started,
            isSynchronised: word?.isSynchronised, clockSource: word?.source)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
