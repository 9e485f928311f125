// Small files of sysfs and procfs, read under a root folder so that tests can bring their own tree.

import Glibc
import WipeContents

/// A folder that stands for `/`. The real one is `SystemFolder()`; tests name a fixture tree.
struct SystemFolder: Sendable {
    /// Path in front of every path that is read; empty for the running system.
    let root: String

    init(root: String = "") {
        self.root = root
    }

    /// Largest file that is read, in bytes; `mountinfo` of a busy host has some hundred kilobytes.
    static let fileBytesMax = 4 << 20

    /// Why a file could not be read.
    struct ReadFailure: Error, Equatable {
        let path: String
        let errno: Int32
        var message: String { "\(path): \(errorText(errno))" }
    }

    /// The whole file. Throws also where it is longer than `fileBytesMax`: half a list of mounts would be a lie.
    func bytes(_ path: String) throws(ReadFailure) -> [UInt8] {
        let descriptor = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ReadFailure(path: path, errno: errno) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw ReadFailure(path: path, errno: errno)
            }
            if count == 0 { return content }
            guard content.count + count <= SystemFolder.fileBytesMax else { throw ReadFailure(path: path, errno: EFBIG) }
            content.append(contentsOf: chunk[..<count])
        }
    }

    /// The file as text, invalid UTF-8 repaired.
    func text(_ path: String) throws(ReadFailure) -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    /// A one-line attribute, cleaned; nil where it is absent, unreadable or empty.
    func attribute(_ path: String) -> String? {
        guard let content = try? bytes(path) else { return nil }
        return DeviceText.clean(bytes: content)
    }

    /// A decimal attribute; nil where it is absent or no number.
    func number(_ path: String) -> UInt64? {
        attribute(path).flatMap { UInt64($0) }
    }

    /// Names in a folder, sorted, without `.` and `..`. Nil where the folder does not exist, or no longer. Half a list throws.
    func names(_ path: String) throws(ReadFailure) -> [String]? {
        guard let handle = opendir(root + path) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw ReadFailure(path: path, errno: errno)
        }
        defer { closedir(handle) }
        var names: [String] = []
        while true {
            // The end and an error look alike but for this.
            errno = 0
            guard let entry = readdir(handle) else { break }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != "." && name != ".." { names.append(name) }
        }
        switch errno {
        case 0: return names.sorted()
        case ENOENT: return nil
        case let error: throw ReadFailure(path: path, errno: error)
        }
    }

    /// The same for those to whom a folder that cannot be read is one with nothing in it.
    func namesIfAny(_ path: String) -> [String] {
        let found = try? names(path)
        return (found ?? nil) ?? []
    }

    /// True when something is there, links followed.
    func exists(_ path: String) -> Bool {
        access(root + path, F_OK) == 0
    }

    /// The path with every link followed, without `root`; nil where it does not exist.
    func resolved(_ path: String) -> String? {
        guard let pointer = realpath(root + path, nil) else { return nil }
        defer { free(pointer) }
        let full = String(cString: pointer)
        guard !root.isEmpty, let rootPointer = realpath(root, nil) else { return full }
        defer { free(rootPointer) }
        let prefix = String(cString: rootPointer)
        return full.hasPrefix(prefix) ? String(full.dropFirst(prefix.count)) : full
    }

    /// Where a link leads, as it is written; nil where it cannot be read.
    func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(root + path, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// `major:minor` as in sysfs `dev` files.
    func deviceNumber(_ path: String) -> DeviceNumber? {
        attribute(path).flatMap { DeviceNumber($0) }
    }
}

/// Major and minor number of a device.
struct DeviceNumber: Hashable, Sendable, CustomStringConvertible {
    let major: UInt32
    let minor: UInt32

    init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    /// From `st_rdev` as glibc packs it (`gnu_dev_major`, `gnu_dev_minor`): 12 and 20 bits of each number in two places.
    init(kernelNumber: dev_t) {
        let number = UInt64(kernelNumber)
        major = UInt32(truncatingIfNeeded: (number >> 8) & 0xFFF | (number >> 32) & ~0xFFF)
        minor = UInt32(truncatingIfNeeded: number & 0xFF | (number >> 12) & ~0xFF)
    }

    /// From `8:16`.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = UInt32(parts[0]), let minor = UInt32(parts[1]) else { return nil }
        self.init(major: major, minor: minor)
    }

    var description: String { "\(major):\(minor)" }
}

/// The C library's sentence for an error number.
func errorText(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return "\(String(cString: text)) (errno \(number))"
}
