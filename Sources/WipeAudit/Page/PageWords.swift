// What the coded words of a record mean, as a page says them: in both languages beside each other. A word that is not in the table is shown as it is.

import WipeWords

enum PageWords {
    /// What a list says of a word; of an unknown one the word itself.
    static func word(_ word: String?, in list: Vocabulary) -> Bilingual {
        guard let word else { return .unknown }
        guard let sentence = list.wording(word)?.sentence else { return Bilingual(word) }
        return Bilingual(sentence.fr, sentence.en)
    }
}
