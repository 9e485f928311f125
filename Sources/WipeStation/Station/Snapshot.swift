// What people see of the present.

package import WipeCore
import WipeWords

/// Something that a person should look at.
package struct Alarm: Hashable, Sendable {
    package let code: Code
    /// In English.
    package let message: String
    /// Which of the sentences of this code; nil for the first.
    package let variant: String?
    /// What fills its places.
    package let parameters: [String: String]

    /// A sentence of the table of words.
    package init(_ code: Code, _ variant: String? = nil, _ parameters: [String: String] = [:]) {
        self.code = code
        self.variant = variant
        self.parameters = parameters
        message = Vocabulary.alarm.text(code.rawValue, variant: variant, parameters, in: .en)
    }

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
        /// The station file was read again and is not sound: the settings stay as they were.
        case reloadFailed = "reload-failed"
        /// Something in the station file was changed that counts from the next start.
        case restartNeeded = "restart-needed"
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

    /// A drive that has given no answer for so long has no rate, and nobody knows how long it will take.
    private static let answerSeconds: Int64 = 5

    /// Seconds since the drive of a running job last answered, once that is longer than the station bears (2 s where a stop was asked for);
    /// nil while it answers.
    package func stalledSeconds(_ job: WipeJob) -> Int64? { silence(job, from: patience(job)) }

    /// Seconds since the drive of a running job last answered, once they are more than the pause between two answers; nil while it answers.
    package func silentSeconds(_ job: WipeJob) -> Int64? { silence(job, from: min(Self.answerSeconds, patience(job))) }

    private func silence(_ job: WipeJob, from secondsMin: Int64) -> Int64? {
        guard job.state.occupiesSlot else { return nil }
        let silent = progress[job.id]?.silentSeconds ?? max(0, (at.runningMilliseconds - job.stateSince.runningMilliseconds) / 1000)
        return silent >= secondsMin ? silent : nil
    }

    private func patience(_ job: WipeJob) -> Int64 {
        if case .stopping = job.state { return 2 }
        return Int64(state.rules.stallSeconds)
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
        var all = [door.storeProblem.map { Alarm(.storeFailed, "why", ["why": $0]) }].compactMap { $0 }
        if let why = state.startBlocker { all.append(Alarm(.cannotCertify, "why", ["why": why])) }
        if let loss = door.markLoss { all.append(Alarm(.markMadeAnew, "loss", ["loss": loss])) }
        if let keyProblem { all.append(Alarm(.keyInterval, "why", ["why": keyProblem])) }
        if let alarm = watch.alarm { all.append(alarm) }
        if let first = watch.foreign.first {
            all.append(Alarm(.foreignCertificate, "files", ["count": String(watch.foreign.count), "first": first]))
        }
        if let first = unmetProtection?.first, let count = unmetProtection?.count {
            let entry = state.rules.protectText(first)
            let several = ["entry": entry, "more": String(count - 1)]
            all.append(count > 1 ? Alarm(.protectUnmet, "entries", several) : Alarm(.protectUnmet, "entry", ["entry": entry]))
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
            return Alarm(.commandStalled, "job", ["job": job.id, "bay": job.bay, "minutes": String(still / 60)])
        }
    }

    /// Drives that do not answer.
    var stalledAlarms: [Alarm] {
        state.jobs.values.sorted(by: { $0.id < $1.id }).compactMap { job in
            stalledSeconds(job).map { Alarm(.stalled, "job", ["job": job.id, "bay": job.bay, "seconds": String($0)]) }
        }
    }
}
