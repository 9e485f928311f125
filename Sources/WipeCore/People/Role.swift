// Who may ask for what. The server says who asks and which role their groups give; what a role allows is decided here.

/// What a person may do at this station; each role may do what the ones before it may.
package enum Role: String, Codable, Sendable, CaseIterable, Comparable {
    /// Looks at everything, changes nothing.
    case viewer
    /// Tags, imports, starts, orders the queue, pauses and resumes; cancels what nobody else has begun.
    case technician
    /// Cancels the jobs of others, lifts the unusual holds, overrules the intake list, corrects and revokes records, exchanges keys.
    case lead

    /// Code of "a lead" and its like.
    var who: String { "who-" + rawValue }

    package static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .technician: 1
        case .lead: 2
        }
    }
}

extension HoldCode {
    /// Who may lift this hold. The daily ones are the technician's, who stands before the drive: the bay that waits for a start, the drives
    /// that were there when the station started, the missing tag, a job that was cancelled. Whatever else is held is unusual: a lead's.
    package var liftedBy: Role {
        switch self {
        case .waitingForStart, .presentAtStart, .cancelledBefore, .assetTagMissing, .replugNeeded: .technician
        default: .lead
        }
    }
}

extension Actor {
    /// Throws `not-allowed` where this person's role does not reach as far.
    ///
    /// - Parameters:
    ///   - what: what was asked for: a code of the list of acts, with what fills the places of its words.
    ///   - holds: those that it is about, if any.
    package func must(
        be needed: Role, to what: String, _ parameters: [String: String] = [:], holds: [Reason<HoldCode>] = []
    ) throws(Refused) {
        if let role, role >= needed { return }
        let facts = ["user": user, "what": what, "who": needed.who]
        throw Refused(
            .notAllowed, variant: needed == .viewer ? "group" : nil, parameters.merging(facts) { $1 },
            reasons: holds.map { $0.among(DecisionCode.hold) })
    }
}
