// What a drive's firmware told, as it goes over the wire.

import WipeAPI
import WipeCore
import WipeStation

extension CapabilitiesView {
    /// What the drive has told, and what this station has against it.
    init(_ told: Capabilities, of report: ProbeReport, _ rules: DeviceCommandRules) {
        self.init(
            identifySource: told.identifySource.rawValue, state: told.state.rawValue, fraction: told.fraction.map(Int.init),
            security: told.security.map { SecurityView(enabled: $0.isEnabled, locked: $0.isLocked, frozen: $0.isFrozen) },
            techniques: told.techniques.map { TechniqueView($0, rules.reasons(against: $0.technique, on: report)) },
            hiddenAreas: HiddenAreasView(told.hiddenAreas, sectorBytes: report.geometry?.logicalSectorBytes))
    }
}

extension TechniqueView {
    init(_ offer: TechniqueOffer, _ ofTheStation: [TechniqueReason]) {
        self.init(
            id: offer.technique.rawValue, offered: offer.isOffered, claim: offer.claim?.rawValue,
            estimateSeconds: offer.estimate.map { Int(clamping: $0.seconds) }, estimateBasis: offer.estimate?.basis.rawValue,
            reasons: (offer.reasons + ofTheStation).map { ReasonView(code: $0.rawValue, message: $0.message) })
    }
}

extension HiddenAreasView {
    init(_ areas: HiddenAreas, sectorBytes: UInt32?) {
        let hidden = areas.hiddenSectors.flatMap { sectors in
            sectorBytes.map { Int(clamping: sectors.multipliedReportingOverflow(by: UInt64($0)).partialValue) }
        }
        self.init(
            hpa: HiddenAreaView(areas.hpa), dco: HiddenAreaView(areas.dco), amac: HiddenAreaView(areas.amac), hiddenBytes: hidden,
            nvme: areas.nvme.map {
                NvmeSpaceView(
                    activeNamespaces: $0.activeNamespaces, allocatedNamespaces: $0.allocatedNamespaces,
                    unallocatedBytes: $0.unallocatedBytes.map { Int(clamping: $0) }, rpmbBytes: Int(clamping: $0.rpmbBytes))
            })
    }
}

extension HiddenAreaView {
    init(_ area: HiddenArea) {
        self.init(
            state: area.state.rawValue, reason: area.reason.map { ReasonView(code: $0.rawValue, message: $0.message) },
            nativeSectors: area.nativeSectors.map { Int(clamping: $0) })
    }
}

extension ModelList {
    init(_ snapshot: Snapshot) {
        let known = snapshot.state.experience.values.map { ($0.model, $0.firmware, $0.technique.rawValue, $0) }
        self.init(models: known.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map { ModelView($0.3) })
    }
}

extension ModelView {
    init(_ one: TechniqueExperience) {
        self.init(
            model: one.model, firmware: one.firmware, technique: one.technique.rawValue, good: one.good, refused: one.refused,
            failed: one.failed, stalled: one.stalled, lastWasBad: one.lastWasBad, lastAt: one.lastAt.text)
    }
}
