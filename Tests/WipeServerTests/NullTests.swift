// Goal: an answer has the same members whatever is known: what is unknown is there, and is null. Method: views of a station that knows much and of one
// that knows nothing, encoded as the daemon encodes them, and read again as plain JSON.

import Bench
import Foundation
import Testing
import WipeAPI
import WipeCore

@testable import WipeServer

@Suite struct NullTests {
    private static func members(_ view: some Encodable) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(view)) as? [String: Any])
    }

    @Test func aBayHasTheSameMembersFullOrEmpty() throws {
        var bench = StationBench()
        _ = try bench.begin()
        let (full, empty) = (try Self.members(try #require(bench.bay("B1"))), try Self.members(try #require(bench.bay("B2"))))
        #expect(Set(full.keys) == Set(empty.keys) && full.count == 13)
        for name in ["attachment", "media", "assetTag", "decision", "job", "temperatureCelsius", "safeToPull", "pull"] {
            #expect(empty[name] is NSNull, "\(name)")
        }
        #expect(full["job"] is [String: Any] && empty["unresponsive"] as? Bool == false)
    }

    @Test func aDriveHasTheSameMembersKnownOrNot() throws {
        var bench = StationBench()
        bench.send(.attached(AttachmentID(name: "sdz", diskSequence: 1), presentAtStart: false))
        bench.plug(theDrive)
        let views = bench.state.attached.values.sorted { $0.id < $1.id }.map { MediaView($0, bench.snapshot()) }
        let (unknown, known) = (try Self.members(views[0]), try Self.members(views[1]))
        #expect(Set(known.keys) == Set(unknown.keys))
        for name in ["serial", "capacityBytes", "usage", "contents", "temperatureCelsius", "job", "overwrite"] {
            #expect(unknown[name] is NSNull, "\(name)")
        }
        #expect(known["usage"] is [Any], "nobody uses it is an empty list, and not null")
    }

    @Test func aJobHasTheSameMembersBeforeAndAfterItsWipe() throws {
        var bench = StationBench(Fixture.rules(onAttach: .hold))
        bench.plug(theDrive)
        let held = try Self.members(try #require(bench.jobView(theDrive)))
        bench.start(theDrive)
        let (id, _) = try bench.open(theDrive)
        bench.send(.checkpointed(id, .writing(to: 4096)))
        bench.wipe(theDrive)
        let closed = try Self.members(JobView(try #require(bench.closed.last), bench.snapshot()))
        #expect(Set(held.keys) == Set(closed.keys))
        for name in ["startedAt", "endedAt", "record", "certificate", "bytesDone", "stalledSeconds", "badSectors"] {
            #expect(held[name] is NSNull, "\(name)")
        }
        #expect(closed["record"] as? Int == 1 && closed["badSectors"] as? Int == 0)
    }

    @Test func aProblemWithoutAHintHasANull() throws {
        let problem = try Self.members(Problems.badRequest("no").problem)
        #expect(problem["hint"] is NSNull && problem["status"] as? Int == 400)
    }
}
