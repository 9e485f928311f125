// What is wrong with an intake list, and with its rows.

extension Words {
    /// What a cell is instead of a serial or a tag, after the cell itself.
    package static let cells = table([
        Line(
            "narrow", "is what a spreadsheet shows where a column is too narrow: widen it and export anew",
            "est ce qu’un tableur montre quand une colonne est trop étroite : élargissez-la et exportez de nouveau"),
        Line(
            "error", "is an error of the spreadsheet, or begins like one: mend the formula and export anew",
            "est une erreur du tableur, ou commence comme une erreur : corrigez la formule et exportez de nouveau"),
        asText("formula", "is a formula of the spreadsheet, and not what it shows", "est une formule du tableur, et non ce qu’elle montre"),
        Line("signs", "has neither letter nor digit", "ne contient ni lettre, ni chiffre"),
        Line(
            "heading", "is the name of the column: the first line of the list stands here again",
            "est le nom de la colonne : la première ligne de la liste est répétée ici"),
        asText("yes-or-no", "is yes or no to the spreadsheet", "est un oui ou un non pour le tableur"),
        Line("nothing", "stands for nothing: leave the row out", "ne veut rien dire : retirez la ligne"),
        asText("zeros", "is made of zeros alone", "ne contient que des zéros"),
        asText(
            "rounded", "is a number that the spreadsheet has rounded; its digits are lost",
            "est un nombre que le tableur a arrondi ; ses chiffres sont perdus"),
        asText(
            "fifteen-digits", "is a number of which the spreadsheet keeps fifteen digits; the rest are lost",
            "est un nombre dont le tableur garde quinze chiffres ; les autres sont perdus"),
        asText("number", "is a number to the spreadsheet", "est un nombre pour le tableur"),
        asText("date", "is a date to the spreadsheet", "est une date pour le tableur"),
        Line(
            "several", "holds more than one serial, or other text beside it: each drive has a row of its own",
            "contient plus d’un numéro de série, ou un autre texte à côté : une ligne par disque"),
        Line(
            "weak", "identifies no drive: {weak:weakness}; leave the row out and tag that drive at its bay",
            "n’identifie aucun disque ({weak:weakness}) ; retirez la ligne et liez l’étiquette de ce disque à sa baie"),
    ])

    private static func asText(_ code: String, _ en: String, _ fr: String) -> Line {
        Line(
            code, en + ": format the column as text in the spreadsheet, enter it again and export anew",
            fr + " : mettez la colonne au format texte dans le tableur, retapez et exportez de nouveau")
    }

    /// What is wrong with a text that is to be a tag; `code` is where it stands.
    private static func tagLines(_ code: String) -> [Line] {
        [
            Line(code + "empty", "the asset tag is empty", "l’étiquette est vide"),
            Line(
                code + "too-long", "the asset tag has {count} characters; at most {max} are allowed",
                "l’étiquette a {count} caractères ; {max} au plus"),
            Line(
                code + "character", "the asset tag contains {character}; a tag has Latin letters, digits and - _ . / #",
                "l’étiquette contient {character} ; une étiquette a des lettres latines, des chiffres et - _ . / #"),
            Line(
                code + "form", "the asset tag {tag} does not look like those of this workshop, such as {example}",
                "l’étiquette {tag} ne ressemble pas à celles de cet atelier, par exemple {example}"),
            Line(
                code + "pattern", "the asset tag {tag} does not have the form {pattern}",
                "l’étiquette {tag} n’a pas la forme des étiquettes de cet atelier ({pattern})"),
            Line(
                code + "name", "the asset tag {tag} is none: a tag begins and ends with a letter or a digit, and has no \"..\" in it",
                "l’étiquette {tag} n’en est pas une : une étiquette commence et finit par une lettre ou un chiffre, et ne contient pas « .. »"
            ),
        ]
    }

    static let tagProblemLines =
        tagLines("tag-malformed.") + [
            Line(
                "tag-malformed.donor", "the donor's tag must be 1 to {max} visible characters",
                "l’étiquette du donateur doit avoir 1 à {max} caractères visibles")
        ]

    static let rowLines =
        tagLines("row-malformed.tag-") + quoteLines("row-malformed.") + [
            Line("row-malformed", "a row of the intake list is not understood", "une ligne de la liste de réception n’est pas comprise"),
            Line(
                "row-malformed.fields", "has {found} fields where the first line names {named}",
                "contient {found} cellules, alors que la première ligne en nomme {named}"),
            Line("row-malformed.no-serial", "the serial is missing", "le numéro de série manque"),
            Line("row-malformed.serial-cell", "the serial \"{text}\" {why:cell}", "le numéro de série « {text} » {why:cell}"),
            Line("row-malformed.tag-cell", "the asset tag \"{text}\" {why:cell}", "l’étiquette « {text} » {why:cell}"),
            Line(
                "row-malformed.serial-twice", "the serial \"{text}\" stands on line {line} too{spelling?part}, with other data",
                "le numéro de série « {text} » est aussi à la ligne {line}{spelling?part}, avec d’autres données"),
            Line(
                "row-malformed.serial-zeros",
                "the serial \"{text}\" is \"{other}\" on line {line} but for zeros at its beginning, which a spreadsheet takes away: "
                    + "format the column as text in the spreadsheet, and export anew",
                "le numéro de série « {text} » est « {other} » à la ligne {line}, sauf les zéros du début, qu’un tableur enlève : "
                    + "mettez la colonne au format texte dans le tableur et exportez de nouveau"),
            Line(
                "row-malformed.tag-twice", "the asset tag \"{text}\" stands on line {line} too{spelling?part}, with another serial",
                "l’étiquette « {text} » est aussi à la ligne {line}{spelling?part}, avec un autre numéro de série"),
            Line(
                "row-malformed.long", "{column} has {count} characters; at most {max} are allowed",
                "{column} a {count} caractères ; {max} au plus"),
            Line(
                "row-malformed.hidden", "{column} contains characters that cannot be seen: \"{text}\"",
                "{column} contient des caractères invisibles : « {text} »"),
            Line("row-malformed.more", "{count} more rows were rejected", "{count} autres lignes ont été rejetées"),
            Line("row-noted", "something to know of a row that was taken", "une remarque sur une ligne qui a été prise"),
            Line("row-noted.repeats", "repeats line {line}", "répète la ligne {line}"),
            Line(
                "row-noted.repeats-spelled", "repeats line {line}, with the serial in another spelling: \"{text}\"",
                "répète la ligne {line}, avec le numéro de série écrit autrement : « {text} »"),
            Line("row-noted.more", "{count} more rows repeat others", "{count} autres lignes en répètent d’autres"),
            Line("row-noted.unread", "the column \"{text}\" is not read", "la colonne « {text} » n’est pas lue"),
            Line(
                "row-noted.unread-near", "the column \"{text}\" is not read; did you mean \"{near}\"?",
                "la colonne « {text} » n’est pas lue ; vouliez-vous dire « {near} » ?"),
        ]

    /// Behind what a list says.
    static let spellingLines = [
        Line("and-others", " and {count} more", " et {count} de plus"),
        Line("in-quotes", " (as \"{spelled}\")", " (écrit « {spelled} »)"),
        Line("in-quotes-same", " (as \"{spelled}\", which reads the same)", " (écrite « {spelled} », ce qui se lit pareil)"),
    ]

    private static func quoteLines(_ code: String) -> [Line] {
        [
            Line(
                code + "after-quote", "text after a closing quote; a quote inside a quoted field is written twice",
                "du texte après un guillemet fermant ; un guillemet dans une cellule entre guillemets s’écrit deux fois"),
            Line(
                code + "open-quote", "the quote opened here is never closed; nothing after it was read",
                "le guillemet ouvert ici n’est jamais fermé ; rien n’a été lu après lui"),
            Line(
                code + "inner-quote", "a quote inside a field that is not quoted; put the field in quotes and write the quote twice",
                "un guillemet dans une cellule sans guillemets ; mettez la cellule entre guillemets et doublez celui-ci"),
        ]
    }

    static let listLines =
        quoteLines("intake-unreadable.") + [
            Line(
                "intake-unreadable", "the intake list cannot be read", "la liste de réception est illisible",
                do: "nothing was imported; columns with names of their own: --column serial=NAME, or intake.columns in the station file",
                "rien n’a été importé ; si une colonne a un autre nom : --column serial=NOM, ou intake.columns dans le fichier du poste"),
            Line("intake-unreadable.at", "{file}:{line}:{column}: {what:problem}", "{file}:{line}:{column} : {what:problem}"),
            Line(
                "intake-unreadable.no-column", "the first line names no column \"{key}\"; it names {names}{more?part}",
                "la première ligne ne nomme pas de colonne « {key} » ; elle nomme {names}{more?part}"),
            Line(
                "intake-unreadable.no-names", "the first line names no column \"{key}\"; it names none",
                "la première ligne ne nomme pas de colonne « {key} » ; elle n’en nomme aucune"),
            Line(
                "intake-unreadable.column-twice", "the column \"{text}\" is there twice, first as column {first}",
                "la colonne « {text} » y est deux fois, d’abord en colonne {first}"),
            Line(
                "intake-unreadable.column-meant-twice",
                "the columns \"{one}\" and \"{text}\" both mean {key}: rename one, or say --column {key}=NAME",
                "les colonnes « {one} » et « {text} » veulent toutes deux dire {key} : renommez-en une, ou donnez --column {key}=NOM"),
            Line(
                "intake-unreadable.separator",
                "the first line says that the separator is \"{text}\"; a list is separated by commas, semicolons or tabs",
                "la première ligne annonce le séparateur « {text} » ; une liste se sépare par des virgules, des points-virgules ou des tabulations"
            ),
            Line(
                "intake-unreadable.empty", "the list is empty; its first line must name the columns {serial} and {tag}",
                "la liste est vide ; sa première ligne doit nommer les colonnes {serial} et {tag}"),
            Line(
                "intake-unreadable.rows", "the list has more than {max} rows, the most that is taken at once: split it",
                "la liste a plus de {max} lignes, le maximum en une fois : coupez-la"),
            Line(
                "intake-unreadable.bytes", "has more than {max} bytes, the most that is read",
                "a plus de {max} octets, le maximum qui se lit"),
            utf8("utf-16", "is UTF-16 text or no text at all", "est du texte UTF-16, ou n’est pas du texte"),
            utf8(
                "not-utf-8", "is not UTF-8, by its bytes perhaps Latin-1 or Windows-1252",
                "n’est pas en UTF-8, mais peut-être en Latin-1 ou en Windows-1252"),
            saved(
                "workbook", "is a workbook (.xlsx, .ods) or another zip archive", "est un classeur (.xlsx, .ods) ou une autre archive zip"),
            saved("old-workbook", "is a workbook of an older Excel (.xls)", "est un classeur d’un ancien Excel (.xls)"),
            saved("web-page", "is a web page or XML", "est une page web ou du XML"),
            Line(
                "intake-unreadable.pdf", "is a PDF, and no list: export the list itself as CSV",
                "est un PDF, pas une liste : exportez la liste elle-même en CSV"),
            Line("intake-unreadable.gzip", "is compressed (gzip): unpack it first", "est compressée (gzip) : décompressez-la d’abord"),
            Line(
                "intake-unreadable.json", "is JSON, and no list: export the list as CSV",
                "est du JSON, pas une liste : exportez la liste en CSV"),
        ]

    private static func utf8(_ variant: String, _ en: String, _ fr: String) -> Line {
        Line("intake-unreadable." + variant, en + "; export the list as \"CSV UTF-8\"", fr + " ; exportez la liste en « CSV UTF-8 »")
    }

    private static func saved(_ variant: String, _ en: String, _ fr: String) -> Line {
        Line(
            "intake-unreadable." + variant, en + ", and no list: open it in the spreadsheet, and save it as \"CSV UTF-8\"",
            fr + ", pas une liste : ouvrez-le dans le tableur et enregistrez-le en « CSV UTF-8 »")
    }
}
