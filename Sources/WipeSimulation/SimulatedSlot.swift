// What the kernel made for one arrival: the disk behind a node. Open descriptors are of it, whatever lies in it.

import Synchronization

/// A disk of the kernel. It stays where it is until it is unplugged: a card that is taken out of a reader and put in elsewhere takes no descriptor
/// along, and a drive that is plugged in again gets a disk of its own.
final class SimulatedSlot: Sendable {
    /// Of all disks of a bus, from 1.
    let number: UInt64
    private let inside: Mutex<SimulatedDrive>
    private let opened = Mutex<UInt64>(0)

    init(number: UInt64, _ drive: SimulatedDrive) {
        self.number = number
        inside = Mutex(drive)
    }

    /// What lies in it; what lay in it last, once it was unplugged.
    var drive: SimulatedDrive { inside.withLock { $0 } }

    func hold(_ other: SimulatedDrive) { inside.withLock { $0 = other } }

    /// The next descriptor of it.
    func nextOpener() -> SimulatedDrive.Opener {
        opened.withLock {
            $0 += 1
            return SimulatedDrive.Opener(slot: number, number: $0)
        }
    }
}
