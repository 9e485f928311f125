// What was ever plugged in here.

import GRDB
package import WipeCore

extension Store {
    /// Sightings that show one serial or World Wide Name that are looked at: a reader through which more cards went says no more with more.
    static let sightingsMax = 200

    static let sightingsSQL = """
        SELECT value FROM sighting WHERE serial = :serial
        UNION SELECT value FROM sighting WHERE wwn = :wwn LIMIT :limit
        """

    /// Everything that was ever seen with the serial or the World Wide Name of `identity`.
    package func sightings(like identity: MediaIdentity) throws(StoreError) -> [DriveSighting] {
        try read("look up what was seen before") { db in
            let values = try String.fetchAll(
                db, sql: Store.sightingsSQL,
                arguments: [
                    "serial": identity.canonicalSerial?.findable, "wwn": identity.canonicalWWN?.findable, "limit": Store.sightingsMax,
                ])
            return try JSONColumn.values(DriveSighting.self, values)
        }
    }

    /// How the last wipe of a drive ended, under whichever of its keys: one look may have missed a fact that another one got.
    package func lastWipe(of identity: MediaIdentity, among sightings: [DriveSighting]) throws(StoreError) -> PastWipe? {
        let void = SeenBefore.voidWWNs(among: sightings.map(\.identity) + [identity])
        let likes = sightings.map(\.identity).filter { $0.likeness(to: identity, voidWWNs: void).isOneForHistory }
        var wipes: [PastWipe] = []
        for key in Set(likes.map(\.key) + [identity.key]).sorted() {
            if let wipe = try lastWipe(mediaKey: key) { wipes.append(wipe) }
        }
        return wipes.max { ($0.closedAt.runningMilliseconds, $0.job) < ($1.closedAt.runningMilliseconds, $1.job) }
    }

    /// Which entries of `protect`, by their places from 0, no drive has ever met that was seen here.
    package func unmetProtection(_ rules: StationRules) throws(StoreError) -> [Int] {
        try read("compare what is protected with what was seen") { try Store.unmetProtection($0, rules) }
    }

    /// The same out of the database of a station that may be running. Changes and leaves nothing. Nil where there is no database that knows sightings.
    package static func unmetProtection(folder: String, _ rules: StationRules) throws(StoreError) -> [Int]? {
        try beside(folder, "compare what is protected with what was seen") {
            try $0.tableExists("sighting") ? unmetProtection($0, rules) : nil
        }
    }

    private static func unmetProtection(_ db: Database, _ rules: StationRules) throws -> [Int] {
        var unmet = Set(rules.protect.indices)
        let rows = try String.fetchCursor(db, sql: "SELECT value FROM sighting")
        while !unmet.isEmpty, let text = try rows.next() {
            unmet = rules.unmetProtection(unmet, by: try JSONColumn.value(DriveSighting.self, text))
        }
        return unmet.sorted()
    }
}
