// The station's policies.

import ArgumentParser
import WipeAPI

/// `wipectl policy`.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "The catalogue of policies, and a check of policy files.",
        subcommands: [PolicyListing.self, PolicyShow.self, PolicyCheck.self])
}

/// `wipectl policy list`.
struct PolicyListing: StationCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "One line per policy that the station has read.")
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let policies = try await session.client.get(Routes.policies, as: PolicyList.self)
        try session.print(policies) { policies.text($0) }
        return .done
    }
}

/// `wipectl policy show`.
struct PolicyShow: StationCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "One policy in full, pass by pass.")
    @Argument(help: "The policy's id.") var id: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let policy = try await session.client.get(Routes.path(Routes.policy, id: id), as: PolicyDetail.self)
        try session.print(policy) { policy.text($0) }
        return .done
    }
}
