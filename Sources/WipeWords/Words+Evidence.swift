// What can be wrong with a record, a proof, a log or an archive, in general. Who finds it says beside it what it is in this case.

extension Words {
    package static let evidence = table(fileFindings + keyFindings + logFindings + noticeFindings + honestyFindings + archiveFindings)

    private static let fileFindings = [
        Line("not-json", "the file is no JSON of this format", "le fichier n’est pas du JSON de ce format"),
        Line("member-missing", "a member of the record is missing", "il manque un élément au document"),
        Line("member-unknown", "the record has a member that the format does not know", "le document a un élément inconnu du format"),
        Line("type-wrong", "a value of the record is of the wrong type", "une valeur du document n’est pas du bon genre"),
        Line("word-unknown", "a word of the record is not of its list", "un mot du document n’est pas de sa liste"),
        Line("value-malformed", "a value of the record is malformed", "une valeur du document est mal écrite"),
        Line("proof-malformed", "the signature is malformed", "la signature est mal écrite"),
        Line("proof-context", "the signature is for another context", "la signature vaut pour un autre contexte"),
        Line("issuer-mismatch", "the issuer is not the signer", "l’émetteur n’est pas le signataire"),
        Line(
            "signature-mismatch", "the signature does not hold: the record was changed",
            "la signature ne tient pas : le document a été modifié"),
        Line("date-in-future", "the date lies in the future", "la date est dans le futur"),
        Line(
            "simulation", "the record is of a simulation: no real drive was wiped",
            "document d’une simulation : aucun vrai disque n’a été effacé"),
    ]

    private static let keyFindings = [
        Line("key-not-listed", "the key is not in the keys file", "la clé n’est pas dans le fichier de clés"),
        Line("key-role", "the key may not sign this", "cette clé ne peut pas signer cela"),
        Line("key-outside-interval", "the key was not valid at that time", "la clé ne valait pas à ce moment"),
        Line("key-other-station", "the key is of another station", "la clé est celle d’un autre poste"),
        Line("key-other-log", "the key is of another log", "la clé est celle d’un autre registre"),
    ]

    private static let logFindings = [
        Line("log-proof-missing", "there is no proof that it is in a log", "aucune preuve qu’il est dans un registre"),
        Line("log-proof-malformed", "the proof of the log cannot be read", "la preuve du registre est illisible"),
        Line("log-not-included", "it is not in the log", "il n’est pas dans le registre"),
        Line("log-anchor-misplaced", "it names a head of the log that does not fit", "il nomme une tête de registre qui ne convient pas"),
        Line("log-signature-mismatch", "the signature of the log does not hold", "la signature du registre ne tient pas"),
        Line("log-untrusted", "the log is none that you name", "ce registre n’est pas de ceux que vous nommez"),
        Line("log-key-retired", "a retired key has signed the head of the log", "une clé retirée a signé la tête du registre"),
    ]

    private static let noticeFindings = [
        Line("revoked", "the record was revoked and counts no more", "le document a été révoqué et ne vaut plus"),
        Line("notice-untrusted", "a notice about it is not trusted", "un avis à son sujet n’est pas fiable"),
        Line("notice-mismatch", "a notice about it does not fit it", "un avis à son sujet ne lui correspond pas"),
        Line("notice-unreadable", "a notice cannot be read", "un avis est illisible"),
        Line("notice-misstated", "a notice says what no rule allows", "un avis dit ce qu’aucune règle ne permet"),
        Line("notice-doubtful", "a notice leaves something open", "un avis laisse un doute"),
    ]

    private static let honestyFindings = [
        Line("claim-above-clear", "an overwrite claims more than Clear", "un écrasement prétend à plus que Clear"),
        Line("exception-missing", "an exception is not stated", "une exception n’est pas indiquée"),
        Line("exception-unfounded", "an exception has no ground", "une exception est sans fondement"),
        Line("word-forbidden", "a word stands there that no record may have", "un mot y est qu’aucun document ne peut contenir"),
        Line("outcome-unfounded", "the outcome does not follow from the facts", "le résultat ne suit pas des faits"),
        Line("coverage-incomplete", "not all of the drive was covered", "le disque n’a pas été couvert en entier"),
        Line("coverage-misstated", "the coverage does not fit the facts", "la couverture ne correspond pas aux faits"),
        Line("hidden-areas-misstated", "the hidden areas do not fit the facts", "les zones masquées ne correspondent pas aux faits"),
        Line("health-unexplained", "the health of the drive is not explained", "la santé du disque n’est pas expliquée"),
        Line("defects-miscounted", "the defects are miscounted", "les défauts sont mal comptés"),
        Line("budget-exceeded", "more defects than the policy allows", "plus de défauts que le protocole n’en permet"),
        Line("flush-missing", "the drive did not confirm what was written", "le disque n’a pas confirmé l’écriture"),
        Line("verification-incomplete", "the read-back is not complete", "la relecture n’est pas complète"),
        Line("verification-failed", "the read-back found differences", "la relecture a trouvé des différences"),
        Line("verification-misstated", "the read-back does not fit the facts", "la relecture ne correspond pas aux faits"),
        Line("verified-pass-misnamed", "another pass was read back than is named", "une autre passe a été relue que celle nommée"),
        Line("passes-misnumbered", "the passes are misnumbered", "les passes sont mal numérotées"),
        Line("pass-missing", "a pass is missing", "il manque une passe"),
        Line("serial-source-missing", "where the serial was read is not said", "l’origine du numéro de série n’est pas dite"),
        Line("identity-misstated", "the identity does not fit the facts", "l’identité ne correspond pas aux faits"),
        Line("capacity-conflict", "two sizes contradict each other", "deux tailles se contredisent"),
        Line("capacity-misstated", "the size does not fit the facts", "la taille ne correspond pas aux faits"),
        Line("title-misstated", "the title does not fit the facts", "le titre ne correspond pas aux faits"),
        Line("failure-with-claim", "a failure claims something", "un échec prétend à un niveau"),
        Line("failure-without-reason", "a failure has no reason", "un échec est sans raison"),
        Line("certificate-with-reason", "a certificate has the reason of a failure", "un certificat porte une raison d’échec"),
        Line("time-disorder", "the times are out of order", "les heures sont en désordre"),
        Line("claim-misstated", "the claim does not fit the facts", "le niveau ne correspond pas aux faits"),
        Line("origin-unstated", "the origin is not stated", "l’origine n’est pas indiquée"),
        Line("simulation-unmarked", "a simulation is not marked as one", "une simulation n’est pas marquée"),
        Line("declared-misstated", "what people declared is not marked so", "ce que des personnes ont déclaré n’est pas marqué"),
        Line("claim-above-technique", "the claim is above its technique", "le niveau dépasse sa technique"),
        Line("purge-unfounded", "a purge has no ground", "une expurgation est sans fondement"),
        Line("purge-unstated", "a purge is not stated", "une expurgation n’est pas indiquée"),
        Line("marks-misstated", "the test marks do not fit the facts", "les marques d’essai ne correspondent pas aux faits"),
        Line("evidence-misstated", "the evidence does not fit the facts", "les preuves ne correspondent pas aux faits"),
        Line(
            "contents-unfit", "what lies on the drive is not what this erase leaves",
            "le disque ne contient pas ce que cet effacement laisse"),
    ]

    private static let archiveFindings = [
        Line("log-missing", "the log is missing or cannot be read", "le registre manque ou est illisible"),
        Line("log-damaged", "the log is damaged", "le registre est abîmé"),
        Line("log-truncated", "entries of the log were taken away", "des entrées du registre ont été enlevées"),
        Line("log-forked", "the log is not the one that you kept a head of", "ce registre n’est pas celui dont vous avez gardé une tête"),
        Line("checkpoint-untrusted", "the head of the log is not trusted", "la tête du registre n’est pas fiable"),
        Line("entry-malformed", "an entry of the log cannot be read", "une entrée du registre est illisible"),
        Line("file-missing", "a record of the log has no file", "un document du registre n’a pas de fichier"),
        Line("file-not-logged", "a file is in no log: smuggled in", "un fichier n’est dans aucun registre : ajouté en douce"),
        Line("file-edited", "a file was edited", "un fichier a été modifié"),
        Line("file-twice", "a record is there twice", "un document est là deux fois"),
        Line("file-unreadable", "a file cannot be read", "un fichier est illisible"),
        Line("record-invalid", "a record is not valid", "un document n’est pas valide"),
        Line("proof-missing", "a proof is missing", "il manque une preuve"),
        Line("proof-invalid", "a proof does not hold", "une preuve ne tient pas"),
        Line("date-outside-log", "a date does not fit the log", "une date ne correspond pas au registre"),
        Line("date-out-of-order", "dates are out of order", "des dates sont en désordre"),
        Line("date-against-kept-head", "a date contradicts a kept head", "une date contredit une tête conservée"),
        Line("anchor-mismatch", "a record names another head of the log", "un document nomme une autre tête de registre"),
        Line("anchor-missing", "a record names no head of the log", "un document ne nomme aucune tête de registre"),
        Line("anchor-outdated", "a record names an old head of the log", "un document nomme une vieille tête de registre"),
        Line("record-number-missing", "a record number is missing", "il manque un numéro de document"),
        Line("record-number-twice", "a record number is there twice", "un numéro de document est là deux fois"),
        Line("media-overlap", "two records of one drive overlap in time", "deux documents d’un même disque se chevauchent"),
        Line("serial-shared", "several drives show one serial", "plusieurs disques montrent un même numéro de série"),
        Line("intake-without-record", "a drive of the list has no record", "un disque de la liste n’a pas de document"),
        Line("intake-row-rejected", "a row of the list was not understood", "une ligne de la liste n’est pas comprise"),
        Line("intake-tag-conflict", "list and record name different tags", "la liste et le document nomment deux étiquettes"),
    ]
}
