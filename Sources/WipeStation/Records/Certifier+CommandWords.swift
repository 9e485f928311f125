// The words of an erase by the drive itself as a record says them. Exhaustive, as the other words.

import WipeCertificate
import WipeCore
import WipeFirmware

extension WipeCertificate.Technique {
    init(_ technique: WipeCore.Technique) {
        switch technique {
        case .overwrite: self = .overwrite
        case .sanitizeBlock: self = .sanitizeBlock
        case .sanitizeCrypto: self = .sanitizeCrypto
        case .sanitizeOverwrite: self = .sanitizeOverwrite
        case .formatUser: self = .formatUser
        case .formatCrypto: self = .formatCrypto
        case .securityErase: self = .securityErase
        case .securityEraseEnhanced: self = .securityEraseEnhanced
        }
    }
}

extension WipeCertificate.TechniqueReason {
    init(_ reason: WipeCore.TechniqueReason) {
        switch reason {
        case .notOffered: self = .notOffered
        case .notForMedia: self = .notForMedia
        case .notAsked: self = .notAsked
        case .behindABridge: self = .behindABridge
        case .notDirect: self = .notDirect
        case .noTime: self = .noTime
        case .noAnswer: self = .noAnswer
        case .statusUnreadable: self = .statusUnreadable
        case .frozen: self = .frozen
        case .locked: self = .locked
        case .severalNamespaces: self = .severalNamespaces
        case .inFailureMode: self = .inFailureMode
        case .notAllowedHere: self = .notAllowedHere
        case .knownDefect: self = .knownDefect
        }
    }
}

extension WipeCertificate.CommandState {
    init(_ state: WipeCore.CommandState) {
        switch state {
        case .none: self = .none
        case .intended: self = .intended
        case .accepted: self = .accepted
        case .ended: self = .ended
        case .refused: self = .refused
        case .failed: self = .failed
        case .lost: self = .lost
        }
    }
}

extension WipeCertificate.CommandAcceptance {
    init(_ acceptance: WipeCore.CommandAcceptance) {
        switch acceptance {
        case .completion: self = .completion
        case .foundRunning: self = .foundRunning
        case .inferredFromMarks: self = .inferredFromMarks
        }
    }
}

extension CommandRefusal {
    init(_ refusal: EraseAnswer.Refusal) {
        switch refusal {
        case .refusedByDrive: self = .refusedByDrive
        case .running: self = .running
        case .inFailureMode: self = .inFailureMode
        case .frozen: self = .frozen
        case .denied: self = .denied
        case .firmwarePending: self = .firmwarePending
        case .notProved: self = .notProved
        }
    }
}

extension EvidenceKind {
    init(_ what: CommandEvidence.What) {
        switch what {
        case .statusBefore: self = .statusBefore
        case .command: self = .command
        case .statusRunning: self = .statusRunning
        case .statusAfterSilence: self = .statusAfterSilence
        case .statusEnd: self = .statusEnd
        }
    }
}

extension DriveState {
    init(_ state: EraseStatus.State) {
        switch state {
        case .idle: self = .idle
        case .running: self = .running
        case .failed: self = .failed
        case .frozen: self = .frozen
        case .unknown: self = .unknown
        }
    }

    init(_ state: FirmwareState) {
        switch state {
        case .idle: self = .idle
        case .running: self = .running
        case .failed: self = .failed
        case .frozen: self = .frozen
        case .unknown: self = .unknown
        }
    }
}

extension WipeCertificate.IdentifySource {
    init(_ source: WipeCore.IdentifySource) {
        switch source {
        case .sysfs: self = .sysfs
        case .ioctl: self = .ioctl
        case .none: self = .none
        }
    }
}
