// What the coded words of a record mean, as its printed page says them. A record is read for years and by strangers: whole sentences.

extension Words {
    package static let recordMediaTypes = table([
        Line("magnetic-hdd", "magnetic disk", "disque magnétique"),
        Line("flash-ssd", "solid-state drive", "disque SSD"),
        Line("flash-removable", "removable flash", "mémoire flash amovible"),
        Line("hybrid", "hybrid drive", "disque hybride"),
        Line("unknown", "unknown", "inconnu"),
    ])

    package static let recordHiddenAreas = table([
        Line("absent", "absent", "absente"),
        Line("not-supported", "not supported", "non prise en charge"),
        Line("removed", "removed", "retirée"),
        Line("present-not-addressed", "present, not addressed", "présente, non effacée"),
        Line("unknown", "unknown", "inconnue"),
    ])

    package static let recordHiddenAreaReasons = table([
        Line("not-asked", "the drive was not asked", "le disque n’a pas été interrogé"),
        Line("behind-a-bridge", "an adapter hides the drive", "un adaptateur cache le disque"),
        Line("not-direct", "the drive is not plugged in directly", "le disque n’est pas branché directement"),
        Line("no-time", "no time was left to ask the drive", "le temps a manqué pour interroger le disque"),
        Line("no-answer", "the drive gave no answer", "le disque n’a pas répondu"),
        Line("identify-unreadable", "what the drive says of itself cannot be read", "le disque se décrit de façon illisible"),
        Line("another-drive-answers", "another drive answered", "un autre disque a répondu"),
        Line("aborted", "the drive refuses to say, locked or frozen", "le disque refuse de répondre, verrouillé ou gelé"),
        Line("frozen", "the drive refuses to say, frozen", "le disque refuse de répondre, gelé"),
        Line("checksum", "the checksum of the answer is wrong", "la somme de contrôle de la réponse est fausse"),
        Line("implausible", "the answer cannot be true", "la réponse ne peut pas être vraie"),
        Line("status-unreadable", "the answer does not come through", "la réponse n’est pas transmise"),
        Line("kernel-disagrees", "the system and the drive name two sizes", "le système et le disque donnent deux tailles"),
        Line("limit-not-asked", "a capacity limit of SAS is not asked about", "une limite de capacité SAS n’est pas vérifiée"),
    ])

    package static let recordPatterns = table([
        Line("zeros", "zeros (00)", "zéros (00)"),
        Line("ones", "ones (FF)", "uns (FF)"),
        Line("bytes", "bytes", "octets"),
        Line("random", "stream", "flux AES-256-CTR"),
    ])

    package static let recordReadings = table([
        Line("full", "full", "intégrale"),
        Line("sample", "sample", "échantillon"),
        Line("none", "none", "aucune"),
    ])

    package static let recordResults = table([
        Line("pass", "pass", "conforme"),
        Line("fail", "FAIL", "ÉCHEC"),
        Line("incomplete", "INCOMPLETE", "INCOMPLET"),
        Line("not-performed", "not performed", "non effectuée"),
    ])

    package static let recordExceptions = table([
        Line(
            "flash-overprovisioning-not-addressed", "Flash memory keeps spare cells that no computer can reach; they were not overwritten.",
            "La mémoire flash garde des cellules de réserve qu’aucun ordinateur ne peut atteindre ; elles n’ont pas été écrasées."),
        Line(
            "hidden-areas-unknown", "Whether the media has hidden areas is not known; if so, they were not overwritten.",
            "On ne sait pas si le disque a des zones masquées ; s’il en a, elles n’ont pas été écrasées."),
        Line(
            "hidden-areas-not-addressed", "The media has a hidden area, which was not overwritten.",
            "Le disque a une zone masquée, qui n’a pas été écrasée."),
        Line(
            "reallocated-sectors-not-overwritten", "The drive has replaced sectors; the old ones keep their contents.",
            "Le disque a remplacé des secteurs ; les anciens gardent leur contenu."),
        Line(
            "health-unknown", "The drive did not say how many sectors it has replaced or can no longer read.",
            "Le disque n’a pas dit combien de secteurs il a remplacés ou n’arrive plus à lire."),
        Line(
            "unwritten-sectors", "Some sectors could not be overwritten; their number is within the policy’s limit.",
            "Des secteurs n’ont pas pu être écrasés ; leur nombre reste dans la limite du protocole."),
        Line(
            "unreadable-sectors", "Some sectors could not be read back; their number is within the policy’s limit.",
            "Des secteurs n’ont pas pu être relus ; leur nombre reste dans la limite du protocole."),
        Line(
            "sampled-verification", "Only a part of the media was read back, by sample.",
            "Une partie seulement du disque a été relue, par échantillonnage."),
        Line(
            "constant-pattern",
            "Only constant or repeated bytes were read back; that does not show a drive that answers them without having written.",
            "Seules des valeurs constantes ou répétées ont été relues ; un disque qui les renvoie sans les avoir écrites passerait inaperçu."
        ),
        Line(
            "weak-identity", "The serial number is missing, not credible, or not the media’s own; it is known by its tag alone.",
            "Le numéro de série manque, n’est pas crédible ou n’est pas celui du disque ; le disque se reconnaît à son étiquette seulement."
        ),
        Line(
            "serial-shared", "Other devices show the same serial number; it identifies none of them.",
            "D’autres appareils portent le même numéro de série ; il n’en désigne aucun."),
        Line(
            "identity-changed", "The media showed another serial number, model or name during the wipe.",
            "Le disque s’est annoncé sous un autre numéro, modèle ou nom pendant l’effacement."),
        Line(
            "custody-ended-before-signing",
            "Between the end of the read-back and the signature, the media did not stay in the station’s hands.",
            "Entre la fin de la relecture et la signature, le disque n’est pas resté sous la garde du poste."),
        Line(
            "open-for-writing-elsewhere", "Another program had the media open for writing when the read-back ended.",
            "Un autre programme avait le disque ouvert en écriture à la fin de la relecture."),
        Line(
            "key-erase-unexamined",
            "The drive has destroyed a key; how that key was made and kept, and whether there were copies, was not examined.",
            "Le disque a détruit une clé ; on n’a pas examiné comment elle avait été faite et gardée, ni s’il y en avait des copies."),
        Line(
            "inaccessible-sectors-not-assured",
            "Whether the drive’s own overwrite reached sectors that it has replaced is not assured.",
            "Rien n’assure que l’écrasement par le disque a atteint les secteurs qu’il a remplacés."),
        Line(
            "completion-not-stated",
            "Drives of this kind have no word for an erase that has ended well; that none runs and our test marks are gone speaks for it.",
            "Ce type de disque ne sait pas dire qu’un effacement a réussi ; aucun n’est en cours et nos marques d’essai ont disparu, ce qui va dans ce sens."
        ),
    ])

    /// What a document says of the media, in a sentence about the document.
    package static let recordOutcomes = table([
        Line("cleared", "cleared", "effacé"),
        Line("cleared-with-exceptions", "cleared, with exceptions", "effacé, avec exceptions"),
        Line("purged", "purged", "expurgé"),
        Line("purged-with-exceptions", "purged, with exceptions", "expurgé, avec exceptions"),
        Line("not-sanitized", "not sanitized", "non effacé"),
    ])

    package static let recordReasons = table([
        Line("mismatch", "Sectors read back other than they were written.", "Des secteurs relus ne contiennent pas ce qui a été écrit."),
        Line(
            "budget-exceeded", "More sectors are unwritten or unreadable than the policy allows.",
            "Plus de secteurs sont illisibles ou non écrits que le protocole n’en permet."),
        Line("flush-failed", "The drive did not confirm what was written.", "Le disque n’a pas confirmé l’écriture."),
        Line("incomplete", "The work was not completed.", "Le travail n’a pas été mené à son terme."),
        Line("stopped-early", "A limit of the policy ended the work.", "Une limite du protocole a mis fin au travail."),
        Line("stop-after-bad-sectors", "Too many bad sectors.", "Trop de secteurs défectueux."),
        Line("stop-after-hours", "The work took longer than the policy allows.", "Le travail a dépassé la durée permise."),
        Line("slow", "The drive was too slow.", "Le disque était trop lent."),
        Line("no-answer", "The drive gave nothing but errors any more.", "Le disque ne répondait plus que par des erreurs."),
        Line("takes-nothing", "The drive refused one request after the other.", "Le disque refusait toutes les écritures ou lectures."),
        Line(
            "custody-broken", "Something else touched the drive each time it was read back.",
            "Autre chose a touché le disque à chaque relecture."),
        Line("erase-unproven", "Nothing shows that the drive erased itself.", "Rien ne montre que le disque s’est effacé lui-même."),
        Line(
            "marks-survived", "The drive said done, but our test marks are still there.",
            "Le disque dit avoir terminé, mais nos marques d’essai y sont encore."),
        Line("contents-mixed", "What lies on the drive is not all of one kind.", "Ce qui reste sur le disque n’est pas d’une seule sorte."),
        Line(
            "contents-recognised", "Something was recognised in what this erase should have left.",
            "Après cet effacement, le disque contient encore quelque chose de reconnaissable."),
        Line(
            "contents-unfit", "What lies on the drive is not what this erase leaves.",
            "Ce qui reste sur le disque n’est pas ce que cet effacement laisse."),
        Line(
            "marks-not-stored", "Too many test marks could not be stored; nothing was sent to the drive.",
            "Trop de marques d’essai n’ont pas pu être écrites ; rien n’a été envoyé au disque."),
        Line(
            "status-unreadable", "The state of the drive’s own erase could not be read; nothing was sent to it.",
            "L’état de l’effacement par le disque n’a pas pu être lu ; rien ne lui a été envoyé."),
        Line(
            "erasing-already", "The drive was erasing itself already, for somebody else.",
            "Le disque s’effaçait déjà lui-même, sur un autre ordre."),
        Line("frozen", "The drive was frozen; nothing was sent to it.", "Le disque était gelé ; rien ne lui a été envoyé."),
        Line("command-refused", "The drive refused to erase itself.", "Le disque a refusé de s’effacer lui-même."),
        Line(
            "command-unanswered", "The drive never answered the command to erase itself, and did not.",
            "Le disque n’a jamais répondu à l’ordre de s’effacer, et ne l’a pas fait."),
        Line("command-failed", "The drive’s own erase has failed.", "L’effacement par le disque lui-même a échoué."),
        Line(
            "command-stalled", "The drive did not finish erasing itself in the time allowed.",
            "Le disque n’a pas fini de s’effacer dans le temps permis."),
        Line(
            "status-lost", "What became of the drive’s own erase could not be found out.",
            "On n’a pas pu établir ce qu’est devenu l’effacement par le disque."),
        Line(
            "reallocated-rise", "The drive replaced too many sectors during the work.",
            "Le disque a remplacé trop de secteurs pendant le travail."),
        Line("capacity-changed", "The drive changed its capacity.", "Le disque a changé de capacité."),
        Line("honesty-refused", "The facts do not support a certificate.", "Les faits ne permettent pas de délivrer un certificat."),
        Line("cancelled", "A person cancelled the work.", "Une personne a annulé le travail."),
        Line("detached", "The drive was pulled.", "Le disque a été retiré."),
        Line("resume-window-passed", "The work was not resumed in time.", "Le travail n’a pas été repris à temps."),
        Line("reason-not-given", "Nobody said why.", "Personne n’a dit pourquoi."),
    ])
}
