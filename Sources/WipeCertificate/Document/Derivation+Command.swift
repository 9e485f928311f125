// What follows from an erase by the drive itself: worked out here from the facts, and once more, from the finished document and the drive's own bytes,
// in Honesty.

extension Technique {
    /// The most that may be claimed of it on such media (rule H1); nil for nothing. Where sources disagree the lower one counts.
    func level(on media: MediaType) -> ClaimLevel? {
        switch (self, media) {
        case (.overwrite, _): .clear
        case (_, .unknown), (_, .flashRemovable): nil
        case (.sanitizeBlock, .flashSSD), (.sanitizeCrypto, _): .purge
        case (.sanitizeOverwrite, .magneticHDD), (.sanitizeOverwrite, .hybrid): .purge
        case (.sanitizeBlock, _), (.sanitizeOverwrite, _): nil
        case (.formatUser, .flashSSD), (.formatCrypto, .flashSSD): .clear
        case (.formatUser, _), (.formatCrypto, _): nil
        case (.securityErase, _): .clear
        case (.securityEraseEnhanced, .magneticHDD): .purge
        case (.securityEraseEnhanced, _): .clear
        }
    }

    /// It reaches cells that no host can address.
    var reachesSpareCells: Bool {
        switch self {
        case .sanitizeBlock, .sanitizeCrypto: true
        case .overwrite, .sanitizeOverwrite, .formatUser, .formatCrypto, .securityErase, .securityEraseEnhanced: false
        }
    }
}

extension CertificateFacts.Contents {
    /// What the counts come to; nil where nothing was read.
    var kind: ContentsKind? {
        guard let sectors = Exact.sum([zeroSectors, oneSectors, periodicSectors, otherSectors]), sectors > 0 else { return nil }
        switch sectors {
        case zeroSectors: return .zeros
        case oneSectors: return .ones
        case otherSectors: return .randomLooking
        case periodicSectors where otherPeriodSectors == 0:
            return Set(period.flatMap(Hexadecimal.decode) ?? []).count == 1 ? .byte : .period
        default: return .mixed
        }
    }

    /// Whether such a command leaves such contents.
    func areLeft(by technique: Technique, _ parameters: CertificateFacts.Command.Parameters) -> Bool {
        switch (technique, kind) {
        case (_, nil), (_, .mixed): false
        case (.sanitizeOverwrite, _): repeats(parameters.pattern.flatMap(Hexadecimal.decode) ?? [])
        case (.sanitizeCrypto, .zeros), (.sanitizeCrypto, .randomLooking): true
        case (.sanitizeCrypto, _): false
        case (_, .zeros), (_, .ones), (_, .byte), (_, .period): true
        case (_, .randomLooking): false
        }
    }

    /// The period is these four bytes. In which order a drive puts them on the medium is not agreed upon: any rotation counts, forwards or backwards.
    private func repeats(_ bytes: [UInt8]) -> Bool {
        guard kind == .byte || kind == .period, bytes.count == 4, let period = period.flatMap(Hexadecimal.decode), period.count == 16 else {
            return false
        }
        for order in [bytes, Array(bytes.reversed())] {
            for turn in 0..<4 {
                let turned = Array(order[turn...]) + Array(order[..<turn])
                if period == Array([turned, turned, turned, turned].joined()) { return true }
            }
        }
        return false
    }
}

extension CertificateFacts {
    /// What came of the read-back after a command, where that is already plain.
    func spoils(_ command: Command, _ technique: Technique, _ contents: Contents?) -> Bool {
        command.marks.survived > 0 || contents.map { $0.kind != nil && !$0.areLeft(by: technique, command.parameters) } ?? false
    }

    /// The technique of the last pass that bears out a Purge; nil where none does.
    var purgeTechnique: Technique? {
        var borneOut: Technique?
        for (pass, result) in zip(run.passes, verificationResults)
        where pass.command?.state == .ended && result == .pass && pass.technique.level(on: media.mediaType) == .purge {
            borneOut = pass.technique
        }
        return borneOut
    }

    /// What a record of such a kind claims: nothing beyond its policy, and a failure record nothing at all.
    func statedClaim(_ kind: CertificateKind) -> StatedClaim? {
        guard kind == .certificate, let claim = policy.claim else { return nil }
        // What no pass bears out names the last one all the same: the rules refuse it then.
        return StatedClaim(claim, technique: claim.level == .purge ? purgeTechnique ?? run.passes.last?.technique ?? .overwrite : nil)
    }

    /// What came of a Purge, given what is claimed.
    func purgeState(_ claim: StatedClaim?) -> PurgeState {
        guard let purge else { return .notRequested }
        if purge.fallback != nil { return .unavailable }
        return claim?.claim.level == .purge ? .performed : .failed
    }

    /// Exceptions that a command asks for.
    var exceptionsOfCommands: [CertificateException] {
        let commands = run.passes.filter { $0.command != nil }
        let counts = [health.reallocatedSectors.before, health.reallocatedSectors.after]
        var found: [CertificateException] = []
        if commands.contains(where: { $0.technique == .sanitizeCrypto }) { found.append(.keyErase) }
        if commands.contains(where: { $0.technique == .sanitizeOverwrite }), counts.contains(where: { $0 != 0 }) {
            found.append(.inaccessibleSectors)
        }
        if commands.contains(where: { $0.command?.transport == .scsi }) { found.append(.completionNotStated) }
        return found
    }
}
