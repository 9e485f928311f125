// Goal: the bytes of every command that this program can make are known, and all but one of them ask. Method: all cases are encoded and compared with a
// literal list; what the C shim must not send is handed to it.

import CBlockIO
import Glibc
import Testing
import WipeFirmware

@testable import WipeDevice

@Suite struct FirmwareCommandTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test func ataCommandsAreTheseBytes() {
        let wanted: [(AtaCommand, String)] = [
            (.identifyDevice, "85080e00000001000000000000" + "40ec00"),
            (.readNativeMaxExt, "85072000000000000000000000" + "402700"),
            (.getNativeMaxExt, "85072000000000000000000000" + "407800"),
            (.configurationIdentify, "85080e00c20001000000000000" + "40b100"),
            (.sanitizeStatus, "85072000000000000000000000" + "40b400"),
        ]
        #expect(wanted.map(\.0) == AtaCommand.allCases)
        for (command, bytes) in wanted {
            #expect(hex(command.descriptorBlock) == bytes, "\(command)")
            #expect(command.dataBytes == (command.descriptorBlock[1] == 0x08 ? 512 : 0))
            #expect((1...30_000).contains(command.timeoutMilliseconds))
        }
    }

    /// By command and subcommand: no SANITIZE but its STATUS, no DEVICE CONFIGURATION but IDENTIFY, nothing that writes.
    @Test func nothingButQuestionsIsInAnATACommand() {
        let allowed: Set<[UInt8]> = [[0xEC, 0, 0], [0x27, 0, 0], [0x78, 0, 0], [0xB1, 0, 0xC2], [0xB4, 0, 0]]
        for command in AtaCommand.allCases {
            let block = command.descriptorBlock
            #expect(block.count == 16 && block[0] == 0x85)
            #expect(allowed.contains([block[14], block[3], block[4]]))
            // Non-data or PIO in: no protocol that hands bytes to the drive.
            #expect([3, 4].contains(block[1] >> 1))
            // No address goes out, and no COUNT but that of one block to read.
            #expect(block[5] == 0 && block[6] == (command.dataBytes > 0 ? 1 : 0))
            #expect(block[7...12].allSatisfy { $0 == 0 })
        }
    }

    @Test func scsiCommandsAreTheseBytes() {
        let wanted = [
            "a30c0348000100000040" + "0000", "a30c0348000200000040" + "0000", "a30c0348000300000040" + "0000",
            "a30c0348001f00000040" + "0000",
            "03000000fc00", "120180020000", "1201b1020000",
        ]
        #expect(ScsiCommand.all.map { hex($0.descriptorBlock) } == wanted)
    }

    /// The one act: START STOP UNIT, and of its bits none. It is answered when the drive has stopped, and moves no data.
    @Test func theOneActIsTheseBytes() {
        #expect(ScsiAct.allCases.map { hex($0.descriptorBlock) } == ["1b0000000000"])
        guard case .unanswered = DescriptorTransport(descriptor: -1, deadline: .max).send(ScsiAct.stop) else {
            Issue.record("answered by nothing")
            return
        }
    }

    @Test func nvmeCommandsAreTheseWords() {
        let found = NvmeCommand.all(namespace: 7).map(\.submission)
        #expect(
            found == [
                .init(opcode: 0x06, namespace: 0, word10: 0x01, word11: 0, dataBytes: 4096),
                .init(opcode: 0x06, namespace: 7, word10: 0x00, word11: 0, dataBytes: 4096),
                .init(opcode: 0x06, namespace: 0, word10: 0x02, word11: 0, dataBytes: 4096),
                .init(opcode: 0x06, namespace: 0, word10: 0x10, word11: 0, dataBytes: 4096),
                .init(opcode: 0x02, namespace: 0xFFFF_FFFF, word10: 0x007F_0081, word11: 0, dataBytes: 512),
            ])
        #expect(found.allSatisfy { $0.opcode & 3 == 2 })
    }

    /// Sanitize, Format, Security Send, Firmware Commit, Set Features, Namespace Management: refused before the kernel sees them.
    @Test(arguments: [0x84, 0x80, 0x81, 0x10, 0x09, 0x0D, 0x0C, 0x00, 0x01, 0x11, 0x15] as [UInt8])
    func theShimSendsNoAdminCommandThatChangesAnything(_ opcode: UInt8) {
        var data: [UInt8] = [0]
        #expect(cbio_nvme_admin(-1, opcode, 0, 0, 0, &data, 1, 1000) == -22)
        if opcode != 0x84 { #expect(cbio_nvme_admin(-1, opcode, 0, 2, 0, nil, 0, 1000) == -22) }
    }

    /// Sanitize by block erase, overwrite and crypto erase, of the whole drive and without data, comes as far as the kernel; no other of it does.
    @Test func theShimSendsNoOtherSanitize() {
        var data: [UInt8] = [0]
        for word in UInt32(0)..<16 {
            let passes = (2...4).contains(word & 7)
            #expect(cbio_nvme_admin(-1, 0x84, 0, word, 0, nil, 0, 1000) == (passes ? -EBADF : -22), "\(word)")
            #expect(cbio_nvme_admin(-1, 0x84, 1, word, 0, nil, 0, 1000) == -22)
            #expect(cbio_nvme_admin(-1, 0x84, 0, word, 0, &data, 1, 1000) == -22)
        }
    }

    /// The list of an overwrite comes as far as the kernel; no other command hands bytes to a drive.
    @Test func theShimHandsNothingElseToADrive() {
        let list = [UInt8](repeating: 1, count: 32)
        func sent(_ block: [UInt8], _ count: UInt32 = 8) -> Int32 {
            var answer = cbio_sg_answer()
            return cbio_sg_overwrite(-1, block, UInt8(block.count), list, count, 1000, &answer)
        }
        let overwrite = EraseRequest(.command(.overwrite(7)), on: .scsi).descriptorBlock ?? []
        #expect(sent(overwrite) == -EBADF && sent(overwrite, 9) == -22 && sent(overwrite, 0) == -22 && sent(overwrite + [0]) == -22)
        for code in UInt8.min...UInt8.max where code != 0x48 { #expect(sent([code] + overwrite.dropFirst()) == -22) }
        for action in UInt8.min...UInt8.max where action & 0x1F != 1 { #expect(sent([0x48, action] + overwrite.dropFirst(2)) == -22) }
    }

    /// The questions about an erase are the same bytes whoever puts them.
    @Test func theQuestionsAboutAnEraseAreTheSame() {
        #expect(EraseRequest(.status, on: .ata).descriptorBlock == AtaCommand.sanitizeStatus.descriptorBlock)
        #expect(EraseRequest(.status, on: .scsi).descriptorBlock == ScsiCommand.requestSense.descriptorBlock)
        #expect(EraseRequest(.status, on: .scsi).answerBytes == ScsiCommand.requestSense.dataBytes)
        let (log, words) = (NvmeCommand.sanitizeLog.submission, EraseRequest(.status, on: .nvme).words)
        #expect(words == .init(opcode: log.opcode, namespace: log.namespace, word10: log.word10, word11: log.word11))
        #expect(EraseRequest(.status, on: .nvme).answerBytes == log.dataBytes)
    }

    @Test func aDescriptorThatIsNoneIsUnanswered() {
        let transport = DescriptorTransport(descriptor: -1, deadline: .max)
        for command in AtaCommand.allCases {
            guard case .unanswered = transport.ask(command) else {
                Issue.record("\(command) was answered by nothing")
                continue
            }
        }
        guard case .unanswered = transport.ask(ScsiCommand.requestSense), case .unanswered = transport.ask(NvmeCommand.sanitizeLog) else {
            Issue.record("answered by nothing")
            return
        }
        #expect(transport.namespace == nil)
    }
}
