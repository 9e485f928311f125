// Identifying what came, looking at who uses it, and what happens by the clock.

import Foundation
import Logging
public import WipeCore
import WipeStore

extension Station {
    func identify(_ id: AttachmentID) {
        guard probing[id] == nil else {
            probeAgain.insert(id)
            return
        }
        probing[id] = clock.now()
        detachThread("identify " + id.name) { [bus, post] in post.yield(.probed(id, bus.probe(id))) }
    }

    func probed(_ id: AttachmentID, _ report: ProbeReport?) async {
        probing[id] = nil
        if let report {
            await take { _ in .identified(report, history(of: report)) }
            if let seen = state.attached[id]?.sighting { takeBackUnmet(seen) }
        } else {
            await take { _ in .identificationFailed(id, why: "the device could not be read") }
        }
        if probeAgain.remove(id) != nil, state.attached[id] != nil { identify(id) }
    }

    /// What a drive's firmware answered at its last look; nil where it was asked nothing. Asks nothing, and waits for nobody.
    public nonisolated func firmwarePages(of id: AttachmentID) -> FirmwarePages? { bus.firmwarePages(of: id) }

    private func history(of report: ProbeReport) -> MediaHistory {
        do { return try door.history(of: report) } catch {
            // What cannot be read is not "nothing": the media is held as if it had failed before.
            logger.error("history of \(report.attachment.node) cannot be read: \(error)")
            return MediaHistory(lastWipe: PastWipe(job: "unknown", ending: .failed, closedAt: clock.now()))
        }
    }

    func changed(_ id: AttachmentID) async {
        guard let media = state.attached[id] else { return }
        if state.isBusy(media) {
            // Its contents change under our own hands; only its size and its name matter while it is wiped.
            if naming.insert(id).inserted {
                detachThread("name " + id.name) { [bus, post] in post.yield(.named(id, bus.identity(of: id))) }
            }
            guard let known = media.report?.geometry?.capacityBytes, let size = bus.capacityBytes(of: id) else { return }
            if size > 0, size != known { await take { _ in .capacityChanged(id, bytes: size) } }
        } else {
            identify(id)
        }
    }

    func tick() async {
        let now = clock.now()
        for (id, since) in probing where now.runningMilliseconds - since.runningMilliseconds > 20_000 && state.attached[id]?.report == nil {
            await take { _ in .identificationFailed(id, why: "identification took longer than 20 s") }
        }
        for media in state.attached.values where media.report != nil && !state.isBusy(media) { await look(media.id, now) }
        // In the order in which the runs ended: the dates of records are to run with the order of the log, also after a day of a full disk.
        let waiting = state.jobs.values.compactMap { job -> (end: Int64, id: JobID)? in
            if case .certifying(let conclusion) = job.state { (conclusion.at.runningMilliseconds, job.id) } else { nil }
        }
        for job in waiting.sorted(by: { $0 < $1 }) { certify(job.id) }
        finishPublishing()
        await lookForRoom()
        if unmetProtection == nil { lookForUnmetProtection() }
        for media in state.attached.values where state.jobs.values.contains(where: { $0.attachment == media.id }) { feel(media.id, now) }
        await take { _ in .tick }
        watchPublished(now)
        keepRunningTime(now)
    }

    /// Says which entries of `protect` have met nothing so far: before the bus is opened, so that it is said before any drive may be wiped. Drives
    /// that come take theirs back. Where the store does not answer it is asked again at the next tick.
    func lookForUnmetProtection() {
        do {
            let unmet = try door.store.unmetProtection(state.rules)
            unmetProtection = unmet
            for place in unmet {
                logger.warning(
                    "\(state.rules.protectText(place)) has met no drive here so far: a slip of the pen protects nothing")
            }
        } catch { logger.error("what is protected cannot be compared with what was seen: \(error)") }
    }

    /// A drive that is there now may be the first that an entry meets.
    private func takeBackUnmet(_ seen: DriveSighting) {
        guard let unmet = unmetProtection else { return }
        let left = state.rules.unmetProtection(Set(unmet), by: seen).sorted()
        for place in unmet where !left.contains(place) { logger.info("\(state.rules.protectText(place)) has met a drive") }
        unmetProtection = left
    }

    /// Looks every 4 s at who uses a media. A look that does not come back is no "free": what cannot be found out refuses.
    private func look(_ id: AttachmentID, _ now: Moment) async {
        if let since = looking[id] {
            guard now.runningMilliseconds - since.runningMilliseconds > 30_000 else { return }
            let unknown = Usage.unknown(why: "looking at it took longer than 30 s")
            if state.attached[id]?.report?.usage != unknown { await take { _ in .usageObserved(id, unknown, since: now) } }
            return
        }
        guard now.runningMilliseconds / 1000 % 4 == 0 else { return }
        looking[id] = now
        detachThread("look " + id.name) { [bus, post] in post.yield(.looked(id, bus.usage(of: id), since: now)) }
    }

    /// Reads every 10 s how hot a drive with an open job is. A sensor that does not answer is asked no second time meanwhile.
    private func feel(_ id: AttachmentID, _ now: Moment) {
        guard feeling[id] == nil, now.runningMilliseconds / 1000 % 10 == 0 else { return }
        feeling[id] = now
        detachThread("feel " + id.name) { [bus, post] in post.yield(.felt(id, bus.temperatureCelsius(of: id))) }
    }

    /// One that is still being told is not told twice: the answer counts for both.
    func rest(_ id: AttachmentID) {
        guard let report = state.attached[id]?.report, resting.insert(id).inserted else { return }
        detachThread("rest " + id.name) { [bus, post] in post.yield(.rested(id, bus.rest(report))) }
    }

    func rested(_ id: AttachmentID, _ answer: RestAnswer) async {
        resting.remove(id)
        if case .turnsOn(let why) = answer { logger.info("\(id.node) turns on: \(why)") }
        await take { _ in .rested(id, answer) }
    }

    /// Running time survives a crash to the minute.
    func keepRunningTime(_ now: Moment) {
        guard now.runningMilliseconds - runningTimeSaved > 60_000 else { return }
        runningTimeSaved = now.runningMilliseconds
        do { try door.store.append([], at: now) } catch { logger.error("running time cannot be stored: \(error)") }
    }
}
