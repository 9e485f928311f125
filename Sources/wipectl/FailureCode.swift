// The words with which wipectl itself gives up. What the daemon answers, what keeps the auditor from
// its answer, and what is wrong with a record, have words of their own.

extension Failure {
    /// Stable words; `Codes.md` says what each means.
    enum Code: String, Sendable, CaseIterable {
        // The command line and the terminal.
        /// The command line is not understood.
        case usage
        /// A start that nobody confirmed, or that cannot be asked for here.
        case confirmationRequired = "confirmation-required"
        /// The drive is refused, and the daemon gives no reason.
        case refused
        /// The station has no bays, so nothing can be scanned.
        case noBays = "no-bays"
        /// Between two scans another drive came into the bay.
        case driveExchanged = "drive-exchanged"
        /// The result could not be written.
        case outputFailed = "output-failed"
        /// There is no such code to explain.
        case unknownCode = "unknown-code"
        /// An error that wipectl has no words for.
        case internalError = "internal-error"
        // The way to the daemon.
        /// There is no socket.
        case socketMissing = "socket-missing"
        /// Nobody answers at the socket.
        case connectionRefused = "connection-refused"
        /// This user may not use the socket.
        case permissionDenied = "permission-denied"
        /// The system takes no path of this length for a socket.
        case socketPathTooLong = "socket-path-too-long"
        /// No answer in time.
        case timeout
        /// The connection broke.
        case connectionLost = "connection-lost"
        /// What answers is not understood.
        case badAnswer = "bad-answer"
        // Setting up a station.
        /// The station file cannot be read, or is not sound.
        case badStationFile = "bad-station-file"
        /// What was asked for is root's.
        case needsRoot = "needs-root"
        /// udev cannot be asked which drives there are.
        case noUdev = "no-udev"
        /// A bay takes a drive from which this computer runs.
        case systemDriveInBay = "system-drive-in-bay"
        /// Somebody else has written to the file meanwhile.
        case fileChanged = "file-changed"
        // Files that are written.
        /// No record meets what was asked for.
        case nothingMatched = "nothing-matched"
        /// The folder has something in it already.
        case folderNotEmpty = "folder-not-empty"
    }
}
