// The one way of changing the store: all entries of one event in one transaction.

import Foundation
import GRDB
package import WipeCore

extension Store {
    /// Stores all entries, or none. When it returns they survive a power failure.
    ///
    /// - A job replaces what was stored of it; its checkpoint is left as it is, and changes by `checkpoint` entries alone.
    /// - A tag is on one drive at a time: a link to one that another key has throws, unless an `untag` entry before it takes it from there.
    /// - A document takes the next place in the log with its `logEntry`; without one it throws.
    /// - A document that is stored already with the same bytes is passed over; with other bytes, or under a record number in use, it throws.
    /// - The first attachment of a new boot drops those of older boots.
    ///
    /// The station's running time becomes that of `now` where that is later. Throws `conflict` where an entry contradicts what is stored.
    package func append(_ entries: [JournalEntry], at now: Moment) throws(StoreError) {
        try write("store a change") { db in
            let rows = EntryWriter(db: db, path: path)
            for entry in entries { try rows.write(entry) }
            try rows.run("UPDATE station SET running_ms = max(running_ms, ?)", [now.runningMilliseconds])
        }
    }
}

extension Store {
    /// The same changes with the texts that `append` writes. Takes a second for a long list: on a thread for which nobody waits.
    package static func prepared(_ changes: LinkChanges) throws(StoreError) -> LinkChanges {
        struct Row: Encodable {
            var key: String
            var tag: String
            var reading: String
            var value: String
        }
        return try StoreError.catching("prepare a change", "") {
            let json = JSONColumn()
            let rows = try changes.tags.map { link in
                Row(
                    key: link.key.findable, tag: link.assetTag.tag.findable,
                    reading: AssetTagText.findableReading(link.assetTag.tag),
                    value: try json.text(link))
            }
            var ready = changes
            ready.prepared = .init(
                untags: try json.text(changes.untags.map(\.findable)), tags: try json.text(rows), acts: try json.text(changes.acts)
            )
            return ready
        }
    }
}

/// Writes single entries inside of a transaction.
struct EntryWriter {
    let db: Database
    let path: String
    let json = JSONColumn()

    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func write(_ entry: JournalEntry) throws {
        switch entry {
        case .job(let job): try write(job)
        case .checkpoint(let job, let checkpoint):
            try run(
                "INSERT INTO checkpoint (job, value) VALUES (?, ?) ON CONFLICT (job) DO UPDATE SET value = excluded.value",
                [job.findable, try json.text(checkpoint)])
        case .attachment(let record): try write(record)
        case .tag(let link):
            // Replaces the row of this key alone. That of another key with this tag is in the way, and nothing is stored.
            try run(
                """
                INSERT INTO tag (key, tag, reading, value) VALUES (?, ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET tag = excluded.tag, reading = excluded.reading, value = excluded.value
                """,
                [
                    link.key.findable, link.assetTag.tag.findable, AssetTagText.findableReading(link.assetTag.tag),
                    try json.text(link),
                ])
        case .sighting(let sighting): try Self.write(sighting, db)
        case .untag(let key): try run("DELETE FROM tag WHERE key = ?", [key.findable])
        case .links(let changes): try write(changes)
        case .document(let document): try write(document)
        case .published(let id): try publish(id)
        case .recordTag(let job, let tag):
            try run(
                """
                INSERT INTO tag_of_record (job, tag, reading) VALUES (?, ?, ?)
                ON CONFLICT (job) DO UPDATE SET tag = excluded.tag, reading = excluded.reading
                """,
                [job.findable, tag.findable, AssetTagText.findableReading(tag)])
        case .experience(let one):
            try run(
                """
                INSERT INTO technique_experience (model, firmware, technique, value) VALUES (?, ?, ?, ?)
                ON CONFLICT (model, firmware, technique) DO UPDATE SET value = excluded.value
                """,
                [one.model.findable, one.firmware.findable, one.technique.rawValue, try json.text(one)])
        case .act(let act): try run("INSERT INTO act (job, value) VALUES (?, ?)", [act.job?.findable, try json.text(act)])
        }
    }

    private func write(_ job: WipeJob) throws {
        var bare = job
        bare.checkpoint = nil
        let closedAt = job.state.isClosed ? job.stateSince : nil
        try run(
            """
            INSERT INTO job (id, state, closed, bay, media_key, serial, model, asset_tag, policy, priority, created_ms, started_ms, closed_ms,
                closed_running_ms, record, document, value)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, closed = excluded.closed, bay = excluded.bay, media_key = excluded.media_key,
                serial = excluded.serial, model = excluded.model, asset_tag = excluded.asset_tag, policy = excluded.policy,
                priority = excluded.priority, created_ms = excluded.created_ms, started_ms = excluded.started_ms,
                closed_ms = excluded.closed_ms, closed_running_ms = excluded.closed_running_ms, record = excluded.record,
                document = excluded.document, value = excluded.value
            """,
            [
                job.id.findable, job.state.word, job.state.isClosed, job.bay.findable, job.identity.key.findable,
                job.identity.serial?.findable,
                job.identity.model?.findable, job.assetTag?.tag.findable, job.policy.findable, job.priority, job.createdAt.wallMilliseconds,
                job.startedAt?.wallMilliseconds, closedAt?.wallMilliseconds, closedAt?.runningMilliseconds, try job.record.map(number),
                job.state.document?.findable, try json.text(bare),
            ])
    }

    /// As many statements for twenty thousand links as for one: nobody waits for a list of that length.
    private func write(_ changes: LinkChanges) throws {
        guard let text = try changes.prepared ?? Store.prepared(changes).prepared else { return }
        if let record = changes.record { try writeImport(record, text) }
        if let number = changes.undoes {
            try run("UPDATE import SET undone = 1 WHERE number = ? AND undone = 0", [number])
            guard db.changesCount == 1 else { throw conflict("import \(number) is not there, or was taken back before") }
        }
        try run("DELETE FROM tag WHERE key IN (SELECT value FROM json_each(?))", [text.untags])
        try run(
            """
            INSERT INTO tag (key, tag, reading, value)
            SELECT json_extract(value, '$.key'), json_extract(value, '$.tag'), json_extract(value, '$.reading'), json_extract(value, '$.value')
            FROM json_each(?) WHERE true ORDER BY json_each.id
            ON CONFLICT (key) DO UPDATE SET tag = excluded.tag, reading = excluded.reading, value = excluded.value
            """, [text.tags])
        try run(
            "INSERT INTO act (job, value) SELECT json_extract(value, '$.job'), value FROM json_each(?) ORDER BY json_each.id", [text.acts])
    }

    private func write(_ record: AttachmentRecord) throws {
        let boot = record.bootID.findable
        let isKnown = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM attachment WHERE boot_id = ?)", arguments: [boot]) ?? false
        if !isKnown { try run("DELETE FROM attachment", []) }
        try run(
            """
            INSERT INTO attachment (boot_id, name, disk_sequence, value) VALUES (?, ?, ?, ?)
            ON CONFLICT (boot_id, name, disk_sequence) DO UPDATE SET value = excluded.value
            """,
            [boot, record.attachment.name.findable, Int64(bitPattern: record.attachment.diskSequence), try json.text(record)])
    }

    static func write(_ sighting: DriveSighting, _ db: Database) throws {
        let identity = sighting.identity
        try db.cachedStatement(
            sql: """
                INSERT INTO sighting (key, capacity_bytes, source, serial, wwn, value) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (key, capacity_bytes, source) DO UPDATE SET value = excluded.value
                """
        ).execute(
            arguments: [
                identity.key.findable, Int64(bitPattern: identity.capacityBytes), identity.serialSource.rawValue,
                identity.canonicalSerial?.findable, identity.canonicalWWN?.findable, try JSONColumn().text(sighting),
            ])
    }

    private func write(_ document: SignedDocument) throws {
        let id = document.id.findable
        if let stored = try Data.fetchOne(db, sql: "SELECT bytes FROM document WHERE id = ?", arguments: [id]) {
            // Certifying again after a crash gives the same bytes; anything else would be a second truth under one name.
            guard stored == Data(document.bytes) else { throw conflict("document \(document.id) is stored already with other bytes") }
            return
        }
        guard !document.logEntry.isEmpty else { throw conflict("document \(document.id) comes without its entry in the log") }
        var bare = document
        bare.bytes = []
        try run(
            """
            INSERT INTO document (id, record, job, kind, outcome, serial, asset_tag, tag_reading, issued_ms, published, value, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id, try number(document.record), document.job?.findable, document.kind.rawValue, document.outcome.findable,
                document.serial?.findable, document.assetTag.map(AssetTagText.composed)?.findable,
                document.assetTag.map(AssetTagText.findableReading), document.issuedAt.wallMilliseconds, document.published,
                try json.text(bare), Data(document.bytes),
            ])
        try Store.addLogEntry(db, document.id, document.logEntry)
    }

    private func publish(_ id: String) throws {
        try run("UPDATE document SET published = 1 WHERE id = ?", [id.findable])
        guard db.changesCount == 1 else { throw conflict("document \(id) is not stored, so it cannot have been published") }
    }

    private func number(_ record: UInt64) throws -> Int64 {
        guard let number = Int64(exactly: record) else { throw conflict("record number \(record) is beyond what can be stored") }
        return number
    }

    private func conflict(_ what: String) -> StoreError {
        StoreError(kind: .conflict, path: path, what: "cannot store a change: \(what)", sqliteCode: nil)
    }
}

extension JobState {
    /// Id of the signed record that a closed job names.
    fileprivate var document: String? {
        switch self {
        case .closed(.sanitized(let document)), .closed(.failed(let document, _)), .closed(.abandoned(let document, _)): document
        default: nil
        }
    }
}
