// Jobs as they were stored, with their checkpoints.

import GRDB
package import WipeCore

extension Store {
    static let openJobsSQL = jobSQL + " WHERE job.closed = 0 ORDER BY job.id"
    static let jobCountsSQL = "SELECT state, count(*) AS jobs FROM job GROUP BY state"
    static let lastWipeSQL = """
        SELECT id, state, closed_ms, closed_running_ms, json_extract(value, '$.leftErasing') AS left_erasing FROM job WHERE media_key = ? AND document IS NOT NULL
        ORDER BY closed_running_ms DESC, id DESC LIMIT 1
        """
    static let lastClosedJobSQL =
        jobSQL + """
             WHERE job.id = (SELECT id FROM job WHERE closed = 1 AND serial = ? COLLATE NOCASE
            ORDER BY closed_running_ms DESC, id DESC LIMIT 1)
            """
    /// What stands behind a beginning is a digit of sixteen or a dash, which `g` comes after.
    static let namedJobsSQL =
        jobSQL + """
             WHERE job.closed = 1 AND job.id IN (SELECT id FROM job WHERE id = :text
            UNION SELECT id FROM job WHERE substr(id, -8) = :text
            UNION SELECT id FROM job WHERE :beginning <> '' AND id >= :beginning AND id < :beginning || 'g') ORDER BY job.id DESC LIMIT 8
            """
    private static let jobSQL = """
        SELECT job.value AS value, checkpoint.value AS checkpoint, tag_of_record.tag AS tag FROM job
            LEFT JOIN checkpoint ON checkpoint.job = job.id LEFT JOIN tag_of_record ON tag_of_record.job = job.id
        """
    /// Conditions only where they are asked for, so that a page far down is found as fast as the first.
    static func closedJobsSQL(state: String?, before: JobID?) -> String {
        var sql = jobSQL + " WHERE job.closed = 1"
        if state != nil { sql += " AND job.state = :state" }
        if before != nil { sql += " AND (job.closed_running_ms, job.id) < (SELECT closed_running_ms, id FROM job WHERE id = :before)" }
        return sql + " ORDER BY job.closed_running_ms DESC, job.id DESC LIMIT :limit"
    }

    /// Every job that is not closed, by id (so in the order in which they were made), each with its last checkpoint.
    package func openJobs() throws(StoreError) -> [WipeJob] {
        try read("read the open jobs") { try Store.jobs(Row.fetchAll($0, sql: Store.openJobsSQL)) }
    }

    /// A job, open or closed, with its last checkpoint.
    package func job(_ id: JobID) throws(StoreError) -> WipeJob? {
        try read("read job \(id)") { db in
            try Store.jobs(Row.fetchAll(db, sql: Store.jobSQL + " WHERE job.id = ?", arguments: [id.findable])).first
        }
    }

    /// Closed jobs, the one that closed last first. `state` is a word of `JobState.word`, nil for all; `before` is the last job of the page
    /// before, and must be a closed one.
    package func closedJobs(state: String? = nil, limit: Int, before: JobID? = nil) throws(StoreError) -> [WipeJob] {
        try read("read the closed jobs") { db in
            var arguments: StatementArguments = ["limit": max(0, limit)]
            if let state { arguments += ["state": state.findable] }
            if let before { arguments += ["before": before.findable] }
            let sql = Store.closedJobsSQL(state: state, before: before)
            return try Store.jobs(Row.fetchAll(db, sql: sql, arguments: arguments))
        }
    }

    /// The closed job that closed last of the drives with this serial, as it is written or in its canonical form, in whichever case.
    package func lastClosedJob(serial: String) throws(StoreError) -> WipeJob? {
        try read("look up the last job of a serial") { db in
            for form in [serial, CanonicalForm.serial(serial)] {
                let rows = try Row.fetchAll(db, sql: Store.lastClosedJobSQL, arguments: [form.findable])
                if let job = try Store.jobs(rows).first { return job }
            }
            return nil
        }
    }

    /// The closed job with this record number.
    package func closedJob(record: UInt64) throws(StoreError) -> WipeJob? {
        guard let number = Int64(exactly: record) else { return nil }
        return try read("look up the job of a record") { db in
            try Store.jobs(Row.fetchAll(db, sql: Store.jobSQL + " WHERE job.record = ? AND job.closed = 1", arguments: [number])).first
        }
    }

    /// Closed jobs whose id this is, ends with these eight characters, or begins with this, of which there are at least eight: some of them where
    /// there are many. Ids are in lower case.
    package func closedJobs(named text: String) throws(StoreError) -> [WipeJob] {
        try read("look up jobs by their ids") { db in
            let text = text.lowercased().findable
            let beginning = text.utf8.count >= 8 ? text : ""
            return try Store.jobs(Row.fetchAll(db, sql: Store.namedJobsSQL, arguments: ["text": text, "beginning": beginning]))
        }
    }

    /// Number of jobs by state word; states without a job are not in it.
    package func jobCounts() throws(StoreError) -> [String: Int] {
        try read("count the jobs") { db in
            var counts: [String: Int] = [:]
            for row in try Row.fetchAll(db, sql: Store.jobCountsSQL) { counts[row["state"]] = row["jobs"] }
            return counts
        }
    }

    /// How the last wipe of a drive ended: of its closed jobs that have a record, the one that closed last by the station's running time.
    /// `mediaKey` is `MediaIdentity.key`.
    package func lastWipe(mediaKey: String) throws(StoreError) -> PastWipe? {
        try read("look up the last wipe of a drive") { db in
            guard let row = try Row.fetchOne(db, sql: Store.lastWipeSQL, arguments: [mediaKey.findable]) else { return nil }
            guard let ending = PastWipe.Ending(rawValue: row["state"]) else { return nil }
            let closedAt = Moment(wallMilliseconds: row["closed_ms"], runningMilliseconds: row["closed_running_ms"])
            return PastWipe(job: row["id"], ending: ending, closedAt: closedAt, leftErasing: row["left_erasing"])
        }
    }

    private static func jobs(_ rows: [Row]) throws -> [WipeJob] {
        try rows.map { row in
            var job = try JSONColumn.value(WipeJob.self, row["value"])
            if let text: String = row["checkpoint"] { job.checkpoint = try JSONColumn.value(Checkpoint.self, text) }
            if let tag: String = row["tag"] { job.goes(byTag: tag) }
            return job
        }
    }
}
