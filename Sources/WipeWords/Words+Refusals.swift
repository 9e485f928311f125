// Why a drive will not be wiped, whatever anybody confirms.

extension Words {
    package static let refusals = table([
        Line(
            "not-a-candidate", "{kind}: only whole SCSI, SATA, USB, NVMe and MMC drives are wiped",
            "{kind} : seuls les disques SCSI, SATA, USB, NVMe et MMC entiers sont effacés"),
        Line(
            "media-gone", "the drive stopped answering during its wipe; pull it and plug it in again",
            "le disque a cessé de répondre pendant son effacement ; retirez-le et rebranchez-le",
            do: "Pull the drive and plug it in again.", "Retirez le disque et rebranchez-le."),
        Line(
            "second-path", "the drive at {node} shows the same WWN or the same identity: a second path to it, or a copy",
            "le disque {node} montre le même WWN ou la même identité : un second chemin vers lui, ou une copie",
            do: "Unplug one of the two.", "Débranchez l’un des deux."),
        Line(
            "not-in-a-bay", "is not in a bay of this station: only drives in a bay are wiped",
            "il n’est pas dans une baie de ce poste : seuls les disques dans une baie sont effacés",
            do: "Put the drive into a bay, or let the lead add this port to the station file.",
            "Mettez le disque dans une baie, ou demandez à la personne responsable d’ajouter ce port au fichier du poste."),
        Line(
            "ambiguous-bay", "bay {bay} has another drive too, {node}: leave only one of them in",
            "un autre disque, {node}, répond aussi pour la baie {bay} : n’en laissez qu’un",
            do: "Leave only one drive in the bay.", "Ne laissez qu’un disque dans la baie."),
        Line(
            "ambiguous-bay.several", "meets {count} bays at once ({bays}): the station file has to be mended",
            "il correspond à {count} baies à la fois ({bays}) : le fichier du poste est à corriger",
            do: "Tell the lead: two bays of the station file match one port.",
            "Avertissez la personne responsable : deux baies du fichier correspondent au même port."),
        Line(
            "protected", "the station file protects it", "le fichier du poste le protège",
            do: "Leave it alone. It is never wiped here.", "N’y touchez pas. Il ne s’efface jamais ici."),
        Line(
            "mounted", "{node} is mounted at {detail}", "{node} est monté sur {detail}",
            do: "Call the lead: somebody uses this drive.", "Appelez la personne responsable : quelqu’un se sert de ce disque."),
        Line(
            "swap-in-use", "{node} is swap space in use", "{node} sert d’espace d’échange (swap)",
            do: "Call the lead: somebody uses this drive.", "Appelez la personne responsable : quelqu’un se sert de ce disque."),
        Line(
            "has-holders", "{detail} stands on {node}", "{detail} repose sur {node}",
            do: "Call the lead: something is built on this drive.",
            "Appelez la personne responsable : quelque chose est construit sur ce disque."),
        Line(
            "opened-exclusively",
            "{node} is in use: another program has it, or it is mounted where this station cannot see (a container, say)",
            "{node} est utilisé : un autre programme le tient, ou il est monté là où ce poste ne voit pas (un conteneur, par exemple)",
            do: "Call the lead: another program has this drive.", "Appelez la personne responsable : un autre programme tient ce disque."),
        Line("opened-exclusively.open", "{node} is in use: {error}", "{node} est utilisé : {error}"),
        Line("opened-exclusively.simulated", "{node} is in use", "{node} est utilisé"),
        Line(
            "former-run", "{node} waits for the kernel: {detail}", "le système n’a pas encore libéré {node} : {detail}",
            do: "Wait; if it stays so, pull the drive and plug it in again.",
            "Attendez ; si cela dure, retirez le disque et rebranchez-le."),
        Line(
            "running-system", "the running system stands on {node}: {detail}", "le système en marche repose sur {node} : {detail}",
            do: "Leave it alone: this computer runs from it.", "N’y touchez pas : cet ordinateur en dépend."),
        Line(
            "usage-unknown", "whether it is in use could not be found out: {why}", "impossible de savoir s’il est utilisé : {why}",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line("usage-unknown.open", "{why}", "impossible de savoir s’il est utilisé : {why}"),
        Line(
            "array-member-elsewhere",
            "is one part of something on several drives ({types}); another part is at {node}, which is in use or outside the bays",
            "il fait partie d’un groupe de disques ({types}) ; une autre partie est sur {node}, utilisée ou hors des baies",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "array-member-elsewhere.unread",
            "is one part of something on several drives ({types}); whether another part is at {node}, outside the bays, could not be read",
            "il fait partie d’un groupe de disques ({types}) ; impossible de savoir si une autre partie est sur {node}, hors des baies"
        ),
        Line(
            "read-only", "the device is read-only", "le disque est en lecture seule",
            do: "Look for a write-protect switch; else set the drive aside.",
            "Cherchez sur le disque un interrupteur de protection en écriture ; s’il n’y en a pas, mettez le disque à part."),
        Line("read-only.open", "{node} does not let itself be written: {error}", "{node} refuse d’être écrit : {error}"),
        Line("read-only.protected", "{node} is write-protected", "{node} est protégé en écriture"),
        Line(
            "read-only-unknown", "whether the device is read-only could not be read",
            "impossible de savoir si le disque est en lecture seule",
            do: "Pull the drive and plug it in again.", "Retirez le disque et rebranchez-le."),
        Line(
            "size-unknown", "the device has size 0, or its size could not be read",
            "le disque a une taille de 0, ou sa taille n’a pas pu être lue",
            do: "Pull the drive and plug it in again; if it stays so, set it aside.",
            "Retirez le disque et rebranchez-le ; si cela dure, mettez-le à part."),
        Line(
            "size-unknown.too-large", "the device claims more bytes than any drive has",
            "ce disque prétend avoir plus d’octets qu’aucun autre"),
        Line(
            "unsupported-sector-size", "no plan can address sectors of this size",
            "le poste ne sait pas écrire des secteurs de cette taille",
            do: "Set the drive aside for destruction.", "Mettez le disque à part pour destruction."),
        Line(
            "host-managed-zones", "host-managed zones cannot be overwritten in any order",
            "les zones gérées par l’hôte ne se réécrivent pas dans n’importe quel ordre",
            do: "Set the drive aside for destruction.", "Mettez le disque à part pour destruction."),
        Line(
            "locked", "locked by a password", "verrouillé par un mot de passe",
            do: "Set it aside: only its former owner's password opens it.",
            "Mettez-le à part : seul le mot de passe de l’ancien propriétaire l’ouvre."),
        Line(
            "identification-failed", "{why}", "le disque n’a pas pu être identifié : {why}",
            do: "Pull the drive and plug it in again.", "Retirez le disque et rebranchez-le."),
        Line(
            "no-policy", "no policy of the station file is for {media} media",
            "aucun protocole du fichier du poste n’est prévu pour ce genre de disque ({media:media-type})",
            do: "Let the lead name a policy for such media.",
            "Demandez à la personne responsable de choisir un protocole pour ce genre de disque."),
        Line(
            "unknown-policy", "there is no policy \"{policy}\"", "il n’y a pas de protocole « {policy} »",
            do: "Choose a policy of this station: wipectl policy list.", "Choisissez un protocole de ce poste : wipectl policy list."),
        Line(
            "policy-not-for-media", "policy \"{policy}\" makes no honest claim on {media} media",
            "le protocole « {policy} » n’atteint aucun niveau sur ce genre de disque ({media:media-type})",
            do: "Choose another policy.", "Choisissez un autre protocole."),
        Line(
            "policy-not-for-media.unknown-type", "policy \"{policy}\" makes no honest claim on media of unknown type (treated as flash)",
            "le protocole « {policy} » n’atteint aucun niveau sur un disque de type inconnu (traité comme de la mémoire flash)"
        ),
        Line(
            "purge-unavailable", "PURGE UNAVAILABLE: this drive cannot erase itself here: {techniques}",
            "EXPURGATION IMPOSSIBLE : ce disque ne peut pas s’effacer lui-même ici : {techniques}",
            do: "Choose an overwrite (Clear), or set it aside for destruction.",
            "Choisissez un effacement par réécriture (Clear), ou mettez le disque à part pour destruction."),
        Line(
            "erasing-by-itself", "the drive is erasing itself; nothing can stop it, not even pulling it",
            "le disque s’efface lui-même ; rien ne peut l’arrêter, même si on le retire",
            do: "Leave it plugged in; it is looked at again each minute.", "Laissez-le branché ; le poste le vérifie chaque minute."),
        Line(
            "erasing-by-itself.untold", "the drive was told here to erase itself, and does not say whether it has ended",
            "le disque a reçu ici l’ordre de s’effacer lui-même, et ne dit pas s’il a fini",
            do: "Leave it plugged in for a day. If it still says nothing then, put it into the red bin.",
            "Laissez-le branché une journée. S’il ne dit toujours rien ensuite, mettez-le au bac rouge."),
        Line(
            "device-locked", "{node} stayed locked by another program: {error}",
            "{node} est resté verrouillé par un autre programme : {error}",
            do: "Call the lead: another program has this drive.", "Appelez la personne responsable : un autre programme tient ce disque."),
        Line(
            "identity-mismatch", "{fact} of {node}: expected {expected}, found {found}",
            "{node} : « {fact} » ne correspond pas (attendu {expected}, trouvé {found})",
            do: "Pull the drive and plug it in again.", "Retirez le disque et rebranchez-le."),
        Line(
            "identity-mismatch.silent", "{node} does not say its number, size or sector size",
            "{node} ne dit pas son numéro, sa taille ou celle de ses secteurs"),
        Line(
            "identity-mismatch.plan", "the drive shows another size or sector size than the plan was made for",
            "le disque montre une autre taille, ou une autre taille de secteurs, que celle du plan"),
        Line(
            "opened-for-writing", "{writers}", "un autre programme a le disque ouvert en écriture : {writers}",
            do: "Call the lead: another program has this drive.", "Appelez la personne responsable : un autre programme tient ce disque."),
        Line(
            "open-failed", "{node}: {error}", "{node} : {error}",
            do: "Pull the drive and plug it in again.", "Retirez le disque et rebranchez-le."),
        Line("open-failed.memory", "no thread or no memory left for {node}", "plus de fil d’exécution ou de mémoire pour {node}"),
        Line("open-failed.name", "not a device name", "pas un nom de périphérique"),
        Line(
            "custody-unknown",
            "the kernel does not count what is written to {node} (stat and queue/iostats in sysfs): nobody could tell "
                + "whether something else writes to it too",
            "le système ne compte pas ce qui est écrit sur {node} (stat et queue/iostats dans sysfs) : personne ne pourrait dire si autre chose "
                + "y écrit aussi",
            do: "Call the lead.", "Appelez la personne responsable."),
    ])
}
