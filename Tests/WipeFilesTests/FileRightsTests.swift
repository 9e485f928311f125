// Goal: what everybody may write to is found, and nothing else is. Method: files and folders of every mode in a folder of the test's own.

import Foundation
import Testing

@testable import WipeFiles

@Suite struct FileRightsTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "/rights-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/policies", withIntermediateDirectories: true)
        for name in ["/station.yaml", "/policies/a.yaml", "/policies/notes.txt"] {
            _ = FileManager.default.createFile(atPath: folder + name, contents: nil)
            chmod(folder + name, 0o644)
        }
        chmod(folder, 0o755)
        chmod(folder + "/policies", 0o755)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func paths(_ folder: String) -> [String] { [folder + "/station.yaml"] + FileRights.policyFiles(in: folder + "/policies") }

    @Test func soundRightsSayNothing() throws {
        try withFolder { folder in
            for (file, directory) in [(mode_t(0o644), mode_t(0o755)), (0o600, 0o700), (0o444, 0o555)] {
                chmod(folder + "/station.yaml", file)
                chmod(folder + "/policies", directory)
                let rights = FileRights(of: paths(folder))
                #expect(rights.refused.isEmpty && rights.doubtful.isEmpty)
            }
        }
    }

    @Test(arguments: ["/station.yaml", "/policies", "/policies/a.yaml"]) func whatEverybodyMayWriteIsRefusedByName(_ name: String) throws {
        try withFolder { folder in
            for mode in [mode_t(0o666), 0o777, 0o602] {
                chmod(folder + name, mode)
                let rights = FileRights(of: paths(folder))
                #expect(rights.refused.contains { $0.contains(folder + name) && $0.contains("chmod go-w") }, "\(rights)")
            }
            chmod(folder + name, 0o775)
            #expect(FileRights(of: paths(folder)).refused.isEmpty)
            #expect(FileRights(of: paths(folder)).doubtful.contains { $0.contains(folder + name) })
        }
    }

    @Test func folderAroundAFileCountsButWhereItIsSticky() throws {
        try withFolder { folder in
            chmod(folder, 0o777)
            #expect(FileRights(of: [folder + "/station.yaml"]).refused.count == 1)
            chmod(folder, 0o1777)
            #expect(FileRights(of: [folder + "/station.yaml"]).refused.isEmpty)
            #expect(FileRights(of: [folder + "/no-such-file"]).refused.isEmpty)
        }
    }
}
