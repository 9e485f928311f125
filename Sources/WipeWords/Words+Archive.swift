// What the commands of the auditor answer: records, their log, and what is found in an archive.

extension Words {
    static let recordLines = [
        Line("simulation", "simulation", "simulation"),
        Line("revoked-by", "REVOKED by {record}", "RÉVOQUÉ par {record}"),
        Line("corrected-by", "CORRECTED by {record}", "CORRIGÉ par {record}"),
        Line("revoked-loud", "REVOKED", "RÉVOQUÉ"),
        Line("corrected-loud", "CORRECTED", "CORRIGÉ"),
        Line("no-loud", "NO", "NON"),
        Line("tag-was", "{tag} (was {was})", "{tag} (avant : {was})"),
        Line("no-records", "no records", "aucun document"),
        Line("no-files", "no files", "aucun fichier"),
        Line("record-number", "record {number}", "document {number}"),
        Line("record-signed", "record {record} signed: {file}", "document {record} signé : {file}"),
        Line("record-revoked", "REVOKED by record {record}: it counts no more", "RÉVOQUÉ par le document {record} : il ne vaut plus"),
        Line("record-corrected", "CORRECTED by record {record}", "CORRIGÉ par le document {record}"),
        Line("record-revoked-in", "REVOKED by record {record}", "RÉVOQUÉ par le document {record}"),
        Line("record-corrected-in", "CORRECTED by record {record}", "CORRIGÉ par le document {record}"),
        Line("tag-is-now", ", its asset tag is now {tag}", ", son étiquette est maintenant {tag}"),
        Line("sectors-not-done", "{sectors} not overwritten or not read back", "{sectors} sans réécriture ou sans relecture"),
        Line("no-real-drive", "yes: no real drive was wiped", "oui : aucun vrai disque n’a été effacé"),
        Line("tag-corrected", "{tag} (corrected; signed: {signed})", "{tag} (corrigée ; signée : {signed})"),
        Line("not-checked-here", "not checked here: wipectl certificate verify", "non vérifié ici : wipectl certificate verify"),
        Line(
            "exported", "{done} of {records} in {folder}: {written} written, {unchanged} already there",
            "{done} sur {records} dans {folder} ; écrits : {written}, déjà là : {unchanged}"),
        Line("left-out", "{records} left out by the filter", "le filtre laisse de côté {records}"),
        Line("there-is-none", "there is no record", "il n’y a aucun document"),
        Line(
            "require-unmet", "--require sanitized asks for certificates of real drives alone: {what}",
            "--require sanitized exige des certificats de vrais disques seulement : {what}"),
        Line(
            "nothing-valid", "without --trust no key is known, so nothing is valid; give it the station's keys file",
            "sans --trust, aucune clé n’est connue, donc rien n’est valide ; ajoutez --trust et le fichier de clés du poste"),
        Line(
            "integrity-only", "without --trust only integrity was checked, not who signed",
            "sans --trust, seule l’intégrité a été vérifiée, pas qui a signé"),
        Line("log-with", "log {log} with {entries}", "registre {log} de {entries}"),
        Line("no-log", "no log", "aucun registre"),
        Line("still-open", "; still open: {numbers}", " ; encore ouverts : {numbers}"),
        Line("note", "note: {note}", "remarque : {note}"),
        Line("nothing-found", "nothing found", "rien trouvé"),
        Line("nothing-found-here", "nothing found in what is here", "rien trouvé dans ce qui est ici"),
        Line(
            "without-trust", " (without --trust it was not asked who signed)", " (sans --trust, on n’a pas vérifié qui a signé)"),
        Line("from-to", "{first} to {last}", "{first} à {last}"),
        Line(
            "outside-filter", "outside-filter: {records} left out by {filter}, not checked: {numbers}",
            "outside-filter : {filter} laisse de côté {records}, sans vérification : {numbers}"),
        Line("cleared", "cleared", "effacés"),
        Line("with-exceptions", "with exceptions", "avec exceptions"),
        Line("purged", "purged", "expurgés"),
        Line("purged-with-exceptions", "purged with exceptions", "expurgés avec exceptions"),
        Line("failed", "failed (not sanitized)", "échecs (non effacés)"),
        Line("revoked", "revoked", "révoqués"),
        Line("simulations", "simulations", "simulations"),
        Line("not-valid", "not valid", "non valides"),
        Line("missing", "missing", "manquants"),
        Line("notices", "notices", "avis"),
        Line("valid-of", "{valid} of {files} valid", "valides : {valid} sur {files}"),
        Line(
            "doubt", "{files} {what} ({code}): with --log-policy that is not valid",
            "{files} {what} ({code}) : avec --log-policy, cela n’est pas valide"),
        Line(
            "another-drive", "the drive says {drive}, the certificate {certificate}: another drive",
            "le disque dit {drive}, le certificat {certificate} : un autre disque"),
        Line(
            "serial-not-compared", "not compared: the drive or the certificate has none",
            "non comparé : le disque ou le certificat n’en a pas"),
        Line("key-trusted", "trusted", "de confiance"),
        Line("key-not-checked", "not checked: give the keys with --trust", "non vérifiée : donnez les clés avec --trust"),
        Line("contents-compared", "{found}, by the certificate {expected}", "{found}, selon le certificat {expected}"),
        Line(
            "sectors-excluded", "{sectors} that the certificate lists as unwritten or unreadable",
            "{sectors} de la liste du certificat (non écrits ou illisibles)"),
        Line("equal", "equal", "identique"),
        Line("not-equal", "NOT EQUAL", "DIFFÉRENT"),
    ]

    /// What of a record is open and counts against it where somebody asks for more.
    package static let doubts = table([
        Line("log-proof-missing", "no proof that it is in a log", "sans preuve de présence dans un registre"),
        Line("log-untrusted", "a proof of a log that you do not name", "avec la preuve d’un registre que vous ne nommez pas"),
        Line(
            "log-key-retired", "a proof under a head that a retired log key has signed",
            "avec une preuve signée par une clé de registre retirée"),
        Line("date-in-future", "a date in the future", "avec une date future"),
        Line("notice-doubtful", "a correction that leaves something open", "avec une correction qui laisse un doute"),
    ])
}
