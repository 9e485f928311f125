// What a record says of a drive's own erase, as its printed page says it: never "every cell was erased", which no computer can see; "the drive reports".

extension Words {
    package static let recordTechniques = table([
        Line("overwrite", "overwrite", "écrasement"),
        Line("sanitize-block", "the drive’s own block erase", "effacement des blocs par le disque"),
        Line("sanitize-crypto", "the drive’s own key erase", "effacement de la clé par le disque"),
        Line("sanitize-overwrite", "the drive’s own overwrite", "écrasement par le disque"),
        Line("format-user", "format with an erase of user data", "formatage avec effacement des données"),
        Line("format-crypto", "format with a key erase", "formatage avec effacement de la clé"),
        Line("security-erase", "ATA security erase", "effacement de sécurité ATA"),
        Line("security-erase-enhanced", "enhanced ATA security erase", "effacement de sécurité ATA étendu"),
    ])

    package static let recordErases = table([
        Line("none", "nothing was sent", "rien n’a été envoyé"),
        Line("intended", "sent or about to be, never answered", "envoyé ou sur le point de l’être, sans réponse"),
        Line("accepted", "accepted, its end was not awaited", "accepté, sans attendre la fin"),
        Line("ended", "the drive reports that it has ended well", "le disque dit avoir terminé avec succès"),
        Line("refused", "refused by the drive", "refusé par le disque"),
        Line("failed", "failed", "échoué"),
        Line("lost", "its outcome could not be found out", "l’issue n’a pas pu être établie"),
    ])

    package static let recordContents = table([
        Line("zeros", "zeros (00)", "zéros (00)"),
        Line("ones", "ones (FF)", "uns (FF)"),
        Line("byte", "one byte, repeated", "un seul octet, répété"),
        Line("period", "one pattern, repeated", "un seul motif, répété"),
        Line("random-looking", "nothing that repeats", "rien qui se répète"),
        Line("mixed", "MIXED", "MÉLANGÉ"),
    ])

    package static let recordObstacles = table([
        Line("not-offered", "the drive did not offer it", "le disque ne le proposait pas"),
        Line(
            "not-for-media", "it may claim nothing on this kind of media", "sur ce type de disque, cette technique n’atteint aucun niveau"),
        Line("not-asked", "the drive was not asked", "le disque n’a pas été interrogé"),
        Line("behind-a-bridge", "an adapter hid the drive", "un adaptateur cachait le disque"),
        Line("not-direct", "the drive was not plugged in directly", "le disque n’était pas branché directement"),
        Line("no-time", "no time was left to ask the drive", "le temps a manqué pour interroger le disque"),
        Line("no-answer", "the drive gave no answer that can be read", "le disque n’a donné aucune réponse lisible"),
        Line("status-unreadable", "the drive’s own state could not be read", "l’état du disque ne pouvait pas être lu"),
        Line("frozen", "the computer had frozen the drive", "l’ordinateur avait gelé le disque"),
        Line("locked", "a password was set on the drive", "un mot de passe était défini sur le disque"),
        Line(
            "several-namespaces", "it would have reached other units or namespaces too",
            "cela aurait touché d’autres unités ou espaces de noms"),
        Line("in-failure-mode", "an erase by the drive had failed before", "un effacement par le disque avait déjà échoué"),
        Line("not-allowed-here", "this station does not allow it", "ce poste ne le permet pas"),
        Line("known-defect", "drives of this kind are known to fail at it", "les disques de ce genre y échouent, c’est connu"),
    ])
}
