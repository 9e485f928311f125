// The one comparison of two media. Jobs, history, tags, twins, bays and the audit ask it; each says what it does with the answer.

/// A fact in which two looks may differ.
public enum IdentityFact: String, Hashable, Codable, Sendable, CaseIterable, Comparable {
    case serial, vendor, model, wwn, size

    /// In the order of the cases: the one that people look at first comes first.
    public static func < (a: IdentityFact, b: IdentityFact) -> Bool { a.order < b.order }
    private var order: Int { IdentityFact.allCases.firstIndex(of: self) ?? 0 }
}

/// What the facts of two looks say about whether they were looks at one drive. A fact that one of them did not get contradicts nothing.
public enum Likeness: Hashable, Sendable {
    /// One drive: a serial of the medium's own, and nothing that both say differs.
    case same
    /// The same in everything but its size: the drive has changed it, or it is another one.
    case sameOtherSize
    /// Nothing differs, but the serial is that of a bridge, dock, reader or stick, at least in one of them: it may be another medium.
    case perhapsSame
    /// No serial tells, but the World Wide Name is one.
    case sharesWWN
    /// One serial on things that differ: it identifies neither.
    case sharesSerial(differingIn: Set<IdentityFact>)
    /// Two serials that can be believed.
    case different
    /// A serial is missing or cannot be believed: nothing but this very attachment shows that it is the same.
    case unknowable
}

extension MediaIdentity {
    /// Compares two looks.
    ///
    /// - Parameter voidWWNs: canonical World Wide Names that were seen with two serials, and name nothing.
    public func likeness(to other: MediaIdentity, voidWWNs: Set<String> = []) -> Likeness {
        let names = [self, other].map { identity in identity.canonicalWWN.flatMap { voidWWNs.contains($0) ? nil : $0 } }
        let haveOneName = names[0] != nil && names[0] == names[1]
        guard serialCredibility == .credible, other.serialCredibility == .credible, let serial = canonicalSerial,
            let otherSerial = other.canonicalSerial
        else { return haveOneName ? .sharesWWN : .unknowable }
        guard serial == otherSerial else {
            // A bridge's serial says nothing against the name of the drive behind it.
            let areBothOwn = serialSource.isOfTheMedium && other.serialSource.isOfTheMedium
            return haveOneName && !areBothOwn ? .sharesWWN : .different
        }
        // What a bridge says of model and size is its own: beside the drive's own word it contradicts nothing.
        guard serialSource.isOfTheMedium == other.serialSource.isOfTheMedium else { return .perhapsSame }
        let differing = differences(from: other, names)
        guard serialSource.isOfTheMedium else { return differing.isEmpty ? .perhapsSame : .sharesSerial(differingIn: differing) }
        if differing.isEmpty { return .same }
        return differing == [.size] ? .sameOtherSize : .sharesSerial(differingIn: differing)
    }

    /// One serial or one World Wide Name, whatever the rest says: cheap, and false wherever the two have nothing to do with each other.
    public func sharesAName(with other: MediaIdentity) -> Bool {
        if let serial = canonicalSerial, serial == other.canonicalSerial { return true }
        guard wwn != nil, other.wwn != nil, let name = canonicalWWN else { return false }
        return name == other.canonicalWWN
    }

    /// What both say, and say differently. Of a drive that stays where it is: what has changed.
    public func differences(from other: MediaIdentity) -> Set<IdentityFact> {
        differences(from: other, [canonicalWWN, other.canonicalWWN])
    }

    private func differences(from other: MediaIdentity, _ names: [String?]) -> Set<IdentityFact> {
        func differ(_ a: String?, _ b: String?) -> Bool {
            guard let a = a.map(CanonicalForm.serial), let b = b.map(CanonicalForm.serial), !a.isEmpty, !b.isEmpty else { return false }
            return a != b
        }
        var found: Set<IdentityFact> = []
        if differ(serial, other.serial) { found.insert(.serial) }
        // Each source has words of its own for maker and model: SCSI cuts an ATA drive's model after 16 letters.
        if serialSource == other.serialSource {
            if serialSource.givesVendor, differ(vendor, other.vendor) { found.insert(.vendor) }
            if differ(model, other.model) { found.insert(.model) }
        }
        if let name = names[0], let otherName = names[1], name != otherName { found.insert(.wwn) }
        if capacityBytes > 0, other.capacityBytes > 0, capacityBytes != other.capacityBytes { found.insert(.size) }
        return found
    }

    /// The serial is credible and the medium's own: two looks with it can be looks at one drive, at any place and time.
    public var identifiesTheMedium: Bool { serialSource.isOfTheMedium && serialCredibility == .credible }
}

extension Likeness {
    /// An interrupted wipe goes on on it.
    public var isOneForJobs: Bool { self == .same }

    /// Earlier wipes of the one speak against a wipe of the other without a word. A dock's serial does, too: who asks loses nothing.
    public var isOneForHistory: Bool { self == .same || self == .perhapsSame }

    /// The tag of the one is the tag of the other, wherever it is plugged in.
    public var isOneForTags: Bool { self == .same }

    /// Two nodes that show it are not wiped side by side: a second path, or a copy.
    public var isOneForTwins: Bool {
        switch self {
        case .same, .perhapsSame, .sharesWWN: true
        case .sameOtherSize, .sharesSerial, .different, .unknowable: false
        }
    }

    /// Two records of it are about one drive, as far as signed facts tell.
    public var isOneForAudit: Bool { self == .same || self == .perhapsSame }

    /// One serial on two things: named, held and on the record.
    public var isSharedSerial: Bool {
        switch self {
        case .sameOtherSize, .sharesSerial: true
        case .same, .perhapsSame, .sharesWWN, .different, .unknowable: false
        }
    }
}

/// Everything that was ever seen, as far as it bears on one look.
public struct SeenBefore: Hashable, Sendable {
    /// Canonical World Wide Names among them that were seen with two credible serials.
    public let voidWWNs: Set<String>
    /// What shares the serial of the look and differs; in the order in which it was given.
    public let sharing: [MediaIdentity]

    /// What bears on a look.
    ///
    /// - Parameters:
    ///   - identity: the look.
    ///   - others: everything that was ever seen, in any order; the look itself may be among it.
    public init(_ identity: MediaIdentity, among others: [MediaIdentity]) {
        let void = SeenBefore.voidWWNs(among: others + [identity])
        voidWWNs = void
        sharing = others.filter { identity.likeness(to: $0, voidWWNs: void).isSharedSerial }
    }

    /// World Wide Names that were seen with two serials which the media themselves gave.
    public static func voidWWNs(among identities: [MediaIdentity]) -> Set<String> {
        var serials: [String: Set<String>] = [:]
        for identity in identities where identity.identifiesTheMedium {
            if let name = identity.canonicalWWN, let serial = identity.canonicalSerial { serials[name, default: []].insert(serial) }
        }
        return Set(serials.filter { $0.value.count > 1 }.keys)
    }
}
