// Facts to document: one function a part, members in the order in which people read them.

import FoundationEssentials

struct CertificateDraft {
    let facts: CertificateFacts
    let kind: CertificateKind
    let issuer: PublicKey
    /// What stood against a certificate, for the record that takes its place.
    let honestyProblems: [Problem]

    static let certificateTitle = title(french: "Certificat d’effacement", english: "Certificate of Sanitization")
    static let failureTitle = title(french: "Constat d’échec d’effacement", english: "Record of failed sanitization")
    static let honestyRefused = "honesty-refused"

    var document: JSONValue {
        [
            "@context": Certificate.context,
            "id": .string("urn:uuid:" + facts.id.uuidString.lowercased()),
            "type": ["VerifiableCredential", .string(kind.rawValue)],
            "name": kind == .certificate ? Self.certificateTitle : Self.failureTitle,
            "credentialSchema": ["id": .string(Certificate.schemaID), "type": "JsonSchema"],
            "issuer": ["id": .string(issuer.did), "name": Self.text(facts.station.name)],
            "validFrom": Self.time(facts.validFrom),
            "credentialSubject": subject,
        ]
    }

    private static func title(french: String, english: String) -> JSONValue {
        [["@language": "fr-CA", "@value": .string(french)], ["@language": "en-CA", "@value": .string(english)]]
    }

    private var outcome: Outcome {
        guard kind == .certificate else { return .notSanitized }
        return facts.exceptions.isEmpty ? .cleared : .clearedWithExceptions
    }

    /// A claim is made only by a certificate; the failure record has none, and says with `none` that no method was completed.
    private var claim: CertificateFacts.Claim? { kind == .certificate ? facts.policy.claim : nil }

    private var subject: JSONValue {
        var members: [JSONMember] = facts.simulation ? [JSONMember("simulation", true)] : []
        members += [
            JSONMember("record", Self.count(facts.record)),
            JSONMember("outcome", .string(outcome.rawValue)),
            JSONMember("exceptions", .array(facts.exceptions.map { .string($0.rawValue) })),
            JSONMember("reasons", .array(reasons.map(JSONValue.string))),
            JSONMember("honestyProblems", .array(honestyCodes.map(JSONValue.string))),
            JSONMember("claims", .array(claim.map { [Self.claim($0)] } ?? [])),
            JSONMember("station", station),
            JSONMember("asset", asset),
            JSONMember("media", media),
            JSONMember("hiddenAreas", hiddenAreas),
            JSONMember("sanitization", sanitization),
            JSONMember("verification", verification),
            // The decision to accept the result is a person's and a document of its own (SP 800-88r2, 4.5.2).
            JSONMember("validation", ["status": "not-performed"]),
            JSONMember("clock", clock),
            JSONMember("tool", tool),
            JSONMember("personnel", .array(facts.personnel.map(Self.person))),
        ]
        members += facts.logAnchor.map { [JSONMember("logAnchor", $0.json)] } ?? []
        return .object(members)
    }

    private var honestyCodes: [String] {
        let found = Set(honestyProblems.map(\.code))
        return ProblemCode.allCases.filter(found.contains).map(\.rawValue)
    }

    private var reasons: [String] {
        guard kind == .failureRecord else { return facts.reasons }
        var codes: [String] = []
        for reason in (honestyProblems.isEmpty ? [] : [Self.honestyRefused]) + facts.reasons {
            let code = Shape.isCode(reason) ? reason : "reason-malformed"
            if !codes.containsBytes(of: code), codes.count < 100 { codes.append(code) }
        }
        return codes.isEmpty ? ["reason-not-given"] : codes
    }

    private var station: JSONValue {
        [
            "name": Self.text(facts.station.name),
            "organization": Self.textOrNull(facts.station.organization),
            "location": Self.textOrNull(facts.station.location),
        ]
    }

    private var asset: JSONValue {
        let asset = facts.asset
        let values = [asset.assetTag, asset.donorTag, asset.donor, asset.hostSerialNumber].map(Self.textOrNull)
        let declared = zip(DocumentShape.declarable, values).filter { $1 != .null }.map { JSONValue.string($0.0) }
        return [
            "assetTag": values[0],
            "donorTag": values[1],
            "mediaSource": ["donor": values[2], "hostSerialNumber": values[3]],
            "declared": .array(declared),
            "declaredBy": declared.isEmpty ? .null : asset.declaredBy.map { .string($0.rawValue) } ?? .null,
        ]
    }

    private var media: JSONValue {
        let media = facts.media
        return [
            "manufacturer": Self.textOrNull(media.vendor),
            "model": Self.textOrNull(media.model),
            "serialNumber": Self.textOrNull(media.serial),
            "serialNumberSource": Self.textOrNull(media.serialSource),
            "weakIdentity": .bool(media.weakIdentity),
            "serialShared": .bool(media.serialShared),
            "wwn": Self.textOrNull(media.wwn),
            "firmwareRevision": Self.textOrNull(media.firmware),
            "mediaType": .string(media.mediaType.rawValue),
            "transport": .string(media.transport.rawValue),
            "bus": Self.textOrNull(media.bus),
            "usbBridge": media.usbBridge.map(Self.bridge) ?? .null,
            "rotationRateRpm": Self.count(media.rotationRateRpm),
            "logicalSectorBytes": Self.count(media.logicalSectorBytes),
            "physicalSectorBytes": Self.count(media.physicalSectorBytes),
            "lbaCount": Self.count(media.sectors),
            "capacityBytes": Self.count(media.capacityBytes),
            "conflictingCapacityBytes": Self.count(media.conflictingCapacityBytes),
            "conflictingIdentity": media.conflictingIdentity.map(Self.identity) ?? .null,
            "zoned": .string(media.zoned.rawValue),
            "bay": Self.textOrNull(media.bay),
            "health": .object(Self.health(facts.health)),
        ]
    }

    /// What is not known has no member.
    private static func hiddenArea(_ area: CertificateFacts.HiddenArea) -> JSONValue {
        var members = [JSONMember("state", .string(area.state.rawValue))]
        if let sectors = area.nativeSectors { members.append(JSONMember("nativeSectors", .integer(sectors))) }
        if let reason = area.reason { members.append(JSONMember("reason", .string(reason.rawValue))) }
        return .object(members)
    }

    private var hiddenAreas: JSONValue {
        let areas = facts.hiddenAreas
        var members = [("hpa", areas.hpa), ("dco", areas.dco), ("amac", areas.amac)].map {
            JSONMember($0.0, Self.hiddenArea($0.1))
        }
        if let space = areas.nvme {
            members.append(
                JSONMember(
                    "nvme",
                    [
                        "activeNamespaces": Self.countOrNull(space.activeNamespaces),
                        "allocatedNamespaces": Self.countOrNull(space.allocatedNamespaces),
                        "unallocatedBytes": Self.countOrNull(space.unallocatedBytes),
                        "rpmbBytes": Self.countOrNull(space.rpmbBytes),
                    ]))
        }
        if let units = areas.otherUnits { members.append(JSONMember("otherUnits", .integer(units))) }
        return .object(members)
    }

    private var sanitization: JSONValue {
        let run = facts.run
        return [
            "method": .string((claim.flatMap { Method(rawValue: $0.level) } ?? .none).rawValue),
            "technique": "overwrite",
            "policy": policy,
            "ended": .string(facts.end.rawValue),
            "startedAt": Self.timeOrNull(run.startedAt),
            "endedAt": Self.timeOrNull(run.endedAt),
            "durationSeconds": Self.count(run.durationSeconds),
            "orderSeed": Self.textOrNull(run.orderSeed),
            "passes": .array(zip(run.passes, facts.verificationResults).map { pass($0, result: $1) }),
            "coverageComplete": .bool(facts.coverageComplete),
            "unwrittenSectors": Self.count(run.unwritten.sectors),
            "unwrittenRanges": Self.ranges(run.unwritten.ranges),
            "mismatchedSectors": Self.count(run.mismatched.sectors),
            "mismatchedRanges": Self.ranges(run.mismatched.ranges),
            "unreadableSectors": Self.count(run.unreadable.sectors),
            "unreadableRanges": Self.ranges(run.unreadable.ranges),
            "neverReadSectors": Self.count(run.neverRead.sectors),
            "neverReadRanges": Self.ranges(run.neverRead.ranges),
            "notAddressed": [
                "reallocatedSectors": Self.health(facts.health.reallocatedSectors),
                "pendingSectors": Self.health(facts.health.pendingSectors),
                "uncorrectableSectors": Self.health(facts.health.uncorrectableSectors),
            ],
            "interruptions": .array(
                run.interruptions.map {
                    ["at": Self.time($0.at), "reason": .string($0.reason), "resumedAt": Self.timeOrNull($0.resumedAt)]
                }),
            "custody": Self.custody(run.custody),
        ]
    }

    private var policy: JSONValue {
        let policy = facts.policy
        return [
            "id": Self.text(policy.id),
            "version": Self.text(policy.version),
            "digest": Self.textOrNull(policy.digest),
            "title": ["fr": Self.text(policy.titleFrench), "en": Self.text(policy.titleEnglish)],
            "claim": policy.claim.map(Self.claim) ?? .null,
            "passes": Self.count(policy.passes),
            "unwritableSectorsMax": Self.count(policy.unwritableSectorsMax),
        ]
    }

    private var verification: JSONValue {
        let results = facts.verificationResults
        let verified = zip(facts.run.passes, results).filter { $1 != .notPerformed }.map { Self.count($0.0.number) }
        return ["result": .string(Self.overall(results).rawValue), "verifiedPasses": .array(verified)]
    }

    /// The result of the whole: a mismatch anywhere is a failure; otherwise the last pass decides, since it is what the media holds.
    static func overall(_ results: [VerificationResult]) -> VerificationResult {
        if results.contains(.fail) { return .fail }
        return results.last == .pass ? .pass : .notPerformed
    }

    private var clock: JSONValue {
        [
            "source": Self.textOrNull(facts.clock.source),
            "synchronised": facts.clock.synchronised.map(JSONValue.bool) ?? .null,
            "jumps": .array(facts.clock.jumps.map { ["at": Self.time($0.at), "seconds": .integer($0.seconds)] }),
            "bootIds": .array(facts.clock.bootIDs.prefix(1_000).map(Self.text)),
        ]
    }

    private var tool: JSONValue {
        [
            "name": Self.text(facts.tool.name),
            "version": Self.text(facts.tool.version),
            "buildDigest": Self.textOrNull(facts.tool.buildDigest),
            "os": Self.text(facts.tool.operatingSystem),
        ]
    }
}
