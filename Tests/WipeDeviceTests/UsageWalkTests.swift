// Goal: every way in which a disk can be in use is found through everything that can stand in between, and what cannot be followed is unknown.
// Method: fixture trees `server` (LVM, md, btrfs, loops, swap), `live` (overlay over squashfs over loop), `deep` (twenty loops on each other).

import Foundation
import Testing
import WipeCore

@testable import WipeDevice

struct UsageWalkTests {
    private func uses(_ disk: String, in fixture: String, state: [String] = [], without: String? = nil) -> Result<[Use], UsageProblem> {
        UsageScanner(folder: Fixture.folder(fixture), host: Fixture.questions(fixture, without: without), statePaths: state).knownUses(
            of: disk)
    }

    @Test func theRunningSystemIsFoundThroughLVM() throws {
        let found = try uses("sda", in: "server").get()
        #expect(found.contains(Use(.runningSystem, node: "sda2", detail: "/")))
        #expect(found.contains(Use(.runningSystem, node: "sda2", detail: "/usr")))
        #expect(found.contains(Use(.runningSystem, node: "sda1", detail: "/boot/efi")))
        #expect(found.contains(Use(.runningSystem, node: "sda2", detail: "swap /dev/dm-1")))
        #expect(found.contains(Use(.swap, node: "sda2", detail: "/dev/dm-1")))
        #expect(found.contains(Use(.mounted, node: "sda1", detail: "/boot/efi")))
        #expect(found.contains(Use(.mounted, node: "sda2", detail: "/")))
        #expect(found.contains(Use(.holder, node: "sda2", detail: "dm-0")))
        #expect(found.contains(Use(.holder, node: "sda2", detail: "dm-1")))
        #expect(!found.contains { $0.node == "sda" }, "the partition is named, not its disk once more")
    }

    @Test(arguments: ["sdb", "sdc"]) func bothHalvesOfAnArrayCarryWhatIsOnIt(disk: String) throws {
        let found = try uses(disk, in: "server", state: ["/srv/state"]).get()
        #expect(found.contains(Use(.mounted, node: disk + "1", detail: "/srv/my disk")))
        #expect(found.contains(Use(.mounted, node: disk + "1", detail: "/mnt/iso")), "through a loop device on a file on the array")
        #expect(found.contains(Use(.swap, node: disk + "1", detail: "/srv/my disk/swapfile")))
        #expect(found.contains(Use(.holder, node: disk + "1", detail: "md127")))
        #expect(found.contains(Use(.holder, node: disk + "1", detail: "loop3")))
        #expect(found.contains(Use(.runningSystem, node: disk + "1", detail: "/srv/state")))
    }

    @Test(arguments: ["sdd", "sde"]) func everyDeviceOfABtrfsIsMounted(disk: String) throws {
        let found = try uses(disk, in: "server").get()
        #expect(found.contains(Use(.mounted, node: disk, detail: "/home")))
        #expect(found.contains(Use(.runningSystem, node: disk, detail: "/home")))
    }

    @Test func whatOnlyProcessOneSeesIsMountedToo() throws {
        #expect(try uses("sdf", in: "server").get() == [Use(.mounted, node: "sdf1", detail: "/mnt/seen by init")])
    }

    @Test func aLoopDeviceOverADiskIsAHolder() throws {
        #expect(try uses("sdg", in: "server").get() == [Use(.holder, node: "sdg", detail: "loop4")])
    }

    @Test func aFreeDiskIsFreeAndSoIsADetachedLoop() throws {
        #expect(try uses("sdh", in: "server").get().isEmpty)
        #expect(try uses("loop6", in: "server").get().isEmpty)
        #expect(try uses("loop5", in: "server").get().isEmpty, "its file is on tmpfs; what it stands on is not its user")
    }

    @Test func aSystemOnAnOverlayIsFollowedToItsStick() throws {
        let found = try uses("sda", in: "live").get()
        #expect(found.contains(Use(.runningSystem, node: "sda1", detail: "/")))
        #expect(found.contains(Use(.holder, node: "sda1", detail: "loop0")))
        #expect(try uses("sdb", in: "live").get().isEmpty)
    }

    @Test func aLayerThatCannotBeFoundLeavesEveryDiskUnknown() {
        for disk in ["sda", "sdb"] {
            guard case .failure(let problem) = uses(disk, in: "live", without: "/run/live/rootfs") else {
                Issue.record("usage of \(disk) was told though the system's own disk is not known")
                continue
            }
            #expect(problem.why.contains("/run/live/rootfs"))
        }
    }

    @Test func aSwapFileThatCannotBeFoundLeavesEveryDiskUnknown() {
        #expect(throws: UsageProblem.self) { try uses("sdh", in: "server", without: "/srv/my disk/swapfile").get() }
    }

    @Test func chainsThatAreTooDeepAreUnknown() {
        #expect(throws: UsageProblem.self) { try uses("sda", in: "deep").get() }
    }

    @Test func aLoopDeviceWhoseFileCannotBeReadLeavesEveryDiskUnknown() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("usage-walk-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        // A folder in the place of the attribute: there is something, and it cannot be read.
        for folder in ["sda", "loop0/loop/backing_file"] {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent("sys/class/block/" + folder), withIntermediateDirectories: true)
        }
        #expect(throws: SystemFolder.ReadFailure.self) { try DeviceTree.read(SystemFolder(root: root.path)) }
        try FileManager.default.removeItem(at: root.appendingPathComponent("sys/class/block/loop0/loop"))
        #expect(try DeviceTree.read(SystemFolder(root: root.path)).nodes.keys.sorted() == ["loop0", "sda"])
    }

    @Test func aDiskThatIsNotThereIsUnknown() {
        #expect(throws: UsageProblem.self) { try uses("sdz", in: "server").get() }
        #expect(throws: UsageProblem.self) { try uses("sda", in: "no-such-fixture").get() }
    }

    @Test func overlayLayersAreSplitAtColonsThatAreNotEscaped() {
        let mount = Mount(
            id: 1, device: DeviceNumber(major: 0, minor: 9), mountPoint: "/", fileSystem: "overlay", source: "overlay",
            superOptions: ["rw", "lowerdir=/a:/b\\:c::/d", "upperdir=/u", "lowerdir+=/x:y", "workdir=w"])
        #expect(mount.layers == ["/a", "/b:c", "/d", "/u", "/x:y"])
    }
}
