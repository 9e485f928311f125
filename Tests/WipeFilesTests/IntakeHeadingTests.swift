// Goal: a list is read by the columns as people name them, in English and French, and never by a guess between two. Method: tables of first lines.

import Testing
import WipeFiles

private func read(_ text: String, _ columns: IntakeColumns = IntakeColumns()) throws -> IntakeRows {
    try IntakeFile.read(bytes: Array(text.utf8), name: "list.csv", columns: columns)
}

@Suite struct IntakeHeadingTests {
    @Test(
        arguments: [
            "étiquette", "ÉTIQUETTE", "Etiquette", "e\u{301}tiquette", "Étiquette d’inventaire", "No d'étiquette", "tag", "Asset Tag",
            "assettag",
        ],
        [
            "numéro de série", "Numero de serie", "NO DE SÉRIE", "n° de série", "Nº de série", "No. de série", "série", "S/N",
            "Serial Number",
        ])
    func aColumnGoesByWhatPeopleCallIt(_ tag: String, _ serial: String) throws {
        for separator in [",", ";", "\t"] {
            let list = try read(
                [tag, serial].joined(separator: separator) + "\n" + ["T-1", "ZN1LQAA7"].joined(separator: separator) + "\n")
            #expect(list.rows.map(\.serial) == ["ZN1LQAA7"] && list.rows.map(\.assetTag) == ["T-1"], "\(tag) \(serial)")
            #expect(list.warnings.isEmpty)
        }
    }

    @Test func theOtherColumnsHaveFrenchNamesToo() throws {
        let list = try read(
            "Modèle;Numéro de série;Étiquette;Donateur;Étiquette du donateur;Ordinateur\nST1;ZN1LQAA7;T-1;École X;D-9;PC-4\n")
        let row = try #require(list.rows.first)
        #expect(row.donor == "École X" && row.donorTag == "D-9" && row.hostSerial == "PC-4" && row.assetTag == "T-1")
        #expect(list.warnings.map(\.message) == ["the column \"Modèle\" is not read"])
    }

    @Test(
        arguments: [
            ("série,numéro de série,étiquette", "série", "numéro de série", "serial"),
            ("serial number;série;tag", "serial number", "série", "serial"),
            ("S/N,étiquette,Tag", "étiquette", "Tag", "assetTag"),
        ])
    func twoColumnsThatMeanTheSameAreAQuestionThatNamesBoth(_ header: String, _ one: String, _ other: String, _ key: String) throws {
        let error = try #require(throws: FileProblems.self) { try read(header + "\nA12345,B12345,C\n") }
        #expect(
            error.problems.map(\.message) == [
                "the columns \"\(one)\" and \"\(other)\" both mean \(key): rename one, or say --column \(key)=NAME"
            ])
    }

    /// Somebody has said which it is.
    @Test func aNameThatIsGivenComesFirst() throws {
        let own = try read("serial,numéro de série,étiquette\nZN1LQAA7,ZN1LQAA8,T-1\n")
        #expect(own.rows.map(\.serial) == ["ZN1LQAA7"] && own.warnings.map(\.message) == ["the column \"numéro de série\" is not read"])
        var columns = IntakeColumns()
        columns.serial = "Série du disque"
        let given = try read("série,série du disque,étiquette\nZN1LQAA7,ZN1LQAA8,T-1\n", columns)
        #expect(given.rows.map(\.serial) == ["ZN1LQAA8"])
        #expect(throws: FileProblems.self) { try read("série,étiquette\nZN1LQAA7,T-1\n", columns) }
    }
}
