// Why a job stops, stands still and ends: three questions with three vocabularies.

package import WipeWords

/// Codes of a stop that was asked for while a runner has the device.
package enum StopCode: String, WordedCode {
    package static var vocabulary: Vocabulary { .stop }
    /// By a person, for good.
    case cancelled
    /// By a person, for now.
    case paused
    /// The drive was pulled.
    case detached
    /// The drive became too hot.
    case temperature
    /// The station stops.
    case shutdown
    /// The drive shows another size.
    case capacityChanged = "capacity-changed"
}

/// Codes of an interruption: what a job that has begun waits for, and why its run did not go on.
package enum HaltCode: JoinedCode {
    /// Its media is refused now.
    case refused(RefusalCode)
    /// By a person.
    case paused
    /// The drive is away.
    case detached
    /// The drive has to cool down.
    case temperature
    /// The station was stopped.
    case shutdown
    /// The station was killed, or the power failed.
    case daemonRestarted
    /// The run found other bytes than it had left. The job is held then.
    case contentsChanged

    package static var allCases: [HaltCode] {
        RefusalCode.allCases.map(refused) + [.paused, .detached, .temperature, .shutdown, .daemonRestarted, .contentsChanged]
    }

    package var rawValue: String {
        switch self {
        case .refused(let code): code.rawValue
        case .paused: "paused"
        case .detached: "detached"
        case .temperature: "temperature"
        case .shutdown: "shutdown"
        case .daemonRestarted: "daemon-restarted"
        case .contentsChanged: "contents-changed"
        }
    }
}

/// Codes of the end of a job that may have written: what its record says.
package enum EndCode: JoinedCode {
    /// The facts do not amount to a sanitized media.
    case verdict(VerdictReason)
    /// The policy or the station ended the walk early.
    case stopped(PolicyStop)
    /// The drive replaced more sectors during the wipe than the station allows.
    case reallocatedRise
    /// The drive changed its size.
    case capacityChanged
    /// By a person.
    case cancelled
    /// The drive was pulled, and nothing would prove that what comes back is the same.
    case detached
    /// Not resumed in time.
    case resumeWindowPassed
    /// The honesty rules found the certificate to say more than was done.
    case honestyRefused

    package static var allCases: [EndCode] {
        VerdictReason.allCases.map(verdict) + PolicyStop.allCases.map(stopped)
            + [.reallocatedRise, .capacityChanged, .cancelled, .detached, .resumeWindowPassed, .honestyRefused]
    }

    package var rawValue: String {
        switch self {
        case .verdict(let reason): reason.rawValue
        case .stopped(let stop): stop.rawValue
        case .reallocatedRise: "reallocated-rise"
        case .capacityChanged: "capacity-changed"
        case .cancelled: "cancelled"
        case .detached: "detached"
        case .resumeWindowPassed: "resume-window-passed"
        case .honestyRefused: "honesty-refused"
        }
    }
}

/// Codes of the end of a job that wrote nothing.
package enum WithdrawalCode: JoinedCode {
    /// Its media was refused before it was written to.
    case refused(RefusalCode)
    /// It was ended as one that has written is ended.
    case ended(EndCode)

    package static var allCases: [WithdrawalCode] { RefusalCode.allCases.map(refused) + EndCode.allCases.map(ended) }

    package var rawValue: String {
        switch self {
        case .refused(let code): code.rawValue
        case .ended(let code): code.rawValue
        }
    }
}

extension Reason<EndCode> {
    /// A sentence of the table of endings: for what is neither a verdict nor a walk that was ended early.
    package init(ending code: EndCode, variant: String? = nil, _ parameters: [String: String] = [:]) {
        self.init(code, of: .ending, variant: variant, parameters)
    }
}
