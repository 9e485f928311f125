// One thing that people or the power do to drives, drawn from the second stream. What is wiped, read back or certified just now is their favourite.

import WipeCore
import WipeSimulation
import WipeStation

extension Simulation {
    /// After the clock has moved: what had begun to leave leaves, and now and then something happens.
    mutating func disturb() throws {
        guard let unrest = swarm.unrest else { return }
        leave()
        let rate = unrest.perThousand * (isReading ? Unrest.timesWhileReading : 1)
        guard faultsGoOn, others.below(1000) < rate, let trouble = others.pick(unrest.troubles) else { return }
        let before = digest
        try make(trouble)
        if digest != before { tally.troubles[trouble.rawValue, default: 0] += 1 }
    }

    private mutating func make(_ trouble: Unrest.Trouble) throws {
        switch trouble {
        case .pull: if let cast = target() { pull(cast) }
        case .pullWithErrors: if let cast = target() { beginToLeave(cast) }
        case .putBack: if let cast = others.pick(swarm.cast.filter { $0.drive.attachment == nil || life == nil }) { putBack(cast) }
        case .writeBeside: if let cast = target() { writeBeside(cast) }
        case .discardBeside: if let cast = target() { discardBeside(cast) }
        case .blink: if let cast = target() { blink(cast) }
        case .sleep: sleep()
        case .exchange: exchangeCards()
        case .offline:
            guard let cast = target() else { return }
            note("the kernel takes \(cast.number) out of service")
            cast.drive.with { $0.kernelState = "offline" }
            meddled.insert(cast.number)
        case .powerLoss: try losePowerNow()
        case .putIn: if let cast = others.pick(swarm.cast.filter { $0.drive.attachment == nil }) { putIn(cast) }
        }
        deliver()
    }

    // MARK: who

    private var isReading: Bool {
        life?.runs.values.contains { run in
            if case .walking(let walk) = run.phase { walk.conductor.run.progress.phase == .verify } else { false }
        } ?? false
    }

    /// A drive in a bay on which a job works: rather one that is read back or certified.
    private mutating func target() -> Cast? {
        var reading: [Cast] = []
        var working: [Cast] = []
        for id in life?.runs.keys.sorted() ?? [] {
            guard let cast = opened[id] else { continue }
            switch life?.runs[id]?.phase {
            case .walking(let walk), .waiting(let walk):
                if walk.conductor.run.progress.phase == .verify { reading.append(cast) } else { working.append(cast) }
            default: break
            }
        }
        let ending = (life?.certifying.sorted() ?? []).compactMap { opened[$0] }
        let choice = [reading, reading, reading, working, working, ending, swarm.cast][others.below(7)]
        return (others.pick(choice) ?? others.pick(swarm.cast)).flatMap { isTouchable($0) ? $0 : nil }
    }

    /// Plugged in, and of those that may be wiped.
    private func isTouchable(_ cast: Cast) -> Bool { cast.role == .ordinary && cast.drive.attachment != nil }

    // MARK: what

    private mutating func pull(_ cast: Cast) {
        guard let plug = bus.plugged.first(where: { $0.drive === cast.drive }) else { return }
        note("pull \(cast.number)")
        bus.unplug(plug.id)
        cast.drive.letGo()
        if others.chance(60) { putBack(cast) }
        if others.chance(50) { putIn(cast, rather: others.chance(50) ? plug.place : nil) }
    }

    private mutating func beginToLeave(_ cast: Cast) {
        guard leaving[cast.number] == nil else { return }
        let isSeenByTheKernel = others.chance(40)
        note("\(cast.number) begins to leave")
        cast.drive.with { drive in
            drive.isDeaf = true
            if isSeenByTheKernel { drive.kernelState = "offline" }
        }
        leaving[cast.number] = clock.milliseconds + 1000 + Int64(others.below(1000))
    }

    /// Those whose time has come are gone.
    private mutating func leave() {
        for number in leaving.keys.sorted() where leaving[number].map({ $0 <= clock.milliseconds }) == true {
            leaving[number] = nil
            guard let cast = swarm.cast.first(where: { $0.number == number }),
                let plug = bus.plugged.first(where: { $0.drive === cast.drive })
            else { continue }
            note("\(number) is gone")
            bus.unplug(plug.id)
            cast.drive.letGo()
            deliver()
        }
    }

    /// Data onto a drive that this station has written to and that it does not hold now: at the start, in the middle, behind where its job stands,
    /// at the end, or everywhere.
    private mutating func putBack(_ cast: Cast) {
        guard cast.role == .ordinary, cast.drive.with({ $0.medium.bytesWritten }) > 0 else { return }
        let (pattern, place) = data(for: cast)
        note("data back onto \(cast.number) at \(place)")
        cast.drive.put(pattern, at: place)
        noteHands(on: cast, at: place)
    }

    private mutating func writeBeside(_ cast: Cast) {
        let (pattern, place) = data(for: cast)
        note("another program writes to \(cast.number) at \(place)")
        cast.drive.writeBeside(pattern, at: place)
        noteHands(on: cast, at: place)
    }

    private mutating func discardBeside(_ cast: Cast) {
        let place = data(for: cast).1
        note("another program discards \(place) of \(cast.number)")
        cast.drive.discardBeside(place)
        noteHands(on: cast, at: place)
    }

    /// Mostly the very bytes that the drive came with.
    private mutating func data(for cast: Cast) -> (Pattern, Extent) {
        let geometry = cast.drive.geometry
        let sector = UInt64(geometry.logicalSectorBytes)
        let pattern = others.chance(70) ? cast.drive.with { $0.medium.donor } : .random(others.key())
        func extent(_ from: UInt64, _ to: UInt64) -> Extent {
            let low = from / sector * sector
            return Extent(offset: low, length: max(sector, (to - low) / sector * sector))
        }
        let length = geometry.capacityBytes / UInt64(1 + others.below(8))
        switch others.below(5) {
        case 0: return (pattern, extent(0, length))
        case 1: return (pattern, extent(geometry.capacityBytes / 2, geometry.capacityBytes / 2 + length / 2))
        case 2:
            let job = life?.door.state.jobs.values.filter { opened[$0.id]?.number == cast.number }.min { $0.id < $1.id }
            let cursor = job?.checkpoint?.cursor.offset ?? length
            return (pattern, extent(cursor > length ? cursor - length : 0, max(sector, cursor)))
        case 3: return (pattern, extent(geometry.capacityBytes - min(length, geometry.capacityBytes), geometry.capacityBytes))
        default: return (pattern, geometry.whole)
        }
    }

    private mutating func blink(_ cast: Cast) {
        // A cache that lies, in a drive that does not count its power cycles: no host can know.
        guard cast.cache != .lying || cast.drive.with({ $0.powerCycles }) != nil else { return }
        note("the power of \(cast.number) blinks")
        cast.drive.losePower(at: clock.milliseconds)
        if cast.cache != .none { meddled.insert(cast.number) }
    }

    private mutating func sleep() {
        let length = Int64(60_000 + others.below(8 * 3_600_000))
        note("the machine sleeps")
        for plug in bus.plugged {
            plug.drive.sleep(at: clock.milliseconds)
            if let cast = swarm.cast.first(where: { $0.drive === plug.drive }) {
                if cast.cache == .lying { meddled.insert(cast.number) }
                if others.chance(30) { putBack(cast) }
            }
        }
        clock.suspend(length)
        wallOffset += length
    }

    private mutating func exchangeCards() {
        let cards = swarm.cast.filter { $0.reader != nil }
        guard let cast = others.pick(cards.filter { $0.drive.attachment != nil }),
            let other = others.pick(cards.filter { $0.drive.attachment == nil }),
            let plug = bus.plugged.first(where: { $0.drive === cast.drive }),
            let id = bus.exchange(plug.id, for: other.drive)
        else { return }
        numbers[id] = other.number
        leaving[cast.number] = nil
        note("card \(cast.number) in \(plug.place) is exchanged for \(other.number), now \(id)")
    }

    private mutating func losePowerNow() throws {
        tally.crashes += 1
        try die("power")
        losePower()
        for cast in swarm.cast where others.chance(25) { putBack(cast) }
    }

    private mutating func putIn(_ cast: Cast, rather place: String? = nil) {
        guard cast.drive.attachment == nil, cast.role != .outside else { return }
        for plug in bus.plugged where plug.drive === cast.drive { bus.unplug(plug.id) }
        let taken = Set(bus.plugged.map(\.place))
        let free = swarm.bays.filter { !taken.contains($0) }
        let choice = place.flatMap { free.contains($0) ? $0 : nil } ?? others.pick(free)
        guard let choice, let id = insert(cast.drive, place: choice) else { return }
        note("put \(cast.number) in as \(id.name) in \(choice)")
    }

    /// Nobody does any of this any more, and what was out of service is pulled once.
    mutating func calm() {
        for number in leaving.keys { leaving[number] = clock.milliseconds }
        leave()
        for cast in swarm.cast where cast.drive.with({ $0.kernelState != "running" || $0.isDeaf }) {
            guard let plug = bus.plugged.first(where: { $0.drive === cast.drive }) else { continue }
            note("pull \(cast.number), which was out of service")
            bus.unplug(plug.id)
        }
    }
}
