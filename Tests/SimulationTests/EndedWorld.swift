// A station with a history, for the tests of what is published of it and of what guards it.

import Foundation
import Testing
import WipeCertificate

@testable import wipesim

/// A world that has come to its end, with some records. Its folder is removed after `body`.
func withEndedWorld(_ body: (Simulation) throws -> Void) throws {
    var world = try Simulation(seed: 4, folder: NSTemporaryDirectory() + "/ended-world-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(atPath: world.folder) }
    world.newBoot()
    try world.start()
    for _ in 0..<700 { try world.step() }
    try world.comeToRest()
    try world.checkEnd()
    try #require(world.lastHead?.checkpoint.size ?? 0 > 0)
    try body(world)
}
