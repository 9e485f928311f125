// Goal: an intake list links each serial with its own tag or with none; a doubtful row is rejected by line and loses no other.
// Method: small lists with rows and rejections expected; file-level errors by their lines; long and odd lists.

import Testing
import WipeCore
import WipeFiles

private func read(_ text: String, _ columns: IntakeColumns = IntakeColumns(), tagPattern: String? = nil) throws(FileProblems) -> IntakeRows
{
    try IntakeFile.read(bytes: Array(text.utf8), name: "list.csv", columns: columns, tagPattern: tagPattern.flatMap { try? TagPattern($0) })
}

private func failure(_ bytes: [UInt8]) -> String {
    do throws(FileProblems) {
        _ = try IntakeFile.read(bytes: bytes, name: "list.csv")
        return "read"
    } catch {
        return error.description
    }
}

struct IntakeFileTests {
    @Test func columnsComeInAnyOrderAndWhatIsEmptyIsAbsent() throws {
        let list = try read("donor,assetTag,hostSerial,serial,donorTag\r\nMinistère,T1,H1,S1,D1\r\n,T2,,S2,\r\n")
        #expect(
            list.rows == [
                IntakeRow(line: 2, serial: "S1", assetTag: "T1", donorTag: "D1", donor: "Ministère", hostSerial: "H1"),
                IntakeRow(line: 3, serial: "S2", assetTag: "T2", donorTag: nil, donor: nil, hostSerial: nil),
            ])
        #expect(list.rejected == [] && list.warnings == [] && list.rejectedCount == 0)
    }

    @Test(arguments: [
        "serial,assetTag\nS1,T1\n", "\u{FEFF}serial;assetTag\r\nS1;T1", "SERIAL , AssetTag\r S1 ,T1\r",
        "serial\tassetTag\nS1\tT1\n", "\n\nserial,assetTag\n\n\nS1,T1\n\n,\n", "\"serial\",\"assetTag\"\n\"S1\",\"T1\"",
    ])
    func oneListInManyDresses(_ text: String) throws {
        let list = try read(text)
        #expect(list.rows.map(\.serial) == ["S1"] && list.rows.map(\.assetTag) == ["T1"] && list.rejected == [])
    }

    @Test func quotesKeepSeparatorsAndLineBreaksAndLinesAreStillCounted() throws {
        let list = try read("serial,assetTag,donor\nS1,T1,\"A \"\"B\"\", Inc.\"\nS2,T2,\"two\nlines\"\nS3,T3,é\nS4,,x\n")
        #expect(list.rows.map(\.line) == [2, 5])
        #expect(list.rows.map(\.donor) == ["A \"B\", Inc.", "é"])
        #expect(
            list.rejected.map(\.description) == [
                "list.csv:3:7: donor contains characters that cannot be seen: \"two\\u{A}lines\"", "list.csv:6:4: the asset tag is empty",
            ])
    }

    @Test func columnNamesOfOtherSystemsAreMapped() throws {
        var columns = IntakeColumns()
        columns.serial = "No de série"
        columns.assetTag = "Étiquette"
        let list = try read("Étiquette;No de série;Poids;dnor\nT1;S1;12;x\n", columns)
        #expect(list.rows == [IntakeRow(line: 2, serial: "S1", assetTag: "T1", donorTag: nil, donor: nil, hostSerial: nil)])
        #expect(
            list.warnings.map(\.description) == [
                "list.csv:1:23: the column \"Poids\" is not read",
                "list.csv:1:29: the column \"dnor\" is not read; did you mean \"donor\"?",
            ])
    }

    @Test func eachRejectedRowIsNamedWithItsReason() throws {
        let long = String(repeating: "9", count: 65)
        let list = try read(
            """
            serial,assetTag,donor
            ,OPEQ-1,a
            S2
            S3,OPEQ-3,a,b
            S4,OPEQ-4,a,
            \(long),OPEQ-5,a
            S\u{7}6,OPEQ-6,a
            S7,X-7,a
            S8,OPEQ-\u{202E}8,a
            S9,OP"EQ-9,a
            S10,"OPEQ-10"x,a
            S11,OPEQ-11,\(String(repeating: "d", count: 201))
            S12,OPEQ-12,fine
            """, tagPattern: "OPEQ-[0-9]+")
        #expect(list.rows.map(\.serial) == ["S4", "S12"])
        #expect(
            list.rejected.map(\.description) == [
                "list.csv:2:1: the serial is missing", "list.csv:3:1: has 1 fields where the first line names 3",
                "list.csv:4:1: has 4 fields where the first line names 3", "list.csv:6:1: serial has 65 characters; at most 64 are allowed",
                "list.csv:7:1: serial contains characters that cannot be seen: \"S\\u{7}6\"",
                "list.csv:8:4: the asset tag X-7 does not look like those of this workshop, such as OPEQ-1",
                "list.csv:9:4: the asset tag contains U+202E (RIGHT-TO-LEFT OVERRIDE); a tag has Latin letters, digits and - _ . / #",
                "list.csv:10:6: a quote inside a field that is not quoted; put the field in quotes and write the quote twice",
                "list.csv:11:14: text after a closing quote; a quote inside a quoted field is written twice",
                "list.csv:12:13: donor has 201 characters; at most 200 are allowed",
            ])
        #expect(list.rejectedCount == 10)
    }

    @Test func rowsThatContradictEachOtherAreAllRejectedAndRepeatsAreNot() throws {
        let list = try read("serial,assetTag\nS1,T1\nS1,T2\nS2,T3\nS3,T3\nS4,T4\nS4,T4\nS5,T5\n")
        #expect(list.rows.map(\.line) == [6, 8])
        #expect(
            list.rejected.map(\.description) == [
                "list.csv:2:1: the serial \"S1\" stands on line 3 too, with other data",
                "list.csv:3:1: the serial \"S1\" stands on line 2 too, with other data",
                "list.csv:4:1: the asset tag \"T3\" stands on line 5 too, with another serial",
                "list.csv:5:1: the asset tag \"T3\" stands on line 4 too, with another serial",
            ])
        #expect(list.rejectedCount == 4 && list.repeatedCount == 1 && list.repeated.map(\.description) == ["list.csv:7:1: repeats line 6"])
    }

    @Test(arguments: [("opeq-1", "OPEQ-1"), ("0012", "12"), ("Gaspé-7", "GASPÉ-07")])
    func tagsThatReadTheSameAreOneInAList(_ one: String, _ other: String) throws {
        let list = try read("serial,assetTag\nS1,\(one)\nS2,T2\nS3,\(other)\n")
        #expect(list.rows.map(\.line) == [3])
        #expect(
            list.rejected.map(\.description) == [
                "list.csv:2:1: the asset tag \"\(one)\" stands on line 4 too (as \"\(other)\", which reads the same), with another serial",
                "list.csv:4:1: the asset tag \"\(other)\" stands on line 2 too (as \"\(one)\", which reads the same), with another serial",
            ])
    }

    @Test func quoteThatIsNeverClosedKeepsTheRowsBefore() throws {
        let list = try read("serial,assetTag\nS1,T1\nS2,\"T2\nS3,T3\n")
        #expect(list.rows.map(\.serial) == ["S1"])
        #expect(list.rejected.map(\.description) == ["list.csv:3:4: the quote opened here is never closed; nothing after it was read"])
    }

    @Test func otherEncodingsAreRefusedWithAHint() {
        let utf16 = "serial,assetTag\n".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let hint = "list.csv:1:1: is UTF-16 text or no text at all; export the list as \"CSV UTF-8\""
        #expect(failure([0xFF, 0xFE] + utf16) == hint)
        #expect(failure(utf16) == hint)
        #expect(
            failure(Array("serial,assetTag,donor\nS1,T1,Minist".utf8) + [0xE8, 0x72, 0x65])
                == "list.csv:2:13: is not UTF-8, by its bytes perhaps Latin-1 or Windows-1252; export the list as \"CSV UTF-8\"")
    }

    @Test func listWithoutItsColumnsIsRefused() {
        #expect(failure([]) == "list.csv:1:1: the list is empty; its first line must name the columns serial and assetTag")
        #expect(
            failure(Array("S1,T1\n".utf8)).contains("names no column \"serial\"; it names \"S1\", \"T1\"\nlist.csv:1:1: ")
        )
        #expect(failure(Array("serial|assetTag\n".utf8)).contains("names no column \"assetTag\""))
        #expect(failure(Array("serial,assetTag,Serial\n".utf8)) == "list.csv:1:17: the column \"Serial\" is there twice, first as column 1")
        #expect(failure(Array("serial,\"assetTag\n".utf8)).contains("list.csv:1:8: the quote opened here is never closed"))
    }

    @Test(.timeLimit(.minutes(15)))
    func longListOfBadRowsIsCountedNotListed() throws {
        let list = try read("serial,assetTag\n" + String(repeating: "x\n", count: 30_000))
        #expect(list.rows == [] && list.rejectedCount == 30_000)
        #expect(list.rejected.count == IntakeFile.problemsMax + 1)
        #expect(list.rejected.last?.message == "20000 more rows were rejected")
    }
}
