// The help of the commands on policies and on signed records at the station.

extension Words {
    static let recordCommands: [CommandWords] = [
        CommandWords(
            "policy", "The catalogue of policies, and a check of policy files.",
            "Le catalogue des protocoles, et un contrôle des fichiers de protocole."),
        CommandWords(
            "policy list", "One line per policy that the station has read.", "Une ligne par protocole que le poste a lu.",
            examples: [
                .init("wipectl policy list", "all policies with their claims", "tous les protocoles et ce qu’ils valent"),
                .init("wipectl policy list --lang fr", "with French titles", "avec des titres français"),
                .init("wipectl policy list --json", "for a script", "pour un script"),
            ]),
        CommandWords(
            "policy show", "One policy in full, pass by pass.", "Un protocole en détail, passe par passe.",
            examples: [
                .init("wipectl policy show clear-random", "the usual one", "le protocole habituel"),
                .init("wipectl policy show clear-zero", "one pass of zeros", "une passe de zéros"),
                .init("wipectl policy show clear-random --json", "with the digest of its file", "avec l’empreinte de son fichier"),
            ]),
        CommandWords(
            "policy check", "Reports every problem of policy files, with file, line and column. Needs no daemon.",
            "Dit chaque problème des fichiers de protocole, avec fichier, ligne et colonne. Sans le service.",
            more: "Exit code 1 where a file has a problem.", "Code de sortie 1 si un fichier a un problème.",
            examples: [
                .init("wipectl policy check mine.yaml", "one file", "un fichier"),
                .init("wipectl policy check a.yaml b.yaml", "several", "plusieurs fichiers"),
                .init("wipectl policy check mine.yaml --json", "its problems for a script", "ses problèmes, pour un script"),
            ]),
        CommandWords(
            "certificate", "Signed records: find, show, export, verify, compare with the drive, print, correct.",
            "Documents signés : trouver, montrer, exporter, vérifier, comparer au disque, imprimer, corriger."),
        CommandWords(
            "certificate list", "Finds records by serial, asset tag, date and outcome.",
            "Trouve des documents par numéro de série, étiquette, date et résultat.",
            examples: [
                .init("wipectl certificate list", "the newest records", "les documents les plus récents"),
                .init("wipectl certificate list --asset-tag OPEQ-2026-018842", "of one drive", "ceux d’un disque"),
                .init(
                    "wipectl certificate list --since 2026-11-22 --outcome not-sanitized", "what failed since a day",
                    "les échecs depuis un jour"),
            ]),
        CommandWords(
            "certificate show", "One record in short; with --json the signed bytes themselves, verbatim.",
            "Un document en bref ; avec --json, les octets signés eux-mêmes, sans changement.",
            more: "A revocation or a correction stands beside it; with --json, where not one byte may be added, on standard error.",
            "Une révocation ou une correction est dite à côté ; avec --json, où aucun octet ne peut s’ajouter, sur la sortie d’erreur.",
            examples: [
                .init("wipectl certificate show 118", "the record number 118", "le document numéro 118"),
                .init("wipectl certificate show 118 --json", "its signed bytes", "ses octets signés"),
                .init("wipectl certificate show 0197f2c4-5f1e-7c1a-8000-4f2a91c70001", "by its id", "par son identifiant"),
            ]),
        CommandWords(
            "certificate export", "Writes records with their proofs, the log and keys.txt into a folder, for `wipectl audit`.",
            "Écrit des documents, leurs preuves, le registre et keys.txt dans un dossier, pour `wipectl audit`.",
            more: """
                Records are written byte for byte as they were signed. One that is there already with the same bytes is left alone; one with \
                other bytes is never overwritten. The log is always whole, and corrections, revocations and key changes are always with it: \
                where only some records are exported, `audit` names the others by number as left out. keys.txt is for your own checks: an \
                auditor takes keys that came another way than the records. Exit code 4 where something could not be written.
                """,
            """
            Les documents sont écrits octet pour octet, comme ils ont été signés. Un fichier déjà là avec les mêmes octets est laissé ; avec \
            d’autres octets, il n’est jamais écrasé. Le journal est toujours entier, avec les corrections, révocations et changements de \
            clé : si seule une partie des documents est exportée, `audit` nomme les autres par leur numéro. keys.txt sert à vos propres \
            contrôles : un auditeur prend des clés venues par un autre chemin que les documents. Code de sortie 4 si quelque chose n’a pas \
            pu être écrit.
            """,
            examples: [
                .init("wipectl certificate export --to export", "everything", "tout"),
                .init(
                    "wipectl certificate export --to export --since 2026-11-01", "the records of a month on",
                    "les documents depuis un mois donné"),
                .init(
                    "wipectl certificate export --to export --serial ZN1ABCDE", "those of one drive",
                    "ceux d’un disque"),
            ]),
        CommandWords(
            "certificate verify", "Checks record files offline: signature, key, log, then schema and honesty rules. Needs no daemon.",
            "Vérifie des fichiers de documents hors ligne : signature, clé, journal, puis schéma et règles d’honnêteté. Sans le service.",
            more: """
                A folder stands for the records in it and in its sub-folders; links in it are named and never followed. Valid is: signature \
                valid, key trusted, schema valid, no problem, and no simulation unless --allow-simulation. Without --trust nothing is valid. \
                A key that came after the keys file is trusted where a rotation signed by a trusted key names it. The log is judged by the \
                .tlog-proof beside each file: without --log-policy the log keys of the keys file are trusted, and only a proof that is wrong \
                counts against a record; what else is open (no proof, a retired log key, a date in the future) is said, and counts with \
                --log-policy. A revoked record is not valid, and neither is one that a notice names which cannot be believed: notices are \
                looked for in the folders of the files, and of what they lead to where they are links, by their names (*.revocation.json, \
                *.correction.json, *.key.json), and among all that is given. Exit code 1 where a file is not valid, or is not what --require \
                asks.
                """,
            """
            Un dossier vaut pour les documents qu’il contient, sous-dossiers compris ; les liens sont nommés et jamais suivis. Valide veut \
            dire : signature valide, clé connue, schéma valide, aucun problème, et pas de simulation sans --allow-simulation. Sans --trust, \
            rien n’est valide. Une clé plus récente que le fichier de clés est connue si une rotation signée par une clé connue la nomme. \
            Le journal se juge par le .tlog-proof à côté de chaque fichier : sans --log-policy, les clés de journal du fichier de clés \
            valent, et seule une preuve fausse compte contre un document ; ce qui reste en suspens (pas de preuve, clé de journal retirée, date \
            future) est dit, et compte avec --log-policy. Un document révoqué n’est pas valide, ni celui que nomme un avis qui n’est pas \
            crédible : les avis sont cherchés dans les dossiers des fichiers, et de ce à quoi mènent les liens, par leurs noms \
            (*.revocation.json, *.correction.json, *.key.json), et parmi tout ce qui est donné. Code de sortie 1 si un fichier n’est pas \
            valide, ou n’est pas ce que --require exige.
            """,
            examples: [
                .init("wipectl certificate verify CERT.json --trust keys.txt", "one record", "un document"),
                .init(
                    "wipectl certificate verify export --trust keys.txt --require sanitized", "a whole folder, in which no failure may be",
                    "tout un dossier, où aucun échec n’est permis"),
                .init(
                    "wipectl certificate verify CERT.json --trust keys.txt --allow-simulation", "of a simulated drive",
                    "d’un disque simulé"),
            ]),
        CommandWords(
            "certificate recheck", "Reads a drive and compares it with its certificate. Needs no daemon, changes nothing.",
            "Lit un disque et le compare à son certificat. Sans le service ; ne change rien.",
            more: """
                Reads what the certificate says was read back (all, or its samples chosen again from their seed) and compares every byte with \
                the pattern of the last pass. Of a drive that erased itself, no mark may be left, and what lies on it must be of the same \
                kind. It shows what the drive holds now, not who wrote it. A correction or revocation that lies beside the file is said \
                first. Exit code 1 where anything differs, and where the certificate was revoked or a notice about it cannot be believed.
                """,
            """
            Lit ce que le certificat dit avoir relu (tout, ou ses échantillons choisis de nouveau à partir de leur graine) et compare chaque octet au \
            motif de la dernière passe. Sur un disque qui s’est effacé seul, il ne doit rester aucune marque, et le contenu doit être de la \
            même sorte. Cela montre ce que le disque contient maintenant, pas qui l’a écrit. Une correction ou une révocation à côté du \
            fichier est dite d’abord. Code de sortie 1 si quelque chose diffère, si le certificat est révoqué, ou si un avis à son sujet n’est \
            pas crédible.
            """,
            examples: [
                .init("wipectl certificate recheck CERT.json /dev/sdb", "as much as was read back", "autant que ce qui a été relu"),
                .init(
                    "wipectl certificate recheck CERT.json /dev/sdb --trust keys.txt", "and checks the key first",
                    "et contrôle d’abord la clé"),
                .init("wipectl certificate recheck CERT.json /dev/sdb --whole", "the whole drive", "le disque entier"),
            ]),
        CommandWords(
            "certificate render", "Makes the printed view of a record: one HTML page, French and English. It is not the evidence.",
            "Fait la vue imprimée d’un document : une page HTML, français et anglais. Ce n’est pas la preuve.",
            more: """
                Corrections and revocations that lie beside the file, and beside what it leads to where it is a link (*.correction.json, \
                *.revocation.json), are on the page. Exit code 1 where the record is not valid or was revoked, or where a notice beside it \
                cannot be believed; the page then says so in the place of its outcome. It does so too where no keys were given, and of a \
                simulation that was not allowed.
                """,
            """
            Les corrections et révocations à côté du fichier, et à côté de ce à quoi mène un lien (*.correction.json, *.revocation.json), \
            sont sur la page. Code de sortie 1 si le document n’est pas valide ou est révoqué, ou si un avis à côté n’est pas crédible ; la \
            page le dit alors à la place du résultat. De même si aucune clé n’est donnée, et pour une simulation qui n’est pas permise.
            """,
            examples: [
                .init(
                    "wipectl certificate render CERT.json --html --trust keys.txt --output CERT.html", "into a file",
                    "dans un fichier"),
                .init(
                    "wipectl certificate render CERT.json --html", "on standard output, without keys", "sur la sortie standard, sans clés"),
                .init(
                    "wipectl certificate render CERT.json --html --trust keys.txt --allow-simulation", "of a simulated drive",
                    "d’un disque simulé"),
            ]),
        CommandWords(
            "certificate correct", "Signs a correction of a record; the record itself stays as it is.",
            "Signe une correction d’un document ; le document lui-même reste comme il est.",
            more: """
                The reason says what is wrong and what is right. `certificate verify` and `audit` name the correction beside the record. With \
                --asset-tag every list, search and audit finds the record under that tag from then on; what contradicts it is named, and \
                settled with --settle as with `wipectl tag`.
                """,
            """
            La raison dit ce qui est faux et ce qui est juste. `certificate verify` et `audit` nomment la correction à côté du document. \
            Avec --asset-tag, toute liste, recherche ou audit trouve ensuite le document sous cette étiquette ; ce qui la contredit est \
            nommé, et se règle avec --settle comme pour `wipectl tag`.
            """,
            examples: [
                .init(
                    "wipectl certificate correct 118 --reason \"model is ST1000DM010\"", "a fact that was wrong",
                    "un fait qui était faux"),
                .init(
                    "wipectl certificate correct 118 --reason \"tag misread\" --asset-tag OPEQ-2026-018843", "another tag",
                    "une autre étiquette"),
                .init(
                    "wipectl certificate correct 118 --reason \"tag misread\" --asset-tag OPEQ-2026-018843 --settle ZN1ABCDE",
                    "a tag that ZN1ABCDE had", "une étiquette que ZN1ABCDE avait"),
            ]),
        CommandWords(
            "certificate revoke", "Signs that a record counts no more; the record itself stays as it is.",
            "Signe qu’un document ne vaut plus ; le document lui-même reste comme il est.",
            more: "For `certificate verify` the record is not valid from then on, wherever the revocation lies beside it.",
            "Pour `certificate verify`, le document n’est plus valide, partout où la révocation se trouve à côté.",
            examples: [
                .init("wipectl certificate revoke 118 --reason \"wrong drive in bay\"", "by its number", "par son numéro"),
                .init(
                    "wipectl certificate revoke 0197f2c4-5f1e-7c1a-8000-4f2a91c70001 --reason \"wrong drive in bay\"", "by its id",
                    "par son identifiant"),
                .init(
                    "wipectl certificate revoke 118 --reason \"disque confondu\" --json", "the notice, for a script",
                    "l’avis, pour un script"),
            ]),
    ]
}
