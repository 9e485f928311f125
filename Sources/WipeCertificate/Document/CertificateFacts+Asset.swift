// What people said about the media, and how it stands in a document.

extension CertificateFacts {
    /// What people said about the media. All of it is declared, typed or imported, and the document marks it so (rule H16).
    public struct Asset: Sendable, Equatable {
        /// Tag of the workshop.
        public var assetTag: String?
        /// Tag of the donor.
        public var donorTag: String?
        /// Who gave the media.
        public var donor: String?
        /// Serial of the computer that the drive was in.
        public var hostSerialNumber: String?
        /// Who linked the tag; nil where nobody did.
        public var declaredBy: Declarer?

        /// Takes every fact as it is.
        public init(
            assetTag: String? = nil, donorTag: String? = nil, donor: String? = nil, hostSerialNumber: String? = nil,
            declaredBy: Declarer? = nil
        ) {
            self.assetTag = assetTag
            self.donorTag = donorTag
            self.donor = donor
            self.hostSerialNumber = hostSerialNumber
            self.declaredBy = declaredBy
        }
    }
}

/// The members of `asset` that people declare.
enum Declarable: String, Sendable, CaseIterable {
    case assetTag, donorTag, donor, hostSerialNumber
}

extension CertificateFacts.Asset {
    static let shape = Shape.object([
        Field("assetTag", .orNull(.text)),
        Field("donorTag", .orNull(.text)),
        Field("mediaSource", .object([Field("donor", .orNull(.text)), Field("hostSerialNumber", .orNull(.text))])),
        Field("declared", .list(of: .word(Declarable.words), countMax: Declarable.allCases.count)),
        Field("declaredBy", .orNull(.word(Declarer.words))),
    ])

    /// What people said of one member; nil where they said nothing.
    subscript(_ member: Declarable) -> String? {
        switch member {
        case .assetTag: assetTag
        case .donorTag: donorTag
        case .donor: donor
        case .hostSerialNumber: hostSerialNumber
        }
    }

    func json(declared: [Declarable]) -> JSONValue {
        [
            "assetTag": Written.text(orNull: assetTag),
            "donorTag": Written.text(orNull: donorTag),
            "mediaSource": ["donor": Written.text(orNull: donor), "hostSerialNumber": Written.text(orNull: hostSerialNumber)],
            "declared": Written.words(declared),
            "declaredBy": Written.word(declaredBy),
        ]
    }

    static func read(_ reader: inout MemberReader) throws(Misread) -> (Self, declared: [Declarable]) {
        let (assetTag, donorTag) = (try reader.textOrNil("assetTag"), try reader.textOrNil("donorTag"))
        let source = try reader.part("mediaSource") { source throws(Misread) in
            (donor: try source.textOrNil("donor"), host: try source.textOrNil("hostSerialNumber"))
        }
        let declared: [Declarable] = try reader.list("declared") { $0.word() }
        let asset = Self(
            assetTag: assetTag, donorTag: donorTag, donor: source.donor, hostSerialNumber: source.host,
            declaredBy: try reader.wordOrNil("declaredBy"))
        return (asset, declared)
    }
}
