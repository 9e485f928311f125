// What a bay shows is of the thing that is in it now: what a person reads there decides what is taken out and sold.

/// Which of the things that are known about a drive its bay shows.
package enum BayShows: Hashable, Sendable {
    /// Its open job.
    case openJob
    /// The job that ended on this very attachment.
    case endedJob
    /// What the rules say now.
    case decision
}

extension StationState {
    /// Decides what the bay shows. Precedence, highest first: a run; a refusal or a look under way; the open job; a hold.
    ///
    /// Shows the ended job if nothing holds the drive but that job's own end and what a person overrode to start it, so that a drive that has just
    /// been wiped is green, also in a bay that waits for a person. A hold that has come up since then, or for another reason, outranks the end.
    ///
    /// - Parameters:
    ///   - open: the open job of the drive, if any.
    ///   - ended: the job that `AttachedMedia.endedJob` names.
    package func shows(_ media: AttachedMedia, open: WipeJob?, ended: WipeJob?) -> BayShows {
        if open != nil, isBusy(media) { return .openJob }
        switch media.decision {
        case .identifying, .refuse: return .decision
        case .hold(let reasons, _):
            if open != nil { return .openJob }
            guard let ended, isOwn(ended, media), reasons.allSatisfy({ isOf(ended, $0, media) }) else { return .decision }
            return .endedJob
        case .admit: return open == nil ? .decision : .openJob
        }
    }

    /// Returns true if the hold is the job's own end, or if a person overrode exactly this hold, in the same words, for the job and it has not come
    /// up again.
    private func isOf(_ ended: WipeJob, _ reason: Reason<HoldCode>, _ media: AttachedMedia) -> Bool {
        if reason.code.isOfTheEndedJob { return true }
        return ended.overridden?.contains(reason) == true && media.record?.heldAnew?.contains(reason.code) != true
    }

    /// It ended here, in this boot, and what is here now has shown nothing else since.
    private func isOwn(_ ended: WipeJob, _ media: AttachedMedia) -> Bool {
        guard ended.attachment == media.id, ended.seenInBoot == bootID, let identity = media.report?.identity else { return false }
        return ended.identity.differences(from: identity).isEmpty
    }
}

extension HoldCode {
    /// The holds by which the end of a job keeps its media from starting again.
    fileprivate var isOfTheEndedJob: Bool { self == .alreadyCertified || self == .failedBefore || self == .cancelledBefore }
}
