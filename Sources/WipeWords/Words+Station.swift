// What the station warns of, and what the command line says of itself.

extension Words {
    package static let alarms = table([
        Line(
            "store-failed", "the station's database cannot be used", "la base de données du poste est inutilisable",
            do: "Free disk space, or call the lead.",
            "Libérez de l’espace sur le disque de l’ordinateur, ou appelez la personne responsable."),
        Line("store-failed.why", "{why}", "la base de données du poste est inutilisable : {why}"),
        Line(
            "cannot-certify", "no new wipe begins: its record could not be written or would not count",
            "aucun nouvel effacement ne commence : son document ne pourrait pas être écrit ou ne vaudrait rien", do: "Call the lead.",
            "Appelez la personne responsable."),
        Line("cannot-certify.why", "no new wipe begins: {why}", "aucun nouvel effacement ne commence : {why}"),
        Line(
            "command-stalled", "a drive that erases itself has made no progress for half an hour or longer",
            "un disque qui s’efface lui-même n’a fait aucun progrès depuis une demi-heure ou plus",
            do: "Leave it in and tell the lead.", "Laissez-le en place et avertissez la personne responsable."),
        Line(
            "command-stalled.job", "the drive of job {job} (bay {bay}) erases itself and has made no progress for {minutes} min",
            "le disque du travail {job} (baie {bay}) s’efface lui-même et n’avance plus depuis {minutes} min"),
        Line(
            "stalled", "a drive has given no answer for long", "un disque ne répond plus depuis longtemps",
            do: "Leave it in; if it stays so, call the lead.", "Laissez-le en place ; si cela dure, appelez la personne responsable."),
        Line(
            "stalled.job", "job {job} (bay {bay}) has had no answer from its drive for {seconds} s",
            "le disque du travail {job} (baie {bay}) ne répond plus depuis {seconds} s"),
        Line(
            "drive-left-out", "a drive is there and cannot be wiped", "un disque est là et ne peut pas être effacé",
            do: "Pull it and plug it in again.", "Retirez-le et rebranchez-le."),
        Line("drive-left-out.why", "{why}", "un disque est là et ne peut pas être effacé : {why}"),
        Line(
            "protect-unmet", "an entry of protect that no drive here has met so far",
            "une entrée de protect à laquelle aucun disque ne correspond encore", do: "Check the entry in the station file.",
            "Vérifiez l’entrée dans le fichier du poste."),
        Line(
            "protect-unmet.entry", "{entry} has met no drive here so far: it protects nothing yet",
            "{entry} ne correspond encore à aucun disque ici : cela ne protège encore rien"),
        Line(
            "protect-unmet.entries", "{entry} has met no drive here so far (and {more} more): it protects nothing yet",
            "{entry} (et {more} de plus) : cela ne correspond encore à aucun disque ici et ne protège encore rien"),
        Line(
            "no-udevd", "no udevd runs: drives are seen by kernel events alone, without their properties",
            "udevd ne tourne pas : les disques ne sont vus que par les événements du noyau, sans leurs propriétés", do: "Start udevd.",
            "Démarrez udevd."),
        Line(
            "wall-missing", "the kernel lacks a wall around the programs that read from drives",
            "il manque au noyau un mur autour des programmes qui lisent les disques", do: "Use a kernel with Landlock and seccomp.",
            "Utilisez un noyau avec Landlock et seccomp."),
        Line(
            "wall-missing.why", "{why}",
            "il manque au noyau une protection autour des programmes qui lisent les disques : {why}"),
        Line(
            "mark-made-anew", "the high-water mark was gone or damaged, and was made anew",
            "le repère de sauvegarde manquait ou était abîmé ; il a été refait", do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "mark-made-anew.loss",
            "{loss}: made anew from the database. Whether an older state was put back meanwhile cannot be told; compare a kept head "
                + "(wipectl log show --checkpoint)",
            "{loss} : refait à partir de la base de données. Impossible de dire si un état plus ancien a été remis entre-temps ; "
                + "comparez avec une tête de registre conservée (wipectl log show --checkpoint)"),
        Line(
            "key-interval", "a key's interval does not hold all that it has signed",
            "l’intervalle d’une clé ne couvre pas tout ce qu’elle a signé", do: "Call the lead.", "Appelez la personne responsable."),
        Line("key-interval.why", "{why}", "l’intervalle d’une clé ne couvre pas tout ce qu’elle a signé : {why}"),
        Line(
            "published-changed", "a published file was deleted or altered, or cannot be looked at",
            "un fichier publié a été supprimé ou modifié, ou ne peut pas être consulté", do: "Call the lead.",
            "Appelez la personne responsable."),
        Line(
            "published-changed.put-back",
            "published files were deleted or altered: {files}; they were put back from the database; look who may write to the state folder; "
                + "wipectl journal has each file",
            "des fichiers publiés ont été supprimés ou modifiés : {files} ; ils ont été remis à partir de la base de données ; voyez qui peut "
                + "écrire dans le dossier d’état ; wipectl journal nomme chaque fichier"),
        Line(
            "published-changed.lost",
            "published files were deleted or altered: {files}; they cannot be looked at or put back: {why}; look who may write to the state "
                + "folder; wipectl journal has each file",
            "des fichiers publiés ont été supprimés ou modifiés : {files} ; ils ne peuvent être ni consultés ni remis : {why} ; voyez qui peut "
                + "écrire dans le dossier d’état ; wipectl journal nomme chaque fichier"),
        Line(
            "published-changed.unseen",
            "published files cannot be looked at or put back: {why}; look who may write to the state folder; wipectl journal has each file",
            "les fichiers publiés ne peuvent être ni consultés ni remis : {why} ; voyez qui peut écrire dans le dossier d’état ; wipectl "
                + "journal nomme chaque fichier"),
        Line(
            "reload-failed", "the station file was read again and is not sound: the settings stay as they were",
            "le fichier du poste a été relu et n’est pas valable : les réglages restent ceux d’avant",
            do: "Say wiped --check, mend the file, then systemctl reload wiped.",
            "Lancez wiped --check, corrigez le fichier, puis systemctl reload wiped."),
        Line(
            "reload-failed.why", "the settings stay as they were: {why}", "les réglages restent ceux d’avant : {why}"),
        Line(
            "restart-needed.what", "changed in the station file and not counting before the next start: {list}",
            "changé dans le fichier du poste, et sans effet avant le prochain démarrage du service : {list}"),
        Line(
            "restart-needed", "something in the station file was changed that counts from the next start",
            "un changement du fichier du poste ne vaudra qu’au prochain démarrage du service",
            do: "Restart the station when it suits: wipes go on.",
            "Redémarrez le service wiped au bon moment : les effacements reprennent ensuite."),
        Line(
            "foreign-certificate", "a file among the records that the database does not know",
            "un fichier parmi les documents, inconnu de la base de données", do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "foreign-certificate.files", "{count} record files are not of this station and were not logged, {first} say",
            "fichiers de documents étrangers à ce poste et absents du registre : {count}, {first} par exemple"),
    ])
}
