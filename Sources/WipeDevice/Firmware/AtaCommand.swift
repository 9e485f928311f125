// The ATA commands that this program can make, and no other: each asks, none changes anything. A tidy test holds the list of their codes.

/// A question to an ATA drive.
enum AtaCommand: CaseIterable, Equatable, Sendable {
    /// Who it is and what it can do: 512 bytes (ACS-3, 7.12).
    case identifyDevice
    /// The highest address behind a host protected area (ATA8-ACS, 7.33), in the LBA registers.
    case readNativeMaxExt
    /// The highest address behind an accessible maximum (ACS-3, 7.1.2), in the LBA registers.
    case getNativeMaxExt
    /// What a configuration overlay may take away: 512 bytes (ATA8-ACS, 7.9.3).
    case configurationIdentify
    /// How its own erase stands (ACS-3, 7.36.6), in the COUNT and LBA registers. COUNT is 0: a failure that is on record stays there.
    case sanitizeStatus

    /// Codes of commands. These are all that an encoder can put into a CDB.
    private enum Code: UInt8 {
        case identifyDevice = 0xEC
        case readNativeMaxExt = 0x27
        case accessibleMax = 0x78
        case deviceConfiguration = 0xB1
        case sanitizeDevice = 0xB4
    }

    /// Values of the FEATURE register: for each the subcommand that asks.
    private enum Feature: UInt16 {
        case none = 0x0000
        case configurationIdentify = 0x00C2
    }

    private var code: Code {
        switch self {
        case .identifyDevice: .identifyDevice
        case .readNativeMaxExt: .readNativeMaxExt
        case .getNativeMaxExt: .accessibleMax
        case .configurationIdentify: .deviceConfiguration
        case .sanitizeStatus: .sanitizeDevice
        }
    }

    private var feature: Feature { self == .configurationIdentify ? .configurationIdentify : .none }

    /// Bytes that the drive hands over: 512 or none.
    var dataBytes: Int {
        switch self {
        case .identifyDevice, .configurationIdentify: 512
        case .readNativeMaxExt, .getNativeMaxExt, .sanitizeStatus: 0
        }
    }

    /// Longest wait.
    var timeoutMilliseconds: UInt32 {
        switch self {
        case .identifyDevice, .readNativeMaxExt, .sanitizeStatus: 15_000
        case .getNativeMaxExt, .configurationIdentify: 30_000
        }
    }

    /// ATA PASS-THROUGH (16) (SAT-3, 12.2.2.3), 16 bytes. A command with data is PIO in, one block by its COUNT; one without asks for the registers
    /// (CK_COND) and uses both halves of them (EXTEND).
    var descriptorBlock: [UInt8] {
        let hasData = dataBytes > 0
        var block = [UInt8](repeating: 0, count: 16)
        block[0] = 0x85
        block[1] = hasData ? 4 << 1 : 3 << 1 | 1
        block[2] = hasData ? 0x0E : 0x20
        block[3] = UInt8(feature.rawValue >> 8)
        block[4] = UInt8(feature.rawValue & 0xFF)
        block[6] = hasData ? 1 : 0
        block[13] = 0x40
        block[14] = code.rawValue
        return block
    }
}
