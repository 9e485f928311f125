// Goal: each rule refuses or holds exactly when its fact says so, and all reasons are given together.
// Method: an admitted media, one fact changed at a time; then all at once. Every sentence is made again from what the reason carries, in both languages.

import Bench
import Testing
import WipeWords

@testable import WipeCore

@Suite struct DecisionTests {
    static func facts(_ change: (inout DecisionFacts) -> Void = { _ in }) -> DecisionFacts {
        let report = Fixture.report()
        var facts = DecisionFacts(
            report: report, rules: Fixture.rules(requireAssetTag: true),
            policies: ["clear-zero": Fixture.policy(), "hdd": Fixture.policy("hdd", media: [.magnetic])],
            record: AttachmentRecord(bootID: "b", attachment: report.attachment, mediaKey: report.identity.key, presentAtStart: false),
            assetTag: AssetTag(tag: "T-1", source: .person), now: Fixture.moment(100))
        change(&facts)
        return facts
    }

    /// What the station has for this drive, handed on as it is.
    private static let admission = Admission(
        policy: Fixture.policy(), geometry: Fixture.plan().geometry, requested: Fixture.policy().id)

    @Test func anOrdinaryDriveInAnArmedBayIsAdmitted() { #expect(decide(Self.facts()) == .admit(Self.admission)) }

    static let refusals: [(RefusalCode, @Sendable (inout DecisionFacts) -> Void)] = [
        (.mounted, { $0.report.usage = .known([Use(.mounted, node: "sdb1", detail: "/mnt")]) }),
        (.swapInUse, { $0.report.usage = .known([Use(.swap, node: "sdb2", detail: "")]) }),
        (.hasHolders, { $0.report.usage = .known([Use(.holder, node: "sdb", detail: "md127")]) }),
        (.formerRun, { $0.report.usage = .known([Use(.formerRun, node: "sdb", detail: "")]) }),
        (.openedExclusively, { $0.report.usage = .known([Use(.openedExclusively, node: "sdb", detail: "")]) }),
        (.runningSystem, { $0.report.usage = .known([Use(.runningSystem, node: "sdb2", detail: "/")]) }),
        (.usageUnknown, { $0.report.usage = .unknown(why: "walk did not finish") }),
        (.arrayMemberElsewhere, { $0.membersElsewhere.found = [AttachmentID(name: "sdz", diskSequence: 1)] }),
        (.arrayMemberElsewhere, { $0.membersElsewhere.unread = [AttachmentID(name: "sdz", diskSequence: 1)] }),
        (.protected, { $0.rules.protect = [[PropertyMatch(property: "BAY", glob: "*")]] }),
        (.notInABay, { $0.report.properties["BAY"] = "99" }), (.ambiguousBay, { $0.rules.bays.append($0.rules.bays[0]) }),
        (.ambiguousBay, { $0.bayRivals = [AttachmentID(name: "sdz", diskSequence: 1)] }),
        (.notACandidate, { $0.report.kind = .other("device-mapper") }),
        (.secondPath, { $0.sameIdentity = AttachmentID(name: "sda", diskSequence: 1) }), (.readOnly, { $0.report.readOnly = true }),
        (.readOnlyUnknown, { $0.report.readOnly = nil }), (.unsupportedSectorSize, { $0.report.geometry = nil }),
        (
            .sizeUnknown,
            {
                $0.report.geometry = nil
                $0.report.identity.capacityBytes = 0
            }
        ),
        (.hostManagedZones, { $0.report.zoned = .hostManaged }), (.locked, { $0.report.locked = true }), (.mediaGone, { $0.gone = true }),
        (.noPolicy, { $0.rules.policyFor = [] }), (.unknownPolicy, { $0.requestedPolicy = "nope" }),
        (
            .policyNotForMedia,
            {
                $0.requestedPolicy = "hdd"
                $0.report.mediaType = .unknown
            }
        ),
    ]

    @Test(arguments: refusals.indices) func oneFactRefuses(_ index: Int) {
        let (code, change) = Self.refusals[index]
        guard case .refuse(let reasons) = decide(Self.facts(change)) else {
            Issue.record("\(code.rawValue) did not refuse")
            return
        }
        #expect(reasons.map(\.code) == [code])
        reasons.forEach(Self.expectWorded)
    }

    /// A client that knows the table alone says what the daemon said, and says it in French with nothing left open.
    private static func expectWorded<Code: WordedCode>(_ reason: Reason<Code>) {
        let code = reason.code.rawValue
        func said(_ language: Language) -> String {
            Code.vocabulary.text(code, variant: reason.variant, reason.parameters ?? [:], in: language)
        }
        #expect(said(.en) == reason.message && !reason.message.isEmpty)
        #expect(said(.fr) != said(.en) && !said(.fr).contains("{"), "\(said(.fr))")
        if let variant = reason.variant {
            #expect(Code.vocabulary.wordings[code + "." + variant] != nil, "\(code) has no variant \(variant)")
        }
        // What stands in its places has places of its own.
        let own = Code.vocabulary.wording(code, variant: reason.variant)?.sentence
        let inner = own?.all(.en).flatMap { place in
            place.lists.compactMap { $0.wordings[reason.parameters?[place.name] ?? ""]?.sentence.places(.en) }
        }
        let places = (inner ?? []).reduce(own?.places(.en) ?? []) { $0.union($1) }
        #expect(places == Set((reason.parameters ?? [:]).keys), "\(code) carries what its sentence does not say, or lacks something")
    }

    static let holds: [(HoldCode, @Sendable (inout DecisionFacts) -> Void)] = [
        (.waitingForStart, { $0.rules.bays[0].onAttach = .hold }), (.presentAtStart, { $0.record.presentAtStart = true }),
        (.wasInUse, { $0.record.wasRefused = true }), (.weakIdentity, { $0.report.identity.serial = nil }),
        (.weakIdentity, { $0.report.identity.serial = "000000000000" }), (.assetTagMissing, { $0.assetTag = nil }),
        (.alreadyCertified, { $0.lastWipe = PastWipe(job: "j", ending: .sanitized, closedAt: Fixture.moment(0)) }),
        (.alreadyCertified, { $0.record.endedJob = .init(job: "j", ending: .sanitized) }),
        (.failedBefore, { $0.lastWipe = PastWipe(job: "j", ending: .failed, closedAt: Fixture.moment(-99_999_999)) }),
        (.failedBefore, { $0.record.endedJob = .init(job: "j", ending: .abandoned) }),
        (.cancelledBefore, { $0.record.endedJob = .init(job: "j", ending: nil) }),
        (.aboveConfirmSize, { $0.rules.confirmAboveBytes = 1 }),
        (.arrayMember, { $0.report.contents = [Content(kind: .raid, type: "linux_raid_member", offsetBytes: 0)] }),
        (.arrayMember, { $0.report.contents = [Content(kind: .filesystem, type: "btrfs", offsetBytes: 0, group: "fsid")] }),
        (.contentsUnknown, { ($0.report.contents, $0.report.contentsProblem) = (nil, "wiped-look did not answer in time") }),
        (.unhealthy, { $0.report.health = Health(reallocatedSectors: 101) }), (.contentsChanged, { $0.contentsChanged = true }),
        (.serialShared, { $0.sharing = [Fixture.identity(capacity: 512)] }),
        (.serialShared, { $0.sharing = [Fixture.identity(capacity: 512), Fixture.identity(capacity: 1024)] }),
    ]

    @Test(arguments: holds.indices) func oneFactHolds(_ index: Int) {
        let (code, change) = Self.holds[index]
        guard case .hold(let reasons, Self.admission) = decide(Self.facts(change)) else {
            Issue.record("\(code.rawValue) did not hold")
            return
        }
        #expect(reasons.map(\.code) == [code])
        reasons.forEach(Self.expectWorded)
        // What a person lifted for this job stays lifted.
        let lifted = decide(
            Self.facts {
                change(&$0)
                $0.lifted = [code]
            })
        #expect(lifted == .admit(Self.admission))
    }

    @Test func aCertificateOlderThanTheWindowHoldsNothing() {
        let old = PastWipe(job: "j", ending: .sanitized, closedAt: Fixture.moment(-31 * 86_400))
        #expect(decide(Self.facts { $0.lastWipe = old }) == .admit(Self.admission))
    }

    @Test func anInterruptedWipeGoesOnInAnyListedBay() {
        let decision = decide(
            Self.facts {
                $0.record.presentAtStart = true
                $0.rules.bays[0].onAttach = .hold
                $0.hasInterruptedJob = true
            })
        #expect(decision == .admit(Self.admission))
    }

    @Test func aMemberIsNotDecidedAboutWhileAnotherDriveIsBeingIdentified() {
        #expect(decide(Self.facts { $0.membersElsewhere.isPending = true }) == .identifying)
        // What refuses it anyway is said at once.
        let refused = decide(
            Self.facts {
                $0.membersElsewhere.isPending = true
                $0.report.readOnly = true
            })
        #expect(refused.verdict == "refuse")
    }

    @Test func allReasonsAreGivenTogether() {
        let decision = decide(
            Self.facts { facts in
                facts.report.readOnly = true
                facts.report.properties = [:]
                facts.report.usage = .known([Use(.mounted, node: "sdb1", detail: "/a"), Use(.swap, node: "sdb2", detail: "")])
            })
        #expect(decision.refusals.map(\.code) == [.notInABay, .mounted, .swapInUse, .readOnly])
    }

    @Test func onlyATagLiftsTheHoldOfAMissingTag() {
        #expect(!HoldCode.assetTagMissing.isConfirmable)
        for (code, _) in Self.holds where code != .assetTagMissing { #expect(code.isConfirmable) }
    }

    @Test(arguments: [
        ("ZN1ABCDE", true), ("S5H7NX0N123456", true), ("0000000000", false), ("1234567890", false), ("abc", false),
        ("To Be Filled By O.E.M.", false),
        ("0123456789ABCDEF", false), ("    ", false),
    ]) func serialsThatNoMakerGivesToOneDriveAreNotBelieved(_ serial: String, _ credible: Bool) {
        #expect((Fixture.identity(serial: serial).serialCredibility == .credible) == credible)
    }
}
