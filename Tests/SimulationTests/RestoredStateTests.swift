// Goal: a state folder that was put back, copied or robbed of its keys is what it is, and the station says so. Method: the served station is
// stopped, its folder is changed as people change it, and it is started again.

import Foundation
import Testing
import WipeCertificate
import WipeCore
import WipeStore

@Suite struct RestoredStateTests {
    private let files = FileManager.default

    private func shell(_ command: String) throws {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sh")
        child.arguments = ["-c", command]
        try child.run()
        child.waitUntilExit()
        guard child.terminationStatus == 0 else { throw Missing("\(command) failed") }
    }

    /// Tags a drive, which is then wiped by itself, and waits for its record.
    private func wipe(_ station: ServedStation, _ bay: String, _ number: Int) throws -> [[String: Any]] {
        var said = ""
        for _ in 0..<200 where !said.hasPrefix("HTTP/1.1 200") {
            if !said.isEmpty { usleep(100_000) }
            said = try station.post("/v1/tag", #"{"media":"bay:\#(bay)","assetTag":"T-\#(bay)"}"#)
        }
        guard said.hasPrefix("HTTP/1.1 200") else { throw Missing("no tag: \(said)") }
        for _ in 0..<600 {
            let list = try station.json("/v1/certificates")["certificates"] as? [[String: Any]] ?? []
            if list.count >= number { return list }
            usleep(100_000)
        }
        throw Missing("no record \(number): \(station.text("log"))")
    }

    private func ring(_ station: ServedStation) throws -> KeyRing {
        let keys = try station.json("/v1/keys")["keys"] as? [[String: Any]] ?? []
        let lines = keys.flatMap { key -> [String] in
            let names = key["names"] as? [[String: String]] ?? []
            let words = ["did", "role", "validFrom"].compactMap { key[$0] as? String } + [key["validUntil"] as? String ?? "-"]
            return names.compactMap { KeyBinding(station: $0["station"] ?? "", origin: $0["log"] ?? "") }.map {
                (words + [$0.words]).joined(separator: " ")
            }
        }
        return try KeyRing(parsing: Array(lines.joined(separator: "\n").utf8), file: "keys")
    }

    private func records(_ station: ServedStation) throws -> [[UInt8]] {
        let folder = station.folder + "/s/certificates"
        return try files.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") && !$0.contains(".key.") }.sorted().map {
            Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)))
        }
    }

    private func problems(_ station: ServedStation) throws -> [String] {
        let ring = try ring(station)
        return try records(station).flatMap { Verifier.verify(bytes: $0, trust: ring, allowSimulation: true).problems.map(\.code.rawValue) }
    }

    @Test(.timeLimit(.minutes(15))) func filesWithOtherTimesChangeNoKeysInterval() throws {
        let station = try ServedStation()
        defer { station.end() }
        _ = try wipe(station, "S2", 1)
        let before = try ring(station)
        for change in [
            "touch -d 2099-01-01 \(station.folder)/s/keys/*",
            "cd \(station.folder) && cp -r s t && rm -r s && mv t s && chmod 600 s/keys/*.key",
        ] {
            station.stop()
            try shell(change)
            try station.startAgain()
            #expect(try ring(station) == before)
            #expect(try station.alarms() == [])
        }
        _ = try wipe(station, "S3", 2)
        #expect(try records(station).count == 2)
        #expect(try problems(station) == [])
    }

    @Test(.timeLimit(.minutes(15))) func keysThatAreGoneOrUnknownStopTheStart() throws {
        let station = try ServedStation()
        defer { station.end() }
        _ = try wipe(station, "S2", 1)
        let keys = station.folder + "/s/keys"
        let gone = try station.refusal { try shell("mv \(keys) \(keys).away") }
        #expect(
            gone.contains("station.key is gone") && gone.contains("simulation.key is gone") && gone.contains("from the backup"), "\(gone)")
        #expect(try files.contentsOfDirectory(atPath: keys) == [], "a key was made")
        let other = try station.refusal {
            try shell(
                "rm -r \(keys) && mkdir -m 700 \(keys) && head -c 32 /dev/urandom >\(keys)/simulation.key && chmod 600 \(keys)/simulation.key"
            )
        }
        #expect(other.contains("which the database does not know") && other.contains("--accept-new-keys"), "\(other)")
        try station.startAgain("--accept-new-keys")
        let journal = try Store.open(folder: station.folder + "/s").journal(limit: 100).map(\.act)
        #expect(journal.filter { $0.code == "new-key-accepted" }.count == 3)
        _ = try wipe(station, "S3", 2)
        #expect(try problems(station) == [])
        // The old keys are back: nobody put that on record either.
        let back = try station.refusal { try shell("rm -r \(keys) && mv \(keys).away \(keys)") }
        #expect(back.contains("which the database does not know"), "\(back)")
    }

    @Test(.timeLimit(.minutes(15))) func olderStateFolderStopsTheStartUntilItIsAccepted() throws {
        let station = try ServedStation()
        defer { station.end() }
        let state = station.folder + "/s"
        _ = try wipe(station, "S2", 1)
        station.stop()
        try shell("cp -a \(state) \(state).old")
        try station.startAgain()
        _ = try wipe(station, "S3", 2)
        // The whole folder; then the database alone, with the newer log; then without it.
        for change in [
            "mv \(state) \(state).new && cp -a \(state).old \(state)", "rm -r \(state)/log && cp -a \(state).new/log \(state)/log",
            "rm -r \(state)/log",
        ] {
            let said = try station.refusal { try shell(change) }
            #expect(
                said.contains("older or another state") && said.contains("newest backup") && said.contains("--accept-older-state"),
                "\(said)")
        }
        // The newest one is taken as it is.
        station.stop()
        try shell("mv \(state) \(state).stopped && mv \(state).new \(state)")
        try station.startAgain()
        #expect(try station.alarms() == [])
        station.stop()
        try shell("rm -r \(state) && cp -a \(state).old \(state)")
        try station.startAgain("--accept-older-state")
        let store = try Store.open(folder: state)
        #expect(try store.journal(limit: 1000).contains { $0.act.code == "older-state-accepted" })
        // The second record number is missing for ever, and the log says why.
        // It answers before the notice of its new key is on record; nothing else is signed before.
        for _ in 0..<600 where try store.documents().allSatisfy({ $0.kind != .key }) { usleep(100_000) }
        let documents = try store.documents()
        #expect(documents.map(\.record).sorted() == [1, 3], "\(documents.map(\.record))")
        let notice = try #require(documents.first { $0.kind == .key })
        #expect(String(decoding: notice.bytes, as: UTF8.self).contains("an older state was accepted"))
        #expect(try store.gap() == nil)
        let list = try wipe(station, "S4", 3)
        #expect(list.contains { $0["record"] as? Int == 4 })
        #expect(try problems(station) == [])
    }

    @Test(.timeLimit(.minutes(15))) func missingMarkIsAnAlarm() throws {
        let station = try ServedStation()
        defer { station.end() }
        _ = try wipe(station, "S2", 1)
        let mark = station.folder + "/s-mark/high-water"
        let bytes = try #require(files.contents(atPath: mark))
        for change in ["rm \(mark)", "printf x >\(mark)"] {
            station.stop()
            try shell(change)
            try station.startAgain()
            #expect(try station.alarms() == ["mark-made-anew"])
            #expect(files.contents(atPath: mark) == bytes)
        }
    }

    @Test(.timeLimit(.minutes(15))) func keyThatWasBornUnderAWrongClockIsPutRight() throws {
        let station = try ServedStation()
        defer { station.end() }
        _ = try wipe(station, "S2", 1)
        station.stop()
        // As if the clock had said 2099 when the keys were noted: the triggers let nobody do that later.
        try shell(
            "sqlite3 \(station.folder)/s/wiped.sqlite 'DROP TRIGGER station_key_begins_earlier; UPDATE station_key SET valid_from = 4070908800'"
        )
        try station.startAgain()
        #expect(try Set(station.alarms()) == ["key-interval", "cannot-certify"])
        #expect(try Set(problems(station)) == ["key-outside-interval"])
        let refused = try station.post("/v1/keys/rotate", #"{"role":"simulation","reason":"r"}"#)
        #expect(refused.contains("clock-before-key"), "\(refused)")
        for later in ["2099-06-01T00:00:00Z", "2098-12-31T23:59:59Z"] {
            let answer = try station.post("/v1/keys/begin", #"{"role":"simulation","from":"\#(later)","reason":"r"}"#)
            #expect(answer.contains("key-begin-later"), "\(answer)")
        }
        for role in ["station", "simulation"] {
            let answer = try station.post(
                "/v1/keys/begin", #"{"role":"\#(role)","from":"2026-01-01T00:00:00Z","reason":"the clock was wrong"}"#)
            #expect(answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
        }
        for _ in 0..<50 where try !station.alarms().isEmpty { usleep(100_000) }
        #expect(try station.alarms() == [])
        #expect(try problems(station) == [])
        let store = try Store.open(folder: station.folder + "/s")
        #expect(try store.journal(limit: 100).filter { $0.act.code == "key-begin" }.count == 2)
    }

    @Test(.timeLimit(.minutes(15))) func secondDaemonTakesNoLiveSocket() throws {
        let station = try ServedStation()
        defer { station.end() }
        let second = Process()
        second.executableURL = URL(fileURLWithPath: try files.destinationOfSymbolicLink(atPath: "/proc/\(station.pid)/exe"))
        let errors = station.folder + "/second"
        _ = files.createFile(atPath: errors, contents: nil)
        second.arguments = ["serve", "--state", station.folder + "/other", "--socket", station.socket, "--policies", Self.policies]
        second.standardError = FileHandle(forWritingAtPath: errors)
        second.standardOutput = FileHandle.nullDevice
        for withLock in [true, false] {
            // A daemon of an older version has no lock: it is found by its socket.
            if !withLock { unlink(station.socket + ".lock") }
            let daemon = withLock ? second : Process()
            if !withLock {
                (daemon.executableURL, daemon.arguments) = (second.executableURL, second.arguments)
                daemon.standardError = FileHandle(forWritingAtPath: errors)
                daemon.standardOutput = FileHandle.nullDevice
            }
            try daemon.run()
            daemon.waitUntilExit()
            #expect(daemon.terminationStatus == 1)
            let said = station.text("second")
            #expect(said.contains("process \(station.pid)") && said.contains(station.socket), "\(said)")
            #expect(try station.json("/v1/status")["pid"] as? Int == Int(station.pid))
        }
    }

    @Test func whatEverybodyMayWriteStopsTheStart() throws {
        let station = try ServedStation()
        defer { station.end() }
        for name in ["s", "s-mark", "s/certificates", "s/log"] {
            let path = station.folder + "/" + name
            let said = try station.refusal { try shell("chmod 0777 \(path)") }
            #expect(said.contains("everybody may write to \(path) (mode 777)"), "\(said)")
            chmod(path, 0o700)
        }
        try station.startAgain()
    }

    static let policies = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../policies").standardized
        .path
}
