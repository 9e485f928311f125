// One look at an NVMe drive: the controller, the namespace that the host writes, the lists of namespaces, and how a sanitize stands.

import WipeCore
import WipeFirmware

/// An NVMe drive.
struct NvmeLook {
    let drive: CapabilityReader.Drive
    let transport: any FirmwareTransport

    func read() -> Capabilities {
        // The number of the namespace is the descriptor's, never that of a name.
        guard let id = transport.namespace, let controller = page(.identifyController).flatMap({ NvmeController($0) }) else {
            return drive.unasked(.noAnswer, .noAnswer)
        }
        guard drive.isItself(controller.serial) else { return drive.unasked(.noAnswer, .anotherDrive) }
        guard let namespace = page(.identifyNamespace(id)).flatMap({ NvmeNamespace($0) }) else {
            return drive.unasked(.noAnswer, .identifyUnreadable)
        }
        guard namespace.capacityBytes == drive.capacityBytes else { return drive.unasked(.noAnswer, .kernelDisagrees) }
        let space = space(controller)
        let log = controller.sanitize.isEmpty ? nil : page(.sanitizeLog).flatMap { SanitizeLog($0) }
        return Capabilities(
            identifySource: .ioctl, state: state(controller, log), fraction: log?.status == .running ? log?.progress : nil,
            techniques: offers(controller, space, log).offers, hiddenAreas: HiddenAreas(nvme: space))
    }

    /// All bytes of an answer; nil where they did not come.
    private func page(_ command: NvmeCommand) -> [UInt8]? {
        transport.ask(command).data(count: command.submission.dataBytes)
    }

    private func space(_ controller: NvmeController) -> NvmeSpace {
        let active = page(.activeNamespaces).flatMap { NvmeNamespaceList.ids($0) }?.count
        // Where namespaces cannot be made and taken away, all that there are are active.
        let allocated = controller.managesNamespaces ? page(.allocatedNamespaces).flatMap { NvmeNamespaceList.ids($0) }?.count : active
        return NvmeSpace(
            activeNamespaces: active, allocatedNamespaces: allocated, unallocatedBytes: controller.unallocatedBytes,
            rpmbBytes: controller.rpmbBytes)
    }

    private func state(_ controller: NvmeController, _ log: SanitizeLog?) -> FirmwareState {
        // Where there is no such erase, none can run.
        guard !controller.sanitize.isEmpty else { return .idle }
        switch log?.status {
        case .never, .done, .doneAndDeallocated: return .idle
        case .running: return .running
        case .failed: return .failed
        case .other, nil: return .unknown
        }
    }

    private func offers(_ controller: NvmeController, _ space: NvmeSpace, _ log: SanitizeLog?) -> OfferFacts {
        var offers = drive.offers
        offers.asked = Set(Technique.allCases)
        offers.offered = controller.sanitize
        if controller.offersFormat { offers.offered.insert(.formatUser) }
        if controller.offersFormat, controller.formatsByKey { offers.offered.insert(.formatCrypto) }
        offers.statedSeconds[.sanitizeBlock] = log?.blockSeconds
        offers.statedSeconds[.sanitizeCrypto] = log?.cryptoSeconds
        offers.statedSeconds[.sanitizeOverwrite] = log?.overwriteSeconds
        // A count that was not read may be any.
        let isAlone = space.activeNamespaces == 1 && space.allocatedNamespaces == 1 && !controller.hasSeveralControllers
        for technique in Technique.sanitizes + [.formatUser, .formatCrypto] {
            var obstacles: [TechniqueReason] = isAlone ? [] : [.severalNamespaces]
            if Technique.sanitizes.contains(technique) {
                if log?.status == .failed { obstacles.append(.inFailureMode) }
                if state(controller, log) == .unknown { obstacles.append(.statusUnreadable) }
            }
            offers.obstacles[technique] = obstacles
        }
        return offers
    }
}
