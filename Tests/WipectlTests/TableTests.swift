// Goal: tables as people see them. Method: golden files for whole tables, properties for narrow terminals.

import Testing
import WipeAPI
import WipeCore
import WipeWords

@testable import wipectl

struct TableTests {
    @Test func queueWithRunningQueuedAndHeldJobs() throws {
        try expectGolden(Samples.queue.text(.plain), "queue")
        try expectGolden(
            Samples.queue.text(Layout(columns: 72, color: false)) + "\n" + Samples.bays.text(Layout(columns: 80, color: false)), "narrow")
        try expectGolden(Samples.queue.text(Layout(columns: 110, color: true)), "queue-110-columns-color")
    }

    @Test func baysWithRunningEmptyRefusedAndUnresponsive() throws { try expectGolden(Samples.bays.text(.plain), "bays") }

    /// Green only for what the daemon calls safe; where it does not say, nothing is said.
    @Test(
        arguments: [
            (true, "record-on-file", "yes", Tone.good), (true, "turns-on", "yes", .good), (false, "spinning-down", "wait", .waiting),
            (false, "record-pending", "no", .plain), (nil, "identifying", "-", .plain), (nil, nil, "-", .plain),
        ] as [(Bool?, String?, String, Tone)])
    func aBaySaysWhetherItMayBePulled(_ safe: Bool?, _ code: String?, _ word: String, _ tone: Tone) {
        var bay = Samples.bays.bays[0]
        (bay.safeToPull, bay.pull) = (safe, code.map { ReasonView(code: $0, message: "m") })
        #expect(bay.pullCell(.plain).text == word && bay.pullCell(.plain).tone == tone)
        // A column in which nothing stands is left out.
        #expect(BayList(bays: [bay]).text(.plain).contains("PULL") == (word != "-"))
    }

    @Test func mediaListAndOneDriveInFull() throws {
        try expectGolden(MediaList(media: [Samples.mediaView()]).text(.plain) + "\n" + Samples.mediaView().text(.plain), "media")
        try expectGolden(
            Samples.mediaView().destructionText(.plain, confirmedBy: .serial, Samples.mediaView().decision.reasons),
            "media-destruction")
    }

    @Test func mediaOfWhichNothingIsKnown() throws {
        var media = Samples.mediaView(serial: nil)
        media.contents = nil
        media.contentsProblem = "read error at 0"
        media.usage = nil
        media.usageProblem = "/proc/swaps cannot be read"
        media.capacityBytes = nil
        media.model = nil
        (media.powerOnHours, media.overwrite) = (nil, nil)
        try expectGolden(media.text(.plain), "media-unknown")
    }

    @Test func whatDrivesCanDoByThemselves() throws {
        var solid = Samples.mediaView(
            serial: "S4EVNX0R1",
            capabilities: CapabilitiesView(
                identifySource: "ioctl", state: "running", fraction: 0x6B85, security: nil,
                techniques: [
                    TechniqueView(id: "overwrite", offered: true, claim: "clear", estimateSeconds: 30, estimateBasis: "guess", reasons: []),
                    TechniqueView(
                        id: "sanitize-block", offered: true, claim: "purge", estimateSeconds: 120, estimateBasis: "drive", reasons: []),
                    TechniqueView(
                        id: "format-user", offered: nil, claim: nil, estimateSeconds: nil, estimateBasis: nil,
                        reasons: [ReasonView(code: "no-answer", message: "the drive gave no answer that can be read")]),
                ],
                hiddenAreas: HiddenAreasView(
                    hpa: HiddenAreaView(state: "not-supported", reason: nil, nativeSectors: nil),
                    dco: HiddenAreaView(state: "not-supported", reason: nil, nativeSectors: nil),
                    amac: HiddenAreaView(state: "not-supported", reason: nil, nativeSectors: nil), hiddenBytes: nil,
                    nvme: NvmeSpaceView(activeNamespaces: 1, allocatedNamespaces: nil, unallocatedBytes: 1 << 36, rpmbBytes: 4 << 20))))
        (solid.model, solid.firmware, solid.node, solid.bay) = ("Samsung SSD 970 EVO", "2B2QEXE7", "/dev/nvme0n1", "B1")
        let unasked = Samples.mediaView(serial: "USB1", capabilities: nil)
        let list = MediaList(media: [Samples.mediaView(), solid, Samples.mediaView(serial: "Z9A1B2C4"), unasked])
        try expectGolden(
            [
                Samples.mediaView().capabilitiesText(.plain), solid.capabilitiesText(.plain), unasked.capabilitiesText(.plain),
                list.capabilitiesText(.plain), list.modelsText(.plain), MediaList(media: []).capabilitiesText(.plain),
                MediaList(media: []).modelsText(.plain), Samples.models.text(.plain),
                Samples.models.text(Layout(columns: nil, color: false, language: .fr)), ModelList(models: []).text(.plain),
            ].joined(separator: "\n"), "capabilities")
    }

    @Test func oneJobInFull() throws {
        var job = Samples.queue.jobs[0]
        job.interruptions = [InterruptionView(code: "paused", stoppedAt: "2026-11-22T15:00:00Z", resumedAt: "2026-11-22T15:10:00Z")]
        try expectGolden(job.text(.plain) + "\n" + Samples.queue.jobs[2].text(.plain), "job")
    }

    @Test func statusKeysAndRecords() throws {
        let records = CertificateList(certificates: [Samples.certificate("0190a8c2-7b1e-7c55-9a3d-1f2e3d4c5b6a", fileName: "a.json")])
        try expectGolden(
            Samples.status.text(.plain) + "\n" + Samples.keys.text(.plain) + "\n" + records.text(.plain), "status-keys-records")
    }

    @Test func planAndPolicies() throws {
        let title = TitleView(fr: "Effacement, passe aléatoire", en: "Clear, random pass")
        let claim = ClaimView(standard: "NIST SP 800-88r2", clause: "3.1.1", level: "clear")
        let plan = PlanView(
            media: Samples.media("Z9A1B2C3"),
            decision: DecisionView(verdict: "hold", reasons: [ReasonView(code: "asset-tag-missing", message: "no tag")]),
            policy: .init(id: "clear-random", version: "1.0.0", title: title), fallbackOf: nil,
            considered: [],
            passes: [
                PlanPassView(pass: 1, write: "random", verify: "full", bytesWritten: 1_000_204_886_016, bytesVerified: 1_000_204_886_016)
            ], bytesTotal: 2_000_409_772_032, estimateSeconds: 13_336, estimateBasis: "guess", text: "pass 1")
        let nothing = PlanView(
            media: Samples.media(nil), decision: DecisionView(verdict: "refuse", reasons: []), policy: nil, fallbackOf: nil, considered: [],
            passes: [], bytesTotal: nil, estimateSeconds: nil, estimateBasis: nil, text: nil)
        let list = PolicyList(policies: [
            PolicyView(id: "clear-random", version: "1.0.0", title: title, status: "current", claim: claim, media: ["magnetic", "flash"]),
            PolicyView(id: "old", version: "1.0.0", title: title, status: "legacy", claim: nil, media: ["magnetic"]),
        ])
        let detail = PolicyDetail(
            id: "clear-random", version: "1.0.0", title: title, status: "current", claim: claim, media: ["magnetic", "flash"],
            digest: "sha256:00",
            passes: [PolicyPassView(pass: 1, write: "random", verify: "full")], unwritableSectorsMax: 0, stopAfterBadSectors: 100,
            stopAfterHours: nil,
            resume: "continue")
        try expectGolden(
            [plan.text(.plain), nothing.text(.plain), list.text(.plain), detail.text(.plain)].joined(separator: "\n"), "plan-policies")
    }

    @Test(arguments: [1, 20, 40, 80, 110, 200])
    func noLineIsWiderThanTheTerminal(_ columns: Int) {
        let layout = Layout(columns: columns, color: false)
        let hostile = Samples.job(Samples.long, .held, serial: Samples.hostile, tag: Samples.long)
        let hostileMedia = MediaList(media: [Samples.mediaView(serial: Samples.hostile)])
        let capabilities = String(hostileMedia.capabilitiesText(layout).dropLast(layout.techniquesNote.count))
        for text in [Samples.queue.text(layout), Samples.bays.text(layout), JobList(jobs: [hostile]).text(layout), capabilities] {
            for line in text.split(separator: "\n") { #expect(SafeText.width(String(line)) <= columns, "\(columns): \(line)") }
        }
    }

    /// Serials, tags and reasons stand whole on every terminal, and a reason is broken between words.
    @Test(arguments: [40, 80, 100, 200], Language.allCases)
    func nothingThatTellsRowsApartIsCut(_ columns: Int, _ language: Language) {
        let layout = Layout(columns: columns, color: false, language: language)
        let tag = "OPEQ-2026-018842-B"
        let why = ReasonView(
            code: "protected", message: "never wiped here: it has the workshop's own pictures and the licences of its programs")
        var media = Samples.mediaView(serial: "WD-WCC4N5FF1234")
        (media.assetTag, media.decision) = (tag, DecisionView(verdict: "refuse", reasons: [why]))
        var record = Samples.certificate("0190a8c2-7b1e-7c55-9a3d-1f2e3d4c5b6a", fileName: "a.json")
        (record.serial, record.assetTag) = ("WD-WCC4N5FF1234", tag)
        let act = JournalView(
            number: 123_456, at: "2026-11-22T15:00:00Z", event: "start", operator: "marie-claude.tremblay", viaRoot: nil, group: nil,
            role: nil,
            job: "01a0c450-98d1-7852-abc9-80fd494289b6", serial: "WD-WCC4N5FF1234", node: "/dev/sdaa", detail: why.message)
        let asset = AssetView(
            serial: "WD-WCC4N5FF1234", assetTag: tag, source: "intake", donorTag: "D-1", donor: "École secondaire des Sources",
            hostSerial: "PF1ABCDE")
        let job = Samples.job("01K", .held, serial: "WD-WCC4N5FF1234", tag: tag)
        for text in [
            MediaList(media: [media]).text(layout), CertificateList(certificates: [record]).text(layout),
            JournalList(entries: [act]).text(layout), AssetList(assets: [asset]).text(layout, whenEmpty: ""),
            JobList(jobs: [job]).text(layout),
        ] {
            for line in text.split(separator: "\n") { #expect(SafeText.width(String(line)) <= columns, "\(columns): \(line)") }
            #expect(text.contains("WD-WCC4N5FF1234"), "\(columns): \(text)")
            #expect(text.contains(tag) || text == JournalList(entries: [act]).text(layout), "\(columns): \(text)")
            let words = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
            if text.contains("never wiped") { #expect(words.contains(why.message), "\(columns): \(text)") }
        }
    }

    /// A name of sixty characters has lines of its own: the other rows keep their columns.
    @Test func oneLongNameMovesNoOtherRow() {
        let layout = Layout(columns: 100, color: false)
        let usual = ["ZN1ABCDE", "ZN1ABCDF"].map { Samples.job("01K", .held, serial: $0, tag: "T-1") }
        let long = Samples.job("01L", .held, serial: String(repeating: "S1<br>", count: 10), tag: "T-2")
        let alone = JobList(jobs: usual).text(layout).split(separator: "\n")
        let with = JobList(jobs: usual + [long]).text(layout).split(separator: "\n")
        #expect(Array(with.prefix(alone.count)) == alone && with.count > alone.count + 1)
        #expect(with.joined().contains(String(repeating: "S1<br>", count: 10)))
    }

    @Test func aLabelOfTenThousandCharactersDoesNotPushTheTableApart() {
        let text = JobList(jobs: [Samples.job("01", .held, serial: Samples.long)]).text(.plain)
        #expect(text.split(separator: "\n").allSatisfy { $0.count < 400 })
    }

    @Test func aScreenIsRedrawnWithinItsRows() {
        let screen = Watch.screen("1\n2\n3\n4\n5\n", rows: 4, .plain)
        #expect(screen == "\u{1B}[H1\u{1B}[K\n2\u{1B}[K\n… 3 more lines\u{1B}[K\n\u{1B}[J")
        #expect(Watch.screen("1\n2\n", rows: 24, .plain) == "\u{1B}[H1\u{1B}[K\n2\u{1B}[K\n\u{1B}[J")
    }
}
