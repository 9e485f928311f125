// What the help of wipectl says of its commands: one text for each, with command lines to take over. No I/O.

/// What is said of one command.
package struct CommandWords: Hashable, Sendable {
    /// A command line that works as it stands there, and what it does.
    package struct Example: Hashable, Sendable {
        package let line: String
        package let says: Sentence
        init(_ line: String, _ en: String, _ fr: String) {
            self.line = line
            says = Sentence(en: en, fr: fr)
        }
    }

    /// The words that name it, without the program's own: `certificate verify`. The program itself has none.
    package let path: String
    /// In one or two sentences.
    package let abstract: Sentence
    /// What else there is to know; nil where that is all. Paragraphs have an empty line between them.
    package let discussion: Sentence?
    package let examples: [Example]

    init(_ path: String, _ en: String, _ fr: String, examples: [Example] = []) {
        self.path = path
        abstract = Sentence(en: en, fr: fr)
        discussion = nil
        self.examples = examples
    }

    init(_ path: String, _ en: String, _ fr: String, more moreEn: String, _ moreFr: String, examples: [Example] = []) {
        self.path = path
        abstract = Sentence(en: en, fr: fr)
        discussion = Sentence(en: moreEn, fr: moreFr)
        self.examples = examples
    }
}

extension Words {
    /// Every command by its path. One that stands there twice is a mistake of whoever wrote it, and the tests read the table: it traps.
    package static let commands: [String: CommandWords] = Dictionary(
        uniqueKeysWithValues: (programCommands + seeingCommands + actingCommands + listCommands + recordCommands + evidenceCommands
            + installingCommands).map { ($0.path, $0) })
}
