// `/proc/self/mountinfo` and `/proc/swaps` as values. Formats: proc(5).

/// One mounted file system.
struct Mount: Hashable, Sendable {
    /// Unique on this host; `statx` names it for a path.
    var id: UInt64
    /// Device of the file system. Major 0 (an anonymous number) where it has no single block device: btrfs, overlay, tmpfs, NFS.
    var device: DeviceNumber
    /// As mounted, escapes undone.
    var mountPoint: String
    var fileSystem: String
    /// Often a device node, escapes undone.
    var source: String
    /// Options of the super block: those of an overlay name its layers.
    var superOptions: [String]
}

/// One active swap area.
struct SwapArea: Hashable, Sendable {
    var path: String
}

/// A line that does not look like its format: nothing may be concluded from the table then.
struct TableProblem: Error, Hashable {
    let table: String
    let line: Int
    var message: String { "\(table), line \(line): not understood" }
}

enum MountTable {
    /// Reads `36 35 98:0 /root /mount/point rw,noatime master:1 - ext3 /dev/root rw,errors=continue`.
    static func parse(_ text: String, table: String = "/proc/self/mountinfo") throws(TableProblem) -> [Mount] {
        var mounts: [Mount] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: true).enumerated() {
            let fields = line.split(separator: " ", omittingEmptySubsequences: false)
            // Optional fields end at a lone hyphen. An empty source is possible, so empty fields stay.
            guard fields.count >= 9, let id = UInt64(fields[0]), let device = DeviceNumber(fields[2]),
                let hyphen = fields[6...].firstIndex(of: "-"), fields.count > hyphen + 3
            else { throw TableProblem(table: table, line: index + 1) }
            mounts.append(
                Mount(
                    id: id, device: device, mountPoint: unescaped(fields[4]), fileSystem: unescaped(fields[hyphen + 1]),
                    source: unescaped(fields[hyphen + 2]),
                    superOptions: fields[hyphen + 3].split(separator: ",").map { unescaped($0) }))
        }
        return mounts
    }

    /// Undoes `\040` and its like: space, tab, newline, backslash, `#`.
    static func unescaped(_ field: some StringProtocol) -> String {
        let source = Array(field.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "\\"), index + 3 < source.count {
                let digits = source[(index + 1)...(index + 3)].map { UInt16($0) }
                if digits.allSatisfy({ (0x30...0x37).contains($0) }) {
                    let value = (digits[0] - 0x30) * 64 + (digits[1] - 0x30) * 8 + (digits[2] - 0x30)
                    if let byte = UInt8(exactly: value) {
                        bytes.append(byte)
                        index += 4
                        continue
                    }
                }
            }
            bytes.append(source[index])
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The mount that shows at `path` (absolute, links followed): the longest mount point above it, the last one mounted there.
    static func covering(_ path: String, in mounts: [Mount]) -> Mount? {
        var best: Mount?
        for mount in mounts {
            let point = mount.mountPoint == "/" ? "" : mount.mountPoint
            guard path == point || path.hasPrefix(point + "/") || (point.isEmpty && path.hasPrefix("/")) else { continue }
            if best.map({ mount.mountPoint.utf8.count >= $0.mountPoint.utf8.count }) ?? true { best = mount }
        }
        return best
    }
}

enum SwapTable {
    /// Reads the table of `/proc/swaps`: a heading, then `path type size used priority`.
    static func parse(_ text: String, table: String = "/proc/swaps") throws(TableProblem) -> [SwapArea] {
        var areas: [SwapArea] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: true).enumerated() {
            if index == 0, line.hasPrefix("Filename") { continue }
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard fields.count >= 5, fields[1] == "file" || fields[1] == "partition" else {
                throw TableProblem(table: table, line: index + 1)
            }
            areas.append(SwapArea(path: MountTable.unescaped(fields[0])))
        }
        return areas
    }
}
