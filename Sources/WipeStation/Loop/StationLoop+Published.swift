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
        let more = spoilt.count > 3 ? " (+\(spoilt.count - 3))" : ""
        let files = spoilt.prefix(3).joined(separator: ", ") + more
        guard let problem else { return Alarm(.publishedChanged, "put-back", ["files": files]) }
        return spoilt.isEmpty
            ? Alarm(.publishedChanged, "unseen", ["why": problem])
            : Alarm(.publishedChanged, "lost", ["files": files, "why": problem])
    }
}

extension StationLoop {
    /// Work in one second of a look, and the least time between two.
    private static let pieceMilliseconds: Int64 = 250
    private static let pauseMilliseconds: Int64 = 30_000
    /// Of all time, looks take one part in so many at most.
    private static let share: Int64 = 20

    /// At each tick: begins a look, or goes on with it.
    mutating func watchPublished(at now: Moment) {
        guard !watch.isLooking, now.runningMilliseconds >= watch.nextMilliseconds else { return }
        do {
            let look = try watch.look ?? door.publishedLook()
            watch.isLooking = true
            ask(.lookAtPublished(look, milliseconds: Self.pieceMilliseconds))
        } catch { failedToLook("\(error)", at: now) }
    }

    /// What a piece of a look came to.
    mutating func lookedAtPublished(_ look: PublishedLook, _ found: [SpoiltFile], milliseconds: Int64, at now: Moment) {
        watch.isLooking = false
        watch.workedMilliseconds += milliseconds
        watch.look = look.isOver ? nil : look
        let spoilt = found + (look.isOver ? door.spoiltEdge() : [])
        if look.isOver {
            watch.foreign = look.foreign
            watch.nextMilliseconds = now.runningMilliseconds + max(Self.pauseMilliseconds, watch.workedMilliseconds * Self.share)
            watch.workedMilliseconds = 0
        }
        mend(spoilt, isAll: look.isOver, at: now)
    }

    /// - Parameter isAll: the look is at its end. Until then what could not be put back stays said.
    private mutating func mend(_ spoilt: [SpoiltFile], isAll: Bool, at now: Moment) {
        do {
            var problem: String?
            if !spoilt.isEmpty {
                watch.note(spoilt.map(\.name))
                let (act, failure) = try door.putBack(spoilt, at: now)
                say(.error, "\(act.code) \(act.detail)")
                problem = failure
            }
            watch.problemOfThisLook = watch.problemOfThisLook ?? problem
            if isAll || watch.problemOfThisLook != nil { watch.problem = watch.problemOfThisLook }
            if isAll { watch.problemOfThisLook = nil }
        } catch { failedToLook("\(error)", at: now) }
    }

    mutating func failedToLook(_ why: String, at now: Moment) {
        watch.isLooking = false
        if watch.problem != why { say(.error, "what is published cannot be looked at: \(why)") }
        watch.problem = why
        watch.look = nil
        watch.nextMilliseconds = now.runningMilliseconds + Self.pauseMilliseconds
    }
}
