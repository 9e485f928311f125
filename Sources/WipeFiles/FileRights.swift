// Who else may write to what decides here: the station file, the policies, the state. Whoever may write there is the station.

import Glibc

/// Rights on files and folders that only the station's administrator may change.
package struct FileRights: Sendable {
    /// Everybody of this machine may write there: no start.
    package private(set) var refused: [String] = []
    /// A group may: worth knowing.
    package private(set) var doubtful: [String] = []

    /// Looks at files and folders, and at the folder in which each lies; what is not there is passed over.
    package init(of paths: [String]) {
        var seen: Set<String> = []
        for path in paths {
            judge(path, &seen)
            let parent = path.split(separator: "/").dropLast().joined(separator: "/")
            judgeParent("/" + parent, &seen)
        }
    }

    /// The policies of a folder, and the folder.
    package static func policyFiles(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [folder] }
        defer { closedir(directory) }
        var files = [folder]
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasSuffix(".yaml") { files.append(folder + "/" + name) }
        }
        return files.sorted()
    }

    private mutating func judge(_ path: String, _ seen: inout Set<String>) {
        guard seen.insert(path).inserted, let mode = Self.mode(path) else { return }
        let rights = String(mode & 0o7777, radix: 8)
        if mode & 0o002 != 0 {
            refused.append("everybody may write to \(printable(path, scalarsMax: 300)) (mode \(rights)): chmod go-w it")
        } else if mode & 0o020 != 0 {
            doubtful.append("a group may write to \(printable(path, scalarsMax: 300)) (mode \(rights))")
        }
    }

    /// Whoever may write to a folder may exchange what lies in it, but where it is sticky.
    private mutating func judgeParent(_ path: String, _ seen: inout Set<String>) {
        guard let mode = Self.mode(path), mode & 0o002 != 0, mode & S_ISVTX == 0, seen.insert(path).inserted else { return }
        refused.append("everybody may write to \(printable(path, scalarsMax: 300)), and so exchange what lies in it: chmod go-w it")
    }

    private static func mode(_ path: String) -> mode_t? {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts.st_mode : nil
    }
}
