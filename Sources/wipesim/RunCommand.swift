// wipesim run: one seed, or many.

import ArgumentParser
import Foundation

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Live through seeded worlds with every fault, and check what must always hold.",
        discussion: "The same seed is the same world in every process. Exit 1 where something that must never happen did.")

    @Option(help: "The seed, or the first of several.")
    var seed: UInt64
    @Option(help: "How many seeds.")
    var count = 1
    @Flag(help: "Print everything that happens.")
    var trace = false
    @Flag(help: "Nobody puts data back, no power blinks: the world that the seed meant before there was that.")
    var withoutUnrest = false
    @Flag(help: "No drive erases itself: the world that the seed meant before.")
    var withoutErase = false

    func validate() throws {
        if count < 1 { throw ValidationError("--count must be at least 1") }
    }

    func run() throws {
        let age: WorldAge = withoutUnrest ? .first : withoutErase ? .unrest : .erase
        try Self.live(.faults, seed: seed, count: count, trace: trace, age: age)
    }

    /// Lives through seeds of one kind of world and says what came of them; exit 1 after a violation.
    static func live(_ kind: WorldKind, seed: UInt64, count: Int, trace: Bool, age: WorldAge) throws {
        let started = Date()
        let command = kind == .bus ? "bus" : "run"
        var tally = Tally()
        var failures = 0
        for number in 0..<count {
            let seedResult = try SeedResult.live(seed: seed &+ UInt64(number), kind: kind, age: age, printsTrace: trace)
            tally.add(seedResult.tally)
            if let sentence = seedResult.violation {
                failures += 1
                Self.say(
                    (trace ? [] : seedResult.trace.suffix(40)) + [
                        "VIOLATION \(sentence)",
                        "repeat: wipesim \(command) --seed \(seedResult.seed) --trace\(age.option(kind))",
                    ])
            } else if count == 1 {
                Self.say(["seed \(seedResult.seed): nothing wrong, trace \(String(seedResult.digest, radix: 16))"])
            }
        }
        Self.say([Self.summary(tally, kind, seeds: count, failures: failures, seconds: -started.timeIntervalSinceNow)])
        if failures > 0 { throw ExitCode(1) }
    }

    private static func say(_ lines: [String]) { FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8)) }

    private static func summary(_ tally: Tally, _ kind: WorldKind, seeds: Int, failures: Int, seconds: TimeInterval) -> String {
        func list(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        }
        let rate = Int(Double(seeds) / max(seconds, 0.001))
        let head = """
            \(seeds) seeds, \(failures) with a violation; \(tally.steps) steps, \(tally.crashes) crashes, \(tally.restarts) starts
            drives opened, each judged: \(tally.openings); let rest, each judged: \(tally.rests)
            """
        guard kind == .faults else { return head + "\n\(Int(seconds)) s, \(rate) seeds a second" }
        return """
            \(head)
            runs that came to a verdict: \(list(tally.wipes))
            of these with an erase by the drive: \(list(tally.erases))
            records: \(list(tally.records))
            faults that struck: \(list(tally.strikes))
            what others did: \(list(tally.troubles))
            \(Int(seconds)) s, \(rate) seeds a second
            """
    }
}

extension WorldAge {
    /// How a person asks for it.
    fileprivate func option(_ kind: WorldKind) -> String {
        switch self {
        case .first: " --without-unrest"
        case .unrest: kind == .bus ? "" : " --without-erase"
        case .erase: ""
        }
    }
}

/// What became of one seed.
struct SeedResult {
    let seed: UInt64
    let violation: String?
    let tally: Tally
    let trace: [String]
    let digest: UInt64

    /// Lives through one seed in a folder of its own.
    static func live(seed: UInt64, kind: WorldKind = .faults, age: WorldAge = .erase, printsTrace: Bool = false) throws -> SeedResult {
        let parent = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        // Two courses of one seed may live side by side.
        let folder = "\(parent)/wipesim-\(UUID().uuidString)"
        var simulation = try Simulation(seed: seed, folder: folder, kind: kind, age: age)
        simulation.printsTrace = printsTrace
        var sentence: String?
        do { try kind == .bus ? simulation.runBus() : simulation.run() } catch let violation as Violation { sentence = violation.sentence }
        simulation.tally.openings = simulation.judge.openings
        return SeedResult(
            seed: seed, violation: sentence, tally: simulation.tally, trace: simulation.trace, digest: simulation.digest)
    }
}
