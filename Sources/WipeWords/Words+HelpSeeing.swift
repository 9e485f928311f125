// The help of wipectl itself and of the commands that show the station: nothing changes by them.

extension Words {
    static let programCommands: [CommandWords] = [
        CommandWords(
            "", "Watches and steers wiped, the data-wiping daemon, and checks its certificates.",
            "Suit et dirige wiped, le service qui efface les disques, et vérifie ses certificats.",
            more: """
                MEDIA and JOB are what is at hand: the bay, the serial, the asset tag, the number of the record, the device node (also \
                /dev/disk/by-id/…), or the job's short id; bay:X, serial:X, tag:X, record:X, node:X and job:X where they collide.

                In any position: --socket PATH (or WIPED_SOCKET; default {socket}), --json (one JSON document, errors too), --no-color (or \
                NO_COLOR), --lang en|fr (or LC_ALL, LC_MESSAGES, LANG; else the workshop's).

                Exit codes: 0 done, 1 the answer is no, 2 usage, 3 the daemon cannot be reached, 4 partly done.
                """,
            """
            DISQUE et TRAVAIL se nomment par ce qu’on a sous la main : la baie, le numéro de série, l’étiquette, le numéro du document, le \
            nœud (aussi /dev/disk/by-id/…), ou l’identifiant court du travail ; bay:X, serial:X, tag:X, record:X, node:X et job:X en cas \
            de doute.

            N’importe où sur la ligne : --socket CHEMIN (ou WIPED_SOCKET ; sinon {socket}), --json (un document JSON, erreurs comprises), \
            --no-color (ou NO_COLOR), --lang en|fr (ou LC_ALL, LC_MESSAGES, LANG ; sinon la langue de l’atelier).

            Codes de sortie : 0 fait, 1 la réponse est non, 2 erreur dans la ligne de commande, 3 service injoignable, 4 fait en partie.
            """)
    ]

    static let seeingCommands: [CommandWords] = [
        CommandWords(
            "status", "The station at a glance: slots, jobs per state, alarms.",
            "Le poste en un coup d’œil : places, travaux par état, alarmes.",
            examples: [
                .init("wipectl status", "what runs, what waits, what is wrong", "ce qui tourne, ce qui attend, ce qui ne va pas"),
                .init("wipectl status --json", "the same for a script", "la même chose pour un script"),
                .init(
                    "wipectl --socket /tmp/s/wiped.sock status", "of another station, a simulated one say",
                    "d’un autre poste, d’un poste simulé par exemple"),
            ]),
        CommandWords(
            "bays", "The bays as a board: which drive, how far it is, whether it may be pulled, and what to do next.",
            "Les baies en tableau : quel disque, où il en est, s’il peut être retiré, et quoi faire ensuite.",
            examples: [
                .init("wipectl bays", "the board, once", "le tableau, une fois"),
                .init("wipectl bays --watch", "the board, every second, until Ctrl-C", "le tableau, chaque seconde, jusqu’à Ctrl-C"),
                .init(
                    "wipectl bays --watch --bell", "and a bell when a drive needs a person",
                    "avec une sonnerie quand un disque a besoin de quelqu’un"),
            ]),
        CommandWords(
            "media", "All media that are attached, with the decision about each.",
            "Tous les disques branchés, avec la décision pour chacun."),
        CommandWords(
            "media list", "One line per media.", "Une ligne par disque.",
            examples: [
                .init("wipectl media", "every drive, with the decision", "tous les disques, avec la décision"),
                .init("wipectl media list", "the same, in full", "la même commande, en entier"),
                .init("wipectl media list --json", "with all reasons, for a script", "avec toutes les raisons, pour un script"),
            ]),
        CommandWords(
            "media show", "Everything seen of one drive: identity, contents, who uses it, the decision with all reasons.",
            "Tout ce qui est connu d’un disque : identité, contenu, utilisation, décision avec toutes ses raisons.",
            more: """
                With --pages it writes what the drive's own firmware answered at its last look instead, for tests of drives that this program \
                has not met yet: answers.txt, and a file for each answer that had bytes. Serial numbers and other unique numbers in them are \
                X. No command goes to the drive; one that was asked nothing (outside the bays, protected, in use, behind a USB adapter) has \
                none.
                """,
            """
            Avec --pages, la commande écrit plutôt ce que le micrologiciel du disque a répondu au dernier examen, pour essayer des disques \
            que ce programme ne connaît pas encore : answers.txt, et un fichier pour chaque réponse en octets. Les numéros de série et les \
            autres numéros uniques y sont remplacés par X. Rien n’est demandé au disque ; un disque jamais interrogé (hors des baies, \
            protégé, utilisé, derrière un adaptateur USB) n’a pas de réponses.
            """,
            examples: [
                .init("wipectl media show A1", "the drive in bay A1", "le disque de la baie A1"),
                .init("wipectl media show /dev/sdb", "the drive at a node", "le disque à un nœud"),
                .init(
                    "wipectl media show ZN1ABCDE --pages answers", "its raw answers, into a new folder",
                    "ses réponses brutes, dans un nouveau dossier"),
            ]),
        CommandWords(
            "capabilities", "What drives can do by themselves: each technique with its claim, its time and all reasons against it.",
            "Ce que les disques savent faire seuls : chaque technique, ce qu’elle vaut, sa durée et tout ce qui s’y oppose.",
            more: """
                Without MEDIA one line per drive and technique that it offers. Only drives in exactly one bay, not protected and not in use, \
                are asked; those behind a USB adapter never. The JSON is that of media show, and of media list without MEDIA. With --models \
                one line per model that is there, then what came of each model that this station has told to erase itself; the JSON is that \
                of the second.
                """,
            """
            Sans DISQUE, une ligne par disque et par technique offerte. Seuls sont interrogés les disques qui sont dans une seule baie, \
            ni protégés ni utilisés ; jamais ceux derrière un adaptateur USB. Le JSON est celui de media show, et celui de media list sans \
            DISQUE. Avec --models, une ligne par modèle présent, puis le résultat de chaque modèle auquel ce poste a commandé de s’effacer ; \
            le JSON est celui de la seconde partie.
            """,
            examples: [
                .init("wipectl capabilities", "every drive in a bay", "tous les disques dans une baie"),
                .init("wipectl capabilities A1", "one drive in full", "un seul disque, en détail"),
                .init("wipectl capabilities --models", "by model, and what came of each", "par modèle, et ce que chacun a donné"),
            ]),
        CommandWords(
            "queue", "Open jobs in the order in which they will run.", "Les travaux ouverts, dans l’ordre où ils passeront.",
            examples: [
                .init("wipectl queue", "what runs and what waits", "ce qui tourne et ce qui attend"),
                .init("wipectl queue --state held", "only what waits for a person", "seulement ce qui attend quelqu’un"),
                .init("wipectl queue --all", "the closed jobs too", "les travaux finis aussi"),
            ]),
        CommandWords("job", "One job in full, or live.", "Un travail en détail, ou en direct."),
        CommandWords(
            "job show", "One job in full.", "Un travail en détail.",
            examples: [
                .init("wipectl job show A1", "the job of the drive in bay A1", "le travail du disque de la baie A1"),
                .init("wipectl job show OPEQ-2026-018842", "by the asset tag of its drive", "par l’étiquette du disque"),
                .init("wipectl job show job:4f2a91c7", "by its own short id", "par son identifiant court"),
            ]),
        CommandWords(
            "job watch", "Live view of one job until it is closed, or of all open jobs until Ctrl-C.",
            "Suit un travail en direct jusqu’à sa fin, ou tous les travaux ouverts jusqu’à Ctrl-C.",
            more: "With a job: exit code 0 where the job ends sanitized, else 1.",
            "Avec un travail : code de sortie 0 si le disque finit effacé, sinon 1.",
            examples: [
                .init("wipectl job watch", "all open jobs", "tous les travaux ouverts"),
                .init("wipectl job watch A1", "one, until it is closed", "un seul, jusqu’à sa fin"),
                .init(
                    "wipectl job watch ZN1ABCDE --json", "a line for each change, for a script", "une ligne par changement, pour un script"),
            ]),
        CommandWords(
            "plan", "What would be done to a drive, pass by pass, with the decision. Touches nothing.",
            "Ce qui serait fait à un disque, passe par passe, avec la décision. Ne touche à rien.",
            examples: [
                .init("wipectl plan A1", "decision, passes and time", "décision, passes et durée"),
                .init("wipectl plan A1 --policy clear-zero", "the same with another policy", "la même chose avec un autre protocole"),
                .init("wipectl plan OPEQ-2026-018842", "by the asset tag", "par l’étiquette"),
            ]),
        CommandWords(
            "journal", "Who did what when, newest last.", "Qui a fait quoi et quand, le plus récent à la fin.",
            more: "Acts and refusals, with the person as the kernel names them; root's line also names the login behind it.",
            "Gestes et refus, avec la personne telle que le système la nomme ; une ligne de root nomme aussi le compte qui se trouve derrière.",
            examples: [
                .init("wipectl journal --limit 20", "the newest twenty entries", "les vingt entrées les plus récentes"),
                .init("wipectl journal --serial ZN1ABCDE", "what was done to one drive", "ce qui a été fait à un disque"),
                .init(
                    "wipectl journal --user lea --since 2026-11-22", "what one person did since a day",
                    "les gestes d’une personne depuis un jour"),
            ]),
        CommandWords(
            "explain", "What a code means, and what to do about it. Needs no daemon.",
            "Ce que veut dire un code, et quoi faire. Sans le service.",
            more: "Without CODE: all codes, by kind. Exit code 1 where there is no such code.",
            "Sans CODE : tous les codes, par sorte. Code de sortie 1 si le code n’existe pas.",
            examples: [
                .init("wipectl explain mounted", "one code", "un code"),
                .init("wipectl explain", "all codes", "tous les codes"),
                .init("wipectl explain was-in-use --lang fr", "in French", "en français"),
            ]),
    ]
}
