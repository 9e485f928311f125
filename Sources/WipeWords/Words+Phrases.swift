// What wipectl answers at a terminal, beside the codes that have lists of their own.

extension Words {
    package static let phrases = table(answerLines + errorLines + driveLines + recordLines)

    /// Of the station, its jobs and its bays.
    private static let answerLines = [
        Line("none", "none", "aucun"),
        Line("yes", "yes", "oui"),
        Line("no", "no", "non"),
        Line("wait", "wait", "attendre"),
        Line("never", "never", "jamais"),
        Line("unknown", "unknown", "inconnu"),
        Line("semicolon", "; ", " ; "),
        Line("colon", ": ", " : "),
        Line("serial", "serial {serial}", "série {serial}"),
        Line("bay", "bay {bay}", "baie {bay}"),
        Line("of", "{done} of {total}", "{done} sur {total}"),
        Line("number", "number {number}", "numéro {number}"),
        Line("since-time", "since {time}", "depuis {time}"),
        Line("silent-for", "silent {time}", "muet {time}"),
        Line("and-more", "{what} (+{count})", "{what} (+ {count})"),
        Line("sectors-left", "{sectors} left", "{sectors} non effacés"),
        Line("job-state", "job {job}: {state}", "travail {job} : {state}"),
        Line("kind-hold", "hold", "attente"),
        Line("kind-reason", "reason", "raison"),
        Line("kind-alarm", "alarm", "alarme"),
        Line("interrupted", "interrupted: {why}, {from} to {to}", "interruption : {why}, du {from} au {to}"),
        Line("daemon", "wiped {version}, process {process}, since {since}", "wiped {version}, processus {process}, depuis le {since}"),
        Line("slots-used", "{used} of {total} used", "{used} sur {total} prises"),
        Line("not-watched", "none: drives are not watched", "aucun : les branchements ne sont pas suivis"),
        Line("via-root", "{person} via {root}", "{person} par {root}"),
        Line("no-alarms", "no alarms", "aucune alarme"),
        Line("no-jobs", "no jobs", "aucun travail"),
        Line("no-media", "no media", "aucun disque"),
        Line("no-keys", "no keys", "aucune clé"),
        Line("no-entries", "no entries", "aucune entrée"),
        Line(
            "no-bays", "the station file lists no bays: nothing will be wiped",
            "le fichier du poste ne nomme aucune baie : rien ne sera effacé"),
        Line("next-pull", "pull it out", "retirez-le"),
        Line("next-leave", "leave it in", "laissez-le en place"),
        Line("next-leave-alone", "leave it in: nothing can stop it", "laissez-le en place : rien ne peut l’arrêter"),
        Line("next-wait", "wait", "attendez"),
        Line("next-record", "record {record}: wipectl certificate show {record}", "document {record} : wipectl certificate show {record}"),
        Line(
            "also-pulled", "{drive} was pulled out of this bay and is waited for",
            "{drive} a été retiré de cette baie ; on attend son retour"),
        Line("all-end-in", "all end in {time}", "tout finit dans {time}"),
        Line("all-end-later", "all end in {time} or later", "tout finit dans {time} ou plus"),
        Line("no-news", "no news for {time}: what stands below is old", "pas de nouvelles depuis {time} : ce qui suit est ancien"),
        Line("no-news-why", "no news for {time}: {why}", "pas de nouvelles depuis {time} : {why}"),
        Line("nothing-started", "nothing was started on {media}", "rien n’a été lancé sur {media}"),
        Line("will-be-destroyed", "everything on this drive will be destroyed:", "tout ce que contient ce disque sera détruit :"),
        Line("it-waits-because", "it waits because:", "il attend, parce que :"),
        Line(
            "type-its-serial", "type its serial{known} to go on, or nothing to stop:",
            "tapez son numéro de série{known} pour continuer, ou rien pour arrêter :"),
        Line(
            "type-its-tag", "type its asset tag{known} to go on, or nothing to stop:",
            "tapez son étiquette{known} pour continuer, ou rien pour arrêter :"),
        Line("tag-linked", "tag {tag} now belongs to {owner}", "l’étiquette {tag} est maintenant liée au disque {owner}"),
        Line("tag-kept", " (as first written; {typed} reads the same)", " (comme écrite la première fois ; {typed} se lit pareil)"),
        Line(
            "scan-unreadable", "what was scanned cannot be read: a label has at most 64 characters in UTF-8",
            "ce qui a été scanné est illisible : une étiquette a au plus 64 caractères en UTF-8"),
        Line("scan-end", "{done} linked, {failed} not", "{done} liés, {failed} non liés"),
        Line("scan-linked", "{bay} has tag {tag}, serial {serial}", "{bay} porte l’étiquette {tag}, série {serial}"),
        Line("scan-started", "; WIPE STARTED", " ; EFFACEMENT LANCÉ"),
        Line("scan-done", "[ DONE ]", "[ FAIT ]"),
        Line("scan-no", "[  NO  ]", "[ NON  ]"),
        Line(
            "rows", "{new} new, {changed} changed, {unchanged} unchanged, {rejected} rejected",
            "nouvelles : {new}, changées : {changed}, inchangées : {unchanged}, rejetées : {rejected}"),
        Line("settled", "{conflicts} settled for the list", "{conflicts} réglés selon la liste"),
        Line("no-serial-missing", "no serial is missing", "aucun numéro de série ne manque"),
        Line("no-asset-tags", "no asset tags", "aucune étiquette"),
        Line("serial-dropped", "serial {serial} is dropped", "le numéro de série {serial} est rayé de la liste"),
        Line("files-in", "{files} in {folder}", "{files} dans {folder}"),
    ]

    /// Around an error.
    private static let errorLines = [
        Line("error", "wipectl: error: {what}", "wipectl : erreur : {what}"),
        Line("hint", "hint: {what}", "à faire : {what}"),
        Line("because", "{what}: {why}", "{what} : {why}"),
        Line("media-refused", "{media} is refused: {why}", "{media} est refusé : {why}"),
        Line("explained", "{code}: {kind}", "{code} : {kind}"),
        Line("trying-again", "{what}; trying again", "{what} ; nouvel essai"),
        Line("answers-again", "wipectl: wiped answers again", "wipectl : wiped répond de nouveau"),
    ]

    /// Of one drive, what it can do, and what would be done to it.
    private static let driveLines = [
        Line("about-drive", "about {time} (the drive says)", "environ {time} (selon le disque)"),
        Line("about-guess", "about {time} (guess)", "environ {time} (estimation)"),
        Line("time-unsaid", "the drive does not say", "le disque ne le dit pas"),
        Line("time-unsaid-how-long", "the drive does not say how long", "le disque ne dit pas combien de temps"),
        Line("time-unsaid-minutes", "minutes (the drive does not say)", "quelques minutes (le disque ne le dit pas)"),
        Line("content", "{type} {kind}", "{kind} {type}"),
        Line("content-label", " \"{label}\"", " « {label} »"),
        Line("content-node", " on {node}", " sur {node}"),
        Line("contents", "contents:", "contenu :"),
        Line("contents-none", "contents: nothing that is recognized", "contenu : rien de reconnu"),
        Line("contents-unknown", "contents: unknown", "contenu : inconnu"),
        Line("contents-unknown-why", "contents: unknown, {why}", "contenu : inconnu, {why}"),
        Line("use", "in use:", "utilisé :"),
        Line("use-none", "in use: no", "utilisé : non"),
        Line("use-unknown", "in use: unknown", "utilisé : inconnu"),
        Line("use-unknown-why", "in use: unknown, {why}", "utilisé : inconnu, {why}"),
        Line("use-detail", "{use}: {detail}", "{use} : {detail}"),
        Line("not-believed", "no: {why}", "non : {why}"),
        Line("size-in-bytes", "{size} ({bytes} bytes)", "{size} ({bytes} octets)"),
        Line(
            "sector-sizes", "{logical} bytes logical, {physical} physical", "{logical} octets logiques, {physical} physiques"),
        Line(
            "health", "{reallocated} reallocated, {pending} pending sectors", "secteurs réalloués : {reallocated}, en attente : {pending}"),
        Line("life-used", ", {percent} % of its rated life used", ", {percent} % de sa durée de vie prévue est usée"),
        Line("offers-none", "no erase of its own that is known", "aucun effacement interne connu"),
        Line("overwrite", "{policy}, {time} with all that is read back", "{policy}, {time} avec tout ce qui est relu"),
        Line(
            "not-asked", "not asked: only a drive in exactly one bay, not protected and not in use, is asked",
            "non interrogé : seul un disque dans une seule baie, ni protégé ni utilisé, est interrogé"),
        Line("not-asked-short", "not asked", "non interrogé"),
        Line("hidden-bytes", "hidden: {size} behind the end that can be written", "caché : {size} derrière la fin qui peut être écrite"),
        Line(
            "namespaces", "namespaces: {active} active, {allocated} allocated, {free} in none",
            "espaces de noms : {active} actifs, {allocated} alloués, {free} dans aucun"),
        Line("replay-protected", ", {size} replay protected", ", {size} à accès protégé (RPMB)"),
        Line(
            "techniques-note",
            "shown, not started: what is done is the policy's word (wipectl plan), and what is allowed is deviceCommands of the station file",
            "montré, pas lancé : le protocole décide de ce qui se fait (wipectl plan), et deviceCommands du fichier du poste de ce qui est permis"
        ),
        Line(
            "no-models", "no drive was told to erase itself at this station yet",
            "aucun disque n’a encore reçu l’ordre de s’effacer à ce poste"),
        Line("no-drive-asked", "no drive here was asked", "aucun disque n’a été interrogé ici"),
        Line("plan-policy", "policy    {policy} {version}: {title}", "protocole  {policy} {version} : {title}"),
        Line(
            "plan-fallback", "PURGE UNAVAILABLE: {policy} was asked for; this policy is what it names for that",
            "EXPURGATION IMPOSSIBLE : {policy} était demandé ; ce protocole est celui qu’il nomme dans ce cas"),
        Line("plan-technique", "technique {technique}: {what}", "technique {technique} : {what}"),
        Line("plan-total", "in all {size}", "en tout {size}"),
        Line("plan-own-erase", "the drive's own erase: {time}", "l’effacement par le disque : {time}"),
        Line("nothing-touched", "nothing was touched", "rien n’a été touché"),
        Line("no-plan", "no plan", "aucun plan"),
        Line("technique-taken", "taken", "choisie"),
        Line("technique-taken-but", "taken, but {why}", "choisie, mais {why}"),
        Line("technique-free", "free; another one comes first", "libre ; une autre passe avant"),
        Line("no-policies", "no policies", "aucun protocole"),
        Line("no-passes", "no passes", "aucune passe"),
        Line("claim", "{level} after {standard}, {clause}", "{level} selon {standard}, {clause}"),
        Line("bad-sectors-max", "at most {count} in a sanitized verdict", "au plus {count} pour un disque dit effacé"),
        Line("after-bad-sectors", "after {count} bad sectors", "après {count} secteurs défectueux"),
        Line("after-hours", "after {hours} h", "après {hours} h"),
        Line("file-sound", "{file}: sound, policy {policy} {version}", "{file} : correct, protocole {policy} {version}"),
    ]
}
