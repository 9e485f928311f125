// Under what an asset tag is linked.

/// What a drive's asset tag is linked to: the serial, or the place of a drive that its serial does not identify.
package enum TagKey: Hashable, Sendable {
    /// A serial that identifies its drive, in the form in which serials are compared (`CanonicalForm.serial`).
    case serial(String)
    /// One attachment of one boot: gone when the drive is pulled.
    case attachment(bootID: String, diskSequence: UInt64)

    /// The key of a serial as a drive, a list or a person gives it.
    package static func of(serial: String) -> TagKey { .serial(CanonicalForm.serial(serial)) }

    /// The serial; nil for a place.
    package var serial: String? {
        if case .serial(let serial) = self { return serial }
        return nil
    }

    /// What people call it: the serial. A drive that its serial does not identify, because it gives none, shares it or has that of its dock, is
    /// named by its place (`StationState.holderName`); here is only the word for it.
    package var name: String { serial ?? "a-drive-without-its-own-serial" }
}

extension TagKey: RawRepresentable, Codable {
    /// What the texts of serials begin with, and of nothing else: the store finds them by it.
    package static let serialPrefix = "serial:"
    private static let attachmentPrefix = "attachment:"

    /// As the store has it: `serial:S`, `attachment:BOOT:SEQUENCE`. Nil for any other text.
    package init?(rawValue: String) {
        if rawValue.hasPrefix(Self.serialPrefix) {
            self = .serial(String(rawValue.dropFirst(Self.serialPrefix.count)))
            return
        }
        guard rawValue.hasPrefix(Self.attachmentPrefix) else { return nil }
        let place = rawValue.dropFirst(Self.attachmentPrefix.count)
        guard let colon = place.lastIndex(of: ":"), let sequence = UInt64(place[place.index(after: colon)...]) else { return nil }
        self = .attachment(bootID: String(place[..<colon]), diskSequence: sequence)
    }

    package var rawValue: String {
        switch self {
        case .serial(let serial): Self.serialPrefix + serial
        case .attachment(let boot, let sequence): "\(Self.attachmentPrefix)\(boot):\(sequence)"
        }
    }
}

extension TagKey: Comparable {
    /// In the order of their texts, so that lists and journals are the same each time.
    package static func < (a: TagKey, b: TagKey) -> Bool { a.rawValue < b.rawValue }
}

extension ProbeReport {
    /// Key under which an asset tag is linked: the serial where it identifies the medium, else this attachment alone.
    ///
    /// - Parameter isShared: other things show the same serial.
    package func tagKey(bootID: String, isShared: Bool = false) -> TagKey {
        if !isShared, identity.identifiesTheMedium, let serial = identity.serial { return .of(serial: serial) }
        return .attachment(bootID: bootID, diskSequence: attachment.diskSequence)
    }
}
