// Goal: whoever meets a code learns what it is and what to do. Method: the command itself, and every code that it can be asked for.

import Foundation
import Testing
import WipeWords

@testable import wipectl

struct ExplainTests {
    @Test func aCodeOfSeveralListsHasEachOfItsMeanings() async {
        let english = await wipectl(["explain", "detached"], socket: "/none")
        #expect(english.status == 0 && english.err.isEmpty)
        #expect(
            english.out == """
                detached: a wipe is being stopped
                    the drive was pulled
                detached: a wipe was interrupted
                    the drive was pulled
                    → Plug the drive in again: the wipe goes on.
                detached: how a job ended
                    pulled; without a credible serial of its own it cannot be recognised again
                    → Plug it in again and start it anew.

                """)
        let french = await wipectl(["explain", "locked", "--lang", "fr"], socket: "/none")
        #expect(
            french.out.hasPrefix("locked\u{A0}: un disque ne sera pas effacé\n    verrouillé par un mot de passe\n    → Mettez-le à part"))
    }

    @Test(arguments: [("asset-tag-mising", "asset-tag-missing"), ("MOUNTED", "mounted"), ("certify", "certifying")])
    func anUnknownCodeIsANoWithTheNearest(_ word: String, _ near: String) async {
        let result = await wipectl(["explain", word], socket: "/none")
        #expect(result.status == 1 && result.out.isEmpty)
        #expect(result.err.hasPrefix("wipectl: error: there is no code \(word)\nhint: did you mean \(near)"), "\(result.err)")
    }

    @Test func whatIsLikeNoCodeIsPointedToTheList() async {
        for word in ["", "q", String(repeating: "x", count: 10_000), "\u{1B}[2J", "漢字"] {
            let result = await wipectl(["explain", word], socket: "/none")
            #expect(result.status == 1 && result.err.contains("hint: "), "\(result.err)")
            #expect(!result.err.contains("\u{1B}"))
        }
    }

    @Test func everyCodeIsListedAndExplainedInBothLanguages() async throws {
        for language in Language.allCases {
            let list = await wipectl(["explain", "--lang", language.rawValue], socket: "/none")
            for vocabulary in Vocabulary.explained {
                #expect(list.out.contains(Vocabulary.kind.text(vocabulary.rawValue, in: language)) && vocabulary.codes.count > 0)
                for code in vocabulary.codes {
                    #expect(list.out.contains(code))
                    let explained = Explanation(code, language)
                    #expect(explained.meanings.contains { $0.kind == vocabulary.rawValue && !$0.meaning.isEmpty }, "\(code)")
                }
            }
        }
        #expect(Set(Vocabulary.explained.map(\.rawValue)) == Set(Vocabulary.kind.wordings.keys))
    }

    @Test func machinesGetTheSame() async throws {
        let one = await wipectl(["explain", "protected", "--json", "--lang", "fr"], socket: "/none")
        #expect(
            one.out
                == #"{"code":"protected","meanings":[{"act":"Leave it alone. It is never wiped here.","kind":"refusal","meaning":"the station file protects it"}]}"#
                + "\n")
        let all = await wipectl(["explain", "--json"], socket: "/none")
        #expect(try JSONDecoder().decode(CodeList.self, from: Data(all.out.utf8)).codes.count > 120)
    }
}
