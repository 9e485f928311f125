// The help of the commands by which people act on drives, jobs and intake lists.

extension Words {
    static let actingCommands: [CommandWords] = [
        CommandWords(
            "scan", "Links tags and starts wipes with a barcode scanner alone: bay, tag, and the serial on the drive's label.",
            "Lie les étiquettes et lance les effacements avec un lecteur de codes-barres : baie, étiquette, et série inscrite sur le disque.",
            more: """
                It says what it waits for: a bay, then the tag of the drive in it; where the drive still waits then, the serial number on the \
                drive's own label, which it never shows. A bay begins anew at any time. Scanners may end a code with Enter, Tab or nothing, \
                and have their capitals the other way round.

                Words for cards: YES or OUI, CANCEL or ANNULER (gives up what was begun), END or FIN (ends the scan). No key ends it, for a \
                label could hold what any key sends; a keyboard types the word. It goes on over a restart of the daemon, and nothing that \
                was scanned is left for the shell.

                Exit code 4 where some of it was refused.
                """,
            """
            Le dialogue dit ce qu’il attend : une baie, puis l’étiquette de son disque ; si le disque attend encore, le numéro de série \
            inscrit sur le disque, qui n’est jamais affiché. Scanner une baie recommence à tout moment. Le lecteur peut finir un code par \
            Entrée, Tab ou rien, et inverser les majuscules.

            Mots pour des cartes : YES ou OUI, CANCEL ou ANNULER (abandonne ce qui est commencé), END ou FIN (met fin au dialogue). Aucune \
            touche n’y met fin, car une étiquette peut contenir ce que toute touche envoie ; au clavier, taper le mot. Le dialogue survit \
            à un redémarrage du service, et rien de ce qui a été scanné ne reste pour le shell.

            Code de sortie 4 si une partie a été refusée.
            """,
            examples: [
                .init("wipectl scan", "one drive after the other; END ends it", "un disque après l’autre ; FIN y met fin"),
                .init("wipectl scan --lang fr", "the dialogue in French", "le dialogue en français"),
                .init("wipectl scan --no-color", "for a screen without colours", "pour un écran sans couleurs"),
            ]),
        CommandWords(
            "tag", "Links an asset tag to a drive. Refuses a duplicate or a contradiction, with the reason.",
            "Lie une étiquette à un disque. Refuse un doublon ou une contradiction, et dit pourquoi.",
            more: """
                With a barcode scanner: wipectl scan.

                A conflict is settled by naming what it is with: --settle and the other serial, the other tag or the number of the record, \
                as the refusal says it. Settling is written in the journal.
                """,
            """
            Avec un lecteur de codes-barres : wipectl scan.

            Pour régler un conflit, nommer ce qui est en cause : --settle avec l’autre numéro de série, l’autre étiquette ou le numéro du \
            document, comme le refus le dit. Ce règlement est noté dans le journal.
            """,
            examples: [
                .init("wipectl tag A1 OPEQ-2026-018842", "the drive in bay A1", "le disque de la baie A1"),
                .init(
                    "wipectl tag A1 OPEQ-2026-018842 --donor-tag PC-117", "with the donor's own tag",
                    "avec l’étiquette du donateur"),
                .init(
                    "wipectl tag A1 OPEQ-2026-018842 --settle ZN1ABCDE", "although the serial ZN1ABCDE had this tag",
                    "même si le numéro de série ZN1ABCDE avait cette étiquette"),
            ]),
        CommandWords(
            "start", "Starts held media. EVERYTHING ON IT IS DESTROYED.", "Lance un disque en attente. TOUT CE QU’IL CONTIENT EST DÉTRUIT.",
            more: """
                Without --confirm it shows what will be destroyed and asks, at a terminal, for each drive by itself; elsewhere it refuses. It \
                asks for the serial on the drive's own label, which it does not show; a drive that its serial does not identify is confirmed \
                by its asset tag. Nothing is asked about a drive that cannot be started. Exit code 1 where nothing was started, 4 where some \
                were.
                """,
            """
            Sans --confirm, la commande montre ce qui sera détruit et demande, au terminal, disque par disque ; ailleurs, elle refuse. Elle \
            demande le numéro de série inscrit sur le disque, et ne l’affiche pas ; un disque que son numéro de série n’identifie pas se \
            confirme par son étiquette. Rien n’est demandé pour un disque qui ne peut pas être lancé. Code de sortie 1 si rien n’a été \
            lancé, 4 si seulement certains l’ont été.
            """,
            examples: [
                .init("wipectl start A1", "asks for the serial on the drive's label", "demande le numéro de série inscrit sur le disque"),
                .init("wipectl start A1 A2 A3", "one drive after the other", "un disque après l’autre"),
                .init(
                    "wipectl start A1 --policy clear-zero --confirm ZN1ABCDE", "for a script, which was given the serial",
                    "pour un script, qui a reçu le numéro de série"),
            ]),
        CommandWords(
            "pause", "Stops a job for a while; it stays paused until `wipectl resume`, over restarts too.",
            "Arrête un travail pour un temps ; il reste en pause jusqu’à `wipectl resume`, même après un redémarrage.",
            examples: [
                .init("wipectl pause A1", "by the bay", "par la baie"),
                .init("wipectl pause OPEQ-2026-018842", "by the asset tag", "par l’étiquette"),
                .init("wipectl pause job:4f2a91c7", "by the job's short id", "par l’identifiant court du travail"),
            ]),
        CommandWords(
            "resume", "Lets a paused job go on where it stopped.", "Reprend un travail en pause, là où il s’est arrêté.",
            examples: [
                .init("wipectl resume A1", "by the bay", "par la baie"),
                .init("wipectl resume ZN1ABCDE", "by the serial", "par le numéro de série"),
                .init("wipectl resume record:118", "by the number of its record", "par le numéro de son document"),
            ]),
        CommandWords(
            "cancel", "Ends a job; one that ever wrote gets its signed failure record.",
            "Met fin à un travail ; s’il a déjà écrit, un document d’échec est signé.",
            examples: [
                .init("wipectl cancel A1", "by the bay", "par la baie"),
                .init("wipectl cancel ZN1ABCDE", "by the serial", "par le numéro de série"),
                .init(
                    "wipectl cancel A1 --json", "the job as it stands then, for a script", "le travail tel qu’il est alors, pour un script"),
            ]),
        CommandWords(
            "priority", "Moves a job in the queue: higher runs earlier, 0 is the rule.",
            "Déplace un travail dans la file : un nombre plus grand passe plus tôt, 0 est la règle.",
            more: "A number below 0 goes after --: wipectl priority JOB -- -5",
            "Un nombre sous 0 se met après -- : wipectl priority TRAVAIL -- -5",
            examples: [
                .init("wipectl priority A1 10", "before the others", "avant les autres"),
                .init("wipectl priority OPEQ-2026-018842 0", "as the rule has it", "de nouveau selon la règle"),
                .init("wipectl priority A1 -- -5", "behind the others", "après les autres"),
            ]),
    ]

    static let listCommands: [CommandWords] = [
        CommandWords(
            "assets", "Intake lists: which serial bears which asset tag.",
            "Listes de réception : quel numéro de série porte quelle étiquette."),
        CommandWords(
            "assets import", "Reads an intake list and says what was new, changed and rejected.",
            "Lit une liste de réception et dit ce qui est nouveau, changé ou rejeté.",
            more: """
                A CSV file with the header serial,assetTag,donorTag,donor,hostSerial; only the first two are required, in any order. Other \
                names of columns are given with --column, or under intake.columns of the station file. --dry-run says what would become of \
                each line, and takes nothing. What an import has set can be taken back: wipectl assets undo NUMBER.

                A row that contradicts a link is rejected with its conflict. With --settle the list wins over links, which takes a lead and \
                is written in the journal row by row; it never overrules a record. Exit code 4 where some lines were rejected.
                """,
            """
            Un fichier CSV avec l’en-tête serial,assetTag,donorTag,donor,hostSerial ; seules les deux premières colonnes sont exigées, dans \
            n’importe quel ordre. D’autres noms de colonnes se donnent avec --column, ou sous intake.columns du fichier du poste. --dry-run \
            dit ce que deviendrait chaque ligne, et ne prend rien. Une importation peut être annulée : wipectl assets undo NUMÉRO.

            Une ligne qui contredit un lien est rejetée avec son conflit. Avec --settle, la liste l’emporte sur les liens ; il faut une \
            personne responsable, et chaque ligne est notée dans le journal ; un document n’est jamais contredit. Code de sortie 4 si des \
            lignes ont été rejetées.
            """,
            examples: [
                .init("wipectl assets import intake.csv --dry-run", "tries it, and takes nothing", "essaie, et ne prend rien"),
                .init("wipectl assets import intake.csv", "takes the list", "prend la liste"),
                .init(
                    "wipectl assets import intake.csv --column \"serial=Drive Serial\"", "with a column of another name",
                    "avec une colonne d’un autre nom"),
            ]),
        CommandWords(
            "assets imports", "Imports of intake lists, the newest first.",
            "Les importations de listes de réception, la plus récente d’abord.",
            more: "What one has set: wipectl assets list --import NUMBER.",
            "Ce que l’une a fixé : wipectl assets list --import NUMÉRO.",
            examples: [
                .init("wipectl assets imports", "all, with their numbers", "toutes, avec leurs numéros"),
                .init("wipectl assets imports --limit 5", "the newest five", "les cinq plus récentes"),
                .init("wipectl assets imports --before 40", "those before number 40", "celles d’avant le numéro 40"),
            ]),
        CommandWords(
            "assets undo", "Takes an import back: what it alone has set.",
            "Annule une importation : seulement ce qu’elle a fixé elle-même.",
            more: """
                Links that were changed since, tags under which a record was signed or a wipe has begun, and tags that another drive has by \
                now stay as they are and are named. Serials have again the tags that they had before. Your own import you may take back \
                yourself; that of another person, or one that won over links, takes a lead. Exit code 4 where some links stay.
                """,
            """
            Les liens changés depuis, les étiquettes sous lesquelles un document a été signé ou un effacement commencé, et celles qu’un \
            autre disque porte maintenant restent en place et sont nommés. Les numéros de série reprennent leurs étiquettes d’avant. Chaque \
            personne peut annuler sa propre importation ; pour celle d’une autre, ou pour une qui l’a emporté sur des liens, il faut une \
            personne responsable. Code de sortie 4 si des liens restent.
            """,
            examples: [
                .init("wipectl assets undo 12", "import number 12", "l’importation numéro 12"),
                .init(
                    "wipectl assets undo 12 --json", "what went and what stays, for a script", "ce qui part et ce qui reste, pour un script"
                ),
                .init("wipectl assets undo 12 --lang fr", "with the reasons in French", "avec les raisons en français"),
            ]),
        CommandWords(
            "assets list", "Which serial bears which asset tag.", "Quel numéro de série porte quelle étiquette.",
            more: """
                With --missing: the serials of intake lists that no drive has ever shown here (serial-never-seen); exit code 1 where there \
                are any.
                """,
            """
            Avec --missing : les numéros de série des listes de réception qu’aucun disque n’a jamais montrés ici (serial-never-seen) ; code de \
            sortie 1 s’il y en a.
            """,
            examples: [
                .init("wipectl assets list", "all links", "tous les liens"),
                .init("wipectl assets list --missing", "what was announced and never came", "ce qui est annoncé et jamais arrivé"),
                .init("wipectl assets list --asset-tag OPEQ-2026-018842", "whose tag this is", "à qui est cette étiquette"),
            ]),
        CommandWords(
            "assets drop", "Takes a serial that never came off the books, with the reason. For leads.",
            "Raye de la liste un numéro de série qui n’est jamais arrivé, avec la raison. Pour les personnes responsables.",
            examples: [
                .init(
                    "wipectl assets drop ZN1ABCDE --reason \"kept by donor\"", "one that the donor kept",
                    "un disque que le donateur a gardé"),
                .init(
                    "wipectl assets drop ZN1ABCDE --reason \"misread\"", "one that was misread",
                    "un numéro mal lu dans la liste"),
                .init(
                    "wipectl assets drop \"serial with blanks\" --reason \"a slip\"", "a serial with blanks goes in quotes",
                    "un numéro avec des espaces se met entre guillemets"),
            ]),
    ]
}
