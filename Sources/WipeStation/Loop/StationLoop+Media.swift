// Identifying what came, looking at who uses it, and what happens by the clock.

import Logging
import WipeCore
import WipeStore

extension StationLoop {
    /// A drive that is not identified by then is held as one that could not be.
    static let identifyMilliseconds: Int64 = 20_000
    /// A look that takes longer is no "free": what cannot be found out refuses.
    static let lookMilliseconds: Int64 = 30_000
    /// From one look at who uses a medium to the next.
    static let lookEveryMilliseconds: Int64 = 4000
    static let temperatureEveryMilliseconds: Int64 = 10_000

    mutating func bus(_ event: BusEvent, at now: Moment) throws(StoreError) {
        switch event {
        case .attached(let id, let presentAtStart): try take(.attached(id, presentAtStart: presentAtStart), at: now)
        case .detached(let id):
            try take(.detached(id), at: now)
            forget(id)
        case .changed(let id): changed(id, at: now)
        case .enumerated: try take(.enumerated, at: now)
        }
    }

    /// Answers that are still on their way are about nothing any more.
    private mutating func forget(_ id: AttachmentID) {
        probing.forget(id)
        naming.forget(id)
        looking[id] = nil
        lookDue[id] = nil
        readingTemperature.remove(id)
        temperatureDue[id] = nil
    }

    mutating func identify(_ id: AttachmentID, at now: Moment) {
        if probing.ask(id, at: now) { ask(.probe(id)) }
    }

    mutating func probed(_ id: AttachmentID, _ report: ProbeReport?, at now: Moment) throws(StoreError) {
        probing.answered(id)
        if let report {
            try take(.identified(report, history(of: report, at: now)), at: now)
            if let seen = state.attached[id]?.sighting { takeBackUnmet(seen) }
        } else {
            try take(.identificationFailed(id, why: "the device could not be read"), at: now)
        }
        if probing.wasAskedAgain(id), state.attached[id] != nil { identify(id, at: now) }
    }

    private mutating func history(of report: ProbeReport, at now: Moment) -> MediaHistory {
        do { return try door.history(of: report) } catch {
            // What cannot be read is not "nothing": the medium is held as if it had failed before.
            say(.error, "history of \(report.attachment.node) cannot be read: \(error)")
            return MediaHistory(lastWipe: PastWipe(job: "unknown", ending: .failed, closedAt: now))
        }
    }

    /// While it is wiped its contents change under our own hands: only its size and its name matter then.
    private mutating func changed(_ id: AttachmentID, at now: Moment) {
        guard let media = state.attached[id] else { return }
        guard state.isBusy(media) else { return identify(id, at: now) }
        if naming.ask(id, at: now) { ask(.readIdentity(id)) }
    }

    mutating func identityRead(_ id: AttachmentID, _ identity: MediaIdentity?, _ bytes: UInt64?, at now: Moment) throws(StoreError) {
        naming.answered(id)
        if let identity { try take(.identityObserved(id, identity), at: now) }
        let known = state.attached[id]?.report?.geometry?.capacityBytes
        if let known, let bytes, bytes > 0, bytes != known { try take(.capacityChanged(id, bytes: bytes), at: now) }
        if naming.wasAskedAgain(id) { changed(id, at: now) }
    }

    /// Most looks see what is known already: those make no event.
    mutating func looked(_ id: AttachmentID, _ usage: Usage, since: Moment, at now: Moment) throws(StoreError) {
        if looking[id] == since { looking[id] = nil }
        if state.attached[id]?.report?.usage != usage { try take(.usageObserved(id, usage, since: since), at: now) }
    }

    mutating func temperatureRead(_ id: AttachmentID, _ degrees: Int?, at now: Moment) throws(StoreError) {
        readingTemperature.remove(id)
        if let media = state.attached[id], media.temperatureCelsius != degrees { try take(.temperatureObserved(id, degrees), at: now) }
    }

    /// One that is still being told is not told twice: the answer counts for both.
    mutating func rest(_ id: AttachmentID) {
        guard let report = state.attached[id]?.report, resting.insert(id).inserted else { return }
        ask(.rest(id, report))
    }

    // MARK: by the clock

    mutating func tick(at now: Moment) throws(StoreError) {
        for (id, since) in probing.since.sorted(by: { $0.key < $1.key }) {
            guard now.runningMilliseconds - since.runningMilliseconds > Self.identifyMilliseconds, let media = state.attached[id],
                media.report == nil
            else { continue }
            try take(.identificationFailed(id, why: "identification took longer than \(Self.identifyMilliseconds / 1000) s"), at: now)
        }
        for id in state.attached.keys.sorted() { try look(id, at: now) }
        failedSinceTick = []
        certifyWaiting(at: now)
        finishPublishing(at: now)
        try lookForRoom(at: now)
        if unmetProtection == nil { lookForUnmetProtection() }
        // A sensor of a drive that erases itself may be a command to it (drivetemp): it is left alone.
        for job in state.jobs.values.sorted(by: { $0.id < $1.id }) where !job.isErasing {
            if let id = job.attachment { readTemperature(id, at: now) }
        }
        try take(.tick, at: now)
        watchPublished(at: now)
        keepRunningTime(now)
    }

    private mutating func look(_ id: AttachmentID, at now: Moment) throws(StoreError) {
        guard let media = state.attached[id], let known = media.report?.usage, !state.isBusy(media) else { return }
        if let since = looking[id] {
            let unknown = Usage.unknown(why: "looking at it took longer than \(Self.lookMilliseconds / 1000) s")
            guard now.runningMilliseconds - since.runningMilliseconds > Self.lookMilliseconds, known != unknown else { return }
            try take(.usageObserved(id, unknown, since: now), at: now)
        } else if now.runningMilliseconds >= lookDue[id] ?? 0 {
            looking[id] = now
            lookDue[id] = now.runningMilliseconds + Self.lookEveryMilliseconds
            ask(.look(id, since: now))
        }
    }

    /// A sensor that does not answer is asked no second time meanwhile.
    private mutating func readTemperature(_ id: AttachmentID, at now: Moment) {
        guard state.attached[id] != nil, now.runningMilliseconds >= temperatureDue[id] ?? 0, readingTemperature.insert(id).inserted else {
            return
        }
        temperatureDue[id] = now.runningMilliseconds + Self.temperatureEveryMilliseconds
        ask(.readTemperature(id))
    }

    /// Running time survives a crash to the minute.
    private mutating func keepRunningTime(_ now: Moment) {
        guard now.runningMilliseconds - runningTimeSaved > 60_000 else { return }
        runningTimeSaved = now.runningMilliseconds
        do { try door.store.append([], at: now) } catch { say(.error, "running time cannot be stored: \(error)") }
    }

    // MARK: what is protected

    /// Says which entries of `protect` have met nothing so far: before the bus is opened, so that it is said before any drive may be wiped. Drives
    /// that come take theirs back. Where the store does not answer it is asked again at the next tick.
    mutating func lookForUnmetProtection() {
        do {
            let unmet = try door.store.unmetProtection(state.rules)
            unmetProtection = unmet
            for place in unmet {
                say(.warning, "\(state.rules.protectText(place)) has met no drive here so far: a slip of the pen protects nothing")
            }
        } catch { say(.error, "what is protected cannot be compared with what was seen: \(error)") }
    }

    /// A drive that is there now may be the first that an entry meets.
    private mutating func takeBackUnmet(_ seen: DriveSighting) {
        guard let unmet = unmetProtection else { return }
        let left = state.rules.unmetProtection(Set(unmet), by: seen).sorted()
        for place in unmet where !left.contains(place) { say(.info, "\(state.rules.protectText(place)) has met a drive") }
        unmetProtection = left
    }
}
