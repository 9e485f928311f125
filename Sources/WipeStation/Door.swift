// The one door: every event goes through here, is made durable, and only then counts. No decision about jobs is made here, no clock is read,
// and no thread is known: the station's actor stands around it, and so does the simulation.

import WipeCertificate
public import WipeCore
public import WipeStore

/// Why a request was not carried out.
public enum StationError: Error, Sendable {
    case refused(Refused)
    /// The event could not be made durable: nothing has changed.
    case store(StoreError)
}

/// State, store and certifier behind one door. Used by one thread at a time.
public struct Door {
    /// Makes entries durable, all or none.
    public typealias Append = ([JournalEntry], Moment) throws(StoreError) -> Void
    /// Makes a signed document readable as a file.
    public typealias Publish = (SignedDocument) throws -> Void

    public private(set) var state: StationState
    public let store: Store
    /// Why the store could not take the last event, nil while it can.
    public private(set) var storeProblem: String?
    /// Why a record could not be written when it was last tried, nil while it can.
    public private(set) var recordProblem: String?
    private let certifier: Certifier
    private let chance: Chance
    private let append: Append
    private let publish: Publish

    /// A door on what the store holds. The first event must be `restarted`.
    ///
    /// - Parameters:
    ///   - append: instead of the store's own, where a simulation lets it fail.
    ///   - publish: instead of the certifier's own, likewise.
    public init(
        rules: StationRules, policies: [String: Policy], bootID: String, store: Store, certifier: Certifier, chance: Chance = Supply.chance,
        append: Append? = nil, publish: Publish? = nil
    ) throws(StoreError) {
        state = StationState(
            rules: rules, policies: policies, bootID: bootID, jobs: try store.openJobs(), nextRecord: try store.nextRecord())
        self.store = store
        self.certifier = certifier
        self.chance = chance
        self.append = append ?? store.append
        self.publish = publish ?? certifier.publish
    }

    /// Takes one event: what changes is durable when this returns, and the caller carries out the effects. Throws where nothing has changed.
    public mutating func process(_ event: Event, at now: Moment) throws(StationError) -> Transition {
        var next = state
        let transition: Transition
        do throws(Refused) { transition = try next.handle(event, at: now, chance: chance) } catch { throw .refused(error) }
        do throws(StoreError) {
            if !transition.entries.isEmpty { try append(transition.entries, now) }
        } catch {
            storeProblem = "the station's database cannot be written: \(error)"
            throw .store(error)
        }
        if !transition.entries.isEmpty { storeProblem = nil }
        state = next
        return transition
    }

    /// Build, sign, one transaction, publish. Any step may fail, or the power: the job then stays `certifying`, and is certified again later, also
    /// after a restart, to the same bytes; no job closes before its file is there.
    /// Throws what was in the way, which `recordProblem` keeps. Nothing to do for a job that is not `certifying`.
    public mutating func certify(_ id: JobID, clock: () -> Moment) throws -> [Transition] {
        guard let job = state.jobs[id], case .certifying(let conclusion) = job.state else { return [] }
        do {
            // What is stored already is said again: the store may have taken it in although its answer was an error.
            let stored = try store.document(id: conclusion.documentID)
            let made = try stored.map { (document: $0, reasons: [Reason]()) } ?? certifier.certify(job, conclusion)
            let document = made.document
            let signed = try process(.certified(id, document, isCertificate: document.kind == .certificate, made.reasons), at: clock())
            try publish(document)
            let published = try process(.published(id, documentID: document.id), at: clock())
            recordProblem = nil
            return [signed, published]
        } catch {
            recordProblem = "the record of job \(id) cannot be written: \(error)"
            throw error
        }
    }

    /// What the store knows of a tag that somebody wants to link. A drive without a credible serial holds its tag only while it is attached.
    public func tagFacts(_ tag: AssetTag) throws(StoreError) -> TagFacts {
        var holder = try store.tagHolder(tag: tag.tag)
        if let key = holder, key.hasPrefix("attachment:") {
            holder = state.attached.values.contains { $0.report?.tagKey(bootID: state.bootID) == key } ? key : nil
        }
        return TagFacts(holder: holder, isCertified: try store.isTagCertified(tag.tag))
    }

    /// What the store knows of a media that has been identified.
    public func history(of report: ProbeReport) throws(StoreError) -> MediaHistory {
        MediaHistory(
            record: try store.attachment(bootID: state.bootID, id: report.attachment),
            lastWipe: try store.lastWipe(mediaKey: report.identity.key),
            assetTag: try store.tag(key: report.tagKey(bootID: state.bootID)))
    }
}
