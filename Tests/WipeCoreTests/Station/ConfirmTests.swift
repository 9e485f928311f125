// Goal: everything unusual waits for one right word, and for nothing less. Method: a station for each hold; the hold alone, then no word and wrong
// words, which change nothing, then the right one, which starts the wipe.

import Bench
import Testing

@testable import WipeCore

@Suite struct ConfirmTests {
    /// How a drive comes to be held.
    struct Case: CustomTestStringConvertible, Sendable {
        let code: HoldCode
        var rules: @Sendable (inout StationRules) -> Void = { _ in }
        var report: @Sendable (inout ProbeReport) -> Void = { _ in }
        var history = MediaHistory()
        var isPresentAtStart = false
        /// Seen mounted first.
        var isMountedFirst = false
        /// Its first job was cancelled by a person.
        var isCancelled = false
        var confirm: String? = "ZN1ABCDE"
        var testDescription: String { code.rawValue }
    }

    private static func past(_ ending: PastWipe.Ending) -> MediaHistory {
        MediaHistory(lastWipe: PastWipe(job: "j", ending: ending, closedAt: Fixture.moment(-3600)))
    }

    static let cases = [
        Case(code: .waitingForStart, rules: { $0.bays[0].onAttach = .hold }), Case(code: .presentAtStart, isPresentAtStart: true),
        Case(code: .wasInUse, isMountedFirst: true), Case(code: .alreadyCertified, history: past(.sanitized)),
        Case(code: .failedBefore, history: past(.failed)), Case(code: .failedBefore, history: past(.abandoned)),
        Case(code: .cancelledBefore, rules: { $0.slots = 0 }, isCancelled: true),
        Case(code: .aboveConfirmSize, rules: { $0.confirmAboveBytes = Fixture.capacity - 1 }),
        Case(code: .arrayMember, report: { $0.contents = [Content(kind: .raid, type: "LVM2_member", offsetBytes: 0, group: "vg")] }),
        Case(code: .contentsUnknown, report: { ($0.contents, $0.contentsProblem) = (nil, "input/output error") }),
        Case(code: .unhealthy, report: { $0.health = Health(reallocatedSectors: 101, pendingSectors: 0) }),
        Case(code: .unhealthy, report: { $0.health = Health(reallocatedSectors: 0, pendingSectors: 1) }),
        Case(
            code: .weakIdentity, report: { $0.identity.serial = nil },
            history: MediaHistory(assetTag: AssetTag(tag: "T-1", source: .person)), confirm: "T-1"),
    ]

    @Test(arguments: cases) func theRightWordStartsItAndNothingElseDoes(_ which: Case) throws {
        var rules = Fixture.rules()
        which.rules(&rules)
        var report = Fixture.report()
        which.report(&report)
        var state = StationState(rules: rules, policies: ["clear-zero": Fixture.policy()], bootID: "boot-1")
        let entropy = Fixture.entropy()
        var seconds: Int64 = 0
        func send(_ event: Event) throws(Refused) {
            seconds += 1
            _ = try state.handle(event, at: Fixture.moment(seconds), entropy: entropy)
        }
        try send(.restarted)
        try send(.enumerated)
        try send(.attached(report.attachment, presentAtStart: which.isPresentAtStart))
        if which.isMountedFirst {
            var mounted = report
            mounted.usage = .known([Use(.mounted, node: "sdb", detail: "/mnt")])
            try send(.identified(mounted, which.history))
        }
        try send(.identified(report, which.history))
        if which.isCancelled { try send(.cancelRequested(try #require(state.jobs.keys.first), Fixture.operator1)) }

        let held = try #require(state.attached[report.attachment]).decision
        #expect(held.verdict == "hold" && held.holds.map(\.code) == [which.code], "\(held)")
        #expect(held.holds.allSatisfy { $0.code.isConfirmable && $0.message.contains(" ") && !$0.message.contains($0.code.rawValue) })
        let before = state.jobs
        for wrong in [nil, "", " ", "S", "ZN1ABCD", "N1ABCDE", "ZN1ABCDE1", "ZN1-ABCDE", "T-2"] {
            var code: String?
            do throws(Refused) {
                try send(.startRequested(report.attachment, policy: nil, confirm: wrong, Fixture.operator1))
            } catch {
                code = error.code
                #expect(error.reasons == held.reasons && error.hint != nil)
            }
            #expect(code == "confirmation-required", "\(wrong ?? "no word")")
            #expect(state.jobs == before)
        }
        try send(.startRequested(report.attachment, policy: nil, confirm: which.confirm, Fixture.operator1))
        let job = try #require(state.jobs.values.first)
        #expect(["opening", "queued"].contains(job.state.word) && job.operators == [Fixture.operator1])
    }

    /// A scanner may have its capitals the other way round, and labels put a letter before the number.
    @Test(arguments: [
        ("ZN1ABCDE", "zn1abcde"), ("ZN1ABCDE", " ZN1ABCDE\t"), ("ZN1ABCDE", "SZN1ABCDE"), ("ZN1ABCDE", "S/N: zn1abcde"),
        ("ZN1ABCDE", "1SZN1ABCDE"), ("WD-WCC4N1234567", "WCC4N1234567"), ("WD-WCC4N1234567", "sWD-WCC4N1234567"), ("S N1 2", "s_n1_2"),
    ])
    func theSerialIsTakenAsItsLabelHasIt(_ serial: String, _ scanned: String) {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        let report = Fixture.report(serial: serial)
        bench.plug(report)
        #expect(bench.start(report, confirm: scanned)?.queued.count == 1)
    }

    /// The letter before the number of one drive makes the number of another: whoever says it looks at that one.
    @Test func theSerialOfAnotherDriveConfirmsNothing() {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        let other = Fixture.report("sdc", sequence: 8, serial: "SZN1ABCDE", bay: "2")
        bench.plug(theDrive)
        bench.plug(other)
        #expect(
            bench.refusal(.startRequested(theDrive.attachment, policy: nil, confirm: "szn1abcde", Fixture.operator1))?.variant
                == "other-serial")
        #expect(bench.start(other, confirm: "szn1abcde")?.queued.count == 1)
        // Its job is open: the word is still that drive's.
        bench.send(.detached(other.attachment))
        #expect(bench.start(theDrive, confirm: "ZN1ABCDE")?.queued.count == 1)
    }

    /// What a person would be asked for, before anybody is asked.
    @Test func nobodyIsAskedForAWordThatWouldNotBeEnough() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        let nameless = Fixture.report("sdc", sequence: 8, serial: nil, bay: "2")
        bench.plug(theDrive)
        bench.plug(nameless)
        func needs(_ report: ProbeReport, _ actor: Actor = Fixture.operator1) throws(Refused) -> StartNeeds {
            try bench.state.startNeeds(report.attachment, policy: nil, by: actor, at: bench.now)
        }
        let first = try needs(theDrive, Fixture.technician)
        #expect(first.confirmation == .serial && first.holds.map(\.code) == [.waitingForStart])
        #expect(throws: Refused.self) { try needs(theDrive, Fixture.viewer) }
        #expect(
            throws: Refused(
                .confirmationRequired, variant: "nameless", ["node": "/dev/sdc"], reasons: bench.decision(nameless)?.reasons ?? [])
        ) {
            try needs(nameless)
        }
        bench.tag("T-9", nameless)
        #expect(try needs(nameless).confirmation == .assetTag)
        // A weak identity is for a lead: a technician is told so, and asked for nothing.
        #expect { try needs(nameless, Fixture.technician) } throws: { ($0 as? Refused)?.code == Refused.Code.notAllowed.rawValue }
        bench.start(theDrive)
        #expect { try needs(theDrive) } throws: { ($0 as? Refused)?.code == Refused.Code.alreadyStarted.rawValue }
    }

    @Test func aDriveWithNeitherSerialNorTagIsToldToGetItsTagFirst() throws {
        var report = Fixture.report()
        report.identity.serial = nil
        var state = StationState(rules: Fixture.rules(), policies: ["clear-zero": Fixture.policy()], bootID: "boot-1")
        let entropy = Fixture.entropy()
        for event in [
            Event.restarted, .enumerated, .attached(report.attachment, presentAtStart: false), .identified(report, MediaHistory()),
        ] {
            _ = try state.handle(event, at: Fixture.moment(1), entropy: entropy)
        }
        do throws(Refused) {
            _ = try state.handle(
                .startRequested(report.attachment, policy: nil, confirm: "", Fixture.operator1), at: Fixture.moment(2), entropy: entropy)
            Issue.record("started without a word")
        } catch { #expect(error.code == "confirmation-required" && error.hint?.contains("wipectl tag /dev/sdb") == true) }
    }

    /// A station starts while the drive is attached; `record` is what this or an earlier boot wrote down about it.
    private static func codesAtStart(_ record: AttachmentRecord?) throws -> [DecisionCode] {
        let report = Fixture.report()
        var state = StationState(rules: Fixture.rules(), policies: ["clear-zero": Fixture.policy()], bootID: "boot-2")
        let history = MediaHistory(record: record)
        for event in [Event.restarted, .attached(report.attachment, presentAtStart: true), .enumerated, .identified(report, history)] {
            _ = try state.handle(event, at: Fixture.moment(1), entropy: Fixture.entropy())
        }
        return try #require(state.attached[report.attachment]).decision.reasons.map(\.code)
    }

    @Test func aDriveThatThisBootSawArriveNeedsNoWordWhenTheDaemonStartsAgainAndAnyOtherDoes() throws {
        let report = Fixture.report()
        func record(_ boot: String, _ sequence: UInt64, presentAtStart: Bool) -> AttachmentRecord {
            AttachmentRecord(
                bootID: boot, attachment: AttachmentID(name: report.attachment.name, diskSequence: sequence), mediaKey: report.identity.key,
                presentAtStart: presentAtStart)
        }
        let sequence = report.attachment.diskSequence
        #expect(try Self.codesAtStart(record("boot-2", sequence, presentAtStart: false)) == [])
        #expect(try Self.codesAtStart(nil) == [.hold(.presentAtStart)])
        #expect(try Self.codesAtStart(record("boot-2", sequence, presentAtStart: true)) == [.hold(.presentAtStart)])
        #expect(try Self.codesAtStart(record("boot-1", sequence, presentAtStart: false)) == [.hold(.presentAtStart)], "another boot")
        #expect(
            try Self.codesAtStart(record("boot-2", sequence + 1, presentAtStart: false)) == [.hold(.presentAtStart)], "another attachment")
    }
}
