// Goal: what is handed out of a drive's answers says nothing of which drive it was, and reads as before. Method: every recorded drive, and answers
// into which a serial and World Wide Names were planted in every form; the files are searched by a search of the test's own, and read again.

import Foundation
import Testing
import WipeCore

@testable import WipeDevice

@Suite struct IdentityMaskTests {
    private static func report(_ drive: CapabilityReader.Drive, serial: String? = nil, wwn: String? = nil) -> ProbeReport {
        ProbeReport(
            attachment: AttachmentID(name: "sdb", diskSequence: 7), deviceMajor: 8, deviceMinor: 16, kind: drive.kind,
            identity: MediaIdentity(
                vendor: nil, model: "Model 1", serial: serial ?? drive.serial, serialSource: .ataIdentify, wwn: wwn,
                capacityBytes: drive.capacityBytes), geometry: nil, readOnly: false, mediaType: drive.mediaType, transport: drive.transport,
            firmware: "FW1", usage: .free, properties: [:])
    }

    private static func written(_ pages: FirmwarePages) throws -> String {
        let folder = NSTemporaryDirectory() + "/pages-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in pages.files { try Data(file.bytes).write(to: URL(fileURLWithPath: folder + "/" + file.name)) }
        return folder
    }

    /// Every form in which a text or a number of 8 bytes and more may stand.
    private static func forms(text: String) -> [[UInt8]] {
        let plain = Array(text.utf8)
        let pairs = IdentityMask.swapped(plain, from: 0)
        let inner = IdentityMask.swapped(Array(plain.dropFirst()), from: 0)
        return [plain, Array(text.lowercased().utf8), pairs, inner]
    }

    private static func forms(number: [UInt8]) -> [[UInt8]] {
        let digits = number.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return [number, Array(number.reversed()), IdentityMask.swapped(number, from: 0), IdentityMask.swapped(number.reversed(), from: 0)]
            + [digits, digits.uppercased()].flatMap { forms(text: $0) }
    }

    private static func holds(_ whole: [UInt8], _ part: [UInt8]) -> Bool { Data(whole).range(of: Data(part)) != nil }

    /// The recording of a masked drive, read by what reads the recordings of the tests, says the same of it.
    @Test(arguments: FirmwareCaseTests.names) func aRecordingReadsAsTheDrive(_ name: String) throws {
        let drive = try RecordedDrive(name)
        let recorder = AnswerRecorder(drive)
        let found = CapabilityReader(drive: drive.drive, transport: recorder).read()
        let answers = recorder.answers(of: drive.drive)
        guard let pages = answers.masked(Self.report(drive.drive)) else {
            #expect(drive.asked.isEmpty || name == "hand-silent", "asked, and nothing is kept")
            return
        }
        let folder = try Self.written(pages)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let again = try RecordedDrive(path: folder)
        #expect(again.look() == found)
        #expect(again.asked == drive.asked)
        let serial = try #require(drive.drive.serial)
        for file in pages.files {
            for form in Self.forms(text: serial) { #expect(!Self.holds(file.bytes, form), "\(name)/\(file.name)") }
        }
    }

    /// Nothing but the places of the identity is changed, and what adds up adds up.
    @Test func nothingElseIsChanged() throws {
        let drive = try RecordedDrive("hand-hdd-hpa")
        let line = RecordedAnswers.Line(
            question: "identifyDevice", status: 0, sense: [], data: try #require(drive.ask(AtaCommand.identifyDevice).data(count: 512)))
        let answers = RecordedAnswers(drive: drive.drive, namespace: nil, lines: [line])
        let masked = IdentityMask(answers, identity: Self.report(drive.drive).identity).masked(line)
        #expect(masked.reduce(0, &+) == 0 && masked[510] == 0xA5 && masked != line.data)
        let changed = line.data.indices.filter { line.data[$0] != masked[$0] }
        #expect(changed.allSatisfy { (20..<40).contains($0) || $0 == 511 })
        #expect(try AtaIdentify(masked).serial == "XXXX-XXX-X")
    }

    /// A serial and three numbers planted at odd and even places, in both orders, as digits; in words 108 to 111 and in the vendor's words.
    @Test func whatIsPlantedAnywhereIsGone() throws {
        let serial = "WD-WX31A2345678"
        let wwn: [UInt8] = [0x50, 0x01, 0x4E, 0xE2, 0xB9, 0xC7, 0xD3, 0x5A]
        var bytes = try #require(try RecordedDrive("hand-ssd-clean").ask(AtaCommand.identifyDevice).data(count: 512))
        func plant(_ part: [UInt8], _ place: Int) { bytes.replaceSubrange(place..<place + part.count, with: part) }
        plant(IdentityMask.swapped(Array((serial + "     ").utf8), from: 0), 20)
        plant(IdentityMask.swapped(wwn, from: 0), 216)
        plant(Array(serial.lowercased().utf8), 261)
        plant(wwn, 277)
        plant(Array(wwn.reversed()), 286)
        plant(IdentityMask.swapped(Array((serial + " ").utf8), from: 0), 295)
        plant(Array("50014ee2b9c7d35a".utf8), 330)
        bytes[511] = 0
        bytes[511] = 0 &- bytes.reduce(0, &+)
        let drive = CapabilityReader.Drive(
            kind: .scsi, transport: .sata, isATA: true, mediaType: .flashSSD, serial: serial, capacityBytes: 512_110_190_592, page89: nil)
        let line = RecordedAnswers.Line(question: "identifyDevice", status: 0, sense: Array(serial.utf8), data: bytes)
        let pages = try #require(
            RecordedAnswers(drive: drive, namespace: nil, lines: [line]).masked(Self.report(drive, wwn: "0x50014ee2b9c7d35a")))
        for file in pages.files {
            for form in Self.forms(text: serial) + Self.forms(number: wwn) {
                #expect(!Self.holds(file.bytes, form), "\(file.name) \(form)")
            }
        }
        let masked = try #require(pages.files.last?.bytes)
        #expect(masked.count == 512 && masked.reduce(0, &+) == 0)
        #expect(try AtaIdentify(masked).sectors == AtaIdentify(bytes).sectors && AtaIdentify(masked).offersAMAC)
        #expect(pages.files[0].name == "answers.txt" && String(decoding: pages.files[0].bytes, as: UTF8.self).contains(" XX-XXXXXXXXXXXX "))
    }

    @Test func namesOfNvmeAreGone() throws {
        func page(_ parts: [Int: [UInt8]]) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: 4096)
            for (place, part) in parts { bytes.replaceSubrange(place..<place + part.count, with: part) }
            return bytes
        }
        let serial = "S4EVNX0R123456"
        let guid: [UInt8] = (1...16).map { $0 * 11 }
        let eui: [UInt8] = [0x00, 0x25, 0x38, 0x5B, 0x71, 0xB1, 0x23, 0x45]
        let controller = page([
            4: Array((serial + "      ").utf8), 24: Array("Samsung SSD 970 EVO".utf8), 112: guid.reversed(),
            768: Array("nqn.2014.08.org.nvmexpress:144d144d\(serial)".utf8), 3072: eui, 3100: Array(serial.utf8),
        ])
        let namespace = page([0: [0, 0, 2, 0], 104: guid, 120: eui, 130: [9], 384: Array(eui.reversed())])
        let drive = CapabilityReader.Drive(
            kind: .nvme, transport: .nvme, isATA: false, mediaType: .flashSSD, serial: serial, capacityBytes: 64 << 20, page89: nil)
        let pages = try #require(
            RecordedAnswers(
                drive: drive, namespace: 1,
                lines: [
                    .init(question: "identifyController", status: 0, sense: [], data: controller),
                    .init(question: "identifyNamespace", status: 0, sense: [], data: namespace),
                ]
            ).masked(Self.report(drive, wwn: "eui.0025385b71b12345")))
        for file in pages.files {
            for form in Self.forms(text: serial) + Self.forms(number: guid) + Self.forms(number: eui) {
                #expect(!Self.holds(file.bytes, form), "\(file.name) \(form)")
            }
        }
        let read = try #require(NvmeController(pages.files[1].bytes))
        #expect(read.model == "Samsung SSD 970 EVO" && read.serial == "XXXXXXXXXXXXXX")
        #expect(NvmeNamespace(pages.files[2].bytes)?.capacityBytes == 64 << 20)
        // Zeros, which say that there is no such number, stay.
        let bare = page([4: Array(serial.utf8)])
        let line = RecordedAnswers.Line(question: "identifyController", status: 0, sense: [], data: bare)
        let masked = IdentityMask(RecordedAnswers(drive: drive, namespace: 1, lines: [line]), identity: Self.report(drive).identity).masked(
            line)
        #expect(masked.count(where: { $0 != 0 }) == serial.count)
    }

    /// A wrong sum stays wrong by as much, and a drive that is another one stays another one.
    @Test func whatWasWrongStaysWrong() throws {
        let other = try RecordedDrive("hand-other-slot")
        let recorder = AnswerRecorder(other)
        let found = CapabilityReader(drive: other.drive, transport: recorder).read()
        #expect(found.hiddenAreas.hpa.reason == .anotherDrive)
        var answers = recorder.answers(of: other.drive)
        let folder = try Self.written(try #require(answers.masked(Self.report(other.drive))))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try RecordedDrive(path: folder).look().hiddenAreas.hpa.reason == .anotherDrive)
        answers.lines[0].data[300] &+= 3
        let mask = IdentityMask(answers, identity: Self.report(other.drive).identity)
        #expect(mask.masked(answers.lines[0]).reduce(0, &+) == 3)
        // Cut answers are handed out cut.
        for length in [0, 3, 21, 39, 217, 511] {
            answers.lines[0].data = Array(answers.lines[0].data.prefix(length))
            #expect(mask.masked(answers.lines[0]).count == answers.lines[0].data.count)
        }
    }

    @Test func whatWasAskedNothingHasNoPages() throws {
        let bridge = try RecordedDrive("qemu-usb")
        let recorder = AnswerRecorder(bridge)
        _ = CapabilityReader(drive: bridge.drive, transport: recorder).read()
        #expect(recorder.answers(of: bridge.drive).masked(Self.report(bridge.drive)) == nil)
    }
}
