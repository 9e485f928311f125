// Goal: no technique claims more than the table of the house says, and each says everything that stands in its way. Method: the table itself, and
// offers of made-up drives.

import Foundation
import Bench
import Testing

@testable import WipeCore

@Suite struct TechniqueTests {
    /// A row a technique; columns magnetic-hdd, flash-ssd, flash-removable, hybrid, unknown. `-` nothing, `c` clear, `P` purge.
    @Test func claimsAreThoseOfTheTable() {
        let table = [
            ("overwrite", "ccccc"), ("sanitize-block", "-P---"), ("sanitize-crypto", "PP-P-"), ("sanitize-overwrite", "P--P-"),
            ("format-user", "-c---"), ("format-crypto", "-c---"), ("security-erase", "cc-c-"), ("security-erase-enhanced", "Pc-c-"),
        ]
        #expect(table.map(\.0) == Technique.allCases.map(\.rawValue))
        for (name, row) in table {
            let found = MediaType.allCases.map { media in
                switch Technique(rawValue: name)?.claimAtMost(on: media) {
                case nil: "-"
                case .clear: "c"
                case .purge: "P"
                }
            }
            #expect(found.joined() == row, "\(name)")
        }
    }

    private func offer(_ technique: Technique, _ facts: OfferFacts) -> TechniqueOffer? { facts.offers.first { $0.technique == technique } }

    @Test func everyTechniqueIsInEveryAnswer() {
        for media in MediaType.allCases {
            let offers = OfferFacts(media: media, capacityBytes: 0).offers
            #expect(offers.map(\.technique) == Technique.allCases)
            // Without an answer nothing of the drive's own can be claimed.
            #expect(offers.dropFirst().allSatisfy { $0.claim == nil && $0.isOffered == nil && !$0.reasons.isEmpty })
            #expect(offers[0].claim == .clear && offers[0].reasons.isEmpty)
        }
    }

    @Test func whatIsOfferedAndInNobodysWayHasItsClaim() {
        let facts = OfferFacts(
            media: .flashSSD, capacityBytes: 512_000_000_000, offered: [.sanitizeBlock, .sanitizeOverwrite], asked: Set(Technique.allCases),
            statedSeconds: [.sanitizeBlock: 120])
        #expect(
            offer(.sanitizeBlock, facts)
                == TechniqueOffer(
                    technique: .sanitizeBlock, isOffered: true, claim: .purge, estimate: DurationEstimate(seconds: 120, basis: .drive)))
        #expect(offer(.sanitizeOverwrite, facts)?.reasons == [.notForMedia])
        #expect(offer(.sanitizeOverwrite, facts)?.estimate == DurationEstimate(seconds: 3413, basis: .guess))
        #expect(offer(.sanitizeCrypto, facts)?.reasons == [.notOffered])
        #expect(offer(.sanitizeCrypto, facts)?.claim == nil)
        #expect(offer(.formatUser, facts)?.isOffered == false)
    }

    /// Every byte of every pass counts, those that are read back too.
    @Test(
        arguments: [
            (VerifySpec.none, 2, UInt64(4_000)), (.full, 1, 4_000), (.full, 3, 12_000),
        ]) func aGuessIsForTheWholePlan(verify: VerifySpec, passes: Int, seconds: UInt64) throws
    {
        let geometry = try #require(Geometry(capacityBytes: 300_000_000_000, logicalSectorBytes: 512, physicalSectorBytes: 512))
        var policy = Fixture.policy()
        policy.passes = Array(repeating: PassSpec(write: .zeros, verify: verify), count: passes)
        let plan = Planner.plan(policy: policy, geometry: geometry, entropy: Fixture.entropy().plan)
        #expect(plan.estimate == DurationEstimate(seconds: seconds, basis: .guess))
        #expect(DurationEstimate(guessFor: 1).seconds == 1)
    }

    @Test func everyReasonIsSaid() {
        let facts = OfferFacts(
            media: .unknown, capacityBytes: 1, offered: [.securityErase], asked: [.securityErase],
            obstacles: [.securityErase: [.frozen, .locked], .sanitizeBlock: [.frozen]])
        #expect(offer(.securityErase, facts)?.reasons == [.notForMedia, .frozen, .locked])
        #expect(offer(.sanitizeBlock, facts)?.reasons == [.noAnswer, .notForMedia])
        let unasked = OfferFacts(media: .flashSSD, capacityBytes: 1, unasked: .behindABridge)
        #expect(unasked.offers.dropFirst().allSatisfy { $0.reasons.first == .behindABridge && !$0.reasons.contains(.noAnswer) })
    }

    @Test func everyWordHasASentence() {
        #expect(Set(TechniqueReason.allCases.map(\.message)).count == TechniqueReason.allCases.count)
        #expect(Set(HiddenAreaReason.allCases.map(\.message)).count == HiddenAreaReason.allCases.count)
    }

    @Test func whatIsStoredIsReadBack() throws {
        let capabilities = Capabilities(
            identifySource: .ioctl, state: .running, fraction: 7,
            security: SecurityFacts(isSupported: true, isEnabled: false, isLocked: false, isFrozen: true),
            techniques: OfferFacts(media: .flashSSD, capacityBytes: 9, offered: [.sanitizeCrypto], asked: [.sanitizeCrypto]).offers,
            hiddenAreas: HiddenAreas(unknown: .kernelDisagrees))
        let bytes = try JSONEncoder().encode(capabilities)
        #expect(try JSONDecoder().decode(Capabilities.self, from: bytes) == capabilities)
    }
}
