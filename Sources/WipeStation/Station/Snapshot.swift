// What people see of the present.

package import WipeCore

/// Something that a person should look at.
package struct Alarm: Hashable, Sendable {
    package var code: Code
    package var message: String

    /// Stable words; `Codes.md` says what to do about each.
    package enum Code: String, Sendable, CaseIterable {
        /// The station's database cannot be used.
        case storeFailed = "store-failed"
        /// No new wipe begins, since its record could not be written or would not count.
        case cannotCertify = "cannot-certify"
        /// A drive has given no answer for longer than the station bears.
        case stalled
        /// A drive that erases itself has not moved on for half an hour, or for as long as the whole should take.
        case commandStalled = "command-stalled"
        /// A drive is there and cannot be wiped.
        case driveLeftOut = "drive-left-out"
        /// An entry of `protect` that no drive here has met so far.
        case protectUnmet = "protect-unmet"
        /// No udevd runs.
        case noUdevd = "no-udevd"
        /// The kernel lacks a wall around the programs that read from drives.
        case wallMissing = "wall-missing"
        /// The high-water mark was gone or damaged, and was made anew.
        case markMadeAnew = "mark-made-anew"
        /// A key's interval does not hold all that it has signed.
        case keyInterval = "key-interval"
        /// A published file was deleted or altered, or cannot be looked at.
        case publishedChanged = "published-changed"
        /// A file among the records that the database does not know.
        case foreignCertificate = "foreign-certificate"
    }
}

/// What the station knows at one moment, for views.
package struct Snapshot: Sendable {
    package var state: StationState
    package var progress: [JobID: LiveProgress]
    package var alarms: [Alarm]
    package var at: Moment

    /// Seconds since the drive of a running job last answered, once that is longer than the station bears (2 s where a stop was asked for);
    /// nil while it answers.
    package func stalledSeconds(_ job: WipeJob) -> Int64? {
        guard job.state.occupiesSlot else { return nil }
        let silent = progress[job.id]?.silentSeconds ?? max(0, (at.runningMilliseconds - job.stateSince.runningMilliseconds) / 1000)
        if case .stopping = job.state { return silent >= 2 ? silent : nil }
        return silent >= Int64(state.rules.stallSeconds) ? silent : nil
    }

    /// A stop was asked for and a request still hangs: the slot stays taken.
    package func isUnresponsive(_ job: WipeJob) -> Bool {
        if case .stopping = job.state { return stalledSeconds(job) != nil }
        return false
    }
}

extension StationLoop {
    /// What of the station itself a person should look at.
    var alarms: [Alarm] {
        var all = [door.storeProblem.map { Alarm(code: .storeFailed, message: $0) }].compactMap { $0 }
        if let why = state.startBlocker { all.append(Alarm(code: .cannotCertify, message: "no new wipe begins: \(why)")) }
        if let loss = door.markLoss {
            let message =
                "\(loss): made anew from the database. Whether an older state was put back meanwhile cannot be told; compare a kept head "
            all.append(Alarm(code: .markMadeAnew, message: message + "(wipectl log show --checkpoint)"))
        }
        if let keyProblem { all.append(Alarm(code: .keyInterval, message: keyProblem)) }
        if let alarm = watch.alarm { all.append(alarm) }
        if let first = watch.foreign.first {
            let count = watch.foreign.count
            let message = "\(count) record files are not of this station and were not logged, \(first) say"
            all.append(Alarm(code: .foreignCertificate, message: message))
        }
        if let first = unmetProtection?.first, let count = unmetProtection?.count {
            let more = count > 1 ? " (and \(count - 1) more)" : ""
            let message = "\(state.rules.protectText(first)) has met no drive here so far\(more): it protects nothing yet"
            all.append(Alarm(code: .protectUnmet, message: message))
        }
        return all
    }
}

extension Snapshot {
    /// A drive that erases itself and says all the while that it stands where it stood is no drive that is silent.
    static let commandStillSeconds: UInt64 = 1800

    /// Drives that are at their own erase, and get no further.
    var commandAlarms: [Alarm] {
        state.jobs.values.sorted(by: { $0.id < $1.id }).compactMap { job in
            guard let still = progress[job.id]?.fractionStillSeconds, still >= max(Self.commandStillSeconds, job.eraseSeconds ?? 0) else {
                return nil
            }
            let message = "the drive of job \(job.id) (bay \(job.bay)) erases itself and has made no progress for \(still / 60) min"
            return Alarm(code: .commandStalled, message: message)
        }
    }

    /// Drives that do not answer.
    var stalledAlarms: [Alarm] {
        state.jobs.values.sorted(by: { $0.id < $1.id }).compactMap { job in
            stalledSeconds(job).map {
                Alarm(code: .stalled, message: "job \(job.id) (bay \(job.bay)) has had no answer from its drive for \($0) s")
            }
        }
    }
}
