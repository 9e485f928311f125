// Drives that the kernel shows and nobody may wipe, because it does not say enough of them: told to people, so that nobody looks for them in vain.

import WipeCore

/// Looks for drives of which a station can only say that they are there.
struct LeftOutDrives {
    /// How long a drive may be without a size before that is said: it spins up, or its adapter still looks for it.
    static let patienceNanoseconds: UInt64 = 30_000_000_000

    let folder: SystemFolder

    /// One sentence for each, in order of their names. Reads small files of the kernel, and nothing from a drive.
    ///
    /// - Parameters:
    ///   - seen: the newest look at every device that is there.
    ///   - now: monotonic nanoseconds.
    func sentences(_ seen: [DeviceEvent], at now: UInt64) -> [String] {
        seen.sorted { $0.name < $1.name }.compactMap { event in
            guard let why = why(event, now), folder.exists("/sys/class/block/\(event.name)/device") else { return nil }
            return "\(named(event)): \(why)"
        }
    }

    private func why(_ event: DeviceEvent, _ now: UInt64) -> String? {
        guard let bytes = event.sizeBytes else { return nil }
        if bytes == 0 {
            // A reader without a card, a tray without a disc.
            guard folder.number("/sys/class/block/\(event.name)/removable") == 0 else { return nil }
            guard now > event.observedAt, now - event.observedAt > Self.patienceNanoseconds else { return nil }
            // One that erases itself says no size to a kernel that looks at it, and keeps none afterwards: seen with SCSI and SATA drives.
            return "the kernel gives it no size: take it out, count to 10, put it back, also where it was erasing itself. If that does not "
                + "help, it does not answer, or has sectors of 520 or 528 bytes, which Linux does not take: such a drive is first formatted to "
                + "sectors of 512 bytes (sg_format --format --size=512), and then wiped as any other"
        }
        guard event.diskSequence == nil else { return nil }
        return "this kernel does not number its media (DISKSEQ, Linux 5.15 and later), so that nobody could tell a drive from the next one "
            + "in its place; it is not wiped here"
    }

    /// By what the station calls it wherever else it is shown.
    private func named(_ event: DeviceEvent) -> String {
        let facts = IdentityFacts(name: event.name, properties: event.properties, folder: folder)
        let words = [facts.model, facts.serial.0].compactMap { $0 }
        return words.isEmpty ? event.name : "\(event.name) (\(words.joined(separator: " ")))"
    }
}
