// What people and the power do to drives while they erase themselves, drawn from the third stream.

import WipeCore
import WipeSimulation
import WipeStation

/// One thing that happens to a drive at its erase.
enum EraseTrouble: String, CaseIterable {
    /// Taken out, left out for ten seconds, and put back in the same bay.
    case patientReplug = "patient-replug"
    /// Out and in at once, here or elsewhere.
    case impatientReplug = "impatient-replug"
    /// The drive alone loses its power for a moment.
    case drivePower = "drive-power"
    /// The machine alone loses its power; the drives keep theirs.
    case stationPower = "station-power"
    case bothPower = "both-power"
    case killed
    case cancel
    /// Taken out, filled with data elsewhere, and put back.
    case filledElsewhere = "filled-elsewhere"
}

extension Simulation {
    /// After the clock has moved.
    mutating func disturbErases() throws {
        bringBack()
        guard faultsGoOn, erase.below(1000) < swarm.eraseTrouble, let trouble = EraseTrouble.allCases.randomElement(using: &erase) else {
            return
        }
        // Rather one that is at it; what was told something just now is at it too.
        let able = swarm.cast.filter { $0.role == .ordinary && $0.drive.attachment != nil && $0.drive.with { $0.firmware != nil } }
        guard let cast = erase.pick(able.filter { $0.drive.with { $0.firmware?.isRunning == true } }) ?? erase.pick(able) else { return }
        let before = digest
        try make(trouble, cast)
        deliver()
        if digest != before { tally.troubles[trouble.rawValue, default: 0] += 1 }
    }

    private mutating func make(_ trouble: EraseTrouble, _ cast: Cast) throws {
        switch trouble {
        case .patientReplug: takeOut(cast, seconds: 10)
        case .impatientReplug: takeOut(cast, seconds: 0, elsewhere: erase.chance(30))
        case .filledElsewhere:
            takeOut(cast, seconds: 60 + Int64(erase.below(600)))
            let place =
                erase.chance(60) ? cast.drive.geometry.whole : Extent(offset: 0, length: min(8192, cast.drive.geometry.capacityBytes))
            note("\(cast.number) is filled elsewhere at \(place)")
            cast.drive.put(erase.chance(50) ? cast.drive.with { $0.medium.donor } : .random(erase.key()), at: place)
            noteHands(on: cast, at: place)
        case .drivePower:
            note("the power of \(cast.number) fails for a moment")
            cast.drive.losePower(at: clock.milliseconds)
            if cast.cache != .none { meddled.insert(cast.number) }
        case .stationPower, .bothPower:
            tally.crashes += 1
            try die("power")
            losePower(ofDrives: trouble == .bothPower)
        case .killed:
            tally.crashes += 1
            try die("killed")
        case .cancel:
            guard let job = life?.door.state.jobs.values.filter({ $0.attachment == cast.drive.attachment }).min(by: { $0.id < $1.id })
            else { return }
            note("cancels \(job.id)")
            try process(.cancelRequested(job.id, Self.operators[0]))
        }
    }

    private mutating func takeOut(_ cast: Cast, seconds: Int64, elsewhere: Bool = false) {
        guard let plug = bus.plugged.first(where: { $0.drive === cast.drive }) else { return }
        note("\(cast.number) is taken out of \(plug.place) for \(seconds) s")
        bus.unplug(plug.id)
        cast.drive.letGo()
        let taken = Set(bus.plugged.map(\.place))
        let place = elsewhere ? erase.pick(swarm.bays.filter { !taken.contains($0) }) ?? plug.place : plug.place
        returning[cast.number] = (clock.milliseconds + seconds * 1000, place)
        if seconds == 0 { bringBack() }
    }

    /// Somebody has brought them for this, and plugs them in first.
    mutating func plugErasers() {
        for cast in swarm.cast where cast.drive.identity.model?.hasPrefix("ERASER") == true {
            let taken = Set(bus.plugged.map(\.place))
            guard let place = erase.pick(swarm.bays.filter { !taken.contains($0) }), let id = insert(cast.drive, place: place) else {
                continue
            }
            note("plug \(cast.number) as \(id.name) in \(place)")
        }
        deliver()
    }

    /// What the station asks of a person: out, and in again.
    mutating func replug(_ state: StationState) throws {
        for id in state.attached.keys.sorted()
        where state.attached[id]?.decision.holds.contains(where: { $0.code == .replugNeeded }) == true {
            if let cast = cast(at: id), cast.drive.attachment == id { takeOut(cast, seconds: 0) }
        }
        deliver()
    }

    /// Those whose time has come are put back, where their place is free.
    mutating func bringBack() {
        for number in returning.keys.sorted() {
            guard let (due, place) = returning[number], due <= clock.milliseconds || !faultsGoOn else { continue }
            returning[number] = nil
            guard let cast = swarm.cast.first(where: { $0.number == number }), cast.drive.attachment == nil,
                !bus.plugged.contains(where: { $0.place == place || $0.drive === cast.drive }), let id = insert(cast.drive, place: place)
            else { continue }
            note("\(number) is put back as \(id.name) in \(place)")
            deliver()
        }
    }
}
