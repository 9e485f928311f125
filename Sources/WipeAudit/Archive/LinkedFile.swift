// A file that a person names may be a link: the record lies under its own name too, and so does what belongs to it.

import Foundation

enum LinkedFile {
    /// As many as the system follows.
    private static let linksMax = 40

    /// The path itself, and each one that it leads to where it is a link.
    static func places(of path: String) -> [String] {
        var places = [path]
        while places.count <= linksMax, let last = places.last, FileKind.isLink(last),
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: last)
        {
            places.append(target.hasPrefix("/") ? target : folder(of: last) + target)
        }
        return places
    }

    /// What a person wrote up to the last slash, with it.
    static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

    /// One spelling of a path for whatever way leads to its folder; a file that is a link stays one.
    static func resolved(_ path: String, _ folders: inout [String: String]) -> String {
        let folder = folder(of: path)
        let place =
            folders[folder]
            ?? (realpath(folder.isEmpty ? "." : folder, nil).map { text in
                defer { free(text) }
                return String(cString: text)
            } ?? folder)
        folders[folder] = place
        return place + "/" + path.dropFirst(folder.count)
    }
}
