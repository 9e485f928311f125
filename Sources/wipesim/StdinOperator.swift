// The hands at a simulated station: standard input plugs drives in and pulls them.

import Foundation
import WipeCore
import WipeSimulation

/// Does what a person at the bays would.
final class StdinOperator: Sendable {
    private let bus: SimulatedBus
    private let shelf: [ShelfDrive]

    init(bus: SimulatedBus, shelf: [ShelfDrive]) {
        self.bus = bus
        self.shelf = shelf
    }

    /// Plugs the drives in, one after the other, when the station is there to see it; then does what it is told.
    func begin() {
        let thread = Thread { [self] in
            // What is plugged in before the station looks counts as present at its start.
            while !bus.isWatched { Thread.sleep(forTimeInterval: 0.05) }
            for drive in shelf {
                guard let place = drive.place else { continue }
                bus.plug(drive.drive, place: place)
                Thread.sleep(forTimeInterval: 0.1)
            }
            while let line = readLine() { say(obey(line.split(separator: " ").map(String.init))) }
        }
        thread.name = "hands"
        thread.start()
    }

    private func say(_ text: String) { if !text.isEmpty { FileHandle.standardOutput.write(Data((text + "\n").utf8)) } }

    private func obey(_ words: [String]) -> String {
        switch (words.first, words.count) {
        case (nil, _): return ""
        case ("list", 1): return list()
        case ("plug", 3): return plug(words[1], words[2])
        case ("pull", 2): return pull(words[1])
        case ("release", 2):
            guard let drive = shelf.first(where: { $0.serial == words[1] }) else { return "there is no drive \(words[1])" }
            drive.drive.letGo()
            return "released \(words[1])"
        case ("save", 3): return save(words[1], words[2])
        default:
            return """
                list                 the drives, where they are, and what is wrong with them
                plug SERIAL PLACE    PLACE is \(Fleet.bays.joined(separator: ", ")), or any word for a place outside the bays
                pull SERIAL
                release SERIAL       the kernel lets go of a drive that hangs
                save SERIAL FILE     writes what the drive holds into a file
                """
        }
    }

    private func list() -> String {
        let plugged = bus.plugged
        return shelf.map { item in
            let place = plugged.first { $0.drive === item.drive }?.place ?? "shelf"
            return "\(item.serial)  \(place.padding(toLength: 6, withPad: " ", startingAt: 0)) \(item.story)"
        }.joined(separator: "\n")
    }

    private func plug(_ serial: String, _ place: String) -> String {
        guard let item = shelf.first(where: { $0.serial == serial }) else { return "there is no drive \(serial)" }
        guard !bus.plugged.contains(where: { $0.place == place }) else { return "\(place) is taken" }
        return bus.plug(item.drive, place: place) == nil ? "\(serial) is plugged in already" : "plugged \(serial) into \(place)"
    }

    private func pull(_ serial: String) -> String {
        guard let item = shelf.first(where: { $0.serial == serial }) else { return "there is no drive \(serial)" }
        guard let plug = bus.plugged.first(where: { $0.drive === item.drive }) else { return "\(serial) is on the shelf" }
        bus.unplug(plug.id)
        return "pulled \(serial)"
    }

    private func save(_ serial: String, _ path: String) -> String {
        guard let item = shelf.first(where: { $0.serial == serial }) else { return "there is no drive \(serial)" }
        let bytes = item.drive.with { $0.medium.bytes }
        do { try Data(bytes).write(to: URL(fileURLWithPath: path)) } catch {
            return "\(path) cannot be written: \(error.localizedDescription)"
        }
        return "saved \(serial)"
    }
}
