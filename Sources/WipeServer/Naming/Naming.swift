// What a name means: the one drive, or the one job. A name of several is a question that says how each can be named, and never one of them.

import HTTPTypes
import WipeAPI
import WipeCore
import WipeStation
import WipeStore

extension GivenName {
    /// The one attached drive that is meant.
    func drive(in state: StationState) throws -> AttachedMedia {
        try mustBeNoPartition()
        let things = things(in: state)
        let drives = things.compactMap { if case .drive(let id) = $0 { state.attached[id] } else { nil } }
        if drives.count > 1 { throw ambiguous(drives.map { .drive($0.id) }, state) }
        if let drive = drives.first { return drive }
        guard case .away(let id)? = things.first, let job = state.jobs[id] else { throw nothingAttached(state) }
        throw Problems.worded(
            .notFound, .notFound, variant: "away", ["name": text, "job": JobName.short(id), "state": job.state.word])
    }

    private func nothingAttached(_ state: StationState) -> ProblemError {
        // What is still being looked at may stand in any bay.
        let isKnown = !state.attached.values.contains { $0.report == nil }
        if isKnown, let bay = bay(in: state) { return Self.empty(bay) }
        return Problems.worded(.notFound, .notFound, variant: "drive", ["name": text])
    }

    static func empty(_ bay: Bay) -> ProblemError { Problems.worded(.notFound, .notFound, variant: "bay", ["bay": bay.id]) }

    /// What goes by the name of an open job.
    enum OpenJob {
        case job(WipeJob)
        /// A drive without an open job.
        case drive(AttachedMedia)
        case nothing
    }

    /// The one open job that is meant, or the drive that has none. Where the name is also that of something else, neither.
    func openJob(in state: StationState) throws -> OpenJob {
        try mustBeNoPartition()
        let things = things(in: state)
        if things.count > 1 { throw ambiguous(things, state) }
        switch things.first {
        case .away(let id): return state.jobs[id].map(OpenJob.job) ?? .nothing
        case .drive(let id):
            let jobs = state.jobs.values.filter { $0.attachment == id }
            if let job = jobs.first, jobs.count == 1 { return .job(job) }
            return state.attached[id].map(OpenJob.drive) ?? .nothing
        case nil:
            // Its job may be that of what is being looked at, or of what was pulled out of it.
            if let bay = bay(in: state), state.attached.values.contains(where: { $0.report == nil }) {
                throw Problems.worded(.conflict, .identifying, variant: "bay", ["bay": bay.id])
            }
            return .nothing
        }
    }

    /// Each by a name that is its own.
    private func ambiguous(_ things: [Thing], _ state: StationState) -> ProblemError {
        let names = things.map { thing in
            switch thing {
            case .away(let id): "job:" + JobName.short(id)
            case .drive(let id): Self.ownName(of: id, state)
            }
        }
        return several(names)
    }

    /// Nothing is done to what came in the place of the drive that was meant.
    var exchanged: Refused {
        kinds == [.bay] ? Refused(.driveExchanged, variant: "bay", ["bay": value]) : .exchanged(text)
    }

    func several(_ names: [String]) -> ProblemError {
        Problems.worded(.conflict, .ambiguous, variant: "several", ["name": text, "names": names.joined(separator: ", ")])
    }

    /// Its bay, which a person sees, where nothing else goes by that.
    private static func ownName(of id: AttachmentID, _ state: StationState) -> String {
        let bay = state.attached[id]?.report.flatMap { state.rules.bay(for: $0.properties) }
        guard let bay, GivenName("bay:" + bay.id).things(in: state) == [.drive(id)] else { return "node:" + id.node }
        return "bay:" + bay.id
    }
}

/// Names of what is open, and of what is in the store.
struct Naming: Sendable {
    let station: Station

    /// The attached drive that MEDIA means, by a record that it has here too.
    func drive(_ text: String) async throws -> AttachedMedia {
        let state = await station.snapshot().state
        let name = GivenName(text)
        do { return try name.drive(in: state) } catch let problem as ProblemError where problem.code == .notFound {
            guard let record = name.record(in: state),
                let ended = try await station.read({ store throws(StoreError) in try store.closedJob(record: record) }),
                let media = state.attached.values.first(where: { $0.endedJob == ended.id })
            else { throw problem }
            return media
        }
    }

    /// The same, and it is still the very drive that a person has looked at.
    ///
    /// - Parameter expected: `BayView.attachment` as it was then; nil for whatever goes by the name now.
    func drive(_ text: String, expected: String?) async throws -> AttachedMedia {
        try await mustBe(expected, text, drive) { $0.id }
    }

    /// The same of a job.
    func job(_ text: String, expected: String?) async throws -> WipeJob { try await mustBe(expected, text, job) { $0.attachment } }

    /// Whatever is asked of it is asked by its own id: what is exchanged after this is refused as gone.
    private func mustBe<Named>(
        _ expected: String?, _ text: String, _ named: (String) async throws -> Named, _ id: (Named) -> AttachmentID?
    ) async throws -> Named {
        guard let expected else { return try await named(text) }
        let found: Named?
        do { found = try await named(text) } catch let problem as ProblemError where problem.code == .notFound { found = nil }
        let bootID = await station.snapshot().state.bootID
        guard let found, id(found)?.token(bootID: bootID) == expected else { throw StationError.refused(GivenName(text).exchanged) }
        return found
    }

    /// The job that JOB means: an open one; else the closed one that the drive of this name shows; else the newest closed one that the store has under it.
    func job(_ text: String) async throws -> WipeJob {
        let state = await station.snapshot().state
        let name = GivenName(text)
        switch try name.openJob(in: state) {
        case .job(let job):
            // The beginning of an id is that of every job of that minute, also of those that are over.
            let others = try await closedJobs(name, state).filter { $0.id != job.id && JobName.isName(name.value, of: $0.id) }
            guard others.isEmpty || name.value.lowercased() == job.id else {
                throw name.several(([job] + others).map { "job:" + $0.id })
            }
            return job
        case .drive(let media):
            if let ended = media.endedJob, let job = try await stored(ended) { return job }
            if let job = try await closed(name, state) { return job }
            throw Problems.worded(.notFound, .notFound, variant: "no-job", ["name": text])
        case .nothing:
            if let bay = name.bay(in: state) { throw GivenName.empty(bay) }
            if let job = try await closed(name, state) { return job }
            throw Problems.worded(.notFound, .notFound, variant: "job", ["name": text])
        }
    }

    private func stored(_ id: JobID) async throws -> WipeJob? {
        try await station.read { store throws(StoreError) in try store.job(id) }
    }

    private func closedJobs(_ name: GivenName, _ state: StationState) async throws -> [WipeJob] {
        let record = name.record(in: state)
        return try await station.read { store throws(StoreError) in try store.closedJobs(name, record: record) }
    }

    private func closed(_ name: GivenName, _ state: StationState) async throws -> WipeJob? {
        let found = try await closedJobs(name, state)
        guard found.count <= 1 else { throw name.several(found.map { "job:" + $0.id }) }
        return found.first
    }
}

extension Store {
    /// The closed jobs that may be meant, each once: by serial and tag the newest, by record and id all.
    fileprivate func closedJobs(_ name: GivenName, record number: UInt64?) throws(StoreError) -> [WipeJob] {
        var found: [WipeJob] = []
        if name.value.isEmpty { return [] }
        for kind in name.kinds {
            switch kind {
            case .serial: found += [try lastClosedJob(serial: name.value)].compactMap { $0 }
            case .tag:
                if let job = try record(readingAs: name.value)?.job { found += [try self.job(job)].compactMap { $0 } }
            case .record:
                if let number { found += [try closedJob(record: number)].compactMap { $0 } }
            case .job: found += try closedJobs(named: name.value)
            case .bay, .node: break
            }
        }
        return found.reduce(into: []) { unique, job in
            if job.state.isClosed, !unique.contains(where: { $0.id == job.id }) { unique.append(job) }
        }
    }
}
