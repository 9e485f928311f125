// From a drive's answers to the state of its hidden areas. Pure: nothing is asked here, and nothing that was not answered is guessed.

/// What an ATA drive answered to the questions about its hidden areas. Sectors are the drive's logical sectors.
package struct HiddenAreaAnswers: Hashable, Sendable {
    /// Answer to one question.
    package enum Answer: Hashable, Sendable {
        /// The question was not put.
        case notAsked
        /// The highest address, counted from 0.
        case lastSector(UInt64)
        /// The drive refused to say.
        case aborted
        /// The answer came without the registers that hold it.
        case unreadable
        /// Nothing came back.
        case unanswered
    }

    /// Sectors that IDENTIFY DEVICE names.
    package var accessibleSectors: UInt64
    /// What IDENTIFY DEVICE says is supported.
    package var offersHPA: Bool
    package var offersDCO: Bool
    package var offersAMAC: Bool
    /// READ NATIVE MAX ADDRESS EXT.
    package var nativeMax: Answer
    /// GET NATIVE MAX ADDRESS EXT.
    package var accessibleMax: Answer
    /// DEVICE CONFIGURATION IDENTIFY.
    package var overlay: Answer
    /// Whether the bytes of that answer add up.
    package var overlaySumIsRight: Bool
    /// Sectors that the kernel gives the drive, in the drive's own unit; nil where they are no whole number of them.
    package var kernelSectors: UInt64?

    package init(
        accessibleSectors: UInt64, offersHPA: Bool, offersDCO: Bool, offersAMAC: Bool, nativeMax: Answer = .notAsked,
        accessibleMax: Answer = .notAsked, overlay: Answer = .notAsked, overlaySumIsRight: Bool = true, kernelSectors: UInt64?
    ) {
        self.accessibleSectors = accessibleSectors
        self.offersHPA = offersHPA
        self.offersDCO = offersDCO
        self.offersAMAC = offersAMAC
        self.nativeMax = nativeMax
        self.accessibleMax = accessibleMax
        self.overlay = overlay
        self.overlaySumIsRight = overlaySumIsRight
        self.kernelSectors = kernelSectors
    }

    /// Whether READ NATIVE MAX ADDRESS EXT is to be asked: what replaced it counts alone where both are there.
    package var asksNativeMax: Bool { offersHPA && !offersAMAC }
}

extension HiddenAreas {
    /// The state of each area: not supported where the drive does not offer it; absent where its own answer is the accessible capacity; present
    /// where it is larger; unknown, with the reason, wherever the answers do not decide. When the kernel and the drive name different
    /// capacities nothing that either says is believed.
    package static func detect(_ answers: HiddenAreaAnswers) -> HiddenAreas {
        let accessible = answers.accessibleSectors
        var found = HiddenAreas(
            hpa: HiddenArea(.notSupported), dco: HiddenArea(.notSupported), amac: HiddenArea(.notSupported), accessibleSectors: accessible)
        if answers.offersAMAC {
            found.amac = native(answers.accessibleMax, accessible)
            // One native address: a drive that keeps both names for it hides as much behind either.
            if answers.offersHPA { found.hpa = found.amac }
        } else if answers.offersHPA {
            found.hpa = native(answers.nativeMax, accessible)
        }
        if answers.offersDCO {
            let known = [found.hpa, found.amac].filter { $0.state != .unknown }.compactMap(\.nativeSectors).max() ?? accessible
            found.dco = overlay(answers, largest: max(accessible, known))
        }
        guard accessible > 0, answers.kernelSectors == accessible else { return found.doubted }
        return found
    }

    private static func native(_ answer: HiddenAreaAnswers.Answer, _ accessible: UInt64) -> HiddenArea {
        switch answer {
        case .notAsked: return HiddenArea(unknown: .notAsked)
        case .aborted: return HiddenArea(unknown: .aborted)
        case .unreadable: return HiddenArea(unknown: .statusUnreadable)
        case .unanswered: return HiddenArea(unknown: .noAnswer)
        case .lastSector(let last):
            // An address has 48 bits.
            guard last < 1 << 48 else { return HiddenArea(unknown: .implausible) }
            let sectors = last + 1
            guard sectors >= accessible else { return HiddenArea(unknown: .implausible, nativeSectors: sectors) }
            return HiddenArea(sectors > accessible ? .presentNotAddressed : .absent, nativeSectors: sectors)
        }
    }

    private static func overlay(_ answers: HiddenAreaAnswers, largest: UInt64) -> HiddenArea {
        switch answers.overlay {
        case .notAsked: return HiddenArea(unknown: .notAsked)
        case .aborted: return HiddenArea(unknown: .frozen)
        case .unreadable: return HiddenArea(unknown: .statusUnreadable)
        case .unanswered: return HiddenArea(unknown: .noAnswer)
        case .lastSector(let last):
            guard last < 1 << 48 else { return HiddenArea(unknown: answers.overlaySumIsRight ? .implausible : .checksum) }
            let sectors = last + 1
            guard answers.overlaySumIsRight else { return HiddenArea(unknown: .checksum, nativeSectors: sectors) }
            // Some drives answer 0 or 1 there and mean nothing by it.
            guard last > 1, sectors >= largest else { return HiddenArea(unknown: .implausible, nativeSectors: sectors) }
            return HiddenArea(sectors > largest ? .presentNotAddressed : .absent, nativeSectors: sectors)
        }
    }

    /// The same answers, believed in nothing.
    private var doubted: HiddenAreas {
        var doubted = self
        doubted.hpa = HiddenArea(unknown: .kernelDisagrees, nativeSectors: hpa.nativeSectors)
        doubted.dco = HiddenArea(unknown: .kernelDisagrees, nativeSectors: dco.nativeSectors)
        doubted.amac = HiddenArea(unknown: .kernelDisagrees, nativeSectors: amac.nativeSectors)
        return doubted
    }
}
