// Who else shows, or ever showed, what a drive shows: kept up to date for everything that is attached.

extension AttachedMedia {
    /// Whether this is the later of two twins (`AttachmentRecord.Twin.later`): what is known of the serial does not apply to it.
    var isLaterTwin: Bool { record?.twin == .later }

    /// The key of its asset tag: the serial where it identifies the drive alone, else this very attachment.
    func tagKey(bootID: String) -> TagKey? { report?.tagKey(bootID: bootID, isShared: !sharing.isEmpty) }

    /// Keys whose tag contradicts a new one: the drive's own key, and for a later twin also that of the serial, although it inherits nothing by it.
    func tagKeys(bootID: String) -> [TagKey] {
        [tagKey(bootID: bootID), isLaterTwin ? report?.tagKey(bootID: bootID) : nil].compactMap { $0 }
    }

    /// Its facts as they are remembered; nil where it has not been identified.
    package var sighting: DriveSighting? { report.flatMap(DriveSighting.init) }

    /// A person confirms it by its asset tag: its serial is missing, not its own, or not its alone.
    package var isConfirmedByTag: Bool { report.map { !$0.identity.identifiesTheMedium } ?? true || !sharing.isEmpty }
}

extension StationState {
    /// Keys under which attached media have their tags.
    package var tagKeys: Set<TagKey> { Set(attached.values.compactMap { $0.tagKey(bootID: bootID) }) }

    /// Keys whose tags speak against another one for an attached drive, its own first.
    package func tagKeys(of id: AttachmentID) -> [TagKey] { attached[id]?.tagKeys(bootID: bootID) ?? [] }

    /// Takes in who else shows, or ever showed, what this drive shows, and tells it to those that are attached.
    mutating func noteSightings(_ turn: inout Turn, _ id: AttachmentID, _ report: ProbeReport, _ history: MediaHistory) {
        guard let own = DriveSighting(report) else { return }
        attached[id]?.rows = history.sightings
        attached[id]?.sightings = history.sightings.map(\.identity)
        attached[id]?.shown.append(own.identity)
        for (other, media) in attached where other != id {
            guard let seen = media.report?.identity, seen.capacityBytes > 0, seen.sharesAName(with: own.identity) else { continue }
            attached[id]?.sightings.append(seen)
            attached[other]?.sightings.append(own.identity)
        }
        for other in attached.keys.sorted() { compareSightings(&turn, other) }
        var row = own
        let known = history.sightings.first { $0.identity == own.identity }
        row.wasInUse = known?.wasInUse ?? false
        row.isOfTwins = known?.isOfTwins
        if row != known {
            attached[id]?.rows.removeAll { $0.identity == row.identity }
            attached[id]?.rows.append(row)
            turn.write(.sighting(row))
        }
    }

    mutating func compareSightings(_ turn: inout Turn, _ id: AttachmentID) {
        guard let media = attached[id], let identity = media.report?.identity, identity.capacityBytes > 0 else { return }
        // What this attachment showed before is no other thing: that it changed is held as `identity-changed`.
        let seen = SeenBefore(identity, among: media.sightings.filter { !media.shown.contains($0) })
        voidWWNs.formUnion(seen.voidWWNs)
        let sharing = seen.sharing + (media.isLaterTwin ? [identity] : [])
        guard sharing != media.sharing else { return }
        attached[id]?.sharing = sharing
        guard !sharing.isEmpty else { return }
        if media.sharing.isEmpty { note(&turn, "serial-shared", id, sharing.map(\.journalText).joined(separator: "; ")) }
        markShared(&turn, id)
    }

    /// Puts it on the record of the open job there.
    func marked(_ job: WipeJob) -> WipeJob {
        var marked = job
        guard let id = job.attachment, let media = attached[id], job.state.acceptsTag else { return job }
        if !media.sharing.isEmpty || media.record?.twin != nil { marked.serialShared = true }
        return marked
    }

    mutating func markShared(_ turn: inout Turn, _ id: AttachmentID) {
        for job in jobs.values where job.attachment == id {
            let marked = marked(job)
            guard marked != job else { continue }
            jobs[job.id] = marked
            turn.write(.job(marked))
        }
    }

    /// Notes, or takes back, that somebody used or protects a drive whose serial identifies it: a hold that it does not shed by being pulled.
    mutating func setInUse(_ turn: inout Turn, _ isInUse: Bool, _ id: AttachmentID) {
        guard let media = attached[id], let identity = media.report?.identity, identity.identifiesTheMedium else { return }
        for (place, row) in media.rows.enumerated()
        where row.wasInUse != isInUse && (isInUse ? row.identity == identity : row.identity.likeness(to: identity) == .same) {
            attached[id]?.rows[place].wasInUse = isInUse
            if let changed = attached[id]?.rows[place] { turn.write(.sighting(changed)) }
        }
    }
}

extension MediaIdentity {
    fileprivate var journalText: String {
        [vendor, model, wwn, String(capacityBytes)].compactMap { $0 }.joined(separator: " ")
    }
}
