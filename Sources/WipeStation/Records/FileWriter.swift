// Files that others may read: each is complete or not there, and on the disk before anybody relies on it.

import Foundation
import Glibc

/// A step of publishing that the system refused.
struct PublishError: Error, CustomStringConvertible {
    let path: String
    let step: String
    let errorNumber: Int32
    var description: String { "\(path): \(reason)" }
    var reason: String { errorNumber == 0 ? step : "\(step): \(String(cString: strerror(errorNumber)))" }
}

/// Writes files by another name first: `NAME.tmp`, fsync, rename, fsync of the folder.
package struct FileWriter {
    /// Asked before a file gets its name and after it is safe under it, with its path; where it throws, the writing ends there.
    package typealias Interference = (_ path: String) throws -> Void
    private let interfere: Interference

    /// - Parameter interfere: where a simulation lets the power fail.
    package init(interfere: @escaping Interference = { _ in }) { self.interfere = interfere }

    /// A file by its path, and what is to be in it.
    typealias File = (path: String, bytes: [UInt8])

    /// Writes files of one folder that are never changed. One that is there with the same bytes stays; one with other bytes is an error.
    func create(_ files: [File]) throws {
        var missing: [File] = []
        for file in files {
            guard let present = try Self.read(file.path) else {
                missing.append(file)
                continue
            }
            guard present == file.bytes else {
                throw PublishError(path: file.path, step: "another file has this name", errorNumber: EEXIST)
            }
        }
        try replace(missing)
        // One that is there may have got its name just before the power failed.
        if let first = files.first, missing.count < files.count { try Self.syncFolder(of: first.path) }
    }

    /// Writes a file, in the place of one that is there.
    func replace(_ path: String, _ bytes: [UInt8]) throws { try replace([(path, bytes)]) }

    /// Writes files of one folder, in the place of those that are there. Each is whole on the disk before it gets its name; the folder with the
    /// names goes there once for all of them, which is most of the time that many files take.
    func replace(_ files: [File]) throws {
        guard let first = files.first else { return }
        try Self.makeFolder((first.path as NSString).deletingLastPathComponent)
        for file in files {
            try Self.write(file.bytes, to: file.path + ".tmp")
            try interfere(file.path)
            guard rename(file.path + ".tmp", file.path) == 0 else {
                throw PublishError(path: file.path, step: "rename", errorNumber: errno)
            }
        }
        try Self.syncFolder(of: first.path)
        for file in files { try interfere(file.path) }
    }

    /// The bytes of a file; nil where there is none. Anything else in its place, a pipe that would never answer or a link to somewhere, is an error.
    static func read(_ path: String) throws -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        if file < 0 {
            if errno == ENOENT { return nil }
            if errno == ELOOP { throw PublishError(path: path, step: "is a link", errorNumber: 0) }
            throw PublishError(path: path, step: "open", errorNumber: errno)
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw PublishError(path: path, step: "look", errorNumber: errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw PublishError(path: path, step: "is no regular file", errorNumber: 0) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0 { throw PublishError(path: path, step: "read", errorNumber: errno) }
            if count == 0 { return all }
            all += buffer[0..<count]
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
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

    /// Makes a folder and those above it where they are missing; each is on the disk in the one above it.
    private static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o755) == 0 { return try syncFolder(of: path) }
        if errno == EEXIST { return }
        guard errno == ENOENT, path.contains("/") else { throw PublishError(path: path, step: "mkdir", errorNumber: errno) }
        try makeFolder((path as NSString).deletingLastPathComponent)
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw PublishError(path: path, step: "mkdir", errorNumber: errno) }
        try syncFolder(of: path)
    }

    private static func syncFolder(of path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw PublishError(path: folder, step: "open", errorNumber: errno) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw PublishError(path: folder, step: "fsync", errorNumber: errno) }
    }
}
