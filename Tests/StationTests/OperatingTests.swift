// Goal: one place for a daemon, open to everybody who has a role and to nobody else. Method: the real daemon without drives, its socket asked by users
// of groups that every Debian has.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct OperatingTests {
        @Test func theClientsVariableMovesNoDaemon() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                try station.start()
                #expect(try station.stop() == 0)
                let elsewhere = station.folder + "/elsewhere.sock"
                let child = try ChildProcess(
                    [station.binaries + "/wiped", "--config", station.folder + "/station.yaml"], output: station.folder + "/moved.out",
                    errors: station.folder + "/moved.log", environment: ["WIPED_SOCKET": elsewhere])
                defer { child.end() }
                #expect(try eventually(seconds: 15) { try station.wipectl("status").exit == 0 }, "\(text(station.folder + "/moved.log"))")
                #expect(!FileManager.default.fileExists(atPath: elsewhere))
            }
        }

        @Test func aLeadWhoIsInNoOtherGroupIsLetIn() throws {
            try withStation(bays: ["A1": "hold"], "roles: { view: games, operate: man, lead: lp }") { station in
                try station.start()
                for (user, exit) in [("games", Int32(0)), ("man", 0), ("lp", 0), ("mail", 3)] {
                    let answer = try ended([
                        "setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", station.binaries + "/wipectl", "--no-color",
                        "--socket",
                        station.socket, "status",
                    ])
                    #expect(answer.exit == exit, "\(user): \(answer)")
                }
            }
        }

        @Test func whatEverybodyMayWriteStopsTheStart() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                try station.start()
                #expect(try station.stop() == 0)
                let policies = station.folder + "/policies"
                try run("cp", "-r", Project.policies, policies)
                station.stationFile = station.stationFile.replacingOccurrences(of: Project.policies, with: policies)
                for path in [station.folder + "/station.yaml", policies, policies + "/clear-zero.yaml", station.folder + "/state"] {
                    let mode = try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
                    try run("chmod", "a+w", path)
                    let child = try station.launch()
                    #expect(try child.wait(seconds: 15) == 1)
                    #expect(text(child.errorFile).contains("everybody may write to \(path)"), "\(text(child.errorFile))")
                    try run("chmod", String(mode, radix: 8), path)
                }
                try station.start()
            }
        }
    }
}
