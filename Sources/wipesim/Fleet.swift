// The drives of `wipesim serve`: some sound, some not, as a refurbisher gets them.

import Glibc
import WipeCore
import WipeFirmware
import WipeSimulation

/// What is wrong with a drive, if anything is; worded under `training`.
enum Story: String, CaseIterable {
    case windows, flash, sectors, bad, forgets, hangs, spare, system, hostile, erases
    case eraseLiar = "erase-liar"
}

/// One drive on the shelf, with where it is plugged in when the station has started.
struct ShelfDrive {
    let serial: String
    /// Nil: it stays on the shelf until somebody plugs it in.
    let place: String?
    /// What a trainee finds out by wiping it.
    let story: Story
    let drive: SimulatedDrive
}

enum Fleet {
    /// Clears the screen, sets its title, begins lines of its own, turns the reading direction, climbs folders, ends a query, and goes on for long.
    private static let hostile =
        "\u{1B}[2J\u{1B}]0;x\u{7}\r\nwiped: error: \u{9B}31m\u{202E}txt\u{0}../../../etc/x'; DROP TABLE job; --<script>"
        + String(repeating: "é", count: 10_000)
    static let bays = ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"]
    /// Where a drive waits for a person.
    static let holdBays: Set<String> = ["S6", "S7", "S8"]

    /// Drives of 32 MB at 4 MB/s: a pass takes seconds, not hours.
    static func make(megabytes: UInt64, bytesPerSecond: UInt64) -> [ShelfDrive] {
        let size = megabytes * 1_048_576
        func extent(_ sector: UInt64, _ count: UInt64) -> Extent { Extent(offset: sector * 512, length: count * 512) }
        func drive(
            _ serial: String, at place: String?, _ story: Story, model: String, _ type: MediaType, sector: UInt32 = 512,
            contents: [Content] = [], faults: [Fault] = [], usage: Usage = .free, firmware: SimulatedFirmware? = nil, says: String? = nil
        ) -> ShelfDrive {
            let identity = MediaIdentity(
                vendor: says ?? "Simulated", model: model, serial: says ?? serial, serialSource: .loopProperty, wwn: nil,
                capacityBytes: size)
            var entropy = SystemRandomNumberGenerator()
            var random = SeededGenerator(seed: entropy.next())
            guard let geometry = Geometry(capacityBytes: size, logicalSectorBytes: sector, physicalSectorBytes: 4096) else {
                preconditionFailure("whole megabytes are whole sectors")
            }
            let made = SimulatedDrive(
                identity: identity, geometry: geometry, donor: random.key(), mediaType: type, bytesPerSecond: bytesPerSecond, faults: faults
            )
            made.with { condition in
                condition.contents = contents
                condition.usage = usage
                condition.firmware = firmware
                condition.temperatureCelsius = 34
                condition.rotationRateRPM = type == .magneticHDD ? 7200 : nil
                condition.health = Health(reallocatedSectors: 0, pendingSectors: 0, uncorrectableSectors: 0)
            }
            return ShelfDrive(serial: serial, place: place, story: story, drive: made)
        }
        let windows = [
            Content(kind: .partitionTable, type: "gpt", offsetBytes: 0),
            Content(kind: .filesystem, type: "vfat", label: "SYSTEM", offsetBytes: 1 << 20, sizeBytes: 4 << 20),
            Content(kind: .filesystem, type: "ntfs", label: "Windows", offsetBytes: 5 << 20, sizeBytes: size - 6 << 20),
        ]
        let linux = [Content(kind: .filesystem, type: "ext4", label: "donnees", offsetBytes: 0, sizeBytes: size)]
        let bad = [extent(12_000, 1), extent(30_000, 9)].map { Fault(.write, .fails(errno: ENODATA), at: $0) }
        return [
            drive("SIM-0001", at: "S1", .windows, model: "HDD-3.5", .magneticHDD, contents: windows),
            drive("SIM-0002", at: "S2", .flash, model: "SSD-2.5", .flashSSD, contents: linux),
            drive("SIM-0003", at: "S3", .sectors, model: "HDD-4KN", .magneticHDD, sector: 4096, contents: linux),
            drive("SIM-0004", at: "S4", .bad, model: "HDD-OLD", .magneticHDD, faults: bad),
            drive(
                "SIM-0005", at: "S5", .forgets, model: "HDD-LIAR", .magneticHDD,
                faults: [Fault(.write, .dropped, at: extent(20_000, 1))]),
            drive(
                "SIM-0006", at: "S6", .hangs, model: "HDD-STUCK", .magneticHDD,
                faults: [Fault(.write, .hangs, times: 1, afterBytes: size / 2)]),
            drive("SIM-0007", at: nil, .spare, model: "HDD-3.5", .magneticHDD, contents: windows),
            drive(
                "SIM-0008", at: "X1", .system, model: "SYSTEM", .flashSSD, contents: linux,
                usage: .known([Use(.mounted, node: "sim", detail: "/srv")])),
            drive(
                "SIM-0009", at: nil, .hostile, model: hostile, .magneticHDD,
                contents: [Content(kind: .filesystem, type: hostile, label: hostile, uuid: hostile, offsetBytes: 0, sizeBytes: size)],
                says: hostile),
            drive(
                "SIM-0010", at: "S7", .erases, model: "NVME-M2", .flashSSD, contents: windows,
                firmware: SimulatedFirmware(transport: .nvme, duration: 8000)),
            drive(
                "SIM-0011", at: "S8", .eraseLiar, model: "SSD-LIAR", .flashSSD, contents: linux,
                firmware: SimulatedFirmware(transport: .ata, duration: 8000, faults: [.ignores])),
        ]
    }
}
