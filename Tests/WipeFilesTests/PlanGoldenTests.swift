// Goal: nobody changes what a policy does without a reviewer seeing it in words.
// Method: every policy file is planned for five drives under a fixed chance; the plan texts are golden files, one for each policy.

import Foundation
import Mutation
import Testing
import WipeCore
import WipeFiles

/// Keys and choices from one SplitMix64 sequence: a fixed stand-in for the kernel's random source.
private func fixedChance() -> PlanEntropy {
    var drawn: UInt64 = 0
    func words(from start: UInt64) -> () -> UInt64 {
        var words = SplitMix(start)
        return { words.next() }
    }
    return PlanEntropy(
        key: {
            drawn += 1
            let next = words(from: drawn << 32)
            let bytes = (0..<4).flatMap { _ in
                let word = next()
                return (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
            }
            guard let key = StreamKey(bytes) else { preconditionFailure("four words make a key") }
            return key
        },
        choices: { seed in words(from: seed.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }) })
}

struct PlanGoldenTests {
    private static let drives: [(String, UInt64, UInt32, UInt32)] = [
        ("512e, 1 MiB and an odd tail of 3 sectors", 1_050_112, 512, 4096),
        ("4Kn, 4 TB", 4_000_787_030_016, 4096, 4096),
        ("one sector", 512, 512, 512),
        ("512e, 1 TB", 1_000_204_886_016, 512, 4096),
        ("not a multiple of 1 MiB, 500 GB", 500_107_862_016, 512, 512),
    ]

    static let ids = PolicyCatalogue.load(directory: policiesFolder).policies.keys.sorted()

    @Test(arguments: ids)
    func planOfEveryPolicyIsAsReviewed(_ id: String) throws {
        let policy = try PolicyFile.read(path: "\(policiesFolder)/\(id).yaml")
        var text = ""
        for (name, capacity, logical, physical) in Self.drives {
            let geometry = try #require(Geometry(capacityBytes: capacity, logicalSectorBytes: logical, physicalSectorBytes: physical))
            // Every technique once: a row of the drive's own is planned by what the drive offers.
            let rows = policy.passes.compactMap(\.command?.techniques)
            for turn in 0..<max(1, rows.map(\.count).max() ?? 0) {
                let techniques = rows.map { $0[min(turn, $0.count - 1)] }
                func plan() -> WipePlan {
                    Planner.plan(policy: policy, geometry: geometry, techniques: techniques, entropy: fixedChance())
                }
                #expect(plan() == plan(), "same entropy, same plan")
                let taken = techniques.isEmpty ? "" : ", by " + techniques.map(\.rawValue).joined(separator: ", then ")
                text += "== \(name)\(taken)\n\(plan().text)\n"
            }
        }
        try expectGolden(text, "plans/\(id).txt")
    }

    @Test(.disabled(if: ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1", "the plans are being written"))
    func everyGoldenPlanHasItsPolicy() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/plans").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == Self.ids.map { "\($0).txt" }.sorted())
    }
}
