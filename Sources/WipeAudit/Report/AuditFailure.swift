// Why the auditor gives up: what was asked for cannot be read, judged or written. What is wrong with a record that was read is no such error but an
// answer, and stands in the reports. Who shows it to people decides how: wipectl has its own sentence around it and an exit code.

import Foundation
package import WipeCertificate

/// Something that keeps the auditor from its answer. Where it stands in another sentence, that has its message.
package struct AuditFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable kebab-case word: one of `Code`, or of what is wrong with a record, a key or a log, in the words of their format.
    package let code: String
    /// Lower case, without a full stop.
    package let message: String
    /// What to do, only where there is something to do.
    package let hint: String?

    package var description: String { message }

    /// Stable words; `Codes.md` says what each means.
    package enum Code: String, Sendable, CaseIterable {
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
        /// The folder cannot be made or looked into.
        case unwritableFolder = "unwritable-folder"
        /// A name that no file of an export has.
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

    /// What the auditor itself finds.
    package init(code: Code, message: String, hint: String?) {
        self.init(said: code.rawValue, message: message, hint: hint)
    }

    /// What is found in a file, in the words of its format.
    package init(code: some RawRepresentable<String>, message: String, hint: String?) {
        self.init(said: code.rawValue, message: message, hint: hint)
    }

    private init(said code: String, message: String, hint: String?) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

extension AuditFailure {
    /// A file that cannot be read, with the reason.
    package static func unreadable(_ file: String, _ why: String) -> AuditFailure {
        AuditFailure(code: .unreadableFile, message: "cannot read \(file): \(why)", hint: nil)
    }

    /// A record that nothing can be done with, in the words of what is wrong with it.
    package static func notValid(_ problem: Problem?, _ message: String) -> AuditFailure {
        let hint = "wipectl certificate verify says more"
        guard let problem else { return AuditFailure(code: .notValid, message: message, hint: hint) }
        return AuditFailure(code: problem.code, message: message, hint: hint)
    }

    /// A record that no drive can be compared with.
    static func cannotRecheck(_ why: String) -> AuditFailure {
        AuditFailure(code: .cannotRecheck, message: "no drive can be compared with this record: \(why)", hint: nil)
    }
}

/// The system's words for an error number.
package func systemMessage(_ number: Int32) -> String { String(cString: strerror(number)).lowercased() }
