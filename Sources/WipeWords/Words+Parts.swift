// What stands in the places of other sentences: who, what was asked for, what a text is instead of a tag. A parameter of a sentence is a code of these lists;
// their own places take the same parameters.

extension Words {
    /// What was asked for, after "may not".
    package static let acts = table([
        Line("tag", "tag", "lier une étiquette"),
        Line("intake", "intake", "importer une liste de réception"),
        Line("undo", "undo", "annuler une importation"),
        Line("drop", "drop", "rayer un numéro de série de la liste"),
        Line("start", "start", "lancer un effacement"),
        Line("cancel", "cancel", "annuler"),
        Line("pause", "pause", "mettre en pause"),
        Line("resume", "resume", "reprendre"),
        Line("priority", "priority", "changer la priorité"),
        Line("cancel-of", "cancel a job of {owner}", "annuler un travail de {owner}"),
        Line("ask-for", "ask for {route}", "demander {route}"),
        Line("lift", "lift {holds}", "lever {holds}"),
        Line("settle", "settle {conflict}", "trancher {conflict}"),
        Line("overrule-links", "let the list overrule {links} links", "donner raison à la liste contre {links} étiquettes déjà liées"),
        Line("drop-serial", "drop a serial of the intake list", "rayer un numéro de série de la liste de réception"),
        Line("undo-import", "take back import {number} of {owner}", "annuler l’importation {number} de {owner}"),
        Line("state-notice", "correct or revoke a record", "corriger ou révoquer un document"),
        Line("exchange-key", "exchange a key", "changer une clé"),
        Line("begin-key", "say from when on a key is valid", "dire à partir de quand une clé vaut"),
    ])

    package static let parts = table(whoParts + requestParts + meaningParts + tagParts + spellingLines)

    /// Who may do something.
    private static let whoParts = [
        Line("who-viewer", "a person in one of the station's groups", "une personne de l’un des groupes"),
        Line("who-technician", "a technician", "un technicien ou une technicienne"),
        Line("who-lead", "a lead", "une personne responsable"),
    ]

    /// What is wrong with a member of a request, and why a drive has no answers.
    private static let requestParts = [
        Line("is-missing", "is missing", "manque"),
        Line("is-null", "is null", "est vide (null)"),
        Line("is-unreadable", "cannot be read", "est illisible"),
        Line("is-no-text", "is not a String", "n’est pas un texte"),
        Line("is-no-number", "is not an Int", "n’est pas un nombre entier"),
        Line("is-of-another-kind", "is not a value of the right kind", "est d’un autre genre"),
        Line("simulated-drive", "a simulated drive has no firmware", "un disque simulé n’a pas de micrologiciel"),
        Line("not-kept", "they are not kept any more", "elles ne sont plus conservées"),
    ]

    /// What a text is instead of an asset tag.
    private static let meaningParts = [
        Line("bay", "the bay {bay}", "la baie {bay}"),
        Line("scan-word", "a word of the scan dialogue", "un mot du dialogue de scan"),
        Line(
            "like-psid", "32 letters and digits, like the PSID on the label of a self-encrypting drive",
            "32 lettres et chiffres, comme le PSID inscrit sur un disque chiffrant"),
        Line("key-rotation", "key rotation", "changement de clé"),
        Line("psid", "the PSID of a drive", "le PSID d’un disque"),
        Line("wwn", "a World Wide Name", "un numéro WWN"),
        Line("row-serial", "the serial of this row", "le numéro de série de cette ligne"),
        Line("other-row-serial", "the serial of another row", "le numéro de série d’une autre ligne"),
        Line(
            "known-serial", "the serial of a drive that this station knows", "le numéro de série d’un disque que ce poste connaît"),
        Line("label", "the {what:part} of the drive {where:part}{extra?part}", "{what:part} du disque {where:part}{extra?part}"),
        Line("label-serial", "serial", "le numéro de série"),
        Line("label-wwn", "World Wide Name", "le numéro WWN"),
        Line("label-model", "model", "le modèle"),
        Line("label-model-and-serial", "model and serial", "le modèle et le numéro de série"),
        Line("label-maker", "maker", "le fabricant"),
        Line("label-part-number", "part number", "le numéro de pièce"),
        Line("label-firmware", "firmware", "le micrologiciel"),
        Line("label-serial-short", "serial less one character", "le numéro de série moins un caractère"),
        Line("label-wwn-short", "World Wide Name less one character", "le numéro WWN moins un caractère"),
        Line("one-more", ", and one character", ", plus un caractère"),
        Line("in-bay", "in bay {bay}", "de la baie {bay}"),
        Line("at-node", "at {node}", "en {node}"),
        Line("of-job", "of job {job}", "du travail {job}"),
    ]

    /// Around a tag that contradicts something.
    private static let tagParts = [
        Line("as-spelled", " (as {spelled}, which reads the same)", " (écrite {spelled}, ce qui se lit pareil)"),
        Line("of-serial", ", of serial {serial}", ", pour le numéro de série {serial}"),
        Line("and-more", " (and {count} more)", " (et {count} de plus)"),
        Line("holder-bay", "the drive in bay {bay} ({why:weakness})", "le disque de la baie {bay} ({why:weakness})"),
        Line("holder-node", "the drive at {node} ({why:weakness})", "le disque en {node} ({why:weakness})"),
        Line(
            "correct-record",
            "a record with a wrong tag is put right by wipectl certificate correct ID --asset-tag {newTag} --reason TEXT; {list} has its ID",
            "un document qui porte une mauvaise étiquette se corrige avec wipectl certificate correct NUMÉRO --asset-tag {newTag} --reason "
                + "TEXTE ; {list} donne son numéro"),
        Line("also-correct", "; {how:part}", " ; {how:part}"),
    ]

    /// Why a serial does not stand for one drive. Each is its own code, in English, as the rules of serials say it.
    package static let weaknesses = table([
        Line("missing", "the drive gives no serial number", "le disque ne donne aucun numéro de série"),
        Line("not-credible", "its serial cannot be believed: {weak:weakness}", "son numéro de série n’est pas crédible : {weak:weakness}"),
        Line(
            "not-its-own", "its serial is that of the USB bridge, dock, reader or stick (source: {source}), not the medium's own",
            "son numéro de série est celui de l’adaptateur USB, du lecteur ou de la clé (source : {source}), pas celui du disque"),
        Line(
            "seen-elsewhere", "its serial was seen on other things too, and identifies none of them",
            "son numéro de série a été vu sur autre chose aussi, et n’identifie rien"),
        Line(
            "shown-twice", "its serial {serial} is shown by another drive too", "un autre disque montre aussi son numéro de série {serial}"),
        Line(
            "identifies-nothing", "its serial {serial} does not identify it", "son numéro de série {serial} ne l’identifie pas"),
        weak("it is on the station's list of weak serials", "il est sur la liste des numéros faibles du poste"),
        weak("it is made of the model's name", "il est fait du nom du modèle"),
        weak("shorter than 4 letters or digits", "moins de 4 lettres ou chiffres"),
        weak("one character repeated", "un seul caractère répété"),
        weak("a placeholder, not a serial", "un texte de remplissage, pas un numéro de série"),
        weak("words, not a serial", "des mots, pas un numéro de série"),
        weak("the name of a bridge or controller chip", "le nom d’une puce d’adaptateur ou de contrôleur"),
        weak("a counting sequence", "une suite de chiffres qui se suivent"),
        weak("one block repeated", "un même bloc répété"),
        weak(
            "a small number behind zeros, or one character repeated", "un petit nombre derrière des zéros, ou un caractère répété"),
        weak("a date, not a serial", "une date, pas un numéro de série"),
        weak(
            "it is made of the port or path that it is plugged into", "il est fait du port ou du chemin où le disque est branché"),
        weak(
            "the constant of a USB bridge, a reader or a virtual machine",
            "la constante d’un adaptateur USB, d’un lecteur ou d’une machine virtuelle"),
        weak("the name of a device, not a serial", "le nom d’un appareil, pas un numéro de série"),
    ])

    private static func weak(_ en: String, _ fr: String) -> Line { Line(en, en, fr) }
}
