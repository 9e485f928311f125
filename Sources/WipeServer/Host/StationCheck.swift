// What can be said of a station before it starts: read with the eyes of a start, and nothing is changed, locked or made.

import Foundation
import WipeCertificate
package import WipeCore
import WipeFiles
import WipeStation
import WipeStore

/// What the machine itself says about the bays of a station file.
package struct MachineLook: Hashable, Sendable {
    /// udev's properties of each drive that is plugged in.
    package var drives: [[String: String]]
    /// Why no drive will ever be in a bay, by the place of the bay in the file.
    package var deadBays: [Int: String]
    /// The drive that the machine runs from, in the words of a person, by the place of the bay that takes it.
    package var systemDrives: [Int: String]

    package init(drives: [[String: String]] = [], deadBays: [Int: String] = [:], systemDrives: [Int: String] = [:]) {
        self.drives = drives
        self.deadBays = deadBays
        self.systemDrives = systemDrives
    }
}

extension StationHost {
    /// What a person should look at before a start, though the file is sound: each at its place in the file, where it has one.
    ///
    /// - Parameter machine: nil where the machine could not be asked.
    /// - Throws: `StartupProblem` where a start would end.
    package func doubts(machine: MachineLook?) throws -> [RuleDoubt] {
        let rights = FileRights(of: guardedPaths)
        guard rights.refused.isEmpty else { throw StartupProblem(rights.refused) }
        try checkKeys()
        let plain = (rights.doubtful + folderDoubts).map { RuleDoubt($0) }
        return file.rules.oddPatterns + (machine.map(bayDoubts) ?? []) + (try unmetProtection(machine?.drives ?? [])) + missingGroups
            + idlePolicies + plain
    }

    /// A group that does not exist has no members, so that nobody but root has its role.
    var missingGroups: [RuleDoubt] {
        let roles = [("view", file.roles.view), ("operate", file.roles.operate), ("lead", file.roles.lead)]
        return roles.filter { UserDatabase.group($0.1) == nil }.map { role, group in
            RuleDoubt(
                at: ["roles", role],
                "roles.\(role): there is no group \(group), so that nobody but root has this role; groupadd --system \(group) makes it")
        }
    }

    private func bayDoubts(_ machine: MachineLook) -> [RuleDoubt] {
        file.rules.bays.enumerated().flatMap { index, bay in
            let path = ["bays", String(index)]
            let dead = machine.deadBays[index].map { RuleDoubt(at: path, "bays, \(bay.id): no drive will ever be in it: \($0)") }
            let system = machine.systemDrives[index].map {
                RuleDoubt(
                    at: path, "bays, \(bay.id) takes \($0), from which this computer runs: it is refused, and udev may leave it alone")
            }
            return [dead, system].compactMap { $0 }
        }
    }

    /// Keys that others can read, or that are none, stop a start.
    private func checkKeys() throws {
        for role in KeyRole.allCases {
            do { _ = try SigningKey.present(directory: keyFolder.path, role: role, credentials: credentials) } catch {
                throw StartupProblem(["\(error)"])
            }
        }
    }

    /// Policies of `policyFor` under which no drive can erase itself, since the station file does not allow it.
    private var idlePolicies: [RuleDoubt] {
        let allow = file.rules.deviceCommands.allow
        return Set(file.rules.policyFor.map(\.policy)).sorted().compactMap { id in
            let rows = catalogue.policies[id]?.passes.compactMap(\.command) ?? []
            guard let row = rows.first(where: { allow.isDisjoint(with: $0.techniques) }) else { return nil }
            let names = row.techniques.map(\.rawValue).joined(separator: ", ")
            let place = file.rules.policyFor.firstIndex { $0.policy == id }
            return RuleDoubt(
                at: ["policyFor"] + (place.map { [String($0)] } ?? []),
                "policyFor names \(id), and deviceCommands.allow allows none of \(names): no drive erases itself here")
        }
    }

    var folderDoubts: [String] {
        ServiceFolders(ProcessInfo.processInfo.environment["STATE_DIRECTORY"]).doubts(state: file.state, mark: file.markFolder)
    }

    /// Entries that neither a drive which was ever seen here meets, nor one that is plugged in.
    private func unmetProtection(_ drives: [[String: String]]) throws -> [RuleDoubt] {
        let rules = file.rules
        var unmet = Set(rules.protect.indices)
        var why = "has met no drive here so far"
        if !FileManager.default.fileExists(atPath: file.state + "/wiped.sqlite") {
            why += ": \(file.state) has no database yet, and none that is plugged in is meant"
        } else if let known = try explain({ try Store.unmetProtection(folder: file.state, rules) }) {
            unmet = Set(known)
        } else {
            why += ": the database is of an older version, the next start knows more"
        }
        for properties in drives { unmet = rules.unmetProtection(unmet, by: properties) }
        return unmet.sorted().map { RuleDoubt(at: ["protect", String($0)], "\(rules.protectText($0)) \(why)") }
    }
}
