// A board with a bay in every state that a workshop meets.

import WipeAPI

@testable import wipectl

enum BoardSamples {
    private static func bay(
        _ id: String, _ job: JobView? = nil, serial: String?, tag: String?, word: String? = nil, tone: String, reasons: [ReasonView] = [],
        safe: Bool? = false, pull: String = "wipe-runs", celsius: Int? = nil, unresponsive: Bool = false, pulled: [PulledView] = []
    ) -> BayView {
        BayView(
            id: id, onAttach: "wipe", media: serial.map { Samples.media($0) }, assetTag: tag,
            decision: serial.map { _ in DecisionView(verdict: "admit", reasons: []) }, job: job,
            shown: ShownView(word: word ?? job?.state ?? "empty", tone: tone, reasons: reasons), temperatureCelsius: celsius,
            unresponsive: unresponsive, safeToPull: serial == nil ? nil : safe,
            pull: serial == nil ? nil : ReasonView(code: pull, message: pull), pulled: pulled)
    }

    private static func job(
        _ state: JobStateWord, _ serial: String, _ tag: String, phase: String? = nil, done: Int? = nil, rate: Int? = nil, eta: Int? = nil,
        record: Int? = nil, change: (inout JobView) -> Void = { _ in }
    ) -> JobView {
        var job = Samples.job("01K", state, serial: serial, tag: tag, done: done, rate: rate, eta: eta, phase: phase)
        (job.record, job.certificate) = (record, record.map { "urn:uuid:\($0)" })
        change(&job)
        return job
    }

    private static let tag = "OPEQ-2026-0188"
    private static let mounted = ReasonView(
        code: "mounted", message: "sdd1 is mounted at /mnt/old", parameters: ["node": "sdd1", "detail": "/mnt/old"])
    private static let protected = ReasonView(code: "protected", message: "the station file protects it")
    private static let untagged = ReasonView(
        code: "asset-tag-missing", message: "has no asset tag yet: scan its label with wipectl tag")
    private static let mismatch = ReasonView(
        code: "mismatch", message: "some sectors read back different from what was written")
    private static let detached = ReasonView(code: "detached", message: "the drive was pulled")
    private static let revoked = ReasonView(
        code: "revoked", message: "its record 7 was revoked by record 9 and counts no more", parameters: ["record": "7", "notice": "9"])

    static let bays = BayList(
        bays: [
            bay(
                "A1", job(.running, "ZN1ABCDE", tag + "01", phase: "write", done: 640_000_000_000, rate: 187_654_321, eta: 7300),
                serial: "ZN1ABCDE", tag: tag + "01", tone: "busy", celsius: 36),
            bay(
                "A2", job(.running, "WD-WCC4N5FF1234", tag + "02", phase: "verify", done: 1_900_000_000_000, rate: 201_000_000, eta: 410),
                serial: "WD-WCC4N5FF1234", tag: tag + "02", tone: "busy", celsius: 41),
            bay(
                "A3", serial: "S4EVNX0R123456", tag: nil, word: "held", tone: "waiting", reasons: [untagged], safe: true, pull: "left-alone"
            ),
            bay("A4", serial: "9XG01234", tag: nil, word: "refused", tone: "bad", reasons: [mounted, protected], pull: "in-use"),
            bay(
                "A5",
                job(.failed, "Z1D0AAAA", tag + "05", phase: "verify", done: 2_000_409_772_032, record: 41) {
                    ($0.badSectors, $0.reasons) = (12, [mismatch])
                }, serial: "Z1D0AAAA", tag: tag + "05", tone: "bad", reasons: [mismatch], safe: true, pull: "record-on-file"),
            bay(
                "A6", job(.sanitized, "Z1D0BBBB", tag + "06", phase: "verify", done: 2_000_409_772_032, record: 42), serial: "Z1D0BBBB",
                tag: tag + "06", tone: "good", safe: true, pull: "record-on-file", celsius: 33),
            bay(
                "B1", job(.suspended, "Z1D0CCCC", tag + "07", phase: "write", done: 500_000_000_000), serial: nil, tag: nil,
                tone: "waiting", reasons: [detached],
                pulled: [
                    PulledView(job: "01K", serial: "Z1D0CCCC", assetTag: tag + "07", since: "2026-11-22T14:30:00Z"),
                    PulledView(job: "01J", serial: "Z1D0DDDD", assetTag: nil, since: "2026-11-22T13:30:00Z"),
                ]),
            bay(
                "B2", job(.running, "HUNG1", tag + "08", phase: "write", done: 100_000_000_000) { $0.stalledSeconds = 95 },
                serial: "HUNG1", tag: tag + "08", tone: "busy", celsius: 61),
            bay(
                "B3", job(.running, "S3Z1NB0K", tag + "09", phase: "command", done: 20_000_000_000) { $0.fraction = 0x6B85 },
                serial: "S3Z1NB0K", tag: tag + "09", tone: "busy"),
            bay(
                "B4", job(.queued, "Z1D0EEEE", tag + "10"), serial: "Z1D0EEEE", tag: tag + "10", tone: "plain", pull: "wipe-next",
                pulled: [PulledView(job: "01H", serial: "Z1D0FFFF", assetTag: nil, since: "2026-11-22T12:30:00Z")]),
            bay(
                "B5", job(.sanitized, "Z1D0GGGG", tag + "11", phase: "verify", done: 2_000_409_772_032, record: 7), serial: "Z1D0GGGG",
                tag: tag + "11", tone: "bad", reasons: [revoked], safe: true, pull: "record-on-file"),
            bay("B6", serial: nil, tag: nil, tone: "plain"),
        ], at: "2026-11-22T14:36:58Z")

    static let status = StatusView(
        station: "Poste 3", organization: nil, location: nil, version: "0.1.0", pid: 1, slots: .init(used: 4, total: 12),
        jobs: [:],
        alarms: [
            ReasonView(
                code: "stalled", message: "job 01K (bay B2) has had no answer from its drive for 95 s", variant: "job",
                parameters: ["job": "01K", "bay": "B2", "seconds": "95"])
        ],
        udevMonitorGroup: "udev", startedAt: "2026-11-22T08:00:00Z")

    static let board = Board(bays: bays, status: status)
}
