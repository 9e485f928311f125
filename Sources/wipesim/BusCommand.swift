// wipesim bus: drives come and go by the thousand.

import ArgumentParser

struct BusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bus",
        abstract: "Plug, pull, exchange and rename drives, and check that no byte is ever written outside an admitted one.",
        discussion: """
            Every opening of a drive is judged by what really happened to it: where it is, what else is there, what a person said. The same seed is
            the same world in every process. Exit 1 where something that must never happen did.
            """)

    @Option(help: "The seed, or the first of several.")
    var seed: UInt64
    @Option(help: "How many seeds.")
    var count = 1
    @Flag(help: "Print everything that happens.")
    var trace = false

    @Flag(help: "The world that the seed meant before people put data back and cards were exchanged.")
    var withoutUnrest = false

    func validate() throws {
        if count < 1 { throw ValidationError("--count must be at least 1") }
    }

    func run() throws { try RunCommand.live(.bus, seed: seed, count: count, trace: trace, age: withoutUnrest ? .first : .unrest) }
}
