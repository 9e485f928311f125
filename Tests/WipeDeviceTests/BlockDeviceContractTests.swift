// Goal: the Linux device keeps every promise that the engine relies on. Method: the contract suite on loop devices.

import BlockDeviceContract
import Testing
import WipeCore

@testable import WipeDevice

extension RealDeviceTests {
    struct BlockDeviceContractTests {
        @Test(arguments: [UInt32(512), 4096]) func aLoopDeviceKeepsTheContract(sectorBytes: UInt32) throws {
            var drives: [LoopDrive] = []
            let contract = BlockDeviceContract(hasBadSectors: false) { wish in
                let drive = try LoopDrive(bytes: Int(wish.sectors) * Int(wish.sectorBytes), sectorBytes: Int(wish.sectorBytes))
                drives.append(drive)
                return try LinuxBlockDevice(try ExclusiveDevice.open(admitted: try drive.admitted()))
            }
            try contract.check(sectorBytes: sectorBytes)
            #expect(!drives.isEmpty)
        }
    }
}
