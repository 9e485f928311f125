// Reading the files that a person names.

import Foundation

/// All bytes of a regular file of at most `bytesMax` bytes, or of a descriptor that was handed over (`/dev/stdin`, `/dev/fd/63`). A pipe or device with
/// a name of its own may never end: it is refused. Throws an `AuditFailure` that names the file.
package func readFile(_ path: String, bytesMax: Int) throws(AuditFailure) -> [UInt8] {
    let isHandedOver = path == "/dev/stdin" || ["/dev/fd/", "/proc/self/fd/"].contains { path.hasPrefix($0) }
    // A socket cannot be opened, and the system's words for that say nothing.
    var status = stat()
    if !isHandedOver, stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
        throw .unreadable(path, "it " + FileKind.sentence(status.st_mode))
    }
    // O_NONBLOCK: opening a pipe must not wait for its other end. What was opened is what is judged.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isHandedOver ? 0 : O_NONBLOCK))
    guard descriptor >= 0 else { throw .unreadable(path, systemMessage(errno)) }
    defer { close(descriptor) }
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path, systemMessage(errno)) }
    guard isHandedOver || status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path, "it " + FileKind.sentence(status.st_mode)) }
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
        if bytes.count > bytesMax { throw .unreadable(path, "it is larger than \(bytesMax) bytes, the most that is read") }
    }
}

/// Why a file could not be put in the place of another: asked again of the system, whose answer Foundation words for programmers.
package func whyNotWritten(_ path: String) -> String {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return "what is there " + FileKind.sentence(status.st_mode) }
    let folder = (path as NSString).deletingLastPathComponent
    let place = folder.isEmpty ? "." : folder
    if stat(place, &status) != 0 { return "\(place): \(systemMessage(errno))" }
    if status.st_mode & S_IFMT != S_IFDIR { return "\(place) is no folder" }
    return access(place, W_OK) == 0 ? "the disk is full, or the name cannot be one" : "\(place): \(systemMessage(errno))"
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
