// The codes of jobs as a record says them. Exhaustive, as the other words: a new code does not compile before somebody has said how.

import WipeCertificate
import WipeCore

extension EndReason {
    init(_ code: EndCode) {
        switch code {
        case .verdict(let reason): self.init(reason)
        case .stopped(let stop): self.init(stop)
        case .reallocatedRise: self = .reallocatedRise
        case .capacityChanged: self = .capacityChanged
        case .cancelled: self = .cancelled
        case .detached: self = .detached
        case .resumeWindowPassed: self = .resumeWindowPassed
        case .honestyRefused: self = .honestyRefused
        }
    }

    private init(_ reason: VerdictReason) {
        switch reason {
        case .mismatch: self = .mismatch
        case .budgetExceeded: self = .budgetExceeded
        case .flushFailed: self = .flushFailed
        case .incomplete: self = .incomplete
        case .eraseUnproven: self = .eraseUnproven
        case .marksSurvived: self = .marksSurvived
        case .contentsMixed: self = .contentsMixed
        case .contentsUnfit: self = .contentsUnfit
        case .contentsRecognised: self = .contentsRecognised
        case .stoppedEarly: self = .stoppedEarly
        }
    }

    private init(_ stop: PolicyStop) {
        switch stop {
        case .badSectors: self = .stopAfterBadSectors
        case .hours: self = .stopAfterHours
        case .slow: self = .slow
        case .noAnswer: self = .noAnswer
        case .takesNothing: self = .takesNothing
        case .custodyBroken: self = .custodyBroken
        case .marksNotStored: self = .marksNotStored
        case .statusUnreadable: self = .statusUnreadable
        case .erasingAlready: self = .erasingAlready
        case .frozen: self = .frozen
        case .commandRefused: self = .commandRefused
        case .commandUnanswered: self = .commandUnanswered
        case .commandFailed: self = .commandFailed
        case .commandStalled: self = .commandStalled
        case .statusLost: self = .statusLost
        }
    }
}

extension InterruptionReason {
    init(_ code: HaltCode) {
        switch code {
        case .refused(let code): self.init(code)
        case .paused: self = .paused
        case .detached: self = .detached
        case .temperature: self = .temperature
        case .shutdown: self = .shutdown
        case .daemonRestarted: self = .daemonRestarted
        case .contentsChanged: self = .contentsChanged
        }
    }

    private init(_ code: RefusalCode) {
        switch code {
        case .notACandidate: self = .notACandidate
        case .mediaGone: self = .mediaGone
        case .secondPath: self = .secondPath
        case .notInABay: self = .notInABay
        case .ambiguousBay: self = .ambiguousBay
        case .protected: self = .protected
        case .mounted: self = .mounted
        case .swapInUse: self = .swapInUse
        case .hasHolders: self = .hasHolders
        case .openedExclusively: self = .openedExclusively
        case .formerRun: self = .formerRun
        case .runningSystem: self = .runningSystem
        case .usageUnknown: self = .usageUnknown
        case .arrayMemberElsewhere: self = .arrayMemberElsewhere
        case .readOnly: self = .readOnly
        case .readOnlyUnknown: self = .readOnlyUnknown
        case .sizeUnknown: self = .sizeUnknown
        case .unsupportedSectorSize: self = .unsupportedSectorSize
        case .hostManagedZones: self = .hostManagedZones
        case .locked: self = .locked
        case .identificationFailed: self = .identificationFailed
        case .noPolicy: self = .noPolicy
        case .unknownPolicy: self = .unknownPolicy
        case .policyNotForMedia: self = .policyNotForMedia
        case .purgeUnavailable: self = .purgeUnavailable
        case .erasingByItself: self = .erasingByItself
        case .deviceLocked: self = .deviceLocked
        case .identityMismatch: self = .identityMismatch
        case .openedForWriting: self = .openedForWriting
        case .openFailed: self = .openFailed
        case .custodyUnknown: self = .custodyUnknown
        }
    }
}
