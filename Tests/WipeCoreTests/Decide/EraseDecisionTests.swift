// May this drive erase itself, and by which command? Every way in which the answer is no is asked for by its name.

import Bench
import Testing
import WipeWords
@testable import WipeCore

struct EraseDecisionTests {
    static let crypto = policy("purge", [[.sanitizeBlock, .sanitizeCrypto, .sanitizeOverwrite]])

    static func policy(_ id: String, _ rows: [[Technique]], fallback: String? = nil) -> Policy {
        Policy(
            id: id, version: "1.0.0", digest: "sha256:" + String(repeating: "0", count: 64), title: Title(fr: "x", en: "x"),
            status: .current,
            claim: Claim(standard: "NIST SP 800-88r2", clause: "3.1.2", level: .purge), media: [.magnetic, .flash],
            passes: rows.map { PassSpec(command: CommandSpec(techniques: $0)) }, fallback: fallback)
    }

    /// An SSD that offers block and crypto, in a bay of a station that allows all, where its model has done both well.
    static func facts(
        _ policy: Policy = crypto, media: MediaType = .flashSSD, offered: Set<Technique> = [.sanitizeBlock, .sanitizeCrypto],
        obstacles: [TechniqueReason] = [], unasked: TechniqueReason? = nil, _ change: (inout DecisionFacts) -> Void = { _ in }
    ) -> DecisionFacts {
        var facts = DecisionTests.facts()
        facts.report.mediaType = media
        facts.report.firmware = "1.0"
        let asked: Set<Technique> = [.sanitizeBlock, .sanitizeCrypto, .sanitizeOverwrite]
        let offers = OfferFacts(
            media: media, capacityBytes: facts.report.identity.capacityBytes, offered: unasked == nil ? offered : [],
            asked: unasked == nil ? asked : [], unasked: unasked,
            obstacles: Dictionary(uniqueKeysWithValues: asked.map { ($0, obstacles) }))
        facts.report.capabilities = Capabilities(
            identifySource: .ioctl, state: .idle, techniques: offers.offers, hiddenAreas: HiddenAreas(unknown: .notAsked))
        facts.policies[policy.id] = policy
        facts.requestedPolicy = policy.id
        facts.rules.deviceCommands = DeviceCommandRules(allow: asked)
        for technique in asked { Self.learn(&facts, technique) { $0.good = 1 } }
        change(&facts)
        return facts
    }

    static func learn(_ facts: inout DecisionFacts, _ technique: Technique, _ change: (inout TechniqueExperience) -> Void) {
        guard let key = TechniqueExperience.key(facts.report, technique) else { return }
        var one = TechniqueExperience(model: key.model, firmware: key.firmware, technique: technique, lastAt: Fixture.moment(1))
        change(&one)
        facts.experience[key] = one
    }

    private static func admission(_ facts: DecisionFacts) throws -> Admission {
        switch decide(facts) {
        case .admit(let admission), .hold(_, let admission): return admission
        case let other: throw Unexpected(decision: other)
        }
    }
    private struct Unexpected: Error { let decision: Decision }

    @Test func theFirstThatCanBeHadIsTaken() throws {
        let first = try Self.admission(Self.facts())
        #expect(first.techniques == [.sanitizeBlock] && first.requested == "purge" && first.policy.id == "purge")
        #expect(first.purge?.considered.map(\.isTaken) == [true, false, false])
        #expect(first.purge?.considered[2].reasons == [.notOffered, .notForMedia])
        let second = try Self.admission(Self.facts(offered: [.sanitizeCrypto]))
        #expect(second.techniques == [.sanitizeCrypto])
        let disk = try Self.admission(Self.facts(media: .magneticHDD, offered: [.sanitizeBlock, .sanitizeOverwrite]))
        #expect(disk.techniques == [.sanitizeOverwrite])
        #expect(disk.purge?.considered[0].reasons == [.notForMedia])
    }

    @Test func eachRowHasItsOwn() throws {
        let both = Self.policy("both", [[.sanitizeCrypto], [.sanitizeBlock]])
        #expect(try Self.admission(Self.facts(both)).techniques == [.sanitizeCrypto, .sanitizeBlock])
        // One of two is not what was asked for.
        #expect(decide(Self.facts(both, offered: [.sanitizeBlock])).refusals.map(\.code) == [.purgeUnavailable])
    }

    static let obstacles: [TechniqueReason] = [
        .behindABridge, .notDirect, .noAnswer, .statusUnreadable, .locked, .severalNamespaces, .notAsked, .noTime,
    ]

    @Test(arguments: obstacles) func whatStandsInTheWayIsNamed(_ reason: TechniqueReason) {
        let refused = decide(Self.facts(obstacles: [reason]))
        #expect(refused.refusals.map(\.code) == [.purgeUnavailable])
        #expect(refused.refusals.first?.message.contains("sanitize-block (\(reason.rawValue))") == true)
    }

    @Test func nothingIsDoneThatTheStationDoesNotAllow() {
        for allow in [[], [Technique.sanitizeOverwrite]] as [Set<Technique>] {
            let refused = decide(Self.facts { $0.rules.deviceCommands.allow = allow })
            #expect(refused.refusals.map(\.code) == [.purgeUnavailable])
            #expect(refused.refusals.first?.message.contains("sanitize-block (not-allowed-here)") == true)
        }
        // Never, by what a new station file says by itself.
        #expect(StationRules().deviceCommands.allow.isEmpty && StationRules().deviceCommands.firstOfModel == .hold)
    }

    @Test func noUnknownMediumIsPurged() {
        for media in [MediaType.unknown, .flashRemovable] {
            #expect(decide(Self.facts(media: media)).refusals.map(\.code) == [.purgeUnavailable])
        }
        #expect(decide(Self.facts { $0.report.capabilities = nil }).refusals.map(\.code) == [.purgeUnavailable])
    }

    @Test func aKnownDefectIsHeeded() throws {
        func decided(_ verdict: KnownDefect.Consequence, model: String = "*", firmware: String = "*", _ techniques: Set<Technique>)
            -> Decision
        {
            decide(
                Self.facts {
                    $0.report.identity.model = "Acme SSD 9"
                    for one in techniques.union([.sanitizeBlock, .sanitizeCrypto]) { Self.learn(&$0, one) { $0.good = 1 } }
                    $0.rules.deviceCommands.defects = [
                        KnownDefect(model: model, firmware: firmware, techniques: techniques, verdict: verdict, source: "a source")
                    ]
                })
        }
        #expect(decided(.refuse, model: "ACME SSD*", [.sanitizeBlock, .sanitizeCrypto]).refusals.map(\.code) == [.purgeUnavailable])
        guard case .admit(let other) = decided(.refuse, model: "acme*", [.sanitizeBlock]) else { throw Unexpected(decision: .identifying) }
        #expect(other.techniques == [.sanitizeCrypto] && other.purge?.ruleSources == ["a source"])
        #expect(other.purge?.considered[0].reasons == [.knownDefect])
        #expect(decided(.hold, model: "Acme*", [.sanitizeBlock]).holds.map(\.code) == [.knownDefect])
        // Not for what is not taken, not for another firmware, and a note stops nobody.
        #expect(decided(.hold, model: "Acme*", [.sanitizeCrypto]).holds.isEmpty)
        #expect(decided(.refuse, model: "Acme*", firmware: "2.*", [.sanitizeBlock]).holds.isEmpty)
        #expect(decided(.note, model: "Acme*", [.sanitizeBlock]).holds.isEmpty)
    }

    @Test func theFallbackIsSaidAndNeverQuiet() throws {
        let or = Self.policy("or", [[.sanitizeBlock]], fallback: "clear-zero")
        #expect(try Self.admission(Self.facts(or)).purge?.fallback == nil)
        let other = try Self.admission(Self.facts(or, offered: []))
        #expect(other.policy.id == "clear-zero" && other.requested == "or" && other.techniques.isEmpty)
        #expect(other.purge?.requested.id == "or" && other.purge?.fallback?.id == "clear-zero")
        #expect(other.purge?.considered.map(\.reasons) == [[.notOffered]])
        // What the next look may mend is no reason to do something else.
        #expect(decide(Self.facts(or, unasked: .noTime)).refusals.map(\.code) == [.purgeUnavailable])
        // A fallback that is not there, or not for such media, is none.
        let nowhere = Self.policy("or", [[.sanitizeBlock]], fallback: "nowhere")
        #expect(decide(Self.facts(nowhere, offered: [])).refusals.map(\.code) == [.purgeUnavailable])
        let disks = Self.policy("or", [[.sanitizeBlock]], fallback: "hdd")
        #expect(decide(Self.facts(disks, offered: [])).refusals.map(\.code) == [.purgeUnavailable])
    }

    static let holds: [(HoldCode, @Sendable (inout DecisionFacts) -> Void)] = [
        (.firstOfModel, { $0.experience = [:] }),
        (.firstOfModel, { $0.report.firmware = "2.0" }),
        (.firstOfModel, { $0.report.identity.model = nil }),
        (.firstOfModel, { EraseDecisionTests.learn(&$0, .sanitizeBlock) { $0.refused = 3 } }),
        (
            .modelFailedHere,
            {
                EraseDecisionTests.learn(&$0, .sanitizeBlock) {
                    $0.good = 5
                    $0.lastWasBad = true
                }
            }
        ),
        (.unhealthy, { $0.report.health.percentageUsed = 100 }),
    ]

    @Test(arguments: holds.indices) func aPersonLooksFirst(_ index: Int) {
        let (code, change) = Self.holds[index]
        let decision = decide(Self.facts(Self.crypto, change))
        #expect(decision.holds.map(\.code) == [code])
        #expect(code.liftedBy == .lead && code.isConfirmable)
    }

    @Test func aFrozenDriveWaitsForHands() {
        let frozen = decide(Self.facts(obstacles: [.frozen]))
        #expect(frozen.holds.map(\.code) == [.replugNeeded])
        #expect(!HoldCode.replugNeeded.isConfirmable)
        #expect(decide(Self.facts(obstacles: [.inFailureMode])).holds.map(\.code) == [.inFailureMode])
        let early = decide(Self.facts { $0.record.presentAtStart = true })
        #expect(early.holds.map(\.code) == [.presentAtStart, .eraseAtStart])
        #expect(HoldCode.eraseAtStart.liftedBy == .lead)
    }

    @Test func firstsGoWhereTheStationSaysSo() {
        let first = Self.facts {
            $0.experience = [:]
            $0.rules.deviceCommands.firstOfModel = .go
        }
        guard case .admit(let admission) = decide(first) else {
            Issue.record("held")
            return
        }
        #expect(admission.purge?.isFirstOfModel == true)
    }

    @Test func aDriveThatIsAtItIsLeftAlone() {
        for policy in ["clear-zero", "purge"] {
            let at = Self.facts {
                $0.requestedPolicy = policy
                $0.report.capabilities?.state = .running
            }
            #expect(decide(at).refusals.map(\.code) == [.erasingByItself])
        }
        let ours = Self.facts {
            $0.report.capabilities?.state = .running
            $0.hasInterruptedJob = true
            $0.isErasingForItsJob = true
        }
        #expect(decide(ours).refusals.isEmpty)
    }

    /// Somebody may say how it stands before anything is written over an erase that nobody saw end.
    @Test(arguments: FirmwareState.allCases, [nil, true] as [Bool?])
    func whatWasToldHereAndDoesNotSayHowItStandsIsLeftAlone(state: FirmwareState, leftErasing: Bool?) {
        let at = Self.facts {
            $0.requestedPolicy = "clear-zero"
            $0.report.capabilities?.state = state
            $0.lastWipe = PastWipe(job: "j", ending: .failed, closedAt: $0.now, leftErasing: leftErasing)
        }
        let variant: String?? =
            switch state {
            case .running: .some(nil)
            case .unknown: leftErasing == true ? "untold" : nil
            case .idle, .failed, .frozen: nil
            }
        #expect(decide(at).refusals == (variant.map { [Reason(.erasingByItself, variant: $0)] } ?? []))
    }

    /// A read may hang in a drive that erases itself: what offers an erase and does not say how it stands is not read, and a person looks.
    @Test func whatDoesNotSayHowItStandsIsNotRead() {
        let silent = Self.facts { $0.report.capabilities?.state = .unknown }.report.capabilities
        #expect(silent?.mayBeErasing == true && silent?.whyNotRead != nil)
        let other = Self.facts(offered: []) { $0.report.capabilities?.state = .unknown }.report.capabilities
        #expect(other?.mayBeErasing == false && other?.whyNotRead == nil)
        let held = Self.facts {
            $0.requestedPolicy = "clear-zero"
            $0.report.capabilities?.state = .unknown
            $0.report.contents = nil
            $0.report.contentsProblem = silent?.whyNotRead
        }
        #expect(decide(held).holds == [Reason(.contentsUnknown, variant: "erasing")])
    }

    @Test func whatHasBegunIsNotAskedAgain() throws {
        // The look while it goes on says less than the one before it: nothing of that turns into a refusal, or into another technique.
        let begun = Self.facts(unasked: .noAnswer) {
            $0.hasInterruptedJob = true
            $0.experience = [:]
        }
        #expect(decide(begun).refusals.isEmpty && decide(begun).holds.isEmpty)
    }

    /// What its drive was not told yet is not told where the station file has said no since, or where another of its kind went wrong.
    @Test func aCommandThatWasNotSentYetIsDecidedOnAgain() {
        func begun(_ change: (inout DecisionFacts) -> Void) -> Decision {
            decide(
                Self.facts {
                    $0.hasInterruptedJob = true
                    $0.untold = [.sanitizeBlock]
                    change(&$0)
                })
        }
        #expect(begun { _ in }.reasons.isEmpty)
        #expect(begun { $0.rules.deviceCommands.allow = [.sanitizeCrypto] }.refusals.map(\.code) == [.purgeUnavailable])
        let defect = KnownDefect(model: "*", firmware: "*", techniques: [.sanitizeBlock], verdict: .refuse, source: "a source")
        #expect(begun { $0.rules.deviceCommands.defects = [defect] }.refusals.map(\.code) == [.purgeUnavailable])
        let failed = begun { Self.learn(&$0, .sanitizeBlock) { $0.lastWasBad = true } }
        #expect(failed.holds.map(\.code) == [.modelFailedHere])
        let told = begun {
            $0.untold = []
            $0.rules.deviceCommands.allow = []
        }
        #expect(told.reasons.isEmpty)
    }

    /// A disk with two actuators is two units, and SANITIZE to one erases both.
    @Test func oneOfSeveralUnitsIsToldNothing() {
        let refused = decide(Self.facts { $0.report.otherUnits = 1 })
        #expect(refused.refusals.map(\.code) == [.purgeUnavailable])
        #expect(refused.refusals.first?.message.contains("sanitize-block (several-namespaces)") == true)
    }
}
