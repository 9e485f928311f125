// What do we swear to? Maps a concluded job to the facts of a document, has it signed, and publishes the file. Asks no clock.

import FoundationEssentials
import Glibc
package import WipeCertificate
import WipeCore

/// What every document of this station says of the station itself.
package struct StationFacts: Sendable {
    package var name: String
    package var organization: String?
    package var location: String?
    package var toolVersion: String
    /// `sha256:` over the executable's bytes, nil where it could not be read.
    package var buildDigest: String?
    /// `Linux 6.12.0`.
    package var operatingSystem: String
    package init(name: String, organization: String?, location: String?, toolVersion: String, buildDigest: String?, operatingSystem: String)
    {
        self.name = name
        self.organization = organization
        self.location = location
        self.toolVersion = toolVersion
        self.buildDigest = buildDigest
        self.operatingSystem = operatingSystem
    }
}

/// The public log of a station: its name, its key and its folder.
package struct LogFacts: Sendable {
    package var origin: String
    /// Signs heads and nothing else.
    package var key: SigningKey
    /// `<state>/log`.
    package var folder: String
    package init(origin: String, key: SigningKey, folder: String) {
        self.origin = origin
        self.key = key
        self.folder = folder
    }
}

/// Signs.
package struct Certifier: Sendable {
    let facts: StationFacts
    /// Signs what real drives went through.
    package internal(set) var stationKey: SigningKey
    /// Signs everything about loop devices.
    package internal(set) var simulationKey: SigningKey
    /// `<state>/certificates`.
    package let folder: String
    package var log: LogFacts

    package init(facts: StationFacts, stationKey: SigningKey, simulationKey: SigningKey, folder: String, log: LogFacts) {
        self.facts = facts
        self.stationKey = stationKey
        self.simulationKey = simulationKey
        self.folder = folder
        self.log = log
    }

    /// The signed document that a concluded job deserves. The same job and conclusion give the same bytes.
    /// - Throws: `SigningError`, and `Unsayable` for a fact that no record can hold.
    func certify(_ job: WipeJob, _ conclusion: Conclusion) throws -> (document: SignedDocument, reasons: [Reason<EndCode>]) {
        let key = job.report.isSimulation ? simulationKey : stationKey
        guard let record = job.record else { throw Unsayable(what: "a wipe that has no number") }
        let unsigned = Certificate.build(try documentFacts(job, conclusion, record: record), issuer: key.publicKey)
        let signed = try Certificate.sign(unsigned, with: key)
        let document = SignedDocument(
            id: conclusion.documentID, record: record, job: job.id, kind: signed.kind == .certificate ? .certificate : .failure,
            outcome: unsigned.outcome.rawValue, serial: job.identity.serial, assetTag: job.assetTag?.tag, issuedAt: conclusion.at,
            fileName: signed.fileName, bytes: signed.bytes, logEntry: signed.logEntry, published: false)
        return (document, unsigned.refusedFor.map { Reason(ending: .honestyRefused, variant: "problem", ["problem": "\($0)"]) })
    }

    private func documentFacts(_ job: WipeJob, _ conclusion: Conclusion, record: UInt64) throws(Unsayable) -> CertificateFacts {
        let policy = conclusion.report.plan.policy
        let reasons: [Reason<EndCode>] =
            switch conclusion.verdict {
            case .sanitized: []
            case .failed(let list): list
            case .abandoned(let reason): [reason]
            }
        var document = CertificateFacts(
            id: try Self.id(conclusion.documentID), record: try Self.number(record),
            validFrom: UTCTime(conclusion.at),
            simulation: job.report.isSimulation,
            station: .init(name: facts.name, organization: facts.organization, location: facts.location),
            asset: .init(
                assetTag: job.assetTag?.tag, donorTag: job.assetTag?.donorTag, donor: job.assetTag?.donor,
                hostSerialNumber: job.assetTag?.hostSerial, declaredBy: job.assetTag.map { Declarer($0.source) }),
            media: media(job),
            policy: .init(
                id: policy.id, version: policy.version, digest: policy.digest, titleFrench: policy.title.fr, titleEnglish: policy.title.en,
                claim: policy.claim.map { .init(standard: $0.standard, clause: $0.clause, level: .init($0.level)) },
                passes: policy.passes.count,
                unwritableSectorsMax: Int(clamping: policy.faultBudget.unwritableSectorsMax)),
            run: try run(job, conclusion), health: health(job.report.health, conclusion.healthAfter),
            hiddenAreas: .init(job.report),
            clock: .init(
                source: conclusion.at.clockSource.map { .init($0) }, synchronised: conclusion.at.isSynchronised,
                jumps: job.clockJumps.map { .init(at: UTCTime($0.at), seconds: Int(clamping: $0.seconds)) },
                bootIDs: [job.bootID].compactMap { $0 } + (job.laterBoots ?? [])),
            tool: .init(name: "wiped", version: facts.toolVersion, buildDigest: facts.buildDigest, operatingSystem: facts.operatingSystem),
            personnel: job.operators.map { .init(role: .sanitization, userName: $0.user, uid: Int($0.uid), viaLogin: $0.viaRoot) },
            end: JobEnd(conclusion.verdict), reasons: reasons.map { EndReason($0.code) })
        let plan = conclusion.report.plan
        document.purge = .init(plan)
        document.firmware = .init(job.report.capabilities, plan.purge)
        document.logAnchor = job.logAnchor.map(LogAnchor.init)
        return document
    }

    /// The id of a document, made before it is signed.
    static func id(_ text: String) throws(Unsayable) -> UUID {
        guard let id = UUID(uuidString: text) else { throw Unsayable(what: "an id that is no UUID, \(text)") }
        return id
    }

    static func number(_ record: UInt64) throws(Unsayable) -> Int {
        guard let number = Int(exactly: record), (1...JSONValue.integerMax).contains(number) else {
            throw Unsayable(what: "the number \(record)")
        }
        return number
    }

    private func media(_ job: WipeJob) -> CertificateFacts.Media {
        let report = job.report
        let geometry = report.geometry
        return .init(
            vendor: report.identity.vendor, model: report.identity.model, serial: report.identity.serial,
            serialSource: report.identity.serial == nil ? nil : report.identity.serialSource, wwn: report.identity.wwn,
            firmware: report.firmware,
            mediaType: .init(report.mediaType),
            transport: .init(report.transport), bus: report.bus,
            usbBridge: report.usbBridge.map { .init(vendorID: $0.vendorID, productID: $0.productID, driver: $0.driver) },
            rotationRateRpm: report.rotationRateRPM.map(Int.init),
            logicalSectorBytes: geometry.map { Int($0.logicalSectorBytes) },
            physicalSectorBytes: geometry.map { Int($0.physicalSectorBytes) },
            sectors: geometry.flatMap { Int(exactly: $0.sectorCount) },
            capacityBytes: report.identity.capacityBytes == 0 ? nil : Int(exactly: report.identity.capacityBytes),
            zoned: .init(report.zoned), bay: job.bay,
            weakIdentity: !report.identity.identifiesTheMedium, serialShared: job.serialShared ?? false,
            conflictingCapacityBytes: job.otherCapacityBytes.map { Int(clamping: $0) },
            conflictingIdentity: job.otherIdentity.map {
                .init(vendor: $0.vendor, model: $0.model, serial: $0.serial, wwn: $0.wwn)
            })
    }

    private func health(_ before: Health, _ after: Health?) -> CertificateFacts.Health {
        func reading(_ path: KeyPath<Health, UInt64?>) -> CertificateFacts.Health.Reading {
            .init(before: before[keyPath: path].map { Int(clamping: $0) }, after: after?[keyPath: path].map { Int(clamping: $0) })
        }
        func count(_ path: KeyPath<Health, UInt64?>) -> CertificateFacts.HealthCount {
            let counted = reading(path)
            let isKnown = counted.before != nil && counted.after != nil
            let why = isKnown ? nil : before.unreadable ?? after?.unreadable ?? "not read after the run"
            return .init(before: counted.before, after: counted.after, unknownBecause: why)
        }
        return .init(
            reallocatedSectors: count(\.reallocatedSectors), pendingSectors: count(\.pendingSectors),
            uncorrectableSectors: count(\.uncorrectableSectors),
            percentageUsed: reading(\.percentageUsed),
            temperatureCelsius: .init(before: before.temperatureCelsius, after: after?.temperatureCelsius),
            powerOnHours: reading(\.powerOnHours))
    }

    private func run(_ job: WipeJob, _ conclusion: Conclusion) throws(Unsayable) -> CertificateFacts.Run {
        let report = conclusion.report
        let sector = UInt64(report.plan.geometry.logicalSectorBytes)
        var unwritten = ExtentSet()
        var unreadable = ExtentSet()
        var neverRead = ExtentSet()
        for pass in report.passes {
            neverRead.formUnion(pass.neverRead ?? ExtentSet())
            unwritten.formUnion(pass.unwritten)
            unreadable.formUnion(pass.unreadable)
        }
        var passes: [CertificateFacts.Pass] = []
        for index in report.passes.indices where report.passes[index].writeStarted != nil {
            passes.append(try passFacts(index, of: report))
        }
        return .init(
            startedAt: job.startedAt.map(UTCTime.init), endedAt: UTCTime(conclusion.at),
            durationSeconds: Int(clamping: report.activeMilliseconds / 1000),
            passes: passes, orderSeed: report.plan.orderSeed?.hex, unwritten: unwritten.defects(sector),
            mismatched: report.mismatchedExtents.defects(sector),
            unreadable: unreadable.defects(sector), neverRead: neverRead.defects(sector),
            interruptions: job.interruptions.map { halt in
                .init(at: UTCTime(halt.at), reason: InterruptionReason(halt.reason), resumedAt: halt.resumedAt.map(UTCTime.init))
            }, custody: custody(conclusion))
    }

    private func custody(_ conclusion: Conclusion) -> CertificateFacts.Custody {
        let notes = conclusion.report.notes ?? []
        return .init(
            breaks: notes.map {
                .init(pass: $0.pass + 1, phase: .init($0.phase), reason: .init($0.reason), at: UTCTime($0.at))
            }, powerCycles: conclusion.report.evidence?.powerCycles.map { Int(clamping: $0) },
            otherWriters: conclusion.report.evidence?.otherWriters ?? [], endedAt: conclusion.custodyEndedAt.map(UTCTime.init))
    }

    /// - Parameter index: from 0, in the order of the plan.
    private func passFacts(_ index: Int, of report: WipeReport) throws(Unsayable) -> CertificateFacts.Pass {
        let (pass, result, coverage) = (report.plan.passes[index], report.passes[index], report.coverage(of: index))
        let sector = UInt64(report.plan.geometry.logicalSectorBytes)
        let row = pass.command.map {
            CommandRow(
                plan: $0, pattern: pass.pattern, result: result.command ?? CommandResult(), geometry: report.plan.geometry, end: report.end)
        }
        var verification: CertificateFacts.Verification?
        // Also one that was to begin, where the walk ended before: what was never read is counted.
        if coverage != .none, result.verifyStarted != nil || result.neverRead != nil {
            verification = .init(
                coverage: .init(coverage, sector), bytesRead: Int(clamping: result.bytesVerified),
                mismatchedSectors: result.mismatched.defects(sector).sectors ?? 0,
                unreadableSectors: result.unreadable.defects(sector).sectors ?? 0,
                neverReadSectors: result.neverRead?.defects(sector).sectors ?? 0, readErrors: Int(clamping: result.readErrors),
                cacheBypass: result.readPath.map { CacheBypass($0) }, startedAt: result.verifyStarted.map(UTCTime.init),
                endedAt: result.verifyEnded.map(UTCTime.init), readSeconds: Moment.seconds(result.verifyStarted, result.verifyEnded),
                contents: row?.contents)
        }
        return .init(
            number: index + 1, row: pass.number, technique: pass.command.map { .init($0.technique) } ?? .overwrite,
            work: try row.map { row throws(Unsayable) in .command(try row.facts()) } ?? .write(.init(pass.pattern)),
            bytesWritten: Int(clamping: result.bytesWritten),
            unwrittenSectors: result.unwritten.defects(sector).sectors ?? 0, writeErrors: Int(clamping: result.writeErrors),
            retries: Int(clamping: result.retries), flush: result.flushed.map { $0 ? .ok : .failed } ?? .notPerformed,
            startedAt: result.writeStarted.map(UTCTime.init),
            endedAt: (row == nil ? result.writeEnded : row?.result.endedAt).map(UTCTime.init),
            writeSeconds: Moment.seconds(result.writeStarted, result.writeEnded), verification: verification)
    }
}

extension Moment {
    /// By the running time of the station, which no setting of the clock moves.
    static func seconds(_ from: Moment?, _ to: Moment?) -> Int? {
        guard let from, let to, to.runningMilliseconds >= from.runningMilliseconds else { return nil }
        return Int(clamping: (to.runningMilliseconds - from.runningMilliseconds) / 1000)
    }
}

extension UTCTime {
    init(_ moment: Moment) { self.init(secondsSince1970: Int(moment.wallMilliseconds / 1000)) }
}

extension CertificateFacts.HiddenAreas {
    fileprivate init(_ report: ProbeReport) {
        let areas = report.capabilities?.hiddenAreas
        let space = areas?.nvme
        // A drive that counts in other sectors than the kernel gives numbers that fit no others of the document.
        let isOneUnit = areas?.accessibleSectors != nil && areas?.accessibleSectors == report.geometry?.sectorCount
        func area(_ state: WipeCore.HiddenAreaState, _ told: WipeCore.HiddenArea?) -> CertificateFacts.HiddenArea {
            let native = (told?.nativeSectors).flatMap { isOneUnit || state == .unknown ? Int(exactly: $0) : nil }
            let reason = state == .unknown ? told?.reason ?? (areas == nil ? .notAsked : nil) : nil
            return .init(
                .init(state), nativeSectors: native, reason: reason.map { .init($0) })
        }
        self.init(
            hpa: area(report.hpa, areas?.hpa), dco: area(report.dco, areas?.dco), amac: area(report.amac, areas?.amac),
            nvme: space.map { space in
                // A number that no document can hold is not known.
                func count(_ bytes: UInt64?) -> Int? { bytes.flatMap { $0 <= UInt64(JSONValue.integerMax) ? Int($0) : nil } }
                return .init(
                    activeNamespaces: space.activeNamespaces, allocatedNamespaces: space.allocatedNamespaces,
                    unallocatedBytes: count(space.unallocatedBytes), rpmbBytes: count(space.rpmbBytes))
            }, otherUnits: report.otherUnits)
    }
}

extension ExtentSet {
    /// In logical sectors, as closed ranges.
    func defects(_ sector: UInt64) -> CertificateFacts.Defects {
        var count: UInt64 = 0
        var ranges: [ClosedRange<Int>] = []
        for extent in extents where extent.length > 0 {
            let first = extent.offset / sector
            let last = (extent.end - 1) / sector
            count += last - first + 1
            if ranges.count < Certificate.rangesMax { ranges.append(Int(clamping: first)...Int(clamping: last)) }
        }
        return .init(sectors: Int(clamping: count), ranges: ranges)
    }
}

extension CertificateFacts.Pattern {
    /// Block 0 of a stream lies at byte 0 of the media.
    static let counterOfRandom = String(repeating: "0", count: 32)

    fileprivate init(_ pattern: WipeCore.Pattern) {
        let counter = Self.counterOfRandom
        switch pattern {
        case .fixed([0x00]): self = .zeros
        case .fixed([0xFF]): self = .ones
        case .fixed(let bytes): self = .bytes(bytes.hex)
        case .random(let key): self = .random(key: key.hex, initialCounter: counter)
        case .complementOfRandom(let key): self = .random(key: key.hex, initialCounter: counter, complemented: true)
        }
    }
}

extension CertificateFacts.Coverage {
    fileprivate init(_ coverage: WipeCore.Coverage, _ sector: UInt64) {
        guard case .sampled(let sample) = coverage else {
            self = .full
            return
        }
        let bytes = sample.extents.reduce(0) { $0 + $1.length }
        self = .sample(
            .init(
                subsections: sample.spec.subsections, samplesEach: sample.spec.samplesEach, percentEach: sample.spec.percentEach,
                firstAndLast: sample.spec.firstAndLast, seed: sample.seed.hex, sectors: Int(clamping: bytes / sector)))
    }
}
