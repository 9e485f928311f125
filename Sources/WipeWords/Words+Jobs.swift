// What a job waits for, why it stands still, why it ended, and what was read back again.

extension Words {
    package static let waits = table([
        Line(
            "cannot-certify", "nothing begins while the station cannot keep its record",
            "rien ne commence tant que le poste ne peut garder son document", do: "See wipectl status.", "Voyez wipectl status."),
        Line("slots-taken", "all {count} slots of the station are taken", "effacements déjà en cours : {count}, le maximum de ce poste"),
        Line(
            "slots-taken.record", "waits for the record of its last wipe (job {job})",
            "attend le document de son dernier effacement (travail {job})"),
        Line(
            "bus-taken", "{count} wipes run on {bus} already, which is its limit",
            "effacements déjà en cours sur {bus} : {count}, c’est sa limite"),
        Line(
            "bus-taken.stagger", "another wipe has just begun on {bus}; this one follows",
            "un autre effacement vient de commencer sur {bus} ; celui-ci suit"),
        Line("temperature", "the drive has to cool down to {celsius} °C first", "le disque doit d’abord refroidir à {celsius} °C"),
        Line("being-looked-at", "the drive is looked at once more first", "le disque est d’abord examiné encore une fois"),
    ])

    package static let stops = table([
        Line("cancelled", "a person cancels it", "une personne l’annule"),
        Line("paused", "a person pauses it", "une personne le met en pause"),
        Line("detached", "the drive was pulled", "le disque a été retiré"),
        Line("temperature", "the drive is too hot", "le disque est trop chaud"),
        Line("shutdown", "the station stops", "le poste s’arrête"),
        Line("capacity-changed", "the drive shows another size", "le disque montre une autre taille"),
    ])

    package static let halts = table([
        Line(
            "paused", "a person has paused it", "une personne l’a mis en pause", do: "Let it go on: wipectl resume.",
            "Faites-le continuer : wipectl resume."),
        Line(
            "detached", "the drive was pulled", "le disque a été retiré", do: "Plug the drive in again: the wipe goes on.",
            "Rebranchez le disque : l’effacement continue."),
        Line("temperature", "the drive has to cool down", "le disque doit refroidir"),
        Line("shutdown", "the station was stopped", "le poste a été arrêté"),
        Line(
            "daemon-restarted", "the station was killed, or its power failed",
            "le poste a été interrompu, ou il y a eu une panne de courant"),
        Line(
            "contents-changed", "what was written last has changed, or nothing of it can be compared; the wipe would start over",
            "ce qui a été écrit en dernier a changé, ou rien ne peut être comparé ; l’effacement recommencerait du début",
            do: "Make sure that nobody else has used it, then confirm it.",
            "Assurez-vous que personne d’autre ne s’en est servi, puis confirmez."),
    ])

    package static let endings = table([
        Line(
            "reallocated-rise", "the drive replaced {count} sectors during the wipe: hold for destruction",
            "secteurs que le disque a remplacés pendant l’effacement : {count} ; disque à garder pour destruction",
            do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "capacity-changed", "the drive changed its size during the wipe", "le disque a changé de taille pendant l’effacement",
            do: "Put it into the red bin.", "Bac rouge."),
        Line("capacity-changed.unbegun", "the drive changed its size", "le disque a changé de taille"),
        Line(
            "cancelled", "cancelled by {user}", "annulé par {user}", do: "It is NOT wiped: start it again, or set it aside.",
            "Il n’est PAS effacé : relancez-le, ou mettez-le à part."),
        Line("cancelled.somebody", "cancelled by a person", "annulé par une personne"),
        Line(
            "detached", "pulled; without a credible serial of its own it cannot be recognised again",
            "retiré ; sans numéro de série fiable, il ne peut plus être reconnu",
            do: "Plug it in again and start it anew.", "Rebranchez-le et relancez-le."),
        Line(
            "detached.unbegun", "pulled before it was wiped", "retiré avant d’être effacé",
            do: "It is NOT wiped: plug it in again, or set it aside.", "Il n’est PAS effacé : rebranchez-le, ou mettez-le à part."),
        Line(
            "resume-window-passed", "was not resumed within the station's window", "n’a pas été repris dans le délai du poste",
            do: "Plug it in again and start it anew.", "Rebranchez-le et relancez-le."),
        Line(
            "honesty-refused", "the honesty rules refused the certificate", "les règles d’honnêteté ont refusé le certificat",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line("honesty-refused.problem", "{problem}", "les règles d’honnêteté ont refusé le certificat : {problem}"),
    ])

    package static let verdicts = table([
        Line(
            "mismatch", "some sectors read back different from what was written",
            "des secteurs relus ne contiennent pas ce qui a été écrit", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "budget-exceeded",
            "more sectors stayed unwritten or unreadable than the policy allows, or than any drive of this size may keep",
            "trop de secteurs n’ont pas pu être écrits ou relus",
            do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "flush-failed", "the drive did not confirm that everything written is durable",
            "le disque n’a pas confirmé qu’il a bien gardé tout ce qui a été écrit", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "incomplete", "a part of the plan was neither done nor listed as not done",
            "une partie du plan n’a été ni faite, ni notée comme non faite", do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "erase-unproven", "nothing shows that the drive erased itself for this wipe",
            "rien ne montre que le disque s’est effacé pour ce travail", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "marks-survived", "the drive was to erase itself, but test marks written before are still there: do not reuse it",
            "le disque devait s’effacer lui-même, mais nos marques d’essai y sont encore : ne le réutilisez pas",
            do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "contents-mixed", "the drive was to erase itself, but what lies on it is not all of one kind",
            "le disque devait s’effacer lui-même, mais ce qu’il contient n’est pas d’une seule sorte",
            do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "contents-recognised", "something was recognised in what this erase should have left",
            "après cet effacement, le disque contient encore quelque chose de reconnaissable", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "contents-unfit", "what lies on the drive is not what this erase leaves",
            "ce que le disque contient n’est pas ce que cet effacement laisse", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "stopped-early", "the wipe did not come to the end of its plan", "l’effacement n’est pas allé au bout de son plan",
            do: "Put it into the red bin, or have the lead start it again.",
            "Mettez-le au bac rouge, ou faites-le relancer par la personne responsable."),
    ])

    package static let stopped = table([
        Line(
            "stop-after-bad-sectors", "more bad sectors than the policy goes on with",
            "trop de secteurs défectueux pour ce protocole", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "stop-after-hours", "longer at work than the policy allows", "plus long que le protocole ne le permet",
            do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "slow", "slower than the station file allows for too long",
            "trop lent, pendant trop longtemps (limites du fichier du poste)", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "no-answer", "the drive gave nothing but errors, at its start, middle and end alike, and was given up",
            "le disque n’a donné que des erreurs, au début, au milieu et à la fin ; il a été abandonné",
            do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "takes-nothing", "the drive refused one request after the other, and was given up",
            "le disque a refusé une demande après l’autre ; il a été abandonné", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "custody-broken",
            "each time it was read back, something else had touched the drive, or whether it had could not be read: see what, and wipe it again",
            "à chaque relecture, autre chose avait touché le disque, ou on n’a pas pu le savoir : trouvez quoi, puis effacez-le de nouveau",
            do: "Call the lead.", "Appelez la personne responsable."),
        Line(
            "marks-not-stored",
            "too many of the marks that show whether the drive erases itself could not be stored; nothing was sent to it",
            "trop de marques d’essai n’ont pas pu être écrites sur le disque ; rien ne lui a été envoyé",
            do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "status-unreadable", "what the drive says of its own erase does not come through; nothing was sent to it",
            "le poste n’arrive pas à lire où en est l’effacement par le disque ; rien ne lui a été envoyé",
            do: "Use a SATA, SAS or NVMe bay.", "Utilisez une baie SATA, SAS ou NVMe."),
        Line(
            "erasing-already", "the drive is erasing itself for somebody else; nothing was sent to it",
            "le disque s’efface déjà pour quelqu’un d’autre ; rien ne lui a été envoyé",
            do: "Leave it plugged in until it has ended.", "Laissez-le branché jusqu’à la fin."),
        Line(
            "frozen", "the drive takes no erase before it has been taken out and put back; nothing was sent to it",
            "le disque n’accepte aucun effacement avant d’avoir été retiré et remis ; rien ne lui a été envoyé",
            do: "Take the drive out, count to 10, put it back in the same bay.",
            "Retirez le disque, comptez jusqu’à 10, remettez-le dans la même baie."),
        Line(
            "command-refused", "the drive refused to erase itself", "le disque a refusé de s’effacer lui-même",
            do: "Choose an overwrite, or set it aside for destruction.",
            "Choisissez un effacement par réécriture, ou mettez le disque à part pour destruction."),
        Line(
            "command-unanswered", "the drive never said whether it would erase itself, and did not",
            "le disque n’a jamais dit s’il allait s’effacer, et ne l’a pas fait", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "command-failed", "the drive says that its own erase has failed, or has done a part of it only",
            "le disque dit que son effacement a échoué, ou qu’il n’en a fait qu’une partie", do: "Put it into the red bin.", "Bac rouge."),
        Line(
            "command-stalled", "the drive is still erasing itself, and has been for longer than the station waits",
            "le disque s’efface encore ; le délai du poste est dépassé",
            do: "Leave it in and tell the lead.", "Laissez-le en place et avertissez la personne responsable."),
        Line(
            "status-lost", "what became of the drive's own erase cannot be found out",
            "impossible d’établir ce qu’est devenu l’effacement par le disque", do: "Put it into the red bin.", "Bac rouge."),
    ])

    /// Each also as the reason why a run goes back to the beginning of what it has read.
    package static let custody = table(custodyLines + custodyLines.map(readsAgain))

    private static func readsAgain(_ line: Line) -> Line {
        let why = line.wording.sentence
        return Line(
            line.code + ".reads-again", "reads it back again from the beginning: " + why.en, "relit depuis le début : " + why.fr)
    }

    private static let custodyLines = [
        Line("released", "the station had let go of the drive in between", "le poste avait lâché le disque entre-temps"),
        Line(
            "another-medium", "the kernel saw another medium or another boot in between",
            "le système a vu un autre disque ou un redémarrage entre-temps"),
        Line("machine-slept", "the computer slept in between", "l’ordinateur s’est mis en veille entre-temps"),
        Line("power-cycled", "the drive lost its power in between", "le disque a perdu son alimentation entre-temps"),
        Line("written-by-others", "something else wrote to the drive in between", "autre chose a écrit sur le disque entre-temps"),
        Line(
            "discarded-by-others", "something else discarded sectors of the drive in between",
            "autre chose a libéré des secteurs du disque entre-temps"),
        Line(
            "evidence-unreadable", "whether anything else touched the drive could not be read",
            "impossible de savoir si autre chose a touché le disque"),
    ]
}
