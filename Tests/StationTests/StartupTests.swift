// Goal: a daemon that cannot start right does not start at all, and says where the fault is. Method: wrong files of every kind; nothing may be
// left behind that looks like a station.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct StartupTests {
        /// Starts the daemon and expects that it ends with 1 and one of these texts, and that nothing listens.
        private static func expectNoStart(_ station: StationUnderTest, _ expected: String, line: Int = #line) throws {
            let here = SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1)
            let child = try station.launch()
            let exit = try child.wait(seconds: 15)
            #expect(exit == 1, sourceLocation: here)
            let said = text(child.errorFile)
            #expect(said.contains(expected), "expected \(expected), said: \(said)", sourceLocation: here)
            #expect(!FileManager.default.fileExists(atPath: station.socket), sourceLocation: here)
        }

        @Test func aSecondDaemonOnTheSameStateEndsAndNamesTheFirst() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                try station.start()
                let pid = try station.json(StatusView.self, "status").pid
                #expect(pid == Int(station.daemon?.pid ?? 0))
                let second = try station.launch()
                #expect(try second.wait(seconds: 15) == 1)
                #expect(text(second.errorFile).contains(String(pid)), "\(text(second.errorFile))")
                // The first has lost neither its socket nor its state.
                #expect(try station.json(StatusView.self, "status").pid == pid)
                let otherSocket = try ChildProcess(
                    [
                        station.binaries + "/wiped", "--config", station.folder + "/station.yaml", "--socket",
                        station.folder + "/other.sock",
                    ],
                    output: station.folder + "/other.out", errors: station.folder + "/other.err")
                #expect(try otherSocket.wait(seconds: 15) == 1)
                #expect(text(otherSocket.errorFile).contains(String(pid)), "\(text(otherSocket.errorFile))")
                #expect(!FileManager.default.fileExists(atPath: station.folder + "/other.sock"))
                // Also where somebody has taken the lock file away.
                #expect(unlink(station.folder + "/state/wiped.lock") == 0)
                let third = try station.launch()
                #expect(try third.wait(seconds: 15) == 1)
                #expect(text(third.errorFile).contains("another daemon runs here already"), "\(text(third.errorFile))")
                #expect(try station.json(StatusView.self, "status").pid == pid)
            }
        }

        /// Without seccomp what a drive holds would be parsed within reach of the keys; without Landlock something is left out, and it is said.
        @Test func aKernelWithoutAWallIsNotPassedOverInSilence() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                let program = station.binaries + "/hostile-look"
                let child = try station.launch(behind: [program, "without:seccomp"])
                #expect(try child.wait(seconds: 15) == 1)
                #expect(text(child.errorFile).contains("this kernel has no seccomp"), "\(text(child.errorFile))")
                #expect(!FileManager.default.fileExists(atPath: station.socket))
                try station.start(behind: [program, "without:landlock"])
                let alarms = try station.json(StatusView.self, "status").alarms.filter { $0.code == "wall-missing" }
                #expect(alarms.count == 1 && alarms.first?.message.contains("no Landlock") == true, "\(alarms)")
                #expect(try station.stop() == 0)
                try station.start()
                #expect(try !station.json(StatusView.self, "status").alarms.contains { $0.code == "wall-missing" })
            }
        }

        /// The service manager's folders are compared with the station file's, and move nothing.
        @Test func foldersOfTheServiceAreComparedAndNotFollowed() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                let others = station.folder + "/others:" + station.folder + "/state-mark"
                try station.start(environment: ["STATE_DIRECTORY": others])
                #expect(station.log.contains("state is \(station.folder)/state, and the service has made \(others)"), "\(station.log)")
                #expect(!station.log.contains("mark is"))
                #expect(FileManager.default.fileExists(atPath: station.folder + "/state/wiped.sqlite"))
                #expect(!FileManager.default.fileExists(atPath: station.folder + "/others"))
            }
        }

        @Test func aMalformedStationFileStopsTheStartWithItsPlace() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                let good = station.stationFile
                let file = station.folder + "/station.yaml"
                let lines = good.split(separator: "\n", omittingEmptySubsequences: false).count
                for (added, what) in [
                    ("slotz: 3", "\(file):\(lines):1: "), ("slots: many", "\(file):\(lines):8: "), ("slots: [", "\(file):"),
                    ("protect: [{}]", "\(file):\(lines):"), ("state: /elsewhere", "\(file):\(lines):1: "),
                    ("policyFor: [{ media: any, policy: no-such-policy }]", "\(file):\(lines):"),
                    ("  - { id: A1, match: { BENCH_BAY: other } }", "\(file):\(lines):"),
                    ("  - { id: A2, match: {} }", "\(file):\(lines):"),
                ] {
                    station.stationFile = good + added + "\n"
                    try Self.expectNoStart(station, what)
                    #expect(!FileManager.default.fileExists(atPath: station.folder + "/state/wiped.sqlite"), "\(added)")
                }
                station.stationFile = good
                try station.start()
            }
        }

        @Test func aMissingStationFileIsNamed() throws {
            try withStation { station in
                let result = try ended([station.binaries + "/wiped", "--config", station.folder + "/none.yaml"])
                #expect(result.exit == 1 && result.errors.contains(station.folder + "/none.yaml"), "\(result)")
            }
        }

        @Test func aMalformedPolicyStopsTheStartWithItsPlace() throws {
            try withStation { station in
                let folder = station.folder + "/policies"
                try run("cp", "-r", Project.policies, folder)
                station.stationFile = station.stationFile.replacingOccurrences(of: Project.policies, with: folder)
                let zero = text(folder + "/clear-zero.yaml")
                let file = URL(fileURLWithPath: folder + "/clear-zero.yaml")
                for (from, to) in [("write: zeros", "write: zeroes"), ("verify: full", "verify: none"), ("level: clear", "level: purge")] {
                    let wrong = zero.replacingOccurrences(of: from, with: to)
                    #expect(wrong != zero)
                    try Data(wrong.utf8).write(to: file)
                    try Self.expectNoStart(station, folder + "/clear-zero.yaml:")
                    let check = try station.wipectl("policy", "check", file.path)
                    #expect(check.exit == 1 && (check.output + check.errors).contains("clear-zero.yaml:"), "\(check)")
                }
                try Data(zero.utf8).write(to: file)
                try station.start()
            }
        }

        @Test func aKeyThatOthersCanReadStopsTheStart() throws {
            try withStation { station in
                try station.start()
                #expect(try station.stop() == 0)
                let keys = station.folder + "/state/keys"
                let names = try FileManager.default.contentsOfDirectory(atPath: keys).filter { !$0.hasSuffix(".pub") }
                #expect(names.count >= 2)
                for name in names {
                    #expect(try run("stat", "-c", "%a", keys + "/" + name) == "600", "\(name)")
                    try run("chmod", "0640", keys + "/" + name)
                    try Self.expectNoStart(station, name)
                    try run("chmod", "0600", keys + "/" + name)
                }
                try run("truncate", "-s", "0", keys + "/" + names[0])
                try Self.expectNoStart(station, names[0])
            }
        }

        @Test func aSocketThatAKilledDaemonLeftIsReplacedAndAnythingElseIsNot() throws {
            try withStation { station in
                try station.start()
                station.kill()
                try station.start()
                #expect(try station.stop() == 0)
                unlink(station.socket)
                try Data("a file".utf8).write(to: URL(fileURLWithPath: station.socket))
                let exit = try station.launch().wait(seconds: 15)
                #expect(exit == 1)
                #expect(text(station.socket) == "a file")
            }
        }

        @Test func aStationWithoutBaysShowsDrivesAndRefusesThem() throws {
            try withStation(bays: [:], "requireAssetTag: false") { station in
                let drive = try station.plug("shown", "--size", "8M")
                try station.start()
                try station.awaitVerdict(drive, "refuse", ["not-in-a-bay"])
                #expect(try station.wipectl("start", drive.serial, "--confirm", drive.serial).exit == 1)
                #expect(try drive.isAllZero())
            }
        }
    }
}
