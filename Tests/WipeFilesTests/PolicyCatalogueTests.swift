// Goal: the policies that ship write what their sources say, where other tools went wrong too, and none claims more than Clear but by the drive's own command.
// Method: the catalogue is loaded from the folder; rows are compared with tables written here by hand from the sources.

import Foundation
import Testing
import WipeCore
import WipeFiles

struct PolicyCatalogueTests {
    private static let catalogue = PolicyCatalogue.load(directory: policiesFolder)

    private static func writes(_ id: String) throws -> [WriteSpec] {
        try #require(catalogue.policies[id]).passes.map(\.write)
    }

    @Test func theCatalogueIsCompleteAndSound() {
        #expect(Self.catalogue.problems == [])
        #expect(
            Self.catalogue.policies.keys.sorted() == [
                "ca-triple-overwrite", "clear-random", "clear-random-sample", "clear-random-zero", "clear-usb-complement", "clear-zero",
                "legacy-afssi-5020",
                "legacy-ar380-19", "legacy-dod-3", "legacy-dod-ece-7", "legacy-gutmann-35", "legacy-hmg-is5-base", "legacy-hmg-is5-enh",
                "legacy-navso-mfm", "legacy-navso-rll", "legacy-nnsa", "legacy-pfitzner-7", "legacy-rcmp-ops2", "legacy-schneier-7",
                "legacy-vsitr", "purge-crypto-block", "purge-or-clear", "purge-sanitize", "purge-sanitize-rewrite",
            ])
    }

    @Test func nonePromisesMoreThanItDoes() {
        for policy in Self.catalogue.policies.values {
            let isPurge = policy.passes.contains { $0.command != nil }
            #expect(
                policy.claim == Claim(standard: "NIST SP 800-88r2", clause: isPurge ? "3.1.2" : "3.1.1", level: isPurge ? .purge : .clear),
                "\(policy.id)")
            #expect(isPurge == policy.id.hasPrefix("purge-"), "\(policy.id)")
            #expect(policy.passes.last?.verify != VerifySpec.none, "\(policy.id)")
            #expect(policy.faultBudget == FaultBudget(), "\(policy.id)")
            let named = policy.id.hasPrefix("legacy-") || policy.id.hasPrefix("ca-")
            #expect((policy.status == .legacy) == named, "\(policy.id)")
            #expect(!named || policy.media == [.magnetic], "\(policy.id)")
        }
    }

    @Test func aPurgeIsTheDrivesOwnAndReadInFull() throws {
        func policy(_ id: String) throws -> Policy { try #require(Self.catalogue.policies[id]) }
        let any: [Technique] = [.sanitizeBlock, .sanitizeCrypto, .sanitizeOverwrite]
        #expect(try policy("purge-sanitize").passes == [PassSpec(command: CommandSpec(techniques: any))])
        #expect(
            try policy("purge-sanitize-rewrite").passes == [
                PassSpec(command: CommandSpec(techniques: any)), PassSpec(write: .random, verify: .full),
            ])
        #expect(
            try policy("purge-crypto-block").passes == [
                PassSpec(command: CommandSpec(techniques: [.sanitizeCrypto])), PassSpec(command: CommandSpec(techniques: [.sanitizeBlock])),
            ])
        #expect(try policy("purge-crypto-block").media == [.flash])
        #expect(try policy("purge-or-clear").fallback == "clear-random")
        for id in ["purge-sanitize", "purge-sanitize-rewrite", "purge-crypto-block"] { #expect(try policy(id).fallback == nil) }
        for policy in Self.catalogue.policies.values {
            for command in policy.passes.compactMap(\.command) {
                #expect(command.marks == MarkSpec(subsections: 1000, samplesEach: 2, firstAndLast: true), "\(policy.id)")
            }
        }
    }

    @Test func everyKnownDefectHasItsSource() throws {
        let path = policiesFolder + "/devices/devices.yaml"
        let rules = try DeviceRulesFile.complete(DeviceCommandRules(), with: path)
        #expect(rules.defects.count >= 8 && rules.digest?.hasPrefix("sha256:") == true)
        #expect(rules.defects.allSatisfy { $0.source.contains("github.com/") || $0.source.contains("IEEE S&P") })
        #expect(rules.defects.first?.techniques == [.sanitizeBlock, .sanitizeCrypto, .sanitizeOverwrite])
    }

    @Test func onesAreAllOnesAndTheOrderIsTheSources() throws {
        #expect(try Self.writes("legacy-rcmp-ops2") == [.zeros, .ones, .zeros, .ones, .zeros, .ones, .randomByte])
        #expect(try Self.writes("legacy-vsitr") == [.zeros, .ones, .zeros, .ones, .zeros, .ones, .byte(0xAA)])
        #expect(try Self.writes("legacy-hmg-is5-enh") == [.zeros, .ones, .random])
        #expect(try Self.writes("legacy-schneier-7") == [.ones, .zeros, .random, .random, .random, .random, .random])
        #expect(try Self.writes("ca-triple-overwrite") == [.zeros, .ones, .random])
        #expect(Pattern.ones == .fixed([0xFF]))
    }

    @Test func dodWritesCharactersAndItsThirdPassIsTheOneVerified() throws {
        let policy = try #require(Self.catalogue.policies["legacy-dod-3"])
        #expect(policy.passes.map(\.write) == [.randomByte, .complementOf(1), .randomByte])
        #expect(policy.passes.map(\.verify) == [.none, .none, .full])
        #expect(
            try Self.writes("legacy-dod-ece-7") == [
                .randomByte, .complementOf(1), .random, .randomByte, .randomByte, .complementOf(5), .random,
            ])
        #expect(try Self.writes("legacy-ar380-19") == [.randomByte, .byte(0x55), .complementOf(2)])
    }

    @Test func navsoWordsKeepTheirBitOrder() throws {
        #expect(try Self.writes("legacy-navso-rll") == [.ones, .bytes([0xE4, 0xFF, 0xFF, 0xFF]), .random])
        #expect(try Self.writes("legacy-navso-mfm") == [.ones, .bytes([0xFD, 0xFF, 0xFF, 0xFF]), .random])
    }

    @Test func gutmannIsThePapersTable() throws {
        let policy = try #require(Self.catalogue.policies["legacy-gutmann-35"])
        let three: [WriteSpec] = [.bytes([0x92, 0x49, 0x24]), .bytes([0x49, 0x24, 0x92]), .bytes([0x24, 0x92, 0x49])]
        let random = [WriteSpec](repeating: .random, count: 4)
        let table =
            random + [.byte(0x55), .byte(0xAA)] + three + (0...15).map { .byte(UInt8($0 * 0x11)) } + three
            + [.bytes([0x6D, 0xB6, 0xDB]), .bytes([0xB6, 0xDB, 0x6D]), .bytes([0xDB, 0x6D, 0xB6])] + random
        #expect(policy.passes.map(\.write) == table)
        #expect(policy.permute == 5...31)
    }

    @Test func usbPolicyVerifiesBothPassesAndSampleIsForMagneticMediaAlone() throws {
        let usb = try #require(Self.catalogue.policies["clear-usb-complement"])
        #expect(usb.passes == [PassSpec(write: .random, verify: .full), PassSpec(write: .complementOf(1), verify: .full)])
        #expect(Self.catalogue.policies["clear-random-sample"]?.media == [.magnetic])
        #expect(Self.catalogue.policies["clear-random-sample"]?.passes == [PassSpec(write: .random, verify: .sample)])
    }

    @Test func digestIsOverTheFilesBytes() throws {
        #expect(PolicyFile.digest(Array("abc".utf8)) == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(policiesFolder)/clear-zero.yaml")))
        #expect(Self.catalogue.policies["clear-zero"]?.digest == PolicyFile.digest(bytes))
    }

    @Test func brokenPolicyHidesNoneOfTheOthersAndIsReported() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "policies-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "folder.yaml"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sound = try String(contentsOfFile: "\(policiesFolder)/clear-zero.yaml", encoding: .utf8)
        for (name, text) in [
            ("clear-zero.yaml", sound), ("copy.yaml", sound), ("README.md", "no policy"), (".clear-zero.yaml.swp", "\u{1}"),
            ("other.yml", sound),
        ] {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        let catalogue = PolicyCatalogue.load(directory: folder.path)
        #expect(catalogue.policies.keys.sorted() == ["clear-zero"])
        #expect(
            catalogue.problems.map(\.description) == [
                "\(folder.path)/copy.yaml:3:5: id \"clear-zero\" must equal the file's name without .yaml, \"copy\"",
                "\(folder.path)/folder.yaml:1:1: is not a regular file",
                "\(folder.path)/other.yml:1:1: policies are read from names that end in .yaml",
            ])
    }

    @Test func missingAndEmptyFoldersAreProblems() throws {
        #expect(PolicyCatalogue.load(directory: "/nonexistent/policies").problems.count == 1)
        let folder = FileManager.default.temporaryDirectory.appending(path: "policies-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(PolicyCatalogue.load(directory: folder.path).problems.map(\.message) == ["the folder holds no policy (*.yaml)"])
    }
}
