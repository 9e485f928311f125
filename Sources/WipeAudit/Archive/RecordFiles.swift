// Record files of a folder or a command line, verified on all processors.

import Foundation
package import WipeCertificate

/// By what a reader judges records.
package struct VerifyTerms: Sendable {
    package var trust: KeyRing?
    package var logPolicy: LogPolicy?
    package var allowSimulation = false
    /// Whether the answers have the whole records: for a page or a comparison of one, never for an archive.
    var keepsRecords = false
    /// The reader's clock.
    var now = UTCTime(secondsSince1970: Int(Date().timeIntervalSince1970))

    /// Largest keys file and largest policy.
    private static let bytesMax = 1 << 20

    /// - Parameters: paths of a keys file and of a log policy, nil for none.
    package init(trust: String?, logPolicy: String?, allowSimulation: Bool) throws {
        self.allowSimulation = allowSimulation
        if let path = trust { self.trust = try Self.keys(path) }
        if let path = logPolicy {
            let bytes = try readFile(path, bytesMax: Self.bytesMax)
            do throws(LogError) {
                self.logPolicy = try LogPolicy(parsing: bytes, file: path)
            } catch {
                throw AuditFailure(
                    code: .badLogPolicy, message: error.message,
                    hint: "a log policy has a line `log VKEY` for each log and one line `quorum none`")
            }
        }
    }

    /// The keys of a keys file.
    static func keys(_ path: String) throws(AuditFailure) -> KeyRing {
        let bytes = try readFile(path, bytesMax: bytesMax)
        do throws(KeyRingError) {
            return try KeyRing(parsing: bytes, file: path)
        } catch {
            throw AuditFailure(code: .badKeysFile, message: error.description, hint: "a keys file is what wipectl key show --trust writes")
        }
    }

    /// The answers about one file and the proof beside it.
    /// - Throws: where the record cannot be read.
    func verify(_ path: String) throws(AuditFailure) -> VerifyResult {
        let bytes = try readFile(path, bytesMax: JSONParser.bytesMax)
        return Verifier.verify(
            bytes: bytes, trust: trust, allowSimulation: allowSimulation, log: proof(of: path), now: now,
            keepsRecord: keepsRecords)
    }

    /// The proof beside a record; where the record is a link, beside what it leads to. A link is no proof, for what it leads to is beside other
    /// records; and one that is there and cannot be read is not "no proof".
    private func proof(of path: String) -> LogCheck {
        func isThere(_ path: String) -> Bool {
            var status = stat()
            return lstat(path, &status) == 0
        }
        let found = LinkedFile.places(of: path).lazy.flatMap(PublishedName.ofProofs).filter(isThere)
        guard let proof = found.first(where: { !FileKind.isLink($0) }) ?? found.first else {
            return LogCheck(proof: nil, policy: logPolicy)
        }
        do throws(AuditFailure) {
            if FileKind.isLink(proof) { throw .unreadable(proof, ArchiveFolder.isALink) }
            return LogCheck(proof: try readFile(proof, bytesMax: 1 << 16), policy: logPolicy)
        } catch { return LogCheck(proof: [], policy: logPolicy, unreadable: error.message) }
    }
}

/// The files that a person means.
package struct GivenRecords: Sendable {
    var files: [String] = []
    /// Those of them that were found in a folder and are not read, with the reason.
    var refused: [String: String] = [:]
    /// In the folders, and not read.
    var passedOver: [String] = []

    /// A folder stands for the records in it and in its folders, in the order of their names.
    /// - Throws: where a folder cannot be read or has no record in it.
    package init(_ paths: [String]) throws(AuditFailure) {
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                files.append(path)
                continue
            }
            let folder = try RecordFolder(path)
            let before = path.hasSuffix("/") ? path : path + "/"
            // What cannot be read is a file that is not valid: its own line says why. A link that a person names is followed, one in a folder is not.
            for one in folder.unread { refused[before + one.name] = one.sentence }
            let found = (folder.records + folder.unread.map(\.name)).sorted()
            guard !found.isEmpty else { throw AuditFailure(code: .noRecords, message: "\(path) has no .json files", hint: nil) }
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
