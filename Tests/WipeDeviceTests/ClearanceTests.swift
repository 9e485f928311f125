// Goal: a node that carries another medium than was decided about is never written to, whenever the exchange was made.
// Method: real loop devices; the media at a node is exchanged between the decision and the open, or changed while it is open.

import Foundation
import Testing
import WipeCore

@testable import WipeDevice

extension RealDeviceTests {
    struct ClearanceTests {
        private let bus = LinuxBus(statePaths: [])

        private func refusal(_ admitted: AdmittedMedia) -> Reason<RefusalCode>? {
            do throws(OpenRefusal) {
                var clearance = try bus.open(admitted)
                clearance.close()
                return nil
            } catch { return error.reason }
        }

        private func write(_ pass: Int, _ clearance: inout WipeClearance) throws(OpenRefusal) {
            try clearance.submit(Step(id: UInt64(pass), action: .write(Extent(offset: 0, length: 4096), .ones)), pass: pass)
            #expect(clearance.reap(timeoutMilliseconds: 20_000).map(\.outcome) == [.done])
        }

        /// The drive that was decided about is pulled, and another comes under its name before it is opened.
        @Test func anotherDriveUnderTheSameNameIsAnIdentityMismatchAndStaysAsItIs() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            try run("udevadm", "settle")
            let admitted = try drive.admitted()
            #expect(refusal(admitted) == nil, "the drive that was decided about is opened")
            try run("udevadm", "settle")
            try drive.detach()
            let other = drive.folder.appendingPathComponent("other").path
            try run("sh", "-c", "head -c \(8 << 20) /dev/urandom > \(other)")
            let digest = try run("sha256sum", other)
            // The same node, the same size, the same sectors: nothing but the kernel's own count tells them apart.
            #expect(eventually { (try? run("losetup", "--direct-io=on", drive.node, other)) != nil })
            defer { _ = try? run("losetup", "-d", drive.node) }
            let reason = refusal(admitted)
            #expect(reason?.code == .identityMismatch, "\(String(describing: reason))")
            #expect(reason?.message.contains("DISKSEQ") == true)
            #expect(try run("sha256sum", other) == digest)
            // Decided about afresh it may be wiped.
            try run("udevadm", "settle")
            #expect(refusal(try drive.admitted()) == nil)
        }

        @Test func whatWasDecidedInAnotherBootIsNotOpened() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            let right = try drive.admitted()
            let stale = AdmittedMedia(
                attachment: right.attachment, deviceMajor: right.deviceMajor, deviceMinor: right.deviceMinor, identity: right.identity,
                geometry: right.geometry, bootID: "00000000-0000-4000-8000-000000000000")
            #expect(refusal(stale)?.code == .identityMismatch)
            #expect(refusal(right) == nil)
        }

        @Test func aDriveThatChangesItsSizeBetweenTwoPassesIsNotWrittenToAgain() throws {
            let drive = try LoopDrive(bytes: 8 << 20)
            var clearance = try bus.open(try drive.admitted())
            try write(1, &clearance)
            try drive.resize(bytes: 4 << 20)
            let digest = try run("sha256sum", drive.file)
            do {
                try write(2, &clearance)
                Issue.record("a pass began on a drive of another size")
            } catch { #expect((error as OpenRefusal).reason.code == .identityMismatch) }
            clearance.close()
            #expect(try run("sha256sum", drive.file) == digest)
        }
    }
}
