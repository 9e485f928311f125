// Goal: a watch survives a daemon that restarts, and ends when it must. Method: a scripted row of answers in place of the daemon.

import Synchronization
import Testing

@testable import wipectl

struct WatchTests {
    private static let away = Failure.connectionRefused("/s")

    /// A watch over these answers; the last one ends it.
    private func watched(_ answers: [Result<String, Failure>], json: Bool = false) async throws -> (
        status: EndStatus, out: String, err: String
    ) {
        let output = Output.memory()
        let session = Session(socketPath: "/s", json: json, layout: .plain, redraws: false, canAsk: false, output: output)
        let position = Mutex(0)
        let status = try await Watch(session, interval: .milliseconds(1)).run(whenInterrupted: .no) {
            let now = position.withLock { position in
                defer { position += 1 }
                return position
            }
            let text = try answers[min(now, answers.count - 1)].get()
            return Watch.View(json: "{\"at\":\"\(text)\"}\n", text: { _ in text + "\n" }, ends: now >= answers.count - 1 ? .done : nil)
        }
        return (status, output.kept.out, output.kept.err)
    }

    @Test func aDaemonThatRestartsIsWaitedForAndNamedOnce() async throws {
        let result = try await watched([.success("a"), .failure(Self.away), .failure(Self.away), .success("b")])
        #expect(result.status == .done && result.out == "a\nb\n")
        #expect(
            result.err
                == "wipectl: error: nobody answers at /s: wiped is not running any more; trying again\nwipectl: wiped answers again\n")
    }

    @Test func underJSONEveryLineIsADocument() async throws {
        let result = try await watched([.success("a"), .failure(Self.away), .success("b")], json: true)
        let lines = result.out.split(separator: "\n")
        #expect(lines.count == 3 && lines[1].hasPrefix(#"{"error":{"code":"connection-refused""#) && result.err.isEmpty)
    }

    @Test func whatDoesNotChangeIsNotAppendedAgain() async throws {
        #expect(try await watched([.success("a"), .success("a"), .success("b")]).out == "a\nb\n")
    }

    @Test func aDaemonThatWasNeverThereEndsItAtOnce() async {
        await #expect(throws: Self.away) { try await watched([.failure(Self.away), .success("b")]) }
    }

    @Test func anAnswerThatIsNoEndsItAtOnce() async {
        let gone = Failure(said: "not-found", message: "no such job", hint: nil)
        await #expect(throws: gone) { try await watched([.success("a"), .failure(gone), .success("b")]) }
    }
}
