// Goal: whoever stands there with a scanner hears once what became of the drives of before, and only of theirs. Method: jobs in bays, one look after the
// other.

import Testing
import WipeAPI
import WipeWords

@testable import wipectl

@Suite struct FollowingTests {
    private static let id = "019a-12345678"

    private static func bay(_ id: String, _ job: JobView?, safe: Bool? = nil) -> BayView {
        BayView(
            id: id, onAttach: "wipe", media: job?.media, assetTag: job?.assetTag, decision: nil, job: job,
            shown: ShownView(word: job?.state ?? "empty", tone: "plain", reasons: []), temperatureCelsius: nil, unresponsive: false,
            safeToPull: safe, pull: nil)
    }

    private static func job(_ state: JobStateWord, _ reasons: ReasonView..., stalled: Int? = nil) -> JobView {
        var job = Samples.job(id, state, reasons: reasons)
        job.stalledSeconds = stalled
        return job
    }

    private static func heard(
        _ following: inout Following, _ bays: [BayView], _ language: Language = .en, found: JobView? = nil
    ) async throws -> [String] {
        var layout = Layout.plain
        layout.language = language
        return try await following.news(bays, layout, find: { _ in found }).map {
            "\($0.mark.rawValue) \($0.place.joined(separator: " ")): \($0.what)"
        }
    }

    private static let detached = ReasonView(code: "detached", message: "the drive was pulled")

    @Test func eachChangeThatAPersonHasToHearOfIsSaidOnce() async throws {
        var following = Following()
        following.follow(Self.id)
        for state in [JobStateWord.queued, .opening, .running, .running] {
            #expect(try await Self.heard(&following, [Self.bay("A1", Self.job(state))]) == [])
        }
        let silent = [Self.bay("A1", Self.job(.running, stalled: 60))]
        let first = try await Self.heard(&following, silent)
        #expect(first.count == 1 && first[0].hasPrefix("waits A1 OPEQ-2026-000123: gives no answer → "), "\(first)")
        #expect(try await Self.heard(&following, silent) == [])
        // Whoever stops it, or pulls it, knows that it does not answer.
        #expect(try await Self.heard(&following, [Self.bay("A1", Self.job(.stopping, stalled: 3))]) == [])
        let pulled = [Self.bay("A1", Self.job(.suspended, Self.detached))]
        #expect(
            try await Self.heard(&following, pulled) == [
                "waits A1 OPEQ-2026-000123: interrupted: the drive was pulled → Plug the drive in again: the wipe goes on."
            ])
        #expect(try await Self.heard(&following, pulled) == [])
        // It comes back in another bay, and ends there.
        #expect(try await Self.heard(&following, [Self.bay("B7", Self.job(.running))]) == [])
        let ended = [Self.bay("B7", Self.job(.sanitized), safe: true)]
        #expect(try await Self.heard(&following, ended) == ["done B7 OPEQ-2026-000123: wiped → pull it out"])
        #expect(try await Self.heard(&following, ended) == [])
    }

    @Test func aDriveThatEndedAndWasTakenOutBetweenTwoLooksIsStillSaid() async throws {
        var following = Following()
        following.follow(Self.id)
        let mismatch = ReasonView(code: "mismatch", message: "some sectors read back different from what was written")
        let failed = Self.job(.failed, mismatch)
        #expect(
            try await Self.heard(&following, [Self.bay("A1", nil)], .fr, found: failed) == [
                "no A1 OPEQ-2026-000123: échec : des secteurs relus ne contiennent pas ce qui a été écrit → Bac rouge."
            ])
        #expect(try await Self.heard(&following, [], found: failed) == [])
    }

    /// What it waits for was said when it was scanned; of drives of other people nothing is said.
    @Test func whatWasSaidAlreadyAndWhatIsNotTheirsIsLeftOut() async throws {
        var following = Following()
        following.follow(nil)
        #expect(try await Self.heard(&following, [Self.bay("A1", Self.job(.sanitized))]) == [])
        following.follow(Self.id)
        let held = [Self.bay("A1", Self.job(.held))]
        #expect(try await Self.heard(&following, held) == [])
        #expect(try await Self.heard(&following, [Self.bay("A1", Self.job(.running))]) == [])
        #expect(try await Self.heard(&following, held).count == 1)
        // The daemon knows it no more.
        #expect(try await Self.heard(&following, []) == [])
        #expect(try await Self.heard(&following, held) == [])
    }
}
