// Exchanging a file that people wrote: whole or not at all, and what it said before is kept beside it.

import Foundation
package import WipeCore

/// Writes a file in place of another one.
package enum KeptFile {
    /// Puts `bytes` in the place of what is at `path`, with its mode and owner; 0644 where nothing is. Written beside it, on the disk before it is
    /// renamed.
    ///
    /// - Parameter moment: for the name of the copy of what was there.
    /// - Returns: the path of that copy; nil where nothing was there, or where nothing had to be changed.
    @discardableResult
    package static func replace(_ path: String, with bytes: [UInt8], at moment: Moment) throws(FileProblems) -> String? {
        // A link is followed: the file that it names is the one that people wrote.
        let target = realpath(path, nil).map { resolved in
            defer { free(resolved) }
            return String(cString: resolved)
        }
        guard let target else {
            guard errno == ENOENT else { throw problem(path, errno) }
            try write(bytes, beside: path, mode: 0o644, owner: nil)
            return nil
        }
        var facts = stat()
        guard stat(target, &facts) == 0 else { throw problem(path, errno) }
        let old = try FileBytes.read(path: target, bytesMax: YamlText.bytesMax)
        guard old != bytes else { return nil }
        let copy = target + "." + moment.text.filter { $0 != ":" && $0 != "-" }
        try write(old, beside: copy, mode: facts.st_mode & 0o7777, owner: (facts.st_uid, facts.st_gid))
        try write(bytes, beside: target, mode: facts.st_mode & 0o7777, owner: (facts.st_uid, facts.st_gid))
        return copy
    }

    private static func write(_ bytes: [UInt8], beside path: String, mode: mode_t, owner: (uid_t, gid_t)?) throws(FileProblems) {
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw problem(temporary, errno) }
        var failure = put(bytes, descriptor)
        if failure == 0, let owner, fchown(descriptor, owner.0, owner.1) != 0 { failure = errno }
        if failure == 0, fchmod(descriptor, mode) != 0 { failure = errno }
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw problem(path, failure)
        }
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// 0, or the number of the error.
    private static func put(_ bytes: [UInt8], _ descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return errno }
        }
        return 0
    }

    private static func problem(_ path: String, _ number: Int32) -> FileProblems {
        FileProblems([FileProblem(file: path, line: 1, column: 1, message: "cannot be written: \(String(cString: strerror(number)))")])
    }
}
