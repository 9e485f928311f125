// Who is next: a queue that a person can predict, and the limits of the station and of each bus.

package import WipeWords

extension StationState {
    /// Gives free slots to the queue, in its order. One that its bus keeps waiting lets the next one pass.
    mutating func grantSlots(_ turn: inout Turn) {
        guard !isShuttingDown else { return }
        for job in queueOrder() where obstacle(to: job, at: turn.now) == nil {
            // A slot only under a standing admission of this very attachment.
            guard let id = job.attachment, let media = attached[id], media.report != nil, case .admit(let admission) = media.decision
            else { continue }
            let begun = job.everRan ? job.plan : nil
            let plan = begun ?? admission.plan(turn.entropy.plan)
            move(&turn, job.id, .slotGranted(plan))
            if let bus = job.report.bus { lastStart[bus] = turn.now }
        }
    }

    /// Jobs that could run now, in the order in which they will: highest priority first, then first come, first served.
    package func queueOrder() -> [WipeJob] {
        jobs.values.filter { $0.state == .queued && $0.attachment != nil }
            .sorted { ($1.priority, $0.createdAt.runningMilliseconds, $0.id) < ($0.priority, $1.createdAt.runningMilliseconds, $1.id) }
    }

    private func isOneForHistory(_ one: WipeJob, _ other: WipeJob) -> Bool {
        one.identity.sharesAName(with: other.identity) && one.identity.likeness(to: other.identity, voidWWNs: voidWWNs).isOneForHistory
    }

    /// How long a wipe waits for the second look at its drive. Where that hangs, the hidden areas stay unknown, as the record then says.
    static let lookingMilliseconds: Int64 = 60_000

    private func isLookedAtAgain(_ media: AttachedMedia, at now: Moment) -> Bool {
        media.mustBeLookedAt
            || media.lookedAtAgainSince.map { now.runningMilliseconds - $0.runningMilliseconds < Self.lookingMilliseconds } ?? false
    }

    /// What keeps a queued job waiting at this moment; nil where nothing does, or where the job is not queued.
    package func obstacle(to job: WipeJob, at now: Moment) -> Reason<WaitCode>? {
        guard job.state == .queued else { return nil }
        if startBlocker != nil { return Reason(.cannotCertify) }
        if let id = job.attachment, let media = attached[id], isHot(media) {
            return Reason(.temperature, ["celsius": String(rules.temperature.resumeBelowCelsius)])
        }
        if let id = job.attachment, let media = attached[id], isLookedAtAgain(media, at: now) {
            return Reason(.beingLookedAt)
        }
        // What its last wipe came to is not on file yet, and may speak against another one without a word.
        if let last = jobs.values.first(where: { $0.id != job.id && $0.isEnding && isOneForHistory($0, job) }) {
            return Reason(.slotsTaken, variant: "record", ["job": last.id])
        }
        let running = jobs.values.filter(\.state.occupiesSlot)
        if running.count >= rules.slots { return Reason(.slotsTaken, ["count": String(rules.slots)]) }
        guard let bus = job.report.bus else { return nil }
        if running.count(where: { $0.report.bus == bus }) >= rules.slotsPerBus {
            return Reason(.busTaken, ["count": String(rules.slotsPerBus), "bus": bus])
        }
        if let last = lastStart[bus], now.runningMilliseconds - last.runningMilliseconds < Int64(rules.staggerSeconds) * 1000 {
            return Reason(.busTaken, variant: "stagger", ["bus": bus])
        }
        return nil
    }
}

extension WipeJob {
    /// Its run is over for good, and its record is not on file yet: it is being written, or its media was pulled and nothing proves that it came back.
    fileprivate var isEnding: Bool {
        if state.isCertifying { return true }
        return everRan && attachment == nil && !state.occupiesSlot && !identity.identifiesTheMedium
    }
}

/// Codes of what keeps a queued job waiting.
package enum WaitCode: String, WordedCode {
    package static var vocabulary: Vocabulary { .wait }
    /// Its record could not be kept now: the alarm of this code says why.
    case cannotCertify = "cannot-certify"
    /// As many wipes run as the station has slots, or this drive's last record is not on file yet.
    case slotsTaken = "slots-taken"
    /// As many wipes run on its bus as the bus may have, or another has just begun there.
    case busTaken = "bus-taken"
    /// The drive has to cool down first.
    case temperature
    /// The drive is looked at once more.
    case beingLookedAt = "being-looked-at"
}
