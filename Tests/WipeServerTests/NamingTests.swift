// Goal: a person who names a drive or a job gets that one or a question, and never another one.
// Method: drives and jobs whose names collide in each way; each way to write MEDIA and JOB.

import Bench
import Foundation
import Testing
import WipeAPI
import WipeCore

@testable import WipeServer

@Suite struct NamingTests {
    private static func station(_ reports: [ProbeReport]) -> StationState {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        for report in reports { bench.plug(report) }
        return bench.state
    }

    private static func problem(_ text: String, in state: StationState) -> Problem? {
        #expect(throws: ProblemError.self) { try GivenName(text).drive(in: state) }?.problem
    }

    private static let first = Fixture.report("sdb", sequence: 7, serial: "ZN1ABCDE", bay: "1")
    private static let second = Fixture.report("sdc", sequence: 8, serial: "WD-22222222", bay: "2")

    @Test(arguments: [
        "ZN1ABCDE", "serial:ZN1ABCDE", "zn1abcde", " ZN1ABCDE\n", "B1", "bay:B1", "b1", "B-01", "BAY:b1", "/dev/sdb", "sdb",
        "node:/dev/sdb",
        "node:sdb",
    ])
    func aDriveHasManyNames(_ text: String) throws {
        #expect(try GivenName(text).drive(in: Self.station([Self.first, Self.second])).id == Self.first.attachment)
    }

    @Test(arguments: [
        "", " ", "ZN1", "ZN1ABCDEF", "B3", "B11", "bay:", "serial:", "tag:", "record:", "node:", "job:", "serial:B1", "bay:ZN1ABCDE",
        "node:B1",
        "sd", "tag:ZN1ABCDE", "record:1", "job:sdb", "/dev/disk/by-id/none",
    ])
    func aNameThatNearlyFitsIsNoDrive(_ text: String) {
        let problem = Self.problem(text, in: Self.station([Self.first, Self.second]))
        #expect(problem?.status == 404 && problem?.code == ProblemCode.notFound.rawValue && problem?.hint != nil)
    }

    /// The serial of one drive is the name of the bay in which another stands.
    @Test func aNameOfTwoDrivesIsAQuestionThatNamesBoth() throws {
        let odd = Fixture.report("sdd", sequence: 9, serial: "B1", bay: "3")
        let state = Self.station([Self.first, Self.second, odd])
        let problem = Self.problem("B1", in: state)
        #expect(problem?.status == 409 && problem?.code == ProblemCode.ambiguous.rawValue)
        #expect(problem?.hint == "name one of bay:B1, bay:B3")
        #expect(try GivenName("bay:B1").drive(in: state).id == Self.first.attachment)
        #expect(try GivenName("serial:B1").drive(in: state).id == odd.attachment)
    }

    /// In the order in which they came.
    @Test func twoDrivesInOneBayAreAQuestionToo() {
        let other = Fixture.report("sda", sequence: 9, serial: "OTHER123", bay: "1")
        #expect(Self.problem("bay:B1", in: Self.station([Self.first, other]))?.hint == "name one of node:/dev/sdb, node:/dev/sda")
    }

    /// Swift takes both spellings of an accent for the same text; a drive does not.
    @Test func aSerialIsComparedByteForByte() throws {
        let composed = Fixture.report("sdb", sequence: 7, serial: "N\u{E9}1ABCDE", bay: "1")
        let state = Self.station([composed])
        #expect(try GivenName("N\u{E9}1ABCDE").drive(in: state).id == composed.attachment)
        #expect(Self.problem("Ne\u{301}1ABCDE", in: state)?.code == ProblemCode.notFound.rawValue)
    }

    /// Nothing is known of it yet but its node.
    @Test func aDriveThatIsStillBeingIdentifiedHasItsNodeAlone() throws {
        var bench = StationBench()
        bench.send(.attached(theDrive.attachment, presentAtStart: false))
        #expect(try GivenName("sdb").drive(in: bench.state).id == theDrive.attachment)
        #expect(Self.problem("B1", in: bench.state)?.code == ProblemCode.notFound.rawValue)
    }

    @Test func whatWasPulledIsNoDriveAnyMore() {
        var bench = StationBench()
        bench.plug(theDrive)
        bench.send(.detached(theDrive.attachment))
        for text in ["ZN1ABCDE", "B1", "sdb"] {
            #expect(Self.problem(text, in: bench.state)?.code == ProblemCode.notFound.rawValue, "\(text)")
        }
    }

    /// Where bays have numbers, a number that is said at an empty one is no record: its drive may stand two bays on.
    @Test func theNumberOfABayIsNoRecord() throws {
        var rules = Fixture.rules(onAttach: .hold)
        rules.bays = [Bay(id: "7", match: [PropertyMatch(property: "BAY", glob: "1")], onAttach: .hold)]
        let state = StationBench(rules).state
        #expect(GivenName("7").record(in: state) == nil && GivenName("07").record(in: state) == nil)
        #expect(GivenName("record:7").record(in: state) == 7 && GivenName("9").record(in: state) == 9)
        #expect(Self.problem("7", in: state)?.detail == "bay 7 is empty")
    }

    @Test func anEmptyBayIsCalledEmpty() {
        let problem = Self.problem("b2", in: Self.station([Self.first]))
        #expect(problem?.detail == "bay B2 is empty" && problem?.variant == "bay" && problem?.parameters == ["bay": "B2"])
    }

    /// udev's own links lead to the node; here one does that a test has made, to a node that is always there.
    @Test func aLinkBelowDevIsTheDriveThatItLeadsTo() throws {
        let link = "/dev/shm/naming-\(getpid())"
        #expect(symlink("/dev/null", link) == 0)
        defer { unlink(link) }
        let null = Fixture.report("null", sequence: 7, serial: "ZN1ABCDE", bay: "1")
        let state = Self.station([null, Self.second])
        #expect(try GivenName(link).drive(in: state).id == null.attachment)
        #expect(try GivenName("node:" + link).drive(in: state).id == null.attachment)
        #expect(Self.problem("serial:" + link, in: state)?.code == ProblemCode.notFound.rawValue)
    }

    /// As labels have it, as a scanner with its capitals turned round has it, and as a list without zeros has it.
    @Test(arguments: ["OPEQ-0012", "opeq-12", "tag:OPEQ-12"]) func aTagNamesItsDriveAndItsJob(_ text: String) throws {
        var bench = StationBench(Fixture.rules(slots: 1))
        bench.plug(Self.first)
        bench.plug(Self.second)
        bench.tag("OPEQ-0012", Self.second)
        #expect(try GivenName(text).drive(in: bench.state).id == Self.second.attachment)
        #expect(try Self.job(text, bench) == bench.job(at: Self.second)?.id)
    }

    private static func job(_ text: String, _ bench: StationBench) throws -> JobID? {
        if case .job(let job) = try GivenName(text).openJob(in: bench.state) { job.id } else { nil }
    }

    private static func jobProblem(_ text: String, _ bench: StationBench) -> Problem? {
        #expect(throws: ProblemError.self) { try GivenName(text).openJob(in: bench.state) }?.problem
    }

    @Test func aJobIsNamedByWhatIsAtHand() throws {
        var bench = StationBench(Fixture.rules(slots: 2))
        let (id, _) = try bench.begin(Self.first)
        bench.plug(Self.second)
        let record = try #require(bench.state.jobs[id]?.record)
        for text in [
            "B1", "b-1", "zn1abcde", "serial:ZN1ABCDE", "sdb", "record:\(record)", id, id.uppercased(), JobName.short(id), "job:" + id,
        ] {
            #expect(try Self.job(text, bench) == id, "\(text)")
            #expect(try GivenName(text).drive(in: bench.state).id == Self.first.attachment, "\(text)")
        }
        #expect(try Self.job("B2", bench) == bench.job(at: Self.second)?.id)
        for text in ["B3", "ZN1", "record:99", "job:boo", "", "B1\u{e9}", "record:+\(record)", "record:0\(record)", "B-0001", "B001"] {
            #expect(try Self.job(text, bench) == nil, "\(text)")
        }
    }

    /// A drive that waits to come back is found by its own names, and by its bay while nothing else is in that.
    @Test func aPulledDriveIsNamedByItsBayWhileThatIsEmpty() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(Self.first)
        bench.start(Self.first)
        let (id, _) = try bench.open(Self.first)
        bench.send(.detached(Self.first.attachment))
        bench.send(.stopped(id, .writing(to: 0)))
        for text in ["B1", "ZN1ABCDE", JobName.short(id)] { #expect(try Self.job(text, bench) == id, "\(text)") }
        let away = Self.problem("ZN1ABCDE", in: bench.state)
        #expect(away?.variant == "away" && away?.detail?.contains("is not plugged in") == true, "\(away?.detail ?? "")")
        // What was just plugged in may stand there: nobody is asked for an act on the other one by that name.
        bench.send(.attached(AttachmentID(name: "sde", diskSequence: 10), presentAtStart: false))
        #expect(Self.jobProblem("B1", bench)?.code == ProblemCode.identifying.rawValue)
        #expect(try Self.job("ZN1ABCDE", bench) == id)
        bench.send(.detached(AttachmentID(name: "sde", diskSequence: 10)))
        // Another drive stands there now: an act on the bay is an act on that one, or on none.
        bench.plug(Fixture.report("sdd", sequence: 9, serial: "WD-99999999", bay: "1"))
        #expect(try Self.job("B1", bench) != id)
        #expect(try Self.job("ZN1ABCDE", bench) == id)
    }

    /// What one drive is called by its serial is the bay of another, whose wipe runs: who wanted to cancel the one does not cancel the other.
    @Test func anActOnANameOfTwoIsAQuestion() throws {
        var bench = StationBench(Fixture.rules(slots: 1))
        let odd = Fixture.report("sdd", sequence: 9, serial: "B1", bay: "3")
        let (id, _) = try bench.begin(Self.first)
        bench.plug(odd)
        bench.send(.cancelRequested(try #require(bench.job(at: odd)?.id), Fixture.operator1))
        let problem = Self.jobProblem("B1", bench)
        #expect(problem?.code == ProblemCode.ambiguous.rawValue && problem?.parameters?["names"] == "bay:B1, bay:B3")
        #expect(try Self.job("bay:B1", bench) == id)
    }

    /// A serial that is shared by a drive that was pulled and one that is here.
    @Test func twoOpenJobsOfOneSerialAreAQuestionThatNamesEach() throws {
        var bench = StationBench(Fixture.rules(slots: 2))
        let (id, _) = try bench.begin(Self.first)
        bench.send(.detached(Self.first.attachment))
        var twin = Fixture.report("sdd", sequence: 9, serial: "ZN1ABCDE", bay: "3", capacity: 2 * Fixture.capacity)
        twin.identity.model = "ANOTHER MODEL"
        bench.plug(twin)
        let problem = Self.jobProblem("ZN1ABCDE", bench)
        #expect(problem?.code == ProblemCode.ambiguous.rawValue)
        let names = (problem?.parameters?["names"] ?? "").components(separatedBy: ", ")
        #expect(names == ["bay:B3", "job:" + JobName.short(id)])
        #expect(try Self.job(names[1], bench) == id)
    }

    @Test(arguments: [
        ("019a2b3c", true), ("019A2B3C-1", true), ("019a2b3", false), ("", false), ("c3d4e5f6", true), ("C3D4E5F6", true),
        ("d4e5f6", false),
    ])
    func anIDIsNamedByItsBeginningOrItsEnd(_ text: String, _ isName: Bool) {
        #expect(JobName.isName(text, of: "019a2b3c-1111-7222-8333-a1b2c3d4e5f6") == isName)
    }
}
