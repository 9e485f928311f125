// Is the database that of the history that was last seen? Asked once, before a station goes on from it.

import Foundation
import Glibc
import WipeCertificate
import WipeCore
package import WipeStore

/// The history of a database beside its mark and its published log.
struct HistoryCheck {
    let store: Store
    let keeping: HistoryKeeping
    let log: LogFacts
    let found: FoundMark

    init(_ store: Store, _ keeping: HistoryKeeping, _ log: LogFacts) throws {
        self.store = store
        self.keeping = keeping
        self.log = log
        found = try FoundMark.read(keeping.folder)
    }

    var mark: HistoryMark? { if case .mark(let mark) = found { mark } else { nil } }

    /// What this database is of an older or another history by; nil where it goes on from where the mark is.
    func conflict() throws -> String? {
        guard let mark, !mark.isEmpty else { return nil }
        guard mark.database == (try store.identity()) else { return "this is another database than the one that the mark is of" }
        let next = try store.nextRecord()
        guard next >= mark.nextRecord else {
            return "the station has given the record numbers up to \(mark.nextRecord - 1), this database those up to \(next - 1)"
        }
        let size = try store.logSize()
        guard size >= mark.logSize else { return "the station's log had \(mark.logSize) entries, this database has \(size)" }
        guard mark.logSize == 0 || mark.origin == log.origin else {
            return "the station's log is \(mark.origin), and is to go on as \(log.origin) (`log: { origin: … }` of the station file)"
        }
        guard try root(at: mark.logSize) == mark.logRoot else { return "the first \(mark.logSize) entries of the log are others here" }
        return nil
    }

    /// Stops a start on an older or another history, unless somebody knowingly accepts it.
    ///
    /// - Returns: true if such a history was accepted, false if there was nothing to accept.
    /// - Throws: what a person has to know and do, if there is such a history and nobody accepts it.
    func judge() throws -> Bool {
        let conflict = try conflict()
        guard let actor = keeping.accepting else {
            if let conflict { throw refusal(conflict) }
            return false
        }
        let published = try publishedElsewhere().map { "the published head has \($0.size) entries, and is none of this database" }
        guard let what = conflict ?? published else { return false }
        try accept(what, by: actor)
        return true
    }

    /// The mark of what is there now, put down. A history that somebody has seen may be a step ahead of its published head.
    func marks(head: LogCheckpoint?, isNewHistory: Bool) throws -> MarkWriter {
        let identity = try store.identity()
        var now = HistoryMark(
            database: identity, nextRecord: try store.nextRecord(), origin: log.origin, logSize: head?.size ?? 0,
            logRoot: (head?.root ?? .empty).base64)
        if !isNewHistory, let mark, mark.database == identity, mark.logSize > now.logSize {
            (now.logSize, now.logRoot) = (mark.logSize, mark.logRoot)
        }
        if let loss = try loss() {
            let act = Act(at: keeping.at, actor: .station, code: "mark-made-anew", detail: "\(loss): made anew from the database")
            try store.append([.act(act)], at: keeping.at)
        }
        do {
            let writer = try MarkWriter(keeping, found: mark, mark: now)
            if try !store.hasMark() { try store.noteMark() }
            return writer
        } catch let error as PublishError { throw LogConflict(description: "the high-water mark cannot be written: \(error)") }
    }

    /// What has to be said aloud about the mark itself: a station that had one has none, or one that cannot be read.
    func loss() throws -> String? {
        let path = keeping.folder + "/" + FoundMark.name
        switch found {
        case .mark: return nil
        case .damaged(let why): return "the high-water mark \(path) is damaged (\(why))"
        case .none: return try store.hasMark() ? "the high-water mark \(path) is gone" : nil
        }
    }

    /// The sentence that stops the start.
    func refusal(_ conflict: String) -> LogConflict {
        LogConflict(
            description:
                "an older or another state was put back: \(conflict) (\(keeping.folder)/\(FoundMark.name)). Nothing is wiped, since the same "
                + "record numbers would be signed twice. " + LogConflict.wayOut)
    }

    /// Goes on knowingly: no number that was ever given is given again, at least one is left out, so that every audit shows it, and the log of the
    /// other history is put aside.
    func accept(_ conflict: String, by actor: Actor) throws {
        let next = try store.nextRecord()
        let size = try store.logSize()
        let published = try publishedElsewhere()
        var first = max(next, mark?.nextRecord ?? 0, UInt64(published.map(\.size) ?? 0) + 1)
        if first == next { first += 1 }
        var known = [mark.map { "record numbers up to \($0.nextRecord - 1), a log of \($0.logSize) entries (root \($0.logRoot))" }]
        known.append(published.map { "a published head of \($0.size) entries (root \($0.root.base64))" })
        let lost = known.compactMap(\.self).joined(separator: ", ")
        let detail =
            "an older state was accepted: \(conflict); known before: \(lost); here: record numbers up to \(next - 1), a log of \(size) "
            + "entries; the numbers \(next) to \(first - 1) are left out"
        try store.leaveOutRecords(before: first, act: Act(at: keeping.at, actor: actor, code: "older-state-accepted", detail: detail))
        if published != nil { try putLogAside() }
    }

    /// The head on the disk, where it is none of this database.
    private func publishedElsewhere() throws -> LogCheckpoint? {
        guard let bytes = try FileWriter.read(log.folder + "/checkpoint"), let head = try? SignedCheckpoint(parsing: bytes).checkpoint
        else {
            return nil
        }
        let size = try store.logSize()
        // Another name is another question, which the publisher asks.
        guard head.origin == log.origin else { return nil }
        return try head.size <= size && root(at: head.size) == head.root.base64 ? nil : head
    }

    private func putLogAside() throws {
        let aside = log.folder + ".superseded-\(keeping.at.wallMilliseconds / 1000)"
        guard rename(log.folder, aside) == 0 else {
            throw LogConflict(description: "\(log.folder) cannot be moved to \(aside): \(String(cString: strerror(errno)))")
        }
    }

    /// Root of the first entries of the database's log, in base64.
    private func root(at size: Int) throws -> String {
        var growing = GrowingLog()
        while growing.size < size {
            let page = try store.logEntries(from: growing.size, limit: min(512, size - growing.size))
            if page.isEmpty { break }
            for entry in page { _ = try growing.append(entry.bytes) }
        }
        return growing.root.base64
    }
}

extension HistoryKeeping {
    /// Stops a start on an older or another history before anything is made of it. What is accepted is accepted when the door opens.
    ///
    /// - Parameter folder: of the published log.
    package static func check(_ keeping: HistoryKeeping, _ store: Store, origin: String, folder: String) throws {
        guard keeping.accepting == nil else { return }
        let log = LogFacts(origin: origin, key: .ephemeral(role: .log), folder: folder)
        let check = try HistoryCheck(store, keeping, log)
        if let conflict = try check.conflict() { throw check.refusal(conflict) }
    }
}

extension LogConflict {
    /// What a person can do about an older state.
    static let wayOut =
        "Put the newest backup back. Where there is none, `wiped --accept-older-state` goes on from this one: the gap is written into the journal and "
        + "the log, and audits show it"
}
