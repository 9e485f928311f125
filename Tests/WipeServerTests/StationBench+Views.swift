// What the daemon would answer of a station on a bench: its views are made of the bench's own state, as the routes make them, and no socket is there.

import Bench
import WipeAPI
import WipeCore

@testable import WipeServer
@testable import WipeStation

extension StationBench {
    func snapshot(_ progress: [JobID: LiveProgress] = [:], alarms: [Alarm] = []) -> Snapshot {
        Snapshot(state: state, progress: progress, alarms: alarms, at: now)
    }

    /// One bay, with what a store would give for it.
    /// - Parameter revokedBy: number of the record that took the shown one back.
    func bay(_ id: String, _ progress: [JobID: LiveProgress] = [:], revokedBy: UInt64? = nil) -> BayView? {
        guard let bay = state.rules.bays.first(where: { $0.id == id }) else { return nil }
        let content = BayContent(bay, in: state)
        let ended = content.endedJob.flatMap { stored($0) }
        let signed = content.job(ended: ended, in: state)?.documentID
        var record = entries.compactMap { if case .document(let document) = $0 { document } else { nil } }.last { $0.id == signed }
        record?.revokedBy = revokedBy
        return BayView(content, ended: ended, record: record, snapshot(progress))
    }

    func media(_ report: ProbeReport) -> MediaView? { state.attached[report.attachment].map { MediaView($0, snapshot()) } }

    /// The open job of a drive.
    func jobView(_ report: ProbeReport, _ progress: [JobID: LiveProgress] = [:]) -> JobView? {
        job(at: report).map { JobView($0, snapshot(progress)) }
    }

    func plan(_ report: ProbeReport, policy: String? = nil) -> PlanView? {
        guard let media = state.attached[report.attachment], let report = media.report else { return nil }
        return PlanView(media, report, policy: policy, snapshot())
    }
}

extension LiveProgress {
    /// A run that writes, and of which everything is known that there is to know.
    static func writing(_ bytesDone: UInt64, of plan: WipePlan, silentSeconds: Int64 = 0) -> LiveProgress {
        LiveProgress(
            pass: 1, phase: .write, bytesDone: bytesDone, bytesTotal: plan.workBytes, bytesPerSecond: 1 << 20,
            etaSeconds: 90, silentSeconds: silentSeconds, readsAgain: nil)
    }
}
