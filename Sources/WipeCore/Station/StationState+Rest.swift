// A disk whose wipe is on record stops turning: it waits cool and quiet for whoever pulls it, and its heads are parked when that is done.

/// How far an attached drive is with its rest. A look at it or a wipe makes it turn again, and then there is none.
enum Rest: Hashable, Sendable {
    case asked(at: Moment)
    case answered(RestAnswer)
}

extension AttachedMedia {
    /// What was found on it was found before a run that has ended since: nobody has looked what is there now.
    package var isSeenBeforeItsRun: Bool {
        guard let seen = identifiedAt, let ended = runEnded else { return false }
        return seen.runningMilliseconds < ended.runningMilliseconds
    }
}

extension StationState {
    /// So long after its last run and its last look a disk is let rest: udev looks at each device that was closed, and we look again then. What
    /// reads it wakes it.
    static let restAfterMilliseconds: Int64 = 5_000
    /// A disk that has not said by then that it stopped is taken for one that turns.
    static let stopsWithinMilliseconds: Int64 = 20_000
    /// What wakes a disk again and again wears it out: after so many rests of one wipe it is left turning.
    static let restsMax = 3
    /// How late the clock may be with asking.
    private static let askedWithinMilliseconds: Int64 = 5_000

    /// Asks for the rest of what has earned it and was left alone for a while.
    mutating func letRest(_ turn: inout Turn) {
        guard !isShuttingDown else { return }
        for id in attached.keys.sorted() {
            guard let media = attached[id], media.rest == nil, mayRest(media), quiet(media, turn.now) >= Self.restAfterMilliseconds else {
                continue
            }
            attached[id]?.rest = .asked(at: turn.now)
            attached[id]?.rests += 1
            turn.ask(.rest(id))
        }
    }

    /// Its last job has ended with a record that is on file, no other is open, and it is one to which commands may go at all: in exactly one bay,
    /// far from every entry of `protect`, used by nobody.
    private func mayRest(_ media: AttachedMedia) -> Bool {
        guard media.record?.endedJob?.ending != nil, media.rests < Self.restsMax, !media.gone, let report = media.report,
            !isBusy(media), openJob(for: media) == nil
        else { return false }
        switch media.decision {
        case .identifying, .refuse: return false
        case .hold, .admit: return rules.mayAskFirmware(of: report)
        }
    }

    /// Milliseconds since it was last used or looked at.
    private func quiet(_ media: AttachedMedia, _ now: Moment) -> Int64 {
        let last = [media.runEnded, media.identifiedAt].compactMap { $0?.runningMilliseconds }.max() ?? 0
        return now.runningMilliseconds - last
    }

    /// Of a disk: it will stop or is stopping, and has not said yet that it did.
    func isStopping(_ media: AttachedMedia, _ now: Moment) -> Bool {
        switch media.rest {
        case .answered: false
        case .asked(let at): now.runningMilliseconds - at.runningMilliseconds < Self.stopsWithinMilliseconds
        case nil: mayRest(media) && quiet(media, now) < Self.restAfterMilliseconds + Self.askedWithinMilliseconds
        }
    }

    /// The answer to what was asked last. One that comes after a look or to another wipe is of before it.
    mutating func rested(_ id: AttachmentID, _ answer: RestAnswer) {
        guard case .asked? = attached[id]?.rest else { return }
        attached[id]?.rest = .answered(answer)
    }
}

extension ProbeReport {
    /// A disk, as far as anybody knows: behind a USB adapter that tells nothing, nothing does.
    var turns: Bool { kind == .scsi && (mediaType == .magneticHDD || mediaType == .hybrid) }
}
