// Goal: honest jobs of drives that erased themselves, for the tests to start from. Method: facts of invented drives; the exchanges are made by the
// encoders of the product, and the answers by hand, byte by byte, from the standards.

import WipeFirmware
import WipeIdentity

@testable import WipeCertificate

/// Answers as drives give them.
enum DriveAnswer {
    /// The first 32 bytes of NVMe's log page 81h: progress, status, word 10 of the newest sanitize.
    static func log(_ status: UInt16, progress: UInt16 = 0xFFFF, word: UInt32) -> [UInt8] {
        let head = [UInt8(progress & 0xFF), UInt8(progress >> 8), UInt8(status & 0xFF), UInt8(status >> 8)]
        return head + (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } + [UInt8](repeating: 0xFF, count: 24)
    }

    /// Sense in descriptor form with the registers of an ATA drive.
    static func registers(error: UInt8 = 0, count: UInt16, lba: UInt16 = 0xFFFF, status: UInt8 = 0x50) -> [UInt8] {
        [0x72, 0x01, 0x00, 0x1D, 0, 0, 0, 0x0E, 0x09, 0x0C, 0x01, error, UInt8(count >> 8), UInt8(count & 0xFF)]
            + [0, UInt8(lba & 0xFF), 0, UInt8(lba >> 8), 0, 0, 0x40, status]
    }

    /// Sense in fixed form, as REQUEST SENSE gives it; `progress` where something runs.
    static func sense(key: UInt8 = 0, code: UInt16 = 0, progress: UInt16? = nil) -> [UInt8] {
        let specific: [UInt8] = progress.map { [0x80, UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? [0, 0, 0]
        return [0x70, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, UInt8(code >> 8), UInt8(code & 0xFF), 0] + specific
    }
}

extension CertificateFacts.Command {
    typealias Exchange = (EvidenceKind, status: UInt16, answer: [UInt8])

    /// A command that was accepted at 100 s and ended at 200 s, with these exchanges.
    static func ended(_ told: EraseCommand, _ set: CommandSet, before: Bool?, marks: CertificateFacts.Marks, _ talk: [Exchange]) -> Self {
        Self(
            transport: set,
            parameters: .init(passes: told.pattern == nil ? nil : 1, pattern: told.patternBytes.map { Hexadecimal.encode($0) }), issues: 1,
            attempts: 1, state: .ended, acceptance: .completion, observedRunning: true, intendedAt: .sample(99), acceptedAt: .sample(100),
            commandSeconds: 100, before: .init(state: .idle, lastSucceeded: before), marks: marks,
            evidence: talk.enumerated().map { index, one in
                let purpose: EraseRequest.Purpose = one.0 == .command ? .command(told) : .status
                return Evidence(
                    what: one.0, at: .sample(98 + 30 * index), request: EraseRequest(purpose, on: set.transport).bytes, status: one.status,
                    answer: one.answer)
            })
    }

    static func nvme(_ told: EraseCommand, marks: CertificateFacts.Marks) -> Self {
        let word = told.nvmeWord10
        return ended(
            told, .nvme, before: false, marks: marks,
            [
                (.statusBefore, 0, DriveAnswer.log(0, word: 0)), (.command, 0, []),
                (.statusRunning, 0, DriveAnswer.log(2, progress: 0x4000, word: word)), (.statusEnd, 0, DriveAnswer.log(0x101, word: word)),
            ])
    }

    static func ata(_ told: EraseCommand, marks: CertificateFacts.Marks) -> Self {
        ended(
            told, .ata, before: true, marks: marks,
            [
                (.statusBefore, 2, DriveAnswer.registers(count: 0x8000)), (.command, 2, DriveAnswer.registers(count: 0x4000, lba: 0)),
                (.statusRunning, 2, DriveAnswer.registers(count: 0x4000, lba: 0x4000)),
                (.statusEnd, 2, DriveAnswer.registers(count: 0x8000)),
            ])
    }

    static func scsi(_ told: EraseCommand, marks: CertificateFacts.Marks) -> Self {
        ended(
            told, .scsi, before: nil, marks: marks,
            [
                (.statusBefore, 0, DriveAnswer.sense()), (.command, 0, []),
                (.statusRunning, 0, DriveAnswer.sense(key: 2, code: 0x041B, progress: 0x4000)), (.statusEnd, 0, DriveAnswer.sense()),
            ])
    }
}

extension CertificateFacts.Marks {
    /// A thousand parts with two marks each, and both ends.
    static let chosen = CertificateFacts.Marks(
        key: String(repeating: "9f", count: 32), initialCounter: String(repeating: "0", count: 32),
        seed: String(repeating: "5e", count: 32),
        subsections: 1_000, samplesEach: 2, firstAndLast: true, sectorBytes: 4_096, planned: 16_016, stored: 16_000, survived: 0,
        survivedRanges: [])
}

extension CertificateFacts.Contents {
    static func all(_ kind: ContentsKind, _ period: String? = nil, of sectors: Int = 80_000) -> Self {
        Self(
            zeroSectors: kind == .zeros ? sectors : 0, oneSectors: kind == .ones ? sectors : 0,
            periodicSectors: period == nil ? 0 : sectors, otherSectors: kind == .randomLooking ? sectors : 0, period: period,
            otherPeriodSectors: 0)
    }
}

extension CertificateFacts {
    static let purgeName = PolicyName(id: "purge-sanitize", version: "1.0.0", digest: "sha256:" + String(repeating: "7a", count: 32))
    static let purgeClaim = Claim(standard: "NIST SP 800-88r2", clause: "3.1.2", level: .purge)

    /// The sample on a larger disk, under a policy that has the drive erase itself.
    static func purged(
        _ technique: Technique, _ command: Command, _ contents: Contents, _ change: (inout CertificateFacts) -> Void = { _ in }
    ) -> CertificateFacts {
        sample.with {
            $0.grow(sectors: 80_000)
            ($0.policy.id, $0.policy.version, $0.policy.digest) = (purgeName.id, purgeName.version, purgeName.digest)
            ($0.policy.titleFrench, $0.policy.titleEnglish) = ("Expurgation par la commande du disque", "Purge by the drive's own command")
            $0.policy.claim = purgeClaim
            $0.purge = Purge(
                requested: purgeName, fallback: nil,
                considered: [Technique.sanitizeBlock, .sanitizeCrypto, .sanitizeOverwrite].map {
                    Considered(
                        technique: $0, offered: $0 == technique, taken: $0 == technique, reasons: $0 == technique ? [] : [.notOffered])
                })
            $0.firmware = Firmware(
                identifySource: .ioctl, state: .idle,
                deviceRules: .init(digest: "sha256:" + String(repeating: "d1", count: 32), applied: []),
                firstOfModel: false)
            ($0.run.passes[0].technique, $0.run.passes[0].work) = (technique, .command(command))
            $0.run.passes[0].bytesWritten = 16_000 * 512
            $0.run.passes[0].endedAt = .sample(200)
            $0.run.passes[0].writeSeconds = 90
            $0.run.passes[0].verification?.startedAt = .sample(201)
            $0.run.passes[0].verification?.contents = contents
            change(&$0)
        }
    }

    /// Changes of the command of the first pass.
    mutating func changeCommand(_ change: (inout Command) -> Void) {
        guard case .command(var command) = run.passes[0].work else { return }
        change(&command)
        run.passes[0].work = .command(command)
    }

    private static func isNVMe(_ facts: inout CertificateFacts) {
        (facts.media.mediaType, facts.media.transport, facts.media.serialSource) = (.flashSSD, .nvme, .nvmeIdentify)
        facts.media.rotationRateRpm = nil
        facts.hiddenAreas = HiddenAreas(
            hpa: HiddenArea(.notSupported), dco: HiddenArea(.notSupported), amac: HiddenArea(.notSupported), nvme: .alone)
    }

    static let nvmeBlock = purged(.sanitizeBlock, .nvme(.block, marks: .chosen), .all(.zeros), isNVMe)
    static let nvmeCrypto = purged(.sanitizeCrypto, .nvme(.crypto, marks: .chosen), .all(.randomLooking), isNVMe)
    static let ataOverwrite = purged(
        .sanitizeOverwrite, .ata(.overwrite(0xDEAD_BEEF), marks: .chosen), .all(.period, String(repeating: "efbeadde", count: 4))
    ) {
        $0.firmware?.security = .init(supported: true, enabled: false, locked: false, frozen: true)
    }
    static let ataOverwriteReplaced = ataOverwrite.with { $0.health.reallocatedSectors = HealthCount(before: 2, after: 2) }
    static let scsiBlock = purged(.sanitizeBlock, .scsi(.block, marks: .chosen), .all(.ones)) {
        ($0.media.mediaType, $0.media.transport, $0.media.serialSource) = (.flashSSD, .sas, .scsiVPD)
        $0.media.rotationRateRpm = nil
        $0.hiddenAreas.hpa = HiddenArea(.unknown, reason: .limitNotAsked)
    }

    /// The drive erased itself, and the host wrote over it.
    static let rewritten = nvmeBlock.with {
        var pass = Pass.sample
        (pass.number, pass.row) = (2, 2)
        pass.bytesWritten = 80_000 * 512
        pass.verification?.bytesRead = 80_000 * 512
        $0.run.passes.append(pass)
        $0.policy.passes = 2
    }

    /// Nothing was left, and another policy took the place.
    static let unavailable = sample.with {
        ($0.media.mediaType, $0.media.rotationRateRpm) = (.flashSSD, nil)
        $0.purge = Purge(
            requested: PolicyName(id: "purge-or-clear", version: "1.0.0", digest: "sha256:" + String(repeating: "7b", count: 32)),
            fallback: PolicyName(id: $0.policy.id, version: $0.policy.version, digest: $0.policy.digest ?? ""),
            considered: [
                Considered(technique: .sanitizeBlock, offered: false, taken: false, reasons: [.notOffered]),
                Considered(technique: .sanitizeCrypto, offered: nil, taken: false, reasons: [.noAnswer, .knownDefect]),
                Considered(technique: .sanitizeOverwrite, offered: true, taken: false, reasons: [.notForMedia]),
            ])
        $0.firmware = Firmware(identifySource: .sysfs, state: .unknown, firstOfModel: true)
    }

    /// The drive said that it was done, and half of it was not.
    static let marksSurvived = nvmeBlock.with {
        ($0.end, $0.reasons) = (.failed, [.marksSurvived, .contentsMixed])
        $0.changeCommand { ($0.marks.survived, $0.marks.survivedRanges) = (24, [40_000...40_007, 40_048...40_055, 79_992...79_999]) }
        $0.run.passes[0].verification?.contents = Contents(
            zeroSectors: 40_000, oneSectors: 0, periodicSectors: 0, otherSectors: 40_000, period: nil, otherPeriodSectors: 0)
    }

    /// The drive took nothing.
    static let refusedByDrive = nvmeBlock.with {
        ($0.end, $0.reasons) = (.failed, [.commandRefused, .stoppedEarly])
        $0.run.passes[0].verification = nil
        $0.run.passes[0].endedAt = nil
        $0.changeCommand {
            ($0.state, $0.acceptance, $0.refusal, $0.acceptedAt, $0.commandSeconds) = (.refused, nil, .denied, nil, nil)
            $0.observedRunning = false
            $0.evidence.removeLast(2)
            $0.evidence[1].status = 0x0286
        }
    }

    /// It was cancelled while its marks were written.
    static let neverTold = nvmeBlock.with {
        ($0.end, $0.reasons) = (.abandoned, [.cancelled])
        $0.run.passes[0].verification = nil
        $0.run.passes[0].endedAt = nil
        $0.run.passes[0].flush = .notPerformed
        $0.changeCommand {
            ($0.transport, $0.issues, $0.state, $0.acceptance, $0.observedRunning) = (nil, 0, .none, nil, false)
            ($0.intendedAt, $0.acceptedAt, $0.commandSeconds, $0.before, $0.evidence) = (nil, nil, nil, nil, [])
            $0.marks.stored = nil
        }
    }

    /// Everything that the tests call honest and that is about an erase by the drive itself.
    static let purges = [
        nvmeBlock, nvmeCrypto, ataOverwrite, ataOverwriteReplaced, scsiBlock, rewritten, unavailable, marksSurvived, refusedByDrive,
        neverTold,
    ]
}
