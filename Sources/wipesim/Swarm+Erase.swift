// Drives that erase themselves, out of a third stream of entropy: about a third of the fleet, with policies that have them do it.

import WipeCore
import WipeFirmware
import WipeSimulation

extension Swarm {
    /// Tells the third stream of a seed from its others.
    static let eraseMixing: UInt64 = 0xBB67_AE85_84CA_A73B

    /// Gives about a third of the drives firmware, adds some that have it in any case, and lets policies ask for it.
    mutating func addErase(_ erase: inout SeededGenerator) {
        for cast in cast where erase.chance(30) && cast.reader == nil {
            // One lie a drive: two that hide each other cannot be seen by anybody.
            let isHonest = cast.cache != .lying && !cast.faults.contains(where: \.isLie)
            equip(cast, mayLie: isHonest, &erase)
        }
        // In half of the worlds nobody has to do anything before a drive erases itself.
        let isDirect = erase.chance(50)
        for _ in 0..<(isDirect ? 2 + erase.below(2) : erase.below(3)) { addEraser(&erase) }
        eraseTrouble = erase.pick([0, 0, 3, 10, 40]) ?? 0
        let purges = Self.purges(&erase)
        let clears = policies.values.filter { $0.claim?.level == .clear }.map(\.id).sorted()
        policies.merge(purges) { _, new in new }
        // Some name what is done to a drive that cannot erase itself.
        for id in purges.keys.sorted() where erase.chance(40) { policies[id]?.fallback = erase.pick(clears) }
        rules.deviceCommands = DeviceCommandRules(
            allow: Set(Technique.sanitizes.filter { _ in isDirect || erase.chance(90) }),
            firstOfModel: isDirect || erase.chance(70) ? .go : .hold,
            hoursMax: 1)
        if isDirect { askForNothing() }
        // Mostly one for all, so that drives which cannot erase themselves are asked for it too.
        guard isDirect || erase.chance(60), let chosen = erase.pick(purges.keys.sorted()) else { return }
        rules.policyFor.insert(PolicyRule(media: erase.pick([nil, nil, .flash, .magnetic]) ?? nil, policy: chosen), at: 0)
    }

    private mutating func askForNothing() {
        for index in rules.bays.indices { rules.bays[index].onAttach = .wipe }
        holdBays = []
        rules.requireAssetTag = false
        needsTag = false
        rules.slots = 3
    }

    // MARK: drives

    private func equip(_ cast: Cast, mayLie: Bool, _ erase: inout SeededGenerator) {
        let transport = erase.pick(CommandTransport.allCases) ?? .nvme
        let media: MediaType = transport == .scsi && erase.chance(70) ? .magneticHDD : erase.chance(8) ? .hybrid : .flashSSD
        var faults = erase.chance(50) ? [] : Self.firmwareFaults(&erase)
        if !mayLie { faults = faults.filter { !$0.isLie } }
        let all = EraseKind.allCases.filter { _ in erase.chance(90) }
        let seconds = Int64(erase.pick([1, 5, 20, 60, 600]) ?? 5)
        var firmware = SimulatedFirmware(
            transport: transport, offers: Set(all), duration: seconds * 200 * Int64(1 + erase.below(9)), faults: faults,
            namespaces: transport == .nvme && erase.chance(12) ? 2 : 1, succeededBefore: erase.chance(50))
        if cast.role == .ordinary, erase.chance(6) { firmware.beginElsewhere(.block) }
        cast.drive.with { drive in
            drive.mediaType = media
            drive.rotationRateRPM = media == .magneticHDD ? 7200 : nil
            drive.firmware = firmware
            drive.health = Health(reallocatedSectors: 0, pendingSectors: 0, uncorrectableSectors: 0)
        }
    }

    private static func firmwareFaults(_ erase: inout SeededGenerator) -> [FirmwareFault] {
        let refusals = EraseAnswer.Refusal.allCases.filter { $0 != .notProved }
        let all: [FirmwareFault] = [
            .ignores, .ignores, .endsAtOnceAndIgnores, .endsAtOnce, .erasesShare(erase.below(100)),
            .sparesTail(UInt64(512 * (1 + erase.below(64)))), .sparesSpare, .hangsAt(UInt16(erase.below(65_536))),
            .failsAt(1 + erase.below(100)), .failsForGood, .refuses(erase.pick(refusals) ?? .refusedByDrive),
            .answersNot(didTake: true), .answersNot(didTake: false), .losesStatus, .statusUnreadable, .statusOfAnother, .frozen, .locked,
            .leavesMixed, .stopsWithoutPower, .revertsWithoutPower, .holdsRequests, .unreadableAfterwards, .losesSize, .changesSector,
            .shrinks,
        ]
        guard let first = erase.pick(all) else { return [] }
        // Beside it something that is no lie.
        let second = erase.chance(25) ? erase.pick(all.filter { !$0.isLie }) : nil
        return [first] + [second].compactMap { $0 }.filter { $0 != first }
    }

    /// A drive that is there for nothing else: sound but for its erase.
    private mutating func addEraser(_ erase: inout SeededGenerator) {
        let sectors = UInt64(8 + erase.below(1016))
        let serial = "ERASE\(1000 + erase.below(9000))"
        guard !cast.contains(where: { $0.drive.identity.serial == serial }),
            let geometry = Geometry(
                capacityBytes: sectors * 4096, logicalSectorBytes: erase.chance(70) ? 512 : 4096, physicalSectorBytes: 4096)
        else { return }
        let identity = MediaIdentity(
            vendor: "Simulated", model: "ERASER-\(erase.below(2))", serial: serial, serialSource: .loopProperty, wwn: nil,
            capacityBytes: geometry.capacityBytes)
        let cache = erase.pick([CacheBehaviour.none, .volatile]) ?? .none
        let drive = SimulatedDrive(
            identity: identity, geometry: geometry, donor: erase.key(), cache: cache, mediaType: .flashSSD,
            bytesPerSecond: geometry.capacityBytes / UInt64(1 + erase.below(8)))
        let added = Cast(number: cast.count, drive: drive, role: .ordinary, faults: [], cache: cache)
        equip(added, mayLie: true, &erase)
        cast.append(added)
    }

    // MARK: policies

    private static func purges(_ erase: inout SeededGenerator) -> [String: Policy] {
        func command(_ techniques: [Technique]) -> PassSpec {
            let marks = MarkSpec(subsections: 2 + erase.below(30), samplesEach: 1 + erase.below(3), firstAndLast: erase.chance(80))
            return PassSpec(command: CommandSpec(techniques: techniques, marks: erase.chance(15) ? nil : marks))
        }
        func policy(_ id: String, _ rows: [PassSpec], resume: ResumeRule = .continue) -> Policy {
            Policy(
                id: id, version: "1.0.0", digest: "sha256:" + String(repeating: "1", count: 64),
                title: Title(fr: "Simulation", en: "Simulation"), status: .current,
                claim: Claim(standard: "NIST SP 800-88r2", clause: "3.1.2", level: .purge), media: [.magnetic, .flash], passes: rows,
                faultBudget: FaultBudget(retries: erase.below(4)), resume: resume)
        }
        let random = PassSpec(write: .random, verify: .full)
        let all = [
            policy("purge", [command(Technique.sanitizes)]), policy("purge-crypto-first", [command([.sanitizeCrypto, .sanitizeBlock])]),
            policy("purge-rewrite", [command(Technique.sanitizes), random]),
            policy("rewrite-purge", [random, command(Technique.sanitizes)]),
            policy("purge-twice", [command([.sanitizeCrypto]), command([.sanitizeBlock, .sanitizeOverwrite])]),
            policy("purge-restart", [command(Technique.sanitizes)], resume: .restart),
        ]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    }
}
