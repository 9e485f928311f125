// An open simulated drive: the engine's device. Requests take effect when they are due, and faults strike then.

import Glibc
package import WipeCore
import WipeFirmware
import WipePattern

/// A drive that was opened for a wipe.
package struct SimulatedDisk: OpenedMedia {
    package let geometry: Geometry
    package let window: Int
    package let requestBytesMax: UInt64

    /// What was opened. In a reader another card may lie in it by now.
    private let slot: SimulatedSlot
    private var drive: SimulatedDrive { slot.drive }
    private let opener: SimulatedDrive.Opener
    private let admitted: AdmittedMedia
    private let bootID: String
    private let clock: @Sendable () -> Int64
    /// Milliseconds for which the machine slept since its boot.
    let asleep: @Sendable () -> Int64
    /// True where `reap` may sleep: a clock that goes by itself.
    private let sleeps: Bool

    init(
        _ slot: SimulatedSlot, admitted: AdmittedMedia, opener: SimulatedDrive.Opener, bootID: String, requestBytesMax: UInt64,
        sleeps: Bool, asleep: @escaping @Sendable () -> Int64, clock: @escaping @Sendable () -> Int64
    ) {
        self.slot = slot
        self.admitted = admitted
        self.opener = opener
        self.bootID = bootID
        self.clock = clock
        self.asleep = asleep
        self.sleeps = sleeps
        self.requestBytesMax = requestBytesMax
        geometry = admitted.geometry
        window = 2
    }

    package mutating func submit(_ step: Step) {
        let now = clock()
        drive.with { drive in
            let delay = drive.delay(of: step, at: now)
            let start = max(now, drive.busyUntil)
            // What hangs is due at the end of time; what comes after it need not wait for it.
            let due = delay.map { start + $0 } ?? Int64.max
            if due < Int64.max { drive.busyUntil = due }
            drive.queue.append(.init(opener: opener, admitted: admitted, due: due, step: step))
            if due == Int64.max { drive.hanging.append((opener, step)) }
        }
    }

    package mutating func reap(timeoutMilliseconds: Int) -> [Completion] {
        let deadline = clock() + Int64(max(0, timeoutMilliseconds))
        while true {
            let done = takeDue()
            let isIdle = drive.with { drive in !drive.queue.contains { $0.opener == opener } }
            if !done.isEmpty || isIdle || !sleeps || clock() >= deadline { return done }
            usleep(2000)
        }
    }

    private func takeDue() -> [Completion] {
        let now = clock()
        return drive.with { drive in
            let isGone = !isThere(drive) || drive.attachment != admitted.attachment && !drive.earlier.contains(admitted.attachment)
            var done: [Completion] = []
            var left: [SimulatedDrive.Request] = []
            for request in drive.queue {
                let hangs = request.due == Int64.max && drive.hanging.contains { $0.opener == opener && $0.step.id == request.step.id }
                let isOther = request.opener != opener
                if isOther || hangs || (request.due > now && request.due < Int64.max && !isGone) {
                    left.append(request)
                } else if isGone {
                    done.append(Completion(stepID: request.step.id, outcome: .fault(.gone(errno: ENODEV))))
                } else if request.isLost {
                    done.append(Completion(stepID: request.step.id, outcome: .fault(.medium(errno: EIO))))
                } else {
                    // A request that hung and was let go has taken effect already; doing it again changes nothing but the answer.
                    done.append(Completion(stepID: request.step.id, outcome: drive.perform(request.step, at: now, admitted)))
                }
            }
            drive.queue = left
            return done
        }
    }

    /// What lies in it has not been unplugged. It may be plugged in again: then it lies in another one.
    private func isThere(_ drive: SimulatedDrive.Condition) -> Bool { drive.slot == slot.number && drive.attachment != nil }

    package func observe() -> ObservedMedia? { drive.with { $0.observed(bootID: bootID, isThere: isThere($0)) } }

    package func diskSequence() -> UInt64? { drive.with { isThere($0) ? $0.attachment?.diskSequence : nil } }

    /// What lies on simulated media has no form that libblkid knows.
    package func recognised() -> [String]? { [] }

    package func custodyEvidence(askingDrive: Bool) -> CustodyEvidence? {
        drive.with { drive in
            CustodyEvidence(
                bootID: bootID, diskSequence: isThere(drive) ? drive.attachment?.diskSequence : nil, asleepMilliseconds: asleep(),
                sectorsWritten: drive.sectorsWritten, sectorsDiscarded: drive.sectorsDiscarded,
                powerCycles: askingDrive ? drive.powerCycles : nil, readPath: .simulated)
        }
    }

    /// What hangs keeps the drive open until the kernel lets go.
    package mutating func close() {
        drive.with { drive in
            drive.queue.removeAll { $0.opener == opener }
            let hangs = drive.hanging.contains { $0.opener == opener }
            if hangs { drive.abandoned.insert(opener) } else { drive.openers.remove(opener) }
        }
    }
}

extension SimulatedDrive.Condition {
    /// What an open descriptor says. A drive that is gone has no size and another sequence number.
    func observed(bootID: String, isThere: Bool = true) -> ObservedMedia {
        let there = isThere ? attachment : nil
        return ObservedMedia(
            deviceMajor: 7, deviceMinor: there.map { SimulatedBus.minor(of: $0.name) } ?? 0,
            capacityBytes: there == nil ? 0 : sizeOfKernel, logicalSectorBytes: medium.geometry.logicalSectorBytes,
            diskSequence: there?.diskSequence, serial: identity.serial, bootID: bootID)
    }

    private mutating func strike(_ operation: Fault.Operation, _ extent: Extent?, where test: (Fault.Effect) -> Bool) -> Fault? {
        let written = medium.bytesWritten
        guard let index = faults.firstIndex(where: { test($0.effect) && $0.strikes(operation, extent, bytesWritten: written) }) else {
            return nil
        }
        let fault = faults[index]
        if let times = fault.times { faults[index].times = times - 1 }
        strikes[fault.word, default: 0] += 1
        return fault
    }

    /// Milliseconds that a step takes; nil where it hangs.
    fileprivate mutating func delay(of step: Step, at time: Int64) -> Int64? {
        guard let (operation, extent) = step.touches else { return 1 }
        if strike(operation, extent, where: { $0 == .hangs }) != nil { return nil }
        var delay = Int64((extent?.length ?? 0) * 1000 / bytesPerSecond)
        let stall = strike(operation, extent) { if case .stalls = $0 { true } else { false } }
        if case .stalls(let milliseconds)? = stall?.effect { delay += milliseconds }
        return delay + (firmware?.delay(at: time, &medium) ?? 0)
    }

    /// Does a step, with whatever is wrong.
    ///
    /// - Parameter admitted: what was decided about; nil for a step that is no command.
    mutating func perform(_ step: Step, at time: Int64, _ admitted: AdmittedMedia? = nil) -> Completion.Outcome {
        now = time
        guard let (operation, extent) = step.touches else { return talk(step, admitted) }
        isResting = false
        if kernelState != "running" { return .fault(.gone(errno: EIO)) }
        if isDeaf { return .fault(.medium(errno: EIO)) }
        // Past the end, as of a drive that was pulled: no space, not a bad sector.
        if let extent, extent.offset > medium.geometry.capacityBytes || extent.length > medium.geometry.capacityBytes - extent.offset {
            return .fault(.gone(errno: ENOSPC))
        }
        if firmware?.takes(operation, extent, at: time, &medium) == false {
            if let extent { failures[operation, default: ExtentSet()].insert(extent) }
            return .fault(.medium(errno: EIO))
        }
        if let extent, !isTaken(extent) { return .fault(.medium(errno: EINVAL)) }
        if readOnly, operation == .write { return .fault(.medium(errno: EROFS)) }
        let fault = strike(operation, extent) { effect in
            switch effect {
            case .hangs, .stalls: false
            default: true
            }
        }
        if case .leaves? = fault?.effect {
            attachment = nil
            return .fault(.gone(errno: ENODEV))
        }
        if operation == .write, let extent { sectorsWritten += extent.length / 512 }
        if let errno = fault?.errno {
            if let extent { failures[operation, default: ExtentSet()].insert(extent) }
            if fault?.times == 1, case .remaps? = fault?.effect { health.reallocatedSectors = health.reallocatedSectors.map { $0 + 1 } }
            if case .write(let extent, let pattern) = step.action { medium.note(extent, pattern, isAcknowledged: false) }
            return .fault(.medium(errno: errno))
        }
        switch step.action {
        case .flush: medium.flush()
        case .ask, .command: break
        case .look(let extent, let pattern):
            sitting.looked(for: pattern, at: extent, isInvented: fault?.effect == .zeros)
            return .looked(medium.look(heard(extent, fault), at: extent.offset, for: pattern))
        case .write(let extent, let pattern):
            write(extent, pattern, fault)
            sitting.wrote(pattern, at: extent)
        case .verify(let extent, let pattern):
            let outcome = verify(extent, pattern, fault)
            if outcome == .done { sitting.found(pattern, at: extent, isInvented: fault?.effect == .zeros) }
            return outcome
        }
        return .done
    }

    /// What the firmware says to a question or a command, decoded from its bytes. A drive that has none is reached by no command.
    private mutating func talk(_ step: Step, _ admitted: AdmittedMedia?) -> Completion.Outcome {
        guard let transport = firmware?.transport else { return .fault(.medium(errno: EOPNOTSUPP)) }
        let answers = AnswerEncoder(transport: transport)
        let isSilent = isDeaf || kernelState != "running"
        guard case .command(let command) = step.action else {
            let exchange = (isSilent ? nil : firmware?.status(at: now, &medium)) ?? answers.silence(.status)
            settleSize()
            let status = EraseStatus(exchange, on: transport)
            // That nothing runs counts only of the drive that was decided about.
            guard status.state != .idle || isProved(admitted) else { return .status(.unknown, answers.silence(.status)) }
            return .status(status, exchange)
        }
        guard isSilent || isProved(admitted) else {
            return .answered(.refused(.notProved), answers.answer(.refused(.notProved), to: command))
        }
        let exchange = (isSilent ? nil : firmware?.start(command, at: now, &medium)) ?? answers.silence(.command(command))
        settleSize()
        sitting.erased()
        return .answered(EraseAnswer(exchange, on: transport), exchange)
    }

    /// By its own answers it is the drive that was decided about, and no other part of it would be hit.
    private func isProved(_ admitted: AdmittedMedia?) -> Bool {
        identity.serial != nil && identity.serial == admitted?.identity.serial
            && medium.geometry.capacityBytes == admitted?.geometry.capacityBytes && firmware?.namespaces == 1
    }

    /// An erase may have made it smaller.
    mutating func settleSize() { identity.capacityBytes = medium.geometry.capacityBytes }

    /// What the kernel takes for its size.
    var sizeOfKernel: UInt64 { firmware?.hasLostSize == true ? 0 : medium.geometry.capacityBytes }

    /// A request that the device takes at all.
    private func isTaken(_ extent: Extent) -> Bool {
        let sector = UInt64(medium.geometry.logicalSectorBytes)
        let (end, overflow) = extent.offset.addingReportingOverflow(extent.length)
        return extent.length > 0 && extent.offset % sector == 0 && extent.length % sector == 0 && !overflow
            && end <= medium.geometry.capacityBytes && extent.length <= SimulatedBus.requestBytesLimit
    }

    private mutating func write(_ extent: Extent, _ pattern: Pattern, _ fault: Fault?) {
        medium.note(extent, pattern, isAcknowledged: true)
        let bytes = SimulatedMedium.image(pattern, extent)
        switch fault?.effect {
        case .dropped: break
        case .misplaced(let by): medium.store(bytes[...], at: (extent.offset + by) % medium.geometry.capacityBytes)
        case .torn: medium.store(bytes.prefix(bytes.count / 2), at: extent.offset)
        case .wraps(let capacity):
            for at in stride(from: extent.offset, to: extent.end, by: 512) {
                let from = Int(at - extent.offset)
                medium.store(bytes[from..<from + 512], at: at >= capacity ? at % capacity : at)
            }
        case .rots(let mask):
            medium.store(bytes[...], at: extent.offset)
            medium.turn(mask, at: max(extent.offset, fault?.place?.offset ?? 0))
        default: medium.store(bytes[...], at: extent.offset)
        }
    }

    /// What a read gives.
    private func heard(_ extent: Extent, _ fault: Fault?) -> [UInt8] {
        var buffer = Array(medium.bytes[Int(extent.offset)..<Int(extent.end)])
        switch fault?.effect {
        case .flipped(let mask): buffer[Int(max(extent.offset, fault?.place?.offset ?? 0) - extent.offset)] ^= mask
        case .zeros: buffer = [UInt8](repeating: 0, count: buffer.count)
        case .stale: buffer = SimulatedMedium.image(medium.donor, extent)
        case .wraps(let capacity):
            for (index, at) in zip(buffer.indices, extent.offset...) where at >= capacity {
                buffer[index] = medium.bytes[Int(at % capacity)]
            }
        default: break
        }
        return buffer
    }

    private func verify(_ extent: Extent, _ pattern: Pattern, _ fault: Fault?) -> Completion.Outcome {
        let differing = heard(extent, fault).withUnsafeBytes {
            PatternFiller(pattern).firstMismatches(in: $0, at: extent.offset, sectorBytes: medium.geometry.logicalSectorBytes)
        }
        return differing.isEmpty ? .done : .mismatch(differing)
    }
}

extension Fault {
    fileprivate var errno: Int32? {
        switch effect {
        case .fails(let errno), .remaps(let errno): errno
        default: nil
        }
    }
}

extension Step {
    /// What it does to the medium and where; nil for what goes to the drive's firmware.
    fileprivate var touches: (Fault.Operation, Extent?)? {
        switch action {
        case .write(let extent, _): (.write, extent)
        case .verify(let extent, _): (.read, extent)
        case .look(let extent, _): (.read, extent)
        case .flush: (.flush, nil)
        case .ask, .command: nil
        }
    }
}
