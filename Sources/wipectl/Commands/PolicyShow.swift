// The station's policies.

import ArgumentParser
import WipeAPI

/// `wipectl policy`.
struct PolicyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        .worded("policy", subcommands: [PolicyListing.self, PolicyShow.self, PolicyCheck.self])
    }
}

/// `wipectl policy list`.
struct PolicyListing: StationCommand {
    static var configuration: CommandConfiguration { .worded("policy list") }
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let policies = try await session.client.get(Routes.policies, as: PolicyList.self)
        try session.print(policies) { policies.text($0) }
        return .done
    }
}

/// `wipectl policy show`.
struct PolicyShow: StationCommand {
    static var configuration: CommandConfiguration { .worded("policy show") }
    @Argument(help: .worded("policy-shown", "id"), completion: .named(.policy)) var id: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let policy = try await session.client.get(Routes.path(Routes.policy, id: id), as: PolicyDetail.self)
        try session.print(policy) { policy.text($0) }
        return .done
    }
}
