// Goal: a start is sent for the drives that were named and with what was confirmed, nothing is asked that cannot help, and what is asked for is never
// shown. Method: wipectl's own entry against a fake daemon; at a terminal in `ScanTerminalTests`' way.

import Foundation
import Testing
import WipeAPI
import WipeCore
import WipeWords

@testable import wipectl

@Suite struct StartTests {
    private static func json(_ value: some Encodable, _ status: Int = 200) -> FakeAnswer {
        .json(status, (try? Session.encoded(value)) ?? "")
    }

    private static let waiting = ReasonView(
        code: "waiting-for-start", message: "bay A1 waits for wipectl start", parameters: ["bay": "A1"])

    private static func needs(_ confirm: String?, serial: String? = "Z9A1B2C3") -> StartNeedsView {
        StartNeedsView(
            media: Samples.mediaView(serial: serial), attachment: "boot-7-sdb", confirm: confirm, holds: confirm == nil ? [] : [waiting])
    }

    private static let started = StartResponse(job: Samples.job("019a-12345678", .queued), wipesStarted: 1, reasons: [])

    /// A daemon at which A1 waits for its serial, A2 is mounted, and A3 waits for nothing.
    private static func daemon() throws -> FakeDaemon {
        try FakeDaemon(at: FakeDaemon.newPath()) { request in
            let mounted = Problem(
                title: "Conflict", status: 409, detail: "sdb1 is mounted at /mnt", code: "mounted", hint: nil,
                parameters: ["node": "sdb1", "detail": "/mnt"])
            switch request.line {
            case "GET /v1/start/needs?media=A1": return json(needs("serial"))
            case "GET /v1/start/needs?media=A2": return json(mounted, 409)
            case "GET /v1/start/needs?media=A3": return json(needs(nil))
            case "POST /v1/start": return json(started)
            default: return json(mounted, 404)
            }
        }
    }

    @Test func startIsNeverSentWithoutTheConfirmationThatItNeeds() async throws {
        let daemon = try Self.daemon()
        defer { daemon.stop() }
        for line in [["start", "A1"], ["start", "A1", "--confirm", ""]] {
            let result = await wipectl(line + ["--json"], socket: daemon.path)
            #expect(result.status == 1 && result.out.contains(#""code":"confirmation-required""#), "\(result.out)")
        }
        #expect(daemon.requests.allSatisfy { $0.line == "GET /v1/start/needs?media=A1" })
        let french = await wipectl(["start", "A1"], socket: daemon.path, environment: ["LANG": "fr_CA.UTF-8"])
        #expect(french.err.contains("il faut --confirm avec son numéro de série"))
    }

    @Test func aRefusedDriveIsSaidAndNothingIsAsked() async throws {
        let daemon = try Self.daemon()
        defer { daemon.stop() }
        let result = await wipectl(["start", "A2"], socket: daemon.path)
        #expect(result.status == 1 && result.err == "wipectl: error: sdb1 is mounted at /mnt\n")
        #expect(daemon.requests.map(\.line) == ["GET /v1/start/needs?media=A2"])
    }

    @Test func aDriveThatLacksNothingIsStartedWithoutAWord() async throws {
        let daemon = try Self.daemon()
        defer { daemon.stop() }
        let result = await wipectl(["start", "A3"], socket: daemon.path)
        #expect(result.status == 0 && result.out == "A3: waits for its turn (job 12345678)\n", "\(result.out)\(result.err)")
        let sent = try JSONDecoder().decode(StartRequest.self, from: Data((daemon.requests.last?.body ?? "").utf8))
        #expect(sent == StartRequest(media: "A3", policy: nil, confirm: nil, expect: "boot-7-sdb"))
    }

    @Test func severalDrivesAreStartedOneAfterTheOther() async throws {
        let daemon = try Self.daemon()
        defer { daemon.stop() }
        let result = await wipectl(["start", "A2", "A3", "A1"], socket: daemon.path)
        #expect(result.status == 4 && result.out == "A3: waits for its turn (job 12345678)\n1 started, 2 not\n", "\(result.out)")
        #expect(
            result.err.hasPrefix("A2:\nwipectl: error: sdb1 is mounted at /mnt\nA1:\nwipectl: error: everything on A1 would be destroyed"))
        let listed = await wipectl(["start", "A2", "A3", "--json"], socket: daemon.path)
        let report = try JSONDecoder().decode(StartReport.self, from: Data(listed.out.utf8))
        #expect(report.drives.map(\.media) == ["A2", "A3"] && report.drives[0].error?.code == "mounted" && report.started == 1)
        #expect(await wipectl(["start", "A2", "A2"], socket: daemon.path).status == 1)
        #expect(await wipectl(["start", "A1", "A3", "--confirm", "Z9A1B2C3"], socket: daemon.path).status == 2)
        #expect(await wipectl(["start"], socket: daemon.path).status == 2)
    }

    @Test func aStartThatStartsNothingIsANo() async throws {
        let stuck = StartResponse(
            job: nil, wipesStarted: 0, reasons: [ReasonView(code: "asset-tag-missing", message: "it has no asset tag yet")])
        let daemon = try FakeDaemon { _ in Self.json(stuck) }
        defer { daemon.stop() }
        let result = await wipectl(["start", "A1", "--confirm", "Z9", "--policy", "p"], socket: daemon.path)
        #expect(result.status == 1 && result.out == "nothing was started on A1\n    it has no asset tag yet\n")
        #expect(daemon.requests.count == 1)
        let sent = try JSONDecoder().decode(StartRequest.self, from: Data(daemon.requests[0].body.utf8))
        #expect(sent == StartRequest(media: "A1", policy: "p", confirm: "Z9"))
    }

    /// It has to be read off the drive: neither the facts nor the reasons say it.
    @Test(arguments: WipeCore.Confirmation.allCases) func whatIsAskedForIsNotShown(_ confirmation: WipeCore.Confirmation) {
        var view = Samples.mediaView(serial: "Z9A1B2C3", label: "backup of z9a1b2c3 and opeq-2026-000123")
        view.assetTag = "OPEQ-2026-000123"
        let holds = [ReasonView(code: "nearly-protected", message: "nearly meets protect[1] (serial Z9A1B2C3, OPEQ-2026-000123)")]
        let text = view.destructionText(.plain, confirmedBy: confirmation, holds).uppercased()
        #expect(text.contains("Z9A1B2C3") == (confirmation != .serial))
        #expect(text.contains("OPEQ-2026-000123") == (confirmation != .assetTag))
        #expect(text.contains("ST1000DM010") && text.contains("BACKUP OF") && text.contains("1000.2 GB"))
    }

    @Test func aPartitionIsRefusedWithItsDriveAsTheHint() async throws {
        let problem = Problem(
            title: "Partition", status: 409, detail: "/dev/sdb1 is a partition", code: "partition", hint: "its drive is /dev/sdb")
        let daemon = try FakeDaemon { _ in .json(409, (try? Session.encoded(problem)) ?? "") }
        defer { daemon.stop() }
        let result = await wipectl(["start", "/dev/sdb1", "--confirm", "X"], socket: daemon.path)
        #expect(result.status == 1 && result.err == "wipectl: error: /dev/sdb1 is a partition\nhint: its drive is /dev/sdb\n")
    }
}
