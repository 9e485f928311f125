// The one SCSI command of this program that does something to a drive. It moves no data and changes none.

/// What a SCSI device is told.
enum ScsiAct: CaseIterable, Equatable, Sendable {
    /// START STOP UNIT with START 0: write out the cache and stop turning (SBC-3, 5.25). libata and the bridges make STANDBY IMMEDIATE of it for an
    /// ATA drive (SAT-3, 9.11).
    case stop

    /// Codes of commands. These are all that the encoder can put into a CDB.
    private enum Code: UInt8 {
        case startStopUnit = 0x1B
    }

    /// Longest wait. A command that is given up makes the kernel reset things: rather wait.
    var timeoutMilliseconds: UInt32 { 60_000 }

    /// The command as it is sent. IMMED 0: it ends when the drive has stopped. POWER CONDITION 0, NO_FLUSH 0, LOEJ 0 and START 0: nothing else.
    var descriptorBlock: [UInt8] {
        switch self {
        case .stop: [Code.startStopUnit.rawValue, 0, 0, 0, 0, 0]
        }
    }
}
