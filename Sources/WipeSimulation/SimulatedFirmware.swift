// The part of a simulated drive that erases it: what it offers, how long it takes, and what is wrong with it. Values and a logical clock.

import Glibc
import WipeCore
package import WipeFirmware

/// One thing that is wrong with a drive's own erase.
package enum FirmwareFault: Hashable, Sendable {
    /// It takes the command, is busy for its time, says that it has ended well, and has done nothing.
    case ignores
    /// It has ended well at once, by its own word, and has done nothing.
    case endsAtOnceAndIgnores
    /// It has ended well at once, and has done it.
    case endsAtOnce
    /// It leaves all behind this share (in 100ths) of its capacity.
    case erasesShare(Int)
    /// It leaves so many bytes at the end.
    case sparesTail(UInt64)
    /// It stays at this share (in 65,536ths) for ever.
    case hangsAt(UInt16)
    /// At half its time it says that it has failed.
    case fails
    case refuses(EraseAnswer.Refusal)
    /// The command comes back unanswered, and was taken or was not.
    case answersNot(didTake: Bool)
    /// While it is at it, nothing that it says of it can be read.
    case losesStatus
    /// It says so from the beginning.
    case statusUnreadable
    /// What it says is about another command than ours (NVMe).
    case statusOfAnother
    /// It takes no erase until its power has been off.
    case frozen
    /// Its second half holds something else afterwards than its first.
    case leavesMixed
    /// When its power goes it stops, and says that nothing runs.
    case stopsWithoutPower

    /// One word for traces and counts.
    package var word: String { "firmware-" + "\(self)".prefix { $0 != "(" } }
}

/// Firmware that can erase its drive.
package struct SimulatedFirmware: Sendable {
    package var transport: CommandTransport
    package var offers: Set<EraseKind>
    /// Milliseconds that an erase takes.
    package var duration: Int64
    package var faults: [FirmwareFault]
    /// Cells that no host can address, with what the donor left there.
    package internal(set) var spareHoldsDonor = true
    /// Commands that it took, with the time.
    package internal(set) var taken: [(command: EraseCommand, at: Int64)] = []
    /// Commands that were sent to it, taken or not.
    package internal(set) var sent = 0
    /// Reads and writes that came while it was at it.
    package internal(set) var disturbed = 0

    private enum State { case idle, running(EraseCommand, since: Int64), failed }
    private var state = State.idle
    private var hasSucceeded = false
    private var newest: EraseCommand?
    private var isAllErased = false

    package init(
        transport: CommandTransport, offers: Set<EraseKind> = [.block, .crypto], duration: Int64 = 4000, faults: [FirmwareFault] = []
    ) {
        self.transport = transport
        self.offers = offers
        self.duration = max(1, duration)
        self.faults = faults
    }

    package var isRunning: Bool { if case .running = state { true } else { false } }

    private func share(since: Int64, _ now: Int64) -> Double { min(1, Double(max(0, now - since)) / Double(duration)) }

    // MARK: what it is told and asked

    mutating func start(_ command: EraseCommand, at now: Int64, _ medium: inout SimulatedMedium) -> EraseAnswer {
        settle(at: now, &medium)
        sent += 1
        if faults.contains(.frozen) { return .refused(.frozen) }
        for case .refuses(let why) in faults { return .refused(why) }
        if isRunning { return .refused(.running) }
        guard offers.contains(command.kind) else { return .refused(.refusedByDrive) }
        if faults.contains(.answersNot(didTake: false)) {
            faults.removeAll { $0 == .answersNot(didTake: false) }
            return .unanswered("made up")
        }
        taken.append((command, now))
        newest = command
        hasSucceeded = false
        isAllErased = false
        state = .running(command, since: now)
        if faults.contains(.endsAtOnce) || faults.contains(.endsAtOnceAndIgnores) { finish(command, &medium) }
        if faults.contains(.answersNot(didTake: true)) {
            faults.removeAll { $0 == .answersNot(didTake: true) }
            return .unanswered("made up")
        }
        return .accepted
    }

    mutating func status(at now: Int64, _ medium: inout SimulatedMedium) -> EraseStatus {
        settle(at: now, &medium)
        if faults.contains(.statusUnreadable) || isRunning && faults.contains(.losesStatus) { return .unknown }
        var status = EraseStatus(state: faults.contains(.frozen) ? .frozen : .idle)
        switch state {
        case .running(_, let since):
            let done = UInt16(share(since: since, now) * 65_535)
            let held = faults.compactMap { if case .hangsAt(let at) = $0 { at } else { nil } }.first
            status = EraseStatus(state: .running, fraction: held.map { min($0, done) } ?? done)
        case .failed: status = EraseStatus(state: .failed)
        case .idle: break
        }
        if transport != .scsi { status.lastSucceeded = hasSucceeded }
        if transport == .nvme {
            let word = newest?.nvmeWord10 ?? 0
            status.newestCommand = faults.contains(.statusOfAnother) ? word ^ 0x70 : word
            status.isAllErased = isAllErased
        }
        return status
    }

    /// The host writes: what was erased is no more. Reads and writes while it is at it are refused.
    mutating func transfers(isWrite: Bool, at now: Int64, _ medium: inout SimulatedMedium) -> Bool {
        settle(at: now, &medium)
        if isRunning {
            disturbed += 1
            return false
        }
        if isWrite { isAllErased = false }
        return true
    }

    /// The power goes and comes back. An honest drive goes on where it was.
    mutating func losePower() {
        faults.removeAll { $0 == .frozen }
        if isRunning, faults.contains(.stopsWithoutPower) { state = .idle }
    }

    // MARK: what becomes of it

    /// What had time to end has ended.
    private mutating func settle(at now: Int64, _ medium: inout SimulatedMedium) {
        guard case .running(let command, let since) = state else { return }
        let done = share(since: since, now)
        if faults.contains(where: { if case .hangsAt = $0 { true } else { false } }) { return }
        if faults.contains(.fails), done >= 0.5 {
            state = .failed
        } else if done >= 1 {
            finish(command, &medium)
        }
    }

    private mutating func finish(_ command: EraseCommand, _ medium: inout SimulatedMedium) {
        state = .idle
        hasSucceeded = true
        isAllErased = true
        guard !faults.contains(.ignores), !faults.contains(.endsAtOnceAndIgnores) else { return }
        spareHoldsDonor = false
        let capacity = medium.geometry.capacityBytes
        var end = capacity
        for fault in faults {
            switch fault {
            case .erasesShare(let share): end = capacity / 100 * UInt64(min(100, max(0, share)))
            case .sparesTail(let bytes): end = capacity - min(capacity, bytes)
            default: break
            }
        }
        medium.erase(below: end, as: left(by: command))
        if faults.contains(.leavesMixed) { medium.erase(below: end / 2, as: .ones) }
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

extension SimulatedMedium {
    /// The drive itself puts a pattern everywhere below an offset; no write of the host is known there any more.
    mutating func erase(below end: UInt64, as pattern: Pattern) {
        let sector = UInt64(geometry.logicalSectorBytes)
        let place = Extent(offset: 0, length: end / sector * sector)
        guard place.length > 0 else { return }
        replace(place, with: Self.image(pattern, place))
    }

    /// What the sectors of a range hold, and which still hold 16 bytes of a pattern at their place.
    func look(_ extent: Extent, for pattern: Pattern) -> Look {
        let image = Self.image(pattern, extent)
        let sector = Int(geometry.logicalSectorBytes)
        var marked = ExtentSet()
        var tally = ContentsTally()
        bytes[Int(extent.offset)..<Int(extent.end)].withUnsafeBytes { held in
            image.withUnsafeBytes { image in
                for start in stride(from: 0, to: image.count, by: sector) {
                    let here = UnsafeRawBufferPointer(rebasing: held[start..<start + sector])
                    let mark = UnsafeRawBufferPointer(rebasing: image[start..<start + sector])
                    if here.sharesABlock(with: mark) {
                        marked.insert(Extent(offset: extent.offset + UInt64(start), length: UInt64(sector)))
                    }
                    tally.add(ContentsTally(of: here))
                }
            }
        }
        return Look(marked: marked.extents, contents: tally)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether any 16 bytes, at a multiple of 16, are equal in both.
    fileprivate func sharesABlock(with other: UnsafeRawBufferPointer) -> Bool {
        guard let mine = baseAddress, let its = other.baseAddress else { return false }
        return stride(from: 0, to: count, by: 16).contains { memcmp(mine + $0, its + $0, 16) == 0 }
    }
}

extension ContentsTally {
    /// One sector.
    init(of sector: UnsafeRawBufferPointer) {
        self.init()
        let first = Array(sector.prefix(16))
        // A sector that repeats within 16 bytes is equal to itself, moved by 16.
        if let start = sector.baseAddress, memcmp(start, start + 16, sector.count - 16) == 0 {
            switch Set(first) {
            case [0]: zeros = 1
            case [0xFF]: ones = 1
            default:
                periodic = 1
                period = first
            }
        } else {
            other = 1
        }
    }
}
