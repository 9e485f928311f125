// What people see of the present.

public import WipeCore

/// Something that a person should look at.
public struct Alarm: Hashable, Sendable {
    public var code: String
    public var message: String
}

/// What the station knows at one moment, for views.
public struct Snapshot: Sendable {
    public var state: StationState
    public var progress: [JobID: LiveProgress]
    public var alarms: [Alarm]
    public var at: Moment

    /// Seconds since the drive of a running job last answered, once that is longer than the station bears (2 s where a stop was asked for);
    /// nil while it answers.
    public func stalledSeconds(_ job: WipeJob) -> Int64? {
        guard job.state.occupiesSlot else { return nil }
        let silent = progress[job.id]?.silentSeconds ?? max(0, (at.runningMilliseconds - job.stateSince.runningMilliseconds) / 1000)
        if case .stopping = job.state { return silent >= 2 ? silent : nil }
        return silent >= Int64(state.rules.stallSeconds) ? silent : nil
    }

    /// A stop was asked for and a request still hangs: the slot stays taken.
    public func isUnresponsive(_ job: WipeJob) -> Bool {
        if case .stopping = job.state { return stalledSeconds(job) != nil }
        return false
    }
}

extension StationLoop {
    /// What of the station itself a person should look at.
    var alarms: [Alarm] {
        var all = [door.storeProblem.map { Alarm(code: "store-failed", message: $0) }].compactMap { $0 }
        if let why = state.hindrance { all.append(Alarm(code: "cannot-certify", message: "no new wipe begins: \(why)")) }
        if let loss = door.markLoss {
            let message =
                "\(loss): made anew from the database. Whether an older state was put back meanwhile cannot be told; compare a kept head "
            all.append(Alarm(code: "mark-made-anew", message: message + "(wipectl log show --checkpoint)"))
        }
        if let keyProblem { all.append(Alarm(code: "key-interval", message: keyProblem)) }
        if let alarm = watch.alarm { all.append(alarm) }
        if let first = watch.foreign.first {
            let count = watch.foreign.count
            let message = "\(count) record files are not of this station and were not logged, \(first) say"
            all.append(Alarm(code: "foreign-certificate", message: message))
        }
        if let first = unmetProtection?.first, let count = unmetProtection?.count {
            let more = count > 1 ? " (and \(count - 1) more)" : ""
            let message = "\(state.rules.protectText(first)) has met no drive here so far\(more): it protects nothing yet"
            all.append(Alarm(code: "protect-unmet", message: message))
        }
        return all
    }
}

extension Snapshot {
    /// Drives that do not answer.
    var stalledAlarms: [Alarm] {
        state.jobs.values.sorted(by: { $0.id < $1.id }).compactMap { job in
            stalledSeconds(job).map {
                Alarm(code: "stalled", message: "job \(job.id) (bay \(job.bay)) has had no answer from its drive for \($0) s")
            }
        }
    }
}
