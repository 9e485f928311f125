// Goal: no command to erase goes to a drive that has not proved, by the way of its commands, to be the one; what it answers comes back with its bytes.
// Method: recorded drives, admitted as themselves and as another, that remember what they were told; a device on which no command can go.

import Foundation
import Synchronization
import Testing
import WipeCore
import WipeFirmware

@testable import WipeDevice

/// A recorded drive that also takes erases, and keeps what it was sent.
private final class ErasableDrive: FirmwareTransport, EraseSender {
    let recorded: RecordedDrive
    let status: UInt16?
    let answer: [UInt8]
    private(set) var sent: [EraseRequest] = []

    init(_ recorded: RecordedDrive, status: UInt16?, answer: [UInt8]) {
        self.recorded = recorded
        self.status = status
        self.answer = answer
    }

    func reply(to command: AtaCommand) -> ScsiReply { recorded.reply(to: command) }
    func ask(_ command: ScsiCommand) -> ScsiReply { recorded.ask(command) }
    func ask(_ command: NvmeCommand) -> NvmeAnswer { recorded.ask(command) }
    var namespace: UInt32? { recorded.namespace }
    func send(_ request: EraseRequest) -> (exchange: EraseEvidence, why: String?) {
        sent.append(request)
        return (EraseEvidence(request: request.bytes, status: status, answer: answer), status == nil ? "no answer" : nil)
    }
}

@Suite struct EraseTransportTests {
    private func admitted(
        _ drive: RecordedDrive, serial: String?, model: String? = nil, capacity: UInt64? = nil
    ) throws -> AdmittedMedia {
        let bytes = capacity ?? drive.drive.capacityBytes
        let geometry = try #require(Geometry(capacityBytes: bytes, logicalSectorBytes: 512, physicalSectorBytes: 512))
        return AdmittedMedia(
            attachment: AttachmentID(name: "sdz", diskSequence: 1), deviceMajor: 8, deviceMinor: 400,
            identity: MediaIdentity(
                vendor: nil, model: model, serial: serial, serialSource: .ataIdentify, wwn: nil, capacityBytes: bytes),
            geometry: geometry, bootID: "boot")
    }

    private static let running = SenseTests.bytes("7201001d0000000e090c010040000052003200004050")

    private struct Sent {
        var transport: EraseTransport
        var drive: ErasableDrive
    }

    private func erase(
        _ name: String, _ transport: CommandTransport, serial: String?, model: String? = nil, capacity: UInt64? = nil
    ) throws -> Sent {
        let recorded = try RecordedDrive(name)
        let answer: (UInt16, [UInt8]) = transport == .ata ? (2, Self.running) : (0, [])
        let drive = ErasableDrive(recorded, status: answer.0, answer: answer.1)
        let admitted = try admitted(recorded, serial: serial, model: model, capacity: capacity)
        return Sent(transport: EraseTransport(transport, to: drive, admitted: admitted), drive: drive)
    }

    static let sound: [(String, CommandTransport)] = [
        ("hand-ssd-clean", .ata), ("tcmu-sata-idle", .ata), ("tcp-nvme-idle", .nvme), ("hand-nvme-clean", .nvme), ("tcmu-sas-idle", .scsi),
    ]

    @Test(arguments: sound) func theDriveThatWasDecidedAboutIsTold(_ name: String, _ transport: CommandTransport) throws {
        let serial = try #require(try RecordedDrive(name).drive.serial)
        let told = try erase(name, transport, serial: serial)
        let (answer, exchange) = told.transport.start(.crypto)
        #expect(answer == .accepted && told.drive.sent == [EraseRequest(.command(.crypto), on: transport)])
        #expect(exchange.request == told.drive.sent.first?.bytes)
        #expect(EraseAnswer(exchange, on: transport) == answer)
        // udev writes a space as an underscore; a field that is too short cuts a name.
        let other = try erase(name, transport, serial: "_" + serial.replacingOccurrences(of: "-", with: "_"))
        #expect(other.transport.start(.block).0 == .accepted)
    }

    @Test(arguments: sound) func anotherDriveIsToldNothing(_ name: String, _ transport: CommandTransport) throws {
        let serial = try #require(try RecordedDrive(name).drive.serial)
        var wrong: [Sent] = [
            try erase(name, transport, serial: serial + "1"), try erase(name, transport, serial: nil),
            try erase(name, transport, serial: "---"),
        ]
        if transport != .scsi {
            wrong.append(try erase(name, transport, serial: serial, model: "ANOTHER MODEL"))
            wrong.append(try erase(name, transport, serial: serial, capacity: 1 << 20))
        }
        for sent in wrong {
            let (answer, exchange) = sent.transport.start(.block)
            #expect(answer == .refused(.notProved) && sent.drive.sent.isEmpty && exchange.status == nil)
            #expect(throws: OpenRefusal.self) { try sent.transport.proveThroughCommands() }
        }
    }

    /// Two namespaces, bytes that more could be made of, a drive that does not answer, another in its slot.
    @Test(arguments: [("qemu-nvme-two", CommandTransport.nvme), ("hand-silent", .ata)])
    func whatReachesMoreOrNobodyIsNotTold(_ name: String, _ transport: CommandTransport) throws {
        let serial = try RecordedDrive(name).drive.serial ?? "ANY-1"
        let sent = try erase(name, transport, serial: serial)
        #expect(sent.transport.start(.crypto).0 == .refused(.notProved) && sent.drive.sent.isEmpty)
    }

    @Test func theStateComesWithItsBytes() throws {
        let sent = try erase("tcmu-sata-running", .ata, serial: "TC-ATA1")
        let (status, exchange) = sent.transport.status()
        #expect(status == EraseStatus(state: .running, fraction: 0x3252) && exchange.answer == Self.running)
        #expect(sent.drive.sent == [EraseRequest(.status, on: .ata)] && sent.drive.recorded.asked.isEmpty)
    }

    /// That nothing runs is no word of the drive where another one says it.
    @Test(arguments: sound) func whatAnotherDriveSaysIsNoAnswer(_ name: String, _ transport: CommandTransport) throws {
        let serial = try #require(try RecordedDrive(name).drive.serial)
        let idle: (UInt16, [UInt8]) =
            switch transport {
            case .ata: (2, SenseTests.bytes("7201001d0000000e090c01800000ff00ff0000004050"))
            case .nvme: (0, [0xFF, 0xFF, 0x01, 0x01, 0x02, 0, 0, 0] + [UInt8](repeating: 0, count: 24))
            case .scsi: (0, [0x70, 0, 0, 0, 0, 0, 0, 10] + [UInt8](repeating: 0, count: 10))
            }
        for (known, isTheOne) in [(serial, true), (serial + "1", false)] {
            let recorded = try RecordedDrive(name)
            let drive = ErasableDrive(recorded, status: idle.0, answer: idle.1)
            let (status, exchange) = EraseTransport(transport, to: drive, admitted: try admitted(recorded, serial: known)).status()
            #expect(status.state == (isTheOne ? .idle : .unknown) && exchange.status == (isTheOne ? idle.0 : nil))
            #expect(EraseStatus(exchange, on: transport) == status)
        }
    }

    @Test func aDescriptorThatIsNoneIsUnanswered() throws {
        let recorded = try RecordedDrive("tcp-nvme-idle")
        for transport in CommandTransport.allCases {
            let drive = DescriptorTransport(descriptor: -1, deadline: .max)
            let none = EraseTransport(transport, to: drive, admitted: try admitted(recorded, serial: "X1"))
            #expect(none.status().0 == .unknown && none.status().1.status == nil)
            let requests = [EraseRequest.Purpose.status, .command(.block), .command(.overwrite(5))]
            for request in requests.map({ EraseRequest($0, on: transport) }) {
                let (exchange, why) = drive.send(request)
                #expect(exchange == EraseEvidence(request: request.bytes, status: nil, answer: []) && why != nil)
            }
        }
    }

    /// By the way on which a drive is plugged in, as sysfs shows it.
    @Test func noCommandGoesBehindABridge() throws {
        let ways: [(String, CommandTransport?)] = [
            ("pci0000:00/0000:00:17.0/ata3/host2/target2:0:0/2:0:0:0/block/sdz", .ata),
            ("pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host6/target6:0:0/6:0:0:0/block/sdz", nil),
            ("pci0000:00/0000:01:00.0/host7/port-7:0/end_device-7:0/target7:0:0/7:0:0:0/block/sdz", .scsi),
            ("tcm_loop_0/tcm_loop_adapter_0/host8/target8:0:1/8:0:1:0/block/sdz", nil),
        ]
        let recorded = try RecordedDrive("tcmu-sas-idle")
        for (way, wanted) in ways {
            let root = FileManager.default.temporaryDirectory.appendingPathComponent("way-" + UUID().uuidString)
            defer { try? FileManager.default.removeItem(at: root) }
            let place = root.appendingPathComponent("sys/devices/" + way)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: place.path + "/device", withDestinationPath: "../..")
            let links = root.appendingPathComponent("sys/class/block")
            try FileManager.default.createDirectory(at: links, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: links.path + "/sdz", withDestinationPath: "../../devices/" + way)
            var media = try admitted(recorded, serial: "TC-SAS1")
            let folder = SystemFolder(root: root.path)
            let isATA = wanted == .ata
            #expect(CommandTransport(of: media, folder: folder) == (isATA ? .ata : wanted == .scsi ? .ata : nil), "\(way)")
            media = AdmittedMedia(
                attachment: media.attachment, deviceMajor: 8, deviceMinor: 400,
                identity: MediaIdentity(
                    vendor: nil, model: nil, serial: "TC-SAS1", serialSource: .scsiVPD, wwn: nil,
                    capacityBytes: media.geometry.capacityBytes), geometry: media.geometry, bootID: "boot")
            #expect(CommandTransport(of: media, folder: folder) == wanted, "\(way)")
            // Another unit of the same target: an erase would reach it too.
            let other = place.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("7:0:0:1")
            try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
            try Data("0\n".utf8).write(to: other.appendingPathComponent("type"))
            #expect(CommandTransport(of: media, folder: folder) == (wanted == .scsi ? nil : wanted), "\(way)")
        }
    }
}
