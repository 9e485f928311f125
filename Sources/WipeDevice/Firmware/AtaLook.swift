// One look at an ATA drive: IDENTIFY first, then only what it says it offers.

import WipeCore
import WipeFirmware

/// A drive that is plugged straight into a SATA port or a SAS adapter.
struct AtaLook {
    let drive: CapabilityReader.Drive
    let transport: any FirmwareTransport

    func read() -> Capabilities {
        let (identify, source) = identified()
        guard let identify else { return drive.unasked(.noAnswer, .identifyUnreadable) }
        guard drive.isItself(identify.serial) else { return drive.unasked(.noAnswer, .anotherDrive) }
        // What the kernel kept needs no question; a drive that does not answer the first one is asked nothing more.
        let status = source == .ioctl && identify.sanitize != nil ? transport.reply(to: .sanitizeStatus).eraseStatus(.ata) : nil
        return Capabilities(
            identifySource: source, state: state(identify, status), fraction: status?.fraction, security: identify.security,
            techniques: offers(identify, status).offers, hiddenAreas: hiddenAreas(identify, source))
    }

    /// The drive's own answer, else what the kernel kept.
    private func identified() -> (AtaIdentify?, IdentifySource) {
        if let bytes = transport.ask(.identifyDevice).data(count: AtaCommand.identifyDevice.dataBytes) {
            // A damaged answer is not mended with an older one.
            return (try? AtaIdentify(bytes), .ioctl)
        }
        guard let page = drive.page89, let identify = try? AtaIdentify(page89: page) else { return (nil, .none) }
        return (identify, .sysfs)
    }

    private func state(_ identify: AtaIdentify, _ status: EraseStatus?) -> FirmwareState {
        // Where there is no such erase, none can run.
        status.map { FirmwareState($0.state) } ?? (identify.sanitize == nil ? .idle : .unknown)
    }

    private func offers(_ identify: AtaIdentify, _ status: EraseStatus?) -> OfferFacts {
        var offers = drive.offers
        offers.asked = Set(Technique.allCases)
        if !identify.statesFeatures { offers.asked.subtract(Technique.securityErases) }
        offers.offered = identify.sanitize ?? []
        if identify.security != nil { offers.offered.insert(.securityErase) }
        if identify.offersEnhancedErase { offers.offered.insert(.securityEraseEnhanced) }
        offers.statedSeconds[.securityErase] = identify.eraseSeconds
        offers.statedSeconds[.securityEraseEnhanced] = identify.enhancedEraseSeconds
        offers.statedSeconds[.sanitizeOverwrite] = identify.eraseSeconds
        let security = identify.security
        let isLocked = security.map { $0.isEnabled || $0.isLocked } ?? false
        for technique in Technique.sanitizes {
            var obstacles: [TechniqueReason] = []
            switch status?.state {
            case .frozen: obstacles.append(.frozen)
            case .failed: obstacles.append(.inFailureMode)
            case .unknown, nil: obstacles.append(.statusUnreadable)
            case .idle, .running: break
            }
            if isLocked { obstacles.append(.locked) }
            offers.obstacles[technique] = obstacles
        }
        for technique in Technique.securityErases {
            offers.obstacles[technique] = (security?.isFrozen == true ? [.frozen] : []) + (isLocked ? [.locked] : [])
        }
        return offers
    }

    private func hiddenAreas(_ identify: AtaIdentify, _ source: IdentifySource) -> HiddenAreas {
        guard identify.statesFeatures, let sectors = identify.sectors else { return HiddenAreas(unknown: .identifyUnreadable) }
        var answers = HiddenAreaAnswers(
            accessibleSectors: sectors, offersHPA: identify.offersHPA, offersDCO: identify.offersDCO, offersAMAC: identify.offersAMAC,
            kernelSectors: drive.capacityBytes % identify.sectorBytes == 0 ? drive.capacityBytes / identify.sectorBytes : nil)
        // Without a live answer to the first question none is put; then only what is not offered is known.
        let mayAsk = source == .ioctl
        answers.accessibleMax = answers.offersAMAC ? (mayAsk ? address(.getNativeMaxExt) : .unanswered) : .notAsked
        answers.nativeMax = answers.asksNativeMax ? (mayAsk ? address(.readNativeMaxExt) : .unanswered) : .notAsked
        // A question that stayed unanswered is followed by no other.
        let isSilent = [answers.accessibleMax, answers.nativeMax].contains(.unanswered) || !mayAsk
        if answers.offersDCO { (answers.overlay, answers.overlaySumIsRight) = isSilent ? (.unanswered, true) : overlay() }
        return HiddenAreas.detect(answers)
    }

    /// The LBA registers that one question was answered with.
    private func address(_ command: AtaCommand) -> HiddenAreaAnswers.Answer {
        switch transport.ask(command) {
        case .done(_, let registers?): registers.isComplete ? .lastSector(registers.lba) : .unreadable
        case .done(_, nil): .unreadable
        case .failed(let registers) where registers.isAborted: .aborted
        case .failed, .refused: .unreadable
        case .unanswered: .unanswered
        }
    }

    private func overlay() -> (HiddenAreaAnswers.Answer, sumIsRight: Bool) {
        switch transport.ask(.configurationIdentify) {
        case .done(let data, _):
            guard let overlay = AtaOverlay(data) else { return (.unreadable, true) }
            return (.lastSector(overlay.lastSector), overlay.sumIsRight)
        case .failed(let registers) where registers.isAborted: return (.aborted, true)
        case .failed, .refused: return (.unreadable, true)
        case .unanswered: return (.unanswered, true)
        }
    }
}
