// What is said, in the language of the layout. The one place where a code that came over the wire becomes a sentence.

import Foundation
import WipeAPI
import WipeCertificate
import WipeWords

extension Layout {
    /// Numbers in this language.
    var quantity: Quantity { Quantity(language) }

    /// A sentence of the table of answers.
    func say(_ code: String, _ parameters: [String: String] = [:]) -> String { Vocabulary.phrase.text(code, parameters, in: language) }

    /// What a code of a closed list is called; the code itself where the list does not have it.
    func word(_ code: String, of vocabulary: Vocabulary) -> String { vocabulary.text(code, in: language) }

    /// Words, and their code in brackets for whoever looks it up; a code that is its own word, or that no list has, alone.
    func coded(_ code: String, of vocabulary: Vocabulary) -> String {
        let words = word(code, of: vocabulary)
        return words == code ? code : "\(words) (\(code))"
    }

    /// `1 sector`, `2 sectors`; French says none in the singular.
    func count(_ number: Int, _ noun: String) -> String {
        let isOne = language == .fr ? number < 2 : number == 1
        return Vocabulary.count.text(noun, variant: isOne ? "one" : nil, ["count": String(number)], in: language)
    }

    /// A time of the wire as the clock on the wall says it, with its zone: `2026-11-22 09:36:58 -05:00`. Other text stays as it is.
    func time(_ text: String?) -> String? {
        guard let text, let moment = UTCTime(text) else { return text }
        return LocalTime(moment, zone).text
    }
}

extension Layout {
    /// The sentence of a reason. Where the table makes the very words that the daemon says, it makes them in this language too. Where the daemon says
    /// more than the table, both are said: nothing that it knows is lost.
    func sentence(_ reason: ReasonView, of vocabularies: [Vocabulary]) -> String {
        said(
            reason.message, vocabularies.compactMap { $0.wording(reason.code, variant: reason.variant)?.sentence }, reason.parameters ?? [:]
        )
    }

    /// The same, and its code in brackets for `explain`.
    func coded(_ reason: ReasonView, of vocabularies: [Vocabulary]) -> String {
        let said = sentence(reason, of: vocabularies)
        return said == reason.code ? said : "\(said.hasSuffix(".") ? String(said.dropLast()) : said) (\(reason.code))"
    }

    /// What a person does next about a reason; nil where there is nothing to do, or nothing is known.
    func act(_ reason: ReasonView, of vocabularies: [Vocabulary]) -> String? {
        let parameters = reason.parameters ?? [:]
        let acts = vocabularies.compactMap { $0.wording(reason.code, variant: reason.variant)?.act }
        return acts.first { $0.places(language).isSubset(of: parameters.keys) }?.text(language, parameters)
    }

    /// What was said in English, in this language, by the sentence that says the same, with a full stop or without.
    func said(_ message: String, _ sentences: [Sentence], _ parameters: [String: String]) -> String {
        // Nobody reads thirty-six characters aloud.
        let shown = parameters.mapValues { UUID(uuidString: $0) == nil ? time($0) ?? $0 : JobName.short($0) }
        if let same = sentences.first(where: { [message, message + "."].contains($0.text(.en, parameters)) }) {
            return same.text(language, shown)
        }
        guard language != .en, let general = sentences.first, general.places(language).isSubset(of: parameters.keys) else { return message }
        let text = general.text(language, shown)
        return (text.hasSuffix(".") ? String(text.dropLast()) : text) + " (" + message + ")"
    }
}

extension Vocabulary {
    /// What a decision about a drive says.
    static let ofDecisions: [Vocabulary] = [.refusal, .hold]
    /// What a request can be answered with instead of a result.
    static let ofAnswers: [Vocabulary] = [.request, .tagConflict, .problem, .hold, .refusal, .failure]
}

extension JobView {
    /// Where the reasons of a job in this state are worded; some words stand in several lists and mean another thing in each.
    var vocabularies: [Vocabulary] {
        switch JobStateWord(rawValue: state) {
        case .stopping: [.stop]
        case .suspended: [.halt]
        case .opening, .running, .certifying: [.custody]
        case .sanitized, .failed, .abandoned, .withdrawn: [.verdict, .stopped, .ending, .refusal]
        case .held, .queued, nil: [.wait, .hold]
        }
    }

    /// Everything that stands behind its state, in words.
    func sentences(_ layout: Layout) -> [String] {
        holds.map { layout.sentence($0, of: [.hold]) } + reasons.map { layout.sentence($0, of: vocabularies) }
    }
}

extension TitleView {
    func text(_ layout: Layout) -> String { layout.language == .fr ? fr : en }
}
