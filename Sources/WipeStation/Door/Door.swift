// The one door: every event goes through here, is made durable, and only then counts. No decision about jobs is made here, no clock is read,
// and no thread is known: the station's actor stands around it, and so does the simulation.

import Foundation
package import WipeCertificate
package import WipeCore
package import WipeStore

/// Why a request was not carried out.
package enum StationError: Error, Sendable {
    case refused(Refused)
    /// The event could not be made durable: nothing has changed.
    case store(StoreError)
}

/// State, store and certifier behind one door. Used by one thread at a time.
package struct Door {
    /// Makes entries durable, all or none.
    package typealias Append = ([JournalEntry], Moment) throws(StoreError) -> Void

    package private(set) var state: StationState
    package let store: Store
    /// Goes up whenever something changes with which an intake list is compared.
    package private(set) var booksVersion: UInt64 = 0
    /// Why the store could not take the last event, nil while it can.
    package private(set) var storeProblem: String?
    /// Why a record could not be written when it was last tried, nil while it can.
    package private(set) var recordProblem: String?
    /// Why the high-water mark could not be raised when it was last tried, nil while it can.
    package private(set) var markProblem: String?
    /// What was wrong with the mark when the station started: it was made anew.
    package let markLoss: String?
    /// Files where records lie that no row of the database knows: they are never logged.
    package let foreignFiles: [String]
    /// Files of the log that were missing or changed when the station started, by their names in it: they are made again from the database.
    package let logRepairs: [String]
    var certifier: Certifier
    var log: LogPublisher
    let files: FileWriter
    let entropy: Entropy
    private let append: Append
    private var marks: MarkWriter?

    /// A door on what the store holds. The first event must be `restarted`.
    ///
    /// - Parameters:
    ///   - append: instead of the store's own, where a simulation lets it fail.
    ///   - files: likewise, of what is published.
    ///   - history: where the high-water mark is kept; nil keeps none.
    /// - Throws: `StoreError`, or `LogConflict` where the published log or the mark is not of this database.
    package init(
        rules: StationRules, policies: [String: Policy], bootID: String, store: Store, certifier: Certifier,
        entropy: Entropy = SystemEntropy.entropy,
        append: Append? = nil, files: FileWriter = FileWriter(), history: HistoryKeeping? = nil
    ) throws {
        try Self.logOlderDocuments(store)
        let check = try history.map { try HistoryCheck(store, $0, certifier.log) }
        let hasAccepted = try check?.judge() ?? false
        state = StationState(
            rules: rules, policies: policies, bootID: bootID, jobs: try store.openJobs(),
            experience: try store.experience(), nextRecord: try store.nextRecord())
        self.store = store
        self.certifier = certifier
        self.entropy = entropy
        self.append = append ?? store.append
        self.files = files
        log = try LogPublisher(
            store, folder: certifier.log.folder, origin: certifier.log.origin, key: certifier.log.key, files: files)
        logRepairs = log.repairNames
        foreignFiles = try Self.foreignFiles(certifier.folder, store)
        markLoss = try check?.loss()
        marks = try check?.marks(head: log.head?.checkpoint, isNewHistory: hasAccepted)
    }

    /// Takes one event: what changes is durable when this returns, and the caller carries out the effects. Throws where nothing has changed.
    package mutating func process(_ event: Event, at now: Moment) throws(StationError) -> Transition {
        var next = state
        let transition: Transition
        do throws(Refused) { transition = try next.handle(event, at: now, entropy: entropy) } catch {
            if let request = event.personRequest { writeDown(error, of: request, at: now) }
            throw .refused(error)
        }
        do throws(StoreError) {
            if !transition.entries.isEmpty { try append(transition.entries, now) }
        } catch {
            storeProblem = "the station's database cannot be written: \(error)"
            throw .store(error)
        }
        if !transition.entries.isEmpty { storeProblem = nil }
        state = next
        if event.changesDrives || transition.entries.contains(where: \.changesBooks) { booksVersion += 1 }
        raiseMark()
        return transition
    }

    /// The numbers that the database has given. What cannot be put down now is tried again, and no new wipe begins meanwhile.
    package mutating func raiseMark() {
        do {
            try marks?.raise(nextRecord: state.nextRecord)
            markProblem = nil
        } catch { markProblem = "the high-water mark cannot be written: \(error)" }
    }

    /// Puts a refused request on record. It stays refused where the store cannot take the line.
    package mutating func writeDown(_ refused: Refused, of request: PersonRequest, at now: Moment) {
        guard let line = state.line(for: refused, of: request, at: now) else { return }
        do throws(StoreError) {
            try append([line], now)
            storeProblem = nil
        } catch {
            storeProblem = "the station's database cannot be written: \(error)"
        }
    }

    /// Lines of the station's own.
    mutating func writeDown(_ entries: [JournalEntry], at now: Moment) throws(StoreError) { try append(entries, now) }

    /// Build, sign, one transaction, publish. Any step may fail, or the power: the job then stays `certifying`, and is certified again later, also
    /// after a restart, to the same bytes; no job closes before its file is there.
    /// Throws what was in the way, which `recordProblem` keeps. Nothing to do for a job that is not `certifying`.
    ///
    /// - Parameter isInCustody: The device of the run is still held and shows no other hands (`RunConductor.isInCustody`).
    package mutating func certify(_ id: JobID, isInCustody: Bool, clock: () -> Moment) throws -> [Transition] {
        guard case .certifying = state.jobs[id]?.state else { return [] }
        do {
            let ended = isInCustody ? nil : try process(.custodyEnded(id), at: clock())
            guard let job = state.jobs[id], case .certifying(let conclusion) = job.state else { return [] }
            // What is stored already is said again: the store may have taken it in although its answer was an error.
            let stored = try store.document(id: conclusion.documentID)
            let made = try stored.map { (document: $0, reasons: [Reason<EndCode>]()) } ?? certifier.certify(job, conclusion)
            let document = made.document
            let signed = try process(.certified(id, document, isCertificate: document.kind == .certificate, made.reasons), at: clock())
            let advanced = try publish([document], clock)
            let published = try process(.published(id, documentID: document.id), at: clock())
            recordProblem = nil
            return [ended, signed, advanced, published].compactMap(\.self)
        } catch {
            recordProblem = "the record of job \(id) cannot be written: \(error)"
            throw error
        }
    }

    // MARK: publishing

    /// Puts on the disk what a stop has cut short: the log, and the files of documents that no open job waits for. At most `limit` of them,
    /// all in one go: a database that knew no log comes with the records of years.
    /// Throws what was in the way, which `recordProblem` keeps.
    package mutating func finishPublishing(limit: Int = 500, clock: () -> Moment) throws -> [Transition] {
        do {
            var transitions = [try advanceLog(clock)]
            let waiting = Set(state.jobs.values.map(\.id))
            let due = try store.unpublishedDocuments(limit: limit + waiting.count).filter { document in
                !(document.kind.isOfAJob && document.job.map(waiting.contains) ?? false)
            }
            if !due.isEmpty {
                transitions.append(try publish(due, clock))
                transitions.append(try process(.filed(documentIDs: due.map(\.id)), at: clock()))
            }
            if !state.jobs.values.contains(where: \.state.isCertifying) { recordProblem = nil }
            return transitions
        } catch {
            recordProblem = "the log or a record cannot be written: \(error)"
            throw error
        }
    }

    /// The files of the documents, then the log up to them, then their proofs: each step is on the disk before the next one begins.
    mutating func publish(_ documents: [SignedDocument], _ clock: () -> Moment) throws -> Transition {
        try files.create(documents.map { (certifier.folder + "/" + $0.fileName, $0.bytes) })
        let advanced = try advanceLog(clock)
        try files.replace(try documents.map { (PublishedName.ofProof(certifier.folder + "/" + $0.fileName), try proofOnFile(of: $0)) })
        return advanced
    }

    func proofOnFile(of document: SignedDocument) throws -> [UInt8] {
        guard let place = try store.logPlace(of: document.id) else {
            throw LogConflict(description: "record \(document.record) has no place in the log")
        }
        let proof = try log.prove(place)
        guard let entry = try store.logEntries(from: place, limit: 1).first.flatMap({ LogEntry(parsing: $0.bytes) }), proof.includes(entry)
        else { throw LogConflict(description: "the tiles in \(log.folder) are damaged: the next start writes them again") }
        return proof.bytes
    }

    /// The newest published head.
    package var logHead: SignedCheckpoint? { log.head }

    /// A proof for the published document with this id or record number under the newest head; nil where there is none.
    package func proof(of idOrRecord: String) throws -> LogProof? {
        guard let document = try store.document(idOrRecord: idOrRecord), document.published, let place = try store.logPlace(of: document.id)
        else { return nil }
        return try log.prove(place)
    }

    private mutating func advanceLog(_ clock: () -> Moment) throws -> Transition {
        try publishHead()
        guard let head = log.head?.checkpoint, state.logHead?.treeSize != UInt64(head.size) else { return Transition() }
        let known = LogHead(origin: head.origin, treeSize: UInt64(head.size), rootHash: head.root.base64)
        return try process(.logAdvanced(known), at: clock())
    }

    /// A head that somebody has seen is never ahead of the mark.
    private mutating func publishHead() throws {
        var raised = marks
        // Before any event: each raises the mark by its number, and must know of the head by then.
        defer { marks = raised }
        try log.advance(store) { [next = state.nextRecord] head in try raised?.raise(nextRecord: next, head: head) }
    }

    /// Documents of a database that knew no log take their places in the order in which they were stored.
    private static func logOlderDocuments(_ store: Store) throws {
        while true {
            let page = try store.documentsWithoutEntry(limit: 256)
            if page.isEmpty { return }
            try store.addLogEntries(
                page.map { document in
                    guard let value = try? JSONParser.parse(document.bytes), let entry = LogEntry(of: value) else {
                        throw LogConflict(description: "record \(document.record) in the database is not one that can be logged")
                    }
                    return (document.id, entry.bytes)
                })
        }
    }

    private static func foreignFiles(_ folder: String, _ store: Store) throws -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.filter { $0.hasSuffix(".json") } ?? []
        return try store.foreign(among: names.sorted())
    }

    // MARK: what the store knows

    /// What the store knows of a tag that somebody wants to link. A drive that its serial does not identify holds its tag only while it is
    /// attached.
    ///
    /// - Parameter id: the attached media that it is to be linked to.
    package func tagFacts(_ tag: AssetTag, on id: AttachmentID? = nil) throws(StoreError) -> TagFacts {
        let links = try store.links(readingAs: tag.tag)
        let exact = links.first { AssetTagText.isSame($0.assetTag.tag, tag.tag) }
        let alike = links.filter { $0 != exact }
        let holder = exact.flatMap { isGone($0.key) ? nil : $0 }
        let record = try store.record(readingAs: tag.tag)
        return TagFacts(
            holder: holder?.key, holderSource: holder?.assetTag.source,
            certified: record.map {
                let isSame = $0.presentTag.map { AssetTagText.isSame($0, tag.tag) } ?? true
                return CertifiedTag(record: $0.record, serial: $0.serial, spelling: isSame ? nil : $0.presentTag)
            },
            linked: try (id.map { state.tagKeys(of: $0) } ?? []).firstTag(in: store),
            goneHolder: holder == nil ? exact?.key : nil, alike: alike.filter { !isGone($0.key) },
            goneAlike: alike.filter { isGone($0.key) }, isSerial: try store.isSerial(tag.tag))
    }

    /// A key of a drive without a serial of its own that is not attached any more.
    private func isGone(_ key: TagKey) -> Bool {
        state.isGone(key, among: state.tagKeys)
    }

    /// What the store knows of a drive that has been identified.
    package func history(of report: ProbeReport) throws(StoreError) -> MediaHistory {
        let sightings = try store.sightings(like: report.identity)
        let serial = report.identity.serial
        return MediaHistory(
            record: try store.attachment(bootID: state.bootID, id: report.attachment),
            lastWipe: try store.lastWipe(of: report.identity, among: sightings),
            assetTag: try serial.flatMap { serial throws(StoreError) in try store.tag(key: .of(serial: serial)) },
            attachmentTag: try store.tag(key: report.tagKey(bootID: state.bootID, isShared: true)), sightings: sightings)
    }
}

extension StationState {
    /// - Parameter keys: those of all that is attached (`tagKeys`).
    fileprivate func isGone(_ key: TagKey, among keys: Set<TagKey>) -> Bool { key.serial == nil && !keys.contains(key) }

    /// What the store knows of the rows of an intake list, where this is the present. Takes long for a long one.
    func intakeFacts(for links: [TagLink], in store: Store) throws(StoreError) -> IntakeFacts {
        var facts = try store.intakeFacts(for: links)
        let present = tagKeys
        func isGone(_ key: TagKey) -> Bool { self.isGone(key, among: present) }
        facts.goneHolders = facts.holders.filter { isGone($0.value) }
        facts.holders = facts.holders.filter { !isGone($0.value) }
        for link in facts.alike.values.joined() where isGone(link.key) { facts.goneHolders[link.assetTag.tag] = link.key }
        facts.alike = facts.alike.mapValues { $0.filter { !isGone($0.key) } }
        return facts
    }
}

extension [TagKey] {
    /// The tag of the first of these keys that has one.
    fileprivate func firstTag(in store: Store) throws(StoreError) -> AssetTag? {
        for key in self { if let tag = try store.tag(key: key) { return tag } }
        return nil
    }
}
