// Which keys the station has had: validity comes from here and from the log, never from the times of files.

import GRDB
package import WipeCore

/// A station by the name in its documents and its log.
package struct StationName: Hashable, Sendable {
    package let station: String
    /// Origin of its log.
    package let origin: String
    package init(station: String, origin: String) {
        self.station = station
        self.origin = origin
    }
}

/// A key that the database knows.
package struct KnownKey: Hashable, Sendable {
    package let did: String
    /// `station`, `simulation` or `log`.
    package let role: String
    /// Seconds since 1970.
    package let validFrom: Int64
    /// Seconds since 1970; nil where no person said that it is lost. Of an exchanged key its rotation says it.
    package let validUntil: Int64?
    /// Under which it signed or may sign.
    package let names: [StationName]
}

/// A key that the station is about to sign with.
package struct KeyNote: Hashable, Sendable {
    package let did: String
    package let role: String
    /// Seconds since 1970, of a key that is not known yet; one that is known stays valid from when it was.
    package let validFrom: Int64
    package let name: StationName
    package init(did: String, role: String, validFrom: Int64, name: StationName) {
        self.did = did
        self.role = role
        self.validFrom = validFrom
        self.name = name
    }
}

extension Store {
    /// Every key that signed or was to sign here, in the order in which they came.
    package func knownKeys() throws(StoreError) -> [KnownKey] {
        try read("read the keys of the station") { db in
            let names = try Row.fetchAll(db, sql: "SELECT did, station, origin FROM key_name ORDER BY station, origin")
            let byKey = Dictionary(grouping: names) { row -> String in row["did"] }
            return try Row.fetchAll(db, sql: "SELECT did, role, valid_from, valid_until FROM station_key ORDER BY sequence").map { row in
                let did: String = row["did"]
                return KnownKey(
                    did: did, role: row["role"], validFrom: row["valid_from"], validUntil: row["valid_until"],
                    names: (byKey[did] ?? []).map { StationName(station: $0["station"], origin: $0["origin"]) })
            }
        }
    }

    /// Notes keys with the names under which they sign, and lines of the journal about that, all or none.
    ///
    /// - Parameters:
    ///   - lost: keys that are gone or were exchanged outside; they end at `seconds`.
    package func note(_ keys: [KeyNote], lost: [String] = [], at seconds: Int64, acts: [Act] = []) throws(StoreError) {
        try write("note the keys of the station") { db in
            let rows = EntryWriter(db: db, path: path)
            for key in keys {
                try rows.run(
                    """
                    INSERT INTO station_key (did, role, after_document, valid_from)
                    VALUES (?, ?, (SELECT coalesce(max(sequence), 0) FROM document), ?) ON CONFLICT (did) DO NOTHING
                    """, [key.did.findable, key.role, key.validFrom])
                // A key that was lost and is back.
                try rows.run("UPDATE station_key SET valid_until = NULL WHERE did = ? AND valid_until IS NOT NULL", [key.did.findable])
                // Documents of an older version may have named no log.
                try rows.run(
                    "UPDATE OR REPLACE key_name SET origin = ? WHERE did = ? AND origin = ''", [key.name.origin, key.did.findable])
                try rows.run(
                    "INSERT INTO key_name (did, station, origin) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    [key.did.findable, key.name.station, key.name.origin])
            }
            for did in lost {
                try rows.run("UPDATE station_key SET valid_until = max(?, valid_from) + 1 WHERE did = ?", [seconds, did.findable])
            }
            for act in acts { try rows.write(.act(act)) }
        }
    }

    /// Says that a key is valid from an earlier second on than was known, with the line of the journal about it.
    package func begin(_ did: String, at seconds: Int64, act: Act) throws(StoreError) {
        try write("say from when on a key is valid") { db in
            let rows = EntryWriter(db: db, path: path)
            try rows.run("UPDATE station_key SET valid_from = min(valid_from, ?) WHERE did = ?", [seconds, did.findable])
            try rows.write(.act(act))
        }
    }

    /// When the oldest document was issued that this key signed before `seconds`, in seconds since 1970; nil where there is none.
    package func firstDocument(of did: String, before seconds: Int64) throws(StoreError) -> Int64? {
        try read("compare records with their keys") { db in
            let sql = """
                SELECT min(issued_ms) / 1000 FROM document
                WHERE issued_ms < ? AND sequence > (SELECT after_document FROM station_key WHERE did = ?) AND json_extract(CAST(bytes AS TEXT), '$.issuer.id') = ?
                """
            let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
            return overflow ? nil : try Int64.fetchOne(db, sql: sql, arguments: [milliseconds, did.findable, did.findable])
        }
    }

    /// When the oldest document of all was issued, in seconds since 1970; nil where there is none.
    package func firstDocument() throws(StoreError) -> Int64? {
        try read("look up the first record") { try Int64.fetchOne($0, sql: "SELECT min(issued_ms) / 1000 FROM document") }
    }
}
