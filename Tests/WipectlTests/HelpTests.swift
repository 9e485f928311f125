// Goal: whoever asks for help gets it in their language, of every command and every argument, with examples that work. Method: the whole tree of commands
// is walked, each text is compared in both languages, each example goes through the real parser, and wipectl's own entry prints the pages.

import ArgumentParser
import Foundation
import Testing
import WipeWords

@testable import wipectl

struct HelpTests {
    /// Every command with its path, the program itself first.
    static let commands: [(path: [String], type: any ParsableCommand.Type)] = below(Wipectl.self, [])

    private static func below(_ command: any ParsableCommand.Type, _ path: [String]) -> [(path: [String], type: any ParsableCommand.Type)] {
        [(path, command)]
            + command.configuration.subcommands.flatMap { below($0, path + [$0.configuration.commandName ?? "nameless"]) }
    }

    private static func words(_ line: String) -> [String] {
        // Only double quotes, and nothing else of a shell.
        var words: [String] = []
        for (index, part) in line.components(separatedBy: "\"").enumerated() {
            if index % 2 == 1 { words.append(part) } else { words += part.split(separator: " ").map(String.init) }
        }
        return words
    }

    private static func inBothLanguages<Value>(_ body: () -> Value) -> (en: Value, fr: Value) {
        (Wipectl.$language.withValue(.en, operation: body), Wipectl.$language.withValue(.fr, operation: body))
    }

    /// One word may be the same in both; a sentence may not.
    private static func isWorded(_ texts: (en: String, fr: String)) -> Bool {
        !texts.en.isEmpty && !texts.fr.isEmpty && (texts.en != texts.fr || !texts.fr.contains(" "))
    }

    @Test func everyCommandHasItsHelpInBothLanguagesAndNoOtherHas() {
        let paths = Self.commands.map { $0.path.joined(separator: " ") }
        #expect(
            paths.count > 50 && Set(paths) == Set(Words.commands.keys), "\(Set(paths).symmetricDifference(Words.commands.keys).sorted())")
        for (path, command) in Self.commands {
            let texts = Self.inBothLanguages { command.configuration }
            #expect(Self.isWorded((texts.en.abstract, texts.fr.abstract)), "\(path): \(texts.fr.abstract)")
            if !texts.en.discussion.isEmpty { #expect(Self.isWorded((texts.en.discussion, texts.fr.discussion)), "\(path)") }
            let arguments = Self.inBothLanguages { DumpedArgument.all(of: command).filter { !$0.isBuiltIn } }
            #expect(arguments.en.map(\.names) == arguments.fr.map(\.names))
            for (en, fr) in zip(arguments.en, arguments.fr) {
                #expect(Self.isWorded((en.abstract ?? "", fr.abstract ?? "")), "\(path) \(en.usage): \(fr.abstract ?? "")")
                // A code that stands in no table is shown as it is.
                #expect(en.abstract?.contains(" ") == true && en.abstract?.contains("{") == false, "\(path) \(en.usage)")
            }
        }
    }

    /// A value name or a text that no argument has would be a translation of nothing.
    @Test func noArgumentIsWordedForNothing() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Sources/wipectl").path
        let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }.filter {
            $0.hasSuffix(".swift")
        }
        let text = try names.map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }.joined(separator: "\n")
        let asked = text.matches(of: /help: \.worded\(\s*"([a-z-]+)"(?:, "([a-z-]+)")?/)
        #expect(asked.count > 60)
        let codes = Set(asked.map { String($0.1) }).union(["help", "version"])
        #expect(codes == Set(Words.arguments.keys), "\(codes.symmetricDifference(Words.arguments.keys).sorted())")
        let values = Set(asked.compactMap { $0.2.map(String.init) })
        #expect(values == Set(Words.valueNames.keys), "\(values.symmetricDifference(Words.valueNames.keys).sorted())")
    }

    @Test func everyCommandThatDoesSomethingHasThreeExamplesThatWork() async throws {
        var count = 0
        for (path, command) in Self.commands where command.configuration.subcommands.isEmpty {
            let name = path.joined(separator: " ")
            let examples = Words.commands[name]?.examples ?? []
            #expect(examples.count >= 3 && Set(examples.map(\.line)).count == examples.count, "\(name) has \(examples.count) examples")
            for example in examples {
                count += 1
                #expect(Self.isWorded((example.says.en, example.says.fr)), "\(example.line): \(example.says.fr)")
                let words = Self.words(example.line)
                #expect(words.first == "wipectl")
                let invocation = try Invocation(Array(words.dropFirst()), environment: [:])
                let parsed = try await Wipectl.asyncParseAsRoot(invocation.arguments)
                #expect(type(of: parsed) == command, "\(example.line) is no example of \(name)")
            }
        }
        #expect(count > 120)
    }

    @Test func aPageIsInTheLanguageOfTheInvocation() async {
        let french = await wipectl(["start", "--help", "--lang", "fr"], socket: "/none")
        #expect(
            french.status == 0 && french.err.isEmpty
                && french.out.hasPrefix(Words.commands["start"]?.abstract.fr ?? "none"))
        for line in [
            ["--lang", "fr", "start", "-h"], ["help", "start", "--lang=fr"], ["start", "A1", "--policy", "p", "--help", "--lang", "fr"],
        ] {
            #expect(await wipectl(line, socket: "/none").out == french.out, "\(line)")
        }
        let environment = await wipectl(["help", "start"], socket: "/none", environment: ["LC_MESSAGES": "fr_CA.UTF-8"])
        #expect(environment.out == french.out)
        let english = await wipectl(["start", "--help", "--lang", "en"], socket: "/none", environment: ["LANG": "fr_CA.UTF-8"])
        #expect(english.out.hasPrefix(Words.commands["start"]?.abstract.en ?? "none"))
        #expect(await wipectl(["start", "--help"], socket: "/none").out == english.out)
    }

    /// Of ArgumentParser's own headings and sentences none is left over.
    @Test func noPageIsInTwoLanguages() throws {
        for (path, _) in Self.commands {
            let page = try #require(Wipectl.$language.withValue(.fr) { HelpPage(path: path)?.text(columns: 80) })
            for word in ["USAGE", "OVERVIEW", "EXAMPLES", "Show ", "See ", "default", "subcommand", " the ", "{"] {
                #expect(!page.contains(word), "\(path): \(word)")
            }
            #expect(page.contains("EMPLOI\u{A0}: wipectl" + path.map { " " + $0 }.joined()), "\(page)")
            #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("  wipectl ") }, "\(path)")
        }
    }

    @Test func helpTextsStayAsTheyWereRead() throws {
        for language in Language.allCases {
            let pages = Wipectl.$language.withValue(language) {
                [[], ["start"], ["certificate", "verify"], ["media"], ["assets", "import"], ["priority"]].compactMap {
                    HelpPage(path: $0)?.text(columns: 80)
                }
            }
            try expectGolden(pages.joined(separator: "\n\n"), language == .en ? "help" : "help-fr")
        }
    }

    @Test(
        arguments: [
            ("tag", "il manque <disque>"), ("tag A1", "il manque <étiquette>"), ("start", "il manque <disque> ..."),
            ("status now", "now est de trop"), ("pause A1 A2 A3", "2 arguments de trop\u{A0}: A2, A3"),
            ("status --frobnicate", "l’option --frobnicate n’existe pas"),
            ("bays --wach", "l’option --wach n’existe pas\u{A0}; vouliez-vous dire --watch\u{A0}?"),
            ("plan A1 --policy", "il manque une valeur pour --policy <id>"),
            ("bays --watch=1", "l’option --watch ne prend pas de valeur, mais 1 est donné"),
            ("priority A1 soon", "soon ne convient pas pour <n>"),
            ("journal --since soon", "soon n’est pas une date pour --since <date>\u{A0}: écrire 2026-11-22 ou 2026-11-22T14:00:00Z"),
            ("journal --since 2026-02-30", "2026-02-30 pour --since <date>\u{A0}: ce jour ou cette heure n’existe pas"),
            ("bays --bell", "--bell va avec --watch"), ("certificate list --limit 0", "--limit prend un nombre de 1 à 100000"),
            ("start A1 A2 --confirm X", "--confirm est le numéro de série d’un seul disque\u{A0}; ne nommer que lui"),
            ("assets import x.csv --column a", "a n’a pas la forme MOT=NOM\u{A0}; les mots sont\u{A0}: serial assetTag"),
        ])
    func aLineThatIsNotUnderstoodIsToldInFrench(_ line: String, _ said: String) async {
        let words = line.split(separator: " ").map(String.init)
        let french = await wipectl(words + ["--lang", "fr"], socket: "/none")
        #expect(french.status == 2 && french.out.isEmpty)
        #expect(french.err.hasPrefix("wipectl\u{A0}: erreur\u{A0}: " + said), "\(french.err)")
        let hint = LanguageTests.french.say("hint", ["what": "emploi\u{A0}: wipectl " + words[0]])
        #expect(french.err.contains("\n" + hint), "\(french.err)")
        // What machines read is English whatever the person speaks.
        let machine = await wipectl(words + ["--json"], socket: "/none", environment: ["LANG": "fr_CA.UTF-8"])
        let english = await wipectl(words, socket: "/none")
        let message = english.err.split(separator: "\n")[0].dropFirst("wipectl: error: ".count)
        #expect(machine.status == 2 && machine.out.contains(String(message.prefix { $0 != "\"" && $0 != "/" })), "\(machine.out)")
    }

    /// A sentence of a command's own that the table does not have would be English in French.
    @Test func everySentenceAboutALineIsInTheTable() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Sources/wipectl").path
        let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }.filter {
            $0.hasSuffix(".swift")
        }
        var count = 0
        for name in names {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            for match in text.matches(of: /ValidationError\(\s*"((?:[^"\\]|\\\((?:[^()]|\([^()]*\))*\))*)"\)/) {
                count += 1
                let said = String(match.1).replacing(/\\\((?:[^()]|\([^()]*\))*\)/, with: "x")
                let failure = Failure(notUnderstood: said, nil)
                #expect(failure.variant != nil && failure.message == said, "\(name): \(said)")
            }
            #expect(
                text.components(separatedBy: "ValidationError(").count - 1 == text.matches(of: /ValidationError\(\s*"/).count, "\(name)")
        }
        #expect(count >= 13)
    }

    /// What a newer ArgumentParser may say stays English rather than being wrong.
    @Test func whatIsNotKnownIsToldAsItIs() {
        let failure = Failure(notUnderstood: "Something of tomorrow.\n  and more", "wipectl status")
        #expect(failure.message == "something of tomorrow" && failure.hint == "usage: wipectl status" && failure.status == .usage)
        #expect(failure.messageText(LanguageTests.french).contains("something of tomorrow"))
        #expect(Failure(notUnderstood: "Unknown option '--x'", nil).hint == nil)
    }
}
