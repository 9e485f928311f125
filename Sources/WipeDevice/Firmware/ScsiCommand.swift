// The SCSI commands that this program can make beside ATA PASS-THROUGH and `ScsiAct`, and no other: each asks, none changes anything.

import WipeFirmware

/// A question to a SCSI device.
enum ScsiCommand: Equatable, Sendable {
    /// Whether the device would take SANITIZE with this service action (SPC-4, 6.35): asked, not sent.
    case supportsSanitize(SanitizeAction)
    /// What it has to say, with the progress of what runs (SPC-4, 6.39).
    case requestSense
    /// A page of vital product data (SPC-4, 6.6.4).
    case vitalProductData(Page)

    /// Service actions of SANITIZE (SBC-3, 5.30). Never more than a parameter of a question.
    enum SanitizeAction: UInt8, CaseIterable, Sendable {
        case overwrite = 0x01
        case blockErase = 0x02
        case cryptographicErase = 0x03
        case exitFailureMode = 0x1F
    }

    enum Page: UInt8, CaseIterable, Sendable {
        case unitSerialNumber = 0x80
        case blockDeviceCharacteristics = 0xB1
    }

    /// Every command there is.
    static let all: [ScsiCommand] =
        SanitizeAction.allCases.map { .supportsSanitize($0) } + [.requestSense] + Page.allCases.map { .vitalProductData($0) }

    /// Codes of commands. These are all that the encoder can put into a CDB.
    private enum Code: UInt8 {
        case requestSense = 0x03
        case inquiry = 0x12
        case maintenanceIn = 0xA3
    }

    /// Bytes that the device may hand over.
    var dataBytes: Int {
        switch self {
        case .supportsSanitize: 64
        case .requestSense: 252
        case .vitalProductData: 512
        }
    }

    /// Longest wait.
    var timeoutMilliseconds: UInt32 { 15_000 }

    /// The command as it is sent: 6 or 12 bytes.
    var descriptorBlock: [UInt8] {
        let high = UInt8(dataBytes >> 8)
        let low = UInt8(dataBytes & 0xFF)
        switch self {
        case .supportsSanitize(let action):
            // REPORT SUPPORTED OPERATION CODES, option 3: one operation code with its service action.
            return [Code.maintenanceIn.rawValue, 0x0C, 3, 0x48, 0, action.rawValue, 0, 0, high, low, 0, 0]
        case .requestSense: return [Code.requestSense.rawValue, 0, 0, 0, low, 0]
        case .vitalProductData(let page): return [Code.inquiry.rawValue, 1, page.rawValue, high, low, 0]
        }
    }
}

/// What a SCSI device answered.
enum ScsiAnswer {
    /// Whether it takes the command that was asked about; nil where it does not say.
    static func isSupported(_ reply: ScsiReply) -> Bool? {
        guard case .ended(0, _, let data) = reply, let support = AnswerBytes(data).byte(1) else { return nil }
        switch support & 7 {
        case 1: return false
        // 5 is "supported in a vendor's own way": nothing that a standard claims.
        case 3: return true
        case 5: return false
        default: return nil
        }
    }

    /// The payload of a page of vital product data; nil where it is not this page or was cut.
    static func page(_ page: ScsiCommand.Page, _ reply: ScsiReply) -> [UInt8]? {
        guard case .ended(0, _, let data) = reply, data.count >= 4, data[1] == page.rawValue,
            let length = AnswerBytes(data).big(2, width: 2), Int(length) <= data.count - 4
        else { return nil }
        return Array(data[4..<4 + Int(length)])
    }
}
