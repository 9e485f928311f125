// Goal: a person who names a drive gets that drive or a question, and never another one.
// Method: two drives whose names collide in each way; each way to write MEDIA.

import Bench
import Testing
import WipeAPI
import WipeCore

@testable import WipeServer

@Suite struct SelectorTests {
    private static func station(_ reports: [ProbeReport]) -> StationState {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        for report in reports { bench.plug(report) }
        return bench.state
    }

    private static func problem(_ text: String, in state: StationState) -> Problem? {
        #expect(throws: ProblemError.self) { try Selector(text).resolve(in: state) }?.problem
    }

    private static let first = Fixture.report("sdb", sequence: 7, serial: "ZN1ABCDE", bay: "1")
    private static let second = Fixture.report("sdc", sequence: 8, serial: "WD-22222222", bay: "2")

    @Test(arguments: ["ZN1ABCDE", "serial:ZN1ABCDE", "B1", "bay:B1", "/dev/sdb", "sdb", "node:/dev/sdb", "node:sdb"])
    func aDriveHasFourNames(_ text: String) throws {
        #expect(try Selector(text).resolve(in: Self.station([Self.first, Self.second])).id == Self.first.attachment)
    }

    @Test(arguments: ["", "ZN1", "zn1abcde", "ZN1ABCDE ", "b1", "B3", "bay:", "serial:B1", "bay:ZN1ABCDE", "node:B1", "sd"])
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
        #expect(problem?.hint == "name one of node:/dev/sdb, node:/dev/sdd")
        #expect(try Selector("bay:B1").resolve(in: state).id == Self.first.attachment)
        #expect(try Selector("serial:B1").resolve(in: state).id == odd.attachment)
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
        #expect(try Selector("N\u{E9}1ABCDE").resolve(in: state).id == composed.attachment)
        #expect(Self.problem("Ne\u{301}1ABCDE", in: state)?.code == ProblemCode.notFound.rawValue)
    }

    /// Nothing is known of it yet but its node.
    @Test func aDriveThatIsStillBeingIdentifiedHasItsNodeAlone() throws {
        var bench = StationBench()
        bench.send(.attached(theDrive.attachment, presentAtStart: false))
        #expect(try Selector("sdb").resolve(in: bench.state).id == theDrive.attachment)
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
}
