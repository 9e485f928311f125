// The station file as values: what may be wiped here, and when. Read by WipeFiles.

/// One condition on a udev property: a shell-style glob (`*`, `?`, `[a-z]`, `[!a-z]`, `\` quotes).
package struct PropertyMatch: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case property, glob }
    package var property: String
    package var glob: String
    package init(property: String, glob: String) {
        self.property = property
        self.glob = glob
    }
}

/// What happens to an admitted media in a bay.
package enum OnAttach: String, Codable, Sendable, CaseIterable { case wipe, hold }

/// One bay: a stable physical place. All its matches must hold. Never empty.
package struct Bay: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case id, match, onAttach }
    package var id: String
    package var match: [PropertyMatch]
    package var onAttach: OnAttach
    package init(id: String, match: [PropertyMatch], onAttach: OnAttach) {
        self.id = id
        self.match = match
        self.onAttach = onAttach
    }

    /// Whether `text` is the bay `id` to whoever reads it: `A1`, `a-1` and `A01`. With more zeros than one it is something else: `A-0001` is a tag of many
    /// workshops. One rule for every place where a bay may be named, or must not.
    package static func isCalled(_ id: String, by text: String) -> Bool {
        func letters(_ text: String) -> Int { text.utf8.count(where: isAlphanumeric) }
        return abs(letters(id) - letters(text)) <= 1 && spoken(id) == spoken(text)
    }

    /// An id as people hear and remember it: `A1`, `a1`, `A-1` and `A_01` are one bay to them. Between two digits a sign says something, and stays
    /// as a dash: `1-11` is not `11-1`. A letter beyond ASCII is no sign: `A1é` is not `A1`.
    package static func spoken(_ id: String) -> String {
        var spoken: [UInt8] = []
        var isApart = false
        for byte in id.utf8 {
            guard isAlphanumeric(byte) || byte >= 0x80 else {
                isApart = true
                continue
            }
            let isDigit = (0x30...0x39).contains(byte)
            let followsDigit = spoken.last.map { (0x30...0x39).contains($0) } ?? false
            if isApart, isDigit, followsDigit { spoken.append(UInt8(ascii: "-")) }
            isApart = false
            // Zeros before a number.
            if isDigit, spoken.last == UInt8(ascii: "0"), spoken.dropLast().last.map({ !(0x30...0x39).contains($0) }) ?? true {
                spoken.removeLast()
            }
            spoken.append((0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
        }
        return String(decoding: spoken, as: UTF8.self)
    }
}

/// First match wins. `media` nil is any.
package struct PolicyRule: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case media, policy }
    package var media: MediaGroup?
    package var policy: String
    package init(media: MediaGroup?, policy: String) {
        self.media = media
        self.policy = policy
    }
}

/// More than these on a drive's own counters: held for destruction.
package struct HealthLimits: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case reallocatedMax, pendingMax, reallocatedRiseMax }
    package var reallocatedMax: UInt64
    package var pendingMax: UInt64
    package var reallocatedRiseMax: UInt64
    package init(reallocatedMax: UInt64 = 100, pendingMax: UInt64 = 0, reallocatedRiseMax: UInt64 = 10) {
        self.reallocatedMax = reallocatedMax
        self.pendingMax = pendingMax
        self.reallocatedRiseMax = reallocatedRiseMax
    }
}

/// A drive that gets hotter than the one waits until it is no hotter than the other.
package struct TemperatureLimits: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case pauseAboveCelsius, resumeBelowCelsius }
    package var pauseAboveCelsius: Int
    package var resumeBelowCelsius: Int
    package init(pauseAboveCelsius: Int = 60, resumeBelowCelsius: Int = 50) {
        self.pauseAboveCelsius = pauseAboveCelsius
        self.resumeBelowCelsius = resumeBelowCelsius
    }
}

/// Everything in the station file that decides. Defaults are those of the file.
package struct StationRules: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey {
        case bays, protect, weakSerials, slots, slotsPerBus, staggerSeconds, requireAssetTag, tagPattern, policyFor, confirmAboveBytes
        case holdCertifiedDays, resumeWithinHours, stallSeconds, health, retrySecondsPerDrive, slow, temperature
        case deviceCommands
    }
    package var bays: [Bay]
    /// A drive that meets all the matches of one entry is never wiped.
    package var protect: [[PropertyMatch]]
    /// Globs of serials that many devices share, beside those that the rules know.
    package var weakSerials: [String]
    package var slots: Int
    package var slotsPerBus: Int
    /// Two wipes on one bus begin at least so far apart: drives that seek and draw power together disturb each other.
    package var staggerSeconds: Int
    package var requireAssetTag: Bool
    /// What the whole tag must match; nil where any text of the characters of tags is one.
    package var tagPattern: TagPattern?
    package var policyFor: [PolicyRule]
    package var confirmAboveBytes: UInt64
    package var holdCertifiedDays: Int
    package var resumeWithinHours: Int
    package var stallSeconds: Int
    package var health: HealthLimits
    package var retrySecondsPerDrive: Int
    package var slow: SlowRule
    package var temperature: TemperatureLimits
    package var deviceCommands: DeviceCommandRules

    package init(
        bays: [Bay] = [], protect: [[PropertyMatch]] = [], weakSerials: [String] = [], slots: Int = 24, slotsPerBus: Int = 8,
        staggerSeconds: Int = 1,
        requireAssetTag: Bool = true,
        tagPattern: TagPattern? = nil,
        policyFor: [PolicyRule] = [PolicyRule(media: nil, policy: "clear-random")], confirmAboveBytes: UInt64 = 20_000_000_000_000,
        holdCertifiedDays: Int = 30, resumeWithinHours: Int = 72, stallSeconds: Int = 60, health: HealthLimits = HealthLimits(),
        retrySecondsPerDrive: Int = 1800, slow: SlowRule = SlowRule(), temperature: TemperatureLimits = TemperatureLimits(),
        deviceCommands: DeviceCommandRules = DeviceCommandRules()
    ) {
        self.bays = bays
        self.protect = protect
        self.weakSerials = weakSerials
        self.slots = slots
        self.slotsPerBus = slotsPerBus
        self.staggerSeconds = staggerSeconds
        self.requireAssetTag = requireAssetTag
        self.tagPattern = tagPattern
        self.policyFor = policyFor
        self.confirmAboveBytes = confirmAboveBytes
        self.holdCertifiedDays = holdCertifiedDays
        self.resumeWithinHours = resumeWithinHours
        self.stallSeconds = stallSeconds
        self.health = health
        self.retrySecondsPerDrive = retrySecondsPerDrive
        self.slow = slow
        self.temperature = temperature
        self.deviceCommands = deviceCommands
    }

    /// What a run is allowed beside its policy.
    ///
    /// - Parameter eraseSeconds: the longest that an erase by the drive of this run is expected to take, where that is known.
    package func runLimits(eraseSeconds: UInt64?) -> RunLimits {
        // An estimate that no clock can hold is none.
        let twice = Int64(clamping: min(eraseSeconds ?? 0, 365 * 86_400)) * 2000
        return RunLimits(
            retryMilliseconds: Int64(retrySecondsPerDrive) * 1000, slow: slow, silenceMilliseconds: Int64(stallSeconds) * 1000,
            commandMilliseconds: max(Int64(deviceCommands.hoursMax) * 3_600_000, twice))
    }

    /// The bay that a drive with these udev properties is in: the first that it meets; nil outside all of them.
    package func bay(for properties: [String: String]) -> Bay? { bays.first { $0.matches(properties) } }

    /// The identity with the word of the station's own list about its serial.
    func listing(_ identity: MediaIdentity) -> MediaIdentity {
        var listed = identity
        let serial = identity.canonicalSerial
        let isListed = serial.map { serial in weakSerials.contains { PropertyForm.serial.glob($0)?.matches(serial) ?? false } } ?? false
        listed.isListedAsWeak = isListed ? true : nil
        return listed
    }

    /// Whether a wipe of this drive is out of the question by the station file alone: it is in no bay, in more than one, no candidate, or
    /// protected.
    func isOutsideArmedBays(_ report: ProbeReport) -> Bool {
        bays.filter { $0.matches(report.properties) }.count != 1 || !report.kind.isCandidate || protects(report)
    }

    /// Whether a drive's firmware may be asked anything, or told to stop turning: it is in exactly one bay, could be wiped there, is nowhere near
    /// an entry of `protect`, and nobody uses it. To every other drive of the machine no command goes out.
    package func mayAskFirmware(of report: ProbeReport) -> Bool {
        !isOutsideArmedBays(report) && protection(of: report) == .none && report.usage == .free
    }

    /// Id of the policy for a media type: the first rule that matches; nil where none does.
    package func policyID(for mediaType: MediaType) -> String? {
        policyFor.first { $0.media == nil || $0.media == mediaType.group }?.policy
    }
}
