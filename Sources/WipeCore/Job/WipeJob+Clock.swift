// The wall clock of a station may move while a job is open: its record has to be told, or its times would seem out of order.

extension WipeJob {
    /// A wall clock that moved by more than 60 s against the monotonic one goes on the record.
    mutating func noteClock(_ now: Moment) { noteJump(now) { abs($0) > 60 } }

    /// Over a rest only a wall clock that fell behind is told: while the machine was off, the running time stood still.
    mutating func noteClockSetBack(_ now: Moment) {
        if startedAt != nil { noteJump(now) { $0 < -60 } }
    }

    /// - Parameter isTold: which jumps, in seconds, go on the record.
    private mutating func noteJump(_ now: Moment, where isTold: (Int64) -> Bool) {
        if let reference = clockReference {
            let wall = now.wallMilliseconds - reference.wallMilliseconds
            let jump = (wall - max(0, now.runningMilliseconds - reference.runningMilliseconds)) / 1000
            if isTold(jump) { clockJumps.append(ClockJump(at: now, seconds: jump)) }
        }
        clockReference = now
    }
}
