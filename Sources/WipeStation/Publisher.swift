// Makes a signed record readable as a file: written once, complete or not there at all.

import Glibc
public import WipeCore

/// A step of publishing that the system refused.
struct PublishError: Error, CustomStringConvertible {
    let path: String
    let step: String
    let errorNumber: Int32
    var description: String { "\(path): \(step): \(String(cString: strerror(errorNumber)))" }
}

extension Certifier {
    /// Writes `NAME.tmp`, syncs it, renames it, syncs the folder. Doing it again with the same bytes changes nothing;
    /// a file of that name with other bytes is an error, never overwritten.
    public func publish(_ document: SignedDocument) throws {
        let path = folder + "/" + document.fileName
        if let present = try read(path) {
            guard present == document.bytes else { throw PublishError(path: path, step: "another file has this name", errorNumber: EEXIST) }
        } else {
            try write(document.bytes, to: path + ".tmp")
            guard rename(path + ".tmp", path) == 0 else { throw PublishError(path: path, step: "rename", errorNumber: errno) }
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw PublishError(path: folder, step: "open", errorNumber: errno) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw PublishError(path: folder, step: "fsync", errorNumber: errno) }
    }

    private func read(_ path: String) throws -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 {
            if errno == ENOENT { return nil }
            throw PublishError(path: path, step: "open", errorNumber: errno)
        }
        defer { close(file) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0 { throw PublishError(path: path, step: "read", errorNumber: errno) }
            if count == 0 { return all }
            all += buffer[0..<count]
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw PublishError(path: path, step: "create", errorNumber: errno) }
        defer { close(file) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw PublishError(path: path, step: "write", errorNumber: errno) }
            offset += count
        }
        guard fsync(file) == 0 else { throw PublishError(path: path, step: "fsync", errorNumber: errno) }
    }
}
