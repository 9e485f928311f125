// The hands at a simulated station: standard input plugs drives in and pulls them, and asks what there is to practise.

import Foundation
import Glibc
import WipeCore
import WipeSimulation
import WipeWords

/// Does what a person at the bays would.
final class StdinOperator: Sendable {
    private let bus: SimulatedBus
    private let shelf: [ShelfDrive]
    private let language: Language
    /// The line to type in another terminal.
    private let line: String
    /// Where the station publishes its records.
    private let certificates: String

    init(bus: SimulatedBus, shelf: [ShelfDrive], language: Language, line: String, certificates: String) {
        self.bus = bus
        self.shelf = shelf
        self.language = language
        self.line = line
        self.certificates = certificates
    }

    /// Plugs the drives in, one after the other, when the station is there to see it; then does what it is told until the input ends, and the station
    /// with it.
    func begin() {
        tell(beginning)
        let training = Training(shelf: shelf, certificates: certificates)
        let thread = Thread { [self] in
            // What is plugged in before the station looks counts as present at its start.
            while !bus.isWatched { Thread.sleep(forTimeInterval: 0.05) }
            for drive in shelf {
                guard let place = drive.place else { continue }
                bus.plug(drive.drive, place: place)
                Thread.sleep(forTimeInterval: 0.1)
            }
            // The log of the start has pushed the line up.
            tell(beginning + "\n" + say("all-there"))
            var training = training
            while let line = readLine() { tell(obey(line.split(separator: " ").map(String.init), &training)) }
            guard Self.isInputOfSomebody else { return tell(say("no-hands")) }
            tell(checks(training) + "\n" + say("input-ended"))
            kill(getpid(), SIGTERM)
        }
        thread.name = "hands"
        thread.start()
    }

    /// False for /dev/null and for no input at all: whoever starts a program like that does not mean to end it.
    private static var isInputOfSomebody: Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFCHR || isatty(STDIN_FILENO) == 1
    }

    private var beginning: String { say("begin") + "\n\n    " + line + "\n" }

    private func tell(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    private func say(_ code: String, _ parameters: [String: String] = [:]) -> String {
        Vocabulary.training.text(code, parameters, in: language)
    }

    private func obey(_ words: [String], _ training: inout Training) -> String {
        switch (words.first, words.count) {
        case (nil, _): return beginning
        case ("help", 1): return say("help", ["bays": Fleet.bays.joined(separator: ", ")]) + "\n" + beginning
        case ("tasks", 1): return tasks(training)
        case ("check", 1): return checks(training)
        case ("check", 2), ("check", 3): return check(words[1], words.count == 3 ? words[2] : nil, &training)
        case ("list", 1): return list { _ in "" }
        case ("reveal", 1): return list { say("story-" + $0.story.rawValue) }
        case ("plug", 3): return with(words[1]) { plug($0, words[2]) }
        case ("pull", 2): return with(words[1]) { pull($0, &training) }
        case ("release", 2):
            return with(words[1]) { item in
                training.noteRelease(item)
                item.drive.letGo()
                return say("released", ["serial": item.serial])
            }
        case ("save", 3): return with(words[1]) { save($0, words[2]) }
        default: return say("not-understood", ["words": PlainText.escaped(words.joined(separator: " "), scalarsMax: 80)])
        }
    }

    private func with(_ serial: String, _ act: (ShelfDrive) -> String) -> String {
        guard let item = shelf.first(where: { $0.serial == serial }) else { return say("no-drive", ["serial": serial]) }
        return act(item)
    }

    private func place(of item: ShelfDrive) -> String? { bus.plugged.first { $0.drive === item.drive }?.place }

    private func list(_ more: (ShelfDrive) -> String) -> String {
        shelf.map { item in
            let place = (place(of: item) ?? say("shelf")).padding(toLength: 8, withPad: " ", startingAt: 0)
            return "\(item.serial)  \(place) \(more(item))"
        }.joined(separator: "\n")
    }

    private func plug(_ item: ShelfDrive, _ place: String) -> String {
        guard !bus.plugged.contains(where: { $0.place == place }) else { return say("taken", ["place": place]) }
        let isNew = bus.plug(item.drive, place: place) != nil
        return say(isNew ? "plugged" : "plugged-already", ["serial": item.serial, "place": place])
    }

    private func pull(_ item: ShelfDrive, _ training: inout Training) -> String {
        guard let plug = bus.plugged.first(where: { $0.drive === item.drive }) else { return say("on-the-shelf", ["serial": item.serial]) }
        training.notePull(item)
        bus.unplug(plug.id)
        return say("pulled", ["serial": item.serial])
    }

    private func save(_ item: ShelfDrive, _ path: String) -> String {
        let bytes = item.drive.with { $0.medium.bytes }
        do { try Data(bytes).write(to: URL(fileURLWithPath: path)) } catch {
            return say("not-saved", ["path": path, "why": error.localizedDescription])
        }
        return say("saved", ["serial": item.serial])
    }

    // MARK: what there is to practise

    private func tasks(_ training: Training) -> String {
        let lines = training.exercises.map { exercise in
            let item = exercise.serial.flatMap { serial in shelf.first { $0.serial == serial } }
            let facts = ["serial": item?.serial, "bay": item?.place, "number": String(exercise.number)].compactMapValues { $0 }
            return "\(exercise.number)  " + say("task-" + exercise.rawValue, facts)
        }
        return lines.isEmpty ? say("no-tasks") : lines.joined(separator: "\n")
    }

    private func checks(_ training: Training) -> String {
        let lines = training.exercises.map { verdict($0, training) }
        return lines.isEmpty ? say("no-tasks") : lines.joined(separator: "\n")
    }

    private func check(_ number: String, _ answer: String?, _ training: inout Training) -> String {
        guard let exercise = training.exercises.first(where: { String($0.number) == number }) else {
            return say("no-task", ["number": PlainText.escaped(number, scalarsMax: 20)])
        }
        if let answer {
            guard exercise.serial == nil else { return say("no-answer", ["number": number]) }
            guard shelf.contains(where: { $0.serial == answer }) else {
                return say("no-drive", ["serial": PlainText.escaped(answer, scalarsMax: 40)])
            }
            training.name(liar: answer)
        }
        return verdict(exercise, training)
    }

    private func verdict(_ exercise: Training.Exercise, _ training: Training) -> String {
        let verdict = training.judge(exercise)
        return "\(exercise.number)  " + say(verdict.kind.rawValue, ["why": say(verdict.why, verdict.parameters)])
    }
}
