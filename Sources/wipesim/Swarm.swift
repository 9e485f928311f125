// What one seed's world is made of: its station, its policies, its drives, and what is wrong with them.

import Glibc
import WipeCore
import WipeSimulation

/// What may be done to a drive.
enum Role: String {
    /// May be wiped in a listed bay.
    case ordinary
    /// The station file protects it.
    case protected
    /// Only ever plugged in outside the bays.
    case outside
    /// Mounted all the time.
    case mounted
}

/// One drive with its part in the play.
struct Cast {
    let number: Int
    let drive: SimulatedDrive
    let role: Role
    /// What was wrong with it when it came.
    let faults: [Fault]
    let cache: CacheBehaviour
    /// The reader that this card is put into; its serial is that of every card in it. Nil for a drive.
    var reader: Int?
}

/// The options of a seed.
struct Swarm {
    var rules: StationRules
    var policies: [String: Policy]
    var cast: [Cast]
    /// What people and the power do beside that; nil in worlds of before.
    var unrest: Unrest?
    /// Of a thousand steps, in how many somebody interferes with a drive that can erase itself.
    var eraseTrouble = 0
    /// Places that are bays, and one that is none.
    var bays: [String]
    let outside = "X1"
    /// Bays in which a drive waits for a person, whatever the rules say.
    var holdBays: Set<String>
    /// No wipe without an asset tag, likewise.
    var needsTag: Bool
    var crashPercent: Int
    var storeFailsPercent: Int
    var publishFailsPercent: Int
    var requestBytesMax: UInt64

    init(_ random: inout SeededGenerator) {
        let bays = (1...(1 + random.below(4))).map { "A\($0)" }
        self.bays = bays
        policies = Swarm.policies(&random)
        var cast: [Cast] = []
        let isCalm = random.chance(15)
        for number in 0..<(1 + random.below(5)) { cast.append(Swarm.drive(number, twinOf: cast.last, isCalm: isCalm, &random)) }
        self.cast = cast
        let isHold = (0..<bays.count).map { _ in random.chance(25) }
        rules = StationRules(
            bays: zip(bays, isHold).map {
                Bay(id: $0, match: [PropertyMatch(property: "ID_PATH", glob: "sim-" + $0)], onAttach: $1 ? .hold : .wipe)
            },
            protect: cast.filter { $0.role == .protected }.map {
                [PropertyMatch(property: "ID_SERIAL_SHORT", glob: $0.drive.identity.serial ?? "none")]
            },
            slots: 1 + random.below(3), requireAssetTag: random.chance(40),
            policyFor: [PolicyRule(media: nil, policy: random.pick(policies.keys.sorted()) ?? "")],
            confirmAboveBytes: random.chance(10) ? 65536 : 20_000_000_000_000, resumeWithinHours: 1 + random.below(3),
            health: HealthLimits(reallocatedRiseMax: random.chance(20) ? 0 : 10),
            retrySecondsPerDrive: random.chance(20) ? 0 : 1 + random.below(30),
            slow: SlowRule(bytesPerSecondBelow: 0))
        holdBays = Set(rules.bays.filter { $0.onAttach == .hold }.map(\.id))
        needsTag = rules.requireAssetTag
        crashPercent = isCalm ? 0 : random.pick([0, 1, 1, 3, 8]) ?? 0
        storeFailsPercent = isCalm ? 0 : random.pick([0, 0, 1, 5]) ?? 0
        publishFailsPercent = isCalm ? 0 : random.pick([0, 0, 5, 30]) ?? 0
        requestBytesMax = random.pick([4096, 8192, 65536, 65536, 1 << 20]) ?? 65536
    }

    // MARK: policies

    private static func policies(_ random: inout SeededGenerator) -> [String: Policy] {
        func policy(_ id: String, _ passes: [(WriteSpec, VerifySpec)], resume: ResumeRule = .continue) -> Policy {
            var budget = FaultBudget(retries: random.below(4), unwritableSectorsMax: random.chance(40) ? UInt64(random.below(40)) : 0)
            if random.chance(10) { budget.stopAfterBadSectors = UInt64(random.below(20)) }
            // Under a claim no sector of drives so small may stay as it was; the others claim nothing, so that some do.
            let claim = budget.unwritableSectorsMax == 0 ? Claim(standard: "NIST SP 800-88r2", clause: "3.1.1", level: .clear) : nil
            return Policy(
                id: id, version: "1.0.0", digest: "sha256:" + String(repeating: "0", count: 64),
                title: Title(fr: "Simulation", en: "Simulation"),
                status: .current, claim: claim, media: [.magnetic, .flash],
                passes: passes.map { PassSpec(write: $0.0, verify: $0.1) },
                sampling: SamplingSpec(subsections: 4, samplesEach: 2, percentEach: 10, firstAndLast: true), faultBudget: budget,
                resume: resume)
        }
        let all = [
            policy("random", [(.random, .full)]), policy("zeros", [(.zeros, .full)]),
            policy("random-zeros", [(.random, .full), (.zeros, .full)]),
            policy("zeros-ones-random", [(.zeros, .none), (.ones, .none), (.random, .full)]),
            policy("complement", [(.random, .full), (.complementOf(1), .full)]), policy("sample", [(.random, .sample)]),
            policy("restart", [(.zeros, .none), (.random, .full)], resume: .restart),
        ]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    }

    // MARK: drives

    private static func geometry(_ random: inout SeededGenerator) -> Geometry {
        let logical: UInt32 = random.chance(30) ? 4096 : 512
        let physical: UInt32 = random.chance(50) ? 4096 : logical
        let most = 256 * 1024 / Int(logical)
        let sectors = random.chance(10) ? 1 + random.below(4) : 1 + random.below(most)
        let made = Geometry(
            capacityBytes: UInt64(sectors) * UInt64(logical), logicalSectorBytes: logical, physicalSectorBytes: max(logical, physical))
        return made ?? Swarm.leastGeometry
    }

    private static let leastGeometry: Geometry = {
        guard let least = Geometry(capacityBytes: 512, logicalSectorBytes: 512, physicalSectorBytes: 512) else {
            preconditionFailure("512 bytes")
        }
        return least
    }()

    private static func drive(_ number: Int, twinOf other: Cast?, isCalm: Bool, _ random: inout SeededGenerator) -> Cast {
        let geometry = geometry(&random)
        // Now and then the serial of the drive before, on another model: it must never be taken for that drive.
        let twin = random.chance(10) ? other?.drive.identity.serial : nil
        let serial = random.chance(8) ? nil : twin ?? "SIM\(1000 + number)\(random.below(9000) + 1000)"
        let identity = MediaIdentity(
            vendor: "Simulated", model: "MODEL-\(number)", serial: serial, serialSource: serial == nil ? .unknown : .loopProperty, wwn: nil,
            capacityBytes: geometry.capacityBytes)
        let cache: CacheBehaviour = isCalm ? .none : random.pick([.none, .none, .volatile, .volatile, .lying]) ?? .none
        // One lie a drive: two that hide each other, lost writes behind reads of zeros say, cannot be seen by anybody.
        let faults = isCalm ? [] : Self.faults(geometry, &random).filter { cache != .lying || !$0.isLie }
        let seconds = UInt64(1 + random.below(40))
        let drive = SimulatedDrive(
            identity: identity, geometry: geometry, donor: random.key(), cache: cache,
            mediaType: random.chance(50) ? .magneticHDD : .flashSSD,
            bytesPerSecond: max(512, geometry.capacityBytes / seconds), faults: faults)
        var role = Role.ordinary
        if random.chance(25) { role = random.pick([.protected, .outside, .mounted]) ?? .ordinary }
        if role == .protected, serial == nil || twin != nil { role = .outside }
        if random.chance(30) { drive.with { $0.health = Health(reallocatedSectors: 0, pendingSectors: 0, uncorrectableSectors: 0) } }
        if role == .mounted { drive.with { $0.usage = .known([Use(.mounted, node: "sim", detail: "/data")]) } }
        return Cast(number: number, drive: drive, role: role, faults: faults, cache: cache)
    }

    private static func faults(_ geometry: Geometry, _ random: inout SeededGenerator) -> [Fault] {
        let sector = UInt64(geometry.logicalSectorBytes)
        func place(_ most: Int, _ random: inout SeededGenerator) -> Extent {
            let first = random.below(Int(geometry.sectorCount))
            let count = 1 + random.below(min(most, Int(geometry.sectorCount) - first))
            return Extent(offset: UInt64(first) * sector, length: UInt64(count) * sector)
        }
        func after(_ random: inout SeededGenerator) -> UInt64 {
            random.chance(50) ? 0 : UInt64(random.below(Int(geometry.capacityBytes) * 2))
        }
        var faults: [Fault] = []
        for _ in 0..<(random.pick([0, 0, 1, 1, 2, 4]) ?? 0) {
            let operation: Fault.Operation = random.chance(50) ? .write : .read
            let errno = random.pick([EIO, ENODATA]) ?? EIO
            switch random.below(9) {
            case 0: faults.append(Fault(operation, .fails(errno: errno), at: place(3, &random), times: 1 + random.below(20)))
            case 1: faults.append(Fault(operation, .fails(errno: errno), at: place(20, &random)))
            case 2: faults.append(Fault(.write, .remaps(errno: errno), at: place(2, &random), times: 1 + random.below(12)))
            case 3: faults.append(Fault(.flush, .fails(errno: errno), times: 1 + random.below(6)))
            case 4:
                faults.append(Fault(operation, .stalls(milliseconds: Int64(random.below(90_000))), times: 2, afterBytes: after(&random)))
            case 5:
                faults.append(
                    Fault(operation, .hangs, at: random.chance(50) ? nil : place(40, &random), times: 1, afterBytes: after(&random)))
            case 6:
                faults.append(
                    Fault(operation, .leaves, at: random.chance(50) ? nil : place(40, &random), times: 1, afterBytes: after(&random)))
            case 7: faults.append(lie(geometry, place(4, &random), after(&random), &random))
            default: break
            }
        }
        let lies = faults.filter(\.isLie)
        if let first = lies.first { faults = faults.filter { !$0.isLie } + [first] }
        // A drive that wraps does so on both ways.
        if case .wraps? = lies.first?.effect { faults.append(Fault(.read, lies[0].effect)) }
        return faults
    }

    private static func lie(_ geometry: Geometry, _ place: Extent, _ after: UInt64, _ random: inout SeededGenerator) -> Fault {
        let sector = UInt64(geometry.logicalSectorBytes)
        let times: Int? = random.chance(60) ? 1 + random.below(3) : nil
        let mask = UInt8(1 << random.below(8))
        switch random.below(8) {
        case 0: return Fault(.write, .dropped, at: place, times: times, afterBytes: after)
        case 1: return Fault(.write, .misplaced(by: sector * UInt64(1 + random.below(16))), at: place, times: times, afterBytes: after)
        case 2: return Fault(.write, .torn, at: place, times: times, afterBytes: after)
        case 3: return Fault(.read, .flipped(mask: mask), at: place, times: times, afterBytes: after)
        case 4: return Fault(.write, .rots(mask: mask), at: place, times: times, afterBytes: after)
        case 5: return Fault(.read, .zeros, at: place, times: times, afterBytes: after)
        case 6: return Fault(.read, .stale, at: place, times: times, afterBytes: after)
        default:
            let capacity = max(sector, geometry.capacityBytes / 2 / sector * sector)
            return Fault(.write, .wraps(at: capacity))
        }
    }
}
