// Goal: a station whose database is damaged looks at no drive, and says why. Method: the served station on a database with a page of nonsense.

import Foundation
import Testing

@Suite struct DamagedStateTests {
    @Test func stationOnADamagedDatabaseEndsWithASentence() throws {
        let station = try ServedStation()
        defer { station.end() }
        for _ in 0..<200 where !station.text("log").contains("identified") { usleep(50_000) }
        let said = try station.refusal { try damageJournal(station.folder + "/s/wiped.sqlite") }
        #expect(said.contains("wiped.sqlite: the database is damaged: "), "\(said)")
        // What the first one still said while it ended is not of this start.
        #expect(said.components(separatedBy: "] stopped\n").last?.contains("attached") == false)
    }

    /// Nonsense over a page of the journal, which no start reads.
    private func damageJournal(_ path: String) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let word = try #require(bytes.range(of: Data("identified".utf8)))
        let page = word.lowerBound / 4096 * 4096
        bytes.replaceSubrange(page..<page + 4096, with: Data(repeating: 0xA5, count: 4096))
        try bytes.write(to: URL(fileURLWithPath: path))
    }
}
