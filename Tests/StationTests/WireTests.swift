// Goal: whatever arrives at the socket is answered with a sentence and a stable code, and the daemon goes on. Method: requests that are wrong in
// every part, by hand; and a user who is in no group.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct WireTests {
        private static func expectProblem(_ answer: UnixHTTP.Answer, _ status: Int, _ code: String, line: Int = #line) throws {
            let here = SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1)
            #expect(answer.status == status, "\(answer.head)", sourceLocation: here)
            #expect(answer.head.lowercased().contains("content-type: application/problem+json"), "\(answer.head)", sourceLocation: here)
            let problem = try? answer.problem()
            #expect(problem?.code == code, "\(String(decoding: answer.body, as: UTF8.self))", sourceLocation: here)
            #expect(problem?.status == status && problem?.detail?.isEmpty == false, sourceLocation: here)
        }

        @Test func badRequestsGetProblemDocumentsAndTheDaemonGoesOn() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                try station.start()
                let drive = try station.plug("drive", bay: "A1")
                try station.awaitVerdict(drive, "hold", ["waiting-for-start", "asset-tag-missing"])
                let http = UnixHTTP(socket: station.socket)
                try Self.expectProblem(http.send("GET", Routes.path(Routes.job, id: "no-such-job")), 404, "not-found")
                try Self.expectProblem(http.send("POST", Routes.path(Routes.jobCancel, id: "no-such-job"), body: Data()), 404, "not-found")
                try Self.expectProblem(http.send("GET", "/v1/nothing"), 404, "not-found")
                try Self.expectProblem(http.send("GET", "/v1/certificates/..%2F..%2Fkeys%2Fstation.key"), 404, "not-found")
                try Self.expectProblem(
                    http.send("GET", Routes.path(Routes.mediaShow, query: [("media", "no-such-drive")])), 404, "not-found")
                try Self.expectProblem(http.send("GET", Routes.mediaShow), 400, "bad-request")
                try Self.expectProblem(
                    http.send("GET", Routes.path(Routes.mediaPages, query: [("media", "no-such-drive")])), 404, "not-found")
                try Self.expectProblem(http.send("GET", Routes.path(Routes.mediaPages, query: [("media", "bay:A1")])), 409, "not-asked")
                try Self.expectProblem(http.send("GET", Routes.mediaPages), 400, "bad-request")
                try Self.expectProblem(http.send("GET", Routes.jobs + "?state=asleep"), 400, "bad-request")
                try Self.expectProblem(http.send("GET", Routes.certificates + "?since=yesterday"), 400, "bad-request")
                let wrong = [
                    "", "{", "[]", "{\"media\":7}", "{\"media\":null,\"confirm\":null}", "{\"media\":\"x\"", "\u{0}\u{1}\u{2}", "nul",
                ]
                for body in wrong {
                    try Self.expectProblem(http.send("POST", Routes.start, body: Data(body.utf8)), 400, "bad-request")
                    try Self.expectProblem(http.send("POST", Routes.tag, body: Data(body.utf8)), 400, "bad-request")
                }
                try Self.expectProblem(http.send("POST", Routes.start, body: Data([0xFF, 0xFE, 0x7B])), 400, "bad-request")
                let deep = Data(String(repeating: "[", count: 60_000).utf8)
                try Self.expectProblem(http.send("POST", Routes.start, body: deep), 400, "bad-request")
                let large = Data("{\"media\":\"\(String(repeating: "x", count: 1 << 20))\"}".utf8)
                let tooLarge = try http.send("POST", Routes.start, body: large)
                #expect(tooLarge.status == 413)
                let problem = try? tooLarge.problem()
                #expect(problem?.detail?.contains("too large") == true, "\(String(decoding: tooLarge.body, as: UTF8.self))")
                let csv = try http.send("POST", Routes.assetsImport, body: Data("no,such\nheader".utf8), contentType: "text/csv")
                #expect(csv.status == 422 && (try? csv.problem()) != nil)
                let huge = "{\"media\":\"\(drive.node)\",\"assetTag\":\"\(String(repeating: "é", count: 10_000))\",\"donorTag\":null}"
                #expect(try http.send("POST", Routes.tag, body: Data(huge.utf8)).status == 422)
                // Not HTTP at all: an answer or none, but no harm.
                for noise in ["hello\r\n\r\n", "GET\r\n\r\n", "GET /v1/status HTTP/9.9\r\n\r\n", String(repeating: "A", count: 100_000)] {
                    _ = try? http.send(raw: Data((noise + "\r\n\r\n").utf8))
                }
                #expect(try http.send("GET", Routes.status).status == 200)
                #expect(station.daemon?.ended() == nil)
                #expect(try station.jobs(drive).map(\.state) == ["held"])
                #expect(try drive.isAllZero())
            }
        }

        @Test func whoIsInNoGroupIsRefused() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                try station.start()
                for arguments in [["status"], ["media"], ["start", "bay:A1", "--confirm", "x"]] {
                    let result = try station.wipectlAsStranger(arguments)
                    #expect(result.exit == 3 || result.exit == 1, "\(result)")
                    #expect(result.errors.hasPrefix("wipectl: error: "), "\(result)")
                    #expect(result.output.isEmpty)
                }
                // Also where the socket itself would let everybody in: the kernel says who asks.
                try run("chmod", "0777", station.socket)
                for arguments in [["status"], ["start", "bay:A1", "--confirm", "x"]] {
                    let result = try station.wipectlAsStranger(arguments + ["--json"])
                    #expect(result.exit == 1 && (result.output + result.errors).contains("not-allowed"), "\(result)")
                }
            }
        }

        @Test func withoutADaemonTheCommandLineSaysSo() throws {
            try withStation(bays: [:]) { station in
                let nobody = try station.wipectl("status")
                #expect(nobody.exit == 3 && nobody.errors.hasPrefix("wipectl: error: "), "\(nobody)")
                try station.start()
                station.kill()
                // The socket's file is still there; nobody listens.
                #expect(FileManager.default.fileExists(atPath: station.socket))
                #expect(try station.wipectl("status").exit == 3)
                try station.start()
                #expect(try station.wipectl("status").exit == 0)
                #expect(try station.wipectl("no-such-command").exit == 2)
                #expect(try station.wipectl("tag").exit == 2)
            }
        }
    }
}
