// Intake lists: handing one to the daemon, and what became of its serials.

import ArgumentParser
import WipeAPI
import WipeAudit
import WipeFiles
import WipeWords

/// `wipectl assets`.
struct Assets: ParsableCommand {
    static var configuration: CommandConfiguration {
        .worded("assets", subcommands: [AssetsImport.self, AssetsImports.self, AssetsUndo.self, AssetsListing.self, AssetsDrop.self])
    }
}

/// `wipectl assets import`.
struct AssetsImport: StationCommand {
    static var configuration: CommandConfiguration { .worded("assets import") }
    @Argument(help: .worded("list", "file"), completion: .file(extensions: ["csv"])) var file: String
    @Flag(help: .worded("settle-list")) var settle = false
    @Flag(help: .worded("dry-run")) var dryRun = false
    @Option(help: .worded("column", "column"), completion: .list(IntakeColumns.keys.map { $0 + "=" })) var column: [String] = []
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws { _ = try IntakeColumns(pairs: column) }

    func run(_ session: Session) async throws -> EndStatus {
        let bytes = try readFile(file, bytesMax: Routes.importBytesMax)
        let names = try IntakeColumns.named(column).map { (name: "column." + $0.key, value: Optional($0.name)) }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let path = Routes.path(
            Routes.assetsImport, query: [("settle", settle ? "1" : nil), ("dry", dryRun ? "1" : nil), ("name", name)] + names)
        let answer: ImportResponse = try await session.client.patient.post(path, bytes: bytes, contentType: "text/csv")
        try session.print(answer) { answer.text(file: file, $0) }
        return answer.rejected.isEmpty ? .done : .partly
    }
}

extension ImportResponse {
    /// Counts, then what each line is to be known for, then each rejected line with its place.
    func text(file: String, _ layout: Layout) -> String {
        let rows = ["new": new, "changed": changed, "unchanged": unchanged, "rejected": rejected.count].mapValues(String.init)
        var parts = [layout.say("rows", rows)]
        if settled > 0 { parts.append(layout.say("settled", ["conflicts": layout.count(settled, "conflict")])) }
        if wipesStarted > 0 { parts.append(layout.count(wipesStarted, dryRun ? "wipe would start" : "wipe started")) }
        var text = (dryRun ? layout.say("tried") : "") + parts.joined(separator: layout.say("semicolon")) + "\n"
        if let number { text += safeLine(layout.say("import-number", ["number": String(number)])) }
        func place(_ line: Int) -> String { "\(file):\(line)" + layout.say("colon") }
        for note in notes {
            let reason = ReasonView(code: note.code, message: note.message, variant: note.variant, parameters: note.parameters)
            text += safeLine(place(note.line) + layout.say("row-note", ["note": layout.sentence(reason, of: [.problem])]))
        }
        for row in rejected {
            let reason = ReasonView(code: row.code, message: row.message, variant: row.variant, parameters: row.parameters)
            text += safeLine(place(row.line) + layout.coded(reason, of: [.problem, .tagConflict]))
        }
        return text
    }
}

/// `wipectl assets list`.
struct AssetsListing: StationCommand {
    static var configuration: CommandConfiguration { .worded("assets list") }
    @Flag(help: .worded("missing")) var missing = false
    @Option(help: .worded("serial", "serial"), completion: .named(.serial)) var serial: String?
    @Option(help: .worded("asset-tag", "tag"), completion: .named(.assetTag)) var assetTag: String?
    @Option(help: .worded("donor", "text")) var donor: String?
    @Option(help: .worded("from", "origin"), completion: .list(["person", "intake"])) var from: String?
    @Option(name: .customLong("import"), help: .worded("import", "number"), completion: .named(.imported)) var imported: Int?
    @Option(help: .worded("limit", "number")) var limit: Int?
    @Option(help: .worded("after", "serial")) var after: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if let from, !["person", "intake"].contains(from) { throw ValidationError("'\(from)' is neither person nor intake") }
        try Page.check(limit)
    }

    func run(_ session: Session) async throws -> EndStatus {
        let path = Routes.path(
            Routes.assets,
            query: [
                ("missing", missing ? "1" : nil), ("serial", serial), ("assetTag", assetTag), ("donor", donor), ("source", from),
                ("import", imported.map(String.init)), ("limit", limit.map(String.init)), ("after", after),
            ])
        let list: AssetList = try await session.client.patient.get(path)
        try session.print(list) { list.text($0, whenEmpty: $0.say(missing ? "no-serial-missing" : "no-asset-tags")) }
        if let next = list.next { Page.sayMore("--after \(next)", session) }
        return missing && !list.assets.isEmpty ? .no : .done
    }
}

/// `wipectl assets drop`.
struct AssetsDrop: StationCommand {
    static var configuration: CommandConfiguration { .worded("assets drop") }
    @Argument(help: .worded("missing-serial", "serial"), completion: .named(.missingSerial)) var serial: String
    @Option(help: .worded("drop-reason", "text")) var reason: String
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
            .init("SERIAL"), .init("ASSET TAG"), .init("FROM"), .init("DONOR TAG", dropOrder: 2), .init("DONOR", minimumWidth: 6),
            .init("MACHINE", dropOrder: 1),
        ])
        for asset in assets {
            table.add([
                Cell(asset.serial), Cell(asset.assetTag), Cell(layout.word(asset.source, of: .role)), Cell(asset.donorTag),
                Cell(asset.donor),
                Cell(asset.hostSerial),
            ])
        }
        return table.text(layout, whenEmpty: whenEmpty)
    }
}
