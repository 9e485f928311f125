// Goal: the daemon keeps the few capabilities that it needs, in the unit and by itself, and no program that it starts gets more.
// Method: a child of the test gives them up and says what it has left; the unit file is compared with the list in the code.

import CBlockIO
import Foundation
import Testing

@testable import WipeDevice

@Suite struct PrivilegesTests {
    /// Names of the bits that are kept, as systemd writes them.
    private static let names = [0: "CAP_CHOWN", 2: "CAP_DAC_READ_SEARCH", 17: "CAP_SYS_RAWIO", 19: "CAP_SYS_PTRACE", 21: "CAP_SYS_ADMIN"]

    @Test func theUnitAllowsWhatTheDaemonKeepsAndNoMore() throws {
        let unit = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../scripts/install/wiped.service")
        let lines = try String(contentsOf: unit, encoding: .utf8).components(separatedBy: "\n")
        let allowed = try #require(lines.first { $0.hasPrefix("CapabilityBoundingSet=") }).dropFirst("CapabilityBoundingSet=".count)
        let kept = (0..<64).filter { Privileges.kept >> UInt64($0) & 1 == 1 }.compactMap { Self.names[$0] }
        #expect(Set(allowed.split(separator: " ").map(String.init)) == Set(kept) && kept.count == 5)
        for line in ["NoNewPrivileges=yes", "AmbientCapabilities=", "RestrictAddressFamilies=AF_UNIX AF_NETLINK", "DevicePolicy=closed"] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    /// In a thread of its own: capabilities are a thread's, and the thread ends with the test.
    @Test(.enabled(if: getuid() == 0)) func whatIsGivenUpIsGoneForThePrograms() throws {
        nonisolated(unsafe) var found: (effective: UInt64, bounding: UInt64, status: String)?
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            defer { done.signal() }
            guard (try? Privileges.giveUp()) != nil else { return }
            var effective: UInt64 = 0
            var bounding: UInt64 = 0
            var noNew: Int32 = 0
            guard cbio_privileges(&effective, &bounding, &noNew) == 0, noNew == 1 else { return }
            guard let text = try? ToolRun.output(["/bin/cat", "/proc/self/status"], deadlineSeconds: 10) else { return }
            found = (effective, bounding, String(decoding: text, as: UTF8.self))
        }
        done.wait()
        let (effective, bounding, status) = try #require(found)
        #expect(effective & ~Privileges.kept == 0 && bounding & ~Privileges.kept == 0)
        func bits(_ name: String) -> UInt64? {
            status.components(separatedBy: "\n").first { $0.hasPrefix(name + ":\t") }.flatMap {
                UInt64($0.dropFirst(name.count + 2), radix: 16)
            }
        }
        for set in ["CapPrm", "CapEff", "CapBnd", "CapInh", "CapAmb"] {
            #expect(bits(set).map { $0 & ~Privileges.kept } == 0, "\(set): \(status)")
        }
        #expect(status.contains("NoNewPrivs:\t1"))
    }
}
