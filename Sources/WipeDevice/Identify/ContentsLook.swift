// Has what lies on a drive looked at by `wiped-look`, a process that can open nothing: libblkid parses what strangers wrote, and this process holds the
// keys. Whatever becomes of that process, here it is a look that did not succeed.

import CBlockIO
import Glibc
import WipeContents
import WipeCore

/// Looks at what lies on drives.
package struct ContentsLook: Sendable {
    /// The program and what stands before its other arguments.
    let command: [String]

    init(command: [String]) { self.command = command }

    /// The program that was built with this one: it lies in the same folder.
    package static let own = ContentsLook(command: [folderOfThisProgram() + "/wiped-look"])

    /// A process that was begun has this long to end by itself.
    static let graceNanoseconds: UInt64 = 3_000_000_000

    private static func folderOfThisProgram() -> String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count)
        let text = String(decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.lastIndex(of: "/").map { String(text[..<$0]) } ?? "."
    }

    /// What an operator must know of how looks are made here.
    package enum Readiness: Equatable, Sendable {
        case ready
        /// Something is done with less around it than this program wants, or left out for that reason: a sentence.
        case open(String)
        /// No look succeeds: a sentence, with what to do.
        case broken(String)
    }

    /// Starts the program once, without a drive.
    package func readiness() -> Readiness {
        let nothing = cbio_open_to_read("/dev/null")
        defer { if nothing >= 0 { close(nothing) } }
        let request = LookRequest(capacityBytes: 0, milliseconds: 0)
        switch answer(to: request, descriptors: [nothing], deadline: monotonicNanoseconds()) {
        case .failure(let failure):
            return .broken("\(command[0]), which looks at what lies on drives, \(failure.message); it belongs beside wiped")
        case .success(let answer):
            guard answer.walls.mayParse else {
                return .broken(Failure.noWall.message + ", and no drive could be wiped unseen: start a kernel with CONFIG_SECCOMP_FILTER")
            }
            guard !answer.walls.contains(.landlock) else { return .ready }
            return .open(
                "this kernel has no Landlock: what lies on drives is parsed with one wall less around it, and smartctl, which a drive could have read "
                    + "the station's keys, is not started; start a kernel with CONFIG_SECURITY_LANDLOCK and without lsm= that leaves it out"
            )
        }
    }

    /// Contents found, and what kept the list from being complete. Nil contents: nothing is known of what lies there.
    ///
    /// - Parameters:
    ///   - descriptor: the drive, open for reading only.
    ///   - kernelPartitions: as the kernel has them; their nodes are opened here.
    ///   - deadline: by `monotonicNanoseconds`; after it nothing new is begun.
    func read(descriptor: Int32, capacityBytes: UInt64, kernelPartitions: [DeviceNode], deadline: UInt64) -> (
        contents: [Content]?, problem: String?
    ) {
        guard capacityBytes > 0 else { return (nil, "it has no size") }
        let now = monotonicNanoseconds()
        var request = LookRequest(
            capacityBytes: capacityBytes, milliseconds: UInt32(clamping: deadline > now ? (deadline - now) / 1_000_000 : 0))
        var descriptors = [descriptor]
        defer { for node in descriptors.dropFirst() { close(node) } }
        var nodes: [String] = []
        for partition in kernelPartitions where nodes.count < LookRequest.partitionsMax {
            guard var part = LookRequest.Partition(partition) else { continue }
            let path = "/dev/" + partition.name
            let node = cbio_open_to_read(path)
            if node >= 0 {
                part.descriptor = LookRequest.firstDescriptor + Int32(descriptors.count) - 1
                descriptors.append(node)
            }
            nodes.append(path)
            request.partitions.append(part)
        }
        switch answer(to: request, descriptors: descriptors, deadline: max(deadline, now)) {
        case .failure(let failure): return (nil, "the look at what lies on it failed: wiped-look \(failure.message)")
        case .success(let answer) where !answer.walls.mayParse:
            return (nil, "the look at what lies on it was not made: \(Failure.noWall.message)")
        case .success(let answer):
            var contents = answer.contents
            for index in contents.indices {
                guard let place = contents[index].node.flatMap({ Int($0) }) else { continue }
                guard nodes.indices.contains(place) else {
                    return (nil, "the look at what lies on it failed: wiped-look \(Failure.nonsense.message)")
                }
                contents[index].node = nodes[place]
            }
            var problems = answer.problems
            if kernelPartitions.count > LookRequest.partitionsMax {
                problems.append("only \(LookRequest.partitionsMax) of \(kernelPartitions.count) partitions were looked into")
            }
            return (!problems.isEmpty && contents.isEmpty ? nil : contents, problems.isEmpty ? nil : problems.joined(separator: "; "))
        }
    }

    private enum Failure: Error {
        case tool(ToolRun.Failure)
        case silence
        case nonsense
        case noWall

        var message: String {
            switch self {
            case .tool(let failure): failure.message
            case .silence: "ended without an answer"
            case .nonsense: "gave an answer that was not understood"
            case .noWall: "this kernel has no seccomp, without which a drive that takes over what parses it reaches the station's files"
            }
        }
    }

    private func answer(to request: LookRequest, descriptors: [Int32], deadline: UInt64) -> Result<LookAnswer, Failure> {
        let bytes: [UInt8]
        do {
            bytes = try ToolRun.output(command + request.arguments, descriptors: descriptors, until: deadline &+ Self.graceNanoseconds)
        } catch { return .failure(.tool(error)) }
        guard !bytes.isEmpty else { return .failure(.silence) }
        return LookAnswer(parsing: bytes).map { .success($0) } ?? .failure(.nonsense)
    }
}

extension LookRequest.Partition {
    /// Nil where the kernel does not say where it lies.
    fileprivate init?(_ node: DeviceNode) {
        guard let start = node.startSectors?.multipliedReportingOverflow(by: 512), !start.overflow,
            let size = node.sizeSectors?.multipliedReportingOverflow(by: 512), !size.overflow
        else { return nil }
        self.init(offsetBytes: start.partialValue, sizeBytes: size.partialValue)
    }
}
