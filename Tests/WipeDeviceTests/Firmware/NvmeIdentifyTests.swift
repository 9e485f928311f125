// Goal: what an NVMe controller says is read at its places, and short or impossible answers are none. Method: bytes set by hand, cut, and changed.

import Mutation
import Testing
import WipeCore
import WipeFirmware

@testable import WipeDevice

@Suite struct NvmeIdentifyTests {
    private func page(_ parts: [Int: [UInt8]], count: Int = 4096) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        for (place, part) in parts { bytes.replaceSubrange(place..<place + part.count, with: part) }
        return bytes
    }

    @Test func theControllerIsReadAtItsPlaces() throws {
        let bytes = page([
            4: Array("S4EVNX0R123456      ".utf8), 24: Array("Samsung SSD 970 EVO".utf8), 64: Array("2B2QEXE7".utf8), 76: [2],
            256: [0x0A, 0],
            296: [0, 0, 0, 0, 1], 312: [2, 0, 3, 0], 328: [7, 0, 0, 0], 516: [32, 0, 0, 0], 524: [4],
        ])
        let found = try #require(NvmeController(bytes))
        #expect(found.serial == "S4EVNX0R123456" && found.model == "Samsung SSD 970 EVO" && found.firmware == "2B2QEXE7")
        #expect(found.hasSeveralControllers && found.offersFormat && found.managesNamespaces && found.formatsByKey && !found.formatsAll)
        #expect(found.unallocatedBytes == 1 << 32 && found.rpmbBytes == 2 * 4 * 131_072 && found.namespaceMax == 32)
        #expect(found.sanitize == [.sanitizeBlock, .sanitizeCrypto, .sanitizeOverwrite])
        #expect(NvmeController(page([328: [1]]))?.sanitize == [.sanitizeCrypto])
        #expect(NvmeController(page([328: [2]]))?.sanitize == [.sanitizeBlock])
        #expect(NvmeController(page([328: [4]]))?.sanitize == [.sanitizeOverwrite])
        // More bytes than a number holds are not known, and never none.
        #expect(NvmeController(page([4: [65], 304: [1]]))?.unallocatedBytes == .some(nil))
        #expect(NvmeController([UInt8](repeating: 0, count: 4096)) == nil && NvmeController(Array(bytes.dropLast())) == nil)
    }

    @Test func theNamespaceHasASize() throws {
        let bytes = page([0: [0, 0, 2, 0], 26: [0x00], 130: [9]])
        #expect(try #require(NvmeNamespace(bytes)).capacityBytes == 64 << 20)
        // The second format, with metadata and protection.
        let other = try #require(NvmeNamespace(page([0: [8], 26: [0x01], 29: [1], 132: [8, 0, 12]])))
        #expect(other.blockBytes == 4096 && other.metadataBytes == 8 && other.isProtected)
        // The 17th: the upper bits count.
        #expect(NvmeNamespace(page([0: [8], 26: [0x20], 192: [0, 0, 12]]))?.blockBytes == 4096)
        for exponent: UInt8 in [0, 8, 17, 64, 255] { #expect(NvmeNamespace(page([0: [8], 130: [exponent]])) == nil) }
        #expect(NvmeNamespace(page([130: [9]])) == nil)
        #expect(NvmeNamespace(page([0: [UInt8](repeating: 0xFF, count: 8), 130: [9]]))?.capacityBytes == .some(nil))
    }

    @Test func listsRise() {
        #expect(NvmeNamespaceList.ids(page([:])) == [])
        #expect(NvmeNamespaceList.ids(page([0: [1, 0, 0, 0, 3, 0, 0, 0]])) == [1, 3])
        #expect(NvmeNamespaceList.ids(page([0: [3, 0, 0, 0, 1, 0, 0, 0]])) == nil)
        #expect(NvmeNamespaceList.ids(page([0: [1, 0, 0, 0, 1, 0, 0, 0]])) == nil)
        #expect(NvmeNamespaceList.ids([1, 0, 0, 0]) == nil)
        let full: [UInt8] = (1...1024).flatMap { (id: Int) -> [UInt8] in [UInt8(id & 0xFF), UInt8(id >> 8), 0, 0] }
        #expect(NvmeNamespaceList.ids(full)?.count == 1024)
    }

    @Test func theLogIsReadAtItsPlaces() throws {
        let bytes = page([0: [0x09, 0x4B, 0x02, 0x01, 0x02, 0, 0, 0, 0x40, 0x06, 0, 0, 60, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]], count: 512)
        let log = try #require(SanitizeLog(bytes))
        #expect(log.progress == 0x4B09 && log.status == .running && log.globalDataErased && log.commandWord10 == 2 && log.passes == 0)
        #expect(log.overwriteSeconds == 100 && log.blockSeconds == 60 && log.cryptoSeconds == nil)
        for (value, status) in [SanitizeLog.Status.never, .done, .running, .failed, .doneAndDeallocated, .other(5), .other(6), .other(7)]
            .enumerated()
        {
            #expect(SanitizeLog(page([2: [UInt8(value) | 0x18]], count: 512))?.status == status)
            #expect(SanitizeLog(page([2: [UInt8(value) | 0x18]], count: 512))?.passes == 3)
        }
        for length in 0..<32 { #expect(SanitizeLog(Array(bytes.prefix(length))) == nil) }
        #expect(SanitizeLog(Array(bytes.prefix(32))) == log)
    }

    @Test func whatTheKernelSaysIsNotTheControllersWord() {
        for status: Int32 in [0x370, 0x371, 0x4371] {
            #expect({ if case .unanswered = NvmeAnswer(status: status, data: []) { true } else { false } }())
        }
        #expect(NvmeAnswer(status: 0x4002, data: []) == .refused(status: 2) && NvmeAnswer(status: 0, data: [7]) == .done([7]))
        #expect(NvmeAnswer(status: 0, data: [7]).data(count: 2) == nil)
    }

    @Test(arguments: 0..<4) func changedPagesNeverTrap(_ part: Int) {
        for seed in UInt64(part * 100)..<UInt64(part * 100 + 100) {
            var mutator = Mutator(seed: seed, words: [])
            let noise = (0..<4096).map { _ in UInt8(mutator.below(256)) }
            for bytes in [noise, Array(mutator.changed(noise).prefix(4096))] {
                _ = NvmeController(bytes)
                _ = NvmeNamespace(bytes)?.capacityBytes
                _ = NvmeNamespaceList.ids(bytes)
                _ = SanitizeLog(Array(bytes.prefix(512)))
            }
        }
    }
}
