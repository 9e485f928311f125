// Goal: a record says what the station knows, and is the same to the byte when it is made again after a crash. Method: one concluded job, once
// as it is and once as the store gives it back, through the certifier.

import Foundation
import Testing

@testable import WipeCertificate
@testable import WipeCore
@testable import WipeStation

@Suite struct CertifierTests {
    private static let seed = [UInt8](repeating: 3, count: 32)

    static func moment(_ seconds: Int64, synchronised: Bool? = true) -> Moment {
        Moment(
            wallMilliseconds: 1_790_000_000_000 + seconds * 1000, runningMilliseconds: seconds * 1000, isSynchronised: synchronised,
            clockSource: .adjtimex)
    }

    static func certifier() throws -> Certifier {
        Certifier(
            facts: StationFacts(
                name: "Poste 1", organization: nil, location: nil, toolVersion: "0.1.0",
                buildDigest: "sha256:" + String(repeating: "ab", count: 32), operatingSystem: "Linux 6.18"),
            stationKey: try #require(SigningKey(seed: seed, role: .station)),
            simulationKey: try #require(SigningKey(seed: seed.map { $0 + 1 }, role: .simulation)), folder: "/nowhere",
            log: LogFacts(
                origin: "certifier.invalid/test", key: try #require(SigningKey(seed: seed.map { $0 + 2 }, role: .log)), folder: "/nowhere"))
    }

    /// A wiped USB drive whose job went over a reboot, with permuted passes.
    private static func job() throws -> (WipeJob, Conclusion) {
        let geometry = try #require(Geometry(capacityBytes: 1 << 20, logicalSectorBytes: 512, physicalSectorBytes: 4096))
        let report = ProbeReport(
            attachment: AttachmentID(name: "sdb", diskSequence: 7), deviceMajor: 8, deviceMinor: 16, kind: .scsi,
            identity: MediaIdentity(
                vendor: "Maker", model: "Stick", serial: "ZN1ABCDE", serialSource: .usbBridge, wwn: nil, capacityBytes: 1 << 20),
            geometry: geometry, readOnly: false, mediaType: .unknown, transport: .usb, bus: "usb:1-2",
            usbBridge: USBBridge(vendorID: "152d", productID: "0578", driver: "uas"), usage: .free,
            health: Health(reallocatedSectors: 0, pendingSectors: 0, uncorrectableSectors: 0, temperatureCelsius: 31, powerOnHours: 8_000),
            properties: ["ID_BUS": "usb", "ID_VENDOR_ID": "ffff"])
        let policy = Policy(
            id: "two", version: "1.0.0", digest: "sha256:" + String(repeating: "0", count: 64), title: Title(fr: "Deux", en: "Two"),
            status: .current, claim: nil, media: [.flash],
            passes: [PassSpec(write: .zeros, verify: .full), PassSpec(write: .ones, verify: .full)])
        let seed = try #require(StreamKey(Self.seed))
        let plan = WipePlan(
            policy: policy, geometry: geometry,
            passes: [Pass(number: 2, pattern: .ones, coverage: .full), Pass(number: 1, pattern: .zeros, coverage: .full)], orderSeed: seed)
        var results: [PassResult] = []
        for start in [Int64(10), 100] {
            var result = PassResult()
            result.bytesWritten = 1 << 20
            result.flushed = true
            result.bytesVerified = 1 << 20
            result.readPath = .directIO
            result.readErrors = 1
            result.writeStarted = moment(start)
            result.writeEnded = moment(start + 30)
            result.verifyStarted = moment(start + 30)
            result.verifyEnded = moment(start + 50)
            results.append(result)
        }
        var job = WipeJob(
            id: "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e10", report: report, bay: "A1", attachment: report.attachment,
            assetTag: AssetTag(tag: "T-1", source: .intake, donor: "DON-1"), policy: "two",
            operators: [Actor(uid: 1000, user: "tech-07")], state: .opening, bootID: "boot-1", at: moment(0))
        _ = try job.apply(.opened(record: 5, bootID: "boot-1"), at: moment(1), newID: { "" })
        _ = try job.apply(.restarted, at: moment(60), newID: { "" })
        for boot in ["boot-2", "boot-2", "boot-3"] {
            _ = try job.apply(.returned(report.attachment, report, bootID: boot), at: moment(70), newID: { "" })
            _ = try job.apply(.slotGranted(plan), at: moment(71), newID: { "" })
            _ = try job.apply(.opened(record: 5, bootID: boot), at: moment(72), newID: { "" })
            if boot != "boot-3" { _ = try job.apply(.restarted, at: moment(80), newID: { "" }) }
        }
        let wiped = WipeReport(plan: plan, passes: results, end: .finished, activeMilliseconds: 120_000)
        var health = report.health
        (health.temperatureCelsius, health.powerOnHours) = (45, 8_003)
        _ = try job.apply(
            .finished(wiped, verdict: .sanitized, health), at: moment(160), newID: { "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e11" })
        return (job, try conclusion(of: job))
    }

    static func conclusion(of job: WipeJob) throws -> Conclusion {
        guard case .certifying(let conclusion) = job.state else { throw CancellationError() }
        return conclusion
    }

    @Test func recordOfOneRunIsTheSameToTheByteAfterACrash() throws {
        let (job, conclusion) = try Self.job()
        let before = try Self.certifier().certify(job, conclusion).document
        let kept = try JSONDecoder().decode(WipeJob.self, from: JSONEncoder().encode(job))
        let after = try Self.certifier().certify(kept, try Self.conclusion(of: kept)).document
        #expect(before == after && !before.bytes.isEmpty)
    }

    @Test func recordSaysWhatTheStationKnows() throws {
        let (job, conclusion) = try Self.job()
        let (document, reasons) = try Self.certifier().certify(job, conclusion)
        #expect(reasons.isEmpty && document.outcome == "cleared-with-exceptions", "\(reasons)")
        let subject = try #require(try JSONParser.parse(document.bytes)["credentialSubject"])
        #expect(subject.at("media", "usbBridge") == ["vendorId": "152d", "productId": "0578", "driver": "uas"])
        #expect(subject.at("media", "bus") == "usb:1-2" && subject.at("media", "serialNumberSource") == "USB bridge")
        #expect(subject.at("media", "health", "temperatureCelsius") == ["before": 31, "after": 45])
        #expect(subject.at("media", "health", "powerOnHours") == ["before": 8_000, "after": 8_003])
        #expect(subject.at("clock", "bootIds") == ["boot-1", "boot-2", "boot-3"])
        #expect(subject.at("clock", "source") == "adjtimex" && subject.at("clock", "synchronised") == true)
        #expect(subject.at("asset", "mediaSource", "donor") == "DON-1" && subject.at("asset", "declaredBy") == "intake")
        #expect(subject.at("asset", "declared") == ["assetTag", "donor"])
        #expect(subject.at("sanitization", "orderSeed") == .string(String(repeating: "03", count: 32)))
        let passes = try #require(subject.at("sanitization", "passes")?.items)
        #expect(passes.map { $0["row"] } == [2, 1] && passes.map { $0["pass"] } == [1, 2])
        #expect(passes[0]["writeSeconds"] == 30 && passes[0].at("verification", "readSeconds") == 20)
        #expect(passes[0].at("verification", "readErrors") == 1 && passes[0].at("verification", "cacheBypass") == "direct-io")
        #expect(passes.allSatisfy { $0["technique"] == "overwrite" && $0["level"] == "clear" })
        #expect(subject.at("personnel") == [["role": "sanitization", "userName": "tech-07", "uid": 1000, "viaLogin": .null]])
        #expect(subject.at("sanitization", "interruptions")?.items?.count == 3)
    }

    /// What no record can hold is thrown: never another id, another number.
    @Test func whatCannotBeSaidIsThrown() throws {
        let certifier = try Self.certifier()
        var (job, conclusion) = try Self.job()
        conclusion.documentID = "no-uuid"
        #expect(throws: Unsayable.self) { try certifier.certify(job, conclusion) }
        (job, conclusion) = try Self.job()
        job.record = nil
        #expect(throws: Unsayable.self) { try certifier.certify(job, conclusion) }
        job.record = .max
        #expect(throws: Unsayable.self) { try certifier.certify(job, conclusion) }
    }

    /// With the same word, and without a word of the record that no job has: but for the one that stands where nothing was given.
    @Test func everyCodeOfAJobIsSaidByItsRecord() {
        for code in EndCode.allCases { #expect(EndReason(code).rawValue == code.rawValue) }
        for code in HaltCode.allCases { #expect(InterruptionReason(code).rawValue == code.rawValue) }
        #expect(Set(EndReason.allCases).subtracting(EndCode.allCases.map { EndReason($0) }) == [.notGiven])
        #expect(Set(InterruptionReason.allCases) == Set(HaltCode.allCases.map { InterruptionReason($0) }))
    }

    /// Nobody was asked, nothing was read: null, and no word in its place.
    @Test func whatNobodySaidIsNull() throws {
        var (job, conclusion) = try Self.job()
        (conclusion.at.clockSource, conclusion.at.isSynchronised) = (nil, nil)
        conclusion.report.passes[1].readPath = nil
        job.report.geometry = nil
        job.report.usbBridge = nil
        let subject = try JSONParser.parse(Self.certifier().certify(job, conclusion).document.bytes)["credentialSubject"]
        #expect(subject?.at("clock", "source") == .null && subject?.at("clock", "synchronised") == .null)
        #expect(subject?.at("media", "logicalSectorBytes") == .null && subject?.at("media", "lbaCount") == .null)
        #expect(subject?.at("media", "usbBridge") == .null && subject?["outcome"] == "not-sanitized")
    }

    /// A drive that shows two sizes, as one with a false capacity does when it is written: the record has both.
    @Test func driveThatChangedItsSizeIsNotSanitizedAndTheRecordHasBothSizes() throws {
        var (job, _) = try Self.job()
        job = WipeJob(
            id: job.id, report: job.report, bay: "A1", attachment: job.report.attachment, assetTag: nil, policy: "two", state: .queued,
            bootID: "boot-1", at: Self.moment(0))
        let plan = try Self.job().1.report.plan
        for event in [
            JobEvent.slotGranted(plan), .opened(record: 5, bootID: "boot-1"), .capacityChanged(bytes: 4096), .stopped(.start(passes: 2)),
        ] { _ = try job.apply(event, at: Self.moment(2), newID: { "0192f0c4-6c1e-7b8a-9d55-2f6f3a1c7e11" }) }
        let document = try Self.certifier().certify(job, try Self.conclusion(of: job)).document
        let subject = try #require(try JSONParser.parse(document.bytes)["credentialSubject"])
        #expect(document.outcome == "not-sanitized" && subject["reasons"] == ["capacity-changed"])
        #expect(subject.at("media", "capacityBytes") == 1_048_576 && subject.at("media", "conflictingCapacityBytes") == 4096)
        #expect(Honesty.judge(try JSONParser.parse(document.bytes)) == [])
    }
}
