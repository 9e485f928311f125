// Looking, a little at a time, at whether what is published is still there as it was; saying and mending what is not.

import Logging
import WipeCore
import WipeStore

/// Where the look at what is published stands.
struct PublishedWatch {
    /// Begun and not at its end.
    var look: PublishedLook?
    /// A thread works at it.
    var isLooking = false
    /// Running time before which none is begun.
    var nextMilliseconds: Int64 = 0
    /// How long threads have worked at the present one.
    var workedMilliseconds: Int64 = 0
    /// Names of what was wrong since the station started, in the order in which it was found.
    var spoilt: [String] = []
    /// Why something could not be put back or looked at when that was last tried.
    var problem: String?
    var problemOfThisLook: String?
    /// Files that no row of the database knows.
    var foreign: [String] = []

    /// More names than this are not kept.
    private static let namesMax = 1000

    mutating func note(_ names: [String]) {
        for name in names where spoilt.count < Self.namesMax && !spoilt.contains(name) { spoilt.append(name) }
    }

    var alarm: Alarm? {
        guard !spoilt.isEmpty || problem != nil else { return nil }
        var sentences: [String] = []
        if !spoilt.isEmpty {
            let more = spoilt.count > 3 ? " and \(spoilt.count - 3) more" : ""
            sentences.append("published files were deleted or altered: \(spoilt.prefix(3).joined(separator: ", "))\(more)")
        }
        sentences.append(problem.map { "they cannot be looked at or put back: \($0)" } ?? "they were put back from the database")
        sentences.append("look who may write to the state folder; wipectl journal has each file")
        return Alarm(code: "published-changed", message: sentences.joined(separator: "; "))
    }
}

extension Station {
    /// Work in one second of a look, and the least time between two.
    private static let pieceMilliseconds: Int64 = 250
    private static let pauseMilliseconds: Int64 = 30_000
    /// Of all time, looks take one part in so many at most.
    private static let share: Int64 = 20

    /// At each tick: begins a look, or goes on with it, on a thread of its own.
    func watchPublished(_ now: Moment) {
        guard !watch.isLooking, now.runningMilliseconds >= watch.nextMilliseconds else { return }
        do {
            let look = try watch.look ?? door.publishedLook()
            watch.isLooking = true
            detachThread("published files") { [post] in
                var look = look
                let begun = ContinuousClock.now
                do {
                    let spoilt = try look.go(milliseconds: Self.pieceMilliseconds)
                    post.yield(.published(look, spoilt, milliseconds: (ContinuousClock.now - begun) / .milliseconds(1), nil))
                } catch { post.yield(.published(nil, [], milliseconds: 0, "\(error)")) }
            }
        } catch { failedToLook("\(error)") }
    }

    /// What a piece of a look came to.
    func lookedAtPublished(_ look: PublishedLook?, _ found: [SpoiltFile], _ milliseconds: Double, _ failure: String?) {
        watch.isLooking = false
        guard let look, failure == nil else { return failedToLook(failure ?? "") }
        watch.workedMilliseconds += Int64(milliseconds)
        watch.look = look.isOver ? nil : look
        let spoilt = found + (look.isOver ? door.spoiltEdge() : [])
        if look.isOver {
            watch.foreign = look.foreign
            watch.nextMilliseconds = clock.now().runningMilliseconds + max(Self.pauseMilliseconds, watch.workedMilliseconds * Self.share)
            watch.workedMilliseconds = 0
        }
        mend(spoilt, isAll: look.isOver)
    }

    /// - Parameter isAll: the look is at its end. Until then what could not be put back stays said.
    private func mend(_ spoilt: [SpoiltFile], isAll: Bool) {
        do {
            var problem: String?
            if !spoilt.isEmpty {
                watch.note(spoilt.map(\.name))
                let (act, failure) = try door.putBack(spoilt, at: clock.now())
                logger.error("\(act.code) \(act.detail)")
                problem = failure
            }
            watch.problemOfThisLook = watch.problemOfThisLook ?? problem
            if isAll || watch.problemOfThisLook != nil { watch.problem = watch.problemOfThisLook }
            if isAll { watch.problemOfThisLook = nil }
        } catch { failedToLook("\(error)") }
    }

    private func failedToLook(_ why: String) {
        if watch.problem != why { logger.error("what is published cannot be looked at: \(why)") }
        watch.problem = why
        watch.look = nil
        watch.nextMilliseconds = clock.now().runningMilliseconds + Self.pauseMilliseconds
    }
}
