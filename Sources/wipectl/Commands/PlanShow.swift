// What would be done, before anything is done.

import ArgumentParser
import WipeAPI

/// `wipectl plan`.
struct Plan: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "What would be done to a drive, pass by pass, with the decision. Touches nothing.")
    @Argument(help: MediaArgument.help) var media: String
    @Option(help: ArgumentHelp("The policy's id; the station's choice where it is left out.", valueName: "id")) var policy: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let path = Routes.path(Routes.plan, query: [("media", media), ("policy", policy)])
        let plan = try await session.client.get(path, as: PlanView.self)
        try session.print(plan) { plan.text($0) }
        return .done
    }
}
