// The project as text: what the laws of the house are held against.

import Foundation

/// One Swift file.
struct SourceFile {
    /// From the folder of the project on.
    var path: String
    /// The folder that it is in, of those that were asked for.
    var module: String
    var text: String
    var lines: [String] { text.components(separatedBy: "\n") }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized

    /// Every Swift file of a folder of the project, in the order of their paths.
    static func all(in folder: String) -> [SourceFile] {
        let base = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
            guard let text = try? String(contentsOf: base.appendingPathComponent(path), encoding: .utf8) else { return nil }
            return SourceFile(path: folder + "/" + path, module: String(path.prefix { $0 != "/" }), text: text)
        }
    }
}
