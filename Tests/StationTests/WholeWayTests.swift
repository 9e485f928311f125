// Goal: from a drive with data to a certificate that a stranger can check. Method: known bytes are put on drives, which are wiped at once
// under different policies; then the media are compared with what OpenSSL makes of the certificates' keys.

import Foundation
import Testing
import WipeAPI

extension StationTests {
    struct WholeWayTests {
        /// Three images with known bytes: ext4, a GPT with two file systems, ext4 for 4096-byte sectors.
        private static func images(_ station: StationUnderTest, mark: String) throws -> [String] {
            let content = station.folder + "/content"
            try FileManager.default.createDirectory(atPath: content, withIntermediateDirectories: true)
            let lines = String(repeating: mark + "\n", count: 2000)
            try Data(lines.utf8).write(to: URL(fileURLWithPath: content + "/ledger.txt"))
            let paths = ["ext4", "gpt", "large"].map { station.folder + "/\($0).img" }
            for path in paths { try run("truncate", "-s", "32M", path) }
            try run("mke2fs", "-q", "-t", "ext4", "-L", "donor", "-U", "11111111-2222-4333-8444-555555555555", "-d", content, paths[0])
            try run("mke2fs", "-q", "-t", "ext4", "-b", "4096", "-L", "donor4k", "-d", content, paths[2])
            try Data("label: gpt\nstart=2048, size=24576, name=windows\nstart=26624, size=36864, name=data\n".utf8)
                .write(to: URL(fileURLWithPath: station.folder + "/table"))
            try run("sh", "-c", "sfdisk -q \(paths[1]) < \(station.folder)/table")
            let part = station.folder + "/part"
            try run("truncate", "-s", "12M", part)
            try run("mkfs.vfat", "-n", "WINDOWS", part)
            try run("dd", "if=\(part)", "of=\(paths[1])", "bs=1M", "seek=1", "conv=notrunc", "status=none")
            try run("rm", part)
            try run("truncate", "-s", "18M", part)
            try run("mke2fs", "-q", "-t", "ext4", "-L", "data", "-U", "99999999-2222-4333-8444-555555555555", "-d", content, part)
            try run("dd", "if=\(part)", "of=\(paths[1])", "bs=1M", "seek=13", "conv=notrunc", "status=none")
            return paths
        }

        @Test func threeDrivesWipedAtOnceUnderThreePoliciesAreCertifiedAndEmpty() throws {
            try withStation(bays: ["A1": "hold", "A2": "hold", "A3": "hold"]) { station in
                let mark = "donor-secret-\(station.name)"
                let images = try Self.images(station, mark: mark)
                try station.start()
                let drives = [
                    try station.plug("ext4", bay: "A1", "--keep-content", images[0], "--rate", "8"),
                    try station.plug("gpt", bay: "A2", "--keep-content", images[1], "--rate", "8"),
                    try station.plug("large", bay: "A3", "--keep-content", images[2], "--sector", "4096", "--rpm", "0", "--rate", "8"),
                ]
                for drive in drives {
                    #expect(try drive.holds(mark))
                    try station.awaitVerdict(drive, "hold", ["waiting-for-start", "asset-tag-missing"])
                    try station.tag(drive)
                }
                #expect(try run("blockdev", "--getss", drives[2].node) == "4096")
                for (drive, policy) in zip(drives, ["clear-random", "clear-zero", "clear-random-zero"]) {
                    try station.startConfirmed(drive, "--policy", policy)
                }
                try station.until("all three run at once") {
                    let bays = try station.json(BayList.self, "bays").bays
                    #expect(bays.map(\.id) == ["A1", "A2", "A3"] && bays.map { $0.media?.serial } == drives.map(\.serial))
                    return bays.allSatisfy { $0.job?.state == "running" }
                }
                #expect(try station.json(StatusView.self, "status").slots.used == 3)
                for drive in drives { try drive.setRate(megabytesPerSecond: 400) }
                let jobs = try drives.map { try station.awaitJob($0, "sanitized") }
                for (drive, job) in zip(drives, jobs) {
                    #expect(try !drive.holds(mark))
                    #expect(job.bytesDone == job.bytesTotal)
                    let record = try station.record(job)
                    #expect(record.credentialSubject.simulation == true)
                    #expect(record.credentialSubject.asset.assetTag == "OPEQ-" + drive.serial)
                    #expect(record.credentialSubject.outcome.hasPrefix("cleared"))
                }
                let key = try #require(try station.record(jobs[0]).sanitization.passes[0].key)
                #expect(try drives[0].isStream(key: key, folder: station.folder))
                #expect(try drives[1].isAllZero())
                #expect(try drives[2].isAllZero())
                let flash = try station.record(jobs[2]).credentialSubject
                #expect(flash.sanitization.passes.map(\.pattern).first == "random")
                #expect(flash.outcome == "cleared-with-exceptions")
                #expect(flash.exceptions.contains("flash-overprovisioning-not-addressed"))
                try Self.checkOffline(station, jobs)
            }
        }

        private struct VerifyAnswer: Decodable {
            struct File: Decodable {
                var signature: String
                var key: String
                var log: String
                var valid: Bool
            }
            var files: [File]
        }

        /// Verification needs the files and the keys alone: the daemon is stopped for it.
        private static func checkOffline(_ station: StationUnderTest, _ jobs: [JobView]) throws {
            let files = try jobs.map { try station.recordFile($0) }
            let keys = try station.keysFile()
            #expect(try station.stop() == 0)
            func verify(_ files: [String], _ more: String...) throws -> (exit: Int32, answer: VerifyAnswer) {
                let result = try station.wipectl(["certificate", "verify"] + files + more + ["--json"])
                return (result.exit, try JSONDecoder().decode(VerifyAnswer.self, from: Data(result.output.utf8)))
            }
            let good = try verify(files, "--trust", keys, "--allow-simulation")
            #expect(good.exit == 0 && good.answer.files.count == files.count && good.answer.files.allSatisfy(\.valid))
            #expect(good.answer.files.allSatisfy { $0.log == "included" })
            let archive = try station.wipectl("audit", station.folder + "/state", "--trust", keys)
            #expect(archive.exit == 0, "\(archive.output)")
            let simulated = try verify(files, "--trust", keys)
            #expect(simulated.exit == 1 && !simulated.answer.files.contains(where: \.valid))
            let untrusted = try verify(files, "--allow-simulation")
            #expect(untrusted.exit == 1 && untrusted.answer.files.allSatisfy { !$0.valid && $0.key == "unknown" })
            let altered = station.folder + "/altered.json"
            let original = text(files[0])
            let forged = original.replacingOccurrences(of: "OPEQ-", with: "OPEX-")
            #expect(forged != original)
            try Data(forged.utf8).write(to: URL(fileURLWithPath: altered))
            let refused = try verify([altered], "--trust", keys, "--allow-simulation")
            #expect(refused.exit == 1 && refused.answer.files.allSatisfy { !$0.valid && $0.signature == "invalid" })
            if let python = Project.python {
                let strangers = try ended([python, Project.strangers] + files)
                #expect(strangers.exit == 0, "\(strangers.output)\(strangers.errors)")
                #expect(try ended([python, Project.strangers, altered]).exit == 1)
                try judge(files, by: Project.schema, python, station)
                try checkNotices(station, python)
            }
        }

        /// A correction, a revocation and the rotation of each key, as the daemon signs them.
        private static func checkNotices(_ station: StationUnderTest, _ python: String) throws {
            try station.start()
            for verb in ["correct", "revoke"] {
                #expect(try station.wipectl("certificate", verb, "1", "--reason", "étiquette fausse : « essai »").exit == 0)
            }
            for role in ["simulation", "station", "log"] {
                #expect(try station.wipectl("key", "rotate", role, "--reason", "essai").exit == 0)
            }
            #expect(try station.stop() == 0)
            let folder = station.folder + "/state/certificates/"
            let notices = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.map { folder + $0 }
                .filter { text($0).contains("urn:wiped:schema:sanitization-notice:1") }
            #expect(notices.count == 5)
            try judge(notices, by: Project.noticeSchema, python, station)
        }

        /// The published schema alone says of every file that it is valid.
        private static func judge(_ files: [String], by schema: String, _ python: String, _ station: StationUnderTest) throws {
            let lines = station.folder + "/lines"
            let compact = try ended(["jq", "-c", "."] + files)
            try Data(compact.output.utf8).write(to: URL(fileURLWithPath: lines))
            let judged = try ended([python, Project.schemaJudge, schema, lines])
            #expect(
                judged.exit == 0 && judged.output == String(repeating: "valid\n", count: files.count), "\(judged.output)\(judged.errors)")
        }

        @Test(.enabled(if: Project.python != nil, "WIPED_PYTHON is not set: scripts/setup python makes one with other people's verifiers"))
        func otherPeoplesVerifiersAreThere() throws {
            let python = try #require(Project.python)
            let result = try ended([python, "-c", "import openvc"])
            #expect(result.exit == 0, "\(result.errors)")
        }

        @Test func whatIsOnADriveIsShownAndPlanningTouchesNothing() throws {
            try withStation(bays: ["A1": "hold", "A2": "hold"]) { station in
                let images = try Self.images(station, mark: "mark-\(station.name)")
                let plain = try station.plug("ext4", bay: "A1", "--keep-content", images[0])
                let table = try station.plug("gpt", bay: "A2", "--keep-content", images[1])
                try station.start()
                try station.awaitVerdict(plain, "hold", ["waiting-for-start", "present-at-start", "asset-tag-missing"])
                try station.awaitVerdict(table, "hold", ["waiting-for-start", "present-at-start", "asset-tag-missing"])
                let digests = try [plain, table].map { try $0.digest() }
                let writes = try [plain, table].map { try $0.writes() }

                let file = try #require(
                    try station.json(MediaView.self, "media", "show", plain.serial).contents?.first { $0.kind == "filesystem" })
                #expect(file.type == "ext4" && file.label == "donor" && file.uuid == "11111111-2222-4333-8444-555555555555")
                let contents = try #require(try station.json(MediaView.self, "media", "show", "bay:A2").contents)
                #expect(contents.contains { $0.kind == "partitionTable" && $0.type == "gpt" })
                // The kernel has made no nodes for the partitions: they are found on the medium itself.
                #expect(!FileManager.default.fileExists(atPath: table.node + "p1"))
                let windows = try #require(contents.first { $0.label == "WINDOWS" })
                #expect(windows.type == "vfat" && windows.offsetBytes == 2048 * 512)
                let data = try #require(contents.first { $0.label == "data" && $0.kind == "filesystem" }, "\(contents)")
                #expect(data.type == "ext4" && data.offsetBytes == 26624 * 512 && data.uuid == "99999999-2222-4333-8444-555555555555")

                let plan = try station.json(PlanView.self, "plan", plain.node, "--policy", "clear-random-zero")
                #expect(plan.passes.count == 2 && plan.bytesTotal == 4 * (32 << 20))
                #expect(plan.decision.verdict == "hold")
                #expect(try station.wipectl("plan", "bay:A2").exit == 0)
                #expect(try station.wipectl("plan", plain.node, "--policy", "no-such-policy").exit == 1)
                #expect(try [plain, table].map { try $0.digest() } == digests)
                #expect(try [plain, table].map { try $0.writes() } == writes)
                #expect(try station.jobs(plain).map(\.state) == ["held"])
            }
        }
    }
}
