// What a code means and what to do about it, without the daemon.

import ArgumentParser
import WipeAPI
import WipeWords

/// `wipectl explain`. Works without the daemon.
struct Explain: StationCommand {
    static var configuration: CommandConfiguration { .worded("explain") }
    @Argument(help: .worded("code", "code"), completion: .named(.code)) var code: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        // What machines read has no language of its own.
        let language = session.json ? .en : session.layout.language
        guard let code else {
            let list = CodeList(language)
            try session.print(list) { list.text($0) }
            return .done
        }
        let explained = Explanation(code, language)
        guard !explained.meanings.isEmpty else {
            throw Failure(code: .unknownCode, ("code", code), among: Set(Vocabulary.explained.flatMap(\.codes)).sorted())
        }
        try session.print(explained) { explained.text($0) }
        return .done
    }
}

extension Vocabulary {
    /// The lists of codes that a person may meet; the others are words of tables and pages.
    static let explained: [Vocabulary] = [
        .state, .hold, .refusal, .wait, .stop, .halt, .ending, .verdict, .stopped, .custody, .bay, .technique, .hiddenArea, .pull, .alarm,
        .request, .tagConflict, .problem, .failure,
    ]

    /// Its codes without their variants, in order.
    var codes: [String] { wordings.keys.filter { !$0.contains(".") }.sorted() }
}

/// Everything that a code means: some stand in several lists, and mean another thing in each.
struct Explanation: Codable, Hashable, Sendable {
    struct Meaning: Codable, Hashable, Sendable {
        var kind: String
        var meaning: String
        @Nullable var act: String?
        init(kind: String, meaning: String, act: String?) {
            self.kind = kind
            self.meaning = meaning
            self.act = act
        }
    }
    var code: String
    var meanings: [Meaning]

    init(_ code: String, _ language: Language) {
        self.code = code
        meanings = Vocabulary.explained.compactMap { vocabulary in
            guard vocabulary.codes.contains(code), let wording = vocabulary.wording(code) else { return nil }
            return Meaning(
                kind: vocabulary.rawValue, meaning: wording.sentence.inGeneral(language), act: wording.act?.inGeneral(language))
        }
    }

    func text(_ layout: Layout) -> String {
        meanings.map { meaning in
            let head = layout.say("explained", ["code": code, "kind": layout.word(meaning.kind, of: .kind)])
            let lines = [meaning.meaning, meaning.act.map { "→ " + $0 }].compactMap { $0 }
            let room = layout.columns.map { max(1, $0 - 4) } ?? Cell.columnsMax
            return safeLine(head) + lines.flatMap { SafeText.wrapped($0, to: room) }.map { safeLine($0, indent: 4) }.joined()
        }.joined()
    }
}

/// All codes, by kind.
struct CodeList: Codable, Hashable, Sendable {
    var codes: [Explanation]

    init(_ language: Language) {
        codes = Set(Vocabulary.explained.flatMap(\.codes)).sorted().map { Explanation($0, language) }
    }

    func text(_ layout: Layout) -> String {
        Vocabulary.explained.map { vocabulary in
            let columns = layout.columns.map { max(1, $0 - 4) } ?? 100
            let lines = SafeText.filled(vocabulary.codes, separator: "  ", to: columns)
            return safeLine(layout.word(vocabulary.rawValue, of: .kind)) + lines.map { safeLine($0, indent: 4) }.joined()
        }.joined()
    }
}
