// Words that a person, a card of barcodes or a keyboard says to `wipectl scan`, or may believe to say: none of them is ever a tag.

/// The words of the scan dialogue.
package enum ScanWords {
    /// What a word asks of the dialogue.
    package enum Command: Hashable, Sendable, CaseIterable { case yes, cancel, end }

    /// As they are printed on cards, in English and French.
    package static let commands: [Command: Set<String>] = [
        .yes: ["YES", "OUI"], .cancel: ["CANCEL", "ANNULER"], .end: ["END", "FIN", "QUIT", "QUITTER"],
    ]

    /// What people say and print on cards beside them, in English and French, and the commands of `wipectl`, which somebody types into the dialogue
    /// by mistake. A test holds the commands against the command line itself.
    package static let others: Set<String> = [
        "EXIT", "STOP", "UNDO", "SKIP", "HELP", "NO", "OK", "OKAY", "DONE", "NEXT", "BACK", "REDO", "RETRY",
        "ENTER",
        "CLEAR", "RESET", "DELETE", "READY", "SCAN", "BAY", "CONFIRM", "WAIT", "WIPE",
        "NON", "FINI", "ARRET", "ARRETER", "SORTIR", "SUIVANT", "SUIVANTE", "PRECEDENT", "RETOUR",
        "VALIDER", "EFFACER", "AIDE", "PAUSE", "REPRENDRE", "BAIE", "ETIQUETTE", "PRET", "ATTENDRE", "CONFIRMER",
        "STATUS", "BAYS", "MEDIA", "QUEUE", "JOB", "PLAN", "JOURNAL", "TAG", "ASSETS", "START", "RESUME", "PRIORITY", "POLICY",
        "CERTIFICATE", "AUDIT", "LOG", "KEY", "CAPABILITIES", "EXPLAIN", "SETUP", "COMPLETIONS", "WIPECTL", "SUDO",
    ]

    /// All of them.
    package static let all: Set<String> = commands.values.reduce(others) { $0.union($1) }

    /// What the word asks for, in whichever case it comes; nil where it asks for nothing.
    package static func command(_ word: String) -> Command? {
        let compact = compact(word)
        return Command.allCases.first { commands[$0]?.contains(compact) ?? false }
    }

    /// The word belongs to the dialogue, in whichever case and between whichever signs it comes.
    package static func contain(_ word: String) -> Bool { all.contains(compact(word)) }

    private static func compact(_ word: String) -> String { DriveLabels.compact(AssetTagText.withoutAccents(word)) }
}
