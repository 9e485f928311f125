// The first line of an intake list: which column is which. A name that the station file or the command line gives is that column; beside those a
// column goes by what people call it, in English and French.

import WipeCore

/// The first line of an intake list.
enum IntakeHeader {
    /// Columns without which there is no list.
    static let needed = ["serial", "assetTag"]

    /// Index of each known column; problems for missing and repeated ones, warnings for those that are not read.
    static func places(_ header: CommaRow, _ columns: IntakeColumns, _ problems: ProblemList, _ warnings: ProblemList) -> [String: Int] {
        if let problem = header.problem { problems.add(problem.line, problem.column, SaidProblem(.list, problem.variant)) }
        let names = header.fields.map(trimmed)
        var places: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            guard let key = key(named: name, columns) else { continue }
            if let first = places.updateValue(index, forKey: key) {
                let twice = ["text": printable(name), "first": String(first + 1)]
                problems.add(header.line, header.columns[index], SaidProblem(.list, "column-twice", twice))
            }
        }
        // A column that has its very name needs no other word for it.
        var meant: [String: Int] = [:]
        for (index, name) in names.enumerated() where key(named: name, columns) == nil {
            guard let key = key(meant: name, columns), places[key] == nil else {
                note(name, header, at: index, columns, warnings)
                continue
            }
            if let first = meant.updateValue(index, forKey: key) {
                let both = ["one": printable(names[first]), "text": printable(name), "key": key]
                problems.add(header.line, header.columns[index], SaidProblem(.list, "column-meant-twice", both))
            }
        }
        places.merge(meant) { named, _ in named }
        for key in needed where places[key] == nil {
            problems.add(header.line, 1, missing(columns[key], names.filter { !$0.isEmpty }))
        }
        return places
    }

    private static func note(
        _ name: String, _ header: CommaRow, at index: Int, _ columns: IntakeColumns, _ warnings: ProblemList
    ) {
        if name.isEmpty { return }
        let near = nearest(to: name, among: IntakeColumns.keys.map { columns[$0] })
        let said = SaidProblem(
            .note, near == nil ? "unread" : "unread-near", ["text": printable(name)].merging(near.map { ["near": $0] } ?? [:]) { $1 })
        warnings.add(header.line, header.columns[index], said)
    }

    /// The column that is named so.
    private static func key(named name: String, _ columns: IntakeColumns) -> String? {
        IntakeColumns.keys.first { columns[$0].lowercased() == name.lowercased() }
    }

    /// The column that people call so. One to which somebody has given a name of its own goes by that alone.
    private static func key(meant name: String, _ columns: IntakeColumns) -> String? {
        let word = IntakeCell.letters(name).filter { $0 != "º" }
        return IntakeColumns.keys.first { columns[$0] == $0 && headings[$0]?.contains(word) ?? false }
    }

    /// In capital letters without signs, blanks and accents.
    private static let headings: [String: Set<String>] = [
        "serial": [
            "SERIALNUMBER", "SERIALNO", "SERIALNUM", "SERIALNR", "SN", "DRIVESERIAL", "DRIVESERIALNUMBER", "SERIE", "NUMERODESERIE",
            "NODESERIE", "NDESERIE", "NUMDESERIE", "NUMEROSERIE", "NOSERIE", "NUMSERIE", "NSERIE", "SERIEDISQUE", "SERIEDUDISQUE",
            "NUMERODESERIEDUDISQUE", "NODESERIEDUDISQUE", "NDESERIEDUDISQUE",
        ],
        "assetTag": [
            "ASSETTAG", "ASSETNUMBER", "ASSETNO", "TAG", "LABEL", "ETIQUETTE", "ETIQ", "NUMERODETIQUETTE", "NODETIQUETTE", "NDETIQUETTE",
            "ETIQUETTEDINVENTAIRE", "NUMERODINVENTAIRE", "NODINVENTAIRE", "NDINVENTAIRE", "ETIQUETTEDELATELIER", "ETIQUETTEATELIER",
        ],
        "donorTag": [
            "DONORTAG", "DONORLABEL", "DONORASSETTAG", "ETIQUETTEDUDONATEUR", "ETIQUETTEDONATEUR", "ETIQDONATEUR", "ETIQDUDONATEUR",
            "ETIQUETTEDELADONATRICE", "NUMERODUDONATEUR", "NODUDONATEUR",
        ],
        "donor": ["DONOR", "DONORNAME", "DONATEUR", "DONATRICE", "NOMDUDONATEUR", "NOMDELADONATRICE"],
        "hostSerial": [
            "HOSTSERIAL", "HOSTSERIALNUMBER", "MACHINE", "MACHINESERIAL", "COMPUTERSERIAL", "ORDINATEUR", "SERIEDELORDINATEUR",
            "NUMERODESERIEDELORDINATEUR", "NODESERIEDELORDINATEUR", "NDESERIEDELORDINATEUR", "SERIEORDINATEUR", "SERIEMACHINE",
        ],
    ]

    /// How many of the columns that are read this row names; those that are needed count for more than all others.
    static func known(in header: CommaRow, _ columns: IntakeColumns) -> Int {
        let names = header.fields.map(trimmed)
        let keys = Set(names.compactMap { key(named: $0, columns) ?? key(meant: $0, columns) })
        return keys.reduce(0) { $0 + (needed.contains($1) ? IntakeColumns.keys.count : 1) }
    }

    /// What the first line names instead: a person sees at once which of them is meant.
    private static func missing(_ column: String, _ names: [String]) -> SaidProblem {
        if names.isEmpty { return SaidProblem(.list, "no-names", ["key": printable(column)]) }
        let listed = names.prefix(12).map { quoted($0) }.joined(separator: ", ")
        guard names.count > 12 else { return SaidProblem(.list, "no-column", ["key": printable(column), "names": listed]) }
        let places = ["key": printable(column), "names": listed, "more": "and-others", "count": String(names.count - 12)]
        return SaidProblem(.list, "no-column", places)
    }
}
