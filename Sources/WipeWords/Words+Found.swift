// What is found on a drive and in its firmware, in a word.

extension Words {
    package static let contentKinds = table([
        Line("partitionTable", "partition table", "table de partitions"),
        Line("filesystem", "file system", "système de fichiers"),
        Line("raid", "raid", "groupe de disques"),
        Line("crypto", "crypto", "chiffrement"),
        Line("other", "other", "autre"),
    ])

    package static let useKinds = table([
        Line("mounted", "mounted", "monté"),
        Line("swap", "swap", "espace d’échange"),
        Line("holder", "holder", "porte autre chose"),
        Line("openedExclusively", "opened exclusively", "ouvert par un autre programme"),
        Line("formerRun", "a run that has ended", "un effacement terminé"),
        Line("runningSystem", "running system", "système en marche"),
    ])

    package static let eraseStates = table([
        Line("idle", "idle", "au repos"),
        Line("running", "running", "en cours"),
        Line("failed", "failed", "échoué"),
        Line("frozen", "frozen", "gelé"),
        Line("unknown", "unknown", "inconnu"),
    ])

    package static let areaWords = table([
        Line("absent", "absent", "absente"),
        Line("not-supported", "not supported", "non prise en charge"),
        Line("present-not-addressed", "PRESENT", "PRÉSENTE"),
        Line("unknown", "unknown", "inconnue"),
    ])
}
