// Runs and their records: what runners say, and how a concluded job gets its document.

import Foundation
import Logging
import WipeCore
import WipeStore

extension Station {
    func start(_ id: JobID) {
        guard let job = state.jobs[id], let plan = job.plan, let attachment = job.attachment, let geometry = job.report.geometry,
            runners[id] == nil
        else { return }
        let admitted = AdmittedMedia(
            attachment: attachment, deviceMajor: job.report.deviceMajor, deviceMinor: job.report.deviceMinor, identity: job.identity,
            geometry: geometry)
        let checkpoint = job.checkpoint ?? .start(passes: plan.passes.count)
        let assignment = Runner.Assignment(job: id, admitted: admitted, plan: plan, checkpoint: checkpoint)
        runners[id] = Runner(assignment, bus: bus, clock: clock) { [post] word in post.yield(.runner(id, word)) }
    }

    func heard(_ id: JobID, _ word: RunnerWord) async {
        switch word {
        case .opened:
            await take { _ in .opened(id) }
            runners[id]?.proceed()
        case .checkpointed(let checkpoint):
            await take { _ in .checkpointed(id, checkpoint) }
            runners[id]?.proceed()
        case .openRefused(let reason):
            runners[id] = nil
            logger.warning("\(id): \(reason.message)")
            await take { _ in .openRefused(id, reason) }
        case .finished(let report, let health):
            runners[id] = nil
            await take { _ in .finished(id, report, health) }
        case .stopped(let checkpoint):
            runners[id] = nil
            await take { _ in .stopped(id, checkpoint) }
        }
    }

    /// Build, sign, one transaction, publish. Any step may fail: the job stays `certifying` and the next tick tries again.
    func certify(_ id: JobID) {
        guard let job = state.jobs[id], case .certifying(let conclusion) = job.state else { return }
        do {
            // What is stored already is said again: the store may have taken it in although its answer was an error.
            let stored = try store.document(id: conclusion.documentID)
            let made = try stored.map { (document: $0, reasons: [Reason]()) } ?? certifier.certify(job, conclusion)
            let document = made.document
            _ = try process(.certified(id, document, isCertificate: document.kind == .certificate, made.reasons), at: clock.now())
            try certifier.publish(document)
            _ = try process(.published(id, documentID: document.id), at: clock.now())
            publishAlarm = nil
        } catch {
            if publishAlarm == nil { logger.error("the record of job \(id) cannot be written: \(error)") }
            publishAlarm = Alarm(code: "certify-failed", message: "the record of job \(id) cannot be written yet: \(error)")
        }
    }

    /// Finishes at start what a crash left between the transaction and the file.
    func finishPublishing() throws {
        for document in try store.unpublishedDocuments() { try certifier.publish(document) }
    }
}
