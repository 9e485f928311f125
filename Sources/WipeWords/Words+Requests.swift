// What a person is told whose request changes nothing: what it is in general. The daemon says beside it what it is in this case.

extension Words {
    package static let requests = table([
        Line(
            "not-allowed", "{user} may not {what:act}: that takes {who:part}",
            "{user} n’a pas ce droit ({what:act}) ; rôle demandé : {who:part}",
            do: "ask {who:part} of this station", "demandez à quelqu’un qui a ce rôle ({who:part})"),
        Line(
            "not-allowed.group", "{user} may not {what:act}: that takes {who:part}",
            "{user} n’a pas ce droit ({what:act}) ; rôle demandé : {who:part}",
            do: "ask to be put into one of them", "demandez à être ajouté à l’un de ces groupes"),
        Line(
            "confirmation-required", "this drive is held; confirm it with its serial",
            "ce disque est en attente ; confirmez avec son numéro de série",
            do: "add --confirm with its serial", "ajoutez --confirm avec son numéro de série"),
        Line(
            "confirmation-required.tag", "this drive is held; confirm it with its asset tag",
            "ce disque est en attente ; confirmez avec son étiquette",
            do: "add --confirm with its asset tag", "ajoutez --confirm avec son étiquette"),
        Line(
            "confirmation-required.nameless", "this drive has neither a serial that identifies it nor an asset tag",
            "ce disque n’a ni numéro de série qui l’identifie, ni étiquette",
            do: "link its tag first: wipectl tag {node} TAG", "liez d’abord son étiquette : wipectl tag {node} ÉTIQUETTE"),
        Line(
            "confirmation-required.other-serial", "--confirm does not match its serial",
            "--confirm ne correspond pas à son numéro de série",
            do: "read it from the drive itself, beside S/N", "lisez-le sur le disque lui-même, à côté de S/N"),
        Line(
            "confirmation-required.other-tag", "--confirm does not match its asset tag", "--confirm ne correspond pas à son étiquette",
            do: "read it from the drive's label", "lisez-la sur le disque"),
        Line(
            "reason-malformed", "the reason has neither a letter nor a digit in it", "la raison ne contient ni lettre, ni chiffre",
            do: "it is signed and shown to auditors: say in a sentence what was wrong",
            "elle est signée et montrée aux auditeurs : dites en une phrase ce qui n’allait pas"),
        Line("not-found", "there is no such record, drive or link", "il n’y a pas de tel document, disque ou lien"),
        Line(
            "not-found.record", "there is no published record {record}", "il n’y a pas de document publié {record}",
            do: "see wipectl certificate list", "voyez wipectl certificate list"),
        Line(
            "not-found.link", "no asset tag is linked to serial {serial}", "aucune étiquette n’est liée au numéro de série {serial}"),
        Line(
            "identifying", "{node} is still being identified", "{node} est encore en cours d’examen",
            do: "try again in a moment", "réessayez dans un instant"),
        Line(
            "drive-exchanged", "{media} is not the drive any more that it was when you looked: nothing was changed",
            "{media} n’est plus le disque que vous avez regardé : rien n’a été changé", do: "Look again at what is there now.",
            "Regardez de nouveau ce qui s’y trouve."),
        Line(
            "drive-exchanged.bay", "bay {bay} does not hold the drive any more that it held when you looked: nothing was changed",
            "la baie {bay} ne contient plus le disque que vous avez regardé : rien n’a été changé", do: "Begin again with the bay.",
            "Recommencez par la baie."),
        Line("job-not-open", "job {job} is not open", "le travail {job} n’est pas ouvert"),
        Line("job-not-open.sanitized", "job {job} is already closed: wiped", "le travail {job} est déjà terminé : effacé"),
        Line("job-not-open.failed", "job {job} is already closed: failed", "le travail {job} est déjà terminé : échec"),
        Line("job-not-open.abandoned", "job {job} is already closed: given up", "le travail {job} est déjà terminé : abandonné"),
        Line(
            "job-not-open.withdrawn", "job {job} is already closed: it never began",
            "le travail {job} est déjà terminé : il n’a jamais commencé"),
        Line("already-started", "job {job} is {state} already", "le travail {job} a déjà commencé ({state:state})"),
        Line(
            "paused", "job {job} is paused", "le travail {job} est en pause", do: "wipectl resume {job}",
            "pour continuer : wipectl resume {job}"),
        Line(
            "command-cannot-pause", "the drive of job {job} is erasing itself: nothing can stop it, not even pulling it",
            "le disque du travail {job} s’efface lui-même : rien ne peut l’arrêter, même si on le retire",
            do: "Leave it plugged in until it has ended.", "Laissez-le branché jusqu’à la fin."),
        Line(
            "illegal-transition", "a job that is {state} cannot be asked to {verb:act}",
            "un travail dans l’état « {state:state} » ne permet pas « {verb:act} »"),
        Line("refused", "refused", "refusé"),
        Line("refused.halted", "the drive is refused now", "le disque est refusé maintenant"),
        Line(
            "too-late", "the record of this wipe is being written under the tag that it had",
            "le document de cet effacement est en préparation sous l’étiquette qu’il avait"),
        Line(
            "too-late.signed", "this drive has a record under asset tag {tag} (job {job})",
            "ce disque a un document sous l’étiquette {tag} (travail {job})", do: "{how:part}", "{how:part}"),
        Line(
            "too-late.other", "the record of job {job} is being written under asset tag {tag}",
            "le document du travail {job} est en préparation sous l’étiquette {tag}"),
        Line(
            "same-tag", "record {record} has the asset tag {tag} already", "le document {record} porte déjà l’étiquette {tag}"),
        Line(
            "serial-seen", "the drive {serial} has been at this station", "le disque {serial} est déjà passé à ce poste",
            do: "its tag is changed with wipectl tag, when it is plugged in",
            "son étiquette se change avec wipectl tag, quand il est branché"),
        Line(
            "not-found.import", "there is no import {number}", "il n’y a pas d’importation {number}",
            do: "see wipectl assets imports", "voyez wipectl assets imports"),
        Line(
            "already-undone", "import {number} was taken back before", "l’importation {number} a déjà été annulée",
            do: "import the list again where it counts after all", "importez de nouveau la liste si elle vaut quand même"),
        Line(
            "busy", "drives and tags change faster than this list can be compared with them",
            "les disques et les étiquettes changent trop vite pour être comparés à cette liste",
            do: "try again in a moment", "réessayez dans un instant"),
        Line(
            "not-a-record", "record {record} is a {kind} itself", "le document {record} est lui-même un avis ({kind:label+part})",
            do: "correct or revoke the record that it is about, once more", "corrigez ou révoquez encore le document dont il parle"),
        Line(
            "not-a-record.no-job", "record {record} is of no job", "le document {record} ne vient d’aucun travail"),
        Line(
            "already-revoked", "record {record} was revoked by record {notice}",
            "le document {record} a été révoqué par le document {notice}",
            do: "it counts no more; what else is to be said of it goes into a correction",
            "il ne vaut plus ; ce qui reste à en dire va dans une correction"),
        Line(
            "record-number-taken", "another record took the number {record}", "un autre document a pris le numéro {record}",
            do: "try again", "réessayez"),
        Line(
            "records-pending", "a record waits for its signature", "un document attend sa signature",
            do: "try again when it is published", "réessayez quand il sera publié"),
        Line(
            "key-is-a-credential", "the {role} key comes from a credential", "la clé « {role} » vient d’un secret (credential) de systemd",
            do: "exchange the credential, then start once with --accept-new-keys",
            "changez ce secret, puis démarrez une fois avec --accept-new-keys"),
        Line(
            "clock-before-key", "the clock says {now}, and the {role} key is valid from {begin} on",
            "l’horloge dit {now}, et la clé « {role} » ne vaut qu’à partir de {begin}",
            do: "set the clock right, or see wipectl key begin --help", "mettez l’horloge à l’heure, ou voyez wipectl key begin --help"),
        Line(
            "key-begin-later", "the {role} key is valid from {begin} on; that can only be put earlier",
            "la clé « {role} » vaut à partir de {begin} ; cette date ne peut qu’être avancée",
            do: "what it has signed by then would count no more",
            "choisissez une date antérieure : sinon, ce qu’elle a signé jusque-là ne vaudrait plus"),
        Line("store-failed", "{error}", "la base de données du poste est inutilisable : {error}"),
    ])

    package static let tagConflicts = table([
        Line(
            "tag-in-use", "another drive has this tag", "un autre disque a déjà cette étiquette",
            do: "Look at both drives; a lead settles it.", "Regardez les deux disques ; une personne responsable tranche."),
        settled(
            "tag-in-use.held", "asset tag {tag} belongs to another drive already: {holder:part}{spelling?part}{more?part}",
            "l’étiquette {tag} est déjà celle d’un autre disque : {holder:part}{spelling?part}{more?part}"),
        Line(
            "tag-conflict", "this drive has another tag", "ce disque a déjà une autre étiquette",
            do: "Look at the label again; a lead settles it.", "Regardez l’étiquette encore une fois ; une personne responsable tranche."),
        settled(
            "tag-conflict.list", "the intake list gives this drive the asset tag {old}, not {tag}{more?part}",
            "la liste de réception donne à ce disque l’étiquette {old}, pas {tag}{more?part}"),
        settled(
            "tag-conflict.drive", "this drive has the asset tag {old}, not {tag}{more?part}",
            "ce disque a l’étiquette {old}, pas {tag}{more?part}"),
        Line(
            "tag-conflict.row", "this serial has the asset tag {old} already, not {tag}",
            "ce numéro de série a déjà l’étiquette {old}, pas {tag}"),
        Line(
            "tag-certified", "a record exists under this tag, of another drive",
            "un document existe sous cette étiquette, pour un autre disque", do: "Call the lead.", "Appelez la personne responsable."),
        settled(
            "tag-certified.record", "record {record} exists under asset tag {tag}{spelling?part}{whose?part}{more?part}",
            "le document {record} existe sous l’étiquette {tag}{spelling?part}{whose?part}{more?part}"),
        Line(
            "tag-certified.row", "a record exists under asset tag {tag}{spelling?part} already",
            "un document existe déjà sous l’étiquette {tag}{spelling?part}"),
        Line(
            "tag-certified.row-own", "this serial has a record under asset tag {tag}{spelling?part}",
            "ce numéro de série a un document sous l’étiquette {tag}{spelling?part}"),
        Line("serial-never-seen", "no drive has ever shown this serial", "aucun disque n’a jamais montré ce numéro de série"),
        Line(
            "not-a-tag.meaning", "{text} is {meaning:part}, not an asset tag", "{text} n’est pas une étiquette ({meaning:part})",
            do: "scan the label that your workshop has put on the drive", "scannez l’étiquette que votre atelier a mise sur le disque"),
        Line(
            "not-a-tag.serial", "{text} is the serial of a drive that this station knows, not an asset tag",
            "{text} est le numéro de série d’un disque que ce poste connaît, pas une étiquette",
            do:
                "scan the label that your workshop has put on the drive; where a list has tags and serials exchanged, wipectl assets undo takes it back",
            "scannez l’étiquette que votre atelier a mise sur le disque ; si une liste a inversé étiquettes et séries, wipectl assets undo l’annule"
        ),
        exchanged(
            "exchanged", "the books have it the other way round, {text} as the serial and {serial} as its asset tag",
            "ce poste a déjà l’inverse : {text} comme numéro de série et {serial} comme étiquette"),
        exchanged(
            "row-tag", "the serial {serial} is an asset tag in the books, of {holder:part}",
            "le numéro de série {serial} est une étiquette que ce poste connaît, celle de {holder:part}"),
        Line(
            "not-a-tag", "this is a barcode of a drive, a bay or a word of the scan dialogue",
            "ceci est le code-barres d’un disque, d’une baie ou un mot du dialogue", do: "Scan the label of your workshop.",
            "Scannez l’étiquette de l’atelier."),
        Line("weak-serial", "this serial cannot be one drive's own", "ce numéro de série ne peut pas être propre à un seul disque"),
        Line(
            "weak-serial.row", "the serial {serial} identifies no drive: {weak:weakness}; tag that drive at its bay",
            "le numéro de série {serial} n’identifie aucun disque ({weak:weakness}) ; liez l’étiquette de ce disque à sa baie"),
    ])

    /// Two lists, of which one has its columns exchanged.
    private static func exchanged(_ variant: String, _ en: String, _ fr: String) -> Line {
        Line(
            "not-a-tag." + variant, en + ": one of the two lists has tags and serials exchanged",
            fr + " ; l’une des deux listes a inversé étiquettes et numéros de série",
            do: "look at a label; where the earlier list is the wrong one, wipectl assets undo takes it back",
            "regardez une étiquette ; si c’est l’ancienne liste qui a tort, wipectl assets undo l’annule")
    }

    /// A conflict that somebody settles by naming what it is with.
    private static func settled(_ code: String, _ en: String, _ fr: String) -> Line {
        Line(
            code, en, fr, do: "check the labels; {who:part} settles it with --settle {word}{also?part}",
            "vérifiez les étiquettes ; {who:part} tranche avec --settle {word}{also?part}")
    }

    /// Why a link stays though its import is taken back.
    package static let undo = table([
        Line("changed-since", "its link was changed since", "son lien a été changé depuis"),
        Line("tag-certified", "a record was signed under this tag", "un document a été signé sous cette étiquette"),
        Line("wipe-begun", "a wipe that has begun goes by this tag", "un effacement commencé porte cette étiquette"),
        Line(
            "tag-in-use", "the tag that it had before is another drive's by now",
            "l’étiquette qu’il avait avant est maintenant celle d’un autre disque"),
    ])
}
