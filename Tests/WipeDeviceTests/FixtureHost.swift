// Fixture trees under Fixtures/: sysfs and procfs of machines that are not here. Goal: the walk reads files exactly as on a real host; only the
// two questions that need a kernel (where does a path lead, what is behind a loop device) are answered from `places.txt` and `loops.txt`.

import Foundation

@testable import WipeDevice

enum Fixture {
    static func folder(_ name: String, file: String = #filePath) -> SystemFolder {
        SystemFolder(root: URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)").path)
    }

    private static func rows(_ name: String, _ file: String) -> [[String]] {
        let text = (try? folder(name).text("/" + file)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
    }

    static func questions(_ name: String, without missing: String? = nil) -> HostQuestions {
        var places: [String: PathPlace] = [:]
        for row in rows(name, "places.txt") where row.count == 4 && row[0] != missing {
            guard let device = DeviceNumber(row[2]) else { continue }
            places[row[0]] = PathPlace(mountID: UInt64(row[1]), device: device, node: DeviceNumber(row[3]), resolved: row[0])
        }
        var loops: [String: LoopBacking] = [:]
        for row in rows(name, "loops.txt") where row.count == 3 {
            guard let device = DeviceNumber(row[2]) else { continue }
            loops[row[0]] = row[1] == "device" ? .blockDevice(device) : .file(device: device, place: nil)
        }
        let known = places
        let backings = loops
        return HostQuestions(
            place: { path in known[path].map { .at($0) } ?? .absent },
            loopBacking: { loop, _ in backings[loop] })
    }
}
