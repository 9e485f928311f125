// Reading the files that a person names on the command line.

import Foundation

/// All bytes of a regular file or pipe of at most `bytesMax` bytes. Throws a `Failure` that names the file.
func readFile(_ path: String, bytesMax: Int) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path, systemMessage(errno)) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0 {
            if errno == EINTR { continue }
            throw .unreadable(path, systemMessage(errno))
        }
        if count == 0 { return bytes }
        bytes += chunk[..<count]
        if bytes.count > bytesMax { throw .unreadable(path, "it is larger than \(bytesMax) bytes, the most that is read: split it") }
    }
}

/// Why a folder could not be listed, in the system's words.
func whyNoFolder(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor < 0 else {
        close(descriptor)
        return "it cannot be listed"
    }
    return systemMessage(errno)
}
