// From the core's words to those of the format. Exhaustive on purpose: a new case of the core does not compile before somebody has said what a
// record says of it. What a record cannot say is thrown, and never becomes another word.

import WipeCertificate
import WipeCore

/// A fact that no record can hold. The job stays unsigned, and the station says so.
struct Unsayable: Error, CustomStringConvertible {
    let what: String

    var description: String { "no record can say \(what)" }
}

extension JobEnd {
    init(_ verdict: Conclusion.Verdict) {
        switch verdict {
        case .sanitized: self = .sanitized
        case .failed: self = .failed
        case .abandoned: self = .abandoned
        }
    }
}

extension Declarer {
    init(_ source: AssetTag.Source) {
        switch source {
        case .person: self = .person
        case .intake: self = .intake
        }
    }
}

extension WipeCertificate.MediaType {
    init(_ type: WipeCore.MediaType) {
        switch type {
        case .magneticHDD: self = .magneticHDD
        case .flashSSD: self = .flashSSD
        case .flashRemovable: self = .flashRemovable
        case .hybrid: self = .hybrid
        case .unknown: self = .unknown
        }
    }
}

extension WipeCertificate.Transport {
    init(_ transport: WipeCore.Transport?) {
        switch transport {
        case .sata?: self = .sata
        case .sas?: self = .sas
        case .ata?: self = .ata
        case .scsi?: self = .scsi
        case .usb?: self = .usb
        case .nvme?: self = .nvme
        case .mmc?: self = .mmc
        case .loop?: self = .loop
        case .simulated?: self = .simulated
        case nil: self = .unknown
        }
    }
}

extension WipeCertificate.ZoneModel {
    init(_ model: WipeCore.ZoneModel?) {
        switch model {
        case .some(.none): self = .none
        case .hostAware?: self = .hostAware
        case .hostManaged?: self = .hostManaged
        case nil: self = .unknown
        }
    }
}

extension WipeCertificate.ClaimLevel {
    init(_ level: WipeCore.ClaimLevel) {
        switch level {
        case .clear: self = .clear
        case .purge: self = .purge
        }
    }
}

extension WipeCertificate.HiddenAreaState {
    init(_ state: WipeCore.HiddenAreaState) {
        switch state {
        case .absent: self = .absent
        case .notSupported: self = .notSupported
        case .removed: self = .removed
        case .presentNotAddressed: self = .presentNotAddressed
        case .unknown: self = .unknown
        }
    }
}

extension WipeCertificate.HiddenAreaReason {
    init(_ reason: WipeCore.HiddenAreaReason) {
        switch reason {
        case .notAsked: self = .notAsked
        case .behindABridge: self = .behindABridge
        case .notDirect: self = .notDirect
        case .noTime: self = .noTime
        case .noAnswer: self = .noAnswer
        case .identifyUnreadable: self = .identifyUnreadable
        case .anotherDrive: self = .anotherDrive
        case .aborted: self = .aborted
        case .frozen: self = .frozen
        case .checksum: self = .checksum
        case .implausible: self = .implausible
        case .statusUnreadable: self = .statusUnreadable
        case .kernelDisagrees: self = .kernelDisagrees
        case .limitNotAsked: self = .limitNotAsked
        }
    }
}

extension WipeCertificate.Phase {
    init(_ phase: Cursor.Phase) {
        switch phase {
        case .write: self = .write
        case .confirm: self = .confirm
        case .command: self = .command
        case .verify: self = .verify
        }
    }
}

extension WipeCertificate.CustodyBreak {
    init(_ reason: WipeCore.CustodyBreak) {
        switch reason {
        case .released: self = .released
        case .anotherMedium: self = .anotherMedium
        case .slept: self = .slept
        case .powerCycled: self = .powerCycled
        case .written: self = .written
        case .discarded: self = .discarded
        case .unreadable: self = .unreadable
        }
    }
}

extension WipeCertificate.ClockSource {
    init(_ source: WipeCore.ClockSource) {
        switch source {
        case .adjtimex: self = .adjtimex
        case .simulated: self = .simulated
        }
    }
}

extension CacheBypass {
    init(_ path: ReadPath) {
        switch path {
        case .directIO: self = .directIO
        case .simulated: self = .simulated
        }
    }
}

extension SignedDocument.Kind {
    init(_ kind: LogEntry.Kind) {
        switch kind {
        case .certificate: self = .certificate
        case .failure: self = .failure
        case .correction: self = .correction
        case .revocation: self = .revocation
        case .key: self = .key
        }
    }
}
