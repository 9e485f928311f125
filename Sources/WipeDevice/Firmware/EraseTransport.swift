// Asks the drive that is held for its wipe how its own erase stands, and tells it to begin: each answer with its bytes, and no command before the
// drive has proved, by the way on which the command would go, that it is the one that was decided about.

import WipeContents
import WipeCore
import WipeFirmware

/// A drive's own erase, on the descriptor by which the drive is held. Blocks; used by one thread at a time.
struct EraseTransport {
    /// The commands that the drive understands.
    let transport: CommandTransport
    private let admitted: AdmittedMedia
    private let drive: any FirmwareTransport & EraseSender

    init(_ transport: CommandTransport, to drive: any FirmwareTransport & EraseSender, admitted: AdmittedMedia) {
        self.transport = transport
        self.drive = drive
        self.admitted = admitted
    }

    /// The way to a drive that is held open; nil where it stands behind a bridge, or what carries its commands is not known: then no command goes out.
    init?(_ device: ExclusiveDevice, folder: SystemFolder = SystemFolder()) {
        guard let transport = CommandTransport(of: device.admitted, folder: folder) else { return nil }
        // Each request has a time of its own, and the run decides when the drive is asked.
        self.init(transport, to: DescriptorTransport(descriptor: device.descriptor, deadline: .max), admitted: device.admitted)
    }

    /// How the drive's own erase stands. Reads nothing from the medium. That nothing runs, or that it has ended, counts only where the drive proves to
    /// be the one: else nobody has answered.
    func status() -> (EraseStatus, EraseEvidence) {
        let request = EraseRequest(.status, on: transport)
        let (exchange, _) = drive.send(request)
        let status = EraseStatus(exchange, on: transport)
        guard status.state == .idle else { return (status, exchange) }
        do { try proveThroughCommands() } catch { return (.unknown, EraseEvidence(request: request.bytes, status: nil, answer: [])) }
        return (status, exchange)
    }

    /// Tells the drive to erase itself; answered when it has begun, or has not. Where the drive does not prove to be the one nothing is sent, which the
    /// evidence shows by having no status.
    func start(_ command: EraseCommand) -> (EraseAnswer, EraseEvidence) {
        let request = EraseRequest(.command(command), on: transport)
        do { try proveThroughCommands() } catch {
            return (.refused(.notProved), EraseEvidence(request: request.bytes, status: nil, answer: []))
        }
        let (exchange, why) = drive.send(request)
        return (EraseAnswer(exchange, on: transport, why: why ?? "nothing came back"), exchange)
    }

    /// Reads again, by the way on which commands go, who the drive is: the number of a namespace or of a slot in a dock is no proof. Throws
    /// `identity-mismatch` where it is another one, does not say who it is, or is not the only one that a command would reach.
    func proveThroughCommands() throws(OpenRefusal) {
        switch transport {
        case .ata: try proveATA()
        case .nvme: try proveNVMe()
        case .scsi: try proveSCSI()
        }
    }

    private func proveATA() throws(OpenRefusal) {
        guard let bytes = drive.ask(AtaCommand.identifyDevice).data(count: AtaCommand.identifyDevice.dataBytes),
            let identify = try? AtaIdentify(bytes)
        else { throw refusal("serial", admitted.identity.serial, nil) }
        try same("serial", admitted.identity.serial, identify.serial)
        try fits("model", admitted.identity.model, identify.model)
        try same(capacity: identify.sectors.map { $0.multipliedReportingOverflow(by: identify.sectorBytes) })
    }

    private func proveNVMe() throws(OpenRefusal) {
        func page(_ command: NvmeCommand) -> [UInt8]? { drive.ask(command).data(count: command.submission.dataBytes) }
        guard let id = drive.namespace, let controller = page(.identifyController).flatMap({ NvmeController($0) }),
            let namespace = page(.identifyNamespace(id)).flatMap({ NvmeNamespace($0) })
        else { throw refusal("serial", admitted.identity.serial, nil) }
        try same("serial", admitted.identity.serial, controller.serial)
        try fits("model", admitted.identity.model, controller.model)
        try same(capacity: namespace.blocks.multipliedReportingOverflow(by: namespace.blockBytes))
        // Sanitize reaches the whole drive, whoever else has a part of it.
        guard !controller.hasSeveralControllers else { throw refusal("number of controllers", "1", "several") }
        var lists: [NvmeCommand] = [.activeNamespaces]
        if controller.managesNamespaces { lists.append(.allocatedNamespaces) }
        for list in lists {
            guard page(list).flatMap({ NvmeNamespaceList.ids($0) }) == [id] else {
                throw refusal("number of namespaces", "1", "several, or unknown")
            }
        }
    }

    private func proveSCSI() throws(OpenRefusal) {
        let page = ScsiAnswer.page(.unitSerialNumber, drive.ask(ScsiCommand.vitalProductData(.unitSerialNumber)))
        try same("serial", admitted.identity.serial, page.flatMap { DeviceText.clean(bytes: $0) })
    }

    private func same(_ fact: String, _ expected: String?, _ found: String?) throws(OpenRefusal) {
        guard let expected, let found, !Self.plain(found).isEmpty, Self.plain(expected) == Self.plain(found) else {
            throw refusal(fact, expected, found)
        }
    }

    /// A name that came to us in a field that is too short for it was cut.
    private func fits(_ fact: String, _ expected: String?, _ found: String?) throws(OpenRefusal) {
        guard let expected else { return }
        let (known, said) = (Self.plain(expected), Self.plain(found ?? ""))
        guard !said.isEmpty, said.starts(with: known) || known.starts(with: said) else {
            throw refusal(fact, expected, found)
        }
    }

    private func same(capacity found: (partialValue: UInt64, overflow: Bool)?) throws(OpenRefusal) {
        let expected = admitted.geometry.capacityBytes
        guard let found, !found.overflow, found.partialValue == expected else {
            throw refusal("capacity in bytes", "\(expected)", found.map { "\($0.partialValue)" })
        }
    }

    /// udev writes signs that it does not like as underscores: letters and digits count.
    static func plain(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }

    private func refusal(_ fact: String, _ expected: String?, _ found: String?) -> OpenRefusal {
        OpenRefusal(
            .identityMismatch,
            [
                "fact": "\(fact) by the drive's own answer", "node": admitted.attachment.node, "expected": expected ?? "unknown",
                "found": found ?? "unknown",
            ])
    }
}

extension CommandTransport {
    /// The commands that this drive understands, by the way on which it is plugged in; nil where they would not reach it, or something else.
    init?(of admitted: AdmittedMedia, folder: SystemFolder) {
        let name = admitted.attachment.name
        switch IdentityFacts(name: name, properties: [:], folder: folder).transport {
        case .nvme: self = .nvme
        case .sata: self = .ata
        // A SATA drive in a SAS adapter has the page that only a translator of ATA makes.
        case .sas:
            // A unit beside it may belong to the same drive, and an erase reaches them all.
            guard ScsiTarget(of: name, folder: folder)?.otherUnits.isEmpty == true else { return nil }
            let isATA = admitted.identity.serialSource == .ataIdentify || folder.exists("/sys/class/block/\(name)/device/vpd_pg89")
            self = isATA ? .ata : .scsi
        default: return nil
        }
    }
}
