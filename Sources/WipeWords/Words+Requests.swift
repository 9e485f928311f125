// What a person is told whose request changes nothing: what it is in general. The daemon says beside it what it is in this case.

extension Words {
    package static let requests = table([
        Line(
            "not-allowed", "this needs a role that you do not have", "cela demande un rôle que vous n’avez pas",
            do: "Ask a lead.", "Demandez à une personne responsable."),
        Line(
            "confirmation-required", "this drive asks for a confirmation", "ce disque demande une confirmation",
            do: "Give the word that the message names with --confirm.", "Donnez le mot demandé avec --confirm."),
        Line(
            "reason-malformed", "a reason that is signed needs words", "une raison signée doit contenir des mots",
            do: "Say why, with at least one letter or digit.", "Dites pourquoi, avec au moins une lettre ou un chiffre."),
        Line("not-found", "there is no such record, drive or link", "il n’y a pas de tel document, disque ou lien"),
        Line(
            "identifying", "the drive is still being looked at", "le disque est encore examiné", do: "Try again in a moment.",
            "Réessayez dans un instant."),
        Line("job-not-open", "no open job has this number", "aucun travail ouvert n’a ce numéro"),
        Line("already-started", "the job runs already, or is about to", "le travail tourne déjà, ou va commencer"),
        Line(
            "paused", "the job was paused by a person", "une personne a mis le travail en pause", do: "Let it go on: wipectl resume.",
            "Faites-le continuer : wipectl resume."),
        Line("illegal-transition", "a job in this state cannot be asked for that", "un travail dans cet état ne permet pas cela"),
        Line("refused", "the drive is refused", "le disque est refusé"),
        Line(
            "too-late", "the record is being written, or is written, under the tag that the drive had",
            "le document est en préparation, ou écrit, sous l’étiquette que le disque avait",
            do: "A lead corrects the record: wipectl certificate correct.",
            "Une personne responsable corrige : wipectl certificate correct."),
        Line("same-tag", "the record goes by this tag already", "le document porte déjà cette étiquette"),
        Line(
            "serial-seen", "only the link of a serial that never came is dropped", "seul le lien d’un numéro jamais vu peut être supprimé"),
        Line(
            "busy", "drives and tags change too fast just now", "disques et étiquettes changent trop vite en ce moment", do: "Try again.",
            "Réessayez."),
        Line(
            "not-a-record", "only certificates and failure records are corrected and revoked",
            "seuls les certificats et les constats d’échec se corrigent et se révoquent"),
        Line("already-revoked", "a record is revoked once", "un document n’est révoqué qu’une fois"),
        Line(
            "record-number-taken", "a job began while the notice was being signed", "un travail a commencé pendant la signature",
            do: "Try again.", "Réessayez."),
        Line(
            "records-pending", "a key is exchanged when no record waits for its signature",
            "une clé se change quand aucun document n’attend sa signature", do: "Wait until the records are on file.",
            "Attendez que les documents soient enregistrés."),
        Line("key-is-a-credential", "the key comes from systemd, and is exchanged there", "la clé vient de systemd, et s’y change"),
        Line(
            "clock-before-key", "the clock is before the beginning of the key", "l’horloge est avant le début de la clé",
            do: "Set the clock right.", "Mettez l’horloge à l’heure."),
        Line("key-begin-later", "the beginning of a key can only be put earlier", "le début d’une clé ne peut qu’être avancé"),
        Line(
            "store-failed", "the station's database cannot be used", "la base de données du poste est inutilisable", do: "Call the lead.",
            "Appelez la personne responsable."),
    ])

    package static let tagConflicts = table([
        Line(
            "tag-in-use", "another serial has this tag", "un autre numéro de série porte cette étiquette",
            do: "Look at both drives; a lead settles it.", "Regardez les deux disques ; une personne responsable tranche."),
        Line(
            "tag-conflict", "this serial has another tag", "ce numéro de série porte une autre étiquette",
            do: "Look at the label again; a lead settles it.", "Regardez l’étiquette encore une fois ; une personne responsable tranche."),
        Line(
            "tag-certified", "a record exists under this tag, of another drive",
            "un document existe sous cette étiquette, pour un autre disque", do: "Call the lead.", "Appelez la personne responsable."),
        Line("serial-never-seen", "no drive has ever shown this serial", "aucun disque n’a jamais montré ce numéro de série"),
        Line(
            "not-a-tag", "this is a barcode of a drive, a bay or a word of the scan dialogue",
            "ceci est le code-barres d’un disque, d’une baie ou un mot du dialogue", do: "Scan the label of the drive.",
            "Scannez l’étiquette du disque."),
        Line("weak-serial", "this serial cannot be one drive's own", "ce numéro de série ne peut pas être propre à un seul disque"),
    ])

    package static let problems = table([
        Line("not-found", "there is no such thing on this station", "cela n’existe pas sur ce poste"),
        Line(
            "ambiguous", "more than one thing goes by this word", "plusieurs choses répondent à ce mot", do: "Name it more exactly.",
            "Nommez-le plus précisément."),
        Line(
            "partition", "this is a partition; only whole drives are wiped",
            "ceci est une partition ; seuls les disques entiers sont effacés", do: "Name the drive.", "Nommez le disque."),
        Line(
            "not-allowed", "this needs a role that you do not have", "cela demande un rôle que vous n’avez pas", do: "Ask a lead.",
            "Demandez à une personne responsable."),
        Line("bad-request", "the request is not understood", "la demande n’est pas comprise"),
        Line(
            "tag-malformed", "this is not a tag of this station", "ceci n’est pas une étiquette de ce poste", do: "Scan the label again.",
            "Scannez l’étiquette encore une fois."),
        Line(
            "reason-malformed", "a reason that is signed needs words", "une raison signée doit contenir des mots",
            do: "Say why, with at least one letter or digit.", "Dites pourquoi, avec au moins une lettre ou un chiffre."),
        Line("intake-unreadable", "the intake list cannot be read", "la liste d’arrivée est illisible"),
        Line("row-malformed", "a row of the intake list is not understood", "une ligne de la liste d’arrivée n’est pas comprise"),
        Line(
            "identifying", "the drive is still being looked at", "le disque est encore examiné", do: "Try again in a moment.",
            "Réessayez dans un instant."),
        Line("not-asked", "the drive's firmware was not asked", "le micrologiciel du disque n’a pas été interrogé"),
        Line("busy", "the station is busy", "le poste est occupé", do: "Try again.", "Réessayez."),
        Line(
            "store-failed", "the station's database cannot be used", "la base de données du poste est inutilisable", do: "Call the lead.",
            "Appelez la personne responsable."),
        Line(
            "internal-error", "the daemon has met an error of its own", "le service a rencontré une erreur interne",
            do: "Look into its log: journalctl -u wiped.", "Consultez son journal : journalctl -u wiped."),
    ])
}
