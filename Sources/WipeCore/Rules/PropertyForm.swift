// How a udev property is written, by people and by udev, and in which form both are compared.

/// What a udev property holds, as far as it decides how it is compared.
package enum PropertyForm: Sendable {
    /// A serial: blanks are underscores, capital letters are small ones.
    case serial
    /// A World Wide Name: with or without `0x`, in either case.
    case wwn
    /// A maker's or model's name, in which udev writes underscores for blanks.
    case name
    /// Compared as it stands.
    case exact

    /// The form of a property's values, by its name.
    package init(of property: String) {
        switch property {
        case "ID_SERIAL", "ID_SERIAL_SHORT", "ID_SCSI_SERIAL", "SCSI_IDENT_SERIAL", "ID_USB_SERIAL", "ID_USB_SERIAL_SHORT": self = .serial
        case "ID_WWN", "ID_WWN_WITH_EXTENSION": self = .wwn
        case "ID_MODEL", "ID_VENDOR", "ID_NAME", "ID_USB_MODEL", "ID_USB_VENDOR": self = .name
        default: self = .exact
        }
    }

    /// Names one drive, and not a kind of drive.
    var namesADrive: Bool { self == .serial || self == .wwn }

    /// A value as it is compared.
    func canonical(_ value: String) -> String {
        switch self {
        case .serial, .name: CanonicalForm.serial(value)
        case .wwn: CanonicalForm.wwn(value)
        case .exact: value
        }
    }

    /// A glob whose matches are canonical values. Nil where the form leaves nothing of it, or nothing sound.
    func glob(_ text: String) -> Glob? {
        switch self {
        case .exact: return Glob(text)
        case .serial, .name: return Glob(CanonicalForm.serial(text)) ?? Glob(text)
        case .wwn:
            // In a set a hyphen is no separator.
            guard let set = text.firstIndex(of: "[") else { return Glob(Self.wwnGlob(text)) }
            return Glob(Self.wwnGlob(String(text[..<set])) + text[set...].lowercased()) ?? Glob(text)
        }
    }

    /// The same without the marks that people leave out or put in; stars and question marks stay.
    private static func wwnGlob(_ text: String) -> String {
        let pieces = text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        let first = pieces.first.map(CanonicalForm.wwn) ?? ""
        let rest = pieces.dropFirst().map { piece in
            String(String.UnicodeScalarView(piece.lowercased().unicodeScalars.filter { !CanonicalForm.isBlank($0) && $0 != ":" }))
        }
        return ([first] + rest).joined(separator: "*")
    }
}

extension PropertyMatch {
    /// True when the property is there and its value matches, both in the form of that property. A property that a drive does not have
    /// matches nothing, not even `*`. A glob that is not sound matches nothing; the station file is refused for it, so none gets here from there.
    package func matches(_ properties: [String: String]) -> Bool {
        guard let value = properties[property] else { return false }
        let form = PropertyForm(of: property)
        return form.glob(glob)?.matches(form.canonical(value)) ?? false
    }

    /// Whether its glob is the text of one value: no star, no set.
    package var isLiteral: Bool { !glob.unicodeScalars.contains { ["*", "?", "[", "\\"].contains($0) } }

    /// As the station file has it.
    package var text: String { "\(property): \"\(glob)\"" }
}

extension Bay {
    /// True when every match holds. A bay without a match takes nothing.
    package func matches(_ properties: [String: String]) -> Bool {
        !match.isEmpty && match.allSatisfy { $0.matches(properties) }
    }
}
