// The station file and its policies as one start finds them, and as they are read again.

import Foundation
import WipeFiles
import WipeServer

/// Where the settings are. Command line over environment over file; of the socket the environment says nothing, since people set it for the client.
/// What may be wiped comes from the file alone.
struct StationSettings: Sendable {
    let config: String
    let state: String?
    let socket: String?
    let policies: String?

    /// Throws `StartupProblem` with everything that is wrong.
    func read() throws -> (StationFile, PolicyCatalogue) {
        // An empty variable says nothing.
        let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
        // Whoever may write to it says what is wiped.
        let rights = FileRights(of: [config])
        guard rights.refused.isEmpty else { throw StartupProblem(rights.refused) }
        var file: StationFile
        do { file = try StationFile.read(path: config) } catch { throw StartupProblem(error.problems.map(\.description)) }
        file.state = state ?? environment["WIPED_STATE"] ?? file.state
        file.socket = socket ?? file.socket
        file.policies = policies ?? environment["WIPED_POLICIES"] ?? file.policies
        let catalogue = PolicyCatalogue.load(directory: file.policies)
        guard catalogue.problems.isEmpty else { throw StartupProblem(catalogue.problems.map(\.description)) }
        let bytes = [UInt8](FileManager.default.contents(atPath: config) ?? Data())
        let unknown = StationFile.problems(in: bytes, name: config, catalogue: catalogue)
        guard unknown.isEmpty else { throw StartupProblem(unknown.map(\.description)) }
        return (file, catalogue)
    }
}
