// Whether there is room for a record where records go.

import Glibc

enum StateFolder {
    /// Less free space than this, and no new wipe begins: its record, its checkpoints and its journal could not be kept.
    static let freeBytesMin: UInt64 = 16 << 20

    /// Why records could not be kept in `folder`, nil where nothing speaks against it.
    static func problem(_ folder: String) -> String? {
        guard access(folder, W_OK) == 0 else { return "\(folder) cannot be written: \(String(cString: strerror(errno)))" }
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else { return "\(folder) cannot be looked at: \(String(cString: strerror(errno)))" }
        let (free, overflow) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        guard !overflow, free < freeBytesMin else { return nil }
        return "\(folder) has less than \(freeBytesMin >> 20) MiB left"
    }
}
