// What the station file protects. An entry that fits is a refusal; one that nearly fits may be a slip of the pen, and a drive is lost by it.

/// What `protect` says of one media.
public enum Protection: Hashable, Sendable {
    case none
    case met
    /// An entry fits but for something; `entry` counts from 1 as in the messages about the file.
    case nearly(entry: Int, why: String)
}

extension StationRules {
    /// What the station file's `protect` says of a media.
    public func protection(of report: ProbeReport) -> Protection {
        if protects(report) { return .met }
        let known = report.namedProperties
        for (index, entry) in protect.enumerated() {
            for properties in known {
                if let why = Self.nearness(entry, properties, report.identity) { return .nearly(entry: index + 1, why: why) }
            }
        }
        return .none
    }

    /// An entry of `protect` matches it.
    func protects(_ report: ProbeReport) -> Bool {
        let known = report.namedProperties
        return protect.contains { entry in known.contains { Self.meets(entry, $0) } }
    }

    /// The entries of `protect`, by their places from 0, that none of these meets.
    public func unmetProtection(_ unmet: Set<Int>, by media: DriveSighting) -> Set<Int> {
        let known = [media.properties, media.properties.naming(media.identity)]
        return unmet.filter { place in
            protect.indices.contains(place) && !known.contains { Self.meets(protect[place], $0) }
        }
    }

    /// An entry of `protect` as the station file has it.
    public func protectText(_ place: Int) -> String {
        guard protect.indices.contains(place) else { return "" }
        return "protect[\(place + 1)] { \(protect[place].map(\.text).joined(separator: ", ")) }"
    }

    private static func meets(_ entry: [PropertyMatch], _ properties: [String: String]) -> Bool {
        !entry.isEmpty && entry.allSatisfy { $0.matches(properties) }
    }

    /// Why an entry that does not fit nearly does; nil where it is about something else.
    private static func nearness(_ entry: [PropertyMatch], _ properties: [String: String], _ identity: MediaIdentity) -> String? {
        let missed = entry.filter { !$0.matches(properties) }
        let metNames = entry.filter { PropertyForm(of: $0.property).namesADrive || $0.property.hasPrefix("ID_PATH") }
            .filter { $0.isLiteral && $0.matches(properties) }
        if let met = metNames.first, let other = missed.first { return "\(met.text) fits, \(other.text) does not" }
        for match in missed where PropertyForm(of: match.property).namesADrive {
            if let why = nearness(match, properties, identity) { return why }
        }
        return nil
    }

    private static func nearness(_ match: PropertyMatch, _ properties: [String: String], _ identity: MediaIdentity) -> String? {
        var values = properties.filter { PropertyForm(of: $0.key).namesADrive }
        values["serial"] = identity.serial
        values["WWN"] = identity.wwn
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            // The right name under another property.
            let forms: [PropertyForm] = Glob(match.glob)?.isWildcardOnly == false ? [.serial, .wwn] : []
            if forms.contains(where: { $0.glob(match.glob)?.matches($0.canonical(value)) ?? false }) {
                return "\(match.text) would fit its \(name) \(value)"
            }
            guard match.isLiteral else { continue }
            let wanted = CanonicalForm.squeezed(CanonicalForm.wwn(match.glob))
            let found = CanonicalForm.squeezed(CanonicalForm.wwn(value))
            let (short, long) = wanted.utf8.count < found.utf8.count ? (wanted, found) : (found, wanted)
            if short == long || (short.utf8.count >= 6 && (long.hasPrefix(short) || long.hasSuffix(short))) {
                return "\(match.text) differs little from its \(name) \(value)"
            }
        }
        return nil
    }
}

extension ProbeReport {
    /// Its properties as udev gives them, and with the names that the probe has read another way: udev may fail to read one under load.
    var namedProperties: [[String: String]] { [properties, properties.naming(identity)] }
}

extension [String: String] {
    /// With the names that a probe has read in the places where udev puts them.
    func naming(_ identity: MediaIdentity) -> [String: String] {
        var named = self
        if let serial = identity.serial { for name in ["ID_SERIAL_SHORT", "ID_SCSI_SERIAL"] { named[name] = serial } }
        if let wwn = identity.wwn { for name in ["ID_WWN", "ID_WWN_WITH_EXTENSION"] { named[name] = wwn } }
        return named
    }
}
