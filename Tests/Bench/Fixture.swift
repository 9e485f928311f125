// Values that the tests of the core and of the server share: a drive, a station, a deterministic supply of chance.

package import WipeCore

package enum Fixture {
    package static let capacity: UInt64 = 64 << 20

    package static func moment(_ seconds: Int64) -> Moment {
        Moment(wallMilliseconds: 1_790_000_000_000 + seconds * 1000, runningMilliseconds: seconds * 1000)
    }

    package static func identity(serial: String? = "ZN1ABCDE", capacity: UInt64 = Fixture.capacity) -> MediaIdentity {
        MediaIdentity(
            vendor: "Seagate", model: "ST1000DM010", serial: serial, serialSource: .ataIdentify, wwn: nil, capacityBytes: capacity)
    }

    package static func report(
        _ name: String = "sdb", sequence: UInt64 = 7, serial: String? = "ZN1ABCDE", bay: String = "1", mediaType: MediaType = .magneticHDD,
        capacity: UInt64 = Fixture.capacity
    ) -> ProbeReport {
        ProbeReport(
            attachment: AttachmentID(name: name, diskSequence: sequence), deviceMajor: 8, deviceMinor: 16, kind: .scsi,
            identity: identity(serial: serial, capacity: capacity),
            geometry: geometry(capacity: capacity), readOnly: false,
            mediaType: mediaType, transport: .sata, contents: [], usage: .free, hpa: .absent, dco: .absent, amac: .notSupported,
            properties: ["BAY": bay])
    }

    package static func policy(_ id: String = "clear-zero", media: Set<MediaGroup> = [.magnetic, .flash]) -> Policy {
        Policy(
            id: id, version: "1.0.0", digest: "sha256:" + String(repeating: "0", count: 64), title: Title(fr: "Zéros", en: "Zeros"),
            status: .current,
            claim: nil, media: media, passes: [PassSpec(write: .zeros, verify: .full)])
    }

    package static func rules(onAttach: OnAttach = .wipe, requireAssetTag: Bool = false, slots: Int = 2) -> StationRules {
        StationRules(
            bays: (1...4).map { Bay(id: "B\($0)", match: [PropertyMatch(property: "BAY", glob: "\($0)")], onAttach: onAttach) },
            slots: slots,
            requireAssetTag: requireAssetTag, policyFor: [PolicyRule(media: nil, policy: "clear-zero")])
    }

    /// Ids count up, keys are all zero bytes: the same events give the same state.
    package static func chance() -> Chance {
        let ids = Counter()
        return Chance(
            newID: { ids.next() },
            plan: PlanChance(
                key: { key },
                choices: { _ in
                    let words = Counter()
                    return { words.nextNumber() }
                }))
    }

    package static let key: StreamKey = {
        guard let key = StreamKey([UInt8](repeating: 0, count: 32)) else { preconditionFailure("32 bytes are a key") }
        return key
    }()

    package static func geometry(capacity: UInt64 = Fixture.capacity) -> Geometry {
        guard let geometry = Geometry(capacityBytes: capacity, logicalSectorBytes: 512, physicalSectorBytes: 4096) else {
            preconditionFailure("\(capacity) bytes are no whole sectors")
        }
        return geometry
    }

    package static func plan(_ policy: Policy = Fixture.policy()) -> WipePlan {
        WipePlan(policy: policy, geometry: geometry(), passes: [Pass(number: 1, pattern: .zeros, coverage: .full)])
    }

    /// A report of a run that wrote and read back every byte.
    package static func cleanReport(_ plan: WipePlan = Fixture.plan()) -> WipeReport {
        var result = PassResult()
        result.bytesWritten = plan.geometry.capacityBytes
        result.flushed = true
        result.bytesVerified = plan.geometry.capacityBytes
        result.writeStarted = moment(1)
        result.verifyStarted = moment(2)
        result.verifyEnded = moment(3)
        return WipeReport(plan: plan, passes: [result], end: .finished, activeMilliseconds: 2000)
    }

    package static let operator1 = Actor(uid: 1000, user: "lead-01", role: .lead)
    package static let technician = Actor(uid: 1007, user: "tech-07", group: "wipe", role: .technician)
    package static let viewer = Actor(uid: 1009, user: "guest", role: .viewer)
    package static let stranger = Actor(uid: 65534, user: "nobody")
}

/// Counts up; a class so that closures share it.
package final class Counter {
    private var value: UInt64 = 0
    package init() {}
    package func nextNumber() -> UInt64 {
        value += 1
        return value
    }
    package func next() -> String { "id-" + String(nextNumber()) }
}

extension Event {
    /// A list of which these rows are taken.
    package static func intake(
        _ links: [TagLink], settled: [SettledRow] = [], goneHolders: [String: TagKey] = [:], by actor: Actor
    ) -> Event {
        .intakeImported(IntakeOrder(links: links, settled: settled, goneHolders: goneHolders, by: actor, at: Fixture.moment(0)))
    }
}
