// Goal: a station is set up, checked and told of changes without being stopped, and nothing is wiped by any of it. Method: the real programs on
// drives of the bench whose ports have names as real ones do.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct SetupTests {
        private static func setup(_ station: StationUnderTest, _ words: String) throws -> Ended {
            let program = "\(station.binaries)/wipectl --no-color setup --config \(station.folder)/station.yaml "
            let list = "--udev-list \(station.folder)/60-wiped-bay-list.rules"
            return try ended(["sh", "-c", "printf '\(words)' | LC_ALL=C \(program)\(list)"])
        }

        private static func write(_ station: StationUnderTest) throws {
            try Data(station.stationFile.utf8).write(to: URL(fileURLWithPath: station.folder + "/station.yaml"))
        }

        private static func check(_ station: StationUnderTest) throws -> Ended {
            try ended([station.binaries + "/wiped", "--config", station.folder + "/station.yaml", "--check"])
        }

        @Test func aPortBecomesABay() throws {
            try withStation(bays: [:]) { station in
                station.stationFile += "# the end\n"
                try Self.write(station)
                let path = "pci-0000:00:1f.2-ata-\(station.name)"
                let drive = try station.plug("first", "--size", "8M", "--path", path)
                let name = (drive.node as NSString).lastPathComponent
                let ports = try ended([
                    station.binaries + "/wipectl", "setup", "ports", "--config", station.folder + "/station.yaml", "--json",
                ])
                #expect(ports.exit == 0 && ports.output.contains("\"port\":\"\(path)\""), "\(ports)")
                // Nothing is written before a yes.
                #expect(try Self.setup(station, "\(name)\\nDONE\\nNO\\n").exit == 1)
                #expect(try Self.setup(station, "\(name)\\n").exit == 1)
                #expect(text(station.folder + "/station.yaml") == station.stationFile)
                let done = try Self.setup(station, "A7\\n\(name)\\nDONE\\nYES\\n")
                #expect(done.exit == 0, "\(done)")
                let file = text(station.folder + "/station.yaml")
                #expect(file.contains("bays:\n  - { id: A7, match: { ID_PATH: \"\(path)\" }, onAttach: hold }\n# the end\n"), "\(file)")
                let list = text(station.folder + "/60-wiped-bay-list.rules")
                #expect(list.contains("ENV{ID_PATH}==\"\(path)\", ENV{WIPED_BAY}=\"A7\""), "\(list)")
                let kept = try FileManager.default.contentsOfDirectory(atPath: station.folder).filter { $0.hasPrefix("station.yaml.") }
                #expect(kept.count == 1 && text(station.folder + "/" + (kept.first ?? "")) == station.stationFile)
                // The same port is the same bay.
                #expect(try Self.setup(station, "\(name)\\nDONE\\n").output.contains("is bay A7 already"))
                station.stationFile = file
                try station.start()
                try station.awaitVerdict(drive, "hold", ["waiting-for-start", "present-at-start", "asset-tag-missing"])
                #expect(try drive.isAllZero())
            }
        }

        /// A person plugs one drive after the other, and types what they have to.
        @Test func aDriveThatIsPluggedInNamesItsSlot() throws {
            try withStation(bays: [:]) { station in
                try Self.write(station)
                let words = station.folder + "/words"
                try #require(mkfifo(words, 0o600) == 0)
                let program = "LC_ALL=C \(station.binaries)/wipectl setup --config \(station.folder)/station.yaml"
                let setup = try station.guest("sh", "-c", "\(program) --udev-list \(station.folder)/list.rules < \(words)")
                let hand = try #require(FileHandle(forWritingAtPath: words))
                #expect(eventually(seconds: 20) { text(setup.errorFile).contains("slot of bay A1") }, "\(text(setup.errorFile))")
                for (number, name) in ["one", "two"].enumerated() {
                    let drive = try station.plug(name, "--size", "8M", "--path", "pci-0000:00:1f.2-ata-\(station.name)\(number)")
                    #expect(eventually(seconds: 20) { text(setup.outputFile).contains("bay A\(number + 1) is ID_PATH=") })
                    if number == 0 { try drive.drop("detach") }
                }
                hand.write(Data("DONE\nYES\n".utf8))
                try hand.close()
                #expect(try setup.wait(seconds: 20) == 0, "\(text(setup.outputFile)) \(text(setup.errorFile))")
                let file = text(station.folder + "/station.yaml")
                #expect(file.contains("id: A1, ") && file.contains("\(station.name)0\"") && file.contains("id: A2, "), "\(file)")
            }
        }

        @Test func aCheckNamesEachFindingAtItsPlace() throws {
            try withStation(bays: ["A1": "hold"]) { station in
                station.stationFile +=
                    "protect:\n  - { ID_SERIAL_SHORT: NOBODY-77 }\nroles: { lead: wiped-no-such-group, view: root, operate: root }\n"
                try Self.write(station)
                let found = try Self.check(station)
                let place = station.folder + "/station.yaml:"
                #expect(found.exit == 1, "\(found)")
                let lines = station.stationFile.split(separator: "\n").count
                #expect(
                    found.errors.contains("\(place)\(lines - 1):5: protect[1] { ID_SERIAL_SHORT: \"NOBODY-77\" } has met no drive"),
                    "\(found)")
                #expect(found.errors.contains("\(place)\(lines):10: roles.lead: there is no group wiped-no-such-group"), "\(found)")
                #expect(!FileManager.default.fileExists(atPath: station.folder + "/state"))
                // What is plugged in now counts as met.
                let drive = try station.plug("kept", "--size", "8M", "--path", "pci-0000:00:1f.2-ata-\(station.name)")
                station.stationFile = station.stationFile.replacing("NOBODY-77", with: drive.serial)
                    .replacing("wiped-no-such-group", with: "root")
                try Self.write(station)
                let clean = try Self.check(station)
                #expect(clean.exit == 0 && clean.errors.contains("nothing found"), "\(clean)")
                station.stationFile += "slotz: 3\n"
                try Self.write(station)
                #expect(try Self.check(station).errors.contains("wiped: error: \(place)\(lines + 1):1: unknown key"))
            }
        }

        @Test func whatIsNewInTheFileCountsWithoutAStart() throws {
            try withStation(bays: ["A1": "wipe"], "requireAssetTag: false") { station in
                try station.start()
                let pid = try station.json(StatusView.self, "status").pid
                let waiting = try station.plug("waiting", bay: "N1")
                try station.awaitVerdict(waiting, "refuse", ["not-in-a-bay"])
                func alarms() throws -> [String] { try station.json(StatusView.self, "status").alarms.map(\.code) }
                func reload() throws {
                    try Self.write(station)
                    kill(pid_t(pid), SIGHUP)
                }
                let sound = station.stationFile
                station.stationFile = sound + "slotz: 3\n"
                try reload()
                #expect(try eventually(seconds: 10) { try alarms().contains("reload-failed") }, "\(station.log)")
                station.stationFile = sound + "slots: 3\n"
                try reload()
                #expect(try eventually(seconds: 10) { try alarms().contains("restart-needed") && !alarms().contains("reload-failed") })
                station.stationFile = sound + "  - { id: N1, match: { BENCH_BAY: \"\(station.name)-N1\" }, onAttach: wipe }\n"
                try reload()
                try station.awaitVerdict(waiting, "hold", ["was-in-use"])
                #expect(try !alarms().contains("restart-needed"))
                #expect(try waiting.isAllZero() && station.json(StatusView.self, "status").pid == pid)
                // One that comes now is in its bay.
                try waiting.drop("detach")
                let coming = try station.plug("coming", bay: "N1")
                try station.awaitJob(coming, "sanitized")
                for _ in 0..<20 { kill(pid_t(pid), SIGHUP) }
                #expect(try station.stop() == 0)
                #expect(station.log.contains("the station file was read again: bay N1"), "\(station.log)")
            }
        }
    }
}
