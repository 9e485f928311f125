// Hands an intake list to the daemon.

import ArgumentParser
import WipeAPI

/// `wipectl assets`.
struct Assets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assets", abstract: "Intake lists: which serial bears which asset tag.", subcommands: [AssetsImport.self])
}

/// `wipectl assets import`.
struct AssetsImport: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Reads an intake list and says what was new, changed and rejected.",
        discussion: """
            A CSV file with the header serial,assetTag,donorTag,donor,hostSerial; only the first two are required, in any order.

            Exit code 4 where some lines were rejected.
            """)
    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"])) var file: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let bytes = try readFile(file, bytesMax: Routes.importBytesMax)
        let answer: ImportResponse = try await session.client.patient.post(Routes.assetsImport, bytes: bytes, contentType: "text/csv")
        try session.print(answer) { _ in answer.text(file: file) }
        return answer.rejected.isEmpty ? .done : .partly
    }
}

extension ImportResponse {
    /// Counts, then each rejected line with its place.
    func text(file: String) -> String {
        var text = "\(new) new, \(changed) changed, \(unchanged) unchanged, \(rejected.count) rejected; "
        text += Quantity.count(wipesStarted, "wipe", "wipes") + " started\n"
        for row in rejected { text += safeLine("\(file):\(row.line): \(row.message)") }
        return text
    }
}
