// The codes of jobs as a record says them. Exhaustive, as the other words: a new code does not compile before somebody has said where it may stand.

import WipeCertificate
import WipeCore

extension EndReason {
    /// - Throws: `Unsayable` for a code with which no job ends.
    init(_ code: Reason.Code) throws(Unsayable) {
        switch code {
        case .mismatch: self = .mismatch
        case .budgetExceeded: self = .budgetExceeded
        case .flushFailed: self = .flushFailed
        case .incomplete: self = .incomplete
        case .stoppedEarly: self = .stoppedEarly
        case .stopAfterBadSectors: self = .stopAfterBadSectors
        case .stopAfterHours: self = .stopAfterHours
        case .slow: self = .slow
        case .noAnswer: self = .noAnswer
        case .takesNothing: self = .takesNothing
        case .custodyBroken: self = .custodyBroken
        case .reallocatedRise: self = .reallocatedRise
        case .capacityChanged: self = .capacityChanged
        case .cancelled: self = .cancelled
        case .detached: self = .detached
        case .resumeWindowPassed: self = .resumeWindowPassed
        case .honestyRefused: self = .honestyRefused
        case .mounted, .swapInUse, .hasHolders, .openedExclusively, .formerRun, .runningSystem, .usageUnknown, .arrayMemberElsewhere,
            .protected, .notInABay, .ambiguousBay, .notACandidate, .secondPath, .readOnly, .readOnlyUnknown, .sizeUnknown,
            .unsupportedSectorSize, .hostManagedZones, .locked, .identificationFailed, .mediaGone, .noPolicy, .unknownPolicy,
            .policyNotForMedia, .assetTagMissing, .waitingForStart, .presentAtStart, .wasInUse, .alreadyCertified, .failedBefore,
            .cancelledBefore, .weakIdentity, .serialShared, .identityChanged, .nearlyProtected, .aboveConfirmSize, .arrayMember,
            .contentsUnknown, .unhealthy, .contentsChanged, .slotsTaken, .busTaken, .beingLookedAt, .deviceLocked, .identityMismatch,
            .openedForWriting, .openFailed, .custodyUnknown, .temperature, .paused, .shutdown, .daemonRestarted:
            throw Unsayable(what: "that a job ends with \(code.rawValue)")
        }
    }
}

extension InterruptionReason {
    /// - Throws: `Unsayable` for a code with which no job stands still.
    init(_ code: Reason.Code) throws(Unsayable) {
        switch code {
        case .mounted: self = .mounted
        case .swapInUse: self = .swapInUse
        case .hasHolders: self = .hasHolders
        case .openedExclusively: self = .openedExclusively
        case .formerRun: self = .formerRun
        case .runningSystem: self = .runningSystem
        case .usageUnknown: self = .usageUnknown
        case .arrayMemberElsewhere: self = .arrayMemberElsewhere
        case .protected: self = .protected
        case .notInABay: self = .notInABay
        case .ambiguousBay: self = .ambiguousBay
        case .notACandidate: self = .notACandidate
        case .secondPath: self = .secondPath
        case .readOnly: self = .readOnly
        case .readOnlyUnknown: self = .readOnlyUnknown
        case .sizeUnknown: self = .sizeUnknown
        case .unsupportedSectorSize: self = .unsupportedSectorSize
        case .hostManagedZones: self = .hostManagedZones
        case .locked: self = .locked
        case .identificationFailed: self = .identificationFailed
        case .mediaGone: self = .mediaGone
        case .noPolicy: self = .noPolicy
        case .unknownPolicy: self = .unknownPolicy
        case .policyNotForMedia: self = .policyNotForMedia
        case .contentsChanged: self = .contentsChanged
        case .deviceLocked: self = .deviceLocked
        case .identityMismatch: self = .identityMismatch
        case .openedForWriting: self = .openedForWriting
        case .openFailed: self = .openFailed
        case .custodyUnknown: self = .custodyUnknown
        case .temperature: self = .temperature
        case .paused: self = .paused
        case .detached: self = .detached
        case .shutdown: self = .shutdown
        case .daemonRestarted: self = .daemonRestarted
        case .assetTagMissing, .waitingForStart, .presentAtStart, .wasInUse, .alreadyCertified, .failedBefore, .cancelledBefore,
            .weakIdentity, .serialShared, .identityChanged, .nearlyProtected, .aboveConfirmSize, .arrayMember, .contentsUnknown,
            .unhealthy, .slotsTaken, .busTaken, .beingLookedAt, .mismatch, .budgetExceeded, .flushFailed, .incomplete, .stoppedEarly,
            .stopAfterBadSectors, .stopAfterHours, .slow, .noAnswer, .takesNothing, .custodyBroken, .reallocatedRise, .capacityChanged,
            .cancelled, .resumeWindowPassed, .honestyRefused:
            throw Unsayable(what: "that a job stands still with \(code.rawValue)")
        }
    }
}
