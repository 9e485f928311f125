// The program that parses what lies on a drive, so that the one with the signing keys does not. It is started by `wiped` with the drive as standard
// input, gives up everything but reading it, looks, answers on standard output and ends. Nothing in it is worth taking over.

import CBlockIO
import Glibc
import WipeContents

@main
enum Look {
    /// Many times what a look takes; a station looks at dozens of drives at once.
    private static let memoryBytes: UInt64 = 512 << 20

    static func main() {
        guard let request = LookRequest(arguments: CommandLine.arguments.dropFirst()) else { _exit(2) }
        let deadline = monotonicNanoseconds() &+ UInt64(request.milliseconds) &* 1_000_000
        var reader = request.capacityBytes == 0 ? nil : ContentsReader(descriptor: STDIN_FILENO, request: request)
        let walls = cbio_confine(request.descriptorsCount, memoryBytes, request.milliseconds / 1000 + 2)
        guard walls >= 0 else { _exit(3) }
        var answer = LookAnswer(walls: LookAnswer.Walls(rawValue: UInt8(walls)))
        // From here on the bytes of the drive are read. Not without the wall that matters: who took this program over could remove and rename the
        // station's files by their paths, and open its keys to everybody, without a descriptor and without a privilege, since they are root's.
        if answer.walls.mayParse, let found = reader?.read(isOverdue: { monotonicNanoseconds() >= deadline }) {
            (answer.contents, answer.problems) = found
        }
        send(answer.bytes)
        _exit(0)
    }

    private static func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { _exit(4) }
            rest.removeFirst(count)
        }
    }
}
