// What the drive says of its health: the facts, and how they stand in a document. Counts that decide something stand beside what was not addressed,
// the other readings with the media.

extension CertificateFacts {
    /// A count that the drive keeps, before and after the job.
    public struct HealthCount: Sendable, Equatable {
        /// When the job was opened.
        public var before: Int?
        /// When the job was closed.
        public var after: Int?
        /// Why a count is nil, in a few words; nil when both are known.
        public var unknownBecause: String?

        /// Takes every fact as it is.
        public init(before: Int?, after: Int?, unknownBecause: String? = nil) {
            self.before = before
            self.after = after
            self.unknownBecause = unknownBecause
        }
    }

    /// What the drive says of itself.
    public struct Health: Sendable, Equatable {
        /// Sectors that the drive replaced; the old ones keep their contents.
        public var reallocatedSectors: HealthCount
        /// Sectors that the drive could not read and has not replaced yet.
        public var pendingSectors: HealthCount
        /// Sectors that the drive gave up.
        public var uncorrectableSectors: HealthCount
        /// How much of its rated life is used, in per cent; may be above 100. Flash says it, and not every drive.
        public var percentageUsed: Reading
        /// Degrees Celsius. Not every drive says it.
        public var temperatureCelsius: Reading
        /// Hours for which it was switched on so far; nil where the drive does not say it.
        public var powerOnHours: Reading?

        /// Takes every fact as it is.
        public init(
            reallocatedSectors: HealthCount, pendingSectors: HealthCount, uncorrectableSectors: HealthCount,
            percentageUsed: Reading = Reading(), temperatureCelsius: Reading = Reading(), powerOnHours: Reading? = nil
        ) {
            self.reallocatedSectors = reallocatedSectors
            self.pendingSectors = pendingSectors
            self.uncorrectableSectors = uncorrectableSectors
            self.percentageUsed = percentageUsed
            self.temperatureCelsius = temperatureCelsius
            self.powerOnHours = powerOnHours
        }

        /// One value before and after the job; nil where it was not read. Decides nothing.
        public struct Reading: Sendable, Equatable {
            /// When the job was opened.
            public var before: Int?
            /// When the job was closed.
            public var after: Int?

            /// Takes every fact as it is.
            public init(before: Int? = nil, after: Int? = nil) {
                self.before = before
                self.after = after
            }
        }
    }
}

extension CertificateFacts.HealthCount {
    static let shape = Shape.object([
        Field("before", .orNull(.count)), Field("after", .orNull(.count)), Field("unknownBecause", .orNull(.text)),
    ])

    var json: JSONValue {
        ["before": Written.count(before), "after": Written.count(after), "unknownBecause": Written.text(orNull: unknownBecause)]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(
            before: try reader.countOrNil("before"), after: try reader.countOrNil("after"),
            unknownBecause: try reader.textOrNil("unknownBecause"))
    }
}

extension CertificateFacts.Health {
    /// Readings that make sense: degrees Celsius, and per cent of a rated life.
    private static let sensible = -273...10_000
    /// Hours of a drive's life that make sense: up to 119 years.
    private static let hours = 0...1 << 20

    static let shapeOfCounts = Shape.object(
        ["reallocatedSectors", "pendingSectors", "uncorrectableSectors"].map { Field($0, CertificateFacts.HealthCount.shape) })

    static let fieldsOfReadings = [
        Field("percentageUsed", Reading.shape(sensible)), Field("temperatureCelsius", Reading.shape(sensible)),
        Field("powerOnHours", Reading.shape(hours), .optional),
    ]

    var counts: JSONValue {
        [
            "reallocatedSectors": reallocatedSectors.json, "pendingSectors": pendingSectors.json,
            "uncorrectableSectors": uncorrectableSectors.json,
        ]
    }

    /// The hours came later: a document has them where the drive says them.
    var readings: [JSONMember] {
        [
            JSONMember("percentageUsed", percentageUsed.json(Self.sensible)),
            JSONMember("temperatureCelsius", temperatureCelsius.json(Self.sensible)),
        ] + (powerOnHours.map { [JSONMember("powerOnHours", $0.json(Self.hours))] } ?? [])
    }

    /// Hours that make no sense are none.
    mutating func dropSenselessHours() {
        let known = [powerOnHours?.before, powerOnHours?.after].compactMap { $0 }
        if !known.contains(where: Self.hours.contains) { powerOnHours = nil }
    }

    /// The counts; the readings are to be set.
    init(counts reader: inout MemberReader) throws(Misread) {
        self.init(
            reallocatedSectors: try reader.part("reallocatedSectors", CertificateFacts.HealthCount.init),
            pendingSectors: try reader.part("pendingSectors", CertificateFacts.HealthCount.init),
            uncorrectableSectors: try reader.part("uncorrectableSectors", CertificateFacts.HealthCount.init))
    }

    /// What the drive says beside its counts.
    typealias Readings = (percentageUsed: Reading, temperatureCelsius: Reading, powerOnHours: Reading?)

    static func readings(_ reader: inout MemberReader) throws(Misread) -> Readings {
        (
            try reader.part("percentageUsed", Reading.init), try reader.part("temperatureCelsius", Reading.init),
            try reader.partIfThere("powerOnHours", Reading.init)
        )
    }

    mutating func take(_ readings: Readings) { (percentageUsed, temperatureCelsius, powerOnHours) = readings }
}

extension CertificateFacts.Health.Reading {
    static func shape(_ range: ClosedRange<Int>) -> Shape {
        .object([Field("before", .orNull(.number(range))), Field("after", .orNull(.number(range)))])
    }

    /// A value that decides nothing: left out where it makes no sense, so that it never spoils a document.
    func json(_ range: ClosedRange<Int>) -> JSONValue {
        func value(_ number: Int?) -> JSONValue { number.flatMap { range.contains($0) ? JSONValue.integer($0) : nil } ?? .null }
        return ["before": value(before), "after": value(after)]
    }

    init(_ reader: inout MemberReader) throws(Misread) {
        self.init(before: try reader.countOrNil("before"), after: try reader.countOrNil("after"))
    }
}
