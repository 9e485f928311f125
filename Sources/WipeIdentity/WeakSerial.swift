// What makers of bridges, readers, fake flash and virtual machines write where a serial belongs. Rules first, then the constants that no rule
// finds. The station file adds its own (`weakSerials`). A table of makers' real serials in the tests has to stay credible.

/// Serials that say nothing about which drive it is, by their text alone.
enum WeakSerial {
    /// Why a serial in its canonical form cannot be one drive's own; nil where it can.
    static func reason(_ canonical: String) -> String? {
        let letters = Array(canonical.utf8).filter(isAlphanumeric)
        let text = String(decoding: letters, as: UTF8.self)
        if letters.count < 4 { return "shorter than 4 letters or digits" }
        if Set(letters).count == 1 { return "one character repeated" }
        if placeholders.contains(text) || placeholders.contains(where: { $0.utf8.count >= 8 && text.hasPrefix($0) }) {
            return "a placeholder, not a serial"
        }
        if Runs.isCounting(letters) { return "a counting sequence" }
        if Runs.isOneBlockRepeated(letters) || (letters.count >= 8 && Set(letters).count == 2) { return "one block repeated" }
        if Runs.isMostlyOneCharacter(letters) { return "a small number behind zeros, or one character repeated" }
        if beginsWithADay(letters) { return "a date, not a serial" }
        if namesAPlace(canonical) { return "it is made of the port or path that it is plugged into" }
        if isBridgeConstant(text) { return "the constant of a USB bridge, a reader or a virtual machine" }
        if repeatsAWord(canonical) { return "the name of a device, not a serial" }
        return nil
    }

    /// In capital letters, without separators. One of eight characters or more is one at the beginning of a text, too.
    private static let placeholders: Set<String> = [
        "NONE", "NULL", "UNKNOWN", "DEFAULT", "DEFAULTSTRING", "SERIAL", "SERIALNUMBER", "SERIALNO", "NOSERIAL", "NOSERIALNUMBER",
        "SYSTEMSERIALNUMBER", "TOBEFILLEDBYOEM", "NOTSPECIFIED", "NOTAPPLICABLE", "NOTAVAILABLE", "UNDEFINED", "UNSPECIFIED", "UNAVAILABLE",
        "EMPTY", "BLANK", "GENERIC", "INVALID", "SAMPLE", "EXAMPLE", "PROTOTYPE", "ENGINEERINGSAMPLE", "MASSSTORAGE", "USBDISK",
        "FLASHDISK",
        "USBFLASHDISK", "CARDREADER", "DEADBEEF", "CAFEBABE", "BAADF00D", "FEEDFACE", "QWERTY", "QWERTYUIOP", "CCYYMMDDHHMMSS", "YYYYMMDD",
        "PASSWORD", "OEM",
    ]

    /// A date and at most a time or four characters more: firmware of bridges and readers (`20120501030900000`, `202006054D01`).
    private static func beginsWithADay(_ letters: [UInt8]) -> Bool {
        let digits = letters.prefix(8)
        guard digits.count == 8, digits.allSatisfy(isDigit) else { return false }
        func number(_ range: Range<Int>) -> Int { letters[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        guard (1998...2037).contains(number(0..<4)), (1...12).contains(number(4..<6)), (1...31).contains(number(6..<8)) else {
            return false
        }
        var rest = letters.dropFirst(8)
        while rest.last == UInt8(ascii: "0") { rest.removeLast() }
        return rest.count <= 4
    }

    /// A PCI function (`0000:00:0c.0`) or the host's name for a USB port (`usb-0:1.2`, `1-1.2:1.0`) stands in it.
    private static func namesAPlace(_ canonical: String) -> Bool {
        let text = canonical.utf8.map { isDigit($0) ? UInt8(ascii: "0") : (CanonicalForm.isHexadecimal($0) ? UInt8(ascii: "A") : $0) }
        let shape = String(decoding: text, as: UTF8.self).replacing("A", with: "0")
        return shape.contains("0000:00:00.0") || shape.contains(":0.0:") || shape.hasSuffix(":0.0") || canonical.hasPrefix("USB-")
            || canonical.hasPrefix("PCI-") || shape.contains("-0:0.0") || shape.contains("00:00.0")
    }

    /// The USB vendor ids with which bridges begin a serial that is firmware, whole or in hexadecimal: JMicron, ASMedia, Realtek, Alcor,
    /// Genesys, Initio, Prolific, Super Top, Cypress, Innostor, Phison. None of them reads as year and week, as many makers' serials begin.
    private static let bridgeVendors = ["152D", "174C", "0BDA", "058F", "05E3", "13FD", "067B", "14CD", "04B4", "1F75", "13FE"]
    /// The beginning of constants that were seen on many devices. `%` stands for digits to the end.
    private static let bridgeConstants = [
        // JMicron and ASMedia bridges as they leave the factory.
        "DD5641988", "DB98765432", "DCC0123456", "RANDOM", "ASMT", "JMICRON", "ASMEDIA", "REALTEK", "GENESYS", "PROLIFIC", "INITIO",
        "ALCOR",
        // Super Top.
        "M6116018", "M6116A",
        // Virtual machines.
        "QM%", "QEMU", "0QEMU", "VMWARE", "VIRTIO", "DRIVESCSI", "DRIVEIDE", "DRIVEVIRTIO", "DRIVEUSB", "BHYVE", "MSFT",
    ]

    private static func isBridgeConstant(_ text: String) -> Bool {
        if (10...16).contains(text.utf8.count), bridgeVendors.contains(where: text.hasPrefix),
            text.utf8.allSatisfy(CanonicalForm.isHexadecimal)
        {
            return true
        }
        return bridgeConstants.contains { constant in
            guard constant.hasSuffix("%") else { return text.hasPrefix(constant) }
            let head = constant.dropLast()
            return text.hasPrefix(head) && text.utf8.dropFirst(head.utf8.count).allSatisfy(isDigit)
        }
    }

    /// A word of letters twice (`TEAC_TEAC_FD-05PUW`): vendor and model in the place of the serial.
    private static func repeatsAWord(_ canonical: String) -> Bool {
        let words = canonical.utf8.split { !isAlphanumeric($0) }.filter { $0.count >= 3 && $0.allSatisfy { !isDigit($0) } }
        return Set(words.map { String(decoding: $0, as: UTF8.self) }).count < words.count
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
    }
}

/// Sequences that nobody gives to one drive alone. All take ASCII letters and digits, letters in one case.
enum Runs {
    /// Made of steps of one from end to end: `123456789012`, `ABCDEF123456`, `9876543210`, `112233445566`, `0102030405`; or all but two
    /// characters of it (`012345678999`).
    static func isCounting(_ letters: [UInt8]) -> Bool {
        if isMadeOfSteps(letters) { return true }
        if let bare = withoutEqualRepeats(letters), bare.count >= 3, isMadeOfSteps(bare) { return true }
        if countsInBytes(letters) { return true }
        let longest = max(longestSteps(letters, up: true), longestSteps(letters, up: false))
        return longest >= 8 && letters.count - longest <= 2
    }

    /// `ABABABAB`, `12341234`: nothing but the same block again, at least eight characters.
    static func isOneBlockRepeated(_ letters: [UInt8]) -> Bool {
        guard letters.count >= 8 else { return false }
        return (1...letters.count / 2).contains { length in
            letters.count % length == 0 && letters.indices.allSatisfy { letters[$0] == letters[$0 % length] }
        }
    }

    /// Zeros before a small number (`000000000033`), six and more zeros or `F` with at most five others, or one character with one other.
    static func isMostlyOneCharacter(_ letters: [UInt8]) -> Bool {
        let significant = letters.drop { $0 == UInt8(ascii: "0") }.count
        let zeros = letters.count - significant
        if (zeros >= 4 && significant <= 4) || (zeros >= 6 && significant <= 6) { return true }
        var longest = 0
        var longestBlank = 0
        var length = 0
        for (index, letter) in letters.enumerated() {
            length = index > 0 && letters[index - 1] == letter ? length + 1 : 1
            longest = max(longest, length)
            if letter == UInt8(ascii: "0") || letter == UInt8(ascii: "F") { longestBlank = max(longestBlank, length) }
        }
        return (longestBlank >= 6 && letters.count - longestBlank <= 5) || (letters.count >= 8 && letters.count - longest <= 1)
    }

    /// All of it in runs of three and more, each upwards or each downwards.
    private static func isMadeOfSteps(_ letters: [UInt8]) -> Bool {
        [true, false].contains { up in
            var length = 1
            for (letter, next) in zip(letters, letters.dropFirst()) {
                if isStep(letter, next, up: up) {
                    length += 1
                } else {
                    if length < 3 { return false }
                    length = 1
                }
            }
            return length >= 3
        }
    }

    private static func longestSteps(_ letters: [UInt8], up: Bool) -> Int {
        var longest = 1
        var length = 1
        for (letter, next) in zip(letters, letters.dropFirst()) {
            length = isStep(letter, next, up: up) ? length + 1 : 1
            longest = max(longest, length)
        }
        return longest
    }

    /// One more: `1` to `2`, `9` to `0` or `A`, `F` to `0`.
    private static func isStep(_ a: UInt8, _ b: UInt8, up: Bool) -> Bool {
        let (low, high) = up ? (a, b) : (b, a)
        if WeakSerial.isDigit(low) == WeakSerial.isDigit(high) { return high == low + 1 || (low == 0x39 && high == 0x30) }
        return (low == 0x39 && high == 0x41) || (low == 0x46 && high == 0x30)
    }

    /// `AABBCC` as `ABC`, where every character stands equally often in a row, at least twice; nil otherwise.
    private static func withoutEqualRepeats(_ letters: [UInt8]) -> [UInt8]? {
        var kept: [UInt8] = []
        var lengths: [Int] = []
        for letter in letters {
            if kept.last == letter, let last = lengths.indices.last {
                lengths[last] += 1
            } else {
                kept.append(letter)
                lengths.append(1)
            }
        }
        guard let first = lengths.first, first >= 2, lengths.allSatisfy({ $0 == first }) else { return nil }
        return kept
    }

    /// Bytes that count: `0102030405`.
    private static func countsInBytes(_ letters: [UInt8]) -> Bool {
        guard letters.count >= 8, letters.count % 2 == 0, letters.allSatisfy(CanonicalForm.isHexadecimal) else { return false }
        let text = String(decoding: letters, as: UTF8.self)
        var bytes: [UInt8] = []
        var place = text.startIndex
        while place < text.endIndex {
            let next = text.index(place, offsetBy: 2)
            guard let byte = UInt8(text[place..<next], radix: 16) else { return false }
            bytes.append(byte)
            place = next
        }
        return zip(bytes, bytes.dropFirst()).allSatisfy { $1 == $0 &+ 1 }
    }
}
