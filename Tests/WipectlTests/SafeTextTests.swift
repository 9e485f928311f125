// Goal: no outside text can act on a terminal, and widths are right. Method: hostile strings and properties of the result.

import Foundation
import Testing
import WipeAPI
import WipeCore
import WipeWords

@testable import WipeAudit
@testable import wipectl

struct SafeTextTests {
    /// What a terminal would act on or hide.
    private func acts(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalar != "\n"
            default: false
            }
        }
    }

    @Test func controlCharactersAreNamed() {
        #expect(SafeText.escaped("a\u{1B}[31mb\r\n\u{9B}c\u{7F}") == "a\\u{1b}[31mb\\u{0d}\\u{0a}\\u{9b}c\\u{7f}")
        #expect(SafeText.escaped("\u{202E}x\u{200B}\u{2066}") == "\\u{202e}x\\u{200b}\\u{2066}")
        #expect(SafeText.escaped("Étiquette 漢字") == "Étiquette 漢字")
    }

    @Test func everyRenderingOfHostileTextIsHarmless() throws {
        let hostile = Samples.hostile
        let reason = ReasonView(code: hostile, message: hostile)
        var job = Samples.job(hostile, .held, bay: hostile, serial: hostile, tag: hostile, holds: [reason], reasons: [reason])
        job.state = hostile
        job.interruptions = [InterruptionView(code: hostile, stoppedAt: hostile, resumedAt: nil)]
        var media = Samples.mediaView(serial: hostile, label: hostile)
        media.decision = DecisionView(verdict: hostile, reasons: [reason])
        var status = Samples.status
        status.station = hostile
        status.jobs[hostile] = 1
        status.alarms = [reason]
        var keys = Samples.keys
        keys.keys[0].pem = hostile
        keys.keys[0].did = hostile
        let texts = [
            JobList(jobs: [job]).text(.plain), job.text(.plain), job.stateText(.plain), media.text(.plain),
            media.destructionText(.plain, confirmedBy: .serial, [reason]),
            MediaList(media: [media]).text(.plain), status.text(.plain), keys.text(.plain),
            CertificateList(certificates: [Samples.certificate(hostile, fileName: hostile)]).text(.plain),
            VerifyReport(files: [VerifySamples.file(hostile)]).text(.plain),
            Failure(said: "x", message: hostile, hint: hostile).text(.plain),
            ImportResponse(
                new: 0, changed: 0, unchanged: 0, settled: 0, rejected: [.init(line: 1, code: hostile, message: hostile)], wipesStarted: 0
            ).text(
                file: hostile, .plain),
            StartResponse(job: job, wipesStarted: 0, reasons: [reason]).text(media: hostile, .plain), try Session.encoded(job),
        ]
        for text in texts { #expect(!acts(text), "\(text)") }
    }

    @Test func escapedJSONMeansTheSame() throws {
        let reason = ReasonView(code: Samples.hostile, message: "\u{1F600}\u{E0001}")
        let text = try Session.encoded(reason)
        #expect(try JSONDecoder().decode(ReasonView.self, from: Data(text.utf8)) == reason)
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test func cuttingKeepsWithinTheColumns() {
        #expect(SafeText.cut("abcdef", to: 6) == "abcdef")
        #expect(SafeText.cut("abcdef", to: 5) == "abcd…")
        #expect(SafeText.cut("漢字漢字", to: 5) == "漢字…")
        for columns in 0...9 { #expect(SafeText.width(SafeText.cut("a漢é字-漢", to: columns)) <= columns) }
    }
}
