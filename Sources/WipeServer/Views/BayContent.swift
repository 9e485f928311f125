// One bay as people see it: which drive is in it, which job it shows, and in what word. What the store has to be asked for, its caller asks.

import WipeAPI
import WipeCore
import WipeStation

/// What the station itself knows of a bay.
struct BayContent {
    let bay: Bay
    let media: AttachedMedia?
    /// The open job of what is in it. Of an empty bay, the one of what was pulled out of it and waits to come back; and in any case one that has not
    /// given back its slot.
    let open: WipeJob?
    /// Jobs whose drives were pulled out of it and are waited for, the newest first.
    let pulled: [WipeJob]

    init(_ bay: Bay, in state: StationState) {
        self.bay = bay
        let media = state.attached.values.filter { $0.report.map { bay.matches($0.properties) } ?? false }.min { $0.id < $1.id }
        self.media = media
        let jobs = state.jobs.values.filter { $0.bay == bay.id }
        pulled = jobs.filter { $0.attachment == nil && !$0.state.isClosed }.sorted(by: Self.isNewer)
        let here = media.map { media in jobs.filter { $0.attachment == media.id } } ?? []
        open = (here + jobs.filter(\.state.occupiesSlot)).min { $0.id < $1.id } ?? (media == nil ? pulled.first : nil)
    }

    private static func isNewer(_ one: WipeJob, _ other: WipeJob) -> Bool {
        (one.stateSince.wallMilliseconds, one.id) > (other.stateSince.wallMilliseconds, other.id)
    }

    /// The closed job whose end the bay may show.
    var endedJob: JobID? { open == nil ? media?.endedJob : nil }

    /// - Parameter ended: the job that `endedJob` names.
    func shows(ended: WipeJob?, in state: StationState) -> BayShows { media.map { state.shows($0, open: open, ended: ended) } ?? .openJob }

    /// The job that stands in the view of the bay, whatever word it shows.
    func job(ended: WipeJob?, in state: StationState) -> WipeJob? { open ?? (shows(ended: ended, in: state) == .endedJob ? ended : nil) }
}

extension BayView {
    /// - Parameters:
    ///   - ended: the job that `BayContent.endedJob` names.
    ///   - record: the signed record of the job that is shown, where it has one.
    init(_ content: BayContent, ended: WipeJob?, record: SignedDocument?, _ snapshot: Snapshot) {
        let media = content.media
        let job = content.job(ended: ended, in: snapshot.state)
        let pull = media.map { snapshot.state.pullAdvice($0, at: snapshot.at) }
        self.init(
            id: content.bay.id, onAttach: content.bay.onAttach.rawValue, attachment: media?.id.token(bootID: snapshot.state.bootID),
            media: media.flatMap { media in media.report.map { MediaSummary($0, node: media.id.node) } }, assetTag: media?.assetTag?.tag,
            decision: media.map { DecisionView($0.decision) }, job: job.map { JobView($0, snapshot) },
            shown: ShownView(content.shows(ended: ended, in: snapshot.state), of: job, record: record, media, snapshot),
            temperatureCelsius: media?.temperatureShown, unresponsive: job.map(snapshot.isUnresponsive) ?? false,
            safeToPull: pull?.isSafe, pull: pull.map { ReasonView(code: $0.rawValue, message: $0.message) },
            pulled: content.pulled.map {
                PulledView(
                    job: $0.id, serial: $0.report.identity.serial, assetTag: $0.assetTag?.tag, since: $0.stateSince.text)
            })
    }
}
