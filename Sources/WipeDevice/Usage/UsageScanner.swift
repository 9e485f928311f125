// The question "who uses this disk?" put to the running system.

import CBlockIO
import Glibc
import Synchronization
import WipeContents
package import WipeCore

/// Finds every use of a disk: mounts, swap, devices that stand on it, the running system, and whoever has it open exclusively.
package struct UsageScanner: Sendable {
    /// What every running system needs; the caller adds the state folder.
    package static let systemPaths = ["/", "/boot", "/boot/efi", "/usr", "/var", "/etc", "/home"]

    private let paths: [String]
    private let folder: SystemFolder
    private let host: HostQuestions
    private let recent = RecentFacts()

    /// - Parameter statePaths: folders of the station itself, absolute; what they stand on counts as the running system.
    package init(statePaths: [String] = []) {
        self.init(folder: SystemFolder(), host: .live, statePaths: statePaths)
    }

    init(folder: SystemFolder, host: HostQuestions, statePaths: [String] = []) {
        paths = UsageScanner.systemPaths + statePaths
        self.folder = folder
        self.host = host
    }

    /// Uses of the media now. Opens the node for a moment, read-only with O_EXCL, which raises no event.
    ///
    /// A drive that this process has open for a wipe is `openedExclusively` like any other.
    ///
    /// - Parameter sharing: the tables of the host may be up to a second old, so that looks at many media at once read them once. For the
    ///   regular look alone: what goes before a decision to write reads them afresh.
    package func scan(_ attachment: AttachmentID, sharing: Bool = false) -> Usage {
        guard UdevDevices.isKernelName(attachment.name) else { return .unknown(why: "not a device name") }
        switch knownUses(of: attachment.name, sharing: sharing) {
        case .failure(let problem): return .unknown(why: problem.why)
        case .success(var uses):
            guard UdevDevices.currentState(name: attachment.name, folder: folder).diskSequence == attachment.diskSequence else {
                return .unknown(why: "the media was changed while its use was looked at")
            }
            let descriptor = claim(attachment.node)
            if descriptor >= 0 {
                close(descriptor)
            } else if -descriptor == EBUSY {
                let number = folder.deviceNumber("/sys/class/block/\(attachment.name)/dev")
                if uses.isEmpty, let former = number.flatMap({ FormerRun.sentence(device: $0, folder: folder) }) {
                    uses.append(Use(.formerRun, node: attachment.name, detail: former))
                } else {
                    uses.append(Use(.openedExclusively, node: attachment.name, detail: "the kernel answers EBUSY to an exclusive open"))
                }
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
    func knownUses(of name: String, sharing: Bool = false) -> Result<[Use], UsageProblem> {
        var result = oneLook(at: name, sharing: sharing)
        for _ in 1..<UsageScanner.looksMax {
            guard case .failure = result else { break }
            usleep(50_000)
            result = oneLook(at: name, sharing: false)
        }
        return result
    }

    private static let looksMax = 4

    private func oneLook(at name: String, sharing: Bool) -> Result<[Use], UsageProblem> {
        let read = { HostFacts.read(folder, systemPaths: paths, asking: host) }
        switch sharing ? recent.facts(read) : read() {
        case .failure(let problem): return .failure(problem)
        case .success(let facts):
            guard facts.tree.nodes[name] != nil else { return .failure(UsageProblem(why: "\(name) is not in sysfs")) }
            return UsageWalk(facts: facts, systemPaths: paths).uses(of: name)
        }
    }
}

/// The tables of the host as they were within the last second.
private final class RecentFacts: Sendable {
    private static let ageMaxNanoseconds: UInt64 = 1_000_000_000
    private struct Reading {
        var at: UInt64
        var facts: HostFacts
    }
    private let reading = Mutex<Reading?>(nil)

    /// One reads, the others wait for it. A reading that failed is not kept.
    func facts(_ read: () -> Result<HostFacts, UsageProblem>) -> Result<HostFacts, UsageProblem> {
        reading.withLock { reading in
            let now = monotonicNanoseconds()
            if let known = reading, now &- known.at < Self.ageMaxNanoseconds { return .success(known.facts) }
            let result = read()
            if case .success(let facts) = result { reading = Reading(at: now, facts: facts) }
            return result
        }
    }
}
