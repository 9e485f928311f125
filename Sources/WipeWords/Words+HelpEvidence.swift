// The help of the commands on the log, the keys and whole archives, and of those that set up a station or a shell.

extension Words {
    static let evidenceCommands: [CommandWords] = [
        CommandWords(
            "audit", "Checks an archive offline: its records, its log, and what is missing. Needs no daemon.",
            "Contrôle une archive hors ligne : ses documents, son journal, et ce qui manque. Sans le service.",
            more: """
                DIR is the state folder of a station, or what `wipectl certificate export` wrote. Its sub-folders are looked into; links in \
                it are named and never followed. The log is rebuilt from its entries and compared with its tiles, its head, and every \
                checkpoint that you kept from earlier. Without --trust integrity alone is checked. A key that came after the keys file is \
                trusted where a rotation in the archive, signed by a trusted key, names it. The last lines count the records by what they \
                came to: a failure or a revocation is no finding, unless --require asks for more. Exit code 1 where something is found or a \
                requirement is not met, 4 where nothing is but the export leaves records out by a filter.
                """,
            """
            DOSSIER est le dossier d’état d’un poste, ou ce que `wipectl certificate export` a écrit. Les sous-dossiers sont lus ; les liens \
            sont nommés et jamais suivis. Le journal est refait à partir de ses entrées et comparé à ses tuiles, à sa tête, et à chaque \
            tête gardée d’avant. Sans --trust, seule l’intégrité est contrôlée. Une clé plus récente que le fichier de clés est connue si \
            une rotation de l’archive, signée par une clé connue, la nomme. Les dernières lignes comptent les documents par résultat : un \
            échec ou une révocation n’est pas une anomalie, sauf si --require en demande plus. Code de sortie 1 s’il y a une anomalie ou si une \
            exigence n’est pas remplie, 4 s’il n’y en a pas mais que l’export laisse des documents de côté par un filtre.
            """,
            examples: [
                .init("wipectl audit export --trust keys.txt", "an export", "un export"),
                .init(
                    "wipectl audit export --trust keys.txt --checkpoint KEPT@2026-11-22", "against a head of the log that you kept",
                    "contre une tête de journal gardée"),
                .init(
                    "wipectl audit export --trust keys.txt --intake intake.csv --require sanitized", "was everything received wiped?",
                    "tout ce qui est arrivé a-t-il été effacé ?"),
            ]),
        CommandWords("log", "The log of all records.", "Le registre de tous les documents."),
        CommandWords(
            "log show", "The signed head of the log and its key.", "La tête signée du registre et sa clé.",
            more: """
                Keep the checkpoint (--checkpoint) where the station cannot reach it: `wipectl audit --checkpoint FILE` shows later whether \
                anything under it was changed or taken away.
                """,
            """
            Garder la tête (--checkpoint) là où le poste ne peut pas l’atteindre : `wipectl audit --checkpoint FICHIER` montre plus tard si \
            quelque chose a été changé ou enlevé dessous.
            """,
            examples: [
                .init("wipectl log show", "size, root hash and key", "taille, empreinte et clé"),
                .init("wipectl log show --checkpoint", "the head, to be kept elsewhere", "la tête, à garder ailleurs"),
                .init("wipectl log show --json", "for a script", "pour un script"),
            ]),
        CommandWords(
            "log prove", "A fresh proof that a record is in the log, against its newest head.",
            "Une preuve fraîche qu’un document est dans le registre, contre sa tête la plus récente.",
            more: "The text is that of a .tlog-proof file. ID is the id of a record or its number.",
            "Le texte est celui d’un fichier .tlog-proof. ID est l’identifiant d’un document ou son numéro.",
            examples: [
                .init("wipectl log prove 118", "by the number", "par le numéro"),
                .init("wipectl log prove 0197f2c4-5f1e-7c1a-8000-4f2a91c70001", "by the id", "par l’identifiant"),
                .init("wipectl log prove 118 --json", "for a script", "pour un script"),
            ]),
        CommandWords(
            "log check", "Rebuilds a log from its entries, offline, and compares it with heads that you kept.",
            "Refait un registre à partir de ses entrées, hors ligne, et le compare aux têtes gardées.",
            more: """
                DIR is the state folder of a station, or what `wipectl certificate export` wrote. Records are not read: see `wipectl audit`. \
                Exit code 1 where something is found.
                """,
            """
            DOSSIER est le dossier d’état d’un poste, ou ce que `wipectl certificate export` a écrit. Les documents ne sont pas lus : voir \
            `wipectl audit`. Code de sortie 1 s’il y a une anomalie.
            """,
            examples: [
                .init("wipectl log check export", "is the log whole?", "le journal est-il entier ?"),
                .init("wipectl log check export --trust keys.txt", "and signed by a key that you trust", "et signé par une clé connue"),
                .init("wipectl log check export --checkpoint KEPT@2026-11-22", "against a head that you kept", "contre une tête gardée"),
            ]),
        CommandWords("key", "The station's public keys.", "Les clés publiques du poste."),
        CommandWords(
            "key show", "Public keys as did:key, fingerprint and PEM.", "Les clés publiques : did:key, empreinte et PEM.",
            more: """
                With --trust: a keys file for `wipectl certificate verify --trust`. Compare the fingerprints with the station's before you \
                trust it.
                """,
            """
            Avec --trust : un fichier de clés pour `wipectl certificate verify --trust`. Comparer les empreintes à celles du poste avant de \
            s’y fier.
            """,
            examples: [
                .init("wipectl key show", "all keys with their fingerprints", "toutes les clés et leurs empreintes"),
                .init("wipectl key show --trust", "a keys file for auditors", "un fichier de clés pour les auditeurs"),
                .init("wipectl key show --json", "for a script", "pour un script"),
            ]),
        CommandWords(
            "key rotate", "Puts a new key in the place of one; the old one signs for it, and the change is logged.",
            "Remplace une clé par une nouvelle ; l’ancienne signe pour elle, et le changement entre au registre.",
            more: """
                What the old key signed stays valid inside its interval. Give auditors the new keys file (`wipectl key show --trust`) by the \
                same way as the first one. The private half of the old key is gone afterwards.
                """,
            """
            Ce que l’ancienne clé a signé reste valide dans son intervalle. Donner le nouveau fichier de clés (`wipectl key show --trust`) \
            aux auditeurs par le même chemin que le premier. La moitié privée de l’ancienne clé n’existe plus ensuite.
            """,
            examples: [
                .init("wipectl key rotate station --reason \"yearly change\"", "the key of the records", "la clé des documents"),
                .init("wipectl key rotate log --reason \"yearly change\"", "the key of the log", "la clé du registre"),
                .init(
                    "wipectl key rotate simulation --reason \"end of course\"", "the key of simulations",
                    "la clé des simulations"),
            ]),
        CommandWords(
            "key begin", "Says that a key is valid from an earlier time on, where it was made under a wrong clock.",
            "Fait valoir une clé depuis une date plus ancienne, si l’horloge était fausse à sa création.",
            more: """
                A key that was made while the clock ran ahead is published as valid from then on; what it signs before that nobody finds \
                valid. The beginning can only be put earlier, and not into the future. It stands in the journal. Give auditors the new keys \
                file (`wipectl key show --trust`) by the same way as the first one.
                """,
            """
            Une clé créée pendant que l’horloge avançait ne vaut qu’à partir de cette date ; ce qu’elle signe avant n’est valide pour personne. \
            La nouvelle date ne peut être que plus ancienne, jamais future. C’est noté dans le journal. Donner le nouveau fichier de clés \
            (`wipectl key show --trust`) aux auditeurs par le même chemin que le premier.
            """,
            examples: [
                .init(
                    "wipectl key begin station --from 2026-11-22 --reason \"clock a day ahead\"", "from a day on (UTC)",
                    "depuis un jour (UTC)"),
                .init(
                    "wipectl key begin log --from 2026-11-22T14:00:00Z --reason \"clock ahead\"", "from a second on (UTC)",
                    "depuis une seconde (UTC)"),
                .init(
                    "wipectl key begin simulation --from 2026-11-22 --reason \"wrong clock\" --json", "the keys then, for a script",
                    "les clés ensuite, pour un script"),
            ]),
    ]

    static let installingCommands: [CommandWords] = [
        CommandWords(
            "setup", "Names the bays of this station: which slot is which. Needs no daemon.",
            "Nomme les baies de ce poste : quel emplacement est lequel. Sans le service.",
            more: """
                Shows what is plugged in, then asks to plug a drive into one slot after the other, and writes the bays into the station file \
                and the list for udev. Nothing is wiped, and no drive is opened. Words: a name for the next bay, a node (sdb) of a drive that \
                is plugged in already, BACK, DONE.

                A port is named by udev's ID_PATH; readers of SD cards on the PCI bus by DEVPATH. Where udev has no name for a port, a udev \
                rule of your own gives it one, as WIPED_PORT. The bays wait for `wipectl start` (onAttach: hold) until the file says \
                otherwise.
                """,
            """
            Montre ce qui est branché, demande ensuite de brancher un disque dans un emplacement après l’autre, et écrit les baies dans le \
            fichier du poste et la liste pour udev. Rien n’est effacé, aucun disque n’est ouvert. Mots : un nom pour la prochaine baie, le \
            nœud (sdb) d’un disque déjà branché, RETOUR, FIN.

            Un port se nomme par l’ID_PATH de udev ; un lecteur de cartes SD sur le bus PCI par DEVPATH. Si udev n’a pas de nom pour un \
            port, une règle udev à vous lui en donne un, comme WIPED_PORT. Les baies attendent `wipectl start` (onAttach: hold) jusqu’à ce \
            que le fichier dise autre chose.
            """),
        CommandWords(
            "setup bays", "Asks to plug a drive into one slot after the other, and names them.",
            "Demande de brancher un disque dans un emplacement après l’autre, et les nomme.",
            examples: [
                .init("wipectl setup", "begins the dialogue, as root", "commence le dialogue, en tant que root"),
                .init("wipectl setup bays --lang fr", "in French", "en français"),
                .init(
                    "wipectl setup bays --config /tmp/station.yaml --udev-list /tmp/bays.rules", "tries it on files of your own",
                    "l’essaie sur des fichiers à vous"),
            ]),
        CommandWords(
            "setup ports", "What is plugged in, at which port, in which bay.", "Ce qui est branché, à quel port, dans quelle baie.",
            more: "A port without a drive in it is not seen. Works without a station file.",
            "Un port sans disque n’est pas vu. Marche sans fichier du poste.",
            examples: [
                .init("wipectl setup ports", "every drive with its port", "tous les disques avec leur port"),
                .init("wipectl setup ports --config station.yaml", "with the bays of another file", "avec les baies d’un autre fichier"),
                .init("wipectl setup ports --json", "for a script", "pour un script"),
            ]),
        CommandWords(
            "setup udev", "Makes the list of bays for udev from the station file.",
            "Fait la liste des baies pour udev à partir du fichier du poste.",
            more: "For bays that were written into the station file by hand. `wipectl setup` does it by itself.",
            "Pour des baies écrites à la main dans le fichier du poste. `wipectl setup` le fait de lui-même.",
            examples: [
                .init("wipectl setup udev", "from the usual station file, as root", "du fichier habituel, en tant que root"),
                .init("wipectl setup udev --config station.yaml", "from another file", "d’un autre fichier"),
                .init("wipectl setup udev --udev-list /tmp/bays.rules", "into another list, to look at", "dans une autre liste, pour voir"),
            ]),
        CommandWords(
            "completions", "Prints the script with which a shell completes wipectl's lines.",
            "Écrit le script avec lequel un shell complète les lignes de wipectl.",
            more: """
                The Tab key then offers commands and options, and what the station knows at that moment: bays, serials, tags, jobs, records, \
                policies. Where the daemon does not answer it offers none of these and says nothing. The serial that confirms a start is \
                never offered: it is read off the drive. Names with anything but letters, digits and . _ / + @ - in them are not offered.
                """,
            """
            La touche Tab offre ensuite les commandes et les options, et ce que le poste connaît à ce moment : baies, numéros de série, \
            étiquettes, travaux, documents, protocoles. Si le service ne répond pas, elle n’en offre rien et ne dit rien. Le numéro de série \
            qui confirme un départ n’est jamais offert : il se lit sur le disque. Un nom qui contient autre chose que des lettres, des \
            chiffres et . _ / + @ - n’est pas offert.
            """,
            examples: [
                .init(
                    "wipectl completions bash", "for bash: into /etc/bash_completion.d/wipectl",
                    "pour bash : dans /etc/bash_completion.d/wipectl"),
                .init(
                    "wipectl completions zsh", "for zsh: into /usr/local/share/zsh/site-functions/_wipectl",
                    "pour zsh : dans /usr/local/share/zsh/site-functions/_wipectl"),
                .init(
                    "wipectl completions fish --lang fr", "for fish, into ~/.config/fish/completions/wipectl.fish, explained in French",
                    "pour fish, dans ~/.config/fish/completions/wipectl.fish, expliqué en français"),
            ]),
    ]
}
