// Goal: a technician who speaks French is spoken to in French, and nobody else. Method: whole commands under each way of naming a language, every word
// that the sources ask the table for, and goldens of what technicians see.

import Foundation
import Testing
import WipeAPI
import WipeCore
import WipeWords

@testable import wipectl

struct LanguageTests {
    private static let montreal = TimeZone(identifier: "America/Montreal") ?? .gmt
    static let french = Layout(columns: nil, color: false, language: .fr, zone: montreal)

    /// The language of the workshop rides on every answer.
    private func daemon(_ workshop: String?) throws -> FakeDaemon {
        let body = try Session.encoded(Samples.status)
        let header = workshop.map { "wiped-language: \($0)\r\n" } ?? ""
        return try FakeDaemon { _ in .raw("HTTP/1.1 200 OK\r\n\(header)content-length: \(body.utf8.count)\r\n\r\n\(body)") }
    }

    @Test(
        arguments: [
            ([], [:], nil, "station "), ([], [:], "fr", "poste "), ([], ["LANG": "C.UTF-8"], "fr", "poste "),
            ([], ["LANG": "en_CA.UTF-8"], "fr", "station "), ([], ["LC_ALL": "fr_CA.UTF-8"], nil, "poste "),
            ([], ["LANG": "fr_CA"], "en", "poste "), (["--lang", "en"], ["LANG": "fr_CA"], "fr", "station "),
            (["--lang=fr"], ["LANG": "en_CA"], "en", "poste "), ([], [:], "klingon", "station "), ([], ["LANG": "de_DE"], nil, "station "),
        ] as [([String], [String: String], String?, String)])
    func thePersonThenTheEnvironmentThenTheWorkshopNamesTheLanguage(
        _ options: [String], _ environment: [String: String], _ workshop: String?, _ start: String
    ) async throws {
        let daemon = try daemon(workshop)
        defer { daemon.stop() }
        let result = await wipectl(["status"] + options, socket: daemon.path, environment: environment)
        #expect(result.status == 0 && result.out.hasPrefix(start), "\(result)")
    }

    @Test func whatMachinesReadHasNoLanguage() async throws {
        let daemon = try daemon("fr")
        defer { daemon.stop() }
        var answers: Set<String> = []
        for options in [["--lang", "fr"], ["--lang", "en"], []] {
            answers.insert(await wipectl(["status", "--json"] + options, socket: daemon.path).out)
            answers.insert(await wipectl(["status", "--json"] + options, socket: "/none").out)
        }
        #expect(answers.count == 2)
        #expect(answers.contains { $0.contains("there is no socket at /none: wiped is not running, or it listens elsewhere") })
    }

    @Test(arguments: [["--lang"], ["--lang", "de"], ["--lang="], ["status", "--lang", "--json"]])
    func aLanguageThatNobodySpeaksIsAUsageError(_ line: [String]) throws {
        let failure = #expect(throws: Failure.self) { try Invocation(line, environment: [:]) }
        #expect(failure?.status == .usage && failure?.message == "--lang needs a language: en or fr")
    }

    @Test func errorsAreWordedToo() async throws {
        let gone = await wipectl(["status", "--lang", "fr"], socket: "/none")
        #expect(
            gone.err
                == "wipectl\u{A0}: erreur\u{A0}: pas de socket à /none\u{A0}: wiped ne tourne pas, ou il écoute ailleurs\n"
                + "aide\u{A0}: démarrez wiped, ou nommez son socket avec --socket ou WIPED_SOCKET\n")
        let usage = await wipectl(["tag", "--lang", "fr"], socket: "/none")
        #expect(usage.status == 2 && usage.err.hasPrefix("wipectl\u{A0}: erreur\u{A0}: il manque <disque>\n"))
    }

    /// Where the daemon says more than the table, or what no table has, its own words stand there: nothing is lost.
    @Test func whatTheDaemonSaysIsTranslatedOrKept() {
        func problem(_ code: String, _ detail: String, _ hint: String?, _ variant: String? = nil, _ parameters: [String: String]? = nil)
            -> Failure
        {
            .answered(
                Problem(title: "Conflict", status: 409, detail: detail, code: code, hint: hint, variant: variant, parameters: parameters))
        }
        let layout = Self.french
        let exact = problem(
            "not-found", "there is no published record 7", "see wipectl certificate list", "record", ["record": "7"])
        #expect(exact.messageText(layout) == "il n’y a pas de document publié 7")
        #expect(exact.hintText(layout) == "voyez wipectl certificate list")
        let more = problem("partition", "/dev/sdb1 is a partition", "its drive is /dev/sdb")
        #expect(
            more.messageText(layout) == "ceci est une partition\u{A0}; seuls les disques entiers sont effacés (/dev/sdb1 is a partition)")
        #expect(more.hintText(layout) == "Nommez le disque (its drive is /dev/sdb)")
        let unknown = problem("of-tomorrow", "something new", nil)
        #expect(unknown.messageText(layout) == "something new" && unknown.hintText(layout) == nil)
        // An older daemon names no parameters: a sentence with open places is none.
        #expect(problem("paused", "job 1 is paused", nil).messageText(layout) == "job 1 is paused")
        for failure in [exact, more, unknown] { #expect(failure.messageText(.plain) == failure.message) }
    }

    @Test func theReasonsBehindARefusalAreWordedToo() {
        var problem = Problem(
            title: "Conflict", status: 409, detail: "refused: the device is read-only (read-only)", code: "refused", hint: nil)
        problem.reasons = [ReasonView(code: "read-only", message: "the device is read-only")]
        let failure = Failure.answered(problem)
        #expect(failure.messageText(Self.french) == "refusé\u{A0}: le disque est en lecture seule (read-only)")
        #expect(failure.messageText(.plain) == "refused: the device is read-only (read-only)")
    }

    @Test func timesAreThoseOfTheClockOnTheWall() {
        let layout = Self.french
        #expect(layout.time("2026-11-22T14:36:58Z") == "2026-11-22 09:36:58 -05:00")
        #expect(layout.time("2026-07-01T02:00:00Z") == "2026-06-30 22:00:00 -04:00")
        #expect(Layout.plain.time("2026-11-22T14:36:58Z") == "2026-11-22 14:36:58 UTC")
        #expect(layout.time("soon") == "soon" && layout.time(nil) == nil)
        let india = Layout(columns: nil, color: false, zone: TimeZone(secondsFromGMT: 19_800) ?? .gmt)
        #expect(india.time("2026-11-22T23:00:00Z") == "2026-11-23 04:30:00 +05:30")
        let reason = ReasonView(
            code: "already-certified", message: "has a certificate of 2026-11-22T14:36:58Z (job 7)", variant: nil,
            parameters: ["date": "2026-11-22T14:36:58Z", "job": "7"])
        #expect(layout.sentence(reason, of: [.hold]) == "il a déjà un certificat du 2026-11-22 09:36:58 -05:00 (travail 7)")
        #expect(Layout.plain.sentence(reason, of: [.hold]) == "has a certificate of 2026-11-22 14:36:58 UTC (job 7)")
    }

    /// A heading, a label, a noun or a sentence that the table does not have would stand there as a code.
    @Test func everyWordThatIsAskedForIsInTheTable() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Sources/wipectl").path
        let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }.filter {
            $0.hasSuffix(".swift")
        }
        let text = try names.map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }.joined(separator: "\n")
        func asked(_ pattern: String) throws -> Set<String> {
            Set(text.matches(of: try Regex(pattern)).compactMap { $0[1].substring.map(String.init) })
        }
        let forms: [(Vocabulary, String, Int)] = [
            (.heading, #"\.init\("([A-Z ]+)""#, 40), (.label, #"facts\.add\(\s*"([^"]+)""#, 60),
            (.count, #"\.count\([^"\n]+, "([^"]+)""#, 8),
            (.phrase, #"\.say\(\s*"([a-z-]+)""#, 80),
        ]
        for (vocabulary, pattern, least) in forms {
            let words = try asked(pattern)
            #expect(words.count >= least, "\(vocabulary): \(words.count)")
            let missing = words.filter { vocabulary.wordings[$0] == nil }
            #expect(missing.isEmpty, "\(vocabulary): \(missing.sorted())")
        }
        // And none stands there for nothing.
        for vocabulary in [Vocabulary.heading, .label, .count, .phrase] {
            let unused = vocabulary.wordings.keys.filter { !$0.hasSuffix(".one") && !text.contains("\"\($0)\"") }
            let made = unused.filter { !$0.hasPrefix("kind-") && !["revocation", "correction"].contains($0) }
            #expect(made.isEmpty, "\(vocabulary): nobody says \(made.sorted())")
        }
    }

    @Test func whatTechniciansSeeInFrench() throws {
        let layout = Self.french
        var paused = Samples.queue.jobs[0]
        paused.interruptions = [InterruptionView(code: "paused", stoppedAt: "2026-11-22T15:00:00Z", resumedAt: nil)]
        try expectGolden(
            [
                Samples.status.text(layout), Samples.queue.text(layout), paused.text(layout), Samples.queue.jobs[2].text(layout),
                Samples.mediaView().text(layout), MediaList(media: [Samples.mediaView()]).text(layout),
                Samples.mediaView().destructionText(layout, confirmedBy: .serial, Samples.mediaView().decision.reasons),
                Samples.mediaView().capabilitiesText(layout),
            ].joined(separator: "\n"), "french")
    }
}
