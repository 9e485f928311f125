// What each list of codes is about.

extension Words {
    package static let kinds = table([
        Line("state", "state of a bay or a job", "état d’une baie ou d’un travail"),
        Line("hold", "a drive waits for a person", "un disque attend une personne"),
        Line("refusal", "a drive will not be wiped", "un disque ne sera pas effacé"),
        Line("wait", "a job waits for its turn", "un travail attend son tour"),
        Line("stop", "a wipe is being stopped", "un effacement est en train de s’arrêter"),
        Line("halt", "a wipe was interrupted", "un effacement a été interrompu"),
        Line("ending", "how a job ended", "comment un travail s’est terminé"),
        Line("verdict", "why a wipe does not count as one", "pourquoi un effacement ne compte pas"),
        Line("stopped", "why a wipe was given up", "pourquoi un effacement a été abandonné"),
        Line("custody", "why what was read back is read again", "pourquoi ce qui a été relu l’est encore une fois"),
        Line("bay", "a remark of a bay", "une remarque sur une baie"),
        Line("technique", "why a drive does not erase itself", "pourquoi un disque ne s’efface pas lui-même"),
        Line("hidden-area", "why a hidden area is not known", "pourquoi une zone masquée n’est pas connue"),
        Line("pull", "whether a drive may be pulled", "si un disque peut être retiré"),
        Line("alarm", "an alarm of the station", "une alarme du poste"),
        Line("request", "a request that changed nothing", "une demande qui n’a rien changé"),
        Line("tag-conflict", "a tag that contradicts something", "une étiquette qui contredit autre chose"),
        Line("problem", "a request that is not answered", "une demande restée sans réponse"),
        Line("failure", "an error of wipectl", "une erreur de wipectl"),
    ])
}
