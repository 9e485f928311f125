// Which serials can stand for one drive, and which many devices share.

/// Whether a serial can stand for one physical media.
public enum SerialCredibility: Hashable, Sendable {
    case credible
    case missing
    /// There is one, but no maker gives it to one drive alone; the text says why.
    case notCredible(why: String)
}

extension MediaIdentity {
    /// Judges the text of the serial by `WeakSerial`, by the model beside it, and by the station's own list. Where it was read is asked by
    /// `identifiesTheMedium`.
    public var serialCredibility: SerialCredibility {
        guard let serial = canonicalSerial else { return .missing }
        if isListedAsWeak == true { return .notCredible(why: "it is on the station's list of weak serials") }
        if let why = WeakSerial.reason(serial) { return .notCredible(why: why) }
        if let model = model.map(CanonicalForm.squeezed), (4...64).contains(model.utf8.count),
            CanonicalForm.squeezed(serial).contains(model)
        {
            return .notCredible(why: "it is made of the model's name")
        }
        return .credible
    }

    /// Of a drive of which nothing is known but the serial, as on a list.
    public static func knownBySerial(_ serial: String) -> MediaIdentity {
        MediaIdentity(vendor: nil, model: nil, serial: serial, serialSource: .ataIdentify, wwn: nil, capacityBytes: 0)
    }
}

/// The rules about World Wide Names.
enum WWNRule {
    /// False for what many drives show: zeros, one digit repeated, a counting sequence, a small number under an empty prefix.
    static func isOfOneDrive(_ canonical: String) -> Bool {
        guard canonical.utf8.allSatisfy(CanonicalForm.isHexadecimal) else { return canonical.utf8.count >= 4 }
        let digits = Array(canonical.utf8)
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        guard digits.count >= 8, significant.count > 4, Set(digits).count > 2 else { return false }
        // NAA 5 and its like: one digit says which form it is, the rest has to say more than a small number.
        let rest = digits.dropFirst().drop { $0 == UInt8(ascii: "0") }
        return rest.count > 6 && !Runs.isCounting(Array(significant))
    }
}
