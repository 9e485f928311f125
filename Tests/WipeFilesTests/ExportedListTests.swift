// Goal: lists as two inventory systems export them load as they are, once their column names stand in the station file.
// Method: texts in the shape of those exports, written for this test. Snipe-IT's custom asset report quotes what needs it and repeats the
// names of address columns; GLPI begins with a byte order mark, quotes every field and puts a delimiter behind the last one too.

import Testing
import WipeFiles

struct ExportedListTests {
    private func station(_ columns: String) throws -> StationFile {
        let text = """
            station: { name: "s" }
            state: /s
            socket: /s/sock
            policies: /p
            bays: []
            intake: { columns: { \(columns) } }
            """
        return try StationFile.read(bytes: Array(text.utf8), name: "station.yaml")
    }

    @Test func snipeIT() throws {
        let columns = try station(
            "serial: \"Drive Serial\", assetTag: \"Asset Tag\", donor: Company, hostSerial: Serial, donorTag: \"Donor Tag\"")
        let text = """
            Company,"Asset Name","Asset Tag",Model,"Model No.",Category,Serial,Location,Address,Address,City,Notes,"Drive Serial","Donor Tag"
            "Ville de Laval, TI",,OPEQ-2026-000101,"OptiPlex 7010",D09M,Desktop,7XK2JW1,Entrepôt,"1, rue A",,Laval,"écran
            fendu, ""à jeter\"\"",WD-WCC4N0000001,LAV-0091
            "Ville de Laval, TI",PC-14,OPEQ-2026-000102,"OptiPlex 7010",D09M,Desktop,7XK2JW2,Entrepôt,"1, rue A",,Laval,,WD-WCC4N0000002,
            "Ville de Laval, TI",PC-15,OPEQ-2026-000103,"OptiPlex 7010",D09M,Desktop,7XK2JW3,Entrepôt,"1, rue A",,Laval,,,

            """
        let list = try IntakeFile.read(bytes: Array(text.utf8), name: "snipe.csv", columns: columns.intakeColumns)
        #expect(
            list.rows == [
                IntakeRow(
                    line: 2, serial: "WD-WCC4N0000001", assetTag: "OPEQ-2026-000101", donorTag: "LAV-0091", donor: "Ville de Laval, TI",
                    hostSerial: "7XK2JW1"),
                IntakeRow(
                    line: 4, serial: "WD-WCC4N0000002", assetTag: "OPEQ-2026-000102", donorTag: nil, donor: "Ville de Laval, TI",
                    hostSerial: "7XK2JW2"),
            ])
        // A machine without a drive on the list: named, and no harm to the others.
        #expect(list.rejected.map(\.description) == ["snipe.csv:5:110: the serial is missing"])
    }

    /// Excel's own line before the header: the list is read as it says, and its lines keep their numbers.
    @Test(arguments: [
        ("sep=;\n", ";"), ("sep=,\r\n", ","), ("sep=\t\n", "\t"), ("SEP=;\r", ";"), ("\"sep=;\"\n", ";"), ("\u{FEFF}sep=;\n", ";"),
        ("sep=;;;\r\n", ";"), ("sep=; \n", ";"),
    ]) func excelsLineNamesTheSeparator(_ first: String, _ separator: String) throws {
        let lines = ["serial|assetTag|donor,s;name", "ZN1ABCDE|OPEQ-1|", "ZN1ABCDF||"].map { line in
            line.replacing("donor,s;name", with: "\"donor,s;name\"").replacing("|", with: separator)
        }
        let list = try IntakeFile.read(bytes: Array((first + lines.joined(separator: "\n")).utf8), name: "list.csv")
        #expect(list.rows.map(\.line) == [3] && list.rows.map(\.serial) == ["ZN1ABCDE"])
        #expect(list.rejected.map(\.line) == [4])
    }

    @Test(arguments: ["sep=|\nserial|assetTag\n", "sep=\nserial;assetTag\n", "sep=::\nserial:assetTag\n", "sep=tab\nserial,assetTag\n"])
    func excelsLineWithAnotherSeparatorIsRefused(_ text: String) {
        let problems = #expect(throws: FileProblems.self) { try IntakeFile.read(bytes: Array(text.utf8), name: "list.csv") }
        #expect(problems?.problems.map(\.line) == [1])
        #expect(problems?.problems.first?.message.contains("a list is separated by commas, semicolons or tabs") == true)
    }

    /// The separator is the one by which the named columns are found: names of other columns may have the others in them.
    @Test(arguments: [
        "serial;assetTag;Nom, prénom, titre, adresse\nZN1ABCDE;OPEQ-1;Roy, Luc\n", "\r\n\r\nserial;assetTag\r\nZN1ABCDE;OPEQ-1\r\n",
        "\n,,\nserial,assetTag\nZN1ABCDE,OPEQ-1\n", "serial\tassetTag\tA;B;C;D,E,F\nZN1ABCDE\tOPEQ-1\tx\n",
        "\"serial\";\"assetTag\";\"a,b,c,d\"\nZN1ABCDE;OPEQ-1;\n",
    ]) func theSeparatorIsTheOneThatFindsTheColumns(_ text: String) throws {
        let list = try IntakeFile.read(bytes: Array(text.utf8), name: "list.csv")
        #expect(list.rows.map(\.serial) == ["ZN1ABCDE"] && list.rows.map(\.assetTag) == ["OPEQ-1"] && list.rejected == [])
    }

    /// What Excel and others put at the ends of lines, and leave out there.
    @Test func endsOfLinesMayHaveMoreOrLess() throws {
        let text =
            "serial;assetTag;donor;;\nZN1ABCDA;OPEQ-1\nZN1ABCDB;OPEQ-2;CSS;\nZN1ABCDC;OPEQ-3;CSS;;;;\nZN1ABCDD\nZN1ABCDE;OPEQ-5;;;x\n;;;;\n"
        let list = try IntakeFile.read(bytes: Array(text.utf8), name: "list.csv")
        #expect(list.rows.map(\.assetTag) == ["OPEQ-1", "OPEQ-2", "OPEQ-3"])
        #expect(list.rows.map(\.donor) == [nil, "CSS", "CSS"])
        #expect(list.rejected.map(\.line) == [5, 6])
    }

    @Test func aLostZeroIsNamedOnBothLines() throws {
        let text = "serial,assetTag\n0004819357,OPEQ-1\n4819357,OPEQ-2\n7736152,OPEQ-3\n0A4819357,OPEQ-4\nA4819357,OPEQ-5\n"
        let list = try IntakeFile.read(bytes: Array(text.utf8), name: "list.csv")
        #expect(list.rows.map(\.line) == [4, 5, 6])
        #expect(list.rejected.map(\.line) == [2, 3] && list.rejected.allSatisfy { $0.message.contains("but for zeros") })
    }

    @Test(
        arguments: [
            ([0x50, 0x4B, 0x03, 0x04], ".xlsx"), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], ".xls"), (Array("%PDF-1.7".utf8), "PDF"),
            ([0x1F, 0x8B, 0x08], "gzip"), (Array("<html><table>".utf8), "web page"), (Array("\u{FEFF}\n<?xml version".utf8), "XML"),
            (Array("[{\"serial\":1}]".utf8), "JSON"),
        ] as [([UInt8], String)]) func whatIsNoListIsCalledByItsName(_ bytes: [UInt8], _ word: String)
    {
        let problems = #expect(throws: FileProblems.self) { try IntakeFile.read(bytes: bytes, name: "list.csv") }
        #expect(problems?.problems.count == 1 && problems?.description.contains(word) == true, "\(problems?.description ?? "")")
    }

    @Test func aMissingColumnIsNamedBesideThoseThatAreThere() {
        let text = "Disque;Casier;\nZN1;T1\n"
        let problems = #expect(throws: FileProblems.self) { try IntakeFile.read(bytes: Array(text.utf8), name: "list.csv") }
        #expect(
            problems?.problems.first?.message == "the first line names no column \"serial\"; it names \"Disque\", \"Casier\"")
    }

    /// A column may be called so.
    @Test func aHeaderThatOnlyBeginsAlikeIsOne() throws {
        let list = try IntakeFile.read(bytes: Array("sepal,serial,assetTag\n1,ZN1ABCDE,OPEQ-1\n".utf8), name: "list.csv")
        #expect(list.rows.map(\.line) == [2])
        #expect(throws: FileProblems.self) { try IntakeFile.read(bytes: Array("sep=;\n".utf8), name: "list.csv") }
    }

    @Test(arguments: [";", ",", "\t"]) func glpi(_ delimiter: String) throws {
        let columns = try station("serial: \"Numéro de série\", assetTag: \"Numéro d'inventaire\", donor: Entité")
        let rows = [
            ["Nom", "Entité", "Statut", "Fabricant", "Numéro de série", "Numéro d'inventaire", "Commentaires"],
            ["disque-1", "CSS de Laval", "Reçu", "Seagate", "ZN1ABCDE", "OPEQ-2026-000201", "ligne 1\nligne 2; fin, vraiment"],
            ["disque-2", "CSS de Laval", "Reçu", "Samsung", "S5H7NX0N123456", "OPEQ-2026-000202", ""],
        ]
        let text = "\u{FEFF}" + rows.map { $0.map { "\"\($0)\"" + delimiter }.joined() + "\n" }.joined()
        let list = try IntakeFile.read(bytes: Array(text.utf8), name: "glpi.csv", columns: columns.intakeColumns)
        #expect(list.rows.map(\.serial) == ["ZN1ABCDE", "S5H7NX0N123456"])
        #expect(list.rows.map(\.assetTag) == ["OPEQ-2026-000201", "OPEQ-2026-000202"])
        #expect(list.rows.allSatisfy { $0.donor == "CSS de Laval" } && list.rejected == [])
        #expect(list.warnings.count == 4, "what is not read is said: \(list.warnings.map(\.description))")
    }

    @Test func latin1FromASpreadsheetIsRefusedWithAHint() throws {
        let text = Array("serial;assetTag;donor\r\nS1;T1;Minist".utf8) + [0xE8] + Array("re\r\n".utf8)
        #expect(throws: FileProblems.self) { try IntakeFile.read(bytes: text, name: "list.csv") }
        do { _ = try IntakeFile.read(bytes: text, name: "list.csv") } catch {
            #expect(error.description.contains("Latin-1") && error.description.contains("CSV UTF-8"), "\(error)")
        }
    }
}
