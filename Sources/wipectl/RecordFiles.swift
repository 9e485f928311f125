// Record files of a folder or a command line, verified on all processors.

import Foundation
import WipeCertificate

/// By what a reader judges records.
struct VerifyTerms: Sendable {
    var trust: KeyRing?
    var logPolicy: LogPolicy?
    var allowSimulation = false

    /// Largest keys file and largest policy.
    private static let bytesMax = 1 << 20

    /// - Parameters: paths of a keys file and of a log policy, nil for none.
    init(trust: String?, logPolicy: String?, allowSimulation: Bool) throws {
        self.allowSimulation = allowSimulation
        if let path = trust { self.trust = try Self.keys(path) }
        if let path = logPolicy {
            let bytes = try readFile(path, bytesMax: Self.bytesMax)
            do throws(LogError) {
                self.logPolicy = try LogPolicy(parsing: bytes, file: path)
            } catch {
                throw Failure(code: "bad-log-policy", message: error.message, hint: "a log policy has lines: log VKEY")
            }
        }
    }

    /// The keys of a keys file.
    static func keys(_ path: String) throws(Failure) -> KeyRing {
        let bytes = try readFile(path, bytesMax: bytesMax)
        do throws(KeyRingError) {
            return try KeyRing(parsing: bytes, file: path)
        } catch {
            throw Failure(code: "bad-keys-file", message: error.description, hint: "a keys file is what wipectl key show --trust writes")
        }
    }

    /// The answers about one file and the proof beside it.
    /// - Throws: where the record cannot be read.
    func verify(_ path: String) throws(Failure) -> VerifyResult {
        let bytes = try readFile(path, bytesMax: JSONParser.bytesMax)
        let proof = PublishedName.ofProof(path)
        // A proof that is there and cannot be read is not "no proof".
        let log = LogCheck(proof: access(proof, F_OK) == 0 ? (try? readFile(proof, bytesMax: 1 << 16)) ?? [] : nil, policy: logPolicy)
        return Verifier.verify(bytes: bytes, trust: trust, allowSimulation: allowSimulation, log: log)
    }
}

/// The files that a person means.
struct GivenRecords: Sendable {
    var files: [String] = []
    /// In the folders, and not read.
    var passedOver: [String] = []

    /// A folder stands for the records in it and in its folders, in the order of their names.
    /// - Throws: where a folder cannot be read or has no record in it.
    init(_ paths: [String]) throws(Failure) {
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                files.append(path)
                continue
            }
            let folder = try RecordFolder(path)
            let before = path.hasSuffix("/") ? path : path + "/"
            // What cannot be read is a file that is not valid: its own line says why.
            let found = (folder.records + folder.unread.map(\.name)).sorted()
            guard !found.isEmpty else { throw Failure(code: "no-records", message: "\(path) has no .json files", hint: nil) }
            files += found.map { before + $0 }
            passedOver += folder.foreignLines.map { before + $0 }
        }
    }
}

/// `body` of every item, in the order of the items, on all processors.
func onAllProcessors<Item: Sendable, Value: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) -> Value
) async throws -> [Value] {
    // Some pieces per processor, so that none is idle while another works off a long one.
    let size = max(1, items.count / (8 * ProcessInfo.processInfo.activeProcessorCount))
    let starts = Array(stride(from: 0, to: items.count, by: size))
    var pieces = [[Value]](repeating: [], count: starts.count)
    try await withThrowingTaskGroup(of: (Int, [Value]).self) { group in
        for (number, start) in starts.enumerated() {
            group.addTask {
                try Task.checkCancellation()
                return (number, items[start..<min(start + size, items.count)].map(body))
            }
        }
        for try await (number, values) in group { pieces[number] = values }
    }
    return pieces.flatMap { $0 }
}

/// Corrections and revocations, by the id of the record that they are about (its digest can be equal only where its id is). Only valid ones
/// count: nobody else may call a record superseded.
struct Supersessions: Sendable {
    private var notices: [String: [VerifyReport.Superseding]] = [:]

    /// The notices among verified files.
    init(_ results: [(file: String, result: VerifyResult)]) {
        for (file, result) in results {
            guard let about = result.summary.about, let entry = result.summary.entry, result.valid else { continue }
            let tag = entry.kind == .correction ? result.summary.correctedTag : nil
            notices[about.id, default: []].append(
                .init(kind: entry.kind.rawValue, id: entry.id, record: entry.record, file: file, assetTag: tag))
        }
    }

    /// The tag that a record goes by: that of its newest valid correction, else the one that was signed.
    func presentTag(_ result: VerifyResult) -> String? { of(result.id).last { $0.assetTag != nil }?.assetTag ?? result.assetTag }

    /// What supersedes a record, by record number.
    func of(_ id: String?) -> [VerifyReport.Superseding] { (id.flatMap { notices[$0] } ?? []).sorted { $0.record < $1.record } }

    /// The corrections and revocations that lie beside `files`, by their own names: which record one is about it says itself, so that a
    /// record under another name is found too.
    static func notices(beside files: [String]) -> [String] {
        let given = Set(files)
        // A folder is what the person wrote up to the last slash: every path beside it is spelled alike.
        return Set(files.map(folder)).sorted().flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
            return names.filter { PublishedName.isAboutARecord($0) && !$0.hasPrefix(".") }.map { folder + $0 }.filter {
                !given.contains($0)
            }.sorted()
        }
    }

    private static func folder(_ path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }
}
