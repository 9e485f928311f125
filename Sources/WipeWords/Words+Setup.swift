// What `wipectl setup` says while somebody names the bays of a station.

extension Words {
    package static let setup = table([
        Line(
            "welcome", "nothing is wiped and nothing is written to a drive here",
            "rien n’est effacé et rien n’est écrit sur un disque ici"),
        Line(
            "armed",
            "bays that wipe by themselves: {bays}; if the station runs, a drive plugged in there may be wiped, so use a drive without data",
            "ces baies effacent d’elles-mêmes : {bays} ; si le poste est en marche, un disque branché là sera peut-être effacé : prenez un disque sans données"
        ),
        Line(
            "ask-drive", "plug a drive into the slot of bay {bay}; or type another name, BACK or DONE",
            "branchez un disque dans l’emplacement de la baie {bay} ; ou tapez un autre nom, RETOUR ou FIN"),
        Line(
            "ask-name", "type the name of the next bay, or DONE", "tapez le nom de la prochaine baie, ou FIN"),
        Line("learnt", "bay {bay} is {port} ({drive})", "la baie {bay} est {port} ({drive})"),
        Line("is-bay", "{port} is bay {bay} already ({drive})", "{port} est déjà la baie {bay} ({drive})"),
        Line(
            "system-drive", "{drive} at {node} is what this computer runs from ({use}): it can be no bay",
            "cet ordinateur a besoin de {drive} ({node}, {use}) : cet emplacement ne peut pas être une baie"),
        Line(
            "usage-unknown", "whether this computer runs from {drive} at {node} cannot be told ({why}): it can be no bay",
            "impossible de savoir si cet ordinateur a besoin de {drive} ({node}, {why}) : cet emplacement ne peut pas être une baie"),
        Line(
            "nameless-port", "udev has no name for the place of {drive} at {node}; see wipectl setup --help",
            "udev n’a pas de nom pour l’emplacement de {drive} ({node}) ; voyez wipectl setup --help"),
        Line(
            "same-port", "{drive} at {node} shows the same place as {other}: pull one of them, and plug it into another slot",
            "{drive} ({node}) montre le même emplacement que {other} : retirez l’un des deux et branchez-le ailleurs"),
        Line("no-name", "first type the name of this bay", "tapez d’abord le nom de cette baie"),
        Line(
            "bad-name", "{word} is no name of a bay: 1 to 32 letters, digits and . _ -",
            "{word} n’est pas un nom de baie : 1 à 32 lettres, chiffres et . _ -"),
        Line(
            "scan-word", "{word} is a word of the scan dialogue, and no name of a bay",
            "{word} est un mot du dialogue de scan, pas un nom de baie"),
        Line(
            "name-taken", "the name {word} cannot be told from that of bay {bay}",
            "le nom {word} ne se distingue pas de celui de la baie {bay}"),
        Line("taken-back", "bay {bay} is taken back", "la baie {bay} est annulée"),
        Line("nothing-to-take-back", "there is nothing to take back", "il n’y a rien à annuler"),
        Line(
            "ask-write", "write {count} to {file}? YES or NO", "écrire {count} dans {file} ? OUI ou NON"),
        Line("count", "{number} new bays", "{number} nouvelles baies"),
        Line("count.one", "1 new bay", "1 nouvelle baie"),
        Line("yes-or-no", "answer YES or NO", "répondez OUI ou NON"),
        Line("nothing-learnt", "no bay was named; nothing is changed", "aucune baie n’a été nommée ; rien n’est changé"),
        Line("given-up", "given up; nothing is changed", "abandon ; rien n’est changé"),
        Line("wrote", "{file} is written", "{file} est écrit"),
        Line("kept", "what it said before is in {file}", "son ancien contenu est dans {file}"),
        Line("unchanged", "{file} says so already", "{file} le dit déjà"),
        Line(
            "left-out", "udev cannot be told: {why}; the system may take hold of a drive there, and it is refused then",
            "cette baie ne peut pas être décrite à udev : {why} ; le système peut se servir d’un disque à cet endroit, qui sera alors refusé"
        ),
        Line(
            "next", "next: udevadm trigger -s block, wiped --check, systemctl reload wiped",
            "ensuite : udevadm trigger -s block, wiped --check, systemctl reload wiped"),
        Line(
            "hold", "each new bay waits for `wipectl start` (onAttach: hold); wipe starts by itself",
            "chaque nouvelle baie attend `wipectl start` (onAttach: hold) ; avec onAttach: wipe, la baie efface d’elle-même"),
        Line("blind", "drives can no longer be watched", "les branchements de disques ne peuvent plus être suivis"),
    ])
}
