// Goal: every state x event of the job machine is known and intended.
// Method: one job in each state takes each event; the table is compared with a golden file (UPDATE_GOLDEN=1 rewrites it after a review).

import Foundation
import Bench
import Testing

@testable import WipeCore

@Suite struct JobTransitionTests {
    private static let states: [(String, JobState)] = [
        ("held", .held([Reason(.assetTagMissing, "")])), ("queued", .queued), ("opening", .opening), ("running", .running),
        ("stopping(cancelled)", .stopping(.cancelled)), ("stopping(paused)", .stopping(.paused)),
        ("stopping(detached)", .stopping(.detached)),
        ("stopping(temperature)", .stopping(.temperature)), ("suspended(temperature)", .suspended(.temperature)),
        ("stopping(shutdown)", .stopping(.shutdown)), ("stopping(capacity-changed)", .stopping(.capacityChanged)),
        ("suspended(paused)", .suspended(.paused)), ("suspended(detached)", .suspended(.detached)),
        ("suspended(media-gone)", .suspended(.refused(.mediaGone))),
        ("certifying", .certifying(conclusion)), ("closed", .closed(.sanitized(document: "d"))),
    ]

    private static let conclusion = Conclusion(verdict: .sanitized, report: Fixture.cleanReport(), documentID: "d", at: Fixture.moment(9))

    private static func gone() -> WipeReport {
        var report = Fixture.cleanReport()
        report.end = .mediaGone(errno: 19)
        return report
    }

    private static func changed() -> WipeReport {
        var report = Fixture.cleanReport()
        report.end = .contentsChanged([Extent(offset: 0, length: 512)])
        return report
    }

    private static let events: [(String, JobEvent)] = [
        ("decided(no holds)", .decided(holds: [])), ("decided(hold)", .decided(holds: [Reason(.wasInUse, "")])),
        ("refused", .refused([Reason(.mounted, "")])),
        ("returned", .returned(AttachmentID(name: "sdc", diskSequence: 9), Fixture.report("sdc", sequence: 9), bootID: "boot")),
        ("slotGranted", .slotGranted(Fixture.plan())), ("opened", .opened(record: 1, bootID: "boot")),
        ("openRefused", .openRefused(Reason(.identityMismatch, ""))), ("checkpointed", .checkpointed(.start(passes: 1))),
        ("finished(sanitized)", .finished(Fixture.cleanReport(), verdict: .sanitized, nil)),
        ("finished(failed)", .finished(Fixture.cleanReport(), verdict: .failed([Reason(.verdict(.mismatch), "")]), nil)),
        ("finished(gone)", .finished(gone(), verdict: .failed([]), nil)),
        ("finished(contents changed)", .finished(changed(), verdict: .failed([]), nil)),
        ("stopped", .stopped(.start(passes: 1))), ("cancelRequested", .cancelRequested(Fixture.operator1)),
        ("pauseRequested", .pauseRequested(Fixture.operator1)), ("resumeRequested", .resumeRequested(Fixture.operator1)),
        ("mediaDetached", .mediaDetached),
        ("capacityChanged", .capacityChanged(bytes: 512)), ("tooHot", .tooHot), ("shutdown", .shutdown),
        ("deadlinePassed", .deadlinePassed),
        ("restarted", .restarted),
        ("certified(certificate)", .certified(document: "d", isCertificate: true, [])),
        ("certified(failure)", .certified(document: "d", isCertificate: false, [])),
        ("published", .published), ("custodyEnded", .custodyEnded),
    ]

    private static func job(_ state: JobState, ran: Bool) -> WipeJob {
        let report = Fixture.report()
        var job = WipeJob(
            id: "j", report: report, bay: "B1", attachment: report.attachment, assetTag: nil, policy: "clear-zero", state: state,
            bootID: "boot",
            at: Fixture.moment(0))
        if ran {
            job.startedAt = Fixture.moment(1)
            job.record = 1
            job.plan = Fixture.plan()
        }
        return job
    }

    private static func line(_ state: (String, JobState), _ event: (String, JobEvent), ran: Bool) -> String {
        var job = job(state.1, ran: ran)
        let before = job
        let answer: String
        do {
            let effects = try job.apply(event.1, at: Fixture.moment(20), newID: { "new" })
            let next = job.state == before.state ? "unchanged" : job.state.word + (job.state.detail.isEmpty ? "" : "(\(job.state.detail))")
            answer = ([next] + effects.map { "+ \($0)" }).joined(separator: " ")
        } catch {
            answer = "illegal"
            #expect(job == before, "an illegal event must change nothing")
        }
        return "\(state.0)\(ran ? "" : ", never ran") | \(event.0) | \(answer)"
    }

    @Test func everyStateAnswersEveryEventAsTheGoldenTableSays() throws {
        var lines: [String] = []
        for state in Self.states {
            let variants: [Bool]
            switch state.1 {
            case .held, .queued, .opening, .suspended, .stopping: variants = [false, true]
            default: variants = [true]
            }
            for ran in variants { for event in Self.events { lines.append(Self.line(state, event, ran: ran)) } }
        }
        let text = lines.joined(separator: "\n") + "\n"
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../Golden/job-transitions.txt")
            .standardized
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test func onlyAFinishedRunBecomesSanitized() throws {
        for state in Self.states {
            for event in Self.events where event.0 != "finished(sanitized)" {
                if case .certifying = state.1 { continue }
                var job = Self.job(state.1, ran: true)
                _ = try? job.apply(event.1, at: Fixture.moment(20), newID: { "new" })
                if case .certifying(let conclusion) = job.state { #expect(conclusion.verdict != .sanitized, "\(state.0) on \(event.0)") }
            }
        }
    }

    @Test func aJobThatEverRanNeverEndsWithoutARecord() throws {
        for state in Self.states {
            for event in Self.events {
                var job = Self.job(state.1, ran: true)
                _ = try? job.apply(event.1, at: Fixture.moment(20), newID: { "new" })
                if case .closed(.withdrawn) = job.state { Issue.record("\(state.0) on \(event.0) withdrew a job that ran") }
            }
        }
    }

    @Test func whatTheHonestyRulesRefuseClosesAsFailed() throws {
        var job = Self.job(.certifying(Self.conclusion), ran: true)
        _ = try job.apply(
            .certified(document: "d", isCertificate: false, [Reason(.honestyRefused, "h")]), at: Fixture.moment(20), newID: { "new" })
        _ = try job.apply(.published, at: Fixture.moment(21), newID: { "new" })
        #expect(job.state == .closed(.failed(document: "d", [Reason(.honestyRefused, "h")])))
    }

    @Test func aWallClockThatJumpsGoesOnTheRecord() throws {
        var job = Self.job(.opening, ran: false)
        job.plan = Fixture.plan()
        _ = try job.apply(.opened(record: 1, bootID: "b"), at: Fixture.moment(0), newID: { "new" })
        let jumped = Moment(wallMilliseconds: Fixture.moment(0).wallMilliseconds - 3_600_000, runningMilliseconds: 5000)
        _ = try job.apply(.checkpointed(.start(passes: 1)), at: jumped, newID: { "new" })
        #expect(job.clockJumps == [ClockJump(at: jumped, seconds: -3605)])
        // The next event is measured against the jumped clock: one jump is one entry.
        let later = Moment(wallMilliseconds: jumped.wallMilliseconds + 5000, runningMilliseconds: 10_000)
        _ = try job.apply(.checkpointed(.start(passes: 1)), at: later, newID: { "new" })
        #expect(job.clockJumps.count == 1)
    }
}
