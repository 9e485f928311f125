// Wire values that several tests show: a running, a held, a queued and a closed job, media, bays.

import WipeAPI

enum Samples {
    /// Everything a hostile label may try: colours, cursor movement, line ends, reversed text, stacked marks, wide letters.
    static let hostile = "\u{1B}[2J\r\n\u{9B}31m\u{202E}txt\u{0}" + "e" + String(repeating: "\u{301}", count: 40) + "漢字"
    static let long = String(repeating: "x", count: 10_000)

    static func media(_ serial: String?, bytes: Int? = 1_000_204_886_016) -> MediaSummary {
        MediaSummary(serial: serial, model: "ST1000DM010", capacityBytes: bytes, node: "/dev/sdb")
    }

    static func job(
        _ id: String, _ state: JobStateWord, bay: String? = "A1", serial: String? = "Z9A1B2C3", tag: String? = "OPEQ-2026-000123",
        done: Int? = nil,
        rate: Int? = nil, eta: Int? = nil, phase: String? = nil, holds: [ReasonView] = [], reasons: [ReasonView] = []
    ) -> JobView {
        JobView(
            id: id, state: state.rawValue, bay: bay, media: media(serial), assetTag: tag, policy: "clear-random",
            pass: phase == nil ? nil : 1, passes: 1,
            phase: phase, bytesDone: done, bytesTotal: 2_000_409_772_032, bytesPerSecond: rate, etaSeconds: eta, stalledSeconds: nil,
            createdAt: "2026-11-22T14:36:58Z",
            startedAt: done == nil ? nil : "2026-11-22T14:37:02Z", endedAt: nil, holds: holds, reasons: reasons, certificate: nil,
            priority: 0,
            record: done == nil ? nil : 3, operator: "tech-07", interruptions: [])
    }

    static let queue = JobList(jobs: [
        job("01K9A", .running, done: 1_250_000_000_000, rate: 187_654_321, eta: 4364, phase: "verify"),
        job("01K9B", .queued, bay: "A2", serial: "WD-WX11"),
        job(
            "01K9C", .held, bay: "A3", serial: nil, tag: nil,
            holds: [
                .init(code: "asset-tag-missing", message: "no asset tag yet"), .init(code: "weak-identity", message: "no credible serial"),
            ]),
    ])

    /// A disk that offers a sanitize and hides something.
    static let models = ModelList(models: [
        ModelView(
            model: "NVME-M2", firmware: "2B2QEXE7", technique: "sanitize-block", good: 41, refused: 0, failed: 0, stalled: 0,
            lastWasBad: false, lastAt: "2026-11-22T14:36:58Z"),
        ModelView(
            model: "SSD-LIAR", firmware: "", technique: "sanitize-crypto", good: 2, refused: 1, failed: 3, stalled: 0, lastWasBad: true,
            lastAt: "2026-11-21T09:00:00Z"),
    ])
    static let capabilities = CapabilitiesView(
        identifySource: "ioctl", state: "idle", fraction: nil, security: SecurityView(enabled: false, locked: false, frozen: true),
        techniques: [
            TechniqueView(id: "overwrite", offered: true, claim: "clear", estimateSeconds: 6668, estimateBasis: "guess", reasons: []),
            TechniqueView(
                id: "sanitize-block", offered: false, claim: nil, estimateSeconds: nil, estimateBasis: nil,
                reasons: [
                    ReasonView(code: "not-offered", message: "the drive does not offer it"),
                    ReasonView(code: "not-for-media", message: "it may claim nothing on this kind of media"),
                ]),
            TechniqueView(
                id: "sanitize-crypto", offered: true, claim: "purge", estimateSeconds: nil, estimateBasis: nil,
                reasons: [ReasonView(code: "frozen", message: "the computer has frozen this drive at boot")]),
            TechniqueView(
                id: "security-erase", offered: true, claim: "clear", estimateSeconds: 7200, estimateBasis: "drive", reasons: []),
        ],
        hiddenAreas: HiddenAreasView(
            hpa: HiddenAreaView(state: "present-not-addressed", reason: nil, nativeSectors: 1_970_329_136),
            dco: HiddenAreaView(
                state: "unknown", reason: ReasonView(code: "frozen", message: "the drive refuses to say: frozen"), nativeSectors: nil),
            amac: HiddenAreaView(state: "not-supported", reason: nil, nativeSectors: nil), hiddenBytes: 8_603_623_424, nvme: nil))

    static func mediaView(
        serial: String? = "Z9A1B2C3", label: String? = "Documents", capabilities: CapabilitiesView? = Samples.capabilities
    ) -> MediaView {
        MediaView(
            serial: serial, model: "ST1000DM010", vendor: "Seagate", firmware: "CC43", wwn: "0x5000c500a1b2c3d4", node: "/dev/sdb",
            bay: "A1",
            capacityBytes: 1_000_204_886_016, logicalSectorBytes: 512, physicalSectorBytes: 4096, mediaType: "magnetic-hdd",
            transport: "sata",
            serialSource: "ATA IDENTIFY DEVICE", serialProblem: nil,
            contents: [
                ContentView(kind: "partitionTable", type: "gpt", label: nil, uuid: nil, node: nil, offsetBytes: 0, sizeBytes: nil),
                ContentView(
                    kind: "filesystem", type: "ext4", label: label, uuid: "6f3a", node: "/dev/sdb1", offsetBytes: 1_048_576,
                    sizeBytes: 500_107_862_016),
            ], contentsProblem: nil, usage: [UseView(kind: "mounted", node: "sdb1", detail: "/mnt/old")], usageProblem: nil,
            temperatureCelsius: 36,
            reallocatedSectors: 3, pendingSectors: nil, percentageUsed: nil, powerOnHours: 31_204,
            decision: DecisionView(verdict: "refuse", reasons: [ReasonView(code: "mounted", message: "sdb1 is mounted on /mnt/old")]),
            assetTag: "OPEQ-2026-000123", donorTag: nil, job: nil, capabilities: capabilities,
            overwrite: OverwriteView(
                policy: "clear-random", bytesTotal: 2_000_409_772_032, estimateSeconds: 13_336, estimateBasis: "guess"))
    }

    static let bays = BayList(bays: [
        BayView(
            id: "A1", onAttach: "wipe", media: media("Z9A1B2C3"), assetTag: "OPEQ-2026-000123",
            decision: DecisionView(verdict: "admit", reasons: []),
            job: queue.jobs[0], shown: .init(word: queue.jobs[0].state, tone: "busy", reasons: []), temperatureCelsius: 36,
            unresponsive: false, safeToPull: false, pull: ReasonView(code: "wipe-runs", message: "do not pull: a wipe is running")),
        BayView(
            id: "A2", onAttach: "hold", media: nil, assetTag: nil, decision: nil, job: nil,
            shown: .init(word: "empty", tone: "plain", reasons: []), temperatureCelsius: nil, unresponsive: false,
            safeToPull: nil, pull: nil),
        BayView(
            id: "A3", onAttach: "wipe", media: media(nil, bytes: nil), assetTag: nil,
            decision: DecisionView(
                verdict: "refuse", reasons: [ReasonView(code: "mounted", message: "m"), ReasonView(code: "swap-in-use", message: "s")]),
            job: nil,
            shown: .init(
                word: "refused", tone: "bad",
                reasons: [ReasonView(code: "mounted", message: "m"), ReasonView(code: "swap-in-use", message: "s")]),
            temperatureCelsius: nil, unresponsive: false,
            safeToPull: false, pull: ReasonView(code: "in-use", message: "do not pull: it is in use")),
        BayView(
            id: "A4", onAttach: "wipe", media: media("HUNG1"), assetTag: nil, decision: DecisionView(verdict: "admit", reasons: []),
            job: job("01K9D", .stopping, serial: "HUNG1"), shown: .init(word: "stopping", tone: "waiting", reasons: []),
            temperatureCelsius: 61, unresponsive: true, safeToPull: false,
            pull: ReasonView(code: "wipe-runs", message: "do not pull: a wipe is running")),
    ])

    static let status = StatusView(
        station: "Atelier de Montréal, poste 3", organization: "OPEQ", location: nil, version: "0.1.0", pid: 4242,
        slots: .init(used: 1, total: 24),
        jobs: ["running": 1, "held": 2, "sanitized": 0, "pondering": 1],
        alarms: [ReasonView(code: "unresponsive", message: "bay A4 does not answer")],
        udevMonitorGroup: "udev", startedAt: "2026-11-22T08:00:00Z")

    static let keys = KeyList(keys: [
        KeyView(
            role: "station", did: "did:key:z6MkgCrr7YZoyGwCnr6sHbVQRzRFYetopXW69jRdVvKts7bD", fingerprint: "SHA256:abc",
            pem: "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n", validFrom: "2026-11-22T08:00:00Z", validUntil: nil,
            names: [KeyName(station: "Poste \"3\"", log: "wiped/poste-3")])
    ])

    static func certificate(_ uuid: String, fileName: String) -> CertificateView {
        CertificateView(
            id: "urn:uuid:" + uuid, record: 3, serial: "Z9A1B2C3", model: "ST1000DM010", assetTag: "OPEQ-2026-000123",
            outcome: "cleared-with-exceptions",
            policy: "clear-random", job: "01K9A", issuedAt: "2026-11-22T19:04:11Z", simulation: false, fileName: fileName)
    }
}
