// Goal: what a sentence is made of is said in the language of the sentence, codes in its places too. Method: sentences with places of each kind; every
// place of every table; every problem of a tag, a list and a conflict, in French held against its own English.

import Testing
import WipeCore
import WipeFiles
import WipeWords

@Suite struct SentencePlaceTests {
    @Test func aPlaceMayTakeItsWordsFromATable() {
        let sentence = Sentence(en: "{text} is {meaning:part}{more?part}", fr: "{text} : {meaning:part}{more?part}")
        let label = ["text": "A1", "meaning": "label", "what": "label-serial", "where": "in-bay", "bay": "A1"]
        #expect(sentence.text(.en, label) == "A1 is the serial of the drive in bay A1")
        #expect(sentence.text(.fr, label) == "A1 : le numéro de série du disque de la baie A1")
        let more = ["text": "T", "meaning": "psid", "more": "and-more", "count": "2"]
        #expect(sentence.text(.fr, more) == "T : le PSID d’un disque (et 2 de plus)")
        #expect(sentence.text(.en, ["text": "T", "meaning": "of tomorrow"]) == "T is of tomorrow")
        #expect(sentence.text(.en, [:]) == "{text} is {meaning}")
        #expect(sentence.places(.en) == ["text", "meaning"])
    }

    @Test func severalCodesAreEachSaid() {
        let several = Sentence(en: "{all:method+obstacle}", fr: "{all:method+obstacle}")
        #expect(
            several.text(.fr, ["all": "sanitize-block (not-offered, frozen)"])
                == "effacement des blocs par le disque (le disque ne le proposait pas, l’ordinateur avait gelé le disque)")
        #expect(several.text(.fr, ["all": "x; rm -rf é"]) == "x; rm -rf é")
    }

    @Test func noPlaceIsFilledForEver() {
        let round = Sentence(en: "{how:part}", fr: "{how:part}")
        #expect(round.text(.fr, ["how": "also-correct"]).count < 100)
    }

    /// A place whose table has another name would print its code.
    @Test func everyPlaceNamesATableThatIsThere() {
        for vocabulary in Vocabulary.allCases {
            for (code, wording) in vocabulary.wordings {
                for sentence in [wording.sentence, wording.act].compactMap({ $0 }) {
                    for template in [sentence.en, sentence.fr] {
                        for match in template.matches(of: /\{[a-zA-Z]+[:?]([^}]*)\}/) {
                            for list in match.1.split(separator: "+") {
                                #expect(Vocabulary(rawValue: String(list)) != nil, "\(vocabulary).\(code): \(match.0)")
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func inGeneralEveryPlaceHasAWord() {
        let spoken: [Vocabulary] = [
            .refusal, .hold, .wait, .stop, .halt, .ending, .verdict, .stopped, .custody, .technique, .hiddenArea, .pull, .request,
            .tagConflict, .undo, .alarm, .problem, .failure, .state, .phase, .bay,
        ]
        var used: Set<String> = []
        for vocabulary in spoken {
            for (code, wording) in vocabulary.wordings {
                for sentence in [wording.sentence, wording.act].compactMap({ $0 }) {
                    for language in Language.allCases {
                        used.formUnion(sentence.places(language))
                        let text = sentence.inGeneral(language)
                        #expect(!text.contains("{") && !text.contains("}"), "\(vocabulary).\(code): \(text)")
                    }
                }
            }
        }
        for list in [Vocabulary.act, .part, .cell, .weakness] {
            for wording in list.wordings.values { used.formUnion(wording.sentence.places(.fr)) }
        }
        let known = Set(Vocabulary.place.wordings.keys)
        #expect(used.subtracting(known).isEmpty, "no word for \(used.subtracting(known).sorted())")
        #expect(known.subtracting(used).isEmpty, "nothing has the place \(known.subtracting(used).sorted())")
    }

    // MARK: every problem of a kind

    /// The French says nothing in the words of the English: no three of them stand in it one after the other.
    private func mustBeFrench(_ vocabulary: Vocabulary, _ code: String, _ variant: String?, _ parameters: [String: String]) {
        // Data is the same in both.
        let lists = Vocabulary.allCases.map(\.wordings)
        let places = parameters.mapValues { value in lists.contains { $0[value] != nil } ? value : "X" }
        let english = vocabulary.text(code, variant: variant, places, in: .en)
        let french = vocabulary.text(code, variant: variant, places, in: .fr)
        #expect(!english.contains("{") && !french.contains("{"), "\(english) / \(french)")
        let words = english.split(separator: " ").map(String.init)
        for start in words.indices.dropLast(2) {
            let three = words[start..<(start + 3)].joined(separator: " ")
            guard three.contains(where: \.isLowercase) else { continue }
            #expect(!french.contains(three), "\(code).\(variant ?? ""): \(french)")
        }
    }

    @Test(
        arguments: [
            .empty, .tooLong(scalars: 99), .forbiddenCharacter(0x430), .notInPattern("OPEQ-[0-9]{4}", found: "X1"),
            .notInPattern("OPEQ-[0-9]{4}", found: "X1", example: "OPEQ-1234"),
            .notAName(found: "-x"),
        ] as [AssetTagProblem])
    func aTagThatIsNoneIsExplainedInFrench(_ problem: AssetTagProblem) {
        #expect(problem.description == Vocabulary.problem.text("tag-malformed", variant: problem.variant, problem.parameters, in: .en))
        mustBeFrench(.problem, "tag-malformed", problem.variant, problem.parameters)
        mustBeFrench(.problem, "row-malformed", "tag-" + problem.variant, problem.parameters)
    }

    @Test(
        arguments: [
            "serial,assetTag\nS12345,\n", "serial,assetTag\n,T1\n", "serial,assetTag\n#REF!,T1\n", "serial,assetTag\nS12345,2026-01-02\n",
            "serial,assetTag\n1234567890123450,T1\n", "serial,assetTag\n\"S12345\"x,T1\n", "serial,assetTag\nS12345,\"T1\n",
            "serial,assetTag\nS1\"2345,T1\n", "serial,assetTag\nS12345,T1\nS12345,T2\n", "serial,assetTag\nS12345,T1\ns-12345,T2\n",
            "serial,assetTag\nS12345,T1\nS98765,t1\n", "serial,assetTag\n00098765,T1\n98765,T2\n", "serial,assetTag\nS12345\n",
            "serial,assetTag\nS12345,T1,more\n", "serial,assetTag\nS12345,T\u{430}1\n", "serial,assetTag\nAAAAAAAA,T1\n",
            "serial,assetTag,donor\nS12345,T1,\u{202E}x\n", "serial,assetTag\nS12345,T1\nS12345,T1\n",
            "serial,assetTag,poids\nS12345,T1,2\n",
            "serial,assetTag,donr\nS12345,T1,2\n", "serial,assetTag\nS1<br>S2,T1\n",
        ])
    func aRowThatIsNoneIsExplainedInFrench(_ text: String) throws {
        let list = try IntakeFile.read(bytes: Array(text.utf8), name: "list.csv")
        let all = list.rejected + list.repeated + list.warnings
        #expect(!all.isEmpty)
        for problem in all {
            let said = try #require(problem.said, "\(problem)")
            #expect(Vocabulary.problem.wording(said.code.rawValue, variant: said.variant) != nil)
            mustBeFrench(.problem, said.code.rawValue, said.variant, said.parameters)
        }
    }

    @Test(
        arguments: [
            [], Array("PK\u{3}\u{4}".utf8), [0xD0, 0xCF, 0x11, 0xE0], Array("%PDF-1.7".utf8), [0x1F, 0x8B, 8], Array("<html>".utf8),
            Array("[{\"serial\":1}]".utf8), [0xFF, 0xFE, 0x41, 0], [0x41, 0xE9, 0x2C], Array("sep=|\nserial|assetTag".utf8),
            Array("a,b\n1,2\n".utf8), Array("serial,serial,assetTag\n".utf8), Array(";;\n".utf8), Array("\"serial,assetTag\n".utf8),
            Array("série,no de série,étiquette\n".utf8), Array("a,b,c,d,e,f,g,h,i,j,k,l,m,n\n".utf8),
        ] as [[UInt8]])
    func aListThatIsNoneIsExplainedInFrench(_ bytes: [UInt8]) throws {
        let error = try #require(throws: FileProblems.self) { try IntakeFile.read(bytes: bytes, name: "list.csv") }
        for problem in error.problems {
            let said = try #require(problem.said, "\(problem)")
            #expect(said.code == .list && Vocabulary.problem.wording(said.code.rawValue, variant: said.variant) != nil)
            mustBeFrench(.problem, said.code.rawValue, said.variant, said.parameters)
        }
    }

    /// The rules of serials say in English what is weak about one: each such text is in the table.
    @Test(
        arguments: [
            "AB1", "AAAAAAAA", "DEFAULTSTRING", "MASS STORAGE DEVICE", "JMS578", "1234567890", "ABCABCABC", "000000000012",
            "20120501030900000",
            "0000:00:0C.0", "152D00539000", "QM00001", "VBOX HARDDISK",
        ])
    func everyWeaknessHasItsWords(_ serial: String) throws {
        guard case .notCredible(let why) = MediaIdentity.knownBySerial(serial).serialCredibility else { return }
        #expect(Vocabulary.weakness.wordings[why] != nil, "\(why)")
    }
}
