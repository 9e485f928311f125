// The folders that the service manager makes for a daemon (STATE_DIRECTORY of systemd.exec(5)), beside those of the station file. The station file
// decides: a variable of the environment never moves a station's history. But a unit that makes and opens other folders than the file names is a
// slip, and what follows of it would be hard to understand.

import Glibc

/// What `StateDirectory=` of the unit has made.
package struct ServiceFolders: Sendable {
    private let variable: String
    private let folders: [String]

    /// - Parameter variable: STATE_DIRECTORY, folders joined by `:`; nil or empty where the unit has no `StateDirectory=`, or nobody has a unit.
    package init(_ variable: String?) {
        self.variable = variable ?? ""
        folders = self.variable.split(separator: ":").map { Self.resolved(String($0)) }
    }

    /// A sentence for each folder of the station file that lies in none of them.
    package func doubts(state: String, mark: String) -> [String] {
        guard !folders.isEmpty else { return [] }
        return [("state", state), ("mark", mark)].compactMap { name, path in
            let place = Self.resolved(path)
            guard !folders.contains(where: { place == $0 || place.hasPrefix($0 + "/") }) else { return nil }
            return
                "\(name) is \(printable(path, scalarsMax: 300)), and the service has made \(printable(variable, scalarsMax: 300)) "
                + "(STATE_DIRECTORY): the station file decides. Let StateDirectory= of the unit name this folder too, or ReadWritePaths= open it"
        }
    }

    /// As far as it is there, by the name that it has itself: of a service with a user of its own systemd gives a link.
    private static func resolved(_ path: String) -> String {
        var parts = path.split(separator: "/")
        var missing: [Substring] = []
        while !parts.isEmpty {
            if let real = realpath("/" + parts.joined(separator: "/"), nil) {
                defer { free(real) }
                return ([String(cString: real)] + missing.map(String.init)).joined(separator: "/")
            }
            missing.insert(parts.removeLast(), at: 0)
        }
        return "/" + missing.joined(separator: "/")
    }
}
