// What a drive's own firmware can do, what it hides, and whether it may be taken out.

extension Words {
    package static let techniques = table([
        Line("not-offered", "the drive does not offer it", "le disque ne le propose pas"),
        Line(
            "not-for-media", "it may claim nothing on this kind of media", "sur ce type de disque, cette technique n’atteint aucun niveau"),
        Line(
            "not-asked", "the drive was not asked: it is not in exactly one bay, is protected, or is in use",
            "le disque n’a pas été interrogé : il n’est dans aucune baie ou dans plusieurs, ou il est protégé ou utilisé"),
        Line(
            "behind-a-bridge", "an adapter hides the drive: plug it straight into a SATA, SAS or NVMe bay",
            "un adaptateur cache le disque : branchez-le directement dans une baie SATA, SAS ou NVMe"),
        Line(
            "not-direct", "only SATA, SAS and NVMe drives that are plugged in directly are asked",
            "seuls les disques SATA, SAS et NVMe branchés directement sont interrogés"),
        Line("no-time", "no time was left to ask the drive", "le temps a manqué pour interroger le disque"),
        Line("no-answer", "the drive gave no answer that can be read", "le disque n’a donné aucune réponse lisible"),
        Line(
            "status-unreadable", "what the drive says of its own state does not come through",
            "le poste n’arrive pas à lire l’état du disque"),
        Line(
            "frozen", "the computer has frozen this drive at boot: take it out, count to 10, put it back",
            "l’ordinateur a gelé ce disque au démarrage : retirez-le, comptez jusqu’à 10, remettez-le"),
        Line("locked", "a password is set on the drive", "un mot de passe est défini sur le disque"),
        Line(
            "several-namespaces", "it would reach other units or namespaces too", "cela toucherait aussi d’autres unités ou espaces de noms"
        ),
        Line(
            "in-failure-mode", "an erase by the drive itself has failed before", "un effacement par le disque lui-même a déjà échoué"),
        Line("not-allowed-here", "the station file does not allow it", "le fichier du poste ne le permet pas"),
        Line(
            "known-defect", "drives of this model are known to fail at it", "on sait que les disques de ce modèle y échouent"),
    ])

    package static let hiddenAreas = table([
        Line(
            "not-asked", "the drive was not asked: it is not in exactly one bay, is protected, or is in use",
            "le disque n’a pas été interrogé : il n’est dans aucune baie ou dans plusieurs, ou il est protégé ou utilisé"),
        Line("behind-a-bridge", "an adapter hides the drive", "un adaptateur cache le disque"),
        Line(
            "not-direct", "only SATA, SAS and NVMe drives that are plugged in directly are asked",
            "seuls les disques SATA, SAS et NVMe branchés directement sont interrogés"),
        Line("no-time", "no time was left to ask the drive", "le temps a manqué pour interroger le disque"),
        Line("no-answer", "the drive gave no answer that can be read", "le disque n’a donné aucune réponse lisible"),
        Line("identify-unreadable", "what the drive says of itself cannot be read", "ce que le disque dit de lui-même est illisible"),
        Line("another-drive-answers", "a drive with another serial answers", "un disque qui a un autre numéro de série répond"),
        Line("aborted", "the drive refuses to say: locked or frozen", "le disque refuse de répondre : verrouillé ou gelé"),
        Line("frozen", "the drive refuses to say: frozen", "le disque refuse de répondre : gelé"),
        Line("checksum", "the checksum of the answer is wrong", "la somme de contrôle de la réponse est fausse"),
        Line("implausible", "the answer cannot be true", "la réponse ne peut pas être vraie"),
        Line("status-unreadable", "the answer does not come through", "la réponse du disque n’arrive pas jusqu’au poste"),
        Line(
            "kernel-disagrees", "the kernel and the drive name different sizes", "le système et le disque donnent deux tailles différentes"),
        Line(
            "limit-not-asked", "whether a SAS drive was set smaller is not asked",
            "on ne demande pas à un disque SAS s’il a été réduit"),
    ])

    package static let pull = table([
        Line("record-on-file", "safe to pull: its record is on file", "vous pouvez le retirer : son document est enregistré"),
        Line(
            "turns-on", "safe to pull: its record is on file; the disk still turns, so hold it still for half a minute",
            "vous pouvez le retirer : son document est enregistré ; il tourne encore, tenez-le immobile une demi-minute"),
        Line(
            "left-alone", "safe to pull: nothing was written to it here, and nobody uses it",
            "vous pouvez le retirer : rien n’y a été écrit ici, et personne ne s’en sert"),
        Line("spinning-down", "wait: it is spinning down", "attendez : il finit de tourner"),
        Line("wipe-runs", "do not pull: a wipe is running", "ne le retirez pas : un effacement est en cours"),
        Line(
            "wipe-next", "do not pull: its wipe may begin at any moment",
            "ne le retirez pas : son effacement peut commencer d’un instant à l’autre"),
        Line("wipe-unfinished", "do not pull: its wipe is not finished", "ne le retirez pas : son effacement n’est pas terminé"),
        Line(
            "record-pending", "do not pull: its record is not on file yet", "ne le retirez pas : son document n’est pas encore enregistré"),
        Line("in-use", "do not pull: it is in use", "ne le retirez pas : il est utilisé"),
        Line("use-unknown", "not known: somebody may be using it", "on ne sait pas : quelqu’un s’en sert peut-être"),
        Line("identifying", "not known: it is still being looked at", "on ne sait pas : il est encore en cours d’examen"),
    ])

    package static let states = table([
        Line("identifying", "being looked at", "en cours d’examen"),
        Line("refused", "refused", "refusé"),
        Line("admitted", "may be wiped", "prêt à effacer"),
        Line("held", "held: waits for a person", "en attente d’une personne"),
        Line("queued", "waits for its turn", "attend son tour"),
        Line("opening", "is about to begin", "va commencer"),
        Line("running", "is being wiped", "effacement en cours"),
        Line("stopping", "is stopping", "s’arrête"),
        Line("suspended", "interrupted", "interrompu"),
        Line("certifying", "its record is being written", "son document est en préparation"),
        Line("sanitized", "wiped", "effacé"),
        Line("failed", "failed", "échec"),
        Line("abandoned", "given up", "abandonné"),
        Line("withdrawn", "never begun", "jamais commencé"),
        Line("empty", "empty", "vide"),
        Line("stalled", "gives no answer", "ne répond pas"),
        Line("unresponsive", "gives no answer; it was asked to stop", "ne répond plus ; l’arrêt est demandé"),
    ])

    package static let bays = table([
        Line(
            "revoked", "its record {record} was revoked by record {notice} and counts no more",
            "son document {record} a été révoqué par le document {notice} et ne vaut plus",
            do: "Call the lead.", "Appelez la personne responsable.")
    ])

    package static let phases = table([
        Line("write", "writing", "écriture"),
        Line("confirm", "reading marks back", "relecture des marques"),
        Line("command", "erasing itself", "s’efface lui-même"),
        Line("verify", "reading back", "relecture"),
    ])
}
