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

    /// What somebody who thinks in French types first, without accents, and the command that it is.
    package static let commandsInFrench = [
        "aide": "help", "etat": "status", "statut": "status", "baies": "bays", "baie": "bays", "disque": "media", "disques": "media",
        "supports": "media", "file": "queue", "travaux": "queue", "travail": "job", "tache": "job", "prevoir": "plan",
        "journaux": "journal",
        "expliquer": "explain", "explique": "explain", "scanner": "scan", "scannez": "scan", "numeriser": "scan", "etiquette": "tag",
        "etiqueter": "tag", "listes": "assets", "inventaire": "assets", "demarrer": "start", "lancer": "start", "effacer": "start",
        "arreter": "cancel", "annuler": "cancel", "suspendre": "pause", "reprendre": "resume", "continuer": "resume",
        "priorite": "priority", "regle": "policy", "regles": "policy", "politique": "policy", "certificat": "certificate",
        "certificats": "certificate", "document": "certificate", "documents": "certificate", "verification": "audit", "cles": "key",
        "cle": "key", "installer": "setup", "configurer": "setup", "montrer": "show", "afficher": "show", "voir": "show", "lister": "list",
        "liste": "list", "verifier": "verify", "corriger": "correct", "revoquer": "revoke", "exporter": "export", "importer": "import",
        "imprimer": "render", "controler": "recheck",
    ]
}
