// Goal: one medium at two nodes is seen; two media that share a serial for good reasons are not.
// Method: reports that differ in one fact.

import Testing
import WipeCore
import WipeDevice

struct SecondPathTests {
    private func report(
        _ name: String, _ sequence: UInt64, serial: String? = "S5H7NX0N", model: String? = "M", wwn: String? = nil, capacity: UInt64 = 4096,
        kind: DeviceKind = .scsi
    ) -> ProbeReport {
        ProbeReport(
            attachment: AttachmentID(name: name, diskSequence: sequence), deviceMajor: 8, deviceMinor: 0, kind: kind,
            identity: MediaIdentity(
                vendor: nil, model: model, serial: serial, serialSource: .ataIdentify, wwn: wwn, capacityBytes: capacity),
            geometry: nil, readOnly: false, mediaType: .unknown, transport: nil, usage: .free, properties: [:])
    }

    @Test func theLaterOfTwoPathsIsTheSecond() {
        let first = report("sda", 1, wwn: "0x5")
        let second = report("sdb", 2, serial: nil, wwn: "0x5")
        #expect(secondPath(of: second, among: [first, second]) == "sda")
        #expect(secondPath(of: first, among: [first, second]) == nil)
    }

    @Test func serialModelAndCapacityTellWhereNoWWNDoes() {
        #expect(secondPath(of: report("sdb", 2), among: [report("sda", 1)]) == "sda")
        #expect(secondPath(of: report("sdb", 2, model: "N"), among: [report("sda", 1)]) == nil)
        #expect(secondPath(of: report("sdb", 2, capacity: 8192), among: [report("sda", 1)]) == nil)
        #expect(secondPath(of: report("sdb", 2, serial: "0000000000"), among: [report("sda", 1, serial: "0000000000")]) == nil)
        #expect(secondPath(of: report("sdb", 2, serial: nil), among: [report("sda", 1, serial: nil)]) == nil)
    }

    @Test func namespacesOfOneDriveAreNotEachOther() {
        #expect(
            secondPath(of: report("nvme0n2", 2, wwn: "eui.2", kind: .nvme), among: [report("nvme0n1", 1, wwn: "eui.1", kind: .nvme)]) == nil
        )
    }

    @Test func aDeviceMapperNodeWithTheDrivesSerialIsNoFirstPath() {
        #expect(secondPath(of: report("sdb", 2), among: [report("dm-0", 1, kind: .other("device-mapper"))]) == nil)
    }
}
