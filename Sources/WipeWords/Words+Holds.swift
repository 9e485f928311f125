// Why a drive is not wiped yet, and what a person does about it.

extension Words {
    package static let holds = table([
        Line(
            "asset-tag-missing", "has no asset tag yet", "aucune étiquette n’est encore liée à ce disque",
            do: "Put a label on it, then wipectl scan.", "Collez-en une, puis tapez wipectl scan."),
        Line(
            "waiting-for-start", "does not start by itself in bay {bay}", "il ne démarre pas tout seul dans la baie {bay}",
            do: "Start it with its serial.", "Lancez-le avec son numéro de série."),
        Line(
            "present-at-start", "was attached before the station started: make sure that it is meant to be wiped",
            "il était déjà là quand le poste a démarré : assurez-vous que c’est bien un disque à effacer",
            do: "Confirm it with its serial.", "Confirmez-le avec son numéro de série."),
        Line(
            "was-in-use", "was in use or refused before, and no longer is: make sure that nobody needs it",
            "il était utilisé ou refusé tout à l’heure, et ne l’est plus : assurez-vous que personne n’en a besoin",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "identity-changed", "has shown another serial, model or WWN since it was plugged in: find out which drive it is",
            "il a montré un autre numéro de série, un autre modèle ou un autre WWN depuis qu’il est branché : trouvez de quel disque il s’agit",
            do: "Pull it and plug it in again.", "Retirez-le et rebranchez-le."),
        Line(
            "nearly-protected",
            "nearly meets protect[{entry}] of the station file ({why}): make sure that it is not the drive that is meant",
            "il ressemble à protect[{entry}] du fichier du poste ({why}) : assurez-vous que ce n’est pas le disque à protéger",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "weak-identity", "{problem:weakness}; confirm it with its asset tag",
            "{problem:weakness} ; confirmez le disque avec son étiquette",
            do: "Confirm it with its asset tag.", "Confirmez-le avec son étiquette."),
        Line(
            "serial-shared",
            "its serial {serial} was also seen on {other}: it identifies none of them; confirm it with its asset tag",
            "son numéro de série {serial} a aussi été vu sur {other} : ce numéro ne suffit pas ; confirmez le disque avec son étiquette",
            do: "Confirm it with its asset tag.", "Confirmez-le avec son étiquette."),
        Line(
            "serial-shared.several",
            "its serial {serial} was also seen on {other} and {count} more: it identifies none of them; confirm it with its asset tag",
            "son numéro de série {serial} a aussi été vu sur {other} et {count} de plus : ce numéro ne suffit pas ; "
                + "confirmez le disque avec son étiquette"),
        Line(
            "already-certified", "has a certificate of {date} (job {job})", "il a déjà un certificat du {date} (travail {job})",
            do: "Take it out; to wipe it once more, confirm it.", "Retirez-le ; pour l’effacer encore une fois, confirmez."),
        Line(
            "already-certified.look-alike", "it, or something else that shows the same, has a certificate of {date} (job {job})",
            "ce disque, ou un autre qui montre la même identité, a un certificat du {date} (travail {job})"),
        Line(
            "already-certified.here", "was wiped in this bay just now (job {job})",
            "il vient d’être effacé dans cette baie (travail {job})"),
        Line(
            "failed-before", "its last wipe did not succeed (job {job}, {date})",
            "son dernier effacement n’a pas réussi (travail {job}, {date})",
            do: "Put it into the red bin, or let the lead start it again.",
            "Mettez-le au bac rouge, ou faites-le relancer par la personne responsable."),
        Line(
            "failed-before.here", "its wipe in this bay did not succeed (job {job})",
            "son effacement dans cette baie n’a pas réussi (travail {job})"),
        Line(
            "cancelled-before", "its job {job} was cancelled", "son travail {job} a été annulé",
            do: "Confirm it with its serial to wipe it all the same.", "Confirmez avec son numéro de série pour l’effacer quand même."),
        Line(
            "above-confirm-size", "is larger than what is wiped here without a word (confirmAboveBytes of the station file)",
            "c’est un disque plus grand que d’habitude (confirmAboveBytes du fichier du poste)",
            do: "Check it with a second person, then confirm it.", "Vérifiez-le à deux, puis confirmez."),
        Line(
            "array-member", "is one part of an array, volume group or pool ({types}): make sure that the rest of it may go too",
            "c’est un morceau d’un groupe de disques ({types}) : assurez-vous que l’on peut perdre aussi le reste du groupe",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "contents-unknown", "what lies on it is not known ({why}): make sure that nobody needs it",
            "on ne sait pas ce qu’il contient ({why}) : assurez-vous que personne n’en a besoin",
            do: "Confirm it with its serial.", "Confirmez-le avec son numéro de série."),
        Line(
            "contents-unknown.erasing", "what lies on it was not read: the drive can erase itself, and does not say whether it is at it",
            "son contenu n’a pas été lu : ce disque peut s’effacer lui-même, et ne dit pas s’il est en train de le faire"),
        Line(
            "contents-changed", "what was written last has changed, or nothing of it can be compared; the wipe would start over",
            "ce qui a été écrit en dernier a changé, ou rien ne peut être comparé ; l’effacement recommencerait du début",
            do: "Make sure that nobody else has used it, then confirm it.",
            "Assurez-vous que personne d’autre ne s’en est servi, puis confirmez."),
        Line(
            "unhealthy", "{count} reallocated sectors, more than {max}: what they held stays, so destroy it rather",
            "secteurs remplacés : {count} (maximum {max}) ; leur contenu y reste, mieux vaut détruire le disque",
            do: "Put it into the red bin, or let the lead start it.",
            "Mettez-le au bac rouge, ou faites-le lancer par la personne responsable."),
        Line(
            "unhealthy.pending", "{count} pending sectors, more than {max}: it may not take a wipe everywhere, so destroy it rather",
            "secteurs en attente : {count} (maximum {max}) ; il ne s’effacera peut-être pas partout, mieux vaut détruire le disque"),
        Line(
            "unhealthy.worn", "{percent} % of its rated life is used: it may die while it erases itself",
            "usure : {percent} % de la durée de vie prévue ; il peut mourir pendant qu’il s’efface"),
        Line(
            "replug-needed", "the computer has frozen this drive at boot: it takes no erase before its power has been off",
            "l’ordinateur a gelé ce disque au démarrage : il refuse tout effacement tant qu’il n’a pas été débranché",
            do: "Take the drive out, count to 10, put it back in the same bay.",
            "Retirez le disque, comptez jusqu’à 10, remettez-le dans la même baie."),
        Line(
            "in-failure-mode", "an erase of its own has failed before: only another one opens it again, and it may fail too",
            "un effacement par le disque lui-même a déjà échoué : seul un nouvel effacement de ce genre le débloquera, et il peut échouer aussi",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "erase-at-start", "was attached before the station started: a part of this computer must not be told to erase itself",
            "était déjà là quand le poste a démarré : une pièce de cet ordinateur ne doit pas recevoir l’ordre de s’effacer",
            do: "Take the drive out and put it back, or let the lead confirm it.",
            "Retirez le disque et remettez-le, ou faites-le confirmer par la personne responsable."),
        Line(
            "first-of-model", "first drive of this model and firmware that does {technique} here: a lead starts it",
            "premier disque de ce modèle et de ce micrologiciel à faire {technique} ici : une personne responsable le lance",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "model-failed-here", "the last drive of this model and firmware failed at {technique} here",
            "le dernier disque de ce modèle et de ce micrologiciel a échoué à {technique} ici",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "known-defect", "drives of this model are known to do badly at it ({source})",
            "on sait que les disques de ce modèle s’effacent mal eux-mêmes ({source})",
            do: "Call the lead.", "Appelez la personne responsable."),
    ])
}
