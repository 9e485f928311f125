// What would be done, before anything is done.

import ArgumentParser
import WipeAPI

/// `wipectl plan`.
struct Plan: StationCommand {
    static var configuration: CommandConfiguration { .worded("plan") }
    @Argument(help: .worded("media", "media"), completion: .named(.media)) var media: String
    @Option(help: .worded("policy", "id"), completion: .named(.policy)) var policy: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let path = Routes.path(Routes.plan, query: [("media", media), ("policy", policy)])
        let plan = try await session.client.get(path, as: PlanView.self)
        try session.print(plan) { plan.text($0) }
        return .done
    }
}
