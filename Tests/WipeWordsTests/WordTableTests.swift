// Goal: whatever a daemon says has a sentence in both languages, made of the same facts. Method: every code of every vocabulary is looked up in the
// table, and the sentences that the decisions make of drives of each kind are made again from their code and parameters.

import Testing
import WipeAPI
import WipeCore
import WipeStation
import WipeWords

@Suite struct WordTableTests {
    private static func words<Code: StableCode>(_ codes: Code.Type) -> [String] { codes.allCases.map(\.rawValue) }

    /// Each vocabulary with every code that its owner can say.
    private static let spoken: [(Vocabulary, [String])] = [
        (.refusal, words(RefusalCode.self)), (.hold, words(HoldCode.self)), (.wait, words(WaitCode.self)), (.stop, words(StopCode.self)),
        (.halt, HaltCode.allCases.filter { if case .refused = $0 { false } else { true } }.map(\.rawValue)),
        (
            .ending,
            EndCode.allCases.filter {
                switch $0 {
                case .verdict, .stopped: false
                default: true
                }
            }.map(\.rawValue)
        ),
        (.verdict, words(VerdictReason.self)), (.stopped, words(PolicyStop.self)), (.custody, words(CustodyBreak.self)),
        (.technique, words(TechniqueReason.self)), (.hiddenArea, words(HiddenAreaReason.self)), (.pull, words(PullAdvice.self)),
        (.request, Refused.Code.allCases.map(\.rawValue)), (.tagConflict, TagConflict.Code.allCases.map(\.rawValue)),
        (.undo, words(UndoObstacle.self)),
        (.alarm, Alarm.Code.allCases.map(\.rawValue)), (.problem, ProblemCode.allCases.map(\.rawValue)),
    ]

    @Test func everyCodeHasItsSentencesAndNoSentenceIsWithoutACode() {
        for (vocabulary, codes) in Self.spoken {
            let known = Set(vocabulary.wordings.keys.map { $0.split(separator: ".")[0] }.map(String.init))
            #expect(Set(codes).subtracting(known).isEmpty, "\(vocabulary) has no sentence for \(Set(codes).subtracting(known).sorted())")
            #expect(known.subtracting(codes).isEmpty, "\(vocabulary) words what nobody says: \(known.subtracting(codes).sorted())")
        }
    }

    @Test func bothLanguagesSayTheSame() {
        for vocabulary in Vocabulary.allCases {
            for (code, wording) in vocabulary.wordings {
                for sentence in [wording.sentence, wording.act].compactMap({ $0 }) { expectBoth(sentence, "\(vocabulary).\(code)") }
            }
        }
        #expect(Words.commands.count > 50)
        for (path, words) in Words.commands {
            for sentence in [words.abstract, words.discussion].compactMap({ $0 }) { expectBoth(sentence, "help \(path)") }
            for example in words.examples { expectBoth(example.says, example.line) }
        }
    }

    private func expectBoth(_ sentence: Sentence, _ place: String) {
        #expect(sentence.places(.en) == sentence.places(.fr), "\(place): other places in French")
        #expect(!sentence.en.isEmpty && !sentence.fr.isEmpty, "\(place)")
        let isBare =
            sentence.en.allSatisfy { $0 == "{" || $0 == "}" || $0 == ":" || $0 == " " || $0.isLetter }
            && sentence.en.contains("{")
        // One word that is the same in both, as "simulation" is.
        let isWord = sentence.fr.split(separator: " ").filter { !$0.hasPrefix("{") }.count == 1
        if !isBare, !isWord { #expect(sentence.en != sentence.fr, "\(place) is English in French") }
        // French puts a no-break space before these signs, and has its own quotation marks.
        for sign in [" ;", " ?", " !", " :", "\"", "'"] { #expect(!sentence.fr.contains(sign), "\(place): \(sentence.fr)") }
    }

    /// U+00A0 before the high signs and inside the quotation marks; nothing that a typewriter has in their place.
    @Test func frenchIsTypeset() {
        for vocabulary in Vocabulary.allCases {
            for (code, wording) in vocabulary.wordings {
                for text in [wording.sentence.fr, wording.act?.fr].compactMap({ $0 }) {
                    // A place may be typed: {state:state}.
                    let plain = text.replacing(/\{[^}]*\}/, with: "x")
                    for sign in [" :", " ;", " ?", " !", " »", "« ", "\"", "'", "...", "\u{A0}\u{A0}"] {
                        #expect(!plain.contains(sign), "\(vocabulary).\(code): \(text)")
                    }
                    #expect(plain.firstMatch(of: /[a-zéèàç)»];/) == nil, "\(vocabulary).\(code): \(text)")
                }
            }
        }
    }

    /// Words of one thing that has another one here (`Words`), and what they may stand in all the same.
    private static var forbidden: [(Language, Regex<Substring>)] {
        [
            (.fr, /\b[Ss]upports?\b/), (.fr, /\b[Aa]ffirmations?\b/), (.fr, /\bnettoy/), (.fr, /\bjournal public\b/),
            (.fr, /\bla station\b|\bune station\b/), (.fr, /\btâches? d’effacement\b/), (.fr, /\b[Rr]apports?\b/), (.fr, /\bchefs?\b/),
            (.en, /\bhard drives?\b/), (.en, /\bdiscs?\b/), (.en, /\bsanitis/),
        ]
    }

    @Test func oneThingHasOneWord() {
        for vocabulary in Vocabulary.allCases {
            for (code, wording) in vocabulary.wordings {
                for sentence in [wording.sentence, wording.act].compactMap({ $0 }) {
                    for (language, word) in Self.forbidden {
                        let text = sentence.template(language)
                        #expect(text.firstMatch(of: word) == nil, "\(vocabulary).\(code): \(text)")
                    }
                }
            }
        }
    }

    @Test func aSentenceIsRecognisedWithWhatFillsItsPlaces() {
        let sentence = Sentence(en: "{a} is not '{b}', for '{b}' it is", fr: "x")
        #expect(sentence.parameters(of: "1 is not '2', for '2' it is", .en) == ["a": "1", "b": "2"])
        #expect(sentence.parameters(of: "1 is not '2', for '3' it is", .en) == nil)
        for other in ["", "1 is not '2'", "1 is not '2', for '2' it is!", "is not"] {
            #expect(sentence.parameters(of: other, .en) == nil, "\(other)")
        }
        #expect(Sentence(en: "say {a}", fr: "x").parameters(of: "say it's {b}", .en) == ["a": "it's {b}"])
        #expect(Sentence(en: "whole", fr: "x").parameters(of: "whole", .en) == [:])
        #expect(Sentence(en: "whole", fr: "x").parameters(of: "wholes", .en) == nil)
        #expect(Sentence(en: "{a}{b}", fr: "x").parameters(of: "12", .en) == nil)
    }

    /// A line of a table whose code stands there twice would hide the other.
    @Test func aVariantStandsBesideItsCode() {
        for vocabulary in Vocabulary.allCases {
            for code in vocabulary.wordings.keys where code.contains(".") {
                #expect(vocabulary.wordings[String(code.prefix { $0 != "." })] != nil, "\(vocabulary).\(code)")
            }
        }
    }

    @Test func aParameterIsDataAndNeverAPlace() {
        let sentence = Sentence(en: "{a} and {b}", fr: "{b} et {a}")
        #expect(sentence.text(.en, ["a": "{b}", "b": "2"]) == "{b} and 2")
        #expect(sentence.text(.fr, ["a": "}{", "b": "{"]) == "{ et }{")
        #expect(sentence.text(.en, ["a": "1"]) == "1 and {b}")
        #expect(Sentence(en: "open {", fr: "x").text(.en) == "open {")
    }

    @Test func aReasonIsMadeOfItsCodeAndParameters() {
        let reason = Reason(RefusalCode.secondPath, ["node": "/dev/sdb"])
        #expect(reason.message == "the drive at /dev/sdb shows the same WWN or the same identity: a second path to it, or a copy")
        #expect(reason.parameters == ["node": "/dev/sdb"])
        let among = reason.among(DecisionCode.refusal)
        #expect(among.code.rawValue == "second-path" && among.parameters == reason.parameters)
        let french = Vocabulary.refusal.text(reason.code.rawValue, variant: reason.variant, reason.parameters ?? [:], in: .fr)
        #expect(french.hasPrefix("le disque /dev/sdb montre") && !french.contains("{"))
        let several = Reason(RefusalCode.sizeUnknown, variant: "too-large")
        #expect(several.message == "the device claims more bytes than any drive has" && several.parameters == nil)
    }

    @Test(
        arguments: [
            (["LANG": "fr_CA.UTF-8"], Language.fr), (["LANG": "fr"], .fr), (["LANG": "FR@euro"], .fr), (["LANG": "en_CA.UTF-8"], .en),
            (["LANG": "C"], nil), (["LANG": "POSIX"], nil), ([:], nil), (["LANG": "de_DE"], nil),
            (["LANG": "fr_CA", "LC_ALL": "en_US"], .en),
            (["LANG": "en_US", "LC_MESSAGES": "fr_FR"], .fr), (["LC_ALL": "", "LANG": "fr_FR"], .fr),
            (["LC_ALL": "C.UTF-8", "LANG": "fr_FR"], nil),
        ] as [([String: String], Language?)])
    func theLanguageIsThatOfTheEnvironment(environment: [String: String], language: Language?) {
        #expect(Language.stated(in: environment) == language)
    }
}
