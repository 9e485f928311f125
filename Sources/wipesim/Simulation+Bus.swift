// A world in which nothing happens but coming and going: drives are plugged in and pulled, change places and names, share places and serials, and
// the station hears of it late, twice or not at all. Short and without faults of drives, so that thousands of seeds take minutes.

import WipeCore
import WipeSimulation
import WipeStation

extension Simulation {
    /// Lives through a seed of comings and goings.
    mutating func runBus(steps: Int = 300) throws {
        defer { removeFolder() }
        for cast in swarm.cast { note("drive \(cast.number) \(cast.role.rawValue) \(cast.drive.identity.serial ?? "no serial")") }
        newBoot()
        for cast in swarm.cast where random.chance(30) { plugAnywhere(cast) }
        try start()
        for _ in 0..<steps {
            try step()
            try checkLeases()
        }
        for cast in swarm.cast {
            let isUntouched = cast.drive.with { $0.medium.isUntouched }
            try expect(cast.role == .ordinary || isUntouched, "(b) drive \(cast.number) (\(cast.role.rawValue)) has changed")
        }
    }

    mutating func busStep() throws {
        guard life != nil else {
            if random.chance(40) { try start() } else { busWorld() }
            return
        }
        switch random.below(200) {
        case ..<30: busWorld()
        case ..<98: try openLetter()
        case ..<134: probe()
        case ..<176: try advanceRun()
        case ..<180: certify()
        case ..<182: look()
        case ..<184: tick()
        case ..<198: try operate()
        default:
            tally.crashes += 1
            let isPower = random.chance(50)
            try die(isPower ? "power" : "killed")
            if isPower { losePower() }
        }
    }

    private mutating func busWorld() {
        guard let cast = random.pick(swarm.cast) else { return }
        switch random.below(16) {
        case 0, 1, 2, 3, 4, 5: plugAnywhere(cast)
        case 6, 7, 8: unplug(cast)
        case 9, 10: exchange(cast)
        case 11:
            unplug(cast)
            plugAnywhere(cast)
        case 12: repeatEvent()
        case 13: mount(cast)
        case 14: loseEvents()
        default: if let id = cast.drive.attachment { bus.touch(id) }
        }
        deliver()
    }

    /// Now and then where another drive is already.
    private mutating func plugAnywhere(_ cast: Cast) {
        guard random.chance(20), cast.role != .outside, let place = random.pick(swarm.bays) else { return plug(cast) }
        if let id = insert(cast.drive, place: place) {
            note("plug \(cast.number) (\(cast.role.rawValue)) as \(id.name) in \(place), free or not")
        }
    }

    /// One drive out, another in, in the same place and mostly under the same name, before anybody has heard of it.
    private mutating func exchange(_ cast: Cast) {
        guard let plug = bus.plugged.first(where: { $0.drive === cast.drive }),
            let other = random.pick(swarm.cast.filter { $0.drive.attachment == nil && $0.role != .outside })
        else { return }
        bus.unplug(plug.id)
        let id = insert(other.drive, place: plug.place)
        note("exchange \(cast.number) at \(plug.id.name) for \(other.number) at \(id?.name ?? "nothing") in \(plug.place)")
    }

    /// The kernel dropped what it had to say; the station lists what is there.
    private mutating func loseEvents() {
        guard let life else { return }
        note("events are lost")
        _ = bus.takeEvents()
        let plugged = bus.plugged.map(\.id)
        // What was there before the start stays so, however late it is told.
        let presentAtStart = Set(
            life.letters.compactMap { letter in
                if case .bus(.attached(let id, presentAtStart: true)) = letter { id } else { nil }
            })
        // A first list is complete only when all of it has been told.
        let wasFirst = life.letters.contains { if case .bus(.enumerated) = $0 { true } else { false } }
        self.life?.letters.removeAll { if case .bus = $0 { true } else { false } }
        for id in life.door.state.attached.keys.sorted() where !plugged.contains(id) { send(.bus(.detached(id))) }
        for id in plugged { send(.bus(.attached(id, presentAtStart: presentAtStart.contains(id)))) }
        if wasFirst { send(.bus(.enumerated)) }
    }
}
