// What libFuzzer calls: bytes to one of the readers of what others wrote. Built by scripts/fuzz alone. A trap, a report of AddressSanitizer, a
// promise that is not kept or an input that takes too long ends the program, and the input is written to a file.

import Foundation
import WipeAPI
import WipeContents

@testable import WipeCertificate
@testable import WipeCore
@testable import WipeDevice
import WipeFirmware
@testable import WipeFiles

private let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "request": request, "list": list, "yaml": yaml, "certificate": certificate, "log": log, "device": device,
    "firmware": firmware,
]

private let target = targets[ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""]

@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzerTestOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    guard let target else { preconditionFailure("FUZZ_TARGET names none of \(targets.keys.sorted())") }
    target([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
    return 0
}

/// Bodies of requests, and the texts in them as the routes check them. The HTTP around them is the library's.
private func request(_ bytes: [UInt8]) {
    let decoder = JSONDecoder()
    let data = Data(bytes)
    _ = try? decoder.decode(StartRequest.self, from: data)
    _ = try? decoder.decode(PriorityRequest.self, from: data)
    _ = try? decoder.decode(NoticeRequest.self, from: data)
    _ = try? decoder.decode(KeyRotateRequest.self, from: data)
    _ = try? decoder.decode(DropRequest.self, from: data)
    guard let tag = try? decoder.decode(TagRequest.self, from: data) else { return }
    if case .success(let text) = AssetTagText.check(tag.assetTag, pattern: try? TagPattern("OPEQ-[0-9]{4}")) {
        precondition(text.utf8.count == 9 && text.hasPrefix("OPEQ-"), "a tag that is not in the pattern")
    }
}

private func list(_ bytes: [UInt8]) {
    guard let rows = try? IntakeFile.read(bytes: bytes, name: "list") else { return }
    precondition(Set(rows.rows.map(\.serial)).count == rows.rows.count, "a serial twice")
    precondition(Set(rows.rows.map(\.assetTag)).count == rows.rows.count, "a tag twice")
    for row in rows.rows { precondition(!row.serial.isEmpty && !row.serial.unicodeScalars.contains(where: PlainText.isHidden)) }
}

private func yaml(_ bytes: [UInt8]) {
    if let station = try? StationFile.read(bytes: bytes, name: "station") {
        precondition(station.rules.bays.allSatisfy { !$0.match.isEmpty && !$0.id.isEmpty }, "a bay without a place")
        precondition(station.rules.protect.allSatisfy { !$0.isEmpty }, "an entry of protect that matches nothing")
    }
    if let policy = try? PolicyFile.read(bytes: bytes, name: "policy.yaml") {
        precondition(
            !policy.passes.isEmpty && policy.passes.contains { $0.verify != .none } || policy.claim == nil, "a claim without a look")
    }
}

private func certificate(_ bytes: [UInt8]) {
    let trust = try? KeyRing(parsing: bytes, file: "keys")
    let result = Verifier.verify(bytes: bytes, trust: trust ?? KeyRing(entries: []), allowSimulation: true)
    precondition(!result.valid, "valid without a key")
    _ = NoticeFacts.Target(signed: bytes)
    _ = KeyRotation(signed: bytes)
    guard let document = try? JSONParser.parse(bytes) else { return }
    precondition(
        (try? JSONParser.parse(document.canonicalBytes))?.canonicalBytes == document.canonicalBytes, "canonical bytes are another document")
    precondition(
        (try? JSONParser.parse(document.prettyBytes))?.canonicalBytes == document.canonicalBytes, "the published text is another document")
}

private func log(_ bytes: [UInt8]) {
    _ = try? LogPolicy(parsing: bytes, file: "policy")
    if let head = try? SignedCheckpoint(parsing: bytes) { precondition(head.bytes == bytes, "a head that is not its bytes") }
    if let entry = LogEntry(parsing: bytes), let proof = try? LogProof(parsing: bytes) { _ = proof.includes(entry) }
    if let proof = try? LogProof(parsing: bytes) {
        _ = MerkleTree.root(leaf: .leaf(bytes), index: proof.index, size: proof.head.checkpoint.size, proof: proof.path)
    }
    let width = Int(bytes.first ?? 0) + 1
    if let entries = LogTile.entries(in: Array(bytes.dropFirst()), width: width) {
        precondition(bytes.dropFirst().starts(with: LogTile.bytes(of: entries)), "entries that are not in the bundle")
    }
    if let hashes = LogTile.hashes(in: Array(bytes.dropFirst()), width: width) { precondition(hashes.count == width) }
}

private func device(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    var properties: [String: String] = [:]
    for line in text.split(separator: "\n") {
        let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2 { properties[parts[0]] = parts[1] }
    }
    let clean = DeviceText.clean(properties: properties)
    let isPlain = clean.values.allSatisfy { !$0.unicodeScalars.contains(where: PlainText.isHidden) }
    precondition(isPlain, "a text that acts on a terminal")
    let empty = SystemFolder(root: "/nonexistent")
    for name in ["sda", "nvme0n1", "mmcblk0", "loop7"] {
        let identity = IdentityFacts(name: name, properties: clean, folder: empty).identity(capacityBytes: 1 << 30)
        _ = identity.serialCredibility
    }
    _ = UdevDevices.listedSequence(clean)
    _ = DeviceText.cleanEncoded(text)
    _ = try? MountTable.parse(text).map(\.layers)
    _ = try? SwapTable.parse(text)
    _ = IdentityFacts.bus(inPath: text)
    for type in ["LVM2_member", "bcache", "btrfs"] {
        _ = MemberGroup.of(type: type, uuid: "u") { offset, count in
            guard let start = Int(exactly: offset), start <= bytes.count, count <= bytes.count - start else { return nil }
            return Array(bytes[start..<start + count])
        }
    }
    if let answer = LookAnswer(parsing: bytes) { precondition(answer.bytes == bytes, "an answer that is not written so") }
    if let glob = Glob(String(text.prefix(200))) { _ = glob.matches(String(text.suffix(200))) }
}

/// Everything that a drive answers, taken for each of the things that it could be.
private func firmware(_ bytes: [UInt8]) {
    if let sense = Sense(bytes) {
        precondition(sense.key < 16 && sense.registers.map { $0.lba < 1 << 48 } ?? true, "a number that has no room in the bytes")
        precondition(sense.form == .descriptor || sense.registers?.isComplete != true, "whole registers out of half of them")
        precondition(sense.code == nil || bytes.count >= 4, "a code that was not received")
    }
    let status = bytes.first ?? 0
    let reply = ScsiReply.ended(status: status & 2, sense: bytes, data: bytes)
    _ = (AtaAnswer(reply), ScsiAnswer.isSupported(reply))
    for transport in CommandTransport.allCases {
        for purpose in [EraseRequest.Purpose.status, .command(.crypto)] {
            let request = EraseRequest(purpose, on: transport)
            let exchange = EraseEvidence(request: request.bytes, status: UInt16(status & 2), answer: Array(bytes.dropFirst()))
            let found = EraseStatus(exchange, on: transport)
            precondition(found.fraction == nil || found.state == .running, "a fraction of nothing")
            _ = EraseAnswer(exchange, on: transport)
            // What it is asked with cannot be taken for something else.
            if let named = EraseRequest(bytes, on: transport) { precondition(named.bytes == bytes, "a request that is not written so") }
        }
    }
    for page in ScsiCommand.Page.allCases { _ = ScsiAnswer.page(page, reply) }
    for identify in [try? AtaIdentify(Array(bytes.prefix(512))), try? AtaIdentify(page89: bytes)] {
        guard let identify else { continue }
        precondition(identify.sectors.map { $0 > 0 } ?? true && identify.sectorBytes >= 512, "a drive of no size")
        let texts = [identify.serial, identify.model].compactMap { $0 }
        precondition(!texts.contains { $0.unicodeScalars.contains(where: PlainText.isHidden) }, "a text that acts on a terminal")
    }
    _ = AtaOverlay(Array(bytes.prefix(512)))
    let page = Array((bytes + [UInt8](repeating: 0, count: 4096)).prefix(4096))
    _ = (NvmeController(page), NvmeNamespace(page)?.capacityBytes, NvmeNamespaceList.ids(page), SanitizeLog(bytes))
    let look = CapabilityReader(
        drive: .init(
            kind: status & 1 == 0 ? .scsi : .nvme, transport: status & 2 == 0 ? "sata" : "sas", isATA: status & 4 == 0,
            mediaType: .flashSSD, serial: nil, capacityBytes: 512 * UInt64(status), page89: bytes),
        transport: Parrot(bytes: bytes)
    ).read()
    for area in [look.hiddenAreas.hpa, look.hiddenAreas.dco, look.hiddenAreas.amac] {
        precondition((area.state == .unknown) == (area.reason != nil), "an unknown area without a reason")
        precondition(area.state != .absent || area.nativeSectors != nil, "absent without an answer")
    }
}

/// Answers every question with the same bytes.
private struct Parrot: FirmwareTransport {
    let bytes: [UInt8]
    func reply(to command: AtaCommand) -> ScsiReply {
        .ended(status: (bytes.last ?? 0) & 2, sense: bytes, data: Array(bytes.prefix(command.dataBytes)))
    }
    func ask(_ command: ScsiCommand) -> ScsiReply {
        .ended(status: (bytes.last ?? 0) & 2, sense: bytes, data: Array(bytes.prefix(command.dataBytes)))
    }
    func ask(_ command: NvmeCommand) -> NvmeAnswer {
        .done(Array((bytes + [UInt8](repeating: 0, count: 4096)).prefix(command.submission.dataBytes)))
    }
    var namespace: UInt32? { bytes.first.map { UInt32($0) } }
}
