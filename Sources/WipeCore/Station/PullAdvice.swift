// May this be taken out of its bay now? One rule, asked for every bay; that it may be pulled says nothing about what is on it.

/// Why a drive may be pulled, or why not yet. Stable words.
package enum PullAdvice: String, Hashable, Sendable, CaseIterable {
    /// Its wipe has ended, well or not, with a record that is signed and filed, and the device is closed.
    case recordOnFile = "record-on-file"
    /// The same, of a disk that has not stopped turning.
    case turnsOn = "turns-on"
    /// It was not wiped here since it was plugged in, nothing is about to, and nobody uses it.
    case leftAlone = "left-alone"
    /// The same as `recordOnFile`, of a disk that is about to stop or is stopping.
    case spinningDown = "spinning-down"
    /// A wipe writes or reads it.
    case wipeRuns = "wipe-runs"
    /// A wipe waits for its turn, and may begin at any moment.
    case wipeNext = "wipe-next"
    /// A wipe has begun and is not at its end.
    case wipeUnfinished = "wipe-unfinished"
    /// The run has ended; its record is not signed and filed yet.
    case recordPending = "record-pending"
    /// Something is mounted on it, or uses it in another way.
    case inUse = "in-use"
    /// Who uses it is not known, or it has another node.
    case useUnknown = "use-unknown"
    /// It is still being looked at.
    case identifying

    /// Nil where nobody can say.
    package var isSafe: Bool? {
        switch self {
        case .recordOnFile, .turnsOn, .leftAlone: true
        case .spinningDown, .wipeRuns, .wipeNext, .wipeUnfinished, .recordPending, .inUse: false
        case .useUnknown, .identifying: nil
        }
    }

    /// A sentence for people.
    package var message: String {
        switch self {
        case .recordOnFile: "safe to pull: its record is on file"
        case .turnsOn: "safe to pull: its record is on file; the disk still turns, so hold it still for half a minute"
        case .leftAlone: "safe to pull: nothing was written to it here, and nobody uses it"
        case .spinningDown: "wait: it is spinning down"
        case .wipeRuns: "do not pull: a wipe is running"
        case .wipeNext: "do not pull: its wipe may begin at any moment"
        case .wipeUnfinished: "do not pull: its wipe is not finished"
        case .recordPending: "do not pull: its record is not on file yet"
        case .inUse: "do not pull: it is in use"
        case .useUnknown: "not known: somebody may be using it"
        case .identifying: "not known: it is still being looked at"
        }
    }
}

extension StationState {
    /// Whether an attached drive may be taken out now. What a wipe does outranks what others do with it, and that what it did before.
    package func pullAdvice(_ media: AttachedMedia, at now: Moment) -> PullAdvice {
        if let advice = openJob(for: media).flatMap(Self.advice) { return advice }
        if media.decision == .identifying { return .identifying }
        guard let report = media.report else { return .useUnknown }
        switch report.usage {
        case .unknown: return .useUnknown
        case .known(let uses) where !uses.isEmpty: return .inUse
        case .known: break
        }
        // Through its other node it may be mounted.
        if media.decision.refusals.contains(where: { $0.code == .secondPath }) { return .useUnknown }
        guard media.record?.endedJob?.ending != nil else { return .leftAlone }
        guard report.turns else { return .recordOnFile }
        if isStopping(media, now) { return .spinningDown }
        return media.rest == .answered(.rests) ? .recordOnFile : .turnsOn
    }

    /// What an open job says; nil for one that only waits for a person and has never written.
    private static func advice(_ job: WipeJob) -> PullAdvice? {
        switch job.state {
        case .certifying: .recordPending
        case .opening, .running, .stopping: .wipeRuns
        case .suspended: .wipeUnfinished
        case .queued: job.everRan ? .wipeUnfinished : .wipeNext
        case .held: job.everRan ? .wipeUnfinished : nil
        case .closed: nil
        }
    }
}
