// Goal: a whole shift reads well from its first line to its last, in French and in English: whoever has a scanner in hand learns of every drive what
// it waits for and what to do. Method: a person at a terminal with a shell, a real daemon and eight drives, of which one is pulled and comes back, one
// fails, one hangs and one was certified before; all that the terminal shows is a golden.

import Foundation
import Testing
import WipeAPI
import WipeWords

extension StationTests {
    @Suite(.enabled(if: Project.hasFaultyDrives, Comment(rawValue: Project.faultyComment)))
    struct ShiftTests {
        @Test(arguments: [Language.fr, .en]) func aShiftWithEightDrives(_ language: Language) throws {
            try withStation(
                bays: [
                    "B1": "wipe", "B2": "wipe", "B3": "wipe", "B4": "wipe", "B5": "wipe", "B6": "wipe", "B7": "hold", "B8": "wipe",
                ], "requireAssetTag: true", "tagPattern: \"OPEQ-[0-9]{4}-[0-9]{6}\"", "slots: 2", "stallSeconds: 12"
            ) { station in
                try station.start()
                let before = try Drives.certifiedBefore(station)
                let drives = try Drives(station, before: before)
                defer { try? drives.hung.setFaults("[]") }
                let shift = try Shift(station, language)
                defer { shift.end() }
                for command in ["wipectl status", "wipectl bays"] { try shift.type(command) }
                try Self.scanEverything(shift, station, drives)
                for command in ["wipectl queue", "wipectl bays", "wipectl status"] { try shift.type(command) }
                try Self.pullAndReturn(shift, station, drives)
                try Self.letGo(shift, station, drives)
                for command in ["wipectl bays", "wipectl certificate list", "wipectl queue --all"] { try shift.type(command) }
                try expectGolden(shift.text(), "shift.\(language.rawValue)")
            }
        }

        /// The drives in the bays, each with what is the matter with it.
        private struct Drives {
            let first, second, slow, failing, hung, waiting, held, certified: BenchDrive

            /// Each is identified before the next one comes: what comes together is decided about together, in no order.
            init(_ station: StationUnderTest, before: BenchDrive) throws {
                func plug(_ bay: Int, _ reasons: [String], _ options: String...) throws -> BenchDrive {
                    let model = ["--model", "ST1000DM010-\(bay)EP102"]
                    let drive = try station.plug("0\(bay)", bay: "B\(bay)", model + options)
                    try station.awaitVerdict(drive, "hold", reasons)
                    return drive
                }
                first = try plug(1, ["asset-tag-missing"])
                second = try plug(2, ["asset-tag-missing"])
                slow = try plug(3, ["asset-tag-missing"], "--size", "64M", "--rate", "1")
                failing = try plug(4, ["asset-tag-missing"], "--faults", #"[{"op":"write","do":"eio","from":5242880,"len":512}]"#)
                hung = try plug(5, ["asset-tag-missing"], "--size", "8M", "--faults", #"[{"op":"write","do":"hang","from":4194304}]"#)
                // Each takes longer than the dialogue between two looks, so that they end one after the other.
                waiting = try plug(6, ["asset-tag-missing"], "--rate", "12")
                held = try plug(7, ["asset-tag-missing", "waiting-for-start"], "--rate", "12")
                certified = try plug(8, ["already-certified"], "--reuse", before.backing)
            }

            /// A drive that was wiped yesterday, and comes back with its label.
            static func certifiedBefore(_ station: StationUnderTest) throws -> BenchDrive {
                let drive = try station.plug("old", bay: "B8", "--model", "ST1000DM010-8EP102")
                try station.awaitVerdict(drive, "hold", ["asset-tag-missing"])
                #expect(try station.wipectl("tag", drive.node, "OPEQ-2026-000108").exit == 0)
                try station.awaitJob(drive, "sanitized")
                try drive.drop("detach", keep: true)
                try station.until("it is gone") { try station.media(drive) == nil }
                return drive
            }
        }

        private static func tag(_ number: Int) -> String { "OPEQ-2026-00010\(number)" }

        /// Bay after bay with the scanner, and with everything that goes wrong on a morning.
        private static func scanEverything(_ shift: Shift, _ station: StationUnderTest, _ drives: Drives) throws {
            try shift.beginScan()
            try shift.scan("BOITE-12", "scan-bay")
            try wrongTags(shift, drives)
            try shift.scan("B1", "scan-tag", ["bay": "B1"])
            try shift.scan(tag(1), key: "\t", "scan-bay")
            try shift.hear()
            try shift.scan("B2", "scan-tag", ["bay": "B2"])
            try shift.scan(tag(1), "scan-bay")
            try shift.scan("b2", "scan-tag", ["bay": "B2"])
            try shift.scan(tag(2).lowercased(), "scan-bay")
            try shift.hear()
            try shift.scan(shift.language == .fr ? "OUI" : "YES", "scan-bay")
            try scanTroubled(shift, station, drives)
            try shift.scan("B6", "scan-tag", ["bay": "B6"])
            try shift.scan(tag(6), "scan-bay")
            try confirm(shift, drives)
            try shift.endScan(shift.language == .fr ? "FIN" : "END")
        }

        /// A label of another workshop, and two barcodes of the drive itself.
        private static func wrongTags(_ shift: Shift, _ drives: Drives) throws {
            for wrong in ["CAISSE-0007", "ST1000DM010-1EP102", drives.first.serial] {
                try shift.scan("B1", "scan-tag", ["bay": "B1"])
                try shift.scan(wrong, "scan-bay")
            }
        }

        /// One that is slow, one that fails and one that hangs.
        private static func scanTroubled(_ shift: Shift, _ station: StationUnderTest, _ drives: Drives) throws {
            for bay in 3...5 {
                try shift.scan("B\(bay)", "scan-tag", ["bay": "B\(bay)"])
                try shift.scan(tag(bay), "scan-bay")
                if bay == 3 { try station.awaitProgress(drives.slow, bytes: 1 << 20) }
                if bay == 5 { try seeSilence(shift.language, station, drives.hung) }
                if bay > 3 { try shift.hear() }
            }
        }

        /// Before the station gives a drive up for stalled, it is already said that it gives no answer; a rate of before is shown no more.
        private static func seeSilence(_ language: Language, _ station: StationUnderTest, _ drive: BenchDrive) throws {
            var job: JobView?
            try station.until("it is silent") {
                job = try station.jobs(drive).first
                return job?.silentSeconds != nil
            }
            #expect(job?.stalledSeconds == nil && job?.bytesPerSecond == nil && job?.etaSeconds == nil)
            for command in ["bays", "queue"] {
                let shown = try station.wipectl(command, "--lang", language.rawValue).output
                let line = shown.split(separator: "\n").first { $0.contains(drive.serial) } ?? ""
                let saysSo = line.contains(language == .fr ? "sans réponse" : "silent")
                #expect(saysSo && !line.contains("B/s") && !line.contains("o/s"), "\(shown)")
            }
        }

        /// A drive that waits for the serial on its own label, and one that has a certificate already.
        private static func confirm(_ shift: Shift, _ drives: Drives) throws {
            let bay = ["bay": "B7"]
            try shift.scan("B7", "scan-tag", bay)
            for word in [tag(7), shift.language == .fr ? "OUI" : "YES", tag(7), "WD-PN-0007"] { try shift.scan(word, "scan-serial", bay) }
            try shift.scan(drives.held.serial.lowercased(), "scan-bay")
            try shift.scan("B8", "scan-serial", ["bay": "B8"])
            try shift.scan(shift.language == .fr ? "ANNULER" : "CANCEL", "scan-bay")
        }

        /// Somebody comes back to the scanner and looks where two drives are; then the slow one is pulled, which makes room, and comes back elsewhere.
        private static func pullAndReturn(_ shift: Shift, _ station: StationUnderTest, _ drives: Drives) throws {
            try shift.beginScan()
            for bay in ["B3", "B6", "B7"] { try shift.scan(bay, "scan-bay") }
            shift.note("the drive of B3 is pulled in the middle of its wipe")
            try drives.slow.drop("unplug")
            // It is interrupted; then the two that waited are wiped.
            for _ in 1...3 { try shift.hear() }
            try drives.slow.drop("gone", keep: true)
            try station.until("it is gone") { try station.media(drives.slow) == nil }
            try shift.scan("B3", "scan-bay")
            shift.note("the drive of B1 is taken out, and the one that was pulled is put in there")
            try drives.first.drop("detach")
            try station.plug("back", bay: "B1", ["--reuse", drives.slow.backing])
            try shift.hear()
            try shift.endScan(shift.language == .fr ? "FIN" : "END")
        }

        /// The drive that hangs is given up, and answers then.
        private static func letGo(_ shift: Shift, _ station: StationUnderTest, _ drives: Drives) throws {
            try shift.type("wipectl cancel B5")
            try station.until("it does not answer") { try station.json(BayList.self, "bays").bays[4].unresponsive }
            try shift.type("wipectl job show B5")
            shift.note("the drive of B5 answers again")
            try drives.hung.setFaults("[]")
            try station.awaitJob(drives.hung, "abandoned")
        }
    }
}
