// A word that nobody knows, with the nearest ones that somebody does.

import ArgumentParser
import WipeCore
import WipeWords

/// The nearest of the words that are known.
enum NearWords {
    /// Three at most, the nearest first; none where no word is like it.
    static func of(_ text: String, among known: some Sequence<String>) -> [String] {
        let word = text.lowercased()
        return known.map { (known: $0, distance: distance($0, word)) }.filter { near in
            let isShort = near.distance < min(word.count, near.known.count)
            return (isShort && near.distance <= max(2, word.count / 3)) || (word.count > 3 && near.known.contains(word))
        }.sorted { ($0.distance, $0.known) < ($1.distance, $1.known) }.prefix(3).map(\.known)
    }

    /// The same where other words stand for some of them: one that is meant to the letter alone, and the nearest of them only where no known word is near.
    static func of(_ text: String, among known: [String], meaning meanings: [String: String]) -> [String] {
        let word = AssetTagText.withoutAccents(text.lowercased())
        if let meant = meanings[word] { return [meant] }
        let near = of(text, among: known)
        guard near.isEmpty else { return near }
        return of(word, among: meanings.keys).compactMap { meanings[$0] }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// How many letters have to be changed, put in or taken out: Levenshtein's distance. Of a long word only the beginning is looked at.
    private static func distance(_ one: String, _ other: String) -> Int {
        let (first, second) = (Array(one.prefix(64)), Array(other.prefix(64)))
        var row = Array(0...second.count)
        for (line, letter) in first.enumerated() {
            var corner = row[0]
            row[0] = line + 1
            for (place, with) in second.enumerated() {
                let replaced = corner + (letter == with ? 0 : 1)
                corner = row[place + 1]
                row[place + 1] = min(replaced, row[place] + 1, corner + 1)
            }
        }
        return row[second.count]
    }
}

extension Failure {
    /// A word that is not of its list: `variant` has a sentence `-near` for one that is like a word of the list, and `-far` for any other.
    ///
    /// - Parameter meanings: other words, without accents, for words of the list.
    init(
        code: Code, variant: String = "", _ word: (name: String, text: String), among known: [String],
        meaning meanings: [String: String] = [:],
        status: EndStatus = .no, _ more: [String: String] = [:]
    ) {
        let near = NearWords.of(word.text, among: known, meaning: meanings)
        let kind = (variant.isEmpty ? "" : variant + "-") + (near.isEmpty ? "far" : "near")
        let places = more.merging([word.name: word.text, "near": near.joined(separator: ", ")]) { one, _ in one }
        self.init(code: code, variant: kind, places, status: status)
    }
}

/// Closed lists of words on the command line. ArgumentParser would say in English alone that a word is not of them.
extension RawRepresentable<String> where Self: CaseIterable {
    /// The word of the list that `text` is; a usage `Failure` where it is none.
    /// - Parameters:
    ///   - option: what takes it, as the help writes it.
    ///   - called: what people call each, in whichever language; the first is named where the text is none of them.
    static func chosen(_ text: String, for option: String, called: (Self) -> [String] = { [$0.rawValue] }) throws(Failure) -> Self {
        func plain(_ word: String) -> String { AssetTagText.withoutAccents(word.lowercased()) }
        if let word = Self(rawValue: text) ?? allCases.first(where: { called($0).contains { plain($0) == plain(text) } }) { return word }
        let words = allCases.compactMap { called($0).first }
        throw Failure(
            code: .usage, variant: "value", ("value", text), among: words, status: .usage,
            ["option": option, "words": words.joined(separator: words.contains { $0.contains(" ") } ? ", " : " ")])
    }
}

extension Wipectl {
    /// Throws where a command is named that there is none of. Everything else about the line is ArgumentParser's to judge.
    static func mustName(aCommand arguments: [String]) throws(Failure) {
        var command: any ParsableCommand.Type = Wipectl.self
        var path = ["wipectl"]
        for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
            let below = command.configuration.subcommands
            guard !below.isEmpty, !word.hasPrefix("-") else { return }
            guard let next = below.first(where: { $0.configuration.commandName == word }) else {
                // ArgumentParser's own command stands in no list.
                let names = below.compactMap { $0.configuration.commandName } + (path.count == 1 ? ["help"] : [])
                throw Failure(
                    code: .usage, variant: "command", ("command", word), among: names,
                    meaning: Words.commandsInFrench.filter { names.contains($0.value) }, status: .usage,
                    ["path": path.joined(separator: " ")])
            }
            command = next
            path.append(word)
        }
    }
}
