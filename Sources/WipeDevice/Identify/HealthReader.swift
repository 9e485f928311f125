// What a drive says of its own health, by smartctl where it is installed.

import Foundation
import Glibc
import WipeContents
import WipeCore

enum HealthReader {
    /// Longest wait for smartctl.
    static let deadlineSeconds = 10
    private static let places = ["/usr/sbin/smartctl", "/usr/local/sbin/smartctl", "/sbin/smartctl", "/usr/bin/smartctl"]

    /// Asks the drive at `node`. Blocks up to `deadlineSeconds` of the caller or of ours, whichever is shorter.
    static func read(kind: DeviceKind, node: String, secondsLeft: Int) -> Health {
        switch kind {
        case .loop: return Health(unreadable: "a loop device has no health data")
        case .mmc: return Health(unreadable: "smartctl does not read MMC health data")
        case .other: return Health(unreadable: "not asked: no candidate for a wipe")
        case .scsi, .nvme: break
        }
        guard let program = places.first(where: { access($0, X_OK) == 0 }) else { return Health(unreadable: "smartctl is not installed") }
        do {
            let output = try ToolRun.output(
                [program, "--json=c", "-A", "-H", "-i", node], asking: asking(kind, node),
                deadlineSeconds: min(deadlineSeconds, max(secondsLeft, 1)))
            return parse(output)
        } catch {
            return Health(unreadable: "smartctl " + error.message)
        }
    }

    /// The kernel lets an ATA drive be asked for its counters (ATA PASS-THROUGH by SG_IO) with CAP_SYS_RAWIO, an NVMe drive for its log with
    /// CAP_SYS_ADMIN; nothing else of root's is needed, since root owns the node.
    static func asking(_ kind: DeviceKind, _ node: String) -> ToolRun.Asking {
        ToolRun.Asking(node: node, capabilities: 1 << (kind == .nvme ? Privileges.sysAdmin : Privileges.sysRawIO))
    }

    /// Asks a drive that is attached.
    static func read(_ id: AttachmentID) -> Health {
        let kind = IdentityFacts(name: id.name, properties: [:], folder: SystemFolder()).kind
        return read(kind: kind, node: id.node, secondsLeft: deadlineSeconds)
    }

    /// The parts of smartctl's JSON that count; everything is optional, and numbers that make no sense are left out.
    private struct Answer: Decodable {
        struct Table: Decodable { var table: [Attribute]? }
        struct Attribute: Decodable {
            var id: Int?
            var raw: Raw?
        }
        struct Raw: Decodable { var value: UInt64? }
        struct Temperature: Decodable { var current: Int? }
        struct NVMeLog: Decodable {
            var media_errors: UInt64?
            var percentage_used: UInt64?
        }
        struct Counters: Decodable {
            var read: Counter?
            var write: Counter?
            var verify: Counter?
        }
        struct Counter: Decodable { var total_uncorrected_errors: UInt64? }
        struct PowerOn: Decodable { var hours: UInt64? }
        struct Endurance: Decodable { var current_percent: UInt64? }
        struct Run: Decodable { var messages: [Message]? }
        struct Message: Decodable { var string: String? }
        var ata_smart_attributes: Table?
        var nvme_smart_health_information_log: NVMeLog?
        var scsi_grown_defect_list: UInt64?
        var scsi_error_counter_log: Counters?
        var temperature: Temperature?
        var power_cycle_count: UInt64?
        var power_on_time: PowerOn?
        var endurance_used: Endurance?
        var smartctl: Run?
    }

    static func parse(_ output: [UInt8]) -> Health {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(output)) else {
            return Health(unreadable: "smartctl's answer was not understood")
        }
        var health = Health()
        // Attribute numbers as smartmontools and the drive makers use them; the table is not standardized.
        for attribute in answer.ata_smart_attributes?.table ?? [] {
            // Some makers keep more than the count in the upper bytes of the 48 bits.
            let count = attribute.raw?.value.map { $0 & 0xFFFF_FFFF }
            switch attribute.id {
            case 5: health.reallocatedSectors = count
            case 197: health.pendingSectors = count
            case 198: health.uncorrectableSectors = count
            default: break
            }
        }
        if let count = answer.scsi_grown_defect_list { health.reallocatedSectors = count }
        if let log = answer.scsi_error_counter_log {
            let counts = [log.read, log.write, log.verify].compactMap { $0?.total_uncorrected_errors }
            if let most = counts.max() { health.uncorrectableSectors = most }
        }
        if let count = answer.nvme_smart_health_information_log?.media_errors { health.uncorrectableSectors = count }
        // The attributes of SATA's table are each maker's own. What has this name is a standard's (Device Statistics of ACS-3, Solid State Media
        // of SBC-3) and one byte: more is none.
        let endurance = answer.endurance_used?.current_percent.flatMap { $0 <= 255 ? $0 : nil }
        health.percentageUsed = answer.nvme_smart_health_information_log?.percentage_used ?? endurance
        health.powerCycles = answer.power_cycle_count
        health.powerOnHours = answer.power_on_time?.hours.flatMap { $0 <= Health.powerOnHoursMax ? $0 : nil }
        if let degrees = answer.temperature?.current, (-60...200).contains(degrees) { health.temperatureCelsius = degrees }
        if health.reallocatedSectors == nil && health.pendingSectors == nil && health.uncorrectableSectors == nil {
            let words = answer.smartctl?.messages?.compactMap(\.string).first.flatMap { DeviceText.clean($0) }
            health.unreadable = words.map { "smartctl: \($0)" } ?? "the drive gives no counters"
        }
        return health
    }
}
