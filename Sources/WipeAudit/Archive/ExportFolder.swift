// The folder that an export writes: a record is never overwritten and is whole or not there; what is made anew from the log takes the place of the
// older one. The names come over the wire, so that they may not leave the folder or hide in it.

import Foundation

/// A folder for records, their proofs and the log.
package struct ExportFolder: Sendable {
    /// As it was named.
    package let path: String

    /// Nothing is touched yet.
    package init(_ path: String) { self.path = path }

    /// Makes the folder where it is missing; its parent has to be there.
    package func make() throws(AuditFailure) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        throw AuditFailure(code: .unwritableFolder, message: "cannot make \(path): \(systemMessage(errno))", hint: nil)
    }

    /// Writes a file of the log, a proof or a list, in the place of an older one. Folders that are missing are made.
    package func replace(_ name: String, _ bytes: [UInt8]) throws(AuditFailure) {
        let file = path + "/" + name
        guard Self.isSafe(name.split(separator: "/")) else {
            throw AuditFailure(code: .badFileName, message: "the daemon named \(name)", hint: nil)
        }
        do {
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw AuditFailure(code: .writeFailed, message: "cannot write \(file): \(whyNotWritten(file))", hint: nil)
        }
    }

    /// Takes away a list of an earlier export, where there is one.
    package func remove(_ name: String) throws(AuditFailure) {
        let file = path + "/" + name
        guard unlink(file) == 0 || errno == ENOENT else {
            throw AuditFailure(code: .writeFailed, message: "cannot remove \(file): \(systemMessage(errno))", hint: nil)
        }
    }

    /// Whether a record lies in the folder, from an earlier export for instance.
    package func has(_ name: String) -> Bool { Self.isSafe(name.split(separator: "/")) && access(path + "/" + name, F_OK) == 0 }

    /// Writes a file that was not there, and waits until the disk has it. True where it was written, false where it was there with the same bytes.
    /// Never overwrites; a file is whole or not there.
    package func add(_ name: String, _ bytes: [UInt8]) throws(AuditFailure) -> Bool {
        guard !name.contains("/"), Self.isSafe(name.split(separator: "/")) else {
            throw AuditFailure(code: .badFileName, message: "the daemon named a file that cannot be written", hint: nil)
        }
        let file = path + "/" + name
        func failed(_ number: Int32) -> AuditFailure {
            AuditFailure(code: .writeFailed, message: "cannot write \(file): \(systemMessage(number))", hint: nil)
        }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw failed(errno) }
            // One byte more than expected tells a longer file from an equal one.
            if (try? readFile(file, bytesMax: bytes.count)) == bytes { return false }
            throw AuditFailure(code: .fileDiffers, message: "\(file) is there with other contents and was left alone", hint: nil)
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let number = errno
                close(descriptor)
                unlink(file)
                throw failed(number)
            }
            rest = rest.dropFirst(count)
        }
        let synced = fsync(descriptor) == 0 ? 0 : errno
        let closed = close(descriptor) == 0 ? 0 : errno
        guard synced == 0, closed == 0 else {
            unlink(file)
            throw failed(synced == 0 ? closed : synced)
        }
        return true
    }

    private static func isSafe(_ parts: [Substring]) -> Bool {
        !parts.isEmpty
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.count <= 255 && !part.hasPrefix(".") && !part.hasPrefix("-")
                    && part.utf8.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                            || [0x2D, 0x2E, 0x5F].contains(byte)
                    }
            }
    }
}
