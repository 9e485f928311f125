// What the coded words of a record mean, in a plain sentence of each language. A word that is not here is shown as it is.

enum PageWords {
    /// The words of one list; unknown ones as they are.
    static func word(_ word: String?, in list: [String: Bilingual]) -> Bilingual {
        word.map { list[$0] ?? Bilingual($0) } ?? .unknown
    }

    static let mediaTypes: [String: Bilingual] = [
        "magnetic-hdd": Bilingual("disque magnétique", "magnetic disk"),
        "flash-ssd": Bilingual("disque SSD", "solid-state drive"),
        "flash-removable": Bilingual("mémoire flash amovible", "removable flash"),
        "hybrid": Bilingual("disque hybride", "hybrid drive"),
        "unknown": .unknown,
    ]
    static let hiddenAreas: [String: Bilingual] = [
        "absent": Bilingual("absente", "absent"),
        "not-supported": Bilingual("non prise en charge", "not supported"),
        "removed": Bilingual("retirée", "removed"),
        "present-not-addressed": Bilingual("présente, non effacée", "present, not addressed"),
        "unknown": Bilingual("inconnue", "unknown"),
    ]
    static let hiddenAreaReasons: [String: Bilingual] = [
        "not-asked": Bilingual("le disque n’a pas été interrogé", "the drive was not asked"),
        "behind-a-bridge": Bilingual("un adaptateur cache le disque", "an adapter hides the drive"),
        "not-direct": Bilingual("le disque n’est pas branché directement", "the drive is not plugged in directly"),
        "no-time": Bilingual("le temps a manqué pour interroger le disque", "no time was left to ask the drive"),
        "no-answer": Bilingual("le disque n’a pas répondu", "the drive gave no answer"),
        "identify-unreadable": Bilingual("le disque se décrit de façon illisible", "what the drive says of itself cannot be read"),
        "another-drive-answers": Bilingual("un autre disque a répondu", "another drive answered"),
        "aborted": Bilingual("le disque refuse de répondre, verrouillé ou gelé", "the drive refuses to say, locked or frozen"),
        "frozen": Bilingual("le disque refuse de répondre, gelé", "the drive refuses to say, frozen"),
        "checksum": Bilingual("la somme de contrôle de la réponse est fausse", "the checksum of the answer is wrong"),
        "implausible": Bilingual("la réponse ne peut pas être vraie", "the answer cannot be true"),
        "status-unreadable": Bilingual("la réponse n’est pas transmise", "the answer does not come through"),
        "kernel-disagrees": Bilingual("le système et le disque donnent deux tailles", "the system and the drive name two sizes"),
        "limit-not-asked": Bilingual("une limite de capacité SAS n’est pas vérifiée", "a capacity limit of SAS is not asked about"),
    ]
    static let techniques: [String: Bilingual] = [
        "overwrite": Bilingual("écrasement", "overwrite")
    ]
    static let patterns: [String: Bilingual] = [
        "zeros": Bilingual("zéros (00)", "zeros (00)"),
        "ones": Bilingual("uns (FF)", "ones (FF)"),
        "bytes": Bilingual("octets", "bytes"),
        "random": Bilingual("flux AES-256-CTR", "stream"),
    ]
    static let readings: [String: Bilingual] = [
        "full": Bilingual("intégrale", "full"),
        "sample": Bilingual("échantillon", "sample"),
        "none": Bilingual("aucune", "none"),
    ]
    static let results: [String: Bilingual] = [
        "pass": Bilingual("conforme", "pass"),
        "fail": Bilingual("ÉCHEC", "FAIL"),
        "incomplete": Bilingual("INCOMPLET", "INCOMPLETE"),
        "not-performed": Bilingual("non effectuée", "not performed"),
    ]

    static let exceptions: [String: Bilingual] = [
        "flash-overprovisioning-not-addressed": Bilingual(
            "La mémoire flash garde des cellules de réserve qu’aucun ordinateur ne peut atteindre; elles n’ont pas été écrasées.",
            "Flash memory keeps spare cells that no computer can reach; they were not overwritten."),
        "hidden-areas-unknown": Bilingual(
            "On ne sait pas si le support a des zones masquées; s’il en a, elles n’ont pas été écrasées.",
            "Whether the media has hidden areas is not known; if so, they were not overwritten."),
        "hidden-areas-not-addressed": Bilingual(
            "Le support a une zone masquée, qui n’a pas été écrasée.", "The media has a hidden area, which was not overwritten."),
        "reallocated-sectors-not-overwritten": Bilingual(
            "Le disque a remplacé des secteurs; les anciens gardent leur contenu.",
            "The drive has replaced sectors; the old ones keep their contents."),
        "health-unknown": Bilingual(
            "Le disque n’a pas dit combien de secteurs il a remplacés ou n’arrive plus à lire.",
            "The drive did not say how many sectors it has replaced or can no longer read."),
        "unwritten-sectors": Bilingual(
            "Des secteurs n’ont pas pu être écrasés; leur nombre reste dans la limite du protocole.",
            "Some sectors could not be overwritten; their number is within the policy’s limit."),
        "unreadable-sectors": Bilingual(
            "Des secteurs n’ont pas pu être relus; leur nombre reste dans la limite du protocole.",
            "Some sectors could not be read back; their number is within the policy’s limit."),
        "sampled-verification": Bilingual(
            "Une partie seulement du support a été relue, par échantillonnage.", "Only a part of the media was read back, by sample."),
        "constant-pattern": Bilingual(
            "Seules des valeurs constantes ou répétées ont été relues; un disque qui répond ces valeurs sans avoir écrit ne se voit pas ainsi.",
            "Only constant or repeated bytes were read back; that does not show a drive that answers them without having written."),
        "weak-identity": Bilingual(
            "Le numéro de série manque, n’est pas crédible ou n’est pas celui du support; il se reconnaît à son étiquette seulement.",
            "The serial number is missing, not credible, or not the media’s own; it is known by its tag alone."),
        "serial-shared": Bilingual(
            "D’autres appareils portent le même numéro de série; il n’en désigne aucun.",
            "Other devices show the same serial number; it identifies none of them."),
        "identity-changed": Bilingual(
            "Le support s’est annoncé sous un autre numéro, modèle ou nom pendant l’effacement.",
            "The media showed another serial number, model or name during the wipe."),
        "custody-ended-before-signing": Bilingual(
            "Entre la fin de la relecture et la signature, le support n’est pas resté sous la garde du poste.",
            "Between the end of the read-back and the signature, the media did not stay in the station’s hands."),
        "open-for-writing-elsewhere": Bilingual(
            "Un autre programme avait le support ouvert en écriture à la fin de la relecture.",
            "Another program had the media open for writing when the read-back ended."),
    ]

    /// What a document says of the media, in a sentence about the document.
    static let outcomes: [String: Bilingual] = [
        "cleared": Bilingual("effacé", "cleared"),
        "cleared-with-exceptions": Bilingual("effacé, avec exceptions", "cleared, with exceptions"),
        "not-sanitized": Bilingual("non effacé", "not sanitized"),
    ]

    static let reasons: [String: Bilingual] = [
        "mismatch": Bilingual(
            "Des secteurs relus ne contiennent pas ce qui a été écrit.", "Sectors read back other than they were written."),
        "budget-exceeded": Bilingual(
            "Plus de secteurs sont illisibles ou non écrits que le protocole n’en permet.",
            "More sectors are unwritten or unreadable than the policy allows."),
        "flush-failed": Bilingual("Le disque n’a pas confirmé l’écriture.", "The drive did not confirm what was written."),
        "incomplete": Bilingual("Le travail n’a pas été mené à son terme.", "The work was not completed."),
        "stopped-early": Bilingual("Une limite du protocole a mis fin au travail.", "A limit of the policy ended the work."),
        "stop-after-bad-sectors": Bilingual("Trop de secteurs défectueux.", "Too many bad sectors."),
        "stop-after-hours": Bilingual("Le travail a dépassé la durée permise.", "The work took longer than the policy allows."),
        "slow": Bilingual("Le disque était trop lent.", "The drive was too slow."),
        "no-answer": Bilingual(
            "Le disque ne répondait plus que par des erreurs.", "The drive gave nothing but errors any more."),
        "takes-nothing": Bilingual(
            "Le disque refusait toutes les écritures ou lectures.", "The drive refused one request after the other."),
        "custody-broken": Bilingual(
            "Autre chose a touché le disque à chaque relecture.", "Something else touched the drive each time it was read back."),
        "erase-unproven": Bilingual(
            "Rien ne montre que le disque s’est effacé lui-même.",
            "Nothing shows that the drive erased itself."),
        "marks-survived": Bilingual(
            "Le disque dit avoir terminé, mais nos marques d’essai y sont encore.",
            "The drive said done, but our test marks are still there."),
        "contents-mixed": Bilingual(
            "Ce qui reste sur le disque n’est pas d’une seule sorte.",
            "What lies on the drive is not all of one kind."),
        "contents-unfit": Bilingual(
            "Ce qui reste sur le disque n’est pas ce que cet effacement laisse.",
            "What lies on the drive is not what this erase leaves."),
        "marks-not-stored": Bilingual(
            "Trop de marques d’essai n’ont pas pu être conservées ; rien n’a été envoyé au disque.",
            "Too many test marks could not be stored; nothing was sent to the drive."),
        "status-unreadable": Bilingual(
            "L’état de l’effacement interne du disque ne peut pas être lu ; rien ne lui a été envoyé.",
            "The state of the drive’s own erase could not be read; nothing was sent to it."),
        "erasing-by-itself": Bilingual(
            "Le disque s’effaçait déjà lui-même, sur un autre ordre.",
            "The drive was erasing itself already, for somebody else."),
        "frozen": Bilingual(
            "Le disque était gelé ; rien ne lui a été envoyé.",
            "The drive was frozen; nothing was sent to it."),
        "command-refused": Bilingual(
            "Le disque a refusé de s’effacer lui-même.",
            "The drive refused to erase itself."),
        "command-unanswered": Bilingual(
            "Le disque n’a jamais répondu à l’ordre de s’effacer, et ne l’a pas fait.",
            "The drive never answered the command to erase itself, and did not."),
        "command-failed": Bilingual(
            "L’effacement par le disque lui-même a échoué.",
            "The drive’s own erase has failed."),
        "command-stalled": Bilingual(
            "Le disque n’a pas fini de s’effacer dans le temps permis.",
            "The drive did not finish erasing itself in the time allowed."),
        "status-lost": Bilingual(
            "Ce qu’est devenu l’effacement par le disque ne peut pas être établi.",
            "What became of the drive’s own erase could not be found out."),
        "reallocated-rise": Bilingual(
            "Le disque a remplacé trop de secteurs pendant le travail.", "The drive replaced too many sectors during the work."),
        "capacity-changed": Bilingual("Le disque a changé de capacité.", "The drive changed its capacity."),
        "honesty-refused": Bilingual(
            "Les faits ne permettent pas de délivrer un certificat.", "The facts do not support a certificate."),
        "cancelled": Bilingual("Une personne a annulé le travail.", "A person cancelled the work."),
        "detached": Bilingual("Le disque a été retiré.", "The drive was pulled."),
        "resume-window-passed": Bilingual("Le travail n’a pas été repris à temps.", "The work was not resumed in time."),
        "reason-not-given": Bilingual("Personne n’a dit pourquoi.", "Nobody said why."),
    ]
}
