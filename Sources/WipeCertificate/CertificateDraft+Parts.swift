// The smaller parts of a document, and how single facts are written.

extension CertificateDraft {
    /// Text from outside is cut here, so that a hostile name cannot make a document unreadable.
    static let scalarsMax = 1_000

    func pass(_ pass: CertificateFacts.Pass, result: VerificationResult) -> JSONValue {
        var members = [JSONMember("pass", Self.count(pass.number)), JSONMember("row", Self.count(pass.row))]
        switch pass.pattern {
        case .zeros: members.append(JSONMember("pattern", "zeros"))
        case .ones: members.append(JSONMember("pattern", "ones"))
        case .bytes(let bytes): members += [JSONMember("pattern", "bytes"), JSONMember("bytes", .string(bytes))]
        case .random(let key, let initialCounter, let complemented):
            members += [
                JSONMember("pattern", "random"),
                JSONMember("generator", "aes-256-ctr"),
                JSONMember("key", .string(key)),
                JSONMember("initialCounter", .string(initialCounter)),
                JSONMember("complemented", .bool(complemented)),
            ]
        }
        members += [
            JSONMember("bytesWritten", Self.count(pass.bytesWritten)),
            JSONMember("unwrittenSectors", Self.count(pass.unwrittenSectors)),
            JSONMember("writeErrors", Self.count(pass.writeErrors)),
            JSONMember("retries", Self.count(pass.retries)),
            JSONMember("flush", .string(pass.flush.rawValue)),
            JSONMember("startedAt", Self.timeOrNull(pass.startedAt)),
            JSONMember("endedAt", Self.timeOrNull(pass.endedAt)),
            JSONMember("writeSeconds", Self.count(pass.writeSeconds)),
            JSONMember("verification", readBack(pass.verification, result: result)),
        ]
        return .object(members)
    }

    private func readBack(_ verification: CertificateFacts.Verification?, result: VerificationResult) -> JSONValue {
        guard let verification else { return ["type": "none", "result": .string(result.rawValue)] }
        var members: [JSONMember] = []
        switch verification.coverage {
        case .full: members.append(JSONMember("type", "full"))
        case .sample(let sample):
            members += [
                JSONMember("type", "sample"),
                JSONMember(
                    "sample",
                    [
                        "subsections": Self.count(sample.subsections),
                        "samplesEach": Self.count(sample.samplesEach),
                        "percentEach": Self.count(sample.percentEach),
                        "firstAndLast": .bool(sample.firstAndLast),
                        "seed": .string(sample.seed),
                        "sectors": Self.count(sample.sectors),
                    ]),
            ]
        }
        members += [
            JSONMember("result", .string(result.rawValue)),
            JSONMember("bytesRead", Self.count(verification.bytesRead)),
            JSONMember("coverage", Exact.fraction(verification.bytesRead, of: facts.media.capacityBytes).map(JSONValue.string) ?? .null),
            JSONMember("mismatchedSectors", Self.count(verification.mismatchedSectors)),
            JSONMember("unreadableSectors", Self.count(verification.unreadableSectors)),
            JSONMember("neverReadSectors", Self.count(verification.neverReadSectors)),
            JSONMember("readErrors", Self.count(verification.readErrors)),
            JSONMember("cacheBypass", Self.text(verification.cacheBypass)),
            JSONMember("startedAt", Self.timeOrNull(verification.startedAt)),
            JSONMember("endedAt", Self.timeOrNull(verification.endedAt)),
            JSONMember("readSeconds", Self.count(verification.readSeconds)),
        ]
        return .object(members)
    }

    static func claim(_ claim: CertificateFacts.Claim) -> JSONValue {
        ["standard": text(claim.standard), "clause": text(claim.clause), "level": .string(claim.level)]
    }

    static func custody(_ custody: CertificateFacts.Custody) -> JSONValue {
        [
            "breaks": .array(
                custody.breaks.prefix(100).map {
                    [
                        "pass": count($0.pass), "phase": .string($0.phase.rawValue), "reason": .string($0.reason.rawValue),
                        "at": time($0.at),
                    ]
                }),
            "powerCycles": count(custody.powerCycles),
            "otherWriters": .array(custody.otherWriters.prefix(100).map(text)),
            "endedAt": timeOrNull(custody.endedAt),
        ]
    }

    static func health(_ count: CertificateFacts.HealthCount) -> JSONValue {
        ["before": Self.count(count.before), "after": Self.count(count.after), "unknownBecause": textOrNull(count.unknownBecause)]
    }

    /// What the drive says of itself beside its counts. The hours came later: a document has them where the drive says them.
    static func health(_ health: CertificateFacts.Health) -> [JSONMember] {
        let members = [
            JSONMember("percentageUsed", reading(health.percentageUsed)),
            JSONMember("temperatureCelsius", reading(health.temperatureCelsius)),
        ]
        let hours = reading(health.powerOnHours, in: DocumentShape.powerOnHours)
        return hours["before"] == .null && hours["after"] == .null ? members : members + [JSONMember("powerOnHours", hours)]
    }

    /// A value that decides nothing: left out where it makes no sense, so that it never spoils a document.
    private static func reading(
        _ reading: CertificateFacts.Health.Reading, in range: ClosedRange<Int> = DocumentShape.readings
    ) -> JSONValue {
        func value(_ number: Int?) -> JSONValue { number.flatMap { range.contains($0) ? JSONValue.integer($0) : nil } ?? .null }
        return ["before": value(reading.before), "after": value(reading.after)]
    }

    static func bridge(_ bridge: CertificateFacts.USBBridge) -> JSONValue {
        [
            "vendorId": textOrNull(bridge.vendorID), "productId": textOrNull(bridge.productID), "driver": textOrNull(bridge.driver),
        ]
    }

    static func identity(_ identity: CertificateFacts.OtherIdentity) -> JSONValue {
        [
            "manufacturer": textOrNull(identity.vendor), "model": textOrNull(identity.model), "serialNumber": textOrNull(identity.serial),
            "wwn": textOrNull(identity.wwn),
        ]
    }

    static func person(_ person: CertificateFacts.Person) -> JSONValue {
        [
            "role": .string(person.role),
            "userName": textOrNull(person.userName),
            "uid": count(person.uid),
            "viaLogin": textOrNull(person.viaLogin),
        ]
    }

    static func ranges(_ ranges: [ClosedRange<Int>]) -> JSONValue {
        .array(ranges.prefix(Certificate.rangesMax).map { [.integer($0.lowerBound), .integer($0.upperBound)] })
    }

    /// A number from 0; null where it is unknown or where a JSON reader could not hold it.
    static func count(_ number: Int?) -> JSONValue {
        guard let number, (0...JSONValue.integerMax).contains(number) else { return .null }
        return .integer(number)
    }

    static func time(_ time: UTCTime) -> JSONValue { .string(time.description) }

    static func countOrNull(_ number: Int?) -> JSONValue { number.map(JSONValue.integer) ?? .null }

    static func timeOrNull(_ time: UTCTime?) -> JSONValue { time.map(Self.time) ?? .null }

    /// Empty is absent, never an empty text (rule H16).
    static func textOrNull(_ text: String?) -> JSONValue {
        guard let text, !text.isEmpty else { return .null }
        return Self.text(text)
    }

    static func text(_ text: String) -> JSONValue {
        guard let cut = text.unicodeScalars.index(text.startIndex, offsetBy: scalarsMax, limitedBy: text.endIndex), cut < text.endIndex
        else {
            return .string(text)
        }
        return .string(String(text.unicodeScalars[..<cut]) + "…")
    }
}
