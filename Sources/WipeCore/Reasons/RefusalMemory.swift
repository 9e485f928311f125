// What a refusal leaves behind when its reason is gone: a hold that a person lifts, or nothing.

/// How long a refusal is remembered once its reason is gone.
package enum RefusalMemory: Hashable, Sendable {
    /// Not at all: it told of a moment, or of something else than this drive.
    case none
    /// While the drive stays where it is.
    case attachment
    /// Wherever the drive is plugged in next, as far as its serial identifies it: somebody used it, or protects it.
    case media
}

extension RefusalCode {
    /// What a refusal for this reason leaves behind: the hold `was-in-use`, which a person lifts.
    package var refusalMemory: RefusalMemory {
        switch self {
        case .mounted, .swapInUse, .hasHolders, .openedExclusively, .runningSystem, .arrayMemberElsewhere, .protected, .deviceLocked,
            .openedForWriting:
            .media
        // What the station file says may be changed before the next start: nothing begins then that nobody has looked at. And what a person
        // may have done to the drive while it was refused, a switch or a password, is no word about its data.
        case .notInABay, .notACandidate, .readOnly, .unsupportedSectorSize, .hostManagedZones, .locked, .noPolicy, .unknownPolicy,
            .policyNotForMedia, .identityMismatch, .openFailed, .custodyUnknown:
            .attachment
        // Another node, the neighbour in the bay, our own former run, a look that failed, an erase that a drive is at or cannot do: nobody used the drive.
        case .secondPath, .ambiguousBay, .formerRun, .usageUnknown, .readOnlyUnknown, .sizeUnknown, .identificationFailed, .mediaGone,
            .erasingByItself, .purgeUnavailable:
            .none
        }
    }
}
