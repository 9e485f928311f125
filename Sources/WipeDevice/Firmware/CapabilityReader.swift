// Asks one drive what its firmware can do and what it hides. Sends questions only, and none to a drive behind a bridge.

import WipeContents
import WipeCore
import WipeFirmware

/// Reads `Capabilities`. Blocks as long as the drive takes to answer, at most the time of one question after the first that stays unanswered.
struct CapabilityReader {
    /// What is known of the drive before it is asked.
    struct Drive: Equatable, Sendable {
        var kind: DeviceKind
        /// As `ProbeReport.transport`.
        var transport: Transport?
        /// An ATA drive, whatever it is plugged into.
        var isATA: Bool
        var mediaType: MediaType
        /// As it was identified; nil where it was not read from the drive.
        var serial: String?
        /// Size that the kernel gives it.
        var capacityBytes: UInt64
        /// Page 89h of vital product data as the kernel kept it when the drive was attached; nil where it has none.
        var page89: [UInt8]?
    }

    let drive: Drive
    let transport: any FirmwareTransport

    /// Everything that the drive tells. There is no failure: what could not be read is unknown, with its reason.
    func read() -> Capabilities {
        let found = look()
        // What was answered before the time was over would look like a drive that says nothing more.
        return transport.hasRunOut ? unasked(.noTime, .noTime) : found
    }

    private func look() -> Capabilities {
        switch (drive.kind, drive.transport) {
        case (_, .usb): return unasked(.behindABridge, .behindABridge)
        case (.nvme, _): return NvmeLook(drive: drive, transport: transport).read()
        case (.scsi, .sata), (.scsi, .sas):
            return drive.isATA
                ? AtaLook(drive: drive, transport: transport).read() : ScsiLook(drive: drive, transport: transport).read()
        default: return unasked(.notDirect, .notDirect)
        }
    }

    private func unasked(_ reason: TechniqueReason, _ hidden: HiddenAreaReason) -> Capabilities { drive.unasked(reason, hidden) }
}

extension CapabilityReader.Drive {
    func unasked(_ reason: TechniqueReason, _ hidden: HiddenAreaReason) -> Capabilities {
        Capabilities(unasked: reason, hidden: hidden, media: mediaType, capacityBytes: capacityBytes)
    }

    var offers: OfferFacts { OfferFacts(media: mediaType, capacityBytes: capacityBytes) }

    /// What the report says of it, and what the kernel kept of its IDENTIFY DEVICE.
    init(_ report: ProbeReport, folder: SystemFolder) {
        let sources: [SerialSource] = [.ataIdentify, .scsiVPD, .nvmeIdentify]
        let page = try? folder.bytes("/sys/class/block/\(report.attachment.name)/device/vpd_pg89")
        self.init(
            kind: report.kind, transport: report.transport,
            isATA: report.transport == .sata || page != nil || report.properties["ID_ATA"] == "1", mediaType: report.mediaType,
            serial: sources.contains(report.identity.serialSource) ? report.identity.serial : nil,
            capacityBytes: report.identity.capacityBytes, page89: page)
    }

    /// Whether a serial that the drive answers is the one it was identified by; a drive that states none is not another one. udev writes signs
    /// that it does not like as underscores: letters and digits count.
    func isItself(_ serial: String?) -> Bool {
        guard let known = self.serial, let serial else { return true }
        return EraseTransport.plain(known) == EraseTransport.plain(serial)
    }
}

extension Technique {
    static let securityErases: [Technique] = [.securityErase, .securityEraseEnhanced]
}

/// A SAS drive.
struct ScsiLook {
    let drive: CapabilityReader.Drive
    let transport: any FirmwareTransport

    func read() -> Capabilities {
        var offers = drive.offers
        let stateReply = transport.ask(.requestSense)
        if case .unanswered = stateReply { return drive.unasked(.noAnswer, .noAnswer) }
        let status = stateReply.eraseStatus(.scsi)
        if let page = ScsiAnswer.page(.unitSerialNumber, transport.ask(.vitalProductData(.unitSerialNumber))),
            !drive.isItself(DeviceText.clean(bytes: page))
        {
            return drive.unasked(.noAnswer, .anotherDrive)
        }
        offers.asked = Set(Technique.allCases).subtracting(Technique.sanitizes)
        let actions: [(ScsiCommand.SanitizeAction, Technique)] = [
            (.blockErase, .sanitizeBlock), (.cryptographicErase, .sanitizeCrypto), (.overwrite, .sanitizeOverwrite),
        ]
        for (action, technique) in actions {
            let reply = transport.ask(.supportsSanitize(action))
            if case .unanswered = reply { break }
            guard let isSupported = ScsiAnswer.isSupported(reply) else { continue }
            offers.asked.insert(technique)
            if isSupported { offers.offered.insert(technique) }
        }
        for technique in Technique.sanitizes {
            switch status.state {
            case .failed: offers.obstacles[technique] = [.inFailureMode]
            case .unknown: offers.obstacles[technique] = [.statusUnreadable]
            case .running, .idle, .frozen: break
            }
        }
        // The areas of ATA are not there; a capacity limit of SCSI's own may be, and is not asked about.
        let hidden = HiddenAreas(hpa: HiddenArea(unknown: .limitNotAsked), dco: HiddenArea(.notSupported), amac: HiddenArea(.notSupported))
        return Capabilities(
            identifySource: .ioctl, state: FirmwareState(status.state), fraction: status.fraction, techniques: offers.offers,
            hiddenAreas: hidden)
    }
}

extension FirmwareState {
    /// The same words; what stands in records of erases may part from what is shown of a drive.
    init(_ state: EraseStatus.State) {
        self =
            switch state {
            case .idle: .idle
            case .running: .running
            case .failed: .failed
            case .frozen: .frozen
            case .unknown: .unknown
            }
    }
}
