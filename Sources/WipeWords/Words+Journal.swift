// What happened, in the journal: each event of a station, its people and its drives. The words stand beside the code, which a journal is searched by.

extension Words {
    package static let events = table([
        Line("attached", "plugged in", "disque branché"),
        Line("detached", "pulled", "disque retiré"),
        Line("identified", "identified", "disque identifié"),
        Line("identification-failed", "could not be identified", "disque non identifié"),
        Line("identity-changed", "shows another identity", "autre identité montrée"),
        Line("serial-shared", "serial seen on another drive", "numéro de série partagé"),
        Line("decided", "decision", "décision"),
        Line("tag", "tag linked", "étiquette liée"),
        Line("untag", "tag taken off", "étiquette retirée"),
        Line("settle", "conflict settled", "conflit tranché"),
        Line("intake", "list imported", "liste importée"),
        Line("undo", "import taken back", "importation annulée"),
        Line("drop", "serial dropped", "numéro de série rayé"),
        Line("start", "started by a person", "lancé par une personne"),
        Line("pause", "pause asked for", "pause demandée"),
        Line("resume", "resume asked for", "reprise demandée"),
        Line("cancel", "cancel asked for", "annulation demandée"),
        Line("priority", "priority changed", "priorité changée"),
        Line("refused", "request refused", "demande refusée"),
        Line("reload", "station file read again", "fichier du poste relu"),
        Line("custody-ended", "out of the station's hands", "sorti de la garde du poste"),
        Line("certificate", "certificate signed", "certificat signé"),
        Line("failure", "record of a failure signed", "document d’échec signé"),
        Line("correction", "record corrected", "document corrigé"),
        Line("revocation", "record revoked", "document révoqué"),
        Line("key", "key exchanged", "clé changée"),
        Line("key-begin", "begin of a key put earlier", "début d’une clé avancé"),
        Line("new-key-accepted", "new key accepted", "nouvelle clé acceptée"),
        Line("station-renamed", "station renamed", "poste renommé"),
        Line("mark-made-anew", "high-water mark made anew", "repère de sauvegarde refait"),
        Line("older-state-accepted", "older state accepted", "état plus ancien accepté"),
        Line("published-changed", "published files changed", "fichiers publiés changés"),
        Line("held", "job waits for a person", "travail retenu"),
        Line("queued", "job queued", "travail en file"),
        Line("opening", "job begins", "travail qui commence"),
        Line("running", "wipe runs", "effacement en cours"),
        Line("stopping", "wipe stops", "effacement qui s’arrête"),
        Line("suspended", "wipe interrupted", "effacement interrompu"),
        Line("certifying", "record is written", "document en préparation"),
        Line("sanitized", "job ended: wiped", "travail terminé : effacé"),
        Line("failed", "job ended: failed", "travail terminé : échec"),
        Line("abandoned", "job ended: given up", "travail terminé : abandonné"),
        Line("withdrawn", "job never begun", "travail jamais commencé"),
    ])

    /// What was asked of a record, each in a word.
    package static let checks = table([
        Line("valid", "valid", "valide"),
        Line("invalid", "invalid", "invalide"),
        Line("trusted", "trusted", "de confiance"),
        Line("untrusted", "untrusted", "non fiable"),
        Line("unknown", "unknown", "inconnue"),
        Line("included", "included", "présent"),
        Line("not-included", "not included", "absent"),
        Line("no-proof", "no proof", "sans preuve"),
        Line("untrusted-log", "untrusted log", "registre non fiable"),
        Line("full", "in full", "en entier"),
        Line("sample", "by sample", "par échantillon"),
        Line("none", "none", "aucune"),
    ])

    /// Who made a link, and what a key signs.
    package static let roles = table([
        Line("person", "a person", "une personne"),
        Line("intake", "a list", "une liste"),
        Line("station", "station", "poste"),
        Line("simulation", "simulation", "simulation"),
        Line("log", "log", "registre"),
    ])

    /// Where a serial was read.
    package static let serialSources = table([
        Line("ATA IDENTIFY DEVICE", "the drive itself (ATA)", "le disque lui-même (ATA)"),
        Line("SCSI VPD page 80h", "the drive itself (SCSI)", "le disque lui-même (SCSI)"),
        Line("NVMe Identify Controller", "the drive itself (NVMe)", "le disque lui-même (NVMe)"),
        Line("MMC CID register", "the card itself (MMC)", "la carte elle-même (MMC)"),
        Line("USB bridge", "the USB adapter", "l’adaptateur USB"),
        Line("udev property of a loop device", "a loop device", "un périphérique de boucle"),
        Line("unknown", "unknown", "inconnu"),
    ])
}
