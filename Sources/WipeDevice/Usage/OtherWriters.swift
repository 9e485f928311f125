// Which other programs have a drive open for writing. The kernel's exclusive claim does not keep them out: who opened the node without O_EXCL,
// a virtual machine on a raw disk say, writes beside a wipe.

import CBlockIO
import Glibc

/// A program that has a node of a drive open for writing.
package struct OtherWriter: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Number of the process.
    package let process: Int
    /// Its name as the kernel has it, cleaned, at most 15 bytes of it; `?` where it could not be read.
    package let program: String
    /// The node, without `/dev/`.
    package let node: String

    package static func < (a: OtherWriter, b: OtherWriter) -> Bool { (a.process, a.node) < (b.process, b.node) }
    package var description: String { "\(program) (process \(process)) has \(node) open for writing" }
}

/// The answer to one look at all processes.
///
/// Seen is every descriptor in the table of a process. Not seen: a mapping whose descriptor was closed, a descriptor that lies in a socket's queue
/// or in an io_uring, a command through a node that is open for reading only, and what the kernel does by itself.
package struct OtherWriters: Hashable, Sendable {
    /// In the order of their process numbers.
    package internal(set) var found: [OtherWriter] = []
    /// Why others may be there that could not be seen; nil where every process was looked at.
    package internal(set) var unknown: String?

    /// The first few by name, and how many more.
    static func sentence(_ writers: [OtherWriter]) -> String {
        let rest = writers.count > 3 ? [" and \(writers.count - 3) more"] : []
        return writers.prefix(3).map(\.description).joined(separator: ", ") + rest.joined()
    }

    /// Looks at every process but this one and those that it started. Blocks for milliseconds; reads nothing from a drive.
    static func look(for nodes: DriveNodes, folder: SystemFolder = SystemFolder()) -> OtherWriters {
        ProcessWalk(nodes: nodes, folder: folder).walk()
    }
}

/// One look at the descriptors of all processes.
private struct ProcessWalk {
    let nodes: DriveNodes
    let folder: SystemFolder
    private let own = Int(getpid())
    /// Processes whose descriptors the kernel does not show to us.
    private var hidden = 0
    private var answer = OtherWriters()

    init(nodes: DriveNodes, folder: SystemFolder) {
        self.nodes = nodes
        self.folder = folder
    }

    /// Inode of the first PID namespace (`PROC_PID_INIT_INO`): from it every process of the machine can be seen, from another one only its own.
    private static let firstNamespace = "pid:[4026531836]"

    consuming func walk() -> OtherWriters {
        let names: [String]
        do { names = try folder.names("/proc") ?? [] } catch { return OtherWriters(unknown: error.message) }
        for name in names {
            guard let process = Int(name), process != own else { continue }
            look(at: process)
        }
        if folder.link("/proc/self/ns/pid") != Self.firstNamespace {
            answer.unknown = "processes outside this container cannot be seen"
        } else if !folder.exists("/proc/1") {
            answer.unknown = "the processes of others are hidden (hidepid)"
        } else if hidden > 0 {
            answer.unknown = "\(hidden) processes do not show what they have open"
        }
        answer.found.sort()
        return answer
    }

    private mutating func look(at process: Int) {
        let path = "/proc/\(process)"
        guard look(at: process, table: path) == 0 else { return }
        // A first thread that has ended has no table any more; those that are left have.
        for thread in folder.namesIfAny(path + "/task") where thread != String(process) {
            look(at: process, table: "\(path)/task/\(thread)")
        }
    }

    /// Looks through one table; how many descriptors it had.
    @discardableResult
    private mutating func look(at process: Int, table: String) -> Int {
        guard let handle = opendir(folder.root + table + "/fd") else {
            // Anything else: it has ended meanwhile.
            if errno == EACCES || errno == EPERM { hidden += 1 }
            return 0
        }
        defer { closedir(handle) }
        let descriptors = dirfd(handle)
        var count = 0
        var isHidden = false
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            guard name.first != "." else { continue }
            count += 1
            switch target(of: name, in: descriptors) {
            case .elsewhere: continue
            case .hidden: isHidden = true
            case .node(let node): note(process, node, fdinfo: "\(table)/fdinfo/\(name)")
            }
        }
        if isHidden { hidden += 1 }
        return count
    }

    private enum Target {
        case node(String)
        case elsewhere
        case hidden
    }

    private func target(of name: String, in folder: Int32) -> Target {
        var place = cbio_descriptor()
        let result = cbio_descriptor_of(folder, name, &place)
        // Anything else: closed meanwhile, or on a file system that does not answer, and so no node of a drive.
        if result == -EACCES || result == -EPERM { return .hidden }
        guard result == 0 else { return .elsewhere }
        let number = DeviceNumber(major: place.major, minor: place.minor)
        let known = place.is_block_device != 0 ? nodes.blocks : place.is_character_device != 0 ? nodes.characters : [:]
        return known[number].map { .node($0) } ?? .elsewhere
    }

    private mutating func note(_ process: Int, _ node: String, fdinfo: String) {
        let writes: Bool
        do {
            let text = try folder.text(fdinfo)
            guard let mode = OpenMode(fdinfo: text) else { return hidden += 1 }
            writes = mode.writes
        } catch {
            // Closed since.
            if error.errno != ENOENT { hidden += 1 }
            return
        }
        guard writes, !isOfOurs(process) else { return }
        let writer = OtherWriter(process: process, program: folder.attribute("/proc/\(process)/comm") ?? "?", node: node)
        if !answer.found.contains(writer) { answer.found.append(writer) }
    }

    /// Started by this process, directly or not: smartctl asks a drive on our behalf.
    private func isOfOurs(_ process: Int) -> Bool {
        var next = process
        for _ in 0..<16 {
            guard let parent = parent(of: next), parent > 1 else { return false }
            if parent == own { return true }
            next = parent
        }
        return false
    }

    /// The fourth field of `stat` (proc(5)); the second, in brackets, may hold anything.
    private func parent(of process: Int) -> Int? {
        guard let text = try? folder.text("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 1 ? Int(fields[1]) : nil
    }
}

/// How a descriptor was opened, from `fdinfo` (proc(5)): the line `flags:` in octal.
struct OpenMode: Equatable {
    /// For writing, or with access mode 3, which lets a program give the device commands.
    let writes: Bool

    init?(fdinfo: String) {
        for line in fdinfo.split(separator: "\n") where line.hasPrefix("flags:") {
            let digits = line.dropFirst("flags:".count).drop { $0 == " " || $0 == "\t" }
            guard let flags = Int32(digits, radix: 8) else { return nil }
            writes = flags & O_ACCMODE != O_RDONLY
            return
        }
        return nil
    }
}
