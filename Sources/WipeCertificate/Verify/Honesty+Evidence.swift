// P9: the bytes of the exchanges are the drive's. They are decoded once more, and the words beside them have to be theirs.

import WipeFirmware

extension Honesty {
    /// The command that went out is the one that is named, and what the drive said bears out what is told of it.
    @Sendable static func evidence(_ record: RecordDocument) -> [Problem] {
        record.facts.run.passes.compactMap { pass in
            guard let command = pass.command else {
                return pass.technique == .overwrite ? nil : Problem(.evidenceMisstated, "pass \(pass.number) was told to nobody")
            }
            guard let why = fault(of: command, pass.technique) else { return nil }
            return Problem(.evidenceMisstated, "pass \(pass.number): \(why)")
        }
    }

    private static func fault(of command: CertificateFacts.Command, _ technique: Technique) -> String? {
        guard let told = EraseCommand(technique, command.parameters) else { return "no command is such a technique with such parameters" }
        guard isCoherent(command) else { return "state, acceptance, refusal and times do not go together" }
        guard let set = command.transport?.transport else {
            let isSilent = command.evidence.allSatisfy(\.isSilence) && command.before == nil && command.acceptance == nil
            return isSilent ? nil : "the set of commands is missing"
        }
        guard command.evidence.contains(where: { !$0.request.isEmpty }) else { return "nothing went out in that set of commands" }
        return Exchanges(command.evidence, of: told, on: set).fault(in: command)
    }

    /// What was sent is on record as intended, what was taken as accepted, and what was refused says why.
    private static func isCoherent(_ command: CertificateFacts.Command) -> Bool {
        guard (command.refusal != nil) == (command.state == .refused) else { return false }
        switch command.state {
        case .none: return command.acceptance == nil
        case .intended, .refused: return command.issues > 0 && command.acceptance == nil && command.intendedAt != nil
        case .accepted, .ended: return command.issues > 0 && command.acceptance != nil && command.intendedAt != nil
        case .failed, .lost: return command.issues > 0 && command.intendedAt != nil
        }
    }
}

extension CertificateFacts.Command.Evidence {
    /// Nothing went out and nothing came back.
    fileprivate var isSilence: Bool { request.isEmpty && status == nil && answer.isEmpty }
}

extension EraseCommand {
    /// The command that a record names; nil where there is none such. Failure mode is always allowed, and an overwrite is one pass.
    fileprivate init?(_ technique: Technique, _ parameters: CertificateFacts.Command.Parameters) {
        guard parameters.unrestrictedExit else { return nil }
        switch (technique, parameters.passes, parameters.pattern.flatMap(Hexadecimal.decode)) {
        case (.sanitizeBlock, nil, nil): self = .block
        case (.sanitizeCrypto, nil, nil): self = .crypto
        case (.sanitizeOverwrite, 1?, let bytes?):
            let pattern = bytes.reduce(0) { $0 << 8 | UInt32($1) }
            self = .overwrite(pattern)
            // Some patterns are never written.
            guard self.pattern == pattern else { return nil }
        default: return nil
        }
    }
}

/// The exchanges of a command row, decoded.
private struct Exchanges {
    private let evidence: [CertificateFacts.Command.Evidence]
    private let told: EraseCommand
    private let set: CommandTransport

    init(_ evidence: [CertificateFacts.Command.Evidence], of told: EraseCommand, on set: CommandTransport) {
        self.evidence = evidence
        self.told = told
        self.set = set
    }

    private func raw(_ one: CertificateFacts.Command.Evidence) -> EraseEvidence {
        EraseEvidence(request: one.request, status: one.status, answer: one.answer)
    }

    /// What the drive said of itself in every exchange of one kind.
    private func statuses(_ what: EvidenceKind) -> [EraseStatus] {
        evidence.filter { $0.what == what }.map { EraseStatus(raw($0), on: set) }
    }

    private var lastAnswer: EraseAnswer? {
        evidence.last { $0.what == .command }.map { EraseAnswer(raw($0), on: set) }
    }

    /// NVMe says of which command it speaks.
    private func isOurs(_ status: EraseStatus) -> Bool { set != .nvme || status.newestCommand == told.nvmeWord10 }

    private func isAtIt(_ status: EraseStatus) -> Bool { status.state == .running && isOurs(status) }

    /// Ended well: by the drive's own word where its set has one.
    private func hasEnded(_ status: EraseStatus) -> Bool {
        guard status.state == .idle, isOurs(status) else { return false }
        switch set {
        case .ata, .nvme: return status.lastSucceeded == true
        case .scsi: return status.lastSucceeded == nil
        }
    }

    /// What a record says and these bytes do not; nil where they say it all.
    func fault(in command: CertificateFacts.Command) -> String? {
        guard evidence.allSatisfy(isAsNamed) else { return "a request is not the question or the command that it is called" }
        guard evidence.count(where: { $0.what == .command }) <= command.issues else { return "more commands went out than are counted" }
        if let before = command.before, !statuses(.statusBefore).contains(where: { before.isSame(as: $0) }) {
            return "the drive did not say before it what it is said to have"
        }
        guard isAcceptance(command.acceptance) else { return "the drive's answers do not show that it took the command" }
        if command.observedRunning, !(statuses(.statusRunning) + statuses(.statusAfterSilence)).contains(where: isAtIt) {
            return "the drive never said that it is at it"
        }
        if command.state == .ended, !isEnd(command.acceptance) { return "the drive did not say that it has ended well" }
        if let refusal = command.refusal, !isRefusal(refusal) { return "the drive's answer is another refusal, or none" }
        return nil
    }

    private func isAsNamed(_ one: CertificateFacts.Command.Evidence) -> Bool {
        if one.request.isEmpty { return one.status == nil && one.answer.isEmpty }
        let purpose = EraseRequest(one.request, on: set)?.purpose
        return purpose == (one.what == .command ? .command(told) : .status)
    }

    private func isAcceptance(_ acceptance: CommandAcceptance?) -> Bool {
        switch acceptance {
        case nil: true
        case .completion?: lastAnswer == .accepted
        case .foundRunning?: statuses(.statusAfterSilence).contains(where: isAtIt)
        case .inferredFromMarks?:
            statuses(.statusBefore).contains { $0.isAllErased == false }
                && statuses(.statusAfterSilence).last.map { hasEnded($0) && $0.isAllErased == true } ?? false
        }
    }

    private func isEnd(_ acceptance: CommandAcceptance?) -> Bool {
        // With that word the talk is over: one that came before the command speaks of another erase.
        let wanted: EvidenceKind = acceptance == .inferredFromMarks ? .statusAfterSilence : .statusEnd
        guard let last = evidence.last, last.what == wanted else { return false }
        return hasEnded(EraseStatus(raw(last), on: set))
    }

    private func isRefusal(_ refusal: CommandRefusal) -> Bool {
        switch refusal {
        // Nothing was sent, so nothing came back.
        case .notProved: evidence.last { $0.what == .command }.map { $0.status == nil } ?? false
        case .refusedByDrive: lastAnswer == .refused(.refusedByDrive)
        case .running: lastAnswer == .refused(.running)
        case .inFailureMode: lastAnswer == .refused(.inFailureMode)
        case .frozen: lastAnswer == .refused(.frozen)
        case .denied: lastAnswer == .refused(.denied)
        case .firmwarePending: lastAnswer == .refused(.firmwarePending)
        }
    }
}

extension CertificateFacts.Command.Status {
    fileprivate func isSame(as status: EraseStatus) -> Bool {
        let found: DriveState =
            switch status.state {
            case .idle: .idle
            case .running: .running
            case .failed: .failed
            case .frozen: .frozen
            case .unknown: .unknown
            }
        return state == found && lastSucceeded == status.lastSucceeded
    }
}
