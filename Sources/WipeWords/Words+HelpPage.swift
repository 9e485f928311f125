// What stands on every page of help beside the texts of the command, and what is said of a command line that is not understood.

extension Words {
    package static let help = table([
        Line("usage", "USAGE: {usage}", "EMPLOI : {usage}"),
        Line("examples", "EXAMPLES:", "EXEMPLES :"),
        Line("arguments", "ARGUMENTS:", "ARGUMENTS :"),
        Line("options", "OPTIONS:", "OPTIONS :"),
        Line("global-options", "GLOBAL OPTIONS:", "OPTIONS GÉNÉRALES :"),
        Line("subcommands", "SUBCOMMANDS:", "SOUS-COMMANDES :"),
        Line("seeing", "SEEING:", "VOIR :"),
        Line("acting", "ACTING:", "AGIR :"),
        Line("evidence", "POLICIES, CERTIFICATES, KEYS:", "PROTOCOLES, CERTIFICATS, CLÉS :"),
        Line("installing", "INSTALLING:", "INSTALLER :"),
        Line("subcommand", "<subcommand>", "<sous-commande>"),
        Line("default-value", "(default: {value})", "(par défaut : {value})"),
        Line("default-subcommand", "{command} (default)", "{command} (par défaut)"),
        Line(
            "see-subcommand", "See '{command} <subcommand>' for detailed help.", "Pour plus d’aide : {command} <sous-commande>"),
    ])

    /// Ways in which a command line is not understood. The English is what ArgumentParser says, letter for letter but for the first one and the full
    /// stop: by that its sentence is recognised. One that stands nowhere here is told as it is.
    static let usageLines =
        [
            said("argument-missing", "missing expected argument '{argument}'", "il manque {argument}"),
            said("subcommand-missing", "missing required subcommand", "il manque une sous-commande"),
            said("value-missing", "missing value for '{option}'", "il manque une valeur pour {option}"),
            said("argument-unexpected", "unexpected argument '{argument}'", "{argument} est de trop"),
            said("arguments-unexpected", "{count} unexpected arguments: '{arguments}'", "{count} arguments de trop : {arguments}"),
            said("option-unknown", "unknown option '{option}'", "l’option {option} n’existe pas"),
            said(
                "option-near", "unknown option '{option}'. Did you mean '{near}'?",
                "l’option {option} n’existe pas ; vouliez-vous dire {near} ?"),
            said(
                "option-without-value", "the option '{option}' does not take any value, but '{value}' was specified",
                "l’option {option} ne prend pas de valeur, mais {value} est donné"),
            said("value-invalid", "the value '{value}' is invalid for '{option}'", "{value} ne convient pas pour {option}"),
            said(
                "value-no-time",
                "the value '{value}' is invalid for '{option}': '{value}' is not a time: 2026-11-22 or 2026-11-22T14:00:00Z is expected",
                "{value} n’est pas une date pour {option} : écrire 2026-11-22 ou 2026-11-22T14:00:00Z"),
            said(
                "value-impossible-time", "the value '{value}' is invalid for '{option}': '{value}' is not a time that exists",
                "{value} pour {option} : ce jour ou cette heure n’existe pas"),
        ] + ownUsageLines

    /// What the commands themselves find in their line.
    private static let ownUsageLines = [
        said(
            "no-time", "'{text}' is not a time: 2026-11-22 or 2026-11-22T14:00:00Z is expected",
            "{text} n’est pas une date : écrire 2026-11-22 ou 2026-11-22T14:00:00Z"),
        said("impossible-time", "'{text}' is not a time that exists", "{text} : ce jour ou cette heure n’existe pas"),
        said("column-twice", "--column names the column '{column}' twice", "--column nomme deux fois la colonne {column}"),
        said(
            "no-column", "'{pair}' is no KEY=NAME; the keys are: {keys}", "{pair} n’a pas la forme MOT=NOM ; les mots sont : {keys}"),
        said(
            "column-without-list", "--column names a column of the list that --intake gives",
            "--column nomme une colonne de la liste que donne --intake"),
        said("limit", "--limit takes a number from 1 to {most}", "--limit prend un nombre de 1 à {most}"),
        said("limit-zero", "--limit must be at least 1", "--limit doit être au moins 1"),
        said(
            "models-of-one", "--models is about all drives: leave MEDIA out", "--models parle de tous les disques : ne pas nommer de disque"
        ),
        said("no-form", "say --html", "ajouter --html"),
        said("no-origin", "'{text}' is neither person nor intake", "{text} n’est ni person ni intake"),
        said("settle-without-tag", "--settle goes with --asset-tag", "--settle va avec --asset-tag"),
        said(
            "confirm-of-several", "--confirm is the serial of one drive; name one drive with it",
            "--confirm est le numéro de série d’un seul disque ; ne nommer que lui"),
        said("bell-without-watch", "--bell goes with --watch", "--bell va avec --watch"),
    ]

    private static func said(_ code: String, _ en: String, _ fr: String) -> Line {
        Line("usage." + code, en, fr, do: "usage: {usage}", "emploi : {usage}")
    }
}
