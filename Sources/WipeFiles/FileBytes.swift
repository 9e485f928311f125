// Reading a file that somebody named: a regular file, and not more of it than its kind may have.

import Foundation

/// The bytes of files that people write.
enum FileBytes {
    /// All bytes of a regular file.
    ///
    /// - Throws: One problem at 1:1 where the file is not there, is no regular file (a pipe would wait for ever), cannot be read or has
    ///   more than `bytesMax` bytes.
    static func read(path: String, bytesMax: Int) throws(FileProblems) -> [UInt8] {
        // O_NONBLOCK: opening a pipe must not wait for its other end; the check below then refuses it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw problem(path, "cannot be read: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw problem(path, "cannot be read: \(String(cString: strerror(errno)))") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw problem(path, "is not a regular file") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw problem(path, "cannot be read: \(String(cString: strerror(errno)))") }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            // Read on to the end is not needed to know that it is too much.
            guard bytes.count <= bytesMax else { throw problem(path, "has more than \(bytesMax) bytes, the most that is read") }
        }
    }

    private static func problem(_ path: String, _ message: String) -> FileProblems {
        FileProblems([FileProblem(file: path, line: 1, column: 1, message: message)])
    }
}
