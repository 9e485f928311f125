// Goal: at a terminal nothing that a label may hold interrupts, suspends, ends or leaves the scan, and the terminal is as before on every way out. Method:
// the program itself as the leader of a session on a pseudo-terminal, where the kernel would send its signals, against a fake daemon.

import Foundation
import Terminals
import Testing
import WipeAPI

@testable import wipectl

@Suite(.serialized) struct ScanTerminalTests {
    private static let scan = "exec \"$0\" scan --socket \"$1\""

    /// A scan that waits for its first bay, at a terminal and a daemon of its own.
    private func scanning(
        _ line: String = scan, _ story: (ScanBench, FakeDaemon, PseudoTerminal) async throws -> Void
    ) async throws {
        let bench = ScanBench()
        let daemon = try bench.daemon()
        defer { daemon.stop() }
        let terminal = try PseudoTerminal(line, socket: bench.path)
        defer { terminal.finish() }
        try await terminal.shows("scan a bay")
        try await story(bench, daemon, terminal)
    }

    @Test func noKeyOfALabelDoesAnything() async throws {
        try await scanning { bench, _, terminal in
            #expect(terminal.settings != terminal.before && terminal.settings.output == terminal.before.output)
            var count = 0
            for keys in ["\u{03}", "\u{1A}", "\u{1C}", "\u{04}", "\u{1B}", "\u{1B}[A", "\u{1B}OP", "\u{13}\u{03}\u{1A}\u{1C}\u{04}\u{11}"] {
                terminal.type(keys)
                count += 1
                try await terminal.shows("no key ends this", times: count)
            }
            // In the middle of codes, without an end, with Tab, and with the capitals the other way round.
            terminal.type("a\u{03}1\u{1A}")
            try await terminal.shows("A1: now scan the tag of its drive")
            terminal.type("T\u{1C}-1\u{04}\t")
            try await terminal.shows("A1 has tag T-1 now and still waits")
            terminal.type("szn1abcde\r\n")
            try await terminal.shows("that is not the serial number")
            terminal.type("zn1abcde\r\n")
            try await terminal.shows("A1 is confirmed")
            #expect(bench.tag == "T-1" && bench.isStarted)
            terminal.type("fin\r\n")
            #expect(try await terminal.end() == EndStatus.partly.rawValue)
            #expect(terminal.settings == terminal.before)
            #expect(!terminal.text.uppercased().contains(ScanBench.serial), "neither asked for nor echoed")
        }
    }

    /// A person has typed the bay; then the scanner stops in the middle of a tag.
    @Test func neitherHalfOfACutCodeIsATag() async throws {
        try await scanning { bench, daemon, terminal in
            for key in ["A", "1", "\r"] {
                terminal.type(key)
                try await Task.sleep(for: .milliseconds(100))
            }
            try await terminal.shows("A1: now scan the tag of its drive")
            terminal.type("T1")
            try await terminal.shows("the end of what was scanned did not come")
            terminal.type("-0042\r")
            terminal.type("T-7\r")
            try await terminal.shows("A1 has tag T-7 now")
            terminal.type("END\r")
            _ = try await terminal.end()
            #expect(daemon.requests.filter { $0.line == "POST /v1/tag" }.count == 1 && bench.tag == "T-7")
        }
    }

    /// What comes behind the last word was meant for a bay, and is nothing for the shell.
    @Test func nothingThatWasScannedIsLeftForTheShell() async throws {
        let line = "\"$0\" scan --socket \"$1\"; echo ended; IFS= read -r line; echo \"got <$line>\""
        try await scanning(line) { bench, _, terminal in
            terminal.type("END\r\nA1\rrm -rf x\rT-1\r")
            try await terminal.shows("ended")
            terminal.type("yes\n")
            try await terminal.shows("got <yes>")
            #expect(bench.tag == nil)
        }
    }

    @Test func itGoesOnOverARestartOfTheDaemon() async throws {
        let bench = ScanBench()
        var daemon = try bench.daemon()
        defer { daemon.stop() }
        let terminal = try PseudoTerminal(Self.scan, socket: bench.path)
        defer { terminal.finish() }
        try await terminal.shows("scan a bay")
        terminal.type("A1\r")
        try await terminal.shows("A1: now scan the tag of its drive")
        daemon.stop()
        try await terminal.shows("the station does not answer")
        terminal.type("T-1\r")
        try await terminal.shows("nothing is taken until it does", times: 2)
        daemon = try bench.daemon()
        try await terminal.shows("the station answers again: begin with the bay")
        #expect(bench.tag == nil)
        terminal.type("A1\r")
        try await terminal.shows("A1: now scan the tag of its drive", times: 2)
        terminal.type("T-2\r")
        try await terminal.shows("A1 has tag T-2 now")
        terminal.type("END\r")
        _ = try await terminal.end()
        #expect(bench.tag == "T-2")
    }

    /// The one that was started ends in the middle of the next code: said once, and the code is whole.
    @Test func whatWasStartedIsFollowedToItsEnd() async throws {
        try await scanning { bench, _, terminal in
            terminal.type("A1\r")
            try await terminal.shows("A1: now scan the tag of its drive")
            terminal.type("T-1\r")
            try await terminal.shows("A1 has tag T-1 now and still waits")
            terminal.type("PN-1\r")
            try await terminal.shows("now scan the serial number", times: 2)
            terminal.type("zn1abcde\r")
            try await terminal.shows("A1 is confirmed: waits for its turn")
            try await Task.sleep(for: .seconds(1.5))
            terminal.type("A")
            bench.end(.sanitized)
            try await terminal.shows("A1 OPEQ-2026-000123: wiped")
            try await terminal.shows("scan a bay", times: 3)
            terminal.type("2\r")
            try await terminal.shows("bay A2 is empty")
            try await Task.sleep(for: .seconds(2.5))
            terminal.type("END\r")
            _ = try await terminal.end()
            #expect(terminal.text.components(separatedBy: ": wiped").count == 2)
        }
    }

    /// However it is ended from outside, the terminal is given back.
    @Test(arguments: [SIGTERM, SIGHUP, SIGINT]) func aSignalGivesTheTerminalBack(_ number: Int32) async throws {
        try await scanning { (_, _, terminal) async throws in
            kill(terminal.pid, number)
            #expect(try await terminal.end() == EndStatus.done.rawValue)
            #expect(terminal.settings == terminal.before)
        }
    }

    /// What would leave the terminal to the shell in the middle of a scan.
    @Test(arguments: [SIGTSTP, SIGQUIT]) func aSignalThatWouldLeaveItDoesNothing(_ number: Int32) async throws {
        try await scanning { _, _, terminal in
            kill(terminal.pid, number)
            terminal.type("A1\r")
            try await terminal.shows("A1: now scan the tag of its drive")
            terminal.type("END\r")
            _ = try await terminal.end()
        }
    }

    /// `wipectl start` at a terminal: each drive is shown and asked for by itself, and what is asked for is read off the drive.
    @Test func aStartAsksForWhatIsOnTheDriveAndShowsNothingOfIt() async throws {
        let bench = ScanBench()
        let daemon = try bench.daemon()
        defer { daemon.stop() }
        let terminal = try PseudoTerminal("exec \"$0\" start A1 A2 A1 --socket \"$1\"", socket: bench.path)
        defer { terminal.finish() }
        // A1 has no tag yet, and A2 is empty: said, and nothing is asked.
        try await terminal.shows("0 started, 3 not")
        #expect(try await terminal.end() == EndStatus.no.rawValue)
        #expect(terminal.text.contains("asset tag") && !terminal.text.contains("serial number"))
        bench.give(tag: "T-1")
        let asked = try PseudoTerminal("exec \"$0\" start A2 A1 --socket \"$1\"", socket: bench.path)
        defer { asked.finish() }
        try await asked.shows("everything on this drive will be destroyed:")
        try await asked.shows("scan or type the serial number on the drive's own label")
        #expect(asked.text.contains("ST1000DM010") && !asked.text.contains(ScanBench.serial))
        asked.type("PN-1\r")
        try await asked.shows("A1: that is not the serial number of its drive")
        try await asked.shows("scan or type the serial number on the drive's own label", times: 2)
        #expect(!asked.text.contains(ScanBench.serial) && !bench.isStarted)
        asked.type("zn1abcde\r")
        try await asked.shows("1 started, 1 not")
        #expect(try await asked.end() == EndStatus.partly.rawValue && bench.isStarted)
    }
}
