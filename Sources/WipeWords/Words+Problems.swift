// What the daemon answers where it does not do what was asked, and no rule of the station says why.

extension Words {
    package static let problems = table(problemLines + pathLines + tagProblemLines + rowLines + listLines)

    private static let problemLines = [
        Line("not-found", "there is no such thing on this station", "cela n’existe pas sur ce poste"),
        Line(
            "not-found.drive", "no attached drive is {name}", "aucun disque branché ne s’appelle « {name} »",
            do: "see wipectl media", "voyez wipectl media"),
        Line("not-found.bay", "bay {bay} is empty", "la baie {bay} est vide", do: "put the drive in", "mettez le disque en place"),
        Line(
            "not-found.away", "the drive of {name} is not plugged in; its job {job} is {state}",
            "le disque de « {name} » n’est pas branché ; son travail {job} attend ({state:state})", do: "plug it in again", "rebranchez-le"),
        Line(
            "not-found.job", "no job goes by {name}", "aucun travail ne s’appelle « {name} »",
            do: "see wipectl queue --all", "voyez wipectl queue --all"),
        Line(
            "not-found.no-job", "the drive {name} has no job", "le disque « {name} » n’a pas de travail",
            do: "see wipectl queue --all", "voyez wipectl queue --all"),
        Line(
            "ambiguous", "more than one thing goes by this word", "plusieurs choses portent ce nom", do: "Name it more exactly.",
            "Nommez-le plus précisément."),
        Line(
            "ambiguous.several", "{name} is more than one", "« {name} » en désigne plusieurs", do: "name one of {names}",
            "nommez l’un de ceux-ci : {names}"),
        Line(
            "partition", "this is a partition; only whole drives are wiped",
            "ceci est une partition ; seuls les disques entiers sont effacés", do: "Name the drive.", "Nommez le disque."),
        Line(
            "partition.drive", "{node} is a partition, not a drive", "{node} est une partition, pas un disque", do: "its drive is {drive}",
            "son disque est {drive}"),
        Line(
            "not-allowed", "this needs a role that you do not have", "cela demande un rôle que vous n’avez pas", do: "Ask a lead.",
            "Demandez à une personne responsable."),
        Line("bad-request", "the request is not understood", "la demande n’est pas comprise"),
        Line(
            "tag-malformed", "this is not a tag of this station", "ceci n’est pas une étiquette de ce poste", do: "Scan the label again.",
            "Scannez l’étiquette encore une fois."),
        Line(
            "reason-malformed", "a reason that is signed needs words", "une raison signée doit contenir des mots",
            do: "Say why, with at least one letter or digit.", "Dites pourquoi, avec au moins une lettre ou un chiffre."),
        Line(
            "identifying.bay", "a drive is still being looked at, and may stand in bay {bay}",
            "un disque est encore en cours d’examen, et se trouve peut-être dans la baie {bay}", do: "Try again in a moment.",
            "Réessayez dans un instant."),
        Line(
            "identifying", "the drive is still being looked at", "le disque est encore en cours d’examen", do: "Try again in a moment.",
            "Réessayez dans un instant."),
        Line("not-asked", "the drive's firmware was not asked", "le micrologiciel du disque n’a pas été interrogé"),
        Line("busy", "the station is busy", "le poste est occupé", do: "Try again.", "Réessayez."),
        Line(
            "store-failed", "the station's database cannot be used", "la base de données du poste est inutilisable", do: "Call the lead.",
            "Appelez la personne responsable."),
        Line(
            "internal-error", "the daemon has met an error of its own", "le service a rencontré une erreur interne",
            do: "Look into its log: journalctl -u wiped.", "Regardez ses messages : journalctl -u wiped."),
        Line("internal-error.failed", "the daemon failed; its log says more", "le service a échoué ; ses messages en disent plus"),
        Line(
            "store-failed.why", "the station's database cannot be used: {why}", "la base de données du poste est inutilisable : {why}",
            do: "see wipectl status", "voyez wipectl status"),
        Line(
            "busy.list", "another intake list is being read", "une autre liste de réception est en train d’être lue",
            do: "try again in a moment", "réessayez dans un instant"),
        Line(
            "identifying.node", "{node} is still being identified", "{node} est encore en cours d’examen", do: "try again in a moment",
            "réessayez dans un instant"),
        Line(
            "not-allowed.unseen", "the kernel does not say who is asking", "le noyau ne dit pas qui demande",
            do: "ask as a user of this computer", "demandez en tant qu’utilisateur de cet ordinateur"),
        Line(
            "not-asked.why", "{node} has given no answers: {why:hidden-area+part}",
            "{node} n’a donné aucune réponse : {why:hidden-area+part}",
            do: "only drives straight in one SATA, SAS or NVMe bay, with nothing on them in use, are asked",
            "seuls sont interrogés les disques branchés directement dans une baie SATA, SAS ou NVMe, et que rien n’utilise"),
        Line(
            "reason-malformed.long", "the reason must be 1 to {max} visible characters",
            "la raison doit avoir 1 à {max} caractères visibles"),
    ]

    /// What is asked for and is not there, and what of a request is not understood.
    private static let pathLines = [
        Line(
            "not-found.record", "there is no record {record}", "il n’y a pas de document {record}", do: "see wipectl certificate list",
            "voyez wipectl certificate list"),
        Line(
            "not-found.published", "there is no published record {record}", "il n’y a pas de document publié {record}",
            do: "see wipectl certificate list", "voyez wipectl certificate list"),
        Line(
            "not-found.policy", "there is no policy \"{policy}\"", "il n’y a pas de protocole « {policy} »", do: "see wipectl policy list",
            "voyez wipectl policy list"),
        Line(
            "not-found.import", "there is no import {number}", "il n’y a pas d’importation {number}", do: "see wipectl assets imports",
            "voyez wipectl assets imports"),
        Line(
            "not-found.log-file", "the log has no file {path}", "le registre n’a pas de fichier {path}",
            do: "a partial tile is replaced by a wider one: ask for the checkpoint again",
            "une tuile partielle est remplacée par une plus large : redemandez la tête (checkpoint)"),
        Line(
            "not-found.log-head", "the log has no head yet", "le registre n’a pas encore de tête", do: "see wipectl status",
            "voyez wipectl status"),
        Line("not-found.path", "there is no such path", "ce chemin n’existe pas"),
        Line("bad-request.large", "the body is too large", "la demande est trop longue"),
        Line("bad-request.status", "the request is not understood ({status})", "la demande n’est pas comprise ({status})"),
        Line(
            "bad-request.cut", "the request ended before its body did", "la demande s’est arrêtée avant la fin de son contenu"),
        Line(
            "bad-request.member", "the request is not understood: \"{name}\" {why:part}",
            "la demande n’est pas comprise : « {name} » {why:part}"),
        Line(
            "bad-request.body", "the request is not understood: the body {why:part}",
            "la demande n’est pas comprise : le contenu {why:part}"),
        Line(
            "bad-request.unknown", "the request has \"{name}\", which is not known here: nothing was done",
            "la demande contient « {name} », qui n’est pas connu ici : rien n’a été fait"),
        Line("bad-request.missing", "\"{name}\" is missing", "« {name} » manque"),
        Line("bad-request.no-job", "the job's name is missing", "le nom du travail manque"),
        Line(
            "bad-request.time", "\"{name}\" is not a time like 2026-11-22T00:00:00Z: {text}",
            "« {name} » n’est pas un moment comme 2026-11-22T00:00:00Z : {text}"),
        Line(
            "bad-request.number", "\"{name}\" must be a number from {least} on", "« {name} » doit être un nombre à partir de {least}"),
        Line(
            "bad-request.number-within", "\"{name}\" must be a number from {least} to {most}",
            "« {name} » doit être un nombre de {least} à {most}"),
        Line("bad-request.log-path", "\"path\" names no file of a log: {text}", "« path » ne nomme aucun fichier d’un registre : {text}"),
        Line("bad-request.source", "no link comes from \"{text}\"", "aucune étiquette ne vient de « {text} »"),
        Line(
            "bad-request.column", "\"column.{key}\" must be 1 to {max} visible characters",
            "« column.{key} » doit avoir 1 à {max} caractères visibles"),
        Line("bad-request.column-twice", "the column \"{text}\" is named twice", "la colonne « {text} » est nommée deux fois"),
        Line(
            "bad-request.state", "\"{text}\" is no job state; one of {states}", "« {text} » n’est pas un état de travail ; l’un de {states}"
        ),
        Line(
            "bad-request.key-role", "there is no key of the role {text}; expected station, simulation or log",
            "il n’y a pas de clé du rôle {text} ; attendu : station, simulation ou log"),
    ]
}
