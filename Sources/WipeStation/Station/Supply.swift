// Ids and keys from the kernel's random source: what the pure core must be given.

import Foundation
package import WipeCore
import WipePattern

/// Fresh ids and keys.
package enum Supply {
    /// What a station on this machine is given.
    package static var chance: Chance { Chance(newID: newID, plan: planChance) }

    /// Fresh keys for a plan, and the stream of choices under a seed.
    package static var planChance: PlanChance {
        PlanChance(
            key: newKey,
            choices: { seed in
                var stream = ChoiceStream(seed: seed)
                return { stream.next64() }
            })
    }

    /// UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then random bits; sorts by time.
    static func newID() -> String {
        var generator = SystemRandomNumberGenerator()
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let milliseconds = UInt64(max(0, Date().timeIntervalSince1970 * 1000))
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> UInt64(8 * (5 - index))) }
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { raw in
            UUID(uuid: raw.loadUnaligned(as: uuid_t.self)).uuidString.lowercased()
        }
    }

    /// 256 bits from getrandom(2), which Swift's system generator is on Linux.
    static func newKey() -> StreamKey {
        var generator = SystemRandomNumberGenerator()
        while true {
            if let key = StreamKey((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }) { return key }
        }
    }
}
