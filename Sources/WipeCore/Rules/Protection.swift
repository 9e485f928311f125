// What the station file protects. An entry that fits is a refusal; one that nearly fits may be a slip of the pen, and a drive is lost by it.

/// What `protect` says of one drive.
package enum Protection: Hashable, Sendable {
    case none
    case met
    /// An entry fits but for something; `entry` counts from 1 as in the messages about the file.
    case nearly(entry: Int, why: String)
}

extension StationRules {
    /// What the station file's `protect` says of a drive.
    package func protection(of report: ProbeReport) -> Protection {
        if protects(report) { return .met }
        let known = report.namedProperties
        let names = DriveNames(report)
        for (index, entry) in protect.enumerated() {
            for properties in known {
                if let why = Self.nearness(entry, properties, names) { return .nearly(entry: index + 1, why: why) }
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
    package func unmetProtection(_ unmet: Set<Int>, by media: DriveSighting) -> Set<Int> {
        let known = [media.properties, media.properties.naming(media.identity)]
        return unmet.filter { place in
            protect.indices.contains(place) && !known.contains { Self.meets(protect[place], $0) }
        }
    }

    /// The same, by what is plugged in now.
    package func unmetProtection(_ unmet: Set<Int>, by properties: [String: String]) -> Set<Int> {
        unmet.filter { place in protect.indices.contains(place) && !Self.meets(protect[place], properties) }
    }

    /// An entry of `protect` as the station file has it.
    package func protectText(_ place: Int) -> String {
        guard protect.indices.contains(place) else { return "" }
        return "protect[\(place + 1)] { \(protect[place].map(\.text).joined(separator: ", ")) }"
    }

    private static func meets(_ entry: [PropertyMatch], _ properties: [String: String]) -> Bool {
        !entry.isEmpty && entry.allSatisfy { $0.matches(properties) }
    }

    /// A whole name, or enough of one. A condition more was to say it more exactly, and takes no protection away.
    private static func namesOne(_ match: PropertyMatch) -> Bool {
        if match.isLiteral { return true }
        let form = PropertyForm(of: match.property)
        guard form.namesADrive, let glob = form.glob(match.glob) else { return false }
        return glob.isEnoughOfAName(form)
    }

    /// Why an entry that does not fit nearly does; nil where it is about something else.
    private static func nearness(_ entry: [PropertyMatch], _ properties: [String: String], _ names: DriveNames) -> String? {
        let missed = entry.filter { !$0.matches(properties) }
        let metNames = entry.filter { PropertyForm(of: $0.property).namesADrive || $0.property.hasPrefix("ID_PATH") }
            .filter { namesOne($0) && $0.matches(properties) }
        if let met = metNames.first, let other = missed.first { return "\(met.text) fits, \(other.text) does not" }
        // A name of one drive is enough, whatever else the entry says; one of many drives is not.
        for match in missed {
            if let why = names.nearness(of: match, properties) { return why }
        }
        let whys = missed.map { names.kindNearness(of: $0, properties) }
        return whys.contains { $0 == nil } ? nil : whys.first ?? nil
    }
}

/// What a drive may be called, under whichever property a person writes it.
private struct DriveNames {
    private var ofOne: [(name: String, value: String, reading: PlainReading, kind: WrittenName.Kind)] = []
    private var ofMany: [(name: String, value: String, reading: PlainReading)] = []
    /// Vendors: many drives have one, so that nothing but a maker's name is compared with them.
    private var makers: [String] = []

    init(_ report: ProbeReport) {
        for (name, value) in report.properties.sorted(by: { $0.key < $1.key }) {
            switch PropertyForm(of: name) {
            case .serial: ofOne.append((name, value, PlainReading(value), .serial))
            case .wwn: ofOne.append((name, value, PlainReading(CanonicalForm.wwn(value)), .wwn))
            case .name where !name.hasSuffix("VENDOR"): ofMany.append((name, value, PlainReading(value)))
            case .name, .exact: break
            }
        }
        if let serial = report.identity.serial {
            ofOne.append(("serial", serial, PlainReading(serial), .serial))
            if let printed = CanonicalForm.spelledInHexadecimal(serial) {
                ofOne.append(("serial", printed, PlainReading(printed), .serial))
            }
        }
        if let wwn = report.identity.wwn { ofOne.append(("WWN", wwn, PlainReading(CanonicalForm.wwn(wwn)), .wwn)) }
        makers = ["ID_VENDOR", "ID_USB_VENDOR"].compactMap { report.properties[$0] } + [report.identity.vendor].compactMap { $0 }
        if let model = report.identity.model { ofMany.append(("model", model, PlainReading(model))) }
    }

    /// Near a name of this drive alone.
    func nearness(of match: PropertyMatch, _ properties: [String: String]) -> String? {
        guard let glob = Glob(match.glob), !glob.isWildcardOnly else { return nil }
        let written = glob.writtenName
        for (name, value, reading, kind) in ofOne {
            // The right name under another property. A glob of a few characters (`ID_SERIAL: WD*`) is met by half of all drives, and names none.
            let form: PropertyForm = kind == .wwn ? .wwn : .serial
            if PropertyForm(of: match.property).namesADrive, let other = form.glob(match.glob),
                match.isLiteral || other.isEnoughOfAName(form),
                other.matches(form.canonical(value))
            {
                return "\(match.text) would fit its \(name) \(value)"
            }
            if written.isNear(reading, kind) { return "\(match.text) differs little from its \(name) \(value)" }
        }
        return nil
    }

    /// Near what many drives are called, or near what this one has under the very property.
    func kindNearness(of match: PropertyMatch, _ properties: [String: String]) -> String? {
        guard let glob = Glob(match.glob), !glob.isWildcardOnly else { return nil }
        let written = glob.writtenName
        let isModelWanted = PropertyForm(of: match.property) == .name
        for (name, value, reading) in ofMany where written.isNear(reading, .model, isModelWanted: isModelWanted) {
            return "\(match.text) differs little from its \(name) \(value)"
        }
        if match.property == "DEVNAME", match.isLiteral, let node = properties[match.property] {
            return NodeName(node).isNear(match.glob) ? "\(match.text) differs little from \(node)" : nil
        }
        if let why = modelNearness(of: match) { return why }
        // Of places each digit and each mark counts: the bay beside it is near.
        // A World Wide Name has had its own, stricter, rule.
        guard !match.property.hasPrefix("ID_PATH"), !PropertyForm(of: match.property).namesADrive, let value = properties[match.property],
            written.isNear(PlainReading(value), .model, isModelWanted: true)
        else { return nil }
        return "\(match.text) differs little from \(value)"
    }
}

extension DriveNames {
    /// A model or a maker as people call it.
    fileprivate func modelNearness(of match: PropertyMatch) -> String? {
        guard PropertyForm(of: match.property) == .name, let glob = Glob(match.glob) else { return nil }
        let isLiteralInside = glob.tokens.allSatisfy { token in
            switch token {
            case .scalar, .anyRun: true
            case .anyOne, .set: false
            }
        }
        guard isLiteralInside else { return nil }
        let written = ModelWords(match.glob)
        let called = ofMany.map(\.value) + makers
        guard match.property.hasSuffix("VENDOR") ? written.isMaker(of: called) : written.mayBeModel(of: called) else { return nil }
        return "\(match.text) may be what people call \(ofMany.last?.value ?? "it")"
    }
}

extension Glob {
    /// Four letters or digits of a serial, nine of a World Wide Name, whose first eight can be a maker's.
    fileprivate func isEnoughOfAName(_ form: PropertyForm) -> Bool {
        let fixed = tokens.filter {
            if case .scalar(let scalar) = $0 { scalar.properties.isAlphabetic || scalar.properties.numericType != nil } else { false }
        }
        return fixed.count >= (form == .wwn ? 9 : 4)
    }

    /// As it is compared with names that it may have been meant for.
    fileprivate var writtenName: WrittenName {
        WrittenName(
            tokens.map { token in
                switch token {
                case .anyRun: .anyRun
                case .anyOne, .set: .anyOne
                case .scalar(let scalar): .letter(scalar)
                }
            })
    }
}

extension ProbeReport {
    /// Its properties as udev gives them, and with the names that the probe has read another way: udev may fail to read one under load.
    var namedProperties: [[String: String]] { [properties, properties.naming(identity)] + (contents ?? []).map { properties.holding($0) } }
}

extension [String: String] {
    /// With what udev says of a part of the drive, at that part's own node: a label protects the drive that it lies on.
    fileprivate func holding(_ content: Content) -> [String: String] {
        let names =
            switch content.kind {
            case .partitionTable: (type: "ID_PART_TABLE_TYPE", uuid: "ID_PART_TABLE_UUID", label: "")
            case .partition: (type: "ID_PART_ENTRY_TYPE", uuid: "ID_PART_ENTRY_UUID", label: "ID_PART_ENTRY_NAME")
            case .filesystem, .raid, .crypto, .other: (type: "ID_FS_TYPE", uuid: "ID_FS_UUID", label: "ID_FS_LABEL")
            }
        var held = self
        held[names.type] = content.type
        if let uuid = content.uuid { held[names.uuid] = uuid }
        if let label = content.label, !names.label.isEmpty { held[names.label] = label }
        return held
    }

    /// With the names that a probe has read in the places where udev puts them.
    func naming(_ identity: MediaIdentity) -> [String: String] {
        var named = self
        if let serial = identity.serial { for name in ["ID_SERIAL_SHORT", "ID_SCSI_SERIAL"] { named[name] = serial } }
        if let wwn = identity.wwn { for name in ["ID_WWN", "ID_WWN_WITH_EXTENSION"] { named[name] = wwn } }
        return named
    }
}
