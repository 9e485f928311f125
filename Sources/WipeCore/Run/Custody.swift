// Could anything but this run have touched the medium? What would have changed if it had, and the comparison.

/// One break that mattered: what had been read back before it counts no more.
package struct CustodyNote: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case pass, phase, reason, at }
    /// Position in the plan's passes, from 0.
    package var pass: Int
    package var phase: Cursor.Phase
    package var reason: CustodyBreak
    /// When it was noticed.
    package var at: Moment
    package init(pass: Int, phase: Cursor.Phase, reason: CustodyBreak, at: Moment) {
        self.pass = pass
        self.phase = phase
        self.reason = reason
        self.at = at
    }

    /// So many breaks are kept of one job; a drive that is pulled more often has shown enough.
    package static let kept = 64
}

/// What a run has to be told before it goes on. Asked only while no step is out.
package enum RunQuestion: Hashable, Sendable {
    /// What the open device shows now. Asked at the beginning of a run, and at the beginning and the end of every verify phase.
    case custody
    /// A fresh choice of samples: drawn when the verify phase begins, so that nobody knows them while the pass is written.
    case sample(SamplingSpec)
}
