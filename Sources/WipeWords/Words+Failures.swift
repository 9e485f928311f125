// Why the command line does not do what was asked.

extension Words {
    package static let failures = table(failureLines + usageLines)

    private static let failureLines = [
        Line("usage", "the command line is not understood", "la ligne de commande n’est pas comprise", do: "See --help.", "Voyez --help."),
        Line(
            "usage.command-near", "{path} has no command {command}", "{path} n’a pas de commande {command}", do: "did you mean {near}?",
            "vouliez-vous dire {near} ?"),
        Line(
            "usage.command-far", "{path} has no command {command}", "{path} n’a pas de commande {command}",
            do: "{path} --help lists its commands", "{path} --help donne ses commandes"),
        Line(
            "usage.value-near", "{option} does not know {value}", "{option} ne connaît pas {value}", do: "did you mean {near}?",
            "vouliez-vous dire {near} ?"),
        Line(
            "usage.value-far", "{option} does not know {value}", "{option} ne connaît pas {value}", do: "it takes: {words}",
            "valeurs possibles : {words}"),
        Line(
            "usage.language", "--lang needs a language: en or fr", "--lang demande une langue : en ou fr",
            do: "such as wipectl --lang fr status", "par exemple wipectl --lang fr status"),
        Line(
            "usage.socket", "--socket needs a path", "--socket demande un chemin",
            do: "such as wipectl --socket /run/wiped/wiped.sock status", "par exemple wipectl --socket /run/wiped/wiped.sock status"),
        Line(
            "confirmation-required", "a start that nobody confirmed, or that cannot be asked for here",
            "un lancement que personne n’a confirmé, ou qui ne peut pas être demandé ici",
            do: "The serial stands on the label of the drive.", "Le numéro de série est sur l’étiquette du disque."),
        Line(
            "confirmation-required.unasked", "everything on {media} would be destroyed: that needs --confirm with its serial",
            "tout ce que contient {media} serait détruit : il faut --confirm avec son numéro de série",
            do: "wipectl plan shows what would be done, wipectl media show what is on it",
            "wipectl plan montre ce qui serait fait, wipectl media show ce qu’il contient"),
        Line(
            "confirmation-required.unasked-tag", "everything on {media} would be destroyed: that needs --confirm with its asset tag",
            "tout ce que contient {media} serait détruit : il faut --confirm avec son étiquette",
            do: "wipectl plan shows what would be done, wipectl media show what is on it",
            "wipectl plan montre ce qui serait fait, wipectl media show ce qu’il contient"),
        Line("confirmation-required.not-given", "not confirmed: nothing was changed", "non confirmé : rien n’a été changé"),
        Line("refused", "the drive is refused", "le disque est refusé"),
        Line("no-bays", "this station has no bays", "ce poste n’a pas de baies"),
        Line(
            "drive-exchanged", "bay {bay} does not hold the drive that it held when it was scanned: nothing was changed",
            "la baie {bay} ne contient plus le disque qui y était au moment du scan : rien n’a changé", do: "Begin again with the bay.",
            "Recommencez par la baie."),
        Line("unknown-code", "there is no such code", "ce code n’existe pas", do: "See wipectl explain.", "Voyez wipectl explain."),
        Line(
            "unknown-code.near", "there is no code {code}", "il n’y a pas de code {code}", do: "did you mean {near}?",
            "vouliez-vous dire {near} ?"),
        Line(
            "unknown-code.far", "there is no code {code}", "il n’y a pas de code {code}", do: "wipectl explain lists all codes",
            "wipectl explain donne tous les codes"),
        Line("output-failed", "the result could not be written", "le résultat n’a pas pu être écrit"),
        Line("internal-error", "an error that wipectl has no words for", "une erreur pour laquelle wipectl n’a pas de mots"),
        Line("internal-error.system", "the system refused something: {error}", "le système a refusé quelque chose : {error}"),
        Line(
            "internal-error.word", "wipectl met an error that it has no words for, and did not finish",
            "wipectl a rencontré une erreur pour laquelle il n’a pas de mots, et n’a pas terminé",
            do: "report the command line and this word: {word}", "signalez la ligne de commande et ce mot : {word}"),
        Line(
            "socket-missing", "there is no socket: the daemon does not run", "pas de socket : le service ne tourne pas",
            do: "Start it: systemctl start wiped.", "Démarrez-le : systemctl start wiped."),
        Line(
            "socket-missing.at", "there is no socket at {path}: wiped is not running, or it listens elsewhere",
            "pas de socket à {path} : wiped ne tourne pas, ou il écoute ailleurs",
            do: "start wiped, or name its socket with --socket or WIPED_SOCKET",
            "démarrez wiped, ou nommez son socket avec --socket ou WIPED_SOCKET"),
        Line(
            "connection-refused", "nobody answers at the socket", "personne ne répond au socket",
            do: "Start the daemon: systemctl start wiped.", "Démarrez le service : systemctl start wiped."),
        Line(
            "connection-refused.at", "nobody answers at {path}: wiped is not running any more",
            "personne ne répond à {path} : wiped ne tourne plus",
            do: "start wiped, or name its socket with --socket or WIPED_SOCKET",
            "démarrez wiped, ou nommez son socket avec --socket ou WIPED_SOCKET"),
        Line(
            "permission-denied", "this user may not use the socket", "cet utilisateur ne peut pas se servir du socket",
            do: "Ask the lead for the group.", "Demandez l’accès au groupe à la personne responsable."),
        Line(
            "permission-denied.at", "no permission to use the socket {path}", "accès refusé au socket {path}",
            do: "ask to be put into the group that the station file names under roles, then log in again",
            "demandez à être ajouté au groupe que le fichier du poste nomme sous roles, puis reconnectez-vous"),
        Line(
            "socket-path-too-long", "the system takes no path of this length for a socket",
            "le système refuse un chemin de socket aussi long"),
        Line(
            "socket-path-too-long.bytes", "the socket's path has {bytes} bytes, the system takes {most}",
            "le chemin du socket a {bytes} octets, le système en accepte {most}",
            do: "use a shorter path for the socket", "prenez un chemin plus court pour le socket"),
        Line("timeout", "no answer in time", "pas de réponse à temps", do: "Try again.", "Réessayez."),
        Line(
            "timeout.seconds", "wiped did not answer within {seconds} s", "wiped n’a pas répondu en {seconds} s",
            do: "look at its log; ask again with the same command",
            "regardez ses messages : journalctl -u wiped ; puis relancez la même commande"),
        Line("connection-lost", "the connection broke", "la connexion s’est rompue", do: "Try again.", "Réessayez."),
        Line("connection-lost.why", "the connection to wiped broke: {why}", "la connexion avec wiped s’est rompue : {why}"),
        Line(
            "bad-answer", "what answers is not understood", "la réponse n’est pas comprise", do: "Use wipectl and wiped of one version.",
            "Utilisez wipectl et wiped de la même version."),
        Line(
            "bad-answer.why", "what answers at the socket is not understood: {why}",
            "ce qui répond au socket n’est pas compris : {why}", do: "compare wipectl --version with the version of wiped",
            "comparez wipectl --version avec la version de wiped"),
        Line("unreadable-file", "a file cannot be read", "un fichier est illisible"),
        Line("unreadable-folder", "a folder cannot be read", "un dossier est illisible"),
        Line("no-records", "a folder has no record in it", "un dossier ne contient aucun document"),
        Line("bad-keys-file", "the keys file is none", "ce n’est pas un fichier de clés"),
        Line("bad-log-policy", "the log policy is none", "ce n’est pas une politique de registre"),
        Line("bad-intake-list", "the intake list cannot be read, or has no rows", "la liste de réception est illisible, ou vide"),
        Line("log-missing", "the folder of the log cannot be read", "le dossier du registre est illisible"),
        Line("not-valid", "the record does not stand", "le document n’est pas valide"),
        Line(
            "bad-station-file", "the station file cannot be read, or is not sound", "le fichier du poste est illisible ou n’est pas valable"
        ),
        Line(
            "needs-root", "setup writes the station file, which is root's", "setup écrit le fichier du poste, qui est réservé à root",
            do: "sudo wipectl setup", "lancez sudo wipectl setup"),
        Line("no-udev", "udev cannot be asked which drives there are", "udev ne peut pas dire quels disques sont là"),
        Line(
            "system-drive-in-bay", "a bay takes a drive from which this computer runs",
            "une baie contient un disque dont cet ordinateur a besoin", do: "Take that bay out of the station file.",
            "Retirez cette baie du fichier du poste."),
        Line("file-changed", "somebody else has written to the file meanwhile", "quelqu’un d’autre a modifié le fichier entre-temps"),
        Line("nothing-matched", "no record meets what was asked for", "aucun document ne correspond à la demande"),
        Line("unwritable-folder", "the folder cannot be made or looked into", "le dossier ne peut être créé ou consulté"),
        Line("folder-not-empty", "the folder has something in it already", "le dossier n’est pas vide"),
        Line("bad-file-name", "the daemon names a file that no export has", "le service nomme un fichier qu’aucun export ne contient"),
        Line("file-differs", "a file of that name is there with other contents", "un fichier de ce nom existe déjà, avec un autre contenu"),
        Line("write-failed", "a file could not be written or removed", "un fichier n’a pas pu être écrit ou supprimé"),
        Line("not-a-drive", "what was named is no drive", "ce qui a été nommé n’est pas un disque"),
        Line(
            "size-differs", "the drive has another size or other sectors than the certificate",
            "le disque a une autre taille ou d’autres secteurs que le certificat"),
        Line(
            "cannot-recheck", "the record says nothing that a drive could be compared with",
            "le document ne contient rien que l’on puisse comparer à un disque"),
    ]
}
