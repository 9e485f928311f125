// The help of each argument, option and flag of wipectl, and what their values are called. Those of the same meaning share a line.

extension Words {
    package static let arguments = table(everywhere + drives + lists + records + keys)

    /// What stands in the place of a value: `--socket <path>`.
    package static let valueNames = table([
        Line("path", "path", "chemin"), Line("language", "language", "langue"), Line("media", "media", "disque"),
        Line("job", "job", "travail"), Line("id", "id", "id"), Line("serial", "serial", "série"), Line("tag", "tag", "étiquette"),
        Line("word", "word", "mot"), Line("code", "code", "code"), Line("state", "state", "état"), Line("number", "number", "nombre"),
        Line("record", "record", "document"), Line("time", "time", "date"), Line("person", "person", "personne"),
        Line("outcome", "outcome", "résultat"), Line("file", "file", "fichier"), Line("folder", "dir", "dossier"),
        Line("keys", "keys", "clés"), Line("csv", "csv", "csv"), Line("node", "devnode", "nœud"), Line("what", "what", "exigence"),
        Line("text", "text", "texte"), Line("origin", "person|intake", "person|intake"), Line("column", "key=name", "mot=nom"),
        Line("role", "role", "rôle"), Line("priority", "n", "n"), Line("shell", "shell", "shell"),
    ])

    private static let everywhere = [
        Line("socket", "The daemon's socket (or WIPED_SOCKET).", "Le socket du service (ou WIPED_SOCKET)."),
        Line(
            "lang", "The language, en or fr (or LC_ALL, LC_MESSAGES, LANG).", "La langue, en ou fr (ou LC_ALL, LC_MESSAGES, LANG)."),
        Line(
            "json", "One JSON document on standard output, errors too.",
            "Un document JSON sur la sortie standard, erreurs comprises."),
        Line("no-color", "No colours (or NO_COLOR).", "Sans couleurs (ou NO_COLOR)."),
        Line("version", "Show the version.", "Montre la version."),
        Line("help", "Show help information.", "Montre cette aide."),
        Line("limit", "At most so many.", "Ce nombre au plus."),
        Line("limit-newest", "The newest N entries only.", "Seulement les N entrées les plus récentes."),
        Line("limit-records", "At most so many, the newest first.", "Ce nombre au plus, le plus récent d’abord."),
        Line(
            "code", "A code, as other commands and the journal show it.", "Un code, comme le montrent les autres commandes et le journal."),
        Line("shell", "bash, zsh or fish.", "bash, zsh ou fish : le shell qui complète."),
        Line("config", "The station file.", "Le fichier du poste."),
        Line("udev-list", "The list of bays for udev.", "La liste des baies pour udev."),
    ]

    private static let drives = [
        Line(
            "media", "Bay, serial, asset tag, record number or device node; bay:X, serial:X, tag:X, record:X, node:X where they collide.",
            "Baie, numéro de série, étiquette, numéro de document ou nœud ; bay:X, serial:X, tag:X, record:X, node:X en cas de doute."),
        Line(
            "job", "Bay, serial, asset tag, record number or node of its drive, or its own short id, as `wipectl queue` shows it.",
            "Baie, numéro de série, étiquette, numéro de document ou nœud du disque, ou identifiant court, comme le montre `wipectl queue`."
        ),
        Line(
            "job-watched", "As for `wipectl job show`; all open jobs where it is left out.",
            "Comme pour `wipectl job show` ; sinon, tous les travaux ouverts."),
        Line("watch", "Show it again every second, until Ctrl-C.", "Le montre chaque seconde, jusqu’à Ctrl-C."),
        Line(
            "bell", "With --watch at a terminal: ring its bell when a drive is done, fails, or waits for a person.",
            "Avec --watch, au terminal : sonne quand un disque est fini, échoue, ou attend quelqu’un."),
        Line(
            "models", "One line per model and technique instead of one per drive.",
            "Une ligne par modèle et par technique, au lieu d’une par disque."),
        Line(
            "pages", "Write the raw answers of the drive into this folder; it is made where it is missing, and else must be empty.",
            "Écrit les réponses brutes du disque dans ce dossier ; il est créé s’il manque, et doit sinon être vide."),
        Line("all", "The closed jobs too, newest first.", "Les travaux finis aussi, le plus récent d’abord."),
        Line("state", "Only jobs in this state: {words}.", "Seulement les travaux dans cet état : {words}."),
        Line(
            "policy", "The policy's id; the station's choice where it is left out.",
            "L’identifiant du protocole ; sinon, le poste choisit."),
        Line("policy-shown", "The policy's id.", "L’identifiant du protocole."),
        Line(
            "confirm", "The media's serial; its asset tag where its serial does not identify it.",
            "Le numéro de série du disque ; son étiquette si la série ne l’identifie pas."),
        Line("priority", "The priority, a whole number.", "La priorité, un nombre entier."),
        Line(
            "journal-job", "Only entries about this job, as for `wipectl job show`.",
            "Seulement les entrées sur ce travail, nommé comme pour `wipectl job show`."),
        Line("journal-serial", "Only entries about this serial.", "Seulement les entrées sur ce numéro de série."),
        Line(
            "user", "Only what this person asked for, by user name or by the login behind root.",
            "Seulement les gestes de cette personne, par son compte ou par le compte derrière root."),
        Line(
            "journal-since", "Only entries since: 2026-11-22 or 2026-11-22T14:00:00Z, in UTC.",
            "Seulement les entrées depuis : 2026-11-22 ou 2026-11-22T14:00:00Z, en UTC."),
    ]

    private static let lists = [
        Line("tag", "The asset tag, as its label says.", "L’étiquette, comme elle est écrite."),
        Line("donor-tag", "The donor's own tag.", "L’étiquette du donateur."),
        Line(
            "settle", "What the tag is in conflict with, as the refusal named it.",
            "Ce avec quoi l’étiquette est en conflit, comme le refus le nomme."),
        Line("list", "The CSV file.", "Le fichier CSV."),
        Line(
            "settle-list", "The list is right where it contradicts a link.", "La liste a raison là où elle contredit un lien."),
        Line(
            "dry-run", "Says what would become of each line, and takes nothing.",
            "Dit ce que deviendrait chaque ligne, et ne prend rien."),
        Line(
            "column",
            "What a column is called in the first line of this list, 'serial=Drive Serial' or 'assetTag=Asset Tag'; may be given more than once.",
            "Le nom d’une colonne dans la première ligne de la liste, « serial=Drive Serial » ou « assetTag=Asset Tag » ; peut se répéter."),
        Line("import", "Only what this import has set.", "Seulement ce que cette importation a fixé."),
        Line(
            "import-number", "The number of the import, as `wipectl assets imports` shows it.",
            "Le numéro de l’importation, comme le montre `wipectl assets imports`."),
        Line("before-import", "Those before this one: the next page.", "Celles d’avant celle-ci : la page suivante."),
        Line("missing", "Only serials of intake lists that never came.", "Seulement les numéros de série annoncés et jamais arrivés."),
        Line("serial", "Only this serial.", "Seulement ce numéro de série."),
        Line("asset-tag", "Only this asset tag, in whichever spelling.", "Seulement cette étiquette, peu importe comment elle est écrite."),
        Line("donor", "Only drives of donors with this in their name.", "Seulement les disques d’un donateur dont le nom contient ceci."),
        Line(
            "from", "Only links from a person, or from an intake list.",
            "Seulement les liens venus d’une personne, ou d’une liste de réception."),
        Line("after", "Those behind this serial: the next page.", "Ceux d’après ce numéro de série : la page suivante."),
        Line(
            "missing-serial", "The serial, as `wipectl assets list --missing` shows it.",
            "Le numéro de série, comme le montre `wipectl assets list --missing`."),
        Line("drop-reason", "Why it never came, for the journal.", "Pourquoi il n’est jamais arrivé, pour le journal."),
    ]

    private static let records = [
        Line("policy-files", "Policy files.", "Des fichiers de protocole."),
        Line("record-serial", "Only records about this serial.", "Seulement les documents sur ce numéro de série."),
        Line("record-tag", "Only records with this asset tag.", "Seulement les documents avec cette étiquette."),
        Line(
            "record-since", "Only records issued since: 2026-11-22 or 2026-11-22T14:00:00Z, in UTC.",
            "Seulement les documents émis depuis : 2026-11-22 ou 2026-11-22T14:00:00Z, en UTC."),
        Line("outcome", "Only records with this outcome: {words}.", "Seulement les documents avec ce résultat : {words}."),
        Line("before-record", "Those before this record: the next page.", "Ceux d’avant ce document : la page suivante."),
        Line(
            "record-id", "The record's number, as the board shows it (3, record:3), or its urn:uuid:…",
            "Le numéro du document, comme au tableau (3, document:3), ou son urn:uuid:…"),
        Line("noticed-record", "The record: its id or its number.", "Le document : son identifiant ou son numéro."),
        Line("record", "The record: a file, or its number at this station (3).", "Le document : un fichier, ou son numéro à ce poste (3)."),
        Line(
            "notice-reason", "Why, in one to some sentences. It is signed and shown to auditors.",
            "Pourquoi, en une ou quelques phrases. C’est signé et montré aux auditeurs."),
        Line("new-tag", "The tag that the record should have had.", "L’étiquette que le document aurait dû avoir."),
        Line("export-folder", "The folder; it is made where it is missing.", "Le dossier ; il est créé s’il manque."),
        Line(
            "record-files", "Record files, folders of them, or numbers of records of this station (3).",
            "Des fichiers de documents, des dossiers qui en contiennent, ou des numéros de documents de ce poste (3)."),
        Line("allow-simulation", "Let records of simulations be valid.", "Accepte les documents de simulations comme valides."),
        Line(
            "require", "sanitized: exit code 1 unless every record is a valid certificate of a real drive that nobody has taken back.",
            "sanitized : code de sortie 1 sauf si chaque document est un certificat valide d’un vrai disque, que personne n’a révoqué."),
        Line(
            "certificate", "The certificate: a file, or its number at this station (3).",
            "Le certificat : un fichier, ou son numéro à ce poste (3)."),
        Line("drive-node", "The drive, /dev/sdb say.", "Le disque, par exemple /dev/sdb."),
        Line(
            "whole", "Read the whole drive also where the certificate rests on samples.",
            "Lit le disque entier, même si le certificat repose sur des échantillons."),
        Line("html", "As HTML, the one form that there is.", "En HTML, la seule forme qui existe."),
        Line(
            "page-file", "Where the page is written; standard output without it.",
            "Où écrire la page ; sinon, la sortie standard."),
    ]

    private static let keys = [
        Line(
            "trust", "Keys that you trust, as `wipectl key show --trust` writes them.",
            "Les clés connues, comme `wipectl key show --trust` les écrit."),
        Line(
            "trust-recheck", "Keys that you trust; without them the key is not checked.",
            "Les clés connues ; sinon, la clé n’est pas vérifiée."),
        Line(
            "trust-render", "Keys that you trust; without them the page says that the key was not checked.",
            "Les clés connues ; sinon, la page dit que la clé n’est pas vérifiée."),
        Line(
            "log-policy", "Logs that you trust, a line `log VKEY` each; every record must then be in one of them, and nothing may be open.",
            "Les journaux publics connus, une ligne `log VKEY` chacun ; chaque document doit être dans l’un d’eux, et rien ne peut rester en suspens."
        ),
        Line(
            "log-policy-audit", "Logs that you trust, a line `log VKEY` each, in the place of the log keys of the keys file.",
            "Les journaux publics connus, une ligne `log VKEY` chacun, au lieu des clés de journal du fichier de clés."),
        Line("archive", "The archive.", "L’archive : un dossier."),
        Line(
            "intake", "Intake list: every serial in it must have a valid record of a real drive, with the tag of the list.",
            "Liste de réception : chaque numéro de série doit avoir un document valide d’un vrai disque, avec l’étiquette de la liste."),
        Line(
            "checkpoint",
            "A head of the log that you kept; FILE@2026-11-22 with the day (UTC) or FILE@2026-11-22T14:00:00Z with the second in which you "
                + "did: what stands behind it may not be dated before. May be given more than once.",
            "Une tête de journal gardée ; FICHIER@2026-11-22 avec le jour (UTC) ou FICHIER@2026-11-22T14:00:00Z avec la seconde où elle a "
                + "été gardée : ce qui vient après ne peut être daté d’avant. Peut se répéter."),
        Line("trust-keys-file", "A keys file, one key a line.", "Un fichier de clés, une clé par ligne."),
        Line(
            "checkpoint-alone", "Only the checkpoint, as it lies in the log's folder.",
            "Seulement la tête, comme dans le dossier du journal."),
        Line("role", "station, simulation or log.", "La clé : station, simulation ou log."),
        Line("key-reason", "Why; it is signed and shown to auditors.", "Pourquoi ; c’est signé et montré aux auditeurs."),
        Line("begin-reason", "Why; it stands in the journal.", "Pourquoi ; c’est noté dans le journal."),
        Line("begin-from", "Such as 2026-11-22T00:00:00Z.", "Par exemple 2026-11-22T00:00:00Z."),
    ]
}
