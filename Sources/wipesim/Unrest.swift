// What came into the worlds later, out of a second stream of entropy: people who put data back, cards in a reader, twins, power that blinks.

import WipeCore
import WipeSimulation

/// What people and the power may do to drives in one world.
struct Unrest {
    /// One kind of it.
    enum Trouble: String, CaseIterable {
        /// Pulled, perhaps filled with data again, perhaps put back at once, there or in another bay.
        case pull
        /// Pulled; for one or two seconds every request fails before anybody is told.
        case pullWithErrors = "pull-with-errors"
        /// Other hands leave data on a drive that is out, or while no daemon runs.
        case putBack = "put-back"
        /// Another program writes while the drive is plugged in.
        case writeBeside = "write-beside"
        case discardBeside = "discard-beside"
        /// The drive loses its power and has it again, and the bus sees nothing.
        case blink
        /// The machine sleeps, perhaps with other hands on its drives.
        case sleep
        /// Another card into the reader, which stays plugged in.
        case exchange
        /// The kernel takes the drive out of service; it stays in its bay.
        case offline
        /// The machine loses its power, perhaps with other hands on its drives.
        case powerLoss = "power-loss"
        /// Whatever is out goes back in.
        case putIn = "put-in"
    }

    /// Of a thousand steps, in how many something happens; while a drive is read back, in so many times more.
    let perThousand: Int
    static let timesWhileReading = 6
    let troubles: [Trouble]

    /// Tells the second stream of a seed from its first.
    static let mixing: UInt64 = 0x6A09_E667_F3BC_C909

    /// A world that is judged by all that came later, and in which none of it happens by itself.
    static let none = Unrest(perThousand: 0, troubles: [])

    private init(perThousand: Int, troubles: [Trouble]) {
        self.perThousand = perThousand
        self.troubles = troubles
    }

    init(_ kind: WorldKind, _ others: inout SeededGenerator) {
        perThousand = others.pick([0, 3, 8, 20, 40]) ?? 0
        let all = kind == .bus ? Trouble.allCases.filter { $0 != .offline && $0 != .pullWithErrors } : Trouble.allCases
        troubles = all.filter { _ in others.chance(60) }
    }
}

extension Swarm {
    /// Adds what later worlds have beside the others: large drives, twins, cards with their reader's serial, drives that count their power cycles.
    mutating func disturb(_ kind: WorldKind, _ others: inout SeededGenerator) {
        unrest = Unrest(kind, &others)
        for cast in cast where others.chance(40) { cast.drive.with { $0.powerCycles = 7 } }
        for cast in cast where cast.cache == .lying && others.chance(50) {
            let room = 4096 * (1 + others.below(24))
            cast.drive.with { $0.medium.cacheBytes = room }
        }
        if kind == .faults, others.chance(50) { addLarge(&others) }
        if others.chance(30) { addTwin(&others) }
        if others.chance(35) { addCards(kind, &others) }
    }

    /// Larger than what is read again at its ends before a wipe goes on.
    private mutating func addLarge(_ others: inout SeededGenerator) {
        let capacity = UInt64(2_200_000 + others.below(2_000_000)) / 4096 * 4096
        let cache = others.pick([CacheBehaviour.none, .volatile, .lying]) ?? .none
        guard
            let drive = made(
                others.key(), serial: "LARGE\(1000 + others.below(9000))", model: "LARGE", .loopProperty, capacity: capacity, cache: cache,
                &others)
        else {
            return
        }
        drive.with { $0.medium.cacheBytes = cache == .lying ? 65536 * (1 + others.below(20)) : Int.max }
        if others.chance(50) {
            let place = Extent(offset: UInt64(others.below(Int(capacity / 65536))) * 65536, length: 65536)
            drive.with { $0.medium.forgetful = place }
        }
        requestBytesMax = max(requestBytesMax, 1 << 18)
        add(drive, cache)
    }

    /// The serial of another drive: on the same model and size, on another model, or on another size.
    private mutating func addTwin(_ others: inout SeededGenerator) {
        guard let first = others.pick(cast.filter { $0.role != .protected && $0.drive.identity.serial != nil }) else { return }
        let identity = first.drive.identity
        let way = others.below(3)
        let capacity = way == 2 ? identity.capacityBytes + 4096 : identity.capacityBytes
        guard let serial = identity.serial,
            let drive = made(
                others.key(), serial: serial, model: way == 1 ? "OTHER" : identity.model ?? "OTHER", identity.serialSource,
                capacity: capacity,
                cache: .none, &others,
                sectors: first.drive.geometry)
        else { return }
        add(drive, .none)
    }

    /// Cards that show the serial of their reader.
    private mutating func addCards(_ kind: WorldKind, _ others: inout SeededGenerator) {
        let serial = "READER\(1000 + others.below(9000))"
        let capacity: UInt64 = kind == .bus ? 4096 : UInt64(1 + others.below(32)) * 4096
        for _ in 0..<(2 + others.below(2)) {
            let isOdd = others.chance(20)
            guard
                let drive = made(
                    others.key(), serial: serial, model: "CARD-READER", .usbBridge, capacity: isOdd ? capacity + 4096 : capacity,
                    cache: .none, &others)
            else { continue }
            add(drive, .none, reader: 1)
        }
    }

    private mutating func add(_ drive: SimulatedDrive, _ cache: CacheBehaviour, reader: Int? = nil) {
        cast.append(Cast(number: cast.count, drive: drive, role: .ordinary, faults: [], cache: cache, reader: reader))
    }

    private func made(
        _ donor: StreamKey, serial: String, model: String, _ source: SerialSource, capacity: UInt64, cache: CacheBehaviour,
        _ others: inout SeededGenerator, sectors: Geometry? = nil
    ) -> SimulatedDrive? {
        guard
            let geometry = Geometry(
                capacityBytes: capacity, logicalSectorBytes: sectors?.logicalSectorBytes ?? 512,
                physicalSectorBytes: sectors?.physicalSectorBytes ?? 512)
        else { return nil }
        let identity = MediaIdentity(
            vendor: "Simulated", model: model, serial: serial, serialSource: source, wwn: nil, capacityBytes: capacity)
        return SimulatedDrive(
            identity: identity, geometry: geometry, donor: donor, cache: cache, mediaType: .magneticHDD,
            bytesPerSecond: max(512, capacity / UInt64(2 + others.below(12))))
    }
}
