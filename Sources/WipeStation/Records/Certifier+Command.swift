// What a record says of a drive that erased itself, or was to: from the engine's report and the plan to the facts of a document.

import WipeCertificate
import WipeCore
import WipeFirmware

/// A row that the drive does itself, with everything that its record is made of.
struct CommandRow {
    let plan: CommandPlan
    /// What its marks are.
    let pattern: WipeCore.Pattern
    let result: CommandResult
    let geometry: Geometry
    /// How the run ended.
    let end: RunEnd

    private var sectorBytes: UInt64 { UInt64(geometry.logicalSectorBytes) }

    func facts() throws(Unsayable) -> CertificateFacts.Command {
        // By what went out: neither a report nor a plan could name another set of commands than the bytes do.
        let transport = result.evidence.lazy.compactMap { CommandSet(ofRequest: $0.exchange.request) }.first
        return .init(
            transport: transport, parameters: .init(plan.command), issues: result.issues, attempts: result.attempts,
            state: .init(result.state), acceptance: result.acceptance.map { .init($0) }, refusal: result.refusal.map { .init($0) },
            observedRunning: result.observedRunning, intendedAt: result.intendedAt.map(UTCTime.init),
            acceptedAt: result.acceptedAt.map(UTCTime.init), commandSeconds: Moment.seconds(result.acceptedAt, result.endedAt),
            before: result.before.map { .init(state: .init($0.state), lastSucceeded: $0.lastSucceeded) }, marks: try marks(),
            evidence: result.evidence.map {
                .init(
                    what: .init($0.what), at: UTCTime($0.at), request: $0.exchange.request, status: $0.exchange.status,
                    answer: $0.exchange.answer)
            })
    }

    private func marks() throws(Unsayable) -> CertificateFacts.Marks {
        guard case .random(let key) = pattern else { throw Unsayable(what: "marks that do not depend on their address") }
        let planned = Int(clamping: plan.markedBytes / sectorBytes)
        let survived = result.survived.defects(sectorBytes)
        return .init(
            key: key.hex, initialCounter: CertificateFacts.Pattern.counterOfRandom, seed: plan.seed?.hex,
            subsections: plan.spec?.subsections, samplesEach: plan.spec?.samplesEach, firstAndLast: plan.spec?.firstAndLast,
            sectorBytes: Int(geometry.physicalSectorBytes), planned: planned,
            stored: wereReadBack ? planned - min(planned, Int(clamping: result.unstored.byteCount / sectorBytes)) : nil,
            survived: survived.sectors ?? 0, survivedRanges: survived.ranges)
    }

    /// The drive is asked only when every mark has been read back, or too few could be.
    private var wereReadBack: Bool {
        result.before != nil || result.state != .none || end == .stoppedByPolicy(code: .marksNotStored)
            || result.attempts == 1 && !result.evidence.isEmpty
    }

    /// What was read after it; of a read-back that was to begin, nothing.
    var contents: CertificateFacts.Contents {
        let tally = result.contents
        return .init(
            zeroSectors: Int(clamping: tally.zeros), oneSectors: Int(clamping: tally.ones), periodicSectors: Int(clamping: tally.periodic),
            otherSectors: Int(clamping: tally.other), period: tally.period?.hex, otherPeriodSectors: Int(clamping: tally.otherPeriods))
    }
}

extension CertificateFacts.Command.Parameters {
    fileprivate init(_ command: EraseCommand) {
        self.init(passes: command.pattern.map { _ in 1 }, pattern: command.patternBytes?.hex)
    }
}

extension CertificateFacts.Purge {
    /// What was settled for this plan; nil where the policy that it follows neither asks for a Purge nor took the place of one that did.
    init?(_ plan: WipePlan) {
        guard let choice = plan.purge, choice.fallback != nil || plan.policy.claim?.level == .purge else { return nil }
        self.init(
            requested: .init(choice.requested), fallback: choice.fallback.map { .init($0) },
            considered: choice.considered.map {
                .init(technique: .init($0.technique), offered: $0.isOffered, taken: $0.isTaken, reasons: $0.reasons.map { .init($0) })
            })
    }
}

extension CertificateFacts.PolicyName {
    fileprivate init(_ name: WipeCore.PolicyName) { self.init(id: name.id, version: name.version, digest: name.digest) }
}

extension CertificateFacts.Firmware {
    /// Nil where the drive was not asked, and nothing was settled about an erase by itself.
    init?(_ capabilities: Capabilities?, _ choice: PurgeChoice?) {
        guard capabilities != nil || choice != nil else { return nil }
        self.init(
            identifySource: .init(capabilities?.identifySource ?? .none), state: .init(capabilities?.state ?? .unknown),
            security: capabilities?.security.map {
                .init(supported: $0.isSupported, enabled: $0.isEnabled, locked: $0.isLocked, frozen: $0.isFrozen)
            }, deviceRules: choice?.ruleDigest.map { .init(digest: $0, applied: choice?.ruleSources ?? []) },
            firstOfModel: choice?.isFirstOfModel)
    }
}

extension [UInt8] {
    /// Lower-case hexadecimal.
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
