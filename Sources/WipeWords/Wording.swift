// The one table of what is said to people: a code with its parameters comes in, a sentence in their language goes out. No I/O.

/// A sentence in both languages. `{name}` stands for the parameter of that name. `{name:list}` stands for what the table `list` says of that parameter,
/// a state or a role say (`{name:one+other}`: the first of them that has it); that sentence takes its own places from the same parameters.
/// `{name?list}` is the same, and nothing stands there where the parameter is not given.
package struct Sentence: Hashable, Sendable {
    package let en: String
    package let fr: String
    package init(en: String, fr: String) {
        self.en = en
        self.fr = fr
    }

    /// Sentences stand in one another so deep at most.
    private static let depthMax = 4

    /// As it is written, with its places open.
    package func template(_ language: Language) -> String { language == .en ? en : fr }

    /// The sentence with every place filled. A parameter is data: braces in it are printed and never filled. A place without a parameter stays as it
    /// is written.
    package func text(_ language: Language, _ parameters: [String: String] = [:]) -> String { text(language, parameters, depth: 0) }

    private func text(_ language: Language, _ parameters: [String: String], depth: Int) -> String {
        pieces(language).reduce(into: "") { text, piece in
            switch piece {
            case .text(let words): text += words
            case .place(let place): text += Self.filled(place, language, parameters, depth)
            }
        }
    }

    /// What fills its places where a text is this sentence in that language; nil where it is another one. A place takes as little as it can, the last
    /// one all that is left; a place that stands there twice has the same both times.
    package func parameters(of text: String, _ language: Language) -> [String: String]? {
        let pieces = pieces(language)
        guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else { return text == template(language) ? [:] : nil }
        guard text.hasPrefix(first.text) else { return nil }
        var found: [String: String] = [:]
        var rest = text.dropFirst(first.text.count)
        // Between two places there is always a text, an empty one where they stand side by side: nobody could tell where the first ends.
        for index in stride(from: 1, to: pieces.count - 2, by: 2) {
            guard let end = rest.firstRange(of: pieces[index + 1].text), !end.isEmpty else { return nil }
            guard found.fill(pieces[index].text, String(rest[..<end.lowerBound])) else { return nil }
            rest = rest[end.upperBound...]
        }
        guard rest.hasSuffix(last.text), found.fill(pieces[pieces.count - 2].text, String(rest.dropLast(last.text.count))) else {
            return nil
        }
        return found
    }

    private static func filled(_ place: Place, _ language: Language, _ parameters: [String: String], _ depth: Int) -> String {
        guard let value = parameters[place.name] else { return place.isOptional ? "" : "{" + place.name + "}" }
        guard !place.lists.isEmpty, depth < depthMax else { return value }
        func said(_ code: String) -> String? {
            place.lists.lazy.compactMap { $0.wordings[code] }.first?.sentence.text(language, parameters, depth: depth + 1)
        }
        if let whole = said(value) { return whole }
        // Several words of the lists, with signs between them: each by itself.
        func isOfAWord(_ character: Character) -> Bool {
            character == "-" || (character.isASCII && (character.isLetter || character.isNumber))
        }
        guard value.allSatisfy({ isOfAWord($0) || " ,()".contains($0) }) else { return value }
        var rest = value[...]
        var text = ""
        while !rest.isEmpty {
            let word = rest.prefix(while: isOfAWord)
            text += said(String(word)) ?? String(word)
            let signs = rest.dropFirst(word.count).prefix { !isOfAWord($0) }
            text += signs
            rest = rest.dropFirst(word.count + signs.count)
        }
        return text
    }

    /// Names of the places in one language that have to be filled.
    package func places(_ language: Language) -> Set<String> { Set(all(language).filter { !$0.isOptional }.map(\.name)) }

    /// Every place in one language, with the list that it takes its words from.
    package func all(_ language: Language) -> [Place] {
        pieces(language).compactMap { if case .place(let place) = $0 { place } else { nil } }
    }

    /// The sentence in general: in each place what stands there, in words.
    package func inGeneral(_ language: Language) -> String {
        let names = Dictionary(all(language).map { ($0.name, Vocabulary.place.text($0.name, in: language)) }, uniquingKeysWith: { $1 })
        return pieces(language).reduce(into: "") { text, piece in
            switch piece {
            case .text(let words): text += words
            case .place(let place): text += place.isOptional ? "" : "(" + (names[place.name] ?? place.name) + ")"
            }
        }
    }

    /// A place in a sentence.
    package struct Place: Hashable, Sendable {
        package let name: String
        /// What its parameter is a code of, `{name:one+other}`; none where it is plain text.
        package let lists: [Vocabulary]
        /// Nothing stands there where the parameter is not given.
        package let isOptional: Bool

        init(_ text: Substring) {
            let sign = text.firstIndex { $0 == ":" || $0 == "?" }
            name = String(text[..<(sign ?? text.endIndex)])
            let written = sign.map { text[text.index(after: $0)...].split(separator: "+") } ?? []
            lists = written.compactMap { Vocabulary(rawValue: String($0)) }
            isOptional = sign.map { text[$0] == "?" } ?? false
        }
    }

    private enum Piece {
        case text(String)
        case place(Place)

        /// The text, or the name of the place.
        var text: String {
            switch self {
            case .text(let text): text
            case .place(let place): place.name
            }
        }
    }

    /// The text between the places, and the places. A brace that is never closed is text.
    private func pieces(_ language: Language) -> [Piece] {
        var pieces: [Piece] = []
        var rest = template(language)[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            pieces.append(.text(String(rest[..<open])))
            pieces.append(.place(Place(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        return pieces + [.text(String(rest))]
    }
}

extension [String: String] {
    /// False where the place has another text already.
    fileprivate mutating func fill(_ place: String, _ text: String) -> Bool {
        if let there = self[place], there != text { return false }
        self[place] = text
        return true
    }
}

/// What is said of one code.
package struct Wording: Hashable, Sendable {
    /// What it is.
    package let sentence: Sentence
    /// What a person does next; nil where nobody has to do anything.
    package let act: Sentence?
}

/// A closed list of codes, and what is said of each.
package enum Vocabulary: String, Sendable, CaseIterable {
    case refusal, hold, wait, stop, halt, ending, verdict, stopped, custody
    case technique
    case hiddenArea = "hidden-area"
    case pull, request
    case tagConflict = "tag-conflict"
    case undo
    case alarm, problem, failure, state, phase, bay, scan, setup, start
    // The words of lists, tables and answers at a terminal.
    case label, heading, count, phrase, tile, kind
    // What the help says of arguments, in the place of values, and around them.
    case argument
    case valueName = "value-name"
    case help
    // What the simulated station says to whoever practises.
    case training
    // What stands in the places of other sentences, and what such a place is called.
    case act, part, cell, weakness, place
    // What happened, what was checked, and what was found wrong.
    case event, check, role, evidence
    case serialSource = "serial-source"
    case doubt
    case eraseState = "erase-state"
    case areaWord = "area-word"
    case contentKind = "content-kind"
    case useKind = "use-kind"
    // The words of a record, as its printed page says them.
    case mediaType = "media-type"
    case areaState = "hidden-area-state"
    case areaReason = "hidden-area-reason"
    case method, erase, contents, obstacle
    case pattern
    case reading
    case result
    case exception
    case outcome
    case recordReason = "record-reason"

    /// What is said of each code; where one code has several sentences, each variant stands behind a full stop: `size-unknown.too-large`.
    package var wordings: [String: Wording] {
        switch self {
        case .refusal: Words.refusals
        case .hold: Words.holds
        case .wait: Words.waits
        case .stop: Words.stops
        case .halt: Words.halts
        case .ending: Words.endings
        case .verdict: Words.verdicts
        case .stopped: Words.stopped
        case .custody: Words.custody
        case .technique: Words.techniques
        case .hiddenArea: Words.hiddenAreas
        case .pull: Words.pull
        case .request: Words.requests
        case .tagConflict: Words.tagConflicts
        case .undo: Words.undo
        case .alarm: Words.alarms
        case .problem: Words.problems
        case .failure: Words.failures
        case .state: Words.states
        case .phase: Words.phases
        case .bay: Words.bays
        case .scan: Words.scan
        case .label: Words.labels
        case .heading: Words.headings
        case .count: Words.counts
        case .phrase: Words.phrases
        case .tile: Words.tiles
        case .kind: Words.kinds
        case .argument: Words.arguments
        case .valueName: Words.valueNames
        case .help: Words.help
        case .training: Words.training
        case .act: Words.acts
        case .part: Words.parts
        case .cell: Words.cells
        case .weakness: Words.weaknesses
        case .place: Words.places
        case .event: Words.events
        case .check: Words.checks
        case .role: Words.roles
        case .evidence: Words.evidence
        case .serialSource: Words.serialSources
        case .doubt: Words.doubts
        case .eraseState: Words.eraseStates
        case .areaWord: Words.areaWords
        case .contentKind: Words.contentKinds
        case .useKind: Words.useKinds
        case .setup: Words.setup
        case .start: Words.starts
        case .mediaType: Words.recordMediaTypes
        case .areaState: Words.recordHiddenAreas
        case .areaReason: Words.recordHiddenAreaReasons
        case .method: Words.recordTechniques
        case .erase: Words.recordErases
        case .contents: Words.recordContents
        case .obstacle: Words.recordObstacles
        case .pattern: Words.recordPatterns
        case .reading: Words.recordReadings
        case .result: Words.recordResults
        case .exception: Words.recordExceptions
        case .outcome: Words.recordOutcomes
        case .recordReason: Words.recordReasons
        }
    }

    /// What is said of a code, by its variant where it has that one; nil for a code that is not of this list. The act of a code is that of its variants.
    package func wording(_ code: String, variant: String? = nil) -> Wording? {
        let base = wordings[code]
        guard let variant, let own = wordings[code + "." + variant] else { return base }
        return Wording(sentence: own.sentence, act: own.act ?? base?.act)
    }

    /// The sentence of a code, in words; the code itself where it is not of this list.
    package func text(_ code: String, variant: String? = nil, _ parameters: [String: String] = [:], in language: Language) -> String {
        wording(code, variant: variant)?.sentence.text(language, parameters) ?? code
    }
}

/// Home of the tables. One word for one thing, in every sentence:
///
/// | English | French | not |
/// |---|---|---|
/// | drive | disque | support, unité |
/// | record (any signed document), certificate (of a good wipe) | document, certificat | rapport, attestation |
/// | claim (Clear, Purge) | niveau | affirmation |
/// | policy | protocole | politique d’effacement |
/// | journal (who did what) | journal | — |
/// | log (of all records) | registre | journal public |
/// | messages of the daemon | messages | journal système |
/// | station, bay | poste, baie | station, slot |
/// | job, wipe | travail, effacement | tâche, nettoyage |
/// | asset tag | étiquette | tag, code d’inventaire |
/// | serial | numéro de série | sérial |
/// | lead | personne responsable | chef |
///
/// French has U+00A0 before `:`, `;`, `!`, `?` and inside « », and ’ for an apostrophe. Tests hold both.
package enum Words {
    /// One line of a table.
    struct Line {
        let code: String
        let wording: Wording
        init(_ code: String, _ en: String, _ fr: String) {
            self.code = code
            wording = Wording(sentence: Sentence(en: en, fr: fr), act: nil)
        }
        init(_ code: String, _ en: String, _ fr: String, do actEn: String, _ actFr: String) {
            self.code = code
            wording = Wording(sentence: Sentence(en: en, fr: fr), act: Sentence(en: actEn, fr: actFr))
        }
    }

    /// A code that stands twice in one table is a mistake of whoever wrote it, and the tests touch every table: it traps.
    static func table(_ lines: [Line]) -> [String: Wording] {
        Dictionary(uniqueKeysWithValues: lines.map { ($0.code, $0.wording) })
    }
}
