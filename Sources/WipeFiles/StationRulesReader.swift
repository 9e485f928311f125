// The part of the station file that decides: bays, protected drives, limits.

import WipeCore
import Yams

/// Reads everything of a station file that becomes `StationRules`.
struct StationRulesReader {
    static let baysMax = 512
    static let protectMax = 4096
    static let matchesMax = 16
    static let weakSerialsMax = 4096
    static let tagPatternScalarsMax = 200

    let fields: YamlFields

    /// Nil after a problem that leaves nothing to rely on.
    func rules(_ file: YamlMapping) -> StationRules? {
        var rules = StationRules()
        guard let bays = file.required("bays").flatMap(bays) else { return nil }
        rules.bays = bays
        rules.protect = file.optional("protect").map(protect) ?? []
        rules.weakSerials = file.optional("weakSerials").map(weakSerials) ?? []
        if let node = file.optional("policyFor") { rules.policyFor = policyFor(node) }
        rules.tagPattern = file.optional("tagPattern").flatMap(tagPattern)
        if let value = file.optional("requireAssetTag").flatMap({ fields.flag($0, "requireAssetTag") }) { rules.requireAssetTag = value }
        set(&rules.slots, file, "slots", 1...256)
        if let limits = file.optional("limits").flatMap({ fields.mapping($0, "limits", keys: ["perBus", "staggerSeconds"]) }) {
            set(&rules.slotsPerBus, limits, "perBus", 1...256)
            set(&rules.staggerSeconds, limits, "staggerSeconds", 0...60)
        }
        set(&rules.confirmAboveBytes, file, "confirmAboveBytes", 0...UInt64(Int64.max))
        set(&rules.holdCertifiedDays, file, "holdCertifiedDays", 0...3650)
        set(&rules.resumeWithinHours, file, "resumeWithinHours", 1...8760)
        set(&rules.stallSeconds, file, "stallSeconds", 1...3600)
        set(&rules.retrySecondsPerDrive, file, "retrySecondsPerDrive", 0...604_800)
        if let node = file.optional("slow") { rules.slow = slow(node) }
        if let node = file.optional("deviceCommands") { rules.deviceCommands = deviceCommands(node) }
        if let node = file.optional("temperature") { rules.temperature = temperature(node) }
        let healthKeys = ["reallocatedMax", "pendingMax", "reallocatedRiseMax"]
        if let health = file.optional("health").flatMap({ fields.mapping($0, "health", keys: healthKeys) }) {
            set(&rules.health.reallocatedMax, health, "reallocatedMax", 0...1_000_000_000)
            set(&rules.health.pendingMax, health, "pendingMax", 0...1_000_000_000)
            set(&rules.health.reallocatedRiseMax, health, "reallocatedRiseMax", 0...1_000_000_000)
        }
        return rules
    }

    /// Leaves the default where the key is not there.
    private func set(_ value: inout Int, _ mapping: YamlMapping, _ key: String, _ range: ClosedRange<Int>) {
        guard let node = mapping.optional(key), let number: Int = fields.integer(node, mapping.member(key), in: range) else { return }
        value = number
    }

    private func set(_ value: inout UInt64, _ mapping: YamlMapping, _ key: String, _ range: ClosedRange<UInt64>) {
        guard let node = mapping.optional(key), let number: UInt64 = fields.integer(node, mapping.member(key), in: range) else { return }
        value = number
    }

    /// All but the list of known defects, which is a file of its own.
    private func deviceCommands(_ node: Node) -> DeviceCommandRules {
        var rules = DeviceCommandRules()
        guard let mapping = fields.mapping(node, "deviceCommands", keys: ["allow", "firstOfModel", "hoursMax", "rules"]) else {
            return rules
        }
        let words = Technique.sanitizes.map(\.rawValue)
        for (index, node) in (mapping.optional("allow").flatMap { fields.list($0, "deviceCommands.allow") } ?? []).enumerated() {
            let name = "deviceCommands.allow[\(index + 1)]"
            guard let technique = fields.choice(node, name, words).flatMap(Technique.init) else { continue }
            if !rules.allow.insert(technique).inserted { fields.add(node, "\(name) is \(technique.rawValue) for the second time") }
        }
        if let node = mapping.optional("firstOfModel"), let word = fields.word(node, "deviceCommands.firstOfModel", FirstOfModel.self) {
            rules.firstOfModel = word
        }
        set(&rules.hoursMax, mapping, "hoursMax", 1...720)
        return rules
    }

    private func bays(_ node: Node) -> [Bay]? {
        guard let nodes = fields.list(node, "bays") else { return nil }
        guard nodes.count <= StationRulesReader.baysMax else {
            fields.add(node, "bays has \(nodes.count) entries; at most \(StationRulesReader.baysMax) are allowed")
            return nil
        }
        var bays: [Bay] = []
        var first: [String: (id: String, line: Int)] = [:]
        var matches: [Set<PropertyMatch>: String] = [:]
        for (index, node) in nodes.enumerated() {
            let name = "bays[\(index + 1)]"
            guard let mapping = fields.mapping(node, name, keys: ["id", "match", "onAttach"]) else { continue }
            let idNode = mapping.required("id")
            let id = idNode.flatMap { bayID($0, "\(name).id") }
            let matchNode = mapping.required("match")
            let match = matchNode.flatMap { propertyMatches($0, "\(name).match") }
            let onAttach: OnAttach? = mapping.optional("onAttach").map { fields.word($0, "\(name).onAttach", OnAttach.self) } ?? .hold
            guard let id, let idNode, let match, let matchNode, let onAttach else { continue }
            if let other = first[Bay.spoken(id)] {
                let same = "the bay id \(quoted(id)) is given twice, first on line \(other.line)"
                let alike =
                    "the bay id \(quoted(id)) cannot be told from \(quoted(other.id)) on line \(other.line) when it is read out or scanned"
                fields.add(idNode, id == other.id ? same : alike)
                continue
            }
            first[Bay.spoken(id)] = (id, idNode.mark?.line ?? 1)
            if match.allSatisfy({ Glob($0.glob)?.isWildcardOnly ?? true }) {
                fields.add(matchNode, "\(name).match fits every drive: a bay must name a place")
            }
            if let other = matches.updateValue(id, forKey: Set(match)) {
                fields.add(matchNode, "\(name).match is the same as that of bay \(quoted(other)): no drive could tell them apart")
            }
            bays.append(Bay(id: id, match: match, onAttach: onAttach))
        }
        return bays
    }

    private func bayID(_ node: Node, _ name: String) -> String? {
        guard let id = fields.text(node, name) else { return nil }
        guard (1...32).contains(id.utf8.count), id.utf8.allSatisfy(isBayLetter) else {
            fields.add(node, "\(name) must be 1 to 32 letters, digits and . _ -, found \(quoted(id))")
            return nil
        }
        guard !Bay.spoken(id).isEmpty else {
            fields.add(node, "\(name) must have a letter or a digit, found \(quoted(id))")
            return nil
        }
        if ScanWords.command(id) != nil {
            fields.add(node, "\(name) is \(quoted(id)), a word of wipectl scan: no scanner could name this bay")
            return nil
        }
        return id
    }

    private func isBayLetter(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39)
            || [0x2D, 0x2E, 0x5F].contains(byte)
    }

    private func protect(_ node: Node) -> [[PropertyMatch]] {
        guard let nodes = fields.list(node, "protect") else { return [] }
        guard nodes.count <= StationRulesReader.protectMax else {
            fields.add(node, "protect has \(nodes.count) entries; at most \(StationRulesReader.protectMax) are allowed")
            return []
        }
        return nodes.enumerated().compactMap { propertyMatches($1, "protect[\($0 + 1)]") }
    }

    /// Globs of serials that many devices share. One that fits every serial would doubt every drive.
    private func weakSerials(_ node: Node) -> [String] {
        guard let nodes = fields.list(node, "weakSerials") else { return [] }
        guard nodes.count <= StationRulesReader.weakSerialsMax else {
            fields.add(node, "weakSerials has \(nodes.count) entries; at most \(StationRulesReader.weakSerialsMax) are allowed")
            return []
        }
        return nodes.enumerated().compactMap { index, node in
            let name = "weakSerials[\(index + 1)]"
            guard let text = fields.glob(node, name, scalarsMax: Glob.scalarsMax) else { return nil }
            if Glob(text)?.isWildcardOnly ?? true { fields.add(node, "\(name) fits every serial") }
            return text
        }
    }

    /// `{ PROPERTY: "glob", … }`, never empty.
    private func propertyMatches(_ node: Node, _ name: String) -> [PropertyMatch]? {
        guard let mapping = fields.mapping(node, name, keys: nil) else { return nil }
        guard (1...StationRulesReader.matchesMax).contains(mapping.pairs.count) else {
            fields.add(node, "\(name) must name 1 to \(StationRulesReader.matchesMax) udev properties, found \(mapping.pairs.count)")
            return nil
        }
        let matches = mapping.pairs.map { pair -> PropertyMatch? in
            guard (1...64).contains(pair.key.utf8.count), pair.key.utf8.allSatisfy(isBayLetter), pair.key == pair.key.uppercased() else {
                fields.add(pair.keyNode, "\(name): a udev property is written in capitals, digits and _, found \(quoted(pair.key))")
                return nil
            }
            if let problem = UdevProperty.problem(withName: pair.key) {
                fields.add(pair.keyNode, "\(name): \(problem)")
                return nil
            }
            guard case .scalar(let scalar) = pair.value else {
                fields.add(pair.value, "\(name).\(pair.key) must be a glob, found \(fields.kind(pair.value))")
                return nil
            }
            if let problem = Glob.check(scalar.string) {
                fields.add(pair.value, "\(name).\(pair.key): \(problem)")
                return nil
            }
            if let problem = UdevProperty.problem(withValue: scalar.string, of: pair.key) {
                fields.add(pair.value, "\(name).\(pair.key): \(problem)")
                return nil
            }
            guard fields.text(pair.value, "\(name).\(pair.key)", scalarsMax: Glob.scalarsMax) != nil else { return nil }
            return PropertyMatch(property: pair.key, glob: scalar.string)
        }
        let sound = matches.compactMap { $0 }
        return sound.count == matches.count ? sound : nil
    }

    private func policyFor(_ node: Node) -> [PolicyRule] {
        guard let nodes = fields.list(node, "policyFor") else { return [] }
        if nodes.isEmpty { fields.add(node, "policyFor must have a rule; leave it out for the default") }
        var rules: [PolicyRule] = []
        for (index, node) in nodes.enumerated() {
            let name = "policyFor[\(index + 1)]"
            guard let mapping = fields.mapping(node, name, keys: ["media", "policy"]) else { continue }
            let words = ["any"] + MediaGroup.allCases.map(\.rawValue)
            let media = mapping.required("media").flatMap { fields.choice($0, "\(name).media", words) }
            let policy = mapping.required("policy").flatMap { fields.text($0, "\(name).policy", scalarsMax: 64) }
            guard let media, let policy else { continue }
            let group = MediaGroup(rawValue: media)
            let covered = Set(rules.compactMap(\.media))
            if rules.contains(where: { $0.media == nil }) || (group.map(covered.contains) ?? (covered.count == MediaGroup.allCases.count)) {
                fields.add(node, "\(name) is never reached: the rules before it take all such media")
            }
            rules.append(PolicyRule(media: group, policy: policy))
        }
        return rules
    }

    /// A pattern that some tag could match.
    private func tagPattern(_ node: Node) -> TagPattern? {
        guard let text = fields.text(node, "tagPattern", scalarsMax: StationRulesReader.tagPatternScalarsMax) else { return nil }
        do throws(TagPatternProblem) { return try TagPattern(text) } catch {
            // Between double quotes what is written is longer than what it says: there the sentence alone names the place.
            let isAsWritten = node.scalar?.style == .plain || node.scalar?.style == .singleQuoted || !text.contains("\\")
            let quote = node.scalar?.style == .plain ? 0 : 1
            let column = (node.mark?.column ?? 1) + (isAsWritten ? quote + error.column - 1 : 0)
            fields.problems.add(node.mark?.line ?? 1, column, "tagPattern, \(error)")
            return nil
        }
    }

    private func slow(_ node: Node) -> SlowRule {
        var slow = SlowRule()
        guard let mapping = fields.mapping(node, "slow", keys: ["bytesPerSecondBelow", "forMinutes"]) else { return slow }
        let rate: UInt64? = mapping.optional("bytesPerSecondBelow").flatMap {
            fields.integer($0, "slow.bytesPerSecondBelow", in: 0...1_000_000_000_000 as ClosedRange<UInt64>)
        }
        let minutes: Int? = mapping.optional("forMinutes").flatMap { fields.integer($0, "slow.forMinutes", in: 1...1440) }
        slow.bytesPerSecondBelow = rate ?? slow.bytesPerSecondBelow
        slow.forMinutes = minutes ?? slow.forMinutes
        return slow
    }

    private func temperature(_ node: Node) -> TemperatureLimits {
        var limits = TemperatureLimits()
        guard let mapping = fields.mapping(node, "temperature", keys: ["pauseAboveCelsius", "resumeBelowCelsius"]) else { return limits }
        let pause: Int? = mapping.optional("pauseAboveCelsius").flatMap {
            fields.integer($0, "temperature.pauseAboveCelsius", in: 20...120)
        }
        let resume: Int? = mapping.optional("resumeBelowCelsius").flatMap {
            fields.integer($0, "temperature.resumeBelowCelsius", in: 10...120)
        }
        limits.pauseAboveCelsius = pause ?? limits.pauseAboveCelsius
        limits.resumeBelowCelsius = resume ?? limits.resumeBelowCelsius
        if limits.resumeBelowCelsius > limits.pauseAboveCelsius {
            fields.add(
                node,
                "temperature: resumeBelowCelsius (\(limits.resumeBelowCelsius)) is above pauseAboveCelsius (\(limits.pauseAboveCelsius))")
        }
        return limits
    }
}
