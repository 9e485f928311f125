// Goal: a unit that makes other folders than the station file names is said, and moves nothing. Method: the variable as systemd writes it.

import Foundation
import Testing

@testable import WipeFiles

@Suite struct ServiceFoldersTests {
    private func doubts(_ variable: String?, _ state: String, _ mark: String? = nil) -> [String] {
        ServiceFolders(variable).doubts(state: state, mark: mark ?? state + "-mark")
    }

    @Test(arguments: [nil, "", ":"]) func withoutAUnitNothingIsSaid(_ variable: String?) { #expect(doubts(variable, "/srv/wiped").isEmpty) }

    @Test(arguments: [
        "/var/lib/none/wiped:/var/lib/none/wiped-mark", "/var/lib/none/wiped-mark:/var/lib/none/wiped/", "/var/lib/none",
    ]) func foldersThatTheUnitMakesAreRight(_ variable: String) {
        #expect(doubts(variable, "/var/lib/none/wiped").isEmpty)
        #expect(doubts(variable, "/var/lib/none/wiped/").filter { $0.hasPrefix("state ") }.isEmpty)
    }

    @Test func eachFolderElsewhereIsNamed() {
        let unit = "/var/lib/none/wiped:/var/lib/none/wiped-mark"
        let both = doubts(unit, "/srv/none/wiped")
        #expect(
            both.count == 2 && both[0].hasPrefix("state is /srv/none/wiped, and") && both[1].hasPrefix("mark is /srv/none/wiped-mark, and"))
        #expect(both.allSatisfy { $0.contains("/var/lib/none/wiped:/var/lib/none/wiped-mark (STATE_DIRECTORY)") })
        // A unit of an older version knows no folder for the mark, and a name that only begins alike is another one.
        #expect(doubts("/var/lib/none/wiped", "/var/lib/none/wiped").map { $0.prefix(5) } == ["mark "])
        #expect(doubts("/var/lib/none/wipe", "/var/lib/none/wiped").count == 2)
    }

    @Test func aLinkIsWhereItLeads() throws {
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/service-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: base) }
        try FileManager.default.createDirectory(atPath: base + "/private/wiped", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: base + "/wiped", withDestinationPath: base + "/private/wiped")
        #expect(doubts(base + "/wiped", base + "/private/wiped", base + "/wiped/mark").isEmpty)
    }
}
