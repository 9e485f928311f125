// Goal: what stands on a drive is found through every kind of stack that a Linux system builds, also where this machine's kernel has none of it.
// Method: the fixture tree `stacks`, as sysfs and procfs show LUKS under LVM, multipath, bcache, md, swap on LVM on md, bind mounts and ZFS.

import Testing
import WipeCore

@testable import WipeDevice

struct UsageStackTests {
    private func uses(_ disk: String, state: [String] = []) -> Result<[Use], UsageProblem> {
        UsageScanner(folder: Fixture.folder("stacks"), host: Fixture.questions("stacks"), statePaths: state).knownUses(of: disk)
    }

    struct Stack: CustomTestStringConvertible, Sendable {
        let what: String
        let disk: String
        /// All of them, and no other.
        let codes: Set<RefusalCode>
        let use: Use
        var testDescription: String { what }
    }

    static let stacks = [
        Stack(
            what: "root on LVM on LUKS on a partition", disk: "sda", codes: [.runningSystem, .mounted, .hasHolders],
            use: Use(.runningSystem, node: "sda2", detail: "/")),
        Stack(
            what: "boot on a partition of the same drive", disk: "sda", codes: [.runningSystem, .mounted, .hasHolders],
            use: Use(.runningSystem, node: "sda1", detail: "/boot")),
        Stack(
            what: "one path of a multipath drive", disk: "sdb", codes: [.mounted, .hasHolders],
            use: Use(.mounted, node: "sdb", detail: "/data")),
        Stack(
            what: "the other path", disk: "sdc", codes: [.mounted, .hasHolders], use: Use(.holder, node: "sdc", detail: "dm-2")),
        Stack(
            what: "backing device of a bcache", disk: "sdd", codes: [.mounted, .hasHolders],
            use: Use(.holder, node: "sdd", detail: "bcache0")),
        Stack(
            what: "cache device of a bcache", disk: "sde", codes: [.mounted, .hasHolders], use: Use(.mounted, node: "sde", detail: "/srv")),
        Stack(what: "LUKS, open and not mounted", disk: "sdf", codes: [.hasHolders], use: Use(.holder, node: "sdf1", detail: "dm-4")),
        Stack(what: "LVM, active and not mounted", disk: "sdg", codes: [.hasHolders], use: Use(.holder, node: "sdg", detail: "dm-5")),
        Stack(what: "an array that is not started", disk: "sdh", codes: [.hasHolders], use: Use(.holder, node: "sdh", detail: "md126")),
        Stack(
            what: "swap on LVM on an array", disk: "sdi", codes: [.swapInUse, .runningSystem, .hasHolders],
            use: Use(.swap, node: "sdi", detail: "/dev/dm-6")),
        Stack(
            what: "the same, other half", disk: "sdj", codes: [.swapInUse, .runningSystem, .hasHolders],
            use: Use(.runningSystem, node: "sdj", detail: "swap /dev/dm-6")),
        Stack(
            what: "a bind mount of a folder", disk: "sdk", codes: [.mounted], use: Use(.mounted, node: "sdk1", detail: "/mnt/bound")),
    ]

    @Test(arguments: stacks) func everyStackIsFoundWithItsCode(stack: Stack) throws {
        let found = try uses(stack.disk).get()
        #expect(found.contains(stack.use), "\(found)")
        #expect(Set(Usage.known(found).refusals.map(\.code)) == stack.codes)
    }

    @Test func aFreeDriveBesideAllThatIsFree() throws { #expect(try uses("sdl").get().isEmpty) }

    @Test(arguments: ["sdd", "sde"]) func theStateFolderIsTheRunningSystemOnBothHalvesOfACache(disk: String) throws {
        #expect(try uses(disk, state: ["/var/lib/wiped"]).get().contains(Use(.runningSystem, node: disk, detail: "/var/lib/wiped")))
    }

    /// ZFS tells no table which devices it stands on: a system on it leaves every drive unknown, and unknown refuses.
    @Test(arguments: ["sda", "sdl"]) func aSystemOnZFSLeavesEveryDriveUnknown(disk: String) {
        guard case .failure(let problem) = uses(disk, state: ["/zfs"]) else {
            Issue.record("usage of \(disk) was told")
            return
        }
        #expect(problem.why.contains("zfs"))
    }
}
