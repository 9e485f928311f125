// May this be taken out of its bay now? One rule, asked for every bay; that it may be pulled says nothing about what is on it.

package import WipeWords

/// Why a drive may be pulled, or why not yet. Stable words.
package enum PullAdvice: String, WordedCode {
    package static var vocabulary: Vocabulary { .pull }
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
