// The parts of an archive as they lie in its own folder: under other capitals where a copy has changed them, and never through a link.

import Foundation

/// The folder of an archive. A link in it is never followed, wherever it leads: what it leads to may be exchanged without a trace in the archive.
struct ArchiveFolder: Sendable {
    let path: String

    static let isALink = "it is a link, and what it leads to is not in this archive"

    /// Where a file or folder lies that is called so, or so but for capitals, as FAT and Windows bring names back; nil where there is none.
    ///
    /// - Throws: where the way to it goes through a link, or ends at one.
    func find(_ name: String) throws(AuditFailure) -> String? {
        var place = ""
        for part in name.split(separator: "/").map(String.init) {
            guard let found = spelling(of: part, in: place) else { return nil }
            place += place.isEmpty ? found : "/" + found
            if FileKind.isLink(path + "/" + place) { throw .unreadable(path + "/" + place, Self.isALink) }
        }
        return place
    }

    /// The bytes of a file of the archive.
    func read(_ name: String, bytesMax: Int) throws(AuditFailure) -> [UInt8] {
        guard let found = try find(name) else { throw .unreadable(path + "/" + name, systemMessage(ENOENT)) }
        return try readFile(path + "/" + found, bytesMax: bytesMax)
    }

    private func spelling(of part: String, in place: String) -> String? {
        let folder = place.isEmpty ? path : path + "/" + place
        var status = stat()
        if lstat(folder + "/" + part, &status) == 0 { return part }
        return FolderListing(folder)?.names.sorted().first { $0.lowercased() == part.lowercased() }
    }
}

/// The names in a folder, as the system has them.
struct FolderListing {
    private(set) var names: [String] = []
    /// What has a name that is no text, with that name as far as it can be shown, and what it is.
    private(set) var unnameable: [(shown: String, mode: mode_t)] = []

    /// nil where the folder cannot be listed.
    init?(_ path: String) {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard bytes != [0x2E], bytes != [0x2E, 0x2E] else { continue }
            if let name = String(validating: bytes, as: UTF8.self) {
                names.append(name)
                continue
            }
            var status = stat()
            let isSeen = (bytes + [0]).withUnsafeBufferPointer { raw in
                raw.withMemoryRebound(to: CChar.self) { name in
                    name.baseAddress.map { fstatat(dirfd(folder), $0, &status, AT_SYMLINK_NOFOLLOW) == 0 } ?? false
                }
            }
            unnameable.append((String(decoding: bytes, as: UTF8.self), isSeen ? status.st_mode : 0))
        }
    }
}
