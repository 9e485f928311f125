// What the simulated station says to whoever practises at it.

extension Words {
    package static let training = table(placeLines + handLines + taskLines + verdictLines + storyLines)

    /// Where everything is.
    private static let placeLines = [
        Line("error", "wipesim: error: {what}", "wipesim : erreur : {what}"),
        Line(
            "begin", "a simulated station: no real drive is touched; in another terminal, type:",
            "un poste simulé : aucun vrai disque n’est touché ; dans un autre terminal, tapez :"),
        Line(
            "all-there", "the drives are in their bays; help says what the hands can do, tasks what there is to practise",
            "les disques sont dans leurs baies ; help dit ce que vos mains peuvent faire, tasks donne les exercices"),
        Line(
            "no-policies",
            "there is no folder of policies, neither here ({here}) nor beside the program ({program}): name it with --policies",
            "pas de dossier de protocoles, ni ici ({here}), ni à côté du programme ({program}) : nommez-le avec --policies"),
        Line(
            "no-policies-at", "{folder} is no folder with policies (*.yaml) in it: name the right one with --policies or WIPED_POLICIES",
            "{folder} n’est pas un dossier qui contient des protocoles (*.yaml) : nommez le bon avec --policies ou WIPED_POLICIES"),
        Line("input-ended", "end of input: the station ends", "fin de l’entrée : le poste s’arrête"),
        Line(
            "no-hands", "nobody types here: the station goes on without hands, until it is ended by a signal",
            "personne ne tape ici : le poste continue tout seul, jusqu’à un signal d’arrêt"),
    ]

    /// What the hands do.
    private static let handLines = [
        Line(
            "help",
            """
            tasks                what there is to practise
            check                what of it is done; check 2 SERIAL gives the answer to task 2
            list                 the drives, and where they are
            reveal               the same, with what is wrong with each: look only when you have found it out
            plug SERIAL PLACE    PLACE is {bays}, or any word for a place outside the bays
            pull SERIAL
            release SERIAL       the kernel lets go of a drive that hangs
            save SERIAL FILE     writes what the drive holds into a file
            help                 this; an empty line gives the line for the other terminal again
            """,
            """
            tasks                ce qu’il y a à pratiquer
            check                ce qui en est fait ; check 2 SÉRIE donne la réponse à la tâche 2
            list                 les disques, et où ils sont
            reveal               de même, avec le défaut de chacun : ne regardez qu’après l’avoir trouvé
            plug SÉRIE PLACE     PLACE est {bays}, ou n’importe quel mot pour une place hors des baies
            pull SÉRIE           retire le disque
            release SÉRIE        le noyau lâche un disque qui est figé
            save SÉRIE FICHIER   écrit dans un fichier ce que contient le disque
            help                 ceci ; une ligne vide redonne la ligne pour l’autre terminal
            """),
        Line(
            "not-understood", "{words}: the hands do not know how; help lists what they can do",
            "{words} : ce n’est pas une commande ; help donne celles qui existent"),
        Line("shelf", "shelf", "étagère"),
        Line("no-drive", "there is no drive {serial}; list names them", "il n’y a pas de disque {serial} ; list les nomme"),
        Line("taken", "{place} is taken", "l’emplacement {place} est occupé"),
        Line("plugged", "plugged {serial} into {place}", "{serial} est branché à l’emplacement {place}"),
        Line("plugged-already", "{serial} is plugged in already", "{serial} est déjà branché"),
        Line("pulled", "pulled {serial}", "{serial} est retiré"),
        Line("on-the-shelf", "{serial} is on the shelf", "{serial} est sur l’étagère"),
        Line("released", "released {serial}", "{serial} est relâché"),
        Line("saved", "saved {serial}", "le contenu de {serial} est enregistré"),
        Line("not-saved", "{path} cannot be written: {why}", "impossible d’écrire {path} : {why}"),
    ]

    private static let taskLines = [
        Line(
            "task-wipe", "wipe {serial} in bay {bay}: wipectl tag {bay} TAG links a tag to it; wait for its record",
            "effacez {serial} dans la baie {bay} : liez-lui une étiquette (wipectl tag {bay} ÉTIQUETTE) et attendez son document"),
        Line(
            "task-liar",
            "one of the drives in S1 to S5 says that it has written something, and has not: wipe them, find it, and say check {number} SERIAL",
            "un des disques de S1 à S5 dit avoir écrit une chose, et ne l’a pas fait : effacez-les tous, trouvez-le et tapez check {number} SÉRIE"
        ),
        Line(
            "task-pulled",
            "pull {serial} out while it is being wiped (pull {serial}), put it back (plug {serial} {bay}), and wait for its record",
            "retirez {serial} pendant son effacement (pull {serial}), remettez-le (plug {serial} {bay}) et attendez son document"),
        Line(
            "task-hanging",
            "start {serial} in bay {bay}: it stops half way; see it on the board, release {serial}, and wait for its record",
            "lancez {serial} dans la baie {bay} : il se fige à mi-chemin ; trouvez-le au tableau, tapez release {serial} et attendez son document"
        ),
        Line(
            "task-purge", "have {serial} in bay {bay} erase itself (wipectl start {bay} --policy purge-sanitize), and wait for its record",
            "faites que {serial}, dans la baie {bay}, s’efface lui-même (wipectl start {bay} --policy purge-sanitize) et attendez son document"
        ),
        Line("no-tasks", "there are no tasks for these drives", "il n’y a pas d’exercices pour ces disques"),
        Line("no-task", "there is no task {number}; tasks lists them", "il n’y a pas d’exercice {number} ; tasks en donne la liste"),
        Line(
            "no-answer", "task {number} takes no answer: check {number}", "l’exercice {number} ne demande pas de réponse : check {number}"),
    ]

    /// Whether a task is done, and why.
    private static let verdictLines = [
        Line("right", "right: {why}", "juste : {why}"),
        Line("wrong", "wrong: {why}", "faux : {why}"),
        Line("not-yet", "not yet: {why}", "pas encore : {why}"),
        Line("no-record", "there is no record of {serial}", "il n’y a pas de document sur {serial}"),
        Line("record-says", "record {record} of {serial} says {outcome}", "le document {record} sur {serial} dit {outcome}"),
        Line(
            "still-there", "record {record} says {outcome}, and {serial} still holds {bytes} bytes of what it came with: report this",
            "le document {record} dit {outcome}, et {serial} contient encore {bytes} octets de ce qu’il contenait : signalez-le"),
        Line(
            "wiped", "{serial} holds nothing of what it came with, and record {record} says {outcome}",
            "{serial} ne contient plus rien de ce qu’il contenait, et le document {record} dit {outcome}"),
        Line("say-which", "say which one: check {number} SERIAL", "tapez lequel : check {number} SÉRIE"),
        Line("honest", "{serial} did what it said", "{serial} a fait ce qu’il a dit"),
        Line(
            "not-found-out", "no record of {serial} says that it failed: wipe it, and read what its record says",
            "aucun document sur {serial} ne dit qu’il a échoué : effacez-le, et lisez ce que dit son document"),
        Line(
            "found-out", "{serial} lies, and record {record} says {outcome}", "{serial} ment, et le document {record} dit {outcome}"),
        Line(
            "not-pulled", "{serial} was not pulled out while it was being wiped",
            "{serial} n’a pas été retiré pendant son effacement"),
        Line("not-released", "{serial} has not been let go of while it hung", "{serial} n’a pas été relâché pendant qu’il était figé"),
    ]

    /// What is wrong with a drive, for whoever has found it out.
    private static let storyLines = [
        Line("story-windows", "sound, a school's Windows on it", "sain, avec le Windows d’une école"),
        Line("story-flash", "sound, flash: spare cells stay", "sain, mémoire flash : les cellules de réserve restent"),
        Line("story-sectors", "sound, sectors of 4096 bytes", "sain, secteurs de 4096 octets"),
        Line("story-bad", "ten sectors that cannot be written", "dix secteurs qui ne peuvent être écrits"),
        Line("story-forgets", "forgets a write that it acknowledged", "oublie une écriture qu’il a confirmée"),
        Line("story-hangs", "hangs half way, until release", "se fige à mi-chemin, jusqu’à release"),
        Line("story-spare", "sound, on the shelf", "sain, sur l’étagère"),
        Line("story-system", "outside the bays, and mounted: never touched", "hors des baies, et monté : jamais touché"),
        Line(
            "story-hostile", "on the shelf; whatever it says of itself attacks its reader",
            "sur l’étagère ; tout ce qu’il dit de lui-même attaque qui le lit"),
        Line("story-erases", "sound, NVMe: can erase itself", "sain, NVMe : peut s’effacer lui-même"),
        Line(
            "story-erase-liar", "SATA: says that it has erased itself, and has not",
            "SATA : dit qu’il s’est effacé lui-même, et ne l’a pas fait"),
    ]
}
