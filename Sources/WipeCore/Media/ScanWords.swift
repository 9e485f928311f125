// Words that a person, a card of barcodes or a keyboard says to `wipectl tag --scan`, or may believe to say: none of them is ever a tag.

/// The words of the scan dialogue.
package enum ScanWords {
    /// End the dialogue.
    package static let end: Set<String> = ["QUIT"]

    /// What people say and print on cards beside them, in English and French, and the commands of `wipectl`, which somebody types into the dialogue
    /// by mistake. A test holds the commands against the command line itself.
    package static let others: Set<String> = [
        "EXIT", "END", "STOP", "CANCEL", "UNDO", "SKIP", "HELP", "YES", "NO", "OK", "OKAY", "DONE", "NEXT", "BACK", "REDO", "RETRY",
        "ENTER",
        "CLEAR", "RESET", "DELETE", "READY", "SCAN", "BAY", "CONFIRM", "WAIT", "WIPE",
        "OUI", "NON", "FIN", "FINI", "ANNULER", "ARRET", "ARRETER", "QUITTER", "SORTIR", "SUIVANT", "SUIVANTE", "PRECEDENT", "RETOUR",
        "VALIDER", "EFFACER", "AIDE", "PAUSE", "REPRENDRE", "BAIE", "ETIQUETTE", "PRET", "ATTENDRE", "CONFIRMER",
        "STATUS", "BAYS", "MEDIA", "QUEUE", "JOB", "PLAN", "JOURNAL", "TAG", "ASSETS", "START", "RESUME", "PRIORITY", "POLICY",
        "CERTIFICATE", "AUDIT", "LOG", "KEY", "CAPABILITIES", "EXPLAIN", "SETUP", "WIPECTL", "SUDO",
    ]

    /// The word ends the dialogue, in whichever case it comes.
    package static func areEnd(_ word: String) -> Bool { end.contains(DriveLabels.compact(word)) }

    /// The word belongs to the dialogue, in whichever case and between whichever signs it comes.
    package static func contain(_ word: String) -> Bool {
        let compact = DriveLabels.compact(AssetTagText.withoutAccents(word))
        return end.contains(compact) || others.contains(compact)
    }
}
