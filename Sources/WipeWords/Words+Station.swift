// What the station warns of, and what the command line says of itself.

extension Words {
    package static let alarms = table([
        Line(
            "store-failed", "the station's database cannot be used", "la base de données du poste est inutilisable",
            do: "Free disk space, or call the lead.", "Libérez de l’espace disque, ou appelez la personne responsable."),
        Line(
            "cannot-certify", "no new wipe begins: its record could not be written or would not count",
            "aucun effacement ne commence : son document ne pourrait être écrit ou ne vaudrait rien", do: "Call the lead.",
            "Appelez la personne responsable."),
        Line(
            "command-stalled", "a drive that erases itself has made no progress for half an hour or longer",
            "un disque qui s’efface lui-même n’a fait aucun progrès depuis une demi-heure ou plus",
            do: "Leave it in and tell the lead.", "Laissez-le en place et avertissez la personne responsable."),
        Line(
            "stalled", "a drive has given no answer for long", "un disque ne répond plus depuis longtemps",
            do: "Leave it; if it stays so, pull it.", "Laissez-le ; si cela dure, retirez-le."),
        Line(
            "drive-left-out", "a drive is there and cannot be wiped", "un disque est là et ne peut pas être effacé",
            do: "Pull it and plug it in again.", "Retirez-le et rebranchez-le."),
        Line(
            "protect-unmet", "an entry of protect that no drive here has met so far",
            "une entrée de protect qu’aucun disque n’a encore rencontrée", do: "Check the entry in the station file.",
            "Vérifiez l’entrée dans le fichier du poste."),
        Line("no-udevd", "no udevd runs", "udevd ne tourne pas", do: "Start udevd.", "Démarrez udevd."),
        Line(
            "wall-missing", "the kernel lacks a wall around the programs that read from drives",
            "il manque au noyau un mur autour des programmes qui lisent les disques", do: "Use a kernel with Landlock and seccomp.",
            "Utilisez un noyau avec Landlock et seccomp."),
        Line(
            "mark-made-anew", "the high-water mark was gone or damaged, and was made anew",
            "le repère de niveau manquait ou était abîmé ; il a été refait", do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "key-interval", "a key's interval does not hold all that it has signed",
            "l’intervalle d’une clé ne couvre pas tout ce qu’elle a signé", do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "published-changed", "a published file was deleted or altered, or cannot be looked at",
            "un fichier publié a été supprimé ou modifié, ou ne peut être consulté", do: "Call the lead.",
            "Appelez la personne responsable."),
        Line(
            "foreign-certificate", "a file among the records that the database does not know",
            "un fichier parmi les documents, inconnu de la base de données", do: "Call the lead.", "Appelez la personne responsable."),
    ])

    package static let scan = table([
        Line("scan-bay", "scan a bay", "scannez une baie"),
        Line("scan-tag", "{bay}: now scan the tag of its drive", "{bay} : scannez maintenant l’étiquette de son disque"),
        Line(
            "no-bay", "{word} is no bay of this station: first scan the bay, then the tag of its drive",
            "{word} n’est pas une baie de ce poste : scannez d’abord la baie, puis l’étiquette de son disque"),
        Line(
            "bay-for-tag", "{bay} got no tag: {word} is a bay, not a tag; begin again with the bay",
            "{bay} n’a pas reçu d’étiquette : {word} est une baie, pas une étiquette ; recommencez par la baie"),
        Line(
            "no-tag", "{bay} got no tag within {seconds} s; begin again with the bay",
            "{bay} n’a pas reçu d’étiquette en {seconds} s ; recommencez par la baie"),
    ])

    package static let failures = table([
        Line("usage", "the command line is not understood", "la ligne de commande n’est pas comprise", do: "See --help.", "Voyez --help."),
        Line(
            "confirmation-required", "a start that nobody confirmed, or that cannot be asked for here",
            "un départ que personne n’a confirmé, ou qui ne peut être demandé ici", do: "Give --confirm.", "Donnez --confirm."),
        Line("refused", "the drive is refused", "le disque est refusé"),
        Line("no-bays", "the station has no bays, so nothing can be scanned", "le poste n’a pas de baies : rien à scanner"),
        Line(
            "scan-order", "a tag was scanned where a bay belongs, or the other way round",
            "une étiquette a été scannée à la place d’une baie, ou l’inverse", do: "Begin again with the bay.", "Recommencez par la baie."),
        Line("output-failed", "the result could not be written", "le résultat n’a pas pu être écrit"),
        Line("internal-error", "an error that wipectl has no words for", "une erreur pour laquelle wipectl n’a pas de mots"),
        Line(
            "socket-missing", "there is no socket: the daemon does not run", "pas de socket : le service ne tourne pas",
            do: "Start it: systemctl start wiped.", "Démarrez-le : systemctl start wiped."),
        Line(
            "connection-refused", "nobody answers at the socket", "personne ne répond au socket",
            do: "Start the daemon: systemctl start wiped.", "Démarrez le service : systemctl start wiped."),
        Line(
            "permission-denied", "this user may not use the socket", "cet utilisateur ne peut pas se servir du socket",
            do: "Ask the lead for the group.", "Demandez l’accès au groupe à la personne responsable."),
        Line(
            "socket-path-too-long", "the system takes no path of this length for a socket",
            "le système refuse un chemin de socket aussi long"),
        Line("timeout", "no answer in time", "pas de réponse à temps", do: "Try again.", "Réessayez."),
        Line("connection-lost", "the connection broke", "la connexion s’est rompue", do: "Try again.", "Réessayez."),
        Line(
            "bad-answer", "what answers is not understood", "la réponse n’est pas comprise", do: "Use wipectl and wiped of one version.",
            "Utilisez wipectl et wiped de la même version."),
        Line("unreadable-file", "a file cannot be read", "un fichier est illisible"),
        Line("unreadable-folder", "a folder cannot be read", "un dossier est illisible"),
        Line("no-records", "a folder has no record in it", "un dossier ne contient aucun document"),
        Line("bad-keys-file", "the keys file is none", "le fichier de clés n’en est pas un"),
        Line("bad-log-policy", "the log policy is none", "la politique du journal n’en est pas une"),
        Line("bad-intake-list", "the intake list cannot be read, or has no rows", "la liste d’arrivée est illisible, ou vide"),
        Line("log-missing", "the folder of the log cannot be read", "le dossier du journal est illisible"),
        Line("not-valid", "the record does not stand", "le document ne tient pas"),
        Line("nothing-matched", "no record meets what was asked for", "aucun document ne correspond à la demande"),
        Line("unwritable-folder", "the folder cannot be made or looked into", "le dossier ne peut être créé ou consulté"),
        Line("folder-not-empty", "the folder has something in it already", "le dossier n’est pas vide"),
        Line("bad-file-name", "the daemon names a file that no export has", "le service nomme un fichier qu’aucun export ne contient"),
        Line("file-differs", "a file of that name is there with other contents", "un fichier de ce nom existe avec un autre contenu"),
        Line("write-failed", "a file could not be written or removed", "un fichier n’a pas pu être écrit ou supprimé"),
        Line("not-a-drive", "what was named is no drive", "ce qui a été nommé n’est pas un disque"),
        Line(
            "size-differs", "the drive has another size or other sectors than the certificate",
            "le disque a une autre taille ou d’autres secteurs que le certificat"),
        Line(
            "cannot-recheck", "the record says nothing that a drive could be compared with",
            "le document ne dit rien à quoi un disque puisse être comparé"),
    ])
}
