// What the rooms above ask of a state.

extension JobState {
    /// A tag may be set until the facts are frozen.
    var acceptsTag: Bool {
        switch self {
        case .certifying, .closed: false
        default: true
        }
    }
}

extension JobState {
    /// What the journal says beside the word.
    package var detail: String {
        switch self {
        case .held(let reasons): reasons.map(\.code.rawValue).joined(separator: " ")
        case .stopping(let reason): reason.rawValue
        case .suspended(let reason): reason.rawValue
        case .closed(.sanitized(let document)): document
        case .closed(.failed(let document, let reasons)): ([document] + reasons.map(\.code.rawValue)).joined(separator: " ")
        case .closed(.abandoned(let document, let reason)): document + " " + reason.code.rawValue
        case .closed(.withdrawn(let reason)): reason.code.rawValue
        case .queued, .opening, .running, .certifying: ""
        }
    }
}

extension JobState.Closure {
    /// Nil for a withdrawn job: nothing was written.
    var ending: PastWipe.Ending? {
        switch self {
        case .sanitized: .sanitized
        case .failed: .failed
        case .abandoned: .abandoned
        case .withdrawn: nil
        }
    }
}
