// How far the history of a station has come, kept apart from its state folder: an older state that is put back is seen by it. Without it the
// station would sign the same record numbers a second time, with other contents.

import Foundation
package import WipeCore
import WipeCertificate
import WipeStore

/// Where the mark is kept, and what to do where it contradicts the database.
package struct HistoryKeeping {
    /// Folder of the mark; must be there.
    package var folder: String
    /// The moment of this start.
    package var at: Moment
    /// Who knowingly goes on from an older state; nil where nobody does.
    package var accepting: Actor?
    package var files: FileWriter

    package init(folder: String, at: Moment, accepting: Actor? = nil, files: FileWriter = FileWriter()) {
        self.folder = folder
        self.at = at
        self.accepting = accepting
        self.files = files
    }
}

/// The high-water mark: never ahead of the database, never behind what anybody else may have seen.
struct HistoryMark: Codable, Equatable {
    enum CodingKeys: String, CodingKey { case database, nextRecord, origin, logSize, logRoot }
    /// `Store.identity`.
    var database: String
    /// The first record number that was never given.
    var nextRecord: UInt64
    /// The log's name.
    var origin: String
    /// Entries of the newest head that was about to be published, and its root in base64.
    var logSize: Int
    var logRoot: String

    /// Nothing that anybody could have seen.
    var isEmpty: Bool { nextRecord <= 1 && logSize == 0 }
}

/// What lies in the place of the mark.
enum FoundMark: Equatable {
    case none
    case damaged(String)
    case mark(HistoryMark)

    static let name = "high-water"

    static func read(_ folder: String) throws -> FoundMark {
        guard let bytes = try FileWriter.read(folder + "/" + name) else { return .none }
        do {
            let mark = try JSONDecoder().decode(HistoryMark.self, from: Data(bytes))
            guard mark.nextRecord >= 1, mark.logSize >= 0, !mark.database.isEmpty else { return .damaged("it names no history") }
            return .mark(mark)
        } catch { return .damaged("it cannot be read") }
    }
}

/// Writes the mark whenever the history has grown: after the database has it, before anything else does.
struct MarkWriter {
    let folder: String
    let files: FileWriter
    private(set) var written: HistoryMark

    /// Puts down what is there; `found` is what was there before, and stays where it is the same or further.
    init(_ keeping: HistoryKeeping, found: HistoryMark?, mark: HistoryMark) throws {
        folder = keeping.folder
        files = keeping.files
        written = mark
        if found != mark { try put(mark) }
    }

    /// Raises the mark. It never falls.
    mutating func raise(nextRecord: UInt64, head: LogCheckpoint? = nil) throws {
        var mark = written
        mark.nextRecord = max(mark.nextRecord, nextRecord)
        if let head, head.size >= mark.logSize { (mark.logSize, mark.logRoot) = (head.size, head.root.base64) }
        guard mark != written else { return }
        try put(mark)
        written = mark
    }

    private func put(_ mark: HistoryMark) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try files.replace(folder + "/" + FoundMark.name, Array(try encoder.encode(mark)) + [0x0A])
    }
}
