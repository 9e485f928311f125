// A piece of a sentence that is made elsewhere than the sentence: what a text is instead of a tag, who holds it.

package import WipeWords

/// A code of a list of words, and what fills the places of its words. It becomes a parameter of the sentence that it stands in.
package struct SentencePart: Hashable, Sendable {
    package let code: String
    package let parameters: [String: String]
    package init(_ code: String, _ parameters: [String: String] = [:]) {
        self.code = code
        self.parameters = parameters
    }

    /// Its code under `name`, and what fills its own places beside it.
    package func filling(_ name: String) -> [String: String] { parameters.merging([name: code]) { $1 } }

    /// Of a text that is nothing but that, or of a part, in English.
    package func text(of list: Vocabulary) -> String { list.text(code, parameters, in: .en) }
}
