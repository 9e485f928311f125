// The intake list: which serial belongs to which asset tag, as other systems export it.

package import WipeCore

/// Names of the columns in the CSV that other systems export.
package struct IntakeColumns: Hashable, Sendable {
    package var serial = "serial"
    package var assetTag = "assetTag"
    package var donorTag = "donorTag"
    package var donor = "donor"
    package var hostSerial = "hostSerial"
    package init() {}

    /// Our own words for them, as the station file and the command line have them.
    package static let keys = ["serial", "assetTag", "donorTag", "donor", "hostSerial"]

    /// Name of one of `keys`; setting an unknown one changes nothing.
    package subscript(key: String) -> String {
        get { path(key).map { self[keyPath: $0] } ?? key }
        set { if let path = path(key) { self[keyPath: path] = newValue } }
    }

    /// A name that two keys have; nil where each has its own.
    package var repeatedName: String? {
        var seen: Set<String> = []
        return IntakeColumns.keys.map { self[$0] }.first { !seen.insert($0.lowercased()).inserted }
    }

    private func path(_ key: String) -> WritableKeyPath<IntakeColumns, String>? {
        switch key {
        case "serial": \.serial
        case "assetTag": \.assetTag
        case "donorTag": \.donorTag
        case "donor": \.donor
        case "hostSerial": \.hostSerial
        default: nil
        }
    }
}

/// One sound row. Texts are trimmed; what is empty is nil.
package struct IntakeRow: Hashable, Sendable {
    /// Line on which the row begins.
    package var line: Int
    package var serial: String
    package var assetTag: String
    package var donorTag: String?
    package var donor: String?
    package var hostSerial: String?

    package init(line: Int, serial: String, assetTag: String, donorTag: String? = nil, donor: String? = nil, hostSerial: String? = nil) {
        self.line = line
        self.serial = serial
        self.assetTag = assetTag
        self.donorTag = donorTag
        self.donor = donor
        self.hostSerial = hostSerial
    }
}

/// What an intake list says.
package struct IntakeRows: Hashable, Sendable {
    /// Sound rows, in file order; no two with one serial, no two with one tag.
    package var rows: [IntakeRow]
    /// Why the other rows were rejected, by line; at most `IntakeFile.problemsMax`, then one that counts the rest.
    package var rejected: [FileProblem]
    /// Rows that say once more what one before them says, by line; of as many as of those that are rejected. Nothing is missed by them.
    package var repeated: [FileProblem]
    /// Rows that repeat others, also those beyond `problemsMax`.
    package var repeatedCount: Int
    /// Things to know that reject nothing: columns that are not read.
    package var warnings: [FileProblem]
    /// Rows rejected, also those beyond `problemsMax`.
    package var rejectedCount: Int
}

/// Reads an intake list.
package enum IntakeFile {
    /// Bytes of the largest list that is read.
    package static let bytesMax = 64 << 20
    /// Rejected rows that are named one by one.
    package static let problemsMax = 10_000
    /// Scalars of the longest serial, tag and donor.
    static let serialScalarsMax = 64
    static let donorScalarsMax = 200

    /// The rows of a list.
    ///
    /// - Parameters:
    ///   - tagPattern: The station's pattern for asset tags, nil for any.
    ///   - rowsMax: Rows that are read; a list with more is refused, and no more of it is kept in memory than those.
    /// - Throws: What leaves no list at all: not UTF-8, too large, no header, a needed column missing.
    package static func read(
        bytes: [UInt8], name: String, columns: IntakeColumns = IntakeColumns(), tagPattern: TagPattern? = nil, rowsMax: Int = .max
    ) throws(FileProblems) -> IntakeRows {
        let problems = ProblemList(file: name)
        guard let text = text(bytes, problems) else { throw FileProblems(problems.problems) }
        let named = CommaReader.namedSeparator(of: text)
        if case .unknown(let written) = named {
            problems.add(1, 1, SaidProblem(.list, "separator", ["text": printable(written)]))
            throw FileProblems(problems.problems)
        }
        var reader = CommaReader(text, separator: CommaReader.separator(of: text) { IntakeHeader.known(in: $0, columns) })
        if case .known(let separator) = named {
            reader = CommaReader(text, separator: separator)
            _ = reader.next()
        }
        guard let header = reader.nextWithContent() else {
            problems.add(1, 1, SaidProblem(.list, "empty", ["serial": columns.serial, "tag": columns.assetTag]))
            throw FileProblems(problems.problems)
        }
        let warnings = ProblemList(file: name)
        let places = IntakeHeader.places(header, columns, problems, warnings)
        try problems.finish()
        var list = IntakeList(file: name, places: places, header: header, tagPattern: tagPattern)
        var rows = 0
        while let row = reader.next() {
            rows += 1
            guard rows <= rowsMax else {
                problems.add(row.line, 1, SaidProblem(.list, "rows", ["max": String(rowsMax)]))
                throw FileProblems(problems.problems)
            }
            list.add(row)
        }
        return list.finished(warnings: warnings.problems)
    }

    /// The list in the file at `path`.
    package static func read(path: String, columns: IntakeColumns = IntakeColumns(), tagPattern: TagPattern? = nil) throws(FileProblems)
        -> IntakeRows
    {
        try read(bytes: FileBytes.read(path: path, bytesMax: bytesMax), name: path, columns: columns, tagPattern: tagPattern)
    }

    /// The bytes after a byte order mark, when they are UTF-8.
    private static func text(_ bytes: [UInt8], _ problems: ProblemList) -> ArraySlice<UInt8>? {
        guard bytes.count <= bytesMax else {
            problems.add(1, 1, SaidProblem(.list, "bytes", ["max": String(bytesMax)]))
            return nil
        }
        if let other = ForeignList.problem(bytes[...]) {
            problems.add(1, 1, SaidProblem(.list, other))
            return nil
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(200).contains(0) {
            problems.add(1, 1, SaidProblem(.list, "utf-16"))
            return nil
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            let (line, column) = invalidPlace(bytes)
            problems.add(line, column, SaidProblem(.list, "not-utf-8"))
            return nil
        }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    }
}
