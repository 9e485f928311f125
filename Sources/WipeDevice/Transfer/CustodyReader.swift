// What the machine and the drive show of who touched a medium: the kernel's counts, its clocks, and the drive's own count of power cycles.

import Glibc
import WipeCore

enum CustodyReader {
    /// Evidence for the device with this number, now. What cannot be read is nil.
    ///
    /// - Parameter number: Of the whole drive: the kernel counts what is written to a partition there too.
    static func read(_ number: DeviceNumber, diskSequence: UInt64?, folder: SystemFolder) -> CustodyEvidence {
        let counts = counts(number, folder)
        return CustodyEvidence(
            bootID: LinuxBus.bootID(folder), diskSequence: diskSequence, asleepMilliseconds: asleepMilliseconds(),
            sectorsWritten: counts?.written, sectorsDiscarded: counts?.discarded)
    }

    /// Sectors written (field 7) and discarded (field 14) of `/sys/block/X/stat` (Documentation/admin-guide/iostats.rst in the kernel's
    /// sources). Nil where they are not there, or where the kernel is told not to count: counts that stand still would show nothing.
    static func counts(_ number: DeviceNumber, _ folder: SystemFolder) -> (written: UInt64, discarded: UInt64)? {
        let device = "/sys/dev/block/\(number)"
        guard folder.attribute(device + "/queue/iostats") != "0", let text = try? folder.text(device + "/stat") else { return nil }
        let fields = text.split(whereSeparator: \.isWhitespace).map { UInt64($0) }
        guard fields.count >= 14, let written = fields[6], let discarded = fields[13] else { return nil }
        return (written, discarded)
    }

    /// How long the machine slept since its boot. The two clocks are read close together, or again.
    static func asleepMilliseconds() -> Int64? {
        for _ in 0..<100 {
            guard let before = milliseconds(CLOCK_MONOTONIC), let withSleep = milliseconds(CLOCK_BOOTTIME),
                let after = milliseconds(CLOCK_MONOTONIC)
            else { return nil }
            if after - before <= 2 { return withSleep - before }
        }
        return nil
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64? {
        var time = timespec()
        guard clock_gettime(clock, &time) == 0 else { return nil }
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
