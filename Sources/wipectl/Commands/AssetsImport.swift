// Intake lists: handing one to the daemon, and what became of its serials.

import ArgumentParser
import WipeAPI
import WipeAudit

/// `wipectl assets`.
struct Assets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assets", abstract: "Intake lists: which serial bears which asset tag.",
        subcommands: [AssetsImport.self, AssetsListing.self, AssetsDrop.self])
}

/// `wipectl assets import`.
struct AssetsImport: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Reads an intake list and says what was new, changed and rejected.",
        discussion: """
            A CSV file with the header serial,assetTag,donorTag,donor,hostSerial; only the first two are required, in any order. Other names \
            of columns are given under intake.columns of the station file.

            A row that contradicts a link is rejected with its conflict. With --settle the list wins over links, which takes a lead and is \
            written in the journal row by row; it never overrules a record. Exit code 4 where some lines were rejected.
            """)
    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"])) var file: String
    @Flag(help: "The list is right where it contradicts a link.") var settle = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let bytes = try readFile(file, bytesMax: Routes.importBytesMax)
        let path = Routes.path(Routes.assetsImport, query: [("settle", settle ? "1" : nil)])
        let answer: ImportResponse = try await session.client.patient.post(path, bytes: bytes, contentType: "text/csv")
        try session.print(answer) { answer.text(file: file, $0) }
        return answer.rejected.isEmpty ? .done : .partly
    }
}

extension ImportResponse {
    /// Counts, then each rejected line with its place.
    func text(file: String, _ layout: Layout) -> String {
        let rows = ["new": new, "changed": changed, "unchanged": unchanged, "rejected": rejected.count].mapValues(String.init)
        var parts = [layout.say("rows", rows)]
        if settled > 0 { parts.append(layout.say("settled", ["conflicts": layout.count(settled, "conflict")])) }
        parts.append(layout.count(wipesStarted, "wipe started"))
        var text = parts.joined(separator: layout.say("semicolon")) + "\n"
        for row in rejected { text += safeLine("\(file):\(row.line): \(row.message) (\(row.code))") }
        return text
    }
}

/// `wipectl assets list`.
struct AssetsListing: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Which serial bears which asset tag.",
        discussion:
            "With --missing: the serials of intake lists that no drive has ever shown here (serial-never-seen); exit code 1 where there are any."
    )
    @Flag(help: "Only serials of intake lists that never came.") var missing = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let path = Routes.path(Routes.assets, query: [("missing", missing ? "1" : nil)])
        let list: AssetList = try await session.client.patient.get(path)
        try session.print(list) { list.text($0, whenEmpty: $0.say(missing ? "no-serial-missing" : "no-asset-tags")) }
        return missing && !list.assets.isEmpty ? .no : .done
    }
}

/// `wipectl assets drop`.
struct AssetsDrop: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Takes a serial that never came off the books, with the reason. For leads.")
    @Argument(help: "The serial, as `wipectl assets list --missing` shows it.") var serial: String
    @Option(help: "Why it never came, for the journal.") var reason: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let answer = try await session.client.post(Routes.assetsDrop, DropRequest(serial: serial, reason: reason), as: DropResponse.self)
        try session.print(answer) { safeLine($0.say("serial-dropped", ["serial": answer.serial])) }
        return .done
    }
}

extension AssetList {
    /// A table.
    func text(_ layout: Layout, whenEmpty: String) -> String {
        var table = Table(columns: [
            .init("SERIAL", minimumWidth: 8), .init("ASSET TAG", minimumWidth: 8), .init("FROM"), .init("DONOR TAG"),
            .init("DONOR", minimumWidth: 6),
            .init("MACHINE"),
        ])
        for asset in assets {
            table.add([
                Cell(asset.serial), Cell(asset.assetTag), Cell(asset.source), Cell(asset.donorTag), Cell(asset.donor),
                Cell(asset.hostSerial),
            ])
        }
        return table.text(layout, whenEmpty: whenEmpty)
    }
}
