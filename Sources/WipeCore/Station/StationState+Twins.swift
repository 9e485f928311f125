// Two things that show the same to the last fact: a copy, a maker's slip, or two paths to one drive. What a serial is known for is known of neither.

extension StationState {
    /// Two nodes that are not wiped side by side.
    func isTwin(_ seen: MediaIdentity?, _ identity: MediaIdentity) -> Bool {
        guard let seen, seen.sharesAName(with: identity) else { return false }
        return seen.likeness(to: identity, voidWWNs: voidWWNs).isOneForTwins
    }

    /// To the last fact one drive, by a serial of its own: another serial inherits nothing and confirms nothing anyway.
    private func isOne(_ seen: MediaIdentity?, _ identity: MediaIdentity) -> Bool {
        seen?.likeness(to: identity, voidWWNs: voidWWNs).isOneForTags == true
    }

    /// One of two that were here at once, known by what is stored.
    func isOneOfTwins(_ identity: MediaIdentity, _ history: MediaHistory) -> Bool {
        history.sightings.contains { $0.isOfTwins == true && isOne($0.identity, identity) }
    }

    /// Takes a look at `id` as proof that it is alive: every twin that came after it is another thing.
    ///
    /// If `id` has just come, the look proves nothing about the twin before it: that may be the node of a drive that was moved and that the kernel
    /// has not let go of yet. That twin is looked at again.
    mutating func noteTwins(_ turn: inout Turn, _ id: AttachmentID) {
        guard let media = attached[id], media.canBeTwin else { return }
        for other in newTwins(of: media) {
            if id < other.id {
                if media.wasReadWhole { proveTwins(&turn, id, other.id) }
            } else if keeping.contains(where: { jobs[$0]?.attachment == other.id }) {
                // Its device is held, and no request will show that it lives.
                proveTwins(&turn, other.id, id)
            } else if isBusy(other) {
                // The next checkpoint shows whether it lives. Until then nothing of it goes over to this one.
                setTwin(&turn, .later, id, isProved: false)
            } else {
                turn.ask(.identify(other.id))
            }
        }
    }

    /// A run that goes on, or came to its end, shows that its drive lives.
    mutating func noteTwins(_ turn: inout Turn, ofJob id: JobID) {
        guard let media = jobs[id]?.attachment.flatMap({ attached[$0] }) else { return }
        for other in newTwins(of: media) where other.wasReadWhole { proveTwins(&turn, media.id, other.id) }
    }

    /// Twins of which not both are known as such yet, in order of their arrival.
    private func newTwins(of media: AttachedMedia) -> [AttachedMedia] {
        guard let identity = media.report?.identity else { return [] }
        return attached.values.filter { other in
            other.id != media.id && other.canBeTwin && isOne(other.report?.identity, identity) && !areTwoPaths(media, other)
                && (media.record?.twin == nil || other.record?.twin == nil)
        }.sorted { $0.id < $1.id }
    }

    /// The one that is being wiped, or came first, keeps what people said of it; the other is known by its asset tag alone. Both say it on their
    /// records, and the serial is remembered for it.
    private mutating func proveTwins(_ turn: inout Turn, _ a: AttachmentID, _ b: AttachmentID) {
        guard let one = attached[a], let two = attached[b] else { return }
        let isSecondFirst = isBusy(two) != isBusy(one) ? isBusy(two) : b < a
        setTwin(&turn, isSecondFirst ? .later : .first, a)
        setTwin(&turn, isSecondFirst ? .first : .later, b)
    }

    /// - Parameter isProved: it is remembered of the serial, also when this attachment is gone.
    private mutating func setTwin(_ turn: inout Turn, _ twin: AttachmentRecord.Twin, _ id: AttachmentID, isProved: Bool = true) {
        guard let media = attached[id], let own = media.sighting else { return }
        if media.record?.twin == nil {
            attached[id]?.record?.twin = twin
            if let record = attached[id]?.record { turn.write(.attachment(record)) }
        }
        for (place, row) in media.rows.enumerated() where isProved && row.identity == own.identity && row.isOfTwins != true {
            attached[id]?.rows[place].isOfTwins = true
            if let changed = attached[id]?.rows[place] { turn.write(.sighting(changed)) }
        }
        compareSightings(&turn, id)
        if attached[id]?.isLaterTwin == true, !media.isLaterTwin { loseTag(&turn, id) }
        markShared(&turn, id)
    }

    /// What the serial gave it without a word it never had.
    private mutating func loseTag(_ turn: inout Turn, _ id: AttachmentID) {
        guard let tag = attached[id]?.assetTag else { return }
        attached[id]?.assetTag = nil
        note(&turn, "untag", id, tag.tag)
        for var job in jobs.values where job.attachment == id && job.state.acceptsTag && job.assetTag != nil {
            job.assetTag = nil
            jobs[job.id] = job
            turn.write(.job(job))
        }
    }

    /// Two ways to one drive: only buses with two ports have that, and both ways then give the drive's own World Wide Name.
    private func areTwoPaths(_ a: AttachedMedia, _ b: AttachedMedia) -> Bool {
        func mayHavePaths(_ media: AttachedMedia) -> Bool {
            media.report?.transport.map { $0 == .sas || $0 == .scsi } ?? true
        }
        guard mayHavePaths(a), mayHavePaths(b), let name = a.report?.identity.canonicalWWN, !voidWWNs.contains(name) else { return false }
        return name == b.report?.identity.canonicalWWN
    }
}

extension AttachedMedia {
    /// A drive that answers; the rest of what the kernel shows is a part of one, or another way to it.
    fileprivate var canBeTwin: Bool { report.map { $0.kind.isCandidate && $0.identity.capacityBytes > 0 } == true && !gone }

    /// Its last look read from it.
    fileprivate var wasReadWhole: Bool { report.map { $0.contents != nil && $0.contentsProblem == nil } ?? false }
}
