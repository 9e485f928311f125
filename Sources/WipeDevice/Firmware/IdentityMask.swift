// Takes out of recorded answers what says which drive gave them: serial numbers, World Wide Names and other unique numbers, in the places where the
// standards put them, and wherever else the same bytes stand. Everything else stays as it came.

import WipeContents
import WipeCore
import WipeFirmware

/// What is to be taken out of the answers of one drive.
struct IdentityMask {
    /// Serial numbers as plain letters, and numbers as hexadecimal digits, in capitals.
    private var texts: Set<[UInt8]> = []
    /// Numbers, the most significant byte first.
    private var numbers: Set<[UInt8]> = []

    /// What stands in the place of a byte.
    static let placeholder = UInt8(ascii: "X")
    /// A serial that is shorter stands in too many places by chance; where the standards put it, it is replaced all the same.
    static let textBytesMin = 5

    init(_ answers: RecordedAnswers, identity: MediaIdentity) {
        for serial in [identity.serial, answers.drive.serial] { add(text: Array((serial ?? "").utf8)) }
        add(digits: identity.wwn)
        for line in answers.lines + [answers.page89].compactMap({ $0 }) {
            for field in IdentityField.all(of: line.question, count: line.data.count) {
                let bytes = Array(line.data[field.range])
                switch field.form {
                case .text(let isSwapped): add(text: isSwapped ? Self.swapped(bytes, from: 0) : bytes)
                case .number(let isSwapped): add(number: isSwapped ? Self.swapped(bytes, from: 0) : bytes)
                }
            }
        }
    }

    /// The data of one answer without its identity. Where 512 of its bytes are made to add up, they add up to the same as before.
    func masked(_ line: RecordedAnswers.Line) -> [UInt8] {
        var places = Self.places(of: texts, numbers: numbers, in: line.data)
        for field in IdentityField.all(of: line.question, count: line.data.count) {
            switch field.form {
            case .text: places.formUnion(field.range.filter { Self.isLetter(line.data[$0]) })
            // Zeros mean that there is none.
            case .number where line.data[field.range].contains { $0 != 0 }: places.formUnion(field.range)
            case .number: break
            }
        }
        var bytes = Self.replacing(places, in: line.data)
        if let start = IdentityField.sumStart(of: line.question), bytes.count >= start + 512, bytes[start + 510] == 0xA5 {
            let (before, after) = (
                AnswerBytes(Array(line.data[start..<start + 512])).sum, AnswerBytes(Array(bytes[start..<start + 512])).sum
            )
            bytes[start + 511] &+= before &- after
        }
        return bytes
    }

    /// Other bytes that came with an answer, or were written beside it.
    func masked(_ bytes: [UInt8]) -> [UInt8] { Self.replacing(Self.places(of: texts, numbers: numbers, in: bytes), in: bytes) }

    // MARK: what to look for

    private mutating func add(text raw: [UInt8]) {
        let text = Self.capitals(raw.filter { $0 != 0 }).trimmed
        if text.count >= Self.textBytesMin, Set(text).count > 1 { texts.insert(text) }
    }

    private mutating func add(number: [UInt8]) {
        guard number.count >= 8, !AnswerBytes(number).isBlank else { return }
        numbers.insert(number)
        texts.insert(number.flatMap { byte in [byte >> 4, byte & 15].map { Array("0123456789ABCDEF".utf8)[Int($0)] } })
    }

    /// `0x5000c500a1b2c3d4`, `eui.0025385b71b12345`, `naa.…`: what follows the word, where it is 8 bytes or more.
    private mutating func add(digits name: String?) {
        let tail = (name ?? "").split(whereSeparator: { $0 == "." || $0 == "x" || $0 == "X" }).last ?? ""
        let values = tail.utf8.compactMap { DeviceText.hexValue($0) }
        guard values.count == tail.utf8.count, values.count >= 16, values.count % 2 == 0 else { return }
        add(number: stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] })
    }

    // MARK: where it stands

    /// Bytes are read in the order in which they came, and with the two of each word exchanged, words beginning at even places or at odd ones.
    private static func places(of texts: Set<[UInt8]>, numbers: Set<[UInt8]>, in bytes: [UInt8]) -> Set<Int> {
        var found: Set<Int> = []
        let orders = [Array(bytes.indices), swapped(Array(bytes.indices), from: 0), swapped(Array(bytes.indices), from: 1)]
        for order in orders {
            let view = order.map { bytes[$0] }
            let plain = capitals(view)
            for text in texts {
                // The signs between the letters stay, as in the places of the standards.
                for start in starts(of: text, in: plain) {
                    found.formUnion(order[start..<start + text.count].filter { isLetter(bytes[$0]) })
                }
            }
            for number in numbers.union(numbers.map { Array($0.reversed()) }) {
                for start in starts(of: number, in: view) { found.formUnion(order[start..<start + number.count]) }
            }
        }
        return found
    }

    private static func starts(of part: [UInt8], in whole: [UInt8]) -> [Int] {
        guard !part.isEmpty, part.count <= whole.count else { return [] }
        return (0...whole.count - part.count).filter { whole[$0] == part[0] && whole[$0..<$0 + part.count].elementsEqual(part) }
    }

    /// Pairs from `first` on exchanged; one that is left over stays.
    static func swapped<Element>(_ elements: [Element], from first: Int) -> [Element] {
        var swapped = elements
        for place in stride(from: first, to: elements.count - 1, by: 2) { swapped.swapAt(place, place + 1) }
        return swapped
    }

    private static func capitals(_ bytes: [UInt8]) -> [UInt8] { bytes.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 } }

    private static func replacing(_ places: Set<Int>, in bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for place in places { bytes[place] = placeholder }
        return bytes
    }

    /// Part of a serial: what pads one, and the signs between its letters, say nothing.
    static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
        default: false
        }
    }
}

extension [UInt8] {
    /// Without blanks at both ends.
    fileprivate var trimmed: [UInt8] {
        let isBlank = { (byte: UInt8) in byte == 0x20 }
        return Array(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}

/// A place where a standard puts what says which drive it is.
struct IdentityField {
    enum Form {
        case text(isSwapped: Bool)
        /// Not swapped is the most significant byte first.
        case number(isSwapped: Bool)
    }
    let range: Range<Int>
    let form: Form

    /// The fields of one answer, as far as it has come.
    static func all(of question: String, count: Int) -> [IdentityField] {
        let fields: [IdentityField] =
            switch question {
            case AtaCommand.identifyDevice.word: ataIdentify(0)
            case RecordedAnswers.page89Word: ataIdentify(60)
            case ScsiCommand.vitalProductData(.unitSerialNumber).word:
                count > 4 ? [IdentityField(range: 4..<count, form: .text(isSwapped: false))] : []
            // SN, FGUID, SUBNQN.
            case NvmeCommand.identifyController.word:
                [
                    IdentityField(range: 4..<24, form: .text(isSwapped: false)),
                    IdentityField(range: 112..<128, form: .number(isSwapped: false)),
                    IdentityField(range: 768..<1024, form: .text(isSwapped: false)),
                ]
            // NGUID, EUI64.
            case NvmeCommand.identifyNamespace(0).word:
                [
                    IdentityField(range: 104..<120, form: .number(isSwapped: false)),
                    IdentityField(range: 120..<128, form: .number(isSwapped: false)),
                ]
            default: []
            }
        return fields.filter { $0.range.upperBound <= count }
    }

    /// Serial number (words 10 to 19), World Wide Name (108 to 111) and what lies behind it (112 to 115), serial of the medium (176 to 205).
    private static func ataIdentify(_ start: Int) -> [IdentityField] {
        [
            IdentityField(range: start + 20..<start + 40, form: .text(isSwapped: true)),
            IdentityField(range: start + 216..<start + 224, form: .number(isSwapped: true)),
            IdentityField(range: start + 224..<start + 232, form: .number(isSwapped: true)),
            IdentityField(range: start + 352..<start + 412, form: .text(isSwapped: true)),
        ]
    }

    /// Where 512 bytes begin whose last one makes them add up.
    static func sumStart(of question: String) -> Int? {
        switch question {
        case AtaCommand.identifyDevice.word, AtaCommand.configurationIdentify.word: 0
        case RecordedAnswers.page89Word: 60
        default: nil
        }
    }
}

extension RecordedAnswers {
    /// What the kernel kept of page 89h, in a recording.
    static let page89Word = "page89"

    var page89: Line? { drive.page89.map { Line(question: Self.page89Word, status: 0, sense: [], data: $0) } }

    /// The serial that the drive itself has answered; nil where it was not asked for it.
    private var answeredSerial: String? {
        func data(_ question: String) -> [UInt8]? { lines.first { $0.question == question && $0.status == 0 }?.data }
        if let bytes = data(AtaCommand.identifyDevice.word) { return (try? AtaIdentify(bytes))?.serial }
        if let bytes = data(NvmeCommand.identifyController.word) { return NvmeController(bytes)?.serial }
        return data(ScsiCommand.vitalProductData(.unitSerialNumber).word).flatMap { DeviceText.clean(bytes: $0.dropFirst(4)) }
    }

    /// The answers as files, in the form in which the tests read a drive; nil where there are none.
    func masked(_ report: ProbeReport) -> FirmwarePages? {
        guard !lines.isEmpty else { return nil }
        let mask = IdentityMask(self, identity: report.identity)
        let model = [report.identity.model, report.firmware].compactMap { $0 }.joined(separator: " ")
        var text = "# Recorded: \(model). X stands for what says which drive it is.\n"
        text = String(decoding: mask.masked(Array(text.utf8)), as: UTF8.self)
        // A drive that answers under another serial than it was known by must not become the same one.
        let letter: Unicode.Scalar = drive.isItself(answeredSerial) ? "X" : "Y"
        let serial = String(
            String.UnicodeScalarView(
                (drive.serial ?? "-").unicodeScalars.map { scalar in
                    if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { return letter }
                    return scalar == " " ? "_" : scalar
                }))
        let kind = drive.kind == .nvme ? "nvme" : "scsi"
        text +=
            "drive \(kind) \(drive.transport?.rawValue ?? "-") \(drive.isATA ? "ata" : "-") \(drive.mediaType.rawValue) \(serial) \(drive.capacityBytes)\n"
        if let namespace { text += "namespace \(namespace)\n" }
        var files: [FirmwarePages.File] = []
        if let page89 {
            files.append(.init(name: Self.page89Word + ".bin", bytes: mask.masked(page89)))
            text += "page89 page89.bin\n"
        }
        for line in lines {
            let name = line.data.isEmpty ? "-" : line.question + ".bin"
            let digits = mask.masked(line.sense).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            text += "\(line.question) \(line.status) \(digits.isEmpty ? "-" : digits) \(name)\n"
            if !line.data.isEmpty { files.append(.init(name: name, bytes: mask.masked(line))) }
        }
        return FirmwarePages(files: [.init(name: "answers.txt", bytes: Array(text.utf8))] + files)
    }
}
