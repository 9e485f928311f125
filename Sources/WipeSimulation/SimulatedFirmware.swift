// The part of a simulated drive that erases it: what it offers, how long it takes, and what became of it. A logical clock, and the bytes of its
// bus: what the engine is told is decoded from them, so that a record cannot say anything else.

import WipeCore
package import WipeFirmware

/// Firmware that can erase its drive.
package struct SimulatedFirmware: Sendable {
    package let transport: CommandTransport
    package var offers: Set<EraseKind>
    /// Milliseconds that an erase takes while the drive has power.
    package var duration: Int64
    package var faults: [FirmwareFault]
    /// Parts of the drive that a host sees as drives of their own; an erase reaches them all.
    package var namespaces: Int
    /// Cells that no host can address, with what the donor left there.
    package private(set) var spareHoldsDonor = true
    /// Commands that it took, with the time.
    package private(set) var taken: [(command: EraseCommand, at: Int64)] = []
    /// Commands that were sent to it, taken or not.
    package private(set) var sent = 0
    /// Reads and writes that came while it was at it, and a host could know.
    package private(set) var disturbed = 0
    /// Sectors that it has erased and that cannot be read before they are written.
    private(set) var unreadable = ExtentSet()
    /// The kernel takes it for a drive of size 0.
    package private(set) var hasLostSize = false

    /// An erase on its way.
    private struct Erase {
        let command: EraseCommand
        /// Milliseconds of it that are done.
        var done: Int64 = 0
        /// Since when it goes on from there; nil while the drive has no power.
        var since: Int64?
        /// What the drive would say if it had never begun.
        let before: (said: Said, medium: SimulatedMedium?)

        func done(at now: Int64) -> Int64 { done + (since.map { max(0, now - $0) } ?? 0) }
    }

    /// What a drive remembers of the newest erase.
    private struct Said {
        var hasSucceeded = false
        var newest: EraseCommand?
        var isAllErased = false
    }

    private enum State { case idle, running(Erase), failed }
    private var state = State.idle
    private var said = Said()

    /// - Parameter succeededBefore: somebody had it erased years ago, and it still says so.
    package init(
        transport: CommandTransport, offers: Set<EraseKind> = [.block, .crypto], duration: Int64 = 4000, faults: [FirmwareFault] = [],
        namespaces: Int = 1, succeededBefore: Bool = false
    ) {
        self.transport = transport
        self.offers = offers
        self.duration = max(1, duration)
        self.faults = faults
        self.namespaces = namespaces
        if succeededBefore { said = Said(hasSucceeded: true, newest: .block) }
    }

    package var isRunning: Bool { if case .running = state { true } else { false } }

    /// Somebody else has told it to erase itself, and it does not say that it is at it: no host can know.
    private var isSecretlyAtIt: Bool { taken.isEmpty && (faults.contains(.losesStatus) || faults.contains(.statusUnreadable)) }

    private var encoder: AnswerEncoder { AnswerEncoder(transport: transport) }

    // MARK: what it is told and asked

    /// A command reaches it.
    mutating func start(_ command: EraseCommand, at now: Int64, _ medium: inout SimulatedMedium) -> EraseEvidence {
        settle(at: now, &medium)
        sent += 1
        if faults.contains(.answersNot(didTake: false)) {
            faults.removeAll { $0 == .answersNot(didTake: false) }
            return encoder.silence(.command(command))
        }
        if let why = refusal(of: command) { return encoder.answer(.refused(why), to: command) }
        taken.append((command, now))
        let keepsOld = faults.contains(.revertsWithoutPower)
        state = .running(Erase(command: command, since: now, before: (said, keepsOld ? medium : nil)))
        said = Said(newest: command)
        if faults.contains(.endsAtOnce) || faults.contains(.endsAtOnceAndIgnores) { finish(command, &medium) }
        guard faults.contains(.answersNot(didTake: true)) else { return encoder.answer(.accepted, to: command) }
        faults.removeAll { $0 == .answersNot(didTake: true) }
        return encoder.silence(.command(command))
    }

    /// Somebody else has told it to erase itself, and it has no power now.
    package mutating func beginElsewhere(_ command: EraseCommand) {
        state = .running(Erase(command: command, since: nil, before: (said, nil)))
        said = Said(newest: command)
    }

    private func refusal(of command: EraseCommand) -> EraseAnswer.Refusal? {
        if faults.contains(.frozen) { return .frozen }
        if faults.contains(.locked) { return .denied }
        for case .refuses(let why) in faults { return why }
        if isRunning { return .running }
        if case .failed = state, faults.contains(.failsForGood) { return .inFailureMode }
        return offers.contains(command.kind) ? nil : .refusedByDrive
    }

    /// How it stands, in the bytes of its bus.
    mutating func status(at now: Int64, _ medium: inout SimulatedMedium) -> EraseEvidence {
        settle(at: now, &medium)
        if isRunning, faults.contains(.losesStatus) { return encoder.silence(.status) }
        return encoder.status(stands(at: now))
    }

    private func stands(at now: Int64) -> EraseStatus {
        if faults.contains(.statusUnreadable) { return .unknown }
        var status = EraseStatus(state: faults.contains(.frozen) ? .frozen : .idle, lastSucceeded: said.hasSucceeded)
        switch state {
        case .running(let erase):
            let done = UInt16(min(duration, erase.done(at: now)) * 65_535 / duration)
            let held = faults.compactMap { if case .hangsAt(let at) = $0 { at } else { nil } }.first
            status = EraseStatus(state: .running, fraction: held.map { min($0, done) } ?? done)
        case .failed: status = EraseStatus(state: .failed, lastSucceeded: false)
        case .idle: break
        }
        let word = said.newest?.nvmeWord10 ?? 0
        status.newestCommand = faults.contains(.statusOfAnother) ? word ^ 0x70 : word
        status.isAllErased = said.isAllErased
        return status
    }

    /// The kernel looks at it again: its size, its tables.
    mutating func isLookedAt(at now: Int64, _ medium: inout SimulatedMedium) {
        settle(at: now, &medium)
        if isRunning, faults.contains(.losesSize) { hasLostSize = true }
    }

    /// Whether it takes a read or a write. Both are refused while it is at it and in failure mode; what was erased is no more once it was written to.
    mutating func takes(_ operation: Fault.Operation, _ extent: Extent?, at now: Int64, _ medium: inout SimulatedMedium) -> Bool {
        settle(at: now, &medium)
        if isRunning {
            if !isSecretlyAtIt { disturbed += 1 }
            return false
        }
        guard let extent else { return true }
        if case .failed = state { return false }
        if faults.contains(.locked) { return false }
        guard operation == .write else { return !unreadable.extents.contains { $0.intersection(extent) != nil } }
        said.isAllErased = false
        unreadable.remove(extent)
        return true
    }

    /// Another machine has it for as long as its erase takes, and then writes. False where it does not take that.
    mutating func isWrittenElsewhere(_ extent: Extent, _ medium: inout SimulatedMedium) -> Bool {
        if case .running(var erase) = state {
            (erase.done, erase.since) = (duration, nil)
            state = .running(erase)
            settle(at: 0, &medium)
        }
        return !isRunning && takes(.write, extent, at: 0, &medium)
    }

    /// Milliseconds for which it holds a read or a write back.
    mutating func delay(at now: Int64, _ medium: inout SimulatedMedium) -> Int64 {
        settle(at: now, &medium)
        guard case .running(let erase) = state, faults.contains(.holdsRequests) else { return 0 }
        if !isSecretlyAtIt { disturbed += 1 }
        return max(0, duration - erase.done(at: now))
    }

    // MARK: power

    /// An honest drive goes on where it was when its power comes back.
    mutating func losePower(at now: Int64, _ medium: inout SimulatedMedium) {
        settle(at: now, &medium)
        faults.removeAll { $0 == .frozen }
        guard case .running(var erase) = state else { return }
        if faults.contains(.stopsWithoutPower) {
            leave(share: erase.done(at: now), of: erase.command, &medium)
            state = .idle
        } else if faults.contains(.revertsWithoutPower) {
            said = erase.before.said
            if let old = erase.before.medium { medium = old }
            state = .idle
        } else {
            erase.done = erase.done(at: now)
            erase.since = nil
            state = .running(erase)
        }
    }

    mutating func regainPower(at now: Int64) {
        hasLostSize = false
        guard case .running(var erase) = state, erase.since == nil else { return }
        erase.since = now
        state = .running(erase)
    }

    // MARK: what becomes of it

    /// What had time to end has ended.
    private mutating func settle(at now: Int64, _ medium: inout SimulatedMedium) {
        guard case .running(let erase) = state else { return }
        let done = erase.done(at: now)
        for fault in faults {
            switch fault {
            case .hangsAt: return
            case .failsAt(let share) where done >= duration * Int64(share) / 100: return fail(erase, at: Int64(share), &medium)
            case .failsForGood where done >= duration / 2: return fail(erase, at: 50, &medium)
            default: break
            }
        }
        if done >= duration { finish(erase.command, &medium) }
    }

    private mutating func fail(_ erase: Erase, at share: Int64, _ medium: inout SimulatedMedium) {
        leave(share: duration * share / 100, of: erase.command, &medium)
        state = .failed
    }

    /// What so many milliseconds of an erase leave.
    private func leave(share done: Int64, of command: EraseCommand, _ medium: inout SimulatedMedium) {
        medium.erase(below: medium.geometry.capacityBytes * UInt64(min(duration, done)) / UInt64(duration), as: left(by: command))
    }

    private mutating func finish(_ command: EraseCommand, _ medium: inout SimulatedMedium) {
        state = .idle
        said = Said(hasSucceeded: true, newest: command, isAllErased: true)
        guard !faults.contains(.ignores), !faults.contains(.endsAtOnceAndIgnores) else { return }
        let capacity = medium.geometry.capacityBytes
        var end = capacity
        if !faults.contains(.sparesSpare) { spareHoldsDonor = false }
        for fault in faults {
            switch fault {
            case .erasesShare(let share): end = capacity / 100 * UInt64(min(100, max(0, share)))
            case .sparesTail(let bytes): end = capacity - min(capacity, bytes)
            default: break
            }
        }
        medium.erase(below: end, as: left(by: command))
        if faults.contains(.leavesMixed) { medium.erase(below: end / 2, as: .ones) }
        if faults.contains(.unreadableAfterwards) { unreadable = ExtentSet([medium.geometry.whole]) }
        if let other = otherGeometry(than: medium.geometry) { medium.change(to: other) }
    }

    private func otherGeometry(than now: Geometry) -> Geometry? {
        let sector = now.logicalSectorBytes
        if faults.contains(.shrinks) {
            return Geometry(
                capacityBytes: now.capacityBytes - UInt64(sector), logicalSectorBytes: sector, physicalSectorBytes: now.physicalSectorBytes)
        }
        guard faults.contains(.changesSector) else { return nil }
        let other: UInt32 = sector == 512 ? 4096 : 512
        return Geometry(
            capacityBytes: now.capacityBytes, logicalSectorBytes: other, physicalSectorBytes: max(other, now.physicalSectorBytes))
    }

    private func left(by command: EraseCommand) -> Pattern {
        switch command.kind {
        case .block: .zeros
        // Its key is gone: what can be read is noise.
        case .crypto: StreamKey(Array(repeating: UInt8(truncatingIfNeeded: 0x5A &+ taken.count), count: 32)).map(Pattern.random) ?? .zeros
        case .overwrite: .fixed(command.patternBytes ?? [0])
        }
    }
}

extension SimulatedFirmware {
    /// What a look at it tells, as the kernel's way to it would carry it.
    mutating func capabilities(of media: MediaType, at now: Int64, _ medium: inout SimulatedMedium) -> Capabilities {
        let status = EraseStatus(self.status(at: now, &medium), on: transport)
        let sanitizes = EraseKind.allCases.map(\.technique)
        var facts = OfferFacts(
            media: media, capacityBytes: medium.geometry.capacityBytes, offered: Set(offers.map(\.technique)),
            asked: Set(Technique.allCases))
        var obstacles: [TechniqueReason] = namespaces > 1 ? [.severalNamespaces] : []
        switch status.state {
        case .frozen: obstacles.append(.frozen)
        case .failed: obstacles.append(.inFailureMode)
        case .unknown: obstacles.append(.statusUnreadable)
        case .idle, .running: break
        }
        let isLocked = faults.contains(.locked)
        if isLocked { obstacles.append(.locked) }
        for technique in sanitizes { facts.obstacles[technique] = obstacles }
        let security = transport != .ata ? nil : SecurityFacts(isSupported: true, isEnabled: isLocked, isLocked: isLocked, isFrozen: false)
        return Capabilities(
            identifySource: .ioctl, state: FirmwareState(rawValue: status.state.rawValue) ?? .unknown, fraction: status.fraction,
            security: security, techniques: facts.offers, hiddenAreas: hiddenAreas)
    }

    /// A simulated drive has none, whatever its bus.
    private var hiddenAreas: HiddenAreas {
        let space = NvmeSpace(activeNamespaces: namespaces, allocatedNamespaces: namespaces, unallocatedBytes: 0, rpmbBytes: 0)
        return HiddenAreas(
            hpa: HiddenArea(.absent), dco: HiddenArea(.absent), amac: HiddenArea(.notSupported), nvme: transport == .nvme ? space : nil)
    }
}

extension EraseKind {
    /// The word of the closed list for it.
    fileprivate var technique: Technique {
        switch self {
        case .block: .sanitizeBlock
        case .crypto: .sanitizeCrypto
        case .overwrite: .sanitizeOverwrite
        }
    }
}
