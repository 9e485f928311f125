// Many drives that erase themselves, for whoever wants to know what a station costs while they are at it.

import WipeCore
import WipeFirmware
import WipeSimulation

extension Fleet {
    static func eraserBays(_ count: Int) -> [String] { (1...count).map { "E\($0)" } }

    /// Sound NVMe drives, one in each bay.
    static func selfErasing(_ count: Int, megabytes: UInt64, bytesPerSecond: UInt64, eraseSeconds: Int64) -> [ShelfDrive] {
        let size = megabytes * 1_048_576
        guard let geometry = Geometry(capacityBytes: size, logicalSectorBytes: 512, physicalSectorBytes: 4096) else {
            preconditionFailure("whole megabytes are whole sectors")
        }
        var entropy = SystemRandomNumberGenerator()
        var random = SeededGenerator(seed: entropy.next())
        return eraserBays(count).map { bay in
            let serial = "SIM-\(bay)"
            let drive = SimulatedDrive(
                identity: MediaIdentity(
                    vendor: "Simulated", model: "NVME-M2", serial: serial, serialSource: .loopProperty, wwn: nil, capacityBytes: size),
                geometry: geometry, donor: random.key(), mediaType: .flashSSD, bytesPerSecond: bytesPerSecond, faults: [])
            drive.with { condition in
                condition.firmware = SimulatedFirmware(transport: .nvme, duration: eraseSeconds * 1000)
                condition.temperatureCelsius = 34
                condition.health = Health(reallocatedSectors: 0, pendingSectors: 0, uncorrectableSectors: 0)
            }
            return ShelfDrive(serial: serial, place: bay, story: .erases, drive: drive)
        }
    }
}
