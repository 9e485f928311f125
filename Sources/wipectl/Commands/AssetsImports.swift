// Imports of intake lists by their numbers, and taking one back.

import ArgumentParser
import WipeAPI
import WipeWords

/// `wipectl assets imports`.
struct AssetsImports: StationCommand {
    static var configuration: CommandConfiguration { .worded("assets imports") }
    @Option(help: .worded("limit", "number")) var limit: Int?
    @Option(help: .worded("before-import", "number"), completion: .named(.imported)) var before: Int?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws { try Page.check(limit) }

    func run(_ session: Session) async throws -> EndStatus {
        let path = Routes.path(Routes.imports, query: [("limit", limit.map(String.init)), ("before", before.map(String.init))])
        let list = try await session.client.patient.get(path, as: ImportList.self)
        try session.print(list) { list.text($0) }
        if let next = list.next { Page.sayMore("--before \(next)", session) }
        return .done
    }
}

extension ImportList {
    /// One line per import.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("IMPORT", right: true), .init("AT"), .init("BY"), .init("LIST", minimumWidth: 8), .init("ROWS", right: true),
            .init("SETTLED", right: true, dropOrder: 1), .init("STATE"),
        ])
        for one in imports {
            table.add([
                Cell(String(one.number)), Cell(layout.time(one.at)), Cell(one.user), Cell(one.list), Cell(String(one.rows)),
                Cell(String(one.settled)),
                Cell(layout.say(one.undone ? "taken-back" : "counts")),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-imports"))
    }
}

/// `wipectl assets undo`.
struct AssetsUndo: StationCommand {
    static var configuration: CommandConfiguration { .worded("assets undo") }
    @Argument(help: .worded("import-number", "number"), completion: .named(.imported)) var number: Int
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let answer = try await session.client.patient.post(Routes.path(Routes.importUndo, id: String(number)), as: UndoResponse.self)
        try session.print(answer) { answer.text($0) }
        return answer.kept.isEmpty ? .done : .partly
    }
}

extension UndoResponse {
    /// Counts, then each link that stays.
    func text(_ layout: Layout) -> String {
        let counts = ["number": number, "removed": removed, "restored": restored, "kept": kept.count].mapValues(String.init)
        var text = safeLine(layout.say("undone", counts))
        for link in kept {
            let why = Vocabulary.undo.text(link.code, in: layout.language)
            let tag = link.assetTag ?? Quantity.unknown
            text += safeLine(layout.say("keeps-tag", ["serial": link.serial, "tag": tag, "why": why]) + " (\(link.code))")
        }
        return text
    }
}
