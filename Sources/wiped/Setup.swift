// Everything that must be right before the first drive is looked at. Whatever is not stops the start with a sentence.

import Crypto
import Foundation
import Glibc
import WipeAPI
import WipeCertificate
import WipeCore
import WipeFiles
import WipeServer
import WipeStation
import WipeStore

/// Why the daemon does not start, one line a problem.
struct StartupProblem: Error {
    let lines: [String]
    init(_ lines: [String]) { self.lines = lines }
}

/// Keys of the station.
struct StationKeys {
    let station: SigningKey
    let simulation: SigningKey
}

/// What the station file, the environment and the command line say together.
struct Setup {
    let file: StationFile
    let catalogue: PolicyCatalogue
    let state: String
    let socket: String

    /// Command line over environment over file. What may be wiped comes from the file alone.
    init(config: String, state: String?, socket: String?, policies: String?) throws {
        // An empty variable says nothing.
        let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
        do { file = try StationFile.read(path: config) } catch { throw StartupProblem(error.problems.map(\.description)) }
        self.state = state ?? environment["WIPED_STATE"] ?? file.state
        self.socket = socket ?? environment["WIPED_SOCKET"] ?? file.socket
        catalogue = PolicyCatalogue.load(directory: policies ?? environment["WIPED_POLICIES"] ?? file.policies)
        guard catalogue.problems.isEmpty else { throw StartupProblem(catalogue.problems.map(\.description)) }
        let bytes = [UInt8](FileManager.default.contents(atPath: config) ?? Data())
        let unknown = StationFile.problems(in: bytes, name: config, catalogue: catalogue)
        guard unknown.isEmpty else { throw StartupProblem(unknown.map(\.description)) }
        for (folder, mode) in [("", 0o755), ("/certificates", 0o755), ("/keys", 0o700)] {
            try Self.makeFolder(self.state + folder, mode: mode)
        }
        try Self.makeFolder((self.socket as NSString).deletingLastPathComponent, mode: 0o755)
    }

    private static func makeFolder(_ path: String, mode: Int) throws {
        guard !path.isEmpty, !FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
        } catch { throw StartupProblem(["\(path) cannot be made: \(error.localizedDescription)"]) }
    }

    /// Turns a failure of the store into a sentence.
    func explain<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as StoreError { throw StartupProblem([error.description]) }
    }

    func lock() throws -> StateLock {
        do { return try StateLock.acquire(state) } catch { throw StartupProblem([error.description]) }
    }

    func store() throws -> Store { try explain { try Store.open(folder: state) } }

    func keys() throws -> StationKeys {
        do {
            return StationKeys(
                station: try SigningKey.loadOrCreate(directory: state + "/keys", role: .station),
                simulation: try SigningKey.loadOrCreate(directory: state + "/keys", role: .simulation))
        } catch { throw StartupProblem(["\(error)"]) }
    }

    func shownKeys(_ keys: StationKeys) throws -> [ShownKey] {
        [keys.station, keys.simulation].map { key in
            var facts = Glibc.stat()
            // Made at first start and never written again: its time of change is when it became valid.
            let made = lstat("\(state)/keys/\(key.role.rawValue).pub", &facts) == 0 ? Int64(facts.st_mtim.tv_sec) : 0
            return ShownKey(
                role: key.role.rawValue, did: key.publicKey.did, fingerprint: key.publicKey.fingerprint, pem: key.publicKey.pem,
                validFrom: Moment(wallMilliseconds: made * 1000, runningMilliseconds: 0))
        }
    }

    func bootID() -> String {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        // Without a boot id every start counts as a new boot: more is held, nothing less.
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? UUID().uuidString.lowercased()
    }

    func stationFacts() -> StationFacts {
        var system = utsname()
        uname(&system)
        let release = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return StationFacts(
            name: file.name, organization: file.organization, location: file.location, toolVersion: WipedVersion.text,
            buildDigest: Self.buildDigest(),
            operatingSystem: "Linux " + release)
    }

    /// SHA-256 of the running executable, read in pieces; nil where it cannot be read.
    private static func buildDigest() -> String? {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/exe") else { return nil }
        var hash = SHA256()
        while let piece = try? file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        return "sha256:" + hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// A socket that a killed daemon left behind is in the way; anything else at that place is not ours to remove.
    func removeStaleSocket() throws {
        var facts = Glibc.stat()
        guard lstat(socket, &facts) == 0 else { return }
        guard facts.st_mode & S_IFMT == S_IFSOCK else { throw StartupProblem(["\(socket) exists and is no socket"]) }
        guard unlink(socket) == 0 else { throw StartupProblem(["\(socket) cannot be removed"]) }
    }
}
