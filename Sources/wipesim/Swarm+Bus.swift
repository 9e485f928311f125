// A world of small and sound drives that look alike: twins to the last fact, twins by serial, parts of one array, drives that nobody may touch.

import WipeCore
import WipeSimulation

extension Swarm {
    /// The options of a seed of comings and goings.
    init(bus random: inout SeededGenerator) {
        let bays = (1...(1 + random.below(4))).map { "A\($0)" }
        let holdBays = Set(bays.filter { _ in random.chance(25) })
        var cast: [Cast] = []
        for number in 0..<(3 + random.below(6)) { cast.append(Swarm.lookAlike(number, cast, &random)) }
        let policy = Policy(
            id: "zeros", version: "1.0.0", digest: "sha256:" + String(repeating: "0", count: 64),
            title: Title(fr: "Simulation", en: "Simulation"), status: .current,
            claim: Claim(standard: "NIST SP 800-88r2", clause: "3.1.1", level: .clear), media: [.magnetic, .flash],
            passes: [PassSpec(write: .zeros, verify: .none), PassSpec(write: .random, verify: .full)])
        self.bays = bays
        self.holdBays = holdBays
        self.cast = cast
        policies = [policy.id: policy]
        rules = StationRules(
            bays: bays.map { bay in
                let match = [PropertyMatch(property: "ID_PATH", glob: "sim-" + bay)]
                return Bay(id: bay, match: match, onAttach: holdBays.contains(bay) ? .hold : .wipe)
            },
            protect: cast.filter { $0.role == .protected }.map {
                [PropertyMatch(property: "ID_SERIAL_SHORT", glob: $0.drive.identity.serial ?? "none")]
            },
            slots: 1 + random.below(4), requireAssetTag: random.chance(30), policyFor: [PolicyRule(media: nil, policy: policy.id)],
            confirmAboveBytes: random.chance(10) ? 4096 : 1 << 40, resumeWithinHours: 1, slow: SlowRule(bytesPerSecondBelow: 0))
        needsTag = rules.requireAssetTag
        crashPercent = 0
        storeFailsPercent = 0
        publishFailsPercent = 0
        requestBytesMax = 2048
    }

    private static func lookAlike(_ number: Int, _ others: [Cast], _ random: inout SeededGenerator) -> Cast {
        let twin = random.chance(30) ? random.pick(others.filter { $0.role != .protected }) : nil
        let capacity: UInt64 = twin?.drive.identity.capacityBytes ?? (random.chance(70) ? 4096 : 8192)
        let serial = random.chance(8) ? nil : twin?.drive.identity.serial ?? "BUS\(1000 + number)\(random.below(9000) + 1000)"
        let model = twin != nil && random.chance(60) ? twin?.drive.identity.model : "MODEL-\(number)"
        let identity = MediaIdentity(
            vendor: "Simulated", model: model, serial: serial, serialSource: serial == nil ? .unknown : .loopProperty, wwn: nil,
            capacityBytes: capacity)
        guard let geometry = Geometry(capacityBytes: capacity, logicalSectorBytes: 512, physicalSectorBytes: 512) else {
            preconditionFailure("8 or 16 sectors")
        }
        let drive = SimulatedDrive(
            identity: identity, geometry: geometry, donor: random.key(), mediaType: .magneticHDD, bytesPerSecond: capacity * 4)
        var role = random.chance(30) ? random.pick([Role.protected, .outside, .outside, .mounted]) ?? .ordinary : .ordinary
        // The station file protects by serial: a serial that another drive has too would protect that one as well.
        if role == .protected, serial == nil || twin != nil { role = .outside }
        if random.chance(25) {
            let group = random.chance(80) ? "array-\(random.below(2))" : nil
            drive.with { $0.contents = [Content(kind: .raid, type: "linux_raid_member", offsetBytes: 0, group: group)] }
        }
        if role == .mounted { drive.with { $0.usage = .known([Use(.mounted, node: "sim", detail: "/data")]) } }
        return Cast(number: number, drive: drive, role: role, faults: [], cache: .none)
    }
}
