// What is said at the bench: by the scan dialogue, and before and after a start.

extension Words {
    package static let scan = table([
        Line("mark-done", "DONE", "FAIT"),
        Line("mark-waits", "WAIT", "ATTENTE"),
        Line("mark-no", "NO", "NON"),
        Line("mark-note", "NOTE", "À SAVOIR"),
        Line(
            "how-it-ends", "the word END, scanned or typed, ends this; no key does",
            "pour terminer, scannez ou tapez FIN ; aucune touche du clavier ne termine"),
        Line("scan-bay", "scan a bay", "scannez une baie"),
        Line("scan-tag", "{bay}: now scan the tag of its drive", "{bay} : scannez maintenant l’étiquette de son disque"),
        Line(
            "scan-tag.or-serial",
            "{bay}: now scan the tag of its drive, or the serial number on the drive's own label to start it without one",
            "{bay} : scannez l’étiquette de son disque ; pour le lancer sans étiquette, scannez plutôt le numéro de série inscrit dessus"
        ),
        Line(
            "scan-serial", "{bay}: now scan the serial number on the drive's own label",
            "{bay} : scannez maintenant le numéro de série inscrit sur le disque"),
        Line(
            "scan-tag-again", "{bay}: its serial number is not reliable; scan its tag once more to start it",
            "{bay} : son numéro de série n’est pas fiable ; scannez encore une fois son étiquette pour lancer le disque"),
        Line("scan-yes", "{bay} is ready: scan YES to start it", "le disque de {bay} est prêt : scannez OUI pour le lancer"),
        Line(
            "scan-yes.resume", "{bay} is paused: scan YES to let it go on", "le disque de {bay} est en pause : scannez OUI pour continuer"),
        Line("one-moment", "{bay} is still being looked at: one moment", "le disque de {bay} est en cours d’examen : un instant"),
        Line(
            "still-identifying", "{bay} is still being looked at: nothing was taken",
            "le disque de {bay} est encore en cours d’examen : ce scan ne compte pas"),
        Line(
            "away", "the station does not answer: nothing is taken until it does", "le poste ne répond pas : rien n’est enregistré d’ici là"
        ),
        Line("back", "the station answers again: begin with the bay", "le poste répond de nouveau : commencez par la baie"),
        Line(
            "unsure", "{bay}: the station stopped answering, and whether this was done is not known; scan the bay again when it answers",
            "{bay} : le poste a cessé de répondre ; on ne sait pas si c’est fait ; scannez de nouveau la baie quand il répondra"),
        Line("no-key", "no key ends this: scan or type END", "cette touche ne fait rien ici : pour terminer, scannez ou tapez FIN"),
        Line("unreadable", "what was scanned cannot be read: scan it again", "ce qui a été scanné est illisible : scannez encore une fois"),
        Line(
            "endless", "the end of what was scanned did not come: scan it again",
            "le scan est incomplet : scannez encore une fois"),
        Line(
            "no-bay", "{word} is no bay of this station: first scan the bay, then the tag of its drive",
            "{word} n’est pas une baie de ce poste : scannez d’abord la baie, puis l’étiquette de son disque"),
        Line(
            "bay-for-tag", "{bay} got no tag: {word} is a bay, and goes on with that one",
            "{bay} n’a pas reçu d’étiquette : {word} est une baie, et on continue avec elle"),
        Line(
            "no-tag", "{bay} got no tag within {seconds} s; begin again with the bay",
            "{bay} n’a pas reçu d’étiquette en {seconds} s ; recommencez par la baie"),
        Line(
            "not-confirmed", "{bay} was not confirmed within {seconds} s and still waits; begin again with the bay",
            "le disque de {bay} n’a pas été confirmé en {seconds} s et attend encore ; recommencez par la baie"),
        Line("tag-not-yes", "{bay}: a tag is waited for, not a yes", "{bay} : scannez une étiquette, pas OUI"),
        Line(
            "yes-for-serial", "{bay}: a yes is not enough; scan the serial number on the drive's own label",
            "{bay} : OUI ne suffit pas ; scannez le numéro de série inscrit sur le disque"),
        Line(
            "yes-for-tag", "{bay}: a yes is not enough; scan its tag once more",
            "{bay} : OUI ne suffit pas ; scannez encore une fois son étiquette"),
        Line(
            "tag-for-serial", "{bay}: {word} is its tag; scan the serial number on the drive's own label",
            "{bay} : {word} est son étiquette ; scannez le numéro de série inscrit sur le disque"),
        Line(
            "not-yes", "{bay} was not started: {word} is not YES; begin again with the bay",
            "le disque de {bay} n’a pas été lancé : {word} n’est pas OUI ; recommencez par la baie"),
        Line(
            "not-its-serial", "{bay}: that is not the serial number of its drive; look for it on the drive's own label",
            "{bay} : ce n’est pas le numéro de série de son disque ; cherchez-le sur le disque"),
        Line("not-its-tag", "{bay}: that is not its tag", "{bay} : ce n’est pas son étiquette"),
        Line("nothing-asked", "nothing waits for a yes: scan a bay", "aucun disque n’attend OUI : scannez une baie"),
        Line(
            "nothing-begun", "there is nothing to cancel here; what was started is stopped with wipectl cancel",
            "rien à annuler ici ; pour arrêter un disque déjà lancé : wipectl cancel"),
        Line("given-up", "{bay}: given up; nothing was changed", "{bay} : annulé ; rien n’a changé"),
        Line("still-waits", "{bay} still waits", "le disque de {bay} attend encore"),
        Line("still-waits.given-up", "{bay} was not started and still waits", "le disque de {bay} n’a pas été lancé et attend encore"),
        Line(
            "still-waits.goes-on", "{bay} was not started and still waits; it goes on with {word}",
            "le disque de {bay} n’a pas été lancé et attend encore ; on continue avec {word}"),
        Line(
            "empty", "bay {bay} is empty: put the drive in, then scan the bay again",
            "la baie {bay} est vide : mettez le disque, puis scannez de nouveau la baie"),
        Line("linked", "{bay} has tag {tag}", "le disque de {bay} porte l’étiquette {tag}"),
        Line(
            "waits", "{bay} has tag {tag} now and still waits: {why}",
            "le disque de {bay} porte maintenant l’étiquette {tag} et attend encore : {why}"),
        Line("waits.known", "{bay} has tag {tag} and waits: {why}", "le disque de {bay} porte l’étiquette {tag} et attend : {why}"),
        Line("has-tag", "{bay} has tag {tag} and waits for a yes", "le disque de {bay} porte l’étiquette {tag} et attend OUI"),
        Line("goes", "{bay} has tag {tag}: {why}", "le disque de {bay} porte l’étiquette {tag} : {why}"),
        Line("started", "{bay} is confirmed: {what}", "le disque de {bay} est confirmé : {what}"),
        Line("refused", "{bay}: {why}", "{bay} : {why}"),
        Line("news", "{place}: {what}", "{place} : {what}"),
        Line("does-because", "{what} ({why})", "{what} ({why})"),
        Line("kept", "{tag} (as first written; {word} reads the same)", "{tag} (comme écrite la première fois ; {word} se lit pareil)"),
        Line(
            "summary", "{linked} linked, {started} started, {failed} not",
            "étiquettes liées : {linked}, disques lancés : {started}, refus : {failed}"),
    ])

    package static let starts = table([
        Line("about", "{media}:", "{media} :"),
        Line(
            "ask-serial", "scan or type the serial number on the drive's own label, or nothing to stop: ",
            "scannez ou tapez le numéro de série inscrit sur le disque (Entrée seule : ne rien lancer) : "),
        Line(
            "ask-tag", "scan or type its asset tag, as its label says, or nothing to stop: ",
            "scannez ou tapez son étiquette (Entrée seule : ne rien lancer) : "),
        Line("started", "{media}: {what} (job {job})", "{media} : {what} (travail {job})"),
        Line("summary", "{started} started, {failed} not", "lancés : {started}, non lancés : {failed}"),
    ])
}
