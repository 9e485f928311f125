// The public log on the disk: tiles, then the head that covers them. What is in it comes out of the database alone.

import Foundation
import Glibc
import WipeCertificate
import WipeStore

/// Why the log on the disk cannot be gone on with. Going on would make a second history.
package struct LogConflict: Error, CustomStringConvertible {
    /// What was found and what to do.
    package let description: String
}

/// Writes what the database has in its log and the disk has not yet. The work for a record grows with the depth of the tree only.
struct LogPublisher {
    private static let pageSize = 512

    let folder: String
    let origin: String
    private var key: SigningKey
    private let files: FileWriter
    private var log = GrowingLog()
    /// Files of the published part that are not on the disk as they should be.
    private var repairs: [GrowingLog.File] = []
    /// The head on the disk; nil where there is none.
    private(set) var head: SignedCheckpoint?
    /// The head on the disk is signed by another key than ours, or there is none.
    private var mustSign = true

    /// Reads the published part again out of the database, and compares it with the disk.
    ///
    /// - Throws: `LogConflict` where the published head is of another log, or of entries that the database does not have.
    init(_ store: Store, folder: String, origin: String, key: SigningKey, files: FileWriter) throws {
        self.folder = folder
        self.origin = origin
        self.key = key
        self.files = files
        guard let bytes = try FileWriter.read(folder + "/checkpoint") else { return }
        let published: SignedCheckpoint
        do throws(LogError) { published = try SignedCheckpoint(parsing: bytes) } catch {
            throw LogConflict(description: "\(folder)/checkpoint is damaged (\(error.message)): look at it, then move it away")
        }
        let checkpoint = published.checkpoint
        guard checkpoint.origin == origin else {
            throw LogConflict(
                description: "the log in \(folder) was begun as \(checkpoint.origin), and is to go on as \(origin): "
                    + "write `log: { origin: \"\(checkpoint.origin)\" }` into the station file")
        }
        try replay(store, until: checkpoint.size)
        guard log.size == checkpoint.size, log.root == checkpoint.root else {
            throw LogConflict(
                description:
                    "\(folder)/checkpoint is not a head of the log in this database (\(checkpoint.size) entries there, \(log.size) here): "
                    + "an older database was put back, or one of the two was changed; nothing is wiped before a person has looked. "
                    + LogConflict.wayOut)
        }
        head = published
        mustSign = published.isSigned(by: LogKey(name: origin, key: key.publicKey)) != true
    }

    private mutating func replay(_ store: Store, until size: Int) throws {
        while log.size < size {
            let page = try store.logEntries(from: log.size, limit: min(Self.pageSize, size - log.size))
            if page.isEmpty { return }
            for entry in page { for file in try log.append(entry.bytes) { try compare(file) } }
        }
        for file in log.partialFiles { try compare(file) }
    }

    private mutating func compare(_ file: GrowingLog.File) throws {
        if PublishedLook.difference(path(file), { $0 == file.bytes }) != nil { repairs.append(file) }
    }

    var publicKey: PublicKey { key.publicKey }

    /// Files at the edge of the published part.
    var partialFiles: [GrowingLog.File] { head == nil ? [] : log.partialFiles }

    /// Signs heads with another key from now on, the present one too.
    mutating func use(_ key: SigningKey) {
        self.key = key
        mustSign = true
    }

    /// Files of the log that were missing or changed when the station started.
    var repairNames: [String] { repairs.map(\.tile.path) }

    /// Puts everything on the disk that the database has: tiles first, then the head. Done again after a failure it comes to the same.
    ///
    /// - Parameter announce: takes the new head before anybody can see it; where it throws, the old one stays.
    mutating func advance(_ store: Store, announce: (LogCheckpoint) throws -> Void = { _ in }) throws {
        var next = log
        var full: [GrowingLog.File] = []
        for file in repairs { try files.replace(path(file), file.bytes) }
        while true {
            let page = try store.logEntries(from: next.size, limit: Self.pageSize)
            if page.isEmpty { break }
            for entry in page {
                for file in try next.append(entry.bytes) {
                    try files.replace(path(file), file.bytes)
                    full.append(file)
                }
            }
        }
        if !mustSign, next.size == log.size {
            repairs = []
            return
        }
        let partial = next.partialFiles
        for file in partial { try files.replace(path(file), file.bytes) }
        let checkpoint = LogCheckpoint(origin: origin, size: next.size, root: next.root)
        try announce(checkpoint)
        let signed = try SignedCheckpoint(checkpoint, key: key)
        try files.replace(folder + "/checkpoint", signed.bytes)
        (log, head, repairs, mustSign) = (next, signed, [], false)
        dropOutgrown(full: full, partial: partial)
    }

    /// The proof that the entry at `place` is under the head.
    func prove(_ place: Int) throws -> LogProof {
        guard let head else { throw LogConflict(description: "the log has no head yet") }
        var reader = TileReader(size: head.checkpoint.size) { path in
            guard let bytes = try FileWriter.read(folder + "/" + path) else {
                throw PublishError(path: folder + "/" + path, step: "read", errorNumber: ENOENT)
            }
            return bytes
        }
        return LogProof(index: place, path: try reader.inclusionProof(index: place), head: head)
    }

    /// A reader takes the newest head and then its tiles: narrower ones of the same place are of no more use.
    private func dropOutgrown(full: [GrowingLog.File], partial: [GrowingLog.File]) {
        for file in full { try? FileManager.default.removeItem(atPath: path(file) + ".p") }
        for file in partial {
            let narrow = (path(file) as NSString).deletingLastPathComponent
            for name in (try? FileManager.default.contentsOfDirectory(atPath: narrow)) ?? [] where name != String(file.tile.width) {
                unlink(narrow + "/" + name)
            }
        }
    }

    func path(_ file: GrowingLog.File) -> String { folder + "/" + file.tile.path }
}
