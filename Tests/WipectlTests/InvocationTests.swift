// Goal: global options are found in any position and nothing else is touched. Method: command lines in, values out.

import Testing

@testable import wipectl

struct InvocationTests {
    @Test func globalOptionsAreTakenFromAnyPosition() throws {
        for line in ["--json --socket /s queue --all", "queue --json --all --socket /s", "queue --all --socket=/s --json"] {
            let invocation = try Invocation(line.split(separator: " ").map(String.init), environment: [:])
            #expect(invocation.arguments == ["queue", "--all"], "\(line)")
            #expect(invocation.json && invocation.socketPath == "/s" && invocation.color, "\(line)")
        }
    }

    @Test func argumentsBehindTwoDashesAreLeftAlone() throws {
        let invocation = try Invocation(["tag", "--", "S1", "--json"], environment: [:])
        #expect(invocation.arguments == ["tag", "--", "S1", "--json"])
        #expect(!invocation.json)
        #expect(!Invocation.wantsJSON(["tag", "--", "--json"]))
    }

    @Test func environmentIsHonouredAndTheOptionWins() throws {
        #expect(try Invocation(["status"], environment: [:]).socketPath == "/run/wiped/wiped.sock")
        #expect(try Invocation(["status"], environment: ["WIPED_SOCKET": "/e"]).socketPath == "/e")
        #expect(try Invocation(["status"], environment: ["WIPED_SOCKET": ""]).socketPath == "/run/wiped/wiped.sock")
        #expect(try Invocation(["--socket", "/o", "status"], environment: ["WIPED_SOCKET": "/e"]).socketPath == "/o")
        #expect(try !Invocation(["status"], environment: ["NO_COLOR": "1"]).color)
        #expect(try Invocation(["status"], environment: ["NO_COLOR": ""]).color)
        #expect(try !Invocation(["status", "--no-color"], environment: [:]).color)
    }

    @Test(arguments: [["--socket"], ["status", "--socket"], ["--socket", "--json"], ["--socket="], ["--socket", ""]])
    func aSocketWithoutPathIsAUsageError(_ line: [String]) throws {
        let failure = #expect(throws: Failure.self) { try Invocation(line, environment: [:]) }
        #expect(failure?.status == .usage)
    }
}
