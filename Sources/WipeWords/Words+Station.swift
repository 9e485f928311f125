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
}
