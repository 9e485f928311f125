// Drives of the test bench: loop devices with the udev properties of a drive in a bay, made and taken away by scripts/testbench.

import Foundation

/// The folders and programs that the tests use.
enum Project {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized.path
    static let bench = root + "/scripts/testbench"
    static let policies = root + "/policies"
    static let strangers = root + "/Tests/WipeCertificateTests/verify_with_strangers.py"
    static let schemaJudge = root + "/Tests/WipeCertificateTests/judge_with_schema.py"
    static let schema = root + "/Sources/WipeCertificate/Schema/sanitization-certificate-1.schema.json"
    static let noticeSchema = root + "/Sources/WipeCertificate/Schema/sanitization-notice-1.schema.json"
    /// A Python with the verifiers that others wrote; nil where there is none.
    static let python = ProcessInfo.processInfo.environment["WIPED_PYTHON"]

    /// Folder with `wiped` and `wipectl`: WIPED_BINARIES, else the first above the test executable that holds both.
    static func binaries() throws -> String {
        if let folder = ProcessInfo.processInfo.environment["WIPED_BINARIES"] { return folder }
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            if ["wiped", "wipectl"].allSatisfy({ FileManager.default.isExecutableFile(atPath: folder.path + "/" + $0) }) {
                return folder.path
            }
            folder.deleteLastPathComponent()
        }
        throw Shortfall("wiped and wipectl are not beside the tests; build them, or set WIPED_BINARIES")
    }

    /// Root, and a udevd that answers: without them there is nothing to plug in.
    static let hasBench: Bool = geteuid() == 0 && (try? ended(["udevadm", "control", "--ping", "-t", "60"]).exit) == 0
    /// The tools under a drive with faults.
    static let hasFaultyDrives: Bool = hasBench && (try? ended(["sh", "-c", "command -v nbdkit && command -v nbdfuse"]).exit) == 0
    /// Why tests on drives with faults are left out.
    static let faultyComment = "needs nbdkit and nbdfuse: run scripts/setup test"
}

/// One drive of the bench.
final class BenchDrive {
    private struct Made: Decodable {
        var node: String
        var name: String
        var state: String
        var backing: String
        var serial: String
    }

    let name: String
    let node: String
    /// The content, byte for byte.
    let backing: String
    let serial: String
    private let state: String
    private let prefix: String

    /// Drives of one run of the tests are told from those of others by this prefix.
    static let prefix = ProcessInfo.processInfo.environment["WIPEBENCH_PREFIX"] ?? "stationtests-\(getpid())"

    /// Plugs a drive in and waits until udevd has dealt with it.
    init(_ name: String, _ options: [String], prefix: String) throws {
        let owner = ProcessInfo.processInfo.environment["WIPEBENCH_OWNER"] ?? String(getpid())
        let result = try ended([Project.bench + "/make-drive", name, "--json", "--prefix", prefix, "--owner", owner] + options)
        guard result.exit == 0 else { throw Shortfall("make-drive \(name): \(result.errors)") }
        let made = try JSONDecoder().decode(Made.self, from: Data(result.output.utf8))
        self.name = name
        self.prefix = prefix
        node = made.node
        backing = made.backing
        serial = made.serial
        state = made.state
    }

    /// Name of the node without its folder.
    var kernelName: String { String(node.dropFirst("/dev/".count)) }

    /// Takes it away in one of the ways of drop-drive; with `keep` the content stays.
    func drop(_ way: String, keep: Bool = false) throws {
        let result = try ended([Project.bench + "/drop-drive", name, way, "--prefix", prefix] + (keep ? ["--keep"] : []))
        guard result.exit == 0 else { throw Shortfall("drop-drive \(name) \(way): \(result.errors)") }
    }

    /// New rules for a drive with faults; they act from the next request on.
    func setFaults(_ rules: String) throws {
        try Data(rules.utf8).write(to: URL(fileURLWithPath: state + "/faults.json"), options: .atomic)
    }

    /// New speed of a drive that was made with `--rate`.
    func setRate(megabytesPerSecond: Int) throws {
        try Data(String(megabytesPerSecond * 8_000_000).utf8).write(to: URL(fileURLWithPath: state + "/rate"), options: .atomic)
    }

    /// What a drive with faults has counted, as of its last flush.
    struct Counts: Decodable {
        /// Bytes.
        var write: Int
    }

    func counts() throws -> Counts {
        try JSONDecoder().decode(Counts.self, from: Data(contentsOf: URL(fileURLWithPath: state + "/stats.json")))
    }

    // MARK: the medium

    func digest() throws -> String { String(try run("sha256sum", backing).prefix(64)) }

    func holds(_ text: String) throws -> Bool { try ended(["grep", "-qaF", "--", text, backing]).exit == 0 }

    func isAllZero() throws -> Bool {
        let bytes = try FileManager.default.attributesOfItem(atPath: backing)[.size] as? Int ?? 0
        return try ended(["cmp", "-s", "-n", String(bytes), backing, "/dev/zero"]).exit == 0
    }

    /// Whether the medium is, from its first byte to its last, the stream that OpenSSL makes of this key.
    func isStream(key: String, folder: String) throws -> Bool {
        let bytes = try FileManager.default.attributesOfItem(atPath: backing)[.size] as? Int ?? 0
        let zeros = folder + "/zeros"
        let stream = folder + "/stream"
        defer {
            unlink(zeros)
            unlink(stream)
        }
        try run("truncate", "-s", String(bytes), zeros)
        try run("openssl", "enc", "-aes-256-ctr", "-K", key, "-iv", String(repeating: "0", count: 32), "-in", zeros, "-out", stream)
        return bytes > 0 ? try ended(["cmp", "-s", backing, stream]).exit == 0 : false
    }

    /// Makes the drive smaller while it is attached, as one does that gives up a part of itself. LOOP_GET_STATUS64 is 0x4C05, LOOP_SET_STATUS64
    /// 0x4C04; the limit stands 32 bytes into their structure of 232.
    func limit(toBytes bytes: Int) throws {
        try run(
            "python3", "-c",
            """
            import fcntl, struct, sys
            device = open(sys.argv[1])
            status = bytearray(232)
            fcntl.ioctl(device, 0x4C05, status)
            struct.pack_into("<Q", status, 32, int(sys.argv[2]))
            fcntl.ioctl(device, 0x4C04, bytes(status))
            """, node, String(bytes))
    }

    /// Write requests and sectors written that the kernel has counted on the node.
    func writes() throws -> [Int] {
        let fields = try String(contentsOfFile: "/sys/block/\(kernelName)/stat", encoding: .utf8).split(separator: " ").map { Int($0) }
        guard fields.count > 6, let requests = fields[4], let sectors = fields[6] else { throw Shortfall("\(node) has no statistics") }
        return [requests, sectors]
    }
}
