// Goal: who asks is what the kernel says of the socket's peer, what they may is what their groups give, and both are in the journal.
// Method: the real daemon with roles of groups that every Debian has; wipectl runs as their users, with an environment that lies.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct RoleWireTests {
        /// wipectl as another user, who claims to be root.
        private func ask(_ station: StationUnderTest, as user: String, _ arguments: String...) throws -> Ended {
            let lies = ["USER", "LOGNAME", "SUDO_USER", "USERNAME"].map { $0 + "=root" } + ["SUDO_UID=0"]
            return try ended(
                ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "env"] + lies
                    + [station.binaries + "/wipectl", "--no-color", "--json", "--socket", station.socket] + arguments)
        }

        private func isRefused(_ answer: Ended, _ code: String) -> Bool {
            answer.exit == 1 && (answer.output + answer.errors).contains("\"code\":\"\(code)\"")
        }

        @Test func whoAsksIsTheKernelsWord() throws {
            let roles = "roles: { view: games, operate: man, lead: lp }"
            try withStation(bays: ["A1": "hold", "A2": "hold"], roles, "confirmAboveBytes: 20000000") { station in
                try station.start()
                // The socket lets everybody connect here: what is tested is the daemon.
                try run("chmod", "0666", station.socket)
                let small = try station.plug("small", bay: "A1")
                let large = try station.plug("large", bay: "A2", "--size", "32M")
                try station.awaitVerdict(small, "hold", ["waiting-for-start", "asset-tag-missing"])
                try station.awaitVerdict(large, "hold", ["waiting-for-start", "asset-tag-missing", "above-confirm-size"])
                // A viewer looks and changes nothing; who is in no group does not even look.
                #expect(try ask(station, as: "games", "media").exit == 0)
                #expect(isRefused(try ask(station, as: "games", "tag", "bay:A1", "T-1"), "not-allowed"))
                #expect(isRefused(try ask(station, as: "mail", "media"), "not-allowed"))
                // A technician tags and starts, and lifts nothing unusual, whatever the confirmation.
                #expect(try ask(station, as: "man", "tag", "bay:A1", "T-1").exit == 0)
                #expect(try ask(station, as: "man", "tag", "bay:A2", "T-2").exit == 0)
                #expect(isRefused(try ask(station, as: "man", "start", "bay:A1", "--confirm", "wrong"), "confirmation-required"))
                #expect(isRefused(try ask(station, as: "man", "start", "bay:A2", "--confirm", large.serial), "not-allowed"))
                #expect(isRefused(try ask(station, as: "man", "tag", "bay:A2", "T-1"), "tag-in-use"))
                #expect(try ask(station, as: "man", "start", "bay:A1", "--confirm", small.serial).exit == 0)
                let job = try station.awaitJob(small, "sanitized")
                #expect(job.operator == "man")
                // A lead lifts it.
                #expect(try ask(station, as: "lp", "start", "bay:A2", "--confirm", large.serial).exit == 0)
                try station.awaitJob(large, "sanitized")
                let journal = try station.json(JournalList.self, "journal", "--limit", "1000").entries
                func lines(_ event: String, _ user: String) -> [JournalView] { journal.filter { $0.event == event && $0.operator == user } }
                #expect(lines("tag", "man").map(\.detail) == ["T-1", "T-2"])
                #expect(lines("tag", "man").allSatisfy { $0.group == "man" && $0.role == "technician" })
                #expect(
                    lines("start", "lp").first?.role == "lead" && lines("start", "lp").first?.detail?.contains("above-confirm-size") == true
                )
                #expect(lines("refused", "games").first?.role == "viewer")
                #expect(lines("refused", "mail").first.map { $0.role == nil && $0.detail?.hasSuffix("not-allowed") == true } == true)
                #expect(
                    lines("refused", "man").map(\.detail) == [
                        "start: confirmation-required", "start: not-allowed", "tag: tag-in-use",
                    ])
                #expect(lines("refused", "man").allSatisfy { $0.serial != nil && !$0.at.isEmpty })
                #expect(journal.allSatisfy { $0.operator != "root" }, "somebody's environment was believed")
                // Found again by who and by what.
                let his = try station.json(JournalList.self, "journal", "--user", "man").entries
                #expect(!his.isEmpty && his.allSatisfy { $0.operator == "man" })
                let its = try station.json(JournalList.self, "journal", "--serial", small.serial, "--since", "2026-01-01").entries
                #expect(its.contains { $0.event == "sanitized" } && its.allSatisfy { $0.serial == small.serial })
            }
        }

        @Test func throughRootTheLoginBehindItIsRecorded() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                try station.start()
                let drive = try station.plug("drive", bay: "A1")
                try station.awaitVerdict(drive, "hold", ["waiting-for-start", "asset-tag-missing"])
                // As pam_loginuid does at login; a kernel without it has nothing to say, and then nothing is claimed.
                let asLogin = "echo 6 > /proc/self/loginuid 2>/dev/null; exec \"$0\" --socket \"$1\" tag bay:A1 T-1"
                let answer = try ended(["/bin/sh", "-c", asLogin, station.binaries + "/wipectl", station.socket])
                #expect(answer.exit == 0, "\(answer)")
                let canSet = try ended(["/bin/sh", "-c", "echo 6 > /proc/self/loginuid && cat /proc/self/loginuid"])
                let line = try station.json(JournalList.self, "journal").entries.first { $0.event == "tag" }
                #expect(line?.operator == "root" && line?.role == "lead")
                #expect(line?.viaRoot == (canSet.exit == 0 && canSet.output.hasPrefix("6") ? "man" : nil))
                let shown = try station.wipectl("journal")
                #expect(shown.output.contains(line?.viaRoot == nil ? "root" : "man via root"), "\(shown.output)")
            }
        }

        @Test func aSerialThatNeverCameIsReportedAndDropped() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                try station.start()
                let drive = try station.plug("drive", bay: "A1")
                try station.awaitVerdict(drive, "hold", ["waiting-for-start", "asset-tag-missing"])
                let intake = station.folder + "/intake.csv"
                try Data("serial;assetTag\n\(drive.serial);T-1\nNEVERCAME1;T-2\n".utf8).write(to: URL(fileURLWithPath: intake))
                #expect(try station.json(ImportResponse.self, "assets", "import", intake).new == 2)
                let missing = try station.wipectl("assets", "list", "--missing")
                #expect(missing.exit == 1 && missing.output.contains("NEVERCAME1") && !missing.output.contains(drive.serial), "\(missing)")
                #expect(try station.wipectl("assets", "drop", drive.serial, "--reason", "r").errors.contains("has been at this station"))
                #expect(try station.wipectl("assets", "drop", "NOBODY", "--reason", "r").exit == 1)
                #expect(try station.wipectl("assets", "drop", "NEVERCAME1", "--reason", "came without a drive").exit == 0)
                #expect(try station.wipectl("assets", "list", "--missing").exit == 0)
                let line = try station.json(JournalList.self, "journal", "--serial", "NEVERCAME1").entries.last
                #expect(
                    line?.event == "drop" && line?.detail == "T-2 (serial-never-seen): came without a drive" && line?.operator == "root")
            }
        }
    }
}
