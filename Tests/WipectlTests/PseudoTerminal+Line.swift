// wipectl at a terminal, as a shell starts it.

import Foundation
import Terminals

extension PseudoTerminal {
    /// Runs a line of the shell, in which `$0` is the program and `$1` the socket.
    convenience init(_ line: String, socket: String) throws {
        try self.init(
            ["/bin/sh", "-c", line, Self.program(), socket], environment: ["PATH=/usr/bin:/bin", "LANG=C", "TERM=dumb"])
    }

    private static func program() throws -> String {
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while !FileManager.default.isExecutableFile(atPath: folder.path + "/wipectl"), folder.path != "/" {
            folder.deleteLastPathComponent()
        }
        guard folder.path != "/" else { throw TerminalProblem("wipectl was not built") }
        return folder.path + "/wipectl"
    }
}
