// The station file as values: what this station is, what it may wipe, and who may tell it to.

import Foundation
package import WipeCore
package import WipeWords
import Yams

/// Everything that the station file says, with its defaults filled in. Overrides from the command line are the caller's.
package struct StationFile: Hashable, Sendable {
    /// Bytes of the largest file that is read.
    package static let bytesMax = YamlText.bytesMax

    /// Name of the station, as it stands in certificates.
    package var name: String
    /// Nil where the file names none.
    package var organization: String?
    /// Nil where the file names none.
    package var location: String?
    /// The language of people of whom no other is known; nil where the file names none.
    package var language: Language?
    /// Absolute path of the state folder.
    package var state: String
    /// Absolute path of the folder of the high-water mark; nil where the file names none.
    package var mark: String?
    /// Absolute path of the Unix socket.
    package var socket: String
    /// Absolute path of the folder of policies.
    package var policies: String
    /// Everything that decides. The list of known defects is read when the file is opened by its path.
    package var rules: StationRules
    /// Absolute path of the list of known defects; nil where the file names none.
    package var deviceRules: String?
    package var intakeColumns: IntakeColumns
    /// Origin line of the log's checkpoints.
    package var logOrigin: String
    package var roles: StationRoles

    /// A station without a file, as tests and the simulation make one; a file's rules are not checked here.
    package init(
        name: String, organization: String?, location: String?, state: String, mark: String? = nil, socket: String, policies: String,
        rules: StationRules, intakeColumns: IntakeColumns = IntakeColumns(), logOrigin: String, roles: StationRoles = StationRoles(),
        deviceRules: String? = nil
    ) {
        self.name = name
        self.organization = organization
        self.location = location
        self.state = state
        self.mark = mark
        self.socket = socket
        self.policies = policies
        self.rules = rules
        self.intakeColumns = intakeColumns
        self.logOrigin = logOrigin
        self.roles = roles
        self.deviceRules = deviceRules
    }

    /// Folder of the high-water mark: beside the state folder where the file names none, so that no backup of the one takes the other along.
    package var markFolder: String { mark ?? (state.hasSuffix("/") ? String(state.dropLast()) : state) + "-mark" }

    /// The station in `bytes`; `name` stands in messages.
    ///
    /// - Throws: Every problem of the file. Whether its policies exist is asked with `problems(in:name:catalogue:)`.
    package static func read(bytes: [UInt8], name: String) throws(FileProblems) -> StationFile {
        let problems = ProblemList(file: name)
        let station = YamlText.compose(bytes, problems).flatMap {
            StationReader(fields: YamlFields(problems: problems, yaml: $0)).station()
        }
        try problems.finish()
        guard let station else { throw FileProblems([FileProblem(file: name, line: 1, column: 1, message: "is not a station file")]) }
        return station
    }

    /// The station in the file at `path`.
    package static func read(path: String) throws(FileProblems) -> StationFile {
        var file = try read(bytes: FileBytes.read(path: path, bytesMax: bytesMax), name: path)
        file.rules.deviceCommands = try DeviceRulesFile.complete(file.rules.deviceCommands, with: file.deviceRules)
        return file
    }

    /// Rules of `policyFor` in a file that name a policy which the catalogue does not have, or has for other media, at their places.
    /// Also where `policyFor` is left out and the default policy is missing.
    package static func problems(in bytes: [UInt8], name: String, catalogue: PolicyCatalogue) -> [FileProblem] {
        let problems = ProblemList(file: name)
        guard let yaml = YamlText.compose(bytes, problems) else { return problems.problems }
        let fields = YamlFields(problems: problems, yaml: yaml)
        let known = catalogue.policies.keys.sorted()
        guard let file = yaml.root.mapping, let list = file.first(where: { $0.key.scalar?.string == "policyFor" })?.value else {
            for rule in StationRules().policyFor where !known.contains(rule.policy) {
                fields.add(yaml.root, "policyFor is left out, and the catalogue has no policy \(quoted(rule.policy))")
            }
            return problems.problems
        }
        for rule in list.sequence.map(Array.init) ?? [] {
            guard let node = rule.mapping?.first(where: { $0.key.scalar?.string == "policy" })?.value, let id = node.scalar?.string else {
                continue
            }
            guard let policy = catalogue.policies[id] else {
                fields.add(node, "the catalogue has no policy \(quoted(id))\(suggestion(for: id, among: known))")
                continue
            }
            let media = rule.mapping?.first { $0.key.scalar?.string == "media" }?.value.scalar?.string
            if let group = media.flatMap(MediaGroup.init(rawValue:)), !policy.media.contains(group) {
                fields.add(node, "the policy \(quoted(id)) is not for \(group.rawValue) media")
            }
        }
        return problems.problems
    }
}

/// Unix groups that have a role.
package struct StationRoles: Hashable, Sendable {
    package var view = "wipe"
    package var operate = "wipe"
    package var lead = "wipe-lead"
    package init() {}
}

/// One file on its way to a station.
private struct StationReader {
    let fields: YamlFields

    private static let keys = [
        "station", "language", "state", "mark", "socket", "policies", "slots", "limits", "requireAssetTag", "tagPattern", "policyFor",
        "bays",
        "protect",
        "weakSerials",
        "confirmAboveBytes",
        "holdCertifiedDays", "resumeWithinHours", "stallSeconds", "slow", "temperature", "health", "retrySecondsPerDrive", "intake", "log",
        "roles", "deviceCommands",
    ]

    func station() -> StationFile? {
        guard let file = fields.mapping(fields.yaml.root, "", keys: StationReader.keys) else { return nil }
        let who = file.required("station").flatMap { fields.mapping($0, "station", keys: ["name", "organization", "location"]) }
        let name = who?.required("name").flatMap { fields.text($0, "station.name") }
        let organization = who?.optional("organization").flatMap { fields.text($0, "station.organization") }
        let location = who?.optional("location").flatMap { fields.text($0, "station.location") }
        let language = file.optional("language").flatMap { fields.word($0, "language", Language.self) }
        let state = file.required("state").flatMap { path($0, "state") }
        let mark = file.optional("mark").flatMap { markFolder($0, outside: state) }
        let socket = file.required("socket").flatMap(socket)
        let policies = file.required("policies").flatMap { path($0, "policies") }
        let rules = StationRulesReader(fields: fields).rules(file)
        let columns = file.optional("intake").map(intakeColumns) ?? IntakeColumns()
        let roles = file.optional("roles").map(roles) ?? StationRoles()
        let origin = origin(file, name)
        let deviceRules = file.optional("deviceCommands").flatMap { node -> String? in
            // Its own problems are named where the rest of it is read.
            guard case .mapping(let mapping) = node, let rules = mapping.first(where: { $0.key.scalar?.string == "rules" })?.value
            else { return nil }
            return path(rules, "deviceCommands.rules")
        }
        guard let name, let state, let socket, let policies, let rules, let origin else { return nil }
        var station = StationFile(
            name: name, organization: organization, location: location, state: state, mark: mark, socket: socket, policies: policies,
            rules: rules, intakeColumns: columns, logOrigin: origin, roles: roles, deviceRules: deviceRules)
        station.language = language
        return station
    }

    private func path(_ node: Node, _ name: String) -> String? {
        guard let path = fields.text(node, name, scalarsMax: 1024) else { return nil }
        guard path.hasPrefix("/") else {
            fields.add(node, "\(name) must be an absolute path, found \(quoted(path))")
            return nil
        }
        return path
    }

    /// A backup of the state folder that is put back must not bring its own mark.
    private func markFolder(_ node: Node, outside state: String?) -> String? {
        guard let path = path(node, "mark") else { return nil }
        if let state, (path + "/").hasPrefix(state.hasSuffix("/") ? state : state + "/") {
            fields.add(node, "mark must lie outside of state (\(quoted(state))): it would be put back together with it")
        }
        return path
    }

    /// The kernel takes 107 bytes for the path of a Unix socket.
    private func socket(_ node: Node) -> String? {
        guard let path = path(node, "socket") else { return nil }
        if path.utf8.count > 107 { fields.add(node, "socket has \(path.utf8.count) bytes; a Unix socket's path has at most 107") }
        return path
    }

    private func intakeColumns(_ node: Node) -> IntakeColumns {
        var columns = IntakeColumns()
        guard let intake = fields.mapping(node, "intake", keys: ["columns"]), let names = intake.required("columns"),
            let mapping = fields.mapping(names, "intake.columns", keys: IntakeColumns.keys)
        else { return columns }
        for pair in mapping.pairs {
            guard let text = fields.text(pair.value, "intake.columns.\(pair.key)", scalarsMax: 100) else { continue }
            columns[pair.key] = text.trimmingCharacters(in: .whitespaces)
        }
        if let twice = columns.repeatedName { fields.add(names, "intake.columns names the column \(quoted(twice)) twice") }
        return columns
    }

    private func roles(_ node: Node) -> StationRoles {
        var roles = StationRoles()
        guard let mapping = fields.mapping(node, "roles", keys: ["view", "operate", "lead"]) else { return roles }
        if let view = mapping.optional("view").flatMap({ group($0, "roles.view") }) { roles.view = view }
        if let operate = mapping.optional("operate").flatMap({ group($0, "roles.operate") }) { roles.operate = operate }
        if let lead = mapping.optional("lead").flatMap({ group($0, "roles.lead") }) { roles.lead = lead }
        return roles
    }

    private func group(_ node: Node, _ name: String) -> String? {
        guard let group = fields.text(node, name, scalarsMax: 32) else { return nil }
        guard group.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_.-]*/) != nil else {
            fields.add(node, "\(name) must be the name of a Unix group, found \(quoted(group))")
            return nil
        }
        return group
    }

    /// From `log.origin`, else `wiped/` and the station's name in ASCII.
    private func origin(_ file: YamlMapping, _ stationName: String?) -> String? {
        if let node = file.optional("log") {
            guard let log = fields.mapping(node, "log", keys: ["origin"]) else { return nil }
            if let node = log.optional("origin") { return writtenOrigin(node) }
        }
        guard let stationName else { return nil }
        let ascii = stationName.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars.map { scalar -> Character in
            isOriginLetter(scalar) ? Character(scalar) : "-"
        }
        // A decomposed accent is dropped with the hyphen that stands for it only where it follows its letter: é is e, not e-.
        let marks = stationName.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars.map(\.properties.canonicalCombiningClass)
        let kept = zip(ascii, marks).filter { $0.1 == .notReordered }.map(\.0)
        let words = String(kept).split(separator: "-")
        guard !words.isEmpty else {
            fields.add(file.node, "log.origin must be given: the station's name has no letter a-z to make it from")
            return nil
        }
        return "wiped/" + words.joined(separator: "-")
    }

    /// A checkpoint's first line: no white space, no plus sign.
    private func writtenOrigin(_ node: Node) -> String? {
        guard let text = fields.text(node, "log.origin", scalarsMax: 200) else { return nil }
        guard text.wholeMatch(of: /[A-Za-z0-9._~\/:-]+/) != nil else {
            fields.add(node, "log.origin must be made of letters, digits and . _ ~ / : -, found \(quoted(text))")
            return nil
        }
        return text
    }

    private func isOriginLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }
}
