// Links between drives and asset tags: what a person scans, what a list says, what a person takes back.

extension StationState {
    mutating func assign(
        _ turn: inout Turn, _ written: AssetTag, to id: AttachmentID, _ facts: TagFacts, settling words: [String], _ actor: Actor
    ) throws(Refused) {
        guard let media = attached[id] else { throw .exchanged(id.node) }
        guard let report = media.report else {
            throw Refused(.identifying, ["node": id.node])
        }
        if let job = openJob(for: media), !job.state.acceptsTag {
            throw Refused(.tooLate)
        }
        let key = media.tagKey(bootID: bootID) ?? report.tagKey(bootID: bootID)
        let known = knownTag(of: media, key, facts)
        // Of one of two twins the tag of the serial is the other one's: it speaks against a second tag, and is not its own.
        let isOwn = media.assetTag != nil || !media.isLaterTwin
        // A drive keeps its tag as it was first written: another spelling of it is not another tag.
        var tag = written
        let readsAsOwn = isOwn && known.map { AssetTagText.readsSame($0.tag, written.tag) } ?? false
        if readsAsOwn, let known { tag = written.spelled(known.tag) }
        if let ended = media.record?.endedJob, ended.ending != nil, let old = media.assetTag, old.tag != tag.tag {
            throw Refused(
                .tooLate, variant: "signed",
                Self.howToCorrect(report, tag).filling("how").merging(["tag": old.tag, "job": ended.job]) { $1 })
        }
        if !readsAsOwn { try mustBeTag(written.tag, facts) }
        let conflicts = TagConflict.all(written, key: key, old: known, isOwn: isOwn, facts, naming: holderName)
        let also = media.lastWipe == nil ? nil : Self.howToCorrect(report, tag)
        let settled = try TagConflict.settle(conflicts, naming: words, by: actor, also: also)
        // Its own tag in its own spelling, said again, takes nothing from one that an older version gave another spelling of it.
        let isSaidAgain = isOwn && known?.tag == written.tag
        let holders = [facts.holder].compactMap { $0 } + (isSaidAgain ? [] : facts.alike.map(\.key))
        try unlink(&turn, written.tag, from: holders, to: key, actor)
        if let gone = facts.goneHolder, gone != key { dropGone(&turn, gone, written.tag) }
        for gone in facts.goneAlike where gone.key != key && !isSaidAgain { dropGone(&turn, gone.key, gone.assetTag.tag) }
        // Where the list knows more of this machine than the scan says, that stays.
        var linked = tag
        if let old = media.assetTag, old.tag == tag.tag {
            linked.source = old.source
            linked.isConfirmed = old.source == .intake ? true : nil
            linked.donorTag = tag.donorTag ?? old.donorTag
            linked.donor = tag.donor ?? old.donor
            linked.hostSerial = tag.hostSerial ?? old.hostSerial
        }
        turn.write(.tag(TagLink(key: key, assetTag: linked)))
        let spelling = tag.tag == written.tag ? [] : ["stays as first written, not \(written.tag)"]
        let detail = ([tag.tag] + spelling + settled.map { "settled \($0.code.rawValue) with \($0.word)" }).joined(separator: "; ")
        act(&turn, "tag", actor, job: openJob(for: media), media: media, detail: detail)
        link(&turn, linked, to: id, actor)
    }

    /// The tag that this drive has, at whichever node it is asked for: a twin that is refused is given no second one.
    private func knownTag(of media: AttachedMedia, _ key: TagKey, _ facts: TagFacts) -> AssetTag? {
        if let own = media.assetTag { return own }
        let twins = attached.values.filter { $0.id != media.id && $0.tagKey(bootID: bootID) == key }.sorted { $0.id < $1.id }
        return twins.compactMap(\.assetTag).first ?? facts.linked
    }

    mutating func link(_ turn: inout Turn, _ tag: AssetTag, to id: AttachmentID, _ actor: Actor) {
        attached[id]?.assetTag = tag
        guard let media = attached[id], var job = openJob(for: media), job.state.acceptsTag else { return }
        job.assetTag = tag
        job.add(actor)
        jobs[job.id] = job
        turn.write(.job(job))
    }

    /// Takes a tag from those that hold it, in whichever spelling, which the conflicts have named: what loses it is held again where the station
    /// requires one. The store refuses a link to a tag that another key holds, so that none is taken without a word.
    mutating func unlink(_ turn: inout Turn, _ tag: String, from holders: [TagKey], to key: TagKey, _ actor: Actor) throws(Refused) {
        for holder in holders where holder != key { turn.write(.untag(key: holder)) }
        try loseTags(&turn, actor) { other, owner in
            guard owner != key else { return false }
            return other.tag == tag || (holders.contains { $0 == owner } && AssetTagText.readsSame(other.tag, tag))
        }
    }

    /// Takes the tags from open jobs and attached media to which this applies, by their tag and the key under which they have it.
    mutating func loseTags(_ turn: inout Turn, _ actor: Actor, where isLost: (_ tag: AssetTag, _ owner: TagKey?) -> Bool)
        throws(Refused)
    {
        let losers = jobs.values.filter { job in job.assetTag.map { isLost($0, job.tagKey) } ?? false }
        if let job = losers.first(where: { !$0.state.acceptsTag }) {
            throw Refused(.tooLate, variant: "other", ["job": job.id, "tag": job.assetTag?.tag ?? ""])
        }
        for var job in losers.sorted(by: { $0.id < $1.id }) {
            job.assetTag = nil
            jobs[job.id] = job
            turn.write(.job(job))
        }
        for media in attached.values.sorted(by: { $0.id < $1.id }) where media.report != nil {
            guard let tag = media.assetTag, isLost(tag, media.tagKey(bootID: bootID)) else { continue }
            attached[media.id]?.assetTag = nil
            act(&turn, "untag", actor, job: nil, media: media, detail: tag.tag)
        }
    }

    /// A drive that leaves, and that nothing would tell from another when it comes back, leaves its tag here: it is on the books no more, and a
    /// line says so, for the label on the drive has to be scanned again.
    mutating func dropTag(_ turn: inout Turn, _ media: AttachedMedia) {
        guard let tag = media.assetTag, let report = media.report, let key = media.tagKey(bootID: bootID),
            key.serial == nil
        else { return }
        turn.write(.untag(key: key))
        let place = rules.bay(for: report.properties).map { "bay \($0.id)" } ?? media.id.node
        let detail = "\(tag.tag) from \(place): pulled, and its serial does not identify it; scan its label again when it is back"
        act(&turn, "untag", .station, job: nil, media: media, detail: detail)
    }

    mutating func dropGone(_ turn: inout Turn, _ key: TagKey, _ tag: String) {
        turn.write(.untag(key: key))
        turn.write(.act(.goneTag(tag, turn.now)))
    }

    /// What puts a record right that was signed under a wrong tag.
    private static func howToCorrect(_ report: ProbeReport, _ tag: AssetTag) -> SentencePart {
        let list = report.identity.serial.map { "wipectl certificate list --serial \($0)" } ?? "wipectl certificate list"
        return SentencePart("correct-record", ["newTag": tag.tag, "list": list])
    }

    /// Which rows of a list may become links.
    ///
    /// - Parameter listWins: a person says that the list is right where it contradicts a link. It never overrules a record.
    package func choose(_ rows: [IntakeLink], _ facts: IntakeFacts, listWins: Bool) -> IntakeDecision {
        let labels = labels
        return IntakeDecision(
            rows: rows, facts: facts, listWins: listWins, naming: holderName, otherMeaning: { otherMeaning(of: $0, labels) }
        ) { serial in
            guard case .notCredible(let why) = rules.listing(.knownBySerial(serial)).serialCredibility else { return nil }
            return why
        }
    }

    /// Links that the shell has checked against the store; attached media take theirs at once.
    mutating func importIntake(_ turn: inout Turn, _ order: IntakeOrder) throws(Refused) {
        if order.settledCount > 0 {
            try order.actor.must(be: .lead, to: "overrule-links", ["links": String(order.settledCount)])
            try loseTags(&turn, order.actor) { order.takes($0, from: $1) }
        }
        turn.write(.links(order.changes))
        for media in attached.values.sorted(by: { $0.id < $1.id }) {
            guard let key = media.tagKey(bootID: bootID), let tag = order.tag(of: key) else { continue }
            link(&turn, tag, to: media.id, order.actor)
        }
    }

    /// A person says why a serial of the list never came.
    mutating func drop(_ turn: inout Turn, _ link: TagLink, wasSeen: Bool, _ reason: String, _ actor: Actor) throws(Refused) {
        try actor.must(be: .lead, to: "drop-serial")
        let serial = link.key.name
        guard !wasSeen, !attached.values.contains(where: { $0.tagKey(bootID: bootID) == link.key }) else {
            throw Refused(.serialSeen, ["serial": serial])
        }
        turn.write(.untag(key: link.key))
        let detail = "\(link.assetTag.tag) (\(TagConflict.Code.serialNeverSeen.rawValue)): \(reason)"
        turn.write(.act(Act(at: turn.now, actor: actor, code: "drop", serial: serial, detail: detail)))
    }
}
