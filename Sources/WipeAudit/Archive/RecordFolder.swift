// What lies in a folder of records, the folders in it too: files to read, files that other programs left there, and what cannot be read.

import Foundation
import WipeCertificate

/// A folder of records as people have it. Links are not followed: what they lead to is not in the folder.
struct RecordFolder: Sendable {
    /// Something that was met and not read.
    struct Passed: Hashable, Sendable {
        /// Below the folder.
        var name: String
        var sentence: String
        var isLink = false
    }

    /// Files named as records, below the folder, in the order of their names.
    private(set) var records: [String] = []
    /// What no record can be: left by a Mac, by Windows or by a program that keeps versions.
    private(set) var foreign: [Passed] = []
    /// What may be a record or hold one, and cannot be read.
    private(set) var unread: [Passed] = []

    /// Folders in folders beyond this are not looked into.
    private static let depthMax = 32
    /// Lists of an archive that are named as records are.
    private static let lists: Set<String> = [Archive.openName, Archive.filterName]

    /// An empty one.
    init() {}

    /// - Parameter except: a folder in it that is left to somebody else.
    /// - Throws: where the folder itself cannot be listed.
    init(_ path: String, except: String? = nil) throws(AuditFailure) {
        guard let listing = FolderListing(path) else {
            throw AuditFailure(code: .unreadableFolder, message: "cannot read \(path): \(whyNoFolder(path))", hint: nil)
        }
        look(path, "", listing, except, depth: 0)
        records.sort()
        foreign.sort { $0.name < $1.name }
        unread.sort { $0.name < $1.name }
    }

    /// Takes away links of the log's own tree: whoever reads the log names them, each once.
    mutating func leaveLinks(toReaderOf log: String) {
        unread.removeAll { $0.isLink && ($0.name == log || $0.name == log + "/tile" || $0.name.hasPrefix(log + "/tile/")) }
    }

    private mutating func look(_ path: String, _ below: String, _ listing: FolderListing, _ except: String? = nil, depth: Int) {
        for (shown, mode) in listing.unnameable {
            let isFolder = mode & S_IFMT == S_IFDIR
            guard isFolder || PublishedName.isDocument(shown) else { continue }
            let why = "its name is no UTF-8 text: give it another one"
            unread.append(
                Passed(name: below + shown, sentence: isFolder ? "this folder was not looked into: \(why)" : "was not read: \(why)"))
        }
        for entry in listing.names where entry != except {
            let name = below + entry
            var status = stat()
            guard lstat(path + "/" + entry, &status) == 0 else {
                let why = errno == ENOENT ? "it was taken away meanwhile" : systemMessage(errno)
                unread.append(Passed(name: name, sentence: "cannot be looked at: \(why)"))
                continue
            }
            let kind = status.st_mode & S_IFMT
            if let sentence = Self.foreign(entry, isFolder: kind == S_IFDIR) {
                foreign.append(Passed(name: name, sentence: sentence))
            } else if kind == S_IFDIR {
                guard depth < Self.depthMax, let inner = FolderListing(path + "/" + entry) else {
                    let why = depth < Self.depthMax ? whyNoFolder(path + "/" + entry) : "it lies too deep"
                    unread.append(Passed(name: name, sentence: "this folder was not looked into: \(why)"))
                    continue
                }
                if PublishedName.isDocument(entry) { unread.append(Passed(name: name, sentence: FileKind.sentence(status.st_mode))) }
                look(path + "/" + entry, name + "/", inner, depth: depth + 1)
            } else if kind == S_IFLNK, Self.isFolder(path + "/" + entry) || PublishedName.isDocument(entry) {
                unread.append(Passed(name: name, sentence: "is a link, and what it leads to is not in this folder", isLink: true))
            } else if Self.isNamedAsRecord(name) {
                guard kind == S_IFREG else {
                    unread.append(Passed(name: name, sentence: FileKind.sentence(status.st_mode)))
                    continue
                }
                records.append(name)
            }
        }
    }

    /// Whether a file below the folder is named as a record is, and is not one of the archive's lists.
    static func isNamedAsRecord(_ name: String) -> Bool {
        let lower = name.lowercased()
        return PublishedName.isDocument(name) && !lists.contains { lower == $0 || lower.hasSuffix("/" + $0) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func foreign(_ name: String, isFolder: Bool) -> String? {
        switch name {
        case ".DS_Store", "__MACOSX", ".Spotlight-V100", ".Trashes", ".fseventsd": "left by a Mac: passed over"
        case "Thumbs.db", "desktop.ini", "System Volume Information", "$RECYCLE.BIN": "left by Windows: passed over"
        case _ where name.hasPrefix("._"): "left by a Mac beside the file itself: passed over"
        case _ where name.hasPrefix(".") && (isFolder || PublishedName.isDocument(name)):
            "hidden, and no program of ours hides anything: passed over"
        default: nil
        }
    }

    /// What was passed over, in lines for people: many alike are one.
    var foreignLines: [String] {
        let groups = Dictionary(grouping: foreign, by: \.sentence).sorted { $0.key < $1.key }
        return groups.map { sentence, list in
            let shown = list.prefix(3).map(\.name).joined(separator: ", ")
            return shown + (list.count > 3 ? " and \(list.count - 3) more" : "") + ": " + sentence
        }
    }
}

/// Kinds of files that are not read.
enum FileKind {
    /// Whether a path is a link itself.
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// Why a file of this mode is not read.
    static func sentence(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFIFO: "is a pipe, and no file"
        case S_IFSOCK: "is a socket, and no file"
        case S_IFCHR, S_IFBLK: "is a device, and no file"
        case S_IFDIR: "is a folder, and no file"
        default: "is no file"
        }
    }
}
