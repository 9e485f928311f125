// The published log, looked at as a stranger would: out of its files and the public key alone.

import Foundation
import WipeCertificate
import WipeCore

extension Simulation {
    /// (e) Every head that was ever published extends the one before it, and is signed by the log's key.
    mutating func checkLog() throws {
        guard let bytes = FileManager.default.contents(atPath: logFolder + "/checkpoint").map({ Array($0) }), bytes != lastHead?.bytes
        else {
            return
        }
        let head = try SignedCheckpoint(parsing: bytes)
        try expect(head.isSigned(by: logKey) == true, "(e) a head of the log is not signed by its key")
        var tiles = TileReader(size: head.checkpoint.size, read: published)
        try expect(try tiles.root() == head.checkpoint.root, "(e) the tiles of the log are not those of its head")
        if let last = lastHead?.checkpoint {
            let proof = try tiles.consistencyProof(from: last.size)
            let isLonger = MerkleTree.isConsistent(
                first: last.size, firstRoot: last.root, size: head.checkpoint.size, root: head.checkpoint.root, proof: proof)
            try expect(isLonger, "(e) the log of \(head.checkpoint.size) entries does not extend that of \(last.size)")
        }
        let mark = FileManager.default.contents(atPath: markFolder + "/high-water").flatMap {
            try? JSONDecoder().decode(SeenMark.self, from: $0)
        }
        try expect(mark.map { $0.logSize >= head.checkpoint.size } ?? false, "(e) the head of the log is ahead of the high-water mark")
        lastHead = head
        note("log \(head.checkpoint.size)")
    }

    /// (e) At the end the log has every record, in the order of the database, and nothing else.
    func checkWholeLog(_ documents: [SignedDocument]) throws {
        guard let size = lastHead?.checkpoint.size else { throw Violation("(e) the log has no head") }
        try expect(size == documents.count, "(e) \(size) entries for \(documents.count) documents")
        let tiles = TileReader(size: size, read: published)
        let entries = try stride(from: 0, to: size, by: 256).flatMap { try tiles.entries(bundle: $0 / 256) }
        for bytes in entries {
            guard let entry = LogEntry(parsing: bytes) else { throw Violation("(e) an entry of the log is not one") }
            let own = documents.first { "urn:uuid:" + $0.id == entry.id }
            try expect(own.map { Int($0.record) } == entry.record, "(e) the log names a record that is not there: \(entry.id)")
        }
        try expect(Set(entries).count == entries.count, "(e) an entry stands twice in the log")
    }

    private func published(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: logFolder + "/" + path) else { throw Violation("(e) the log lacks \(path)") }
        return Array(data)
    }
}

/// What a stranger reads of the high-water mark.
private struct SeenMark: Decodable {
    var logSize: Int
}
