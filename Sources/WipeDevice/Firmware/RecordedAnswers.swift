// What one drive answered at one look, in the order in which it was asked.

import WipeCore
import WipeFirmware

/// A way to a drive that writes down what comes back on it.
final class AnswerRecorder: FirmwareTransport {
    private let transport: any FirmwareTransport
    private var lines: [RecordedAnswers.Line] = []

    init(_ transport: any FirmwareTransport) { self.transport = transport }

    func reply(to command: AtaCommand) -> ScsiReply { kept(transport.reply(to: command), command.word) }
    func ask(_ command: ScsiCommand) -> ScsiReply { kept(transport.ask(command), command.word) }

    func ask(_ command: NvmeCommand) -> NvmeAnswer {
        let answer = transport.ask(command)
        switch answer {
        case .done(let data): lines.append(.init(question: command.word, status: 0, sense: [], data: data))
        case .refused(let status): lines.append(.init(question: command.word, status: status, sense: [], data: []))
        case .unanswered: break
        }
        return answer
    }

    var namespace: UInt32? { transport.namespace }
    var hasRunOut: Bool { transport.hasRunOut }

    private func kept(_ reply: ScsiReply, _ question: String) -> ScsiReply {
        if case .ended(let status, let sense, let data) = reply {
            lines.append(.init(question: question, status: UInt16(status), sense: sense, data: data))
        }
        return reply
    }

    /// Everything that came back so far. What stayed unanswered is not in it.
    func answers(of drive: CapabilityReader.Drive) -> RecordedAnswers {
        RecordedAnswers(drive: drive, namespace: drive.kind == .nvme ? namespace : nil, lines: lines)
    }
}

/// Answers of one drive, with what was known of it before it was asked.
struct RecordedAnswers: Sendable {
    struct Line: Sendable {
        var question: String
        /// Of SCSI, 8 bits; of NVMe the type in bits 10:8 and the code in 7:0.
        var status: UInt16
        var sense: [UInt8]
        var data: [UInt8]
    }
    var drive: CapabilityReader.Drive
    var namespace: UInt32?
    var lines: [Line]
}

extension AtaCommand {
    /// Its name in a recording.
    var word: String {
        switch self {
        case .identifyDevice: "identifyDevice"
        case .readNativeMaxExt: "readNativeMaxExt"
        case .getNativeMaxExt: "getNativeMaxExt"
        case .configurationIdentify: "configurationIdentify"
        case .sanitizeStatus: "sanitizeStatus"
        }
    }
}

extension ScsiCommand {
    /// Its name in a recording.
    var word: String {
        switch self {
        case .supportsSanitize(.overwrite): "supportsSanitize.overwrite"
        case .supportsSanitize(.blockErase): "supportsSanitize.blockErase"
        case .supportsSanitize(.cryptographicErase): "supportsSanitize.cryptographicErase"
        case .supportsSanitize(.exitFailureMode): "supportsSanitize.exitFailureMode"
        case .requestSense: "requestSense"
        case .vitalProductData(.unitSerialNumber): "vitalProductData.unitSerialNumber"
        case .vitalProductData(.blockDeviceCharacteristics): "vitalProductData.blockDeviceCharacteristics"
        }
    }
}

extension NvmeCommand {
    /// Its name in a recording.
    var word: String {
        switch self {
        case .identifyController: "identifyController"
        case .identifyNamespace: "identifyNamespace"
        case .activeNamespaces: "activeNamespaces"
        case .allocatedNamespaces: "allocatedNamespaces"
        case .sanitizeLog: "sanitizeLog"
        }
    }
}
