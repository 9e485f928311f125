// Whether the files that others read are still what the database says: records, their proofs, and the log. The database is the source of all of
// them: what was deleted or altered under a running station is said and put back. A look goes through everything in small pieces, beside the
// station, and holds up nobody.

import Foundation
import Glibc
import WipeCertificate
import WipeCore
import WipeStore

/// A published file that is not there as it was.
package struct SpoiltFile: Sendable {
    /// What it was made of.
    enum Source: Sendable {
        case record(SignedDocument)
        case proof(SignedDocument)
        case log(GrowingLog.File)
        case head
    }
    let source: Source
    let path: String
    /// A few words for people.
    let what: String

    /// The last two parts of the path are enough to find it.
    var name: String { path.split(separator: "/").suffix(2).joined(separator: "/") }

    /// What others are made of comes first.
    fileprivate var order: Int {
        switch source {
        case .log: 0
        case .head: 1
        case .record: 2
        case .proof: 3
        }
    }
}

/// One walk through everything that is published.
package struct PublishedLook: Sendable {
    /// Records, or entries of the log, of one piece.
    private static let pageSize = 64
    /// Files of one piece: they are put back where others wait.
    private static let spoiltMax = 32

    private let store: Store
    private let records: String
    private let logFolder: String
    private let origin: String
    /// As many entries are published.
    private let size: Int
    private let logKeys: [LogKey]
    private var growing = GrowingLog()
    /// The last record that was looked at; nil where all were.
    private var after: Int64? = 0
    private(set) var isOver = false
    /// Files among the records that no row of the database knows; when it is over.
    private(set) var foreign: [String] = []

    /// - Parameter publisher: with the head up to which the log is looked at.
    init(_ store: Store, records: String, log publisher: LogPublisher) throws {
        self.store = store
        self.records = records
        logFolder = publisher.folder
        origin = publisher.origin
        size = publisher.head?.checkpoint.size ?? 0
        // Of older databases the rotations alone know a key that was retired before keys were noted.
        let known = try store.knownKeys().filter { $0.role == KeyRole.log.rawValue }.compactMap { PublicKey(did: $0.did) }
        let retired = try store.keyDocuments().compactMap { KeyRotation(signed: $0.bytes) }.filter { $0.role == .log }.map(\.retired)
        logKeys = ([publisher.publicKey] + known + retired).map { LogKey(name: publisher.origin, key: $0) }
    }

    /// Goes on for about so long. What it found.
    mutating func go(milliseconds: Int64) throws -> [SpoiltFile] {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        var spoilt: [SpoiltFile] = []
        while !isOver, spoilt.count < Self.spoiltMax, ContinuousClock.now < end { spoilt += try step() }
        return spoilt
    }

    private mutating func step() throws -> [SpoiltFile] {
        if let after {
            let (page, next) = try store.publishedPage(after: after, limit: Self.pageSize)
            self.after = next
            return try page.flatMap(judge)
        }
        if growing.size < size {
            var spoilt: [SpoiltFile] = []
            let entries = try store.logEntries(from: growing.size, limit: min(Self.pageSize, size - growing.size))
            for entry in entries {
                for file in try growing.append(entry.bytes) { spoilt += Self.judge(file, logFolder + "/" + file.tile.path) }
            }
            // A log that ends early in the database stops the next start with its own words.
            if !entries.isEmpty { return spoilt }
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: records))?.filter { $0.hasSuffix(".json") } ?? []
        foreign = try store.foreign(among: names.sorted())
        isOver = true
        return []
    }

    private func judge(_ document: SignedDocument) throws -> [SpoiltFile] {
        let path = records + "/" + document.fileName
        var spoilt: [SpoiltFile] = []
        if let what = Self.difference(path, { $0 == document.bytes }) {
            spoilt.append(SpoiltFile(source: .record(document), path: path, what: what))
        }
        let place = try store.logPlace(of: document.id)
        let proofPath = PublishedName.ofProof(path)
        if let what = Self.difference(proofPath, { isProof($0, of: document, at: place) }) {
            spoilt.append(SpoiltFile(source: .proof(document), path: proofPath, what: what))
        }
        return spoilt
    }

    /// Under any head that the station ever signed: proofs are not made anew when the log grows.
    private func isProof(_ bytes: [UInt8], of document: SignedDocument, at place: Int?) -> Bool {
        guard let proof = try? LogProof(parsing: bytes), let entry = LogEntry(parsing: document.logEntry), proof.index == place else {
            return false
        }
        return proof.head.checkpoint.origin == origin && proof.includes(entry) && logKeys.contains { proof.head.isSigned(by: $0) == true }
    }

    static func judge(_ file: GrowingLog.File, _ path: String) -> [SpoiltFile] {
        difference(path) { $0 == file.bytes }.map { [SpoiltFile(source: .log(file), path: path, what: $0)] } ?? []
    }

    /// What is wrong with a file, in a few words; nil where nothing is.
    static func difference(_ path: String, _ isRight: ([UInt8]) -> Bool) -> String? {
        do {
            guard let bytes = try FileWriter.read(path) else { return "missing" }
            return isRight(bytes) ? nil : "changed (\(bytes.count) bytes)"
        } catch { return "\((error as? PublishError)?.reason ?? "\(error)")" }
    }
}

extension Door {
    /// A look at what is published now.
    func publishedLook() throws -> PublishedLook { try PublishedLook(store, records: certifier.folder, log: log) }

    /// The head of the log and the files at its edge, which change with every record: looked at here, where nothing else changes them.
    func spoiltEdge() -> [SpoiltFile] {
        let path = log.folder + "/checkpoint"
        let head = log.head.flatMap { head in PublishedLook.difference(path) { $0 == head.bytes } }
        return log.partialFiles.flatMap { PublishedLook.judge($0, log.path($0)) }
            + (head.map { [SpoiltFile(source: .head, path: path, what: $0)] } ?? [])
    }

    /// Puts spoilt files back from the database, and into the journal what was wrong with them. One that cannot be put back is in nobody's way.
    ///
    /// - Returns: the line of the journal, and why the first file that could not be put back was not; nil if all were.
    /// - Throws: if the line could not be stored. No file was touched then.
    mutating func putBack(_ spoilt: [SpoiltFile], at now: Moment) throws -> (act: Act, problem: String?) {
        let names = spoilt.map { "\($0.name): \($0.what)" }
        let more = names.count > Self.namesMax ? " and \(names.count - Self.namesMax) more" : ""
        let act = Act(
            at: now, actor: .station, code: "published-changed", detail: names.prefix(Self.namesMax).joined(separator: ", ") + more)
        try writeDown([.act(act)], at: now)
        var problem: String?
        // The tiles first, of which proofs are made.
        for file in spoilt.sorted(by: { $0.order < $1.order }) {
            do {
                switch file.source {
                case .log(let tile): try files.replace(file.path, tile.bytes)
                case .head: if let head = log.head { try files.replace(file.path, head.bytes) }
                case .record(let document): try files.replace(file.path, document.bytes)
                case .proof(let document): try files.replace(file.path, try proofOnFile(of: document))
                }
            } catch { problem = problem ?? "\(error)" }
        }
        return (act, problem)
    }

    /// Names of files in one line of the journal.
    private static let namesMax = 20
}
