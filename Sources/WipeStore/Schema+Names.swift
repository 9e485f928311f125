// Version 9: jobs are found by what people call them: the serial of their drive, the end of their id.

import GRDB

extension Schema {
    static func addNamesOfJobs(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX job_by_serial ON job (serial COLLATE NOCASE, closed_running_ms, id) WHERE closed = 1;
                CREATE INDEX job_by_end ON job (substr(id, -8));
                """)
    }
}
