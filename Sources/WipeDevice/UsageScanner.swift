// The question "who uses this disk?" put to the running system.

import CBlockIO
import Glibc
public import WipeCore

/// Finds every use of a disk: mounts, swap, devices that stand on it, the running system, and whoever has it open exclusively.
public struct UsageScanner: Sendable {
    /// What every running system needs; the caller adds the state folder.
    public static let systemPaths = ["/", "/boot", "/boot/efi", "/usr", "/var", "/etc", "/home"]

    private let paths: [String]
    private let folder: SystemFolder
    private let host: HostQuestions

    /// - Parameter statePaths: folders of the station itself, absolute; what they stand on counts as the running system.
    public init(statePaths: [String] = []) {
        self.init(folder: SystemFolder(), host: .live, statePaths: statePaths)
    }

    init(folder: SystemFolder, host: HostQuestions, statePaths: [String] = []) {
        paths = UsageScanner.systemPaths + statePaths
        self.folder = folder
        self.host = host
    }

    /// Uses of the media now. Opens the node for a moment, read-only with O_EXCL, which raises no event.
    ///
    /// A media that this process has open for a wipe is `openedExclusively` like any other.
    public func scan(_ attachment: AttachmentID) -> Usage {
        guard UdevDevices.isKernelName(attachment.name) else { return .unknown(why: "not a device name") }
        switch knownUses(of: attachment.name) {
        case .failure(let problem): return .unknown(why: problem.why)
        case .success(var uses):
            guard UdevDevices.currentState(name: attachment.name, folder: folder).diskSequence == attachment.diskSequence else {
                return .unknown(why: "the media was changed while its use was looked at")
            }
            let descriptor = claim(attachment.node)
            if descriptor >= 0 {
                close(descriptor)
            } else if -descriptor == EBUSY {
                uses.append(Use(.openedExclusively, node: attachment.name, detail: "the kernel answers EBUSY to an exclusive open"))
                uses.sort()
            } else {
                return .unknown(why: "\(attachment.node): \(errorText(-descriptor))")
            }
            return .known(uses)
        }
    }

    /// Programs that probe claim a device for a moment, another look of our own too: only a claim that lasts is a use.
    private func claim(_ node: String) -> Int32 {
        var descriptor = cbio_open_to_test_exclusive(node)
        for _ in 0..<20 {
            guard descriptor == -EBUSY else { break }
            usleep(50_000)
            descriptor = cbio_open_to_test_exclusive(node)
        }
        return descriptor
    }

    /// Uses that the tables of the host tell; pure reading. Devices that come and go between two files of one look leave questions open, so a
    /// look without an answer is repeated.
    func knownUses(of name: String) -> Result<[Use], UsageProblem> {
        var result = oneLook(at: name)
        for _ in 1..<UsageScanner.looksMax {
            guard case .failure = result else { break }
            usleep(50_000)
            result = oneLook(at: name)
        }
        return result
    }

    private static let looksMax = 4

    private func oneLook(at name: String) -> Result<[Use], UsageProblem> {
        switch HostFacts.read(folder, systemPaths: paths, asking: host) {
        case .failure(let problem): return .failure(problem)
        case .success(let facts):
            guard facts.tree.nodes[name] != nil else { return .failure(UsageProblem(why: "\(name) is not in sysfs")) }
            return UsageWalk(facts: facts, systemPaths: paths).uses(of: name)
        }
    }
}
