// The words with which wipectl itself gives up. What the daemon answers, and what is wrong with a record, have words of their own.

import WipeCertificate

extension Failure {
    /// A record that nothing can be done with, in the words of what is wrong with it.
    static func notValid(_ problem: Problem?, _ message: String) -> Failure {
        let hint = "wipectl certificate verify says more"
        guard let problem else { return Failure(code: .notValid, message: message, hint: hint) }
        return Failure(code: problem.code, message: message, hint: hint)
    }

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
        /// A tag was scanned where a bay belongs, or the other way round.
        case scanOrder = "scan-order"
        /// The result could not be written.
        case outputFailed = "output-failed"
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
        // Files that are read.
        /// A file cannot be read.
        case unreadableFile = "unreadable-file"
        /// A folder cannot be read.
        case unreadableFolder = "unreadable-folder"
        /// A folder has no record in it.
        case noRecords = "no-records"
        /// The keys file is none.
        case badKeysFile = "bad-keys-file"
        /// The log policy is none.
        case badLogPolicy = "bad-log-policy"
        /// The intake list cannot be read, or has no rows.
        case badIntakeList = "bad-intake-list"
        /// The folder of the log cannot be read.
        case logMissing = "log-missing"
        /// The record does not stand, and no single problem says why.
        case notValid = "not-valid"
        // Files that are written.
        /// No record meets what was asked for.
        case nothingMatched = "nothing-matched"
        /// The folder cannot be made or looked into.
        case unwritableFolder = "unwritable-folder"
        /// The folder has something in it already.
        case folderNotEmpty = "folder-not-empty"
        /// The daemon names a file that no export has.
        case badFileName = "bad-file-name"
        /// A file of that name is there with other contents.
        case fileDiffers = "file-differs"
        /// A file could not be written or removed.
        case writeFailed = "write-failed"
        // A drive beside its certificate.
        /// What was named is no drive.
        case notADrive = "not-a-drive"
        /// The drive has another size or other sectors than the certificate.
        case sizeDiffers = "size-differs"
        /// The record says nothing that a drive could be compared with.
        case cannotRecheck = "cannot-recheck"
    }
}
