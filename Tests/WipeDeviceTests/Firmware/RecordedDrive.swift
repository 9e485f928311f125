// A drive that answers with recorded bytes, and remembers what it was asked.

import Foundation
import Synchronization
import WipeCore

@testable import WipeDevice

/// One folder of `Fixtures/firmware`.
final class RecordedDrive: FirmwareTransport, Sendable {
    struct Line: Sendable {
        var status: Int32
        var sense: [UInt8]
        var data: [UInt8]
    }
    let drive: CapabilityReader.Drive
    let namespace: UInt32?
    private let lines: [String: Line]
    private let log = Mutex<[String]>([])

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path + "/Fixtures/firmware"

    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasSuffix(".md") }.sorted()
    }

    convenience init(_ name: String) throws { try self.init(path: RecordedDrive.folder + "/" + name) }

    init(path: String) throws {
        func bytes(_ file: Substring) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(file)"))) }
        var lines: [String: Line] = [:]
        var (namespace, page89): (UInt32?, [UInt8]?) = (nil, nil)
        var known: [Substring] = []
        for line in try String(contentsOfFile: path + "/answers.txt", encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            switch words[0] {
            case "drive": known = Array(words.dropFirst())
            case "namespace": namespace = UInt32(words[1])
            case "page89": page89 = try bytes(words[1])
            default:
                lines[String(words[0])] = Line(
                    status: Int32(words[1]) ?? 0, sense: words[2] == "-" ? [] : SenseTests.bytes(String(words[2])),
                    data: words[3] == "-" ? [] : try bytes(words[3]))
            }
        }
        self.lines = lines
        self.namespace = namespace
        drive = CapabilityReader.Drive(
            kind: known[0] == "nvme" ? .nvme : .scsi, transport: Transport(rawValue: String(known[1])), isATA: known[2] == "ata",
            mediaType: MediaType(rawValue: String(known[3])) ?? .unknown, serial: known[4] == "-" ? nil : String(known[4]),
            capacityBytes: UInt64(known[5]) ?? 0,
            page89: page89)
    }

    /// What it was asked, in order.
    var asked: [String] { log.withLock { $0 } }

    private func line(_ key: String) -> Line? {
        log.withLock { $0.append(key) }
        return lines[key]
    }

    private func reply(_ key: String) -> ScsiReply {
        guard let line = line(key) else { return .unanswered(why: "not recorded") }
        return .ended(status: UInt8(line.status), sense: line.sense, data: line.data)
    }

    func reply(to command: AtaCommand) -> ScsiReply { reply(command.word) }
    func ask(_ command: ScsiCommand) -> ScsiReply { reply(command.word) }

    func ask(_ command: NvmeCommand) -> NvmeAnswer {
        guard let line = line(command.word) else { return .unanswered(why: "not recorded") }
        return NvmeAnswer(status: line.status, data: line.data)
    }

    func look() -> Capabilities { CapabilityReader(drive: drive, transport: self).read() }
}
