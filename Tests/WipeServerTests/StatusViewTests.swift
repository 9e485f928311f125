// Goal: the station at a glance is the station as it is now. Method: a bench of two drives, of which the store has written down older states.

import Bench
import Testing
import WipeAPI
import WipeCore
import WipeFiles

@testable import WipeServer
@testable import WipeStation

@Suite struct StatusViewTests {
    private static let facts = ServerFacts(
        name: "Bench 1", organization: nil, location: nil, startedAt: Fixture.moment(0), monitor: "simulation", policies: [:],
        tagPattern: nil, intakeColumns: IntakeColumns(), logFolder: "/nowhere")

    /// The store has written down where the open jobs were; the station knows where they are.
    @Test func whatIsOpenCountsAsItIsNow() throws {
        var bench = StationBench(Fixture.rules(slots: 1))
        bench.plug(theDrive)
        bench.plug(Fixture.report("sdc", sequence: 8, serial: "WAITS123", bay: "2"))
        try bench.open(theDrive)
        let status = StatusView(bench.snapshot(), Self.facts, counts: ["sanitized": 12, "queued": 7], failedBays: [])
        #expect(status.jobs == ["sanitized": 12, "queued": 1, "running": 1])
        #expect(status.slots.used == 1 && status.slots.total == 1 && status.startedAt == Fixture.moment(0).text)
        #expect(status.organization == nil && status.udevMonitorGroup == "simulation")
    }

    @Test func aDriveThatHangsIsAnAlarmThatNamesItsBay() throws {
        var bench = StationBench()
        let (id, plan) = try bench.begin()
        let calm = bench.snapshot([id: .writing(4096, of: plan)])
        let hung = bench.snapshot([id: .writing(4096, of: plan, silentSeconds: 600)])
        #expect(calm.stalledAlarms.isEmpty && hung.stalledAlarms.map(\.code) == [.stalled])
        #expect(hung.stalledAlarms.first?.message.contains("bay B1") == true && hung.stalledAlarms.first?.message.contains("600 s") == true)
        let alarms = [Alarm(.noUdevd)] + hung.stalledAlarms
        let status = StatusView(bench.snapshot(alarms: alarms), Self.facts, counts: [:], failedBays: [])
        #expect(status.alarms.map(\.code) == ["no-udevd", "stalled"])
    }
}
