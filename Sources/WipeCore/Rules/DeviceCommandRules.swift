// What the station file and its list of known defects say about drives that erase themselves.

/// One kind of drive that is known to do badly at a technique, with the public source that says so.
package struct KnownDefect: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case model, firmware, techniques, verdict, source }
    /// What the station does about it.
    package enum Consequence: String, Codable, Sendable, CaseIterable {
        /// The technique is not used.
        case refuse
        /// A lead starts it.
        case hold
        /// It stands on the record, and nothing else follows.
        case note
    }
    /// Globs over what the drive says of itself, whatever its case.
    package var model: String
    package var firmware: String
    /// Never empty.
    package var techniques: Set<Technique>
    package var verdict: Consequence
    /// Where that can be read.
    package var source: String
    package init(model: String, firmware: String, techniques: Set<Technique>, verdict: Consequence, source: String) {
        self.model = model
        self.firmware = firmware
        self.techniques = techniques
        self.verdict = verdict
        self.source = source
    }

    /// Whether a drive is of this kind. One that says no firmware meets every rule for its model: better one word too many.
    func meets(_ report: ProbeReport) -> Bool {
        guard let model = report.identity.model, Self.matches(self.model, model) else { return false }
        return report.firmware.map { Self.matches(firmware, $0) } ?? true
    }

    private static func matches(_ glob: String, _ text: String) -> Bool {
        Glob(glob.uppercased())?.matches(text.uppercased()) ?? false
    }
}

/// What the first drive of its model and firmware does.
package enum FirstOfModel: String, Codable, Sendable, CaseIterable {
    /// Waits for a lead.
    case hold
    case go
}

/// `deviceCommands` of the station file. By default no drive is told to erase itself.
package struct DeviceCommandRules: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case allow, firstOfModel, hoursMax, defects, digest }
    /// Techniques that are used here; all of them are sanitize commands.
    package var allow: Set<Technique>
    package var firstOfModel: FirstOfModel
    /// Hours that a drive may be at its own erase; twice what it says itself where that is more.
    package var hoursMax: Int
    package var defects: [KnownDefect]
    /// SHA-256 of the list of known defects, as `sha256:` and 64 hexadecimal digits; nil without a list.
    package var digest: String?
    package init(
        allow: Set<Technique> = [], firstOfModel: FirstOfModel = .hold, hoursMax: Int = 24, defects: [KnownDefect] = [],
        digest: String? = nil
    ) {
        self.allow = allow
        self.firstOfModel = firstOfModel
        self.hoursMax = hoursMax
        self.defects = defects
        self.digest = digest
    }

    /// What the station itself has against a technique on this drive.
    package func reasons(against technique: Technique, on report: ProbeReport) -> [TechniqueReason] {
        guard technique != .overwrite else { return [] }
        let isDefect = defects.contains { $0.verdict == .refuse && $0.techniques.contains(technique) && $0.meets(report) }
        return (allow.contains(technique) ? [] : [.notAllowedHere]) + (isDefect ? [.knownDefect] : [])
    }
}

/// How drives of one model and firmware have done at this station with one technique.
package struct TechniqueExperience: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case model, firmware, technique, good, refused, failed, stalled, lastWasBad, lastAt }
    package var model: String
    /// Empty where the drive says none.
    package var firmware: String
    package var technique: Technique
    /// Jobs that ended well.
    package var good = 0
    /// Drives that did not take the command.
    package var refused = 0
    /// Drives that failed at it, or said that they had done what they had not.
    package var failed = 0
    /// Drives that did not come to an end.
    package var stalled = 0
    /// The last one failed or stalled.
    package var lastWasBad = false
    package var lastAt: Moment
    package init(model: String, firmware: String, technique: Technique, lastAt: Moment) {
        self.model = model
        self.firmware = firmware
        self.technique = technique
        self.lastAt = lastAt
    }

    /// What a drive is counted under.
    package struct Key: Hashable, Sendable {
        package var model: String
        package var firmware: String
        package var technique: Technique
    }

    package var key: Key { Key(model: model, firmware: firmware, technique: technique) }

    /// The key of a drive. One without a model is of a kind of its own: it is always the first.
    static func key(_ report: ProbeReport, _ technique: Technique) -> Key? {
        report.identity.model.map { Key(model: $0, firmware: report.firmware ?? "", technique: technique) }
    }
}
