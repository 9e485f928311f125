// What a drive's own firmware can do, and what it hides. Facts of one look; nothing here was started.

/// Where a drive's own description of itself was read.
package enum IdentifySource: String, Codable, Sendable, CaseIterable {
    /// As the kernel kept it when the drive was attached.
    case sysfs
    /// Asked of the drive at the look.
    case ioctl
    /// Not read.
    case none
}

/// What the drive's own erase is doing.
package enum FirmwareState: String, Codable, Sendable, CaseIterable {
    case idle
    case running
    case failed
    case frozen
    case unknown
}

/// The ATA security feature set, IDENTIFY DEVICE word 128.
package struct SecurityFacts: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case isSupported, isEnabled, isLocked, isFrozen }
    package var isSupported: Bool
    /// A password is set.
    package var isEnabled: Bool
    package var isLocked: Bool
    package var isFrozen: Bool
    package init(isSupported: Bool, isEnabled: Bool, isLocked: Bool, isFrozen: Bool) {
        self.isSupported = isSupported
        self.isEnabled = isEnabled
        self.isLocked = isLocked
        self.isFrozen = isFrozen
    }
}

/// Everything that one look at a drive's firmware told.
package struct Capabilities: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case identifySource, state, fraction, security, techniques, hiddenAreas }
    package var identifySource: IdentifySource
    package var state: FirmwareState
    /// How much of a running erase is done, in 65,536ths; nil where none runs or the drive does not say.
    package var fraction: UInt16?
    /// Nil for a drive without ATA's security feature set, or one that was not read.
    package var security: SecurityFacts?
    /// One for each technique, in the order of the list.
    package var techniques: [TechniqueOffer]
    package var hiddenAreas: HiddenAreas

    package init(
        identifySource: IdentifySource, state: FirmwareState, fraction: UInt16? = nil, security: SecurityFacts? = nil,
        techniques: [TechniqueOffer], hiddenAreas: HiddenAreas
    ) {
        self.identifySource = identifySource
        self.state = state
        self.fraction = fraction
        self.security = security
        self.techniques = techniques
        self.hiddenAreas = hiddenAreas
    }
}

extension Capabilities {
    /// It says that it erases itself, or it can and does not say how it stands: nothing is read of it that can be left.
    package var mayBeErasing: Bool {
        switch state {
        case .running: true
        case .unknown: techniques.contains { Technique.sanitizes.contains($0.technique) && $0.isOffered == true }
        case .idle, .failed, .frozen: false
        }
    }

    /// Why nothing was read of it; nil where it may be read.
    package var whyNotRead: String? {
        guard mayBeErasing else { return nil }
        return state == .running ? "the drive is erasing itself" : "the drive does not say whether it is erasing itself"
    }
}

/// What a drive says it offers, before it is judged for its media. Nil: not known.
package struct OfferFacts: Hashable, Sendable {
    /// The media that the claims are for.
    package var media: MediaType
    package var capacityBytes: UInt64
    /// The techniques that the drive names, of those that were asked about.
    package var offered: Set<Technique>
    /// The techniques that the drive was asked about, or whose bits were read; of the others nothing is known.
    package var asked: Set<Technique>
    /// Seconds that the drive itself says a technique takes.
    package var statedSeconds: [Technique: UInt64]
    /// Why nothing at all is known; nil where the drive answered.
    package var unasked: TechniqueReason?
    /// What stands in the way of a technique that the drive offers.
    package var obstacles: [Technique: [TechniqueReason]]

    package init(
        media: MediaType, capacityBytes: UInt64, offered: Set<Technique> = [], asked: Set<Technique> = [],
        statedSeconds: [Technique: UInt64] = [:], unasked: TechniqueReason? = nil, obstacles: [Technique: [TechniqueReason]] = [:]
    ) {
        self.media = media
        self.capacityBytes = capacityBytes
        self.offered = offered
        self.asked = asked
        self.statedSeconds = statedSeconds
        self.unasked = unasked
        self.obstacles = obstacles
    }

    /// One offer for each technique of the closed list, with every reason that holds.
    package var offers: [TechniqueOffer] { Technique.allCases.map(offer) }

    private func offer(_ technique: Technique) -> TechniqueOffer {
        let claim = technique.claimAtMost(on: media)
        if technique == .overwrite { return TechniqueOffer(technique: technique, isOffered: true, claim: claim, estimate: guess) }
        let isOffered: Bool? = asked.contains(technique) ? offered.contains(technique) : nil
        var reasons: [TechniqueReason] = []
        if let unasked { reasons.append(unasked) }
        if isOffered == false { reasons.append(.notOffered) }
        if isOffered == nil, unasked == nil { reasons.append(.noAnswer) }
        if claim == nil { reasons.append(.notForMedia) }
        if isOffered == true { reasons += obstacles[technique] ?? [] }
        return TechniqueOffer(
            technique: technique, isOffered: isOffered, claim: isOffered == true ? claim : nil,
            estimate: isOffered == true ? estimate(technique) : nil, reasons: reasons)
    }

    private var guess: DurationEstimate { DurationEstimate(guessFor: capacityBytes) }

    /// An overwrite takes as long as the capacity makes it; what an erase of blocks or keys takes only the drive can say.
    private func estimate(_ technique: Technique) -> DurationEstimate? {
        if let seconds = statedSeconds[technique] { return DurationEstimate(seconds: seconds, basis: .drive) }
        return technique == .sanitizeOverwrite ? guess : nil
    }
}

extension Capabilities {
    /// A drive that was not asked, and why.
    package init(unasked: TechniqueReason, hidden: HiddenAreaReason, media: MediaType, capacityBytes: UInt64) {
        self.init(
            identifySource: .none, state: .unknown,
            techniques: OfferFacts(media: media, capacityBytes: capacityBytes, unasked: unasked).offers,
            hiddenAreas: HiddenAreas(unknown: hidden))
    }

    /// The look was over before the drive had been asked.
    package var ranOutOfTime: Bool { hiddenAreas.hpa.reason == .noTime }
}
