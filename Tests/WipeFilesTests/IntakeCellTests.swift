// Goal: a list links no serial twice under two spellings, and takes nothing for a serial or a tag that a spreadsheet or a person wrote where there
// is none. Method: tables of cells in either column, each refused at its line and column; real serials and tags beside them, each taken.

import Testing
import WipeCore
import WipeFiles

private func read(_ text: String, tagPattern: String? = nil) throws -> IntakeRows {
    try IntakeFile.read(bytes: Array(text.utf8), name: "list.csv", tagPattern: tagPattern.map { try TagPattern($0) })
}

@Suite struct IntakeCellTests {
    // MARK: one serial in two spellings

    @Test(arguments: ["zn1lqaa7", "ZN1-LQAA7", "ZN1 LQAA7", " Zn1_LQAA7 ", "ZN1.LQAA7", "ZN1\u{A0}LQAA7", "zn1 lq-aa7"])
    func oneSerialInTwoSpellingsWithTwoTagsIsAConflict(_ other: String) throws {
        let list = try read("serial,assetTag\nZN1LQAA7,T-1\n\(other),T-2\nZN1LQAA8,T-3\n")
        #expect(list.rows.map(\.assetTag) == ["T-3"])
        #expect(list.rejected.map(\.line) == [2, 3])
        #expect(list.rejected[0].message.contains("stands on line 3 too") && list.rejected[1].message.contains("stands on line 2 too"))
        #expect(list.rejected.allSatisfy { $0.message.hasSuffix("with other data") }, "\(list.rejected)")
    }

    @Test(arguments: ["zn1lqaa7", "ZN1-LQAA7", "ZN1LQAA7"])
    func oneSerialInTwoSpellingsWithOneTagIsARepeat(_ other: String) throws {
        let list = try read("serial,assetTag\nZN1LQAA7,E\u{301}-1\n\(other),\u{C9}-1\n")
        #expect(list.rows.map(\.serial) == ["ZN1LQAA7"])
        #expect(list.rejected.isEmpty && list.repeated.count == 1 && list.repeated[0].line == 3)
        #expect(list.repeated[0].message.hasPrefix("repeats line 2"))
    }

    @Test func oneTagInTwoSpellingsOnTwoSerialsIsAConflict() throws {
        let list = try read("serial,assetTag\nZN1LQAA7,E\u{301}-1\nZN1LQAA8,\u{C9}-1\nZN1LQAA9,I\u{307}X-1\nZN1LQAAA,\u{130}X-1\n")
        #expect(list.rows.isEmpty && list.rejected.map(\.line) == [2, 3, 4, 5])
        #expect(list.rejected.allSatisfy { $0.message.contains("the asset tag") && $0.message.hasSuffix("too, with another serial") })
    }

    // MARK: what is neither serial nor tag

    private static let never = [
        "NONE", "none", "N/A", "n/a", "NA", "NULL", "null", "(null)", "<null>", "nil", "NaN", "Unknown", "TBD", "To be filled by O.E.M.",
        "Default string", "No serial", "Aucun", "aucune", "Inconnu", "Néant", "NE\u{301}ANT", "S/O", "N/D", "ND", "vide", "(blank)",
        "(vide)",
        "illisible", "x", "XXXX", "0", "00000000", "000-000", "?", "????", "-", "--", ".", "***", "TRUE", "false", "VRAI", "Faux",
        "=00123QX45", "=A2&B2", "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#NOM?", "#VALEUR!",
        "#NOMBRE!", "########", "#",
        "##",
    ]
    private static let spoiled = [
        "123456789012346000", "1234567890123450",
        "1.23E+11", "1,23E+11", "1E+05", "9.10E+11", "1.23457e+11", "2.5E-03", "1.0E11", "+1.2E+3", "-1E+05", "123456789012.0", "1234.00",
        "1234,0", "2026-03-05", "2026/3/5", "05/03/2026", "5.3.2026", "05-03-26", "3/5/26", "2026-03-05 10:20", "2026-03-05T10:20:30Z",
        "05/03/2026 10:20:30", "5/3/2026 1:02 PM", "5-Mar", "Mar-26", "5-mars", "5-Mar-26", "05-Mar-2026", "janv-26", "OCT-26", "30-AOUT",
        "12-Dec", "déc-25", "1-août",
    ]

    @Test(arguments: never + spoiled) func aCellThatIsNoSerialIsRefusedAtItsPlace(_ cell: String) throws {
        let list = try read("assetTag,serial\nT-1,\"\(cell)\"\nT-2,ZN1LQAA8\n")
        #expect(list.rows.map(\.assetTag) == ["T-2"], "\(cell)")
        #expect(list.rejected.map { [$0.line, $0.column] } == [[2, 5]], "\(list.rejected)")
        #expect(list.rejected.first?.message.hasPrefix("the serial ") == true)
    }

    @Test(arguments: never + spoiled) func aCellThatIsNoTagIsRefusedAtItsPlace(_ cell: String) throws {
        let list = try read("serial,assetTag\nZN1LQAA7,\"\(cell)\"\nZN1LQAA8,T-2\n")
        #expect(list.rows.map(\.assetTag) == ["T-2"], "\(cell)")
        #expect(list.rejected.map { [$0.line, $0.column] } == [[2, 10]], "\(list.rejected)")
    }

    @Test(arguments: ["ZN1LQAA7<br>ZN1LQAA8", "ZN1LQAA7;ZN1LQAA8", "ZN1LQAA7, ZN1LQAA8", "ZN1LQAA7 | ZN1LQAA8", "123,456,789"])
    func twoSerialsInOneCellAreNone(_ cell: String) throws {
        #expect(try read("serial,assetTag\n\"\(cell)\",T-1\n").rejected.map { [$0.line, $0.column] } == [[2, 1]])
    }

    @Test(arguments: ["0000_0000_0000_0000", "123456789012", "WDCWDCWDC", "ABABABAB", "202006054D01", "QM00001", "ASMT 2115"])
    func aSerialThatIdentifiesNoDriveIsRefused(_ cell: String) throws {
        let list = try read("serial,assetTag\n\(cell),T-1\n")
        #expect(list.rows.isEmpty && list.rejected.map(\.line) == [2])
        let message = list.rejected.first?.message ?? ""
        #expect(message.contains("identifies no drive") || message.contains("zeros"), "\(message)")
    }

    @Test func theFirstLineAgainIsNoRow() throws {
        let list = try read("serial,assetTag\nZN1LQAA7,T-1\nSerial,assetTag\nZN1LQAA8,AssetTag\n")
        #expect(list.rows.map(\.line) == [2] && list.rejected.map { [$0.line, $0.column] } == [[3, 1], [4, 10]])
        #expect(list.rejected.allSatisfy { $0.message.contains("name of the column") })
    }

    @Test func whatToDoIsSaid() throws {
        let list = try read("serial,assetTag\n1.23E+11,T-1\nZN1LQAA7,#REF!\n########,T-3\nZN1LQAA8,2026-03-05\n")
        #expect(
            list.rejected.map(\.description) == [
                "list.csv:2:1: the serial \"1.23E+11\" is a number that the spreadsheet has rounded; its digits are lost: format the column as text in the spreadsheet, enter it again and export anew",
                "list.csv:3:10: the asset tag \"#REF!\" is an error of the spreadsheet, or begins like one: mend the formula and export anew",
                "list.csv:4:1: the serial \"########\" is what a spreadsheet shows where a column is too narrow: widen it and export anew",
                "list.csv:5:10: the asset tag \"2026-03-05\" is a date to the spreadsheet: format the column as text in the spreadsheet, enter it again and export anew",
            ])
    }

    /// Makers' serials, and tags that look like numbers and are none that a spreadsheet makes.
    @Test(
        arguments: [
            "WD-WCC4N0000001", "S5H7NX0N123456", "ZN1ABCDE", "50026B7782F4A1B2", "2024E5A1B2C3", "1234E56789", "BTWL4123004A480QGN",
            "Z1E5KQ7M",
            "S3Z8NB0K511223T", "17320C9E8A11", "MSA26003GC9R6X", "YGJ0L2RA", "5VP1E3XX",
        ])
    func realSerialsAreTaken(_ serial: String) throws {
        #expect(try read("serial,assetTag\n\(serial),T-1\n").rows.map(\.serial) == [serial])
    }

    @Test(arguments: [
        "OPEQ-2026-000001", "1", "12345", "2000", "00012345", "Poste-Gaspé/n.12", "2026-0001", "12/34", "É-1", "MARS-7A", "A-12-24", "1E5B",
        "n.12",
    ])
    func realTagsAreTaken(_ tag: String) throws {
        let list = try read("serial,assetTag\nZN1LQAA7,\(tag)\n")
        #expect(list.rows.map(\.assetTag) == [tag], "\(list.rejected)")
    }

    @Test func aTagOfTheStationsFormMayBeADate() throws {
        let list = try read("serial,assetTag\nZN1LQAA7,2026-03-05\nZN1LQAA8,#N/A\nZN1LQAA9,1.0\n", tagPattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}")
        #expect(list.rows.map(\.assetTag) == ["2026-03-05"] && list.rejected.count == 2)
    }
}
