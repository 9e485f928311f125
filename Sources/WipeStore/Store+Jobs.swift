// Jobs as they were stored, with their checkpoints.

import GRDB
package import WipeCore

extension Store {
    static let openJobsSQL = jobSQL + " WHERE job.closed = 0 ORDER BY job.id"
    static let jobCountsSQL = "SELECT state, count(*) AS jobs FROM job GROUP BY state"
    static let lastWipeSQL = """
        SELECT id, state, closed_ms, closed_running_ms FROM job WHERE media_key = ? AND document IS NOT NULL
        ORDER BY closed_running_ms DESC, id DESC LIMIT 1
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
            return PastWipe(job: row["id"], ending: ending, closedAt: closedAt)
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
