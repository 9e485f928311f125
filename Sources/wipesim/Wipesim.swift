// The station on simulated drives, without root. Never installed on a station.

import ArgumentParser
import WipeAPI

@main
struct Wipesim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wipesim", abstract: "The whole station on simulated drives: to try it, and to look for faults by the thousand.",
        version: WipedVersion.text, subcommands: [ServeCommand.self, RunCommand.self, BusCommand.self])
}
