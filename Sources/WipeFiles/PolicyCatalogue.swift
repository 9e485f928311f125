// All policies of a folder.

import Foundation
package import WipeCore

/// The policies that a station or `wipectl` knows, and what is wrong with the rest of the folder.
package struct PolicyCatalogue: Sendable {
    /// Every sound policy by its id. A broken file hides none of the others; it is in `problems`.
    package let policies: [String: Policy]
    /// Problems of all files, in the order of their names. A station should not start while there are any.
    package let problems: [FileProblem]

    /// A catalogue without a folder.
    package init(policies: [String: Policy], problems: [FileProblem] = []) {
        self.policies = policies
        self.problems = problems
    }

    /// Reads all `*.yaml` files of a folder; names that begin with a dot and other endings are not policies. Ids are unique, since each
    /// is the name of its file.
    package static func load(directory: String) -> PolicyCatalogue {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            let problem = FileProblem(file: directory, line: 1, column: 1, message: "the folder of policies cannot be read")
            return PolicyCatalogue(policies: [:], problems: [problem])
        }
        var policies: [String: Policy] = [:]
        var problems: [FileProblem] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
            if name.hasSuffix(".yml") {
                problems.append(FileProblem(file: path, line: 1, column: 1, message: "policies are read from names that end in .yaml"))
            }
            guard name.hasSuffix(".yaml") else { continue }
            do throws(FileProblems) {
                let policy = try PolicyFile.read(path: path)
                policies[policy.id] = policy
            } catch {
                problems += error.problems
            }
        }
        problems += fallbackProblems(policies, directory)
        if policies.isEmpty, problems.isEmpty {
            problems.append(FileProblem(file: directory, line: 1, column: 1, message: "the folder holds no policy (*.yaml)"))
        }
        return PolicyCatalogue(policies: policies, problems: problems)
    }

    /// A fallback is an honest policy of this folder that has none itself and asks no drive to erase itself.
    private static func fallbackProblems(_ policies: [String: Policy], _ directory: String) -> [FileProblem] {
        policies.values.sorted { $0.id < $1.id }.compactMap { policy in
            guard let id = policy.fallback else { return nil }
            let why: String
            if let other = policies[id] {
                if other.passes.contains(where: { $0.command != nil }) {
                    why = "has a row of command itself"
                } else if !policy.media.isSubset(of: other.media) {
                    why = "is not for all the media of this policy"
                } else {
                    return nil
                }
            } else {
                why = "is not in this folder" + suggestion(for: id, among: policies.keys.sorted())
            }
            let file = (directory.hasSuffix("/") ? directory : directory + "/") + policy.id + ".yaml"
            return FileProblem(file: file, line: 1, column: 1, message: "fallback: the policy \(quoted(id)) \(why)")
        }
    }
}
