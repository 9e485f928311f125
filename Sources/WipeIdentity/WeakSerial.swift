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
        if PlaceholderWords.make(up: text) { return "words, not a serial" }
        if ChipName.isAll(of: text) { return "the name of a bridge or controller chip" }
        if Runs.isCounting(letters) || Runs.countsInTwoWays(letters) { return "a counting sequence" }
        if Runs.isOneBlockRepeated(letters) || (letters.count >= 8 && Set(letters).count == 2) { return "one block repeated" }
        if Runs.isMostlyOneCharacter(letters) { return "a small number behind zeros, or one character repeated" }
        if isADay(letters) || beginsWithADay(letters) { return "a date, not a serial" }
        if namesAPlace(canonical) { return "it is made of the port or path that it is plugged into" }
        if isBridgeConstant(text) || isVirtualBoxPlace(canonical) { return "the constant of a USB bridge, a reader or a virtual machine" }
        if repeatsAWord(canonical) { return "the name of a device, not a serial" }
        return nil
    }

    /// What `PlaceholderWords` does not make up. In capital letters, without separators; one of eight characters or more is one at the beginning
    /// of a text, too.
    private static let placeholders: Set<String> = [
        "DEFAULTSTRING", "SERIALNUMBER", "NOSERIAL", "SYSTEMSERIALNUMBER", "TOBEFILLEDBYOEM", "NOTSPECIFIED", "NOTAPPLICABLE",
        "NOTAVAILABLE", "ENGINEERINGSAMPLE", "MASSSTORAGE", "FLASHDISK", "USBFLASHDISK", "CARDREADER", "DEADBEEF", "CAFEBABE", "BAADF00D",
        "FEEDFACE", "CCYYMMDDHHMMSS", "YYYYMMDD", "DDMMYYYY", "MMDDYYYY",
    ]

    /// Years in which firmware was dated. Makers' serials that begin with year and week (`203111045110`) reach beyond.
    private static let years = 1998...2029

    /// Eight digits that are a date from end to end, the year first or last: `20130415`, `01012019`, `12312019`.
    private static func isADay(_ letters: [UInt8]) -> Bool {
        guard letters.count == 8, let first = number(letters[0..<2]), let second = number(letters[2..<4]), let year = number(letters[4..<8])
        else { return false }
        let (low, high) = (min(first, second), max(first, second))
        return isYearFirst(letters) || (years.contains(year) && (1...12).contains(low) && (1...31).contains(high))
    }

    /// A date with the year first, and behind it what firmware of bridges and readers has there: a time of day (`201006010301`), any four
    /// digits and zeros (`20090516388200000`), or a version with a letter (`202006054D01`). Digits that are no time are a maker's number, and so are
    /// six that begin with `00` and do not end with it (`20210812001234`): nobody builds firmware in the hour after midnight, and numbers that run
    /// have zeros before them.
    private static func beginsWithADay(_ letters: [UInt8]) -> Bool {
        guard letters.count > 8, isYearFirst(letters) else { return false }
        let rest = letters.dropFirst(8)
        var significant = rest
        while significant.last == UInt8(ascii: "0") { significant.removeLast() }
        let isRunning = rest.prefix(2).allSatisfy { $0 == UInt8(ascii: "0") } && rest.last != UInt8(ascii: "0")
        guard significant.count <= 4 else { return rest.count == 6 && isTime(rest) && !isRunning }
        return !rest.allSatisfy(isDigit) || rest.count - significant.count >= 4 || (rest.count == 4 || rest.count == 6) && isTime(rest)
    }

    private static func isYearFirst(_ letters: [UInt8]) -> Bool {
        guard letters.count >= 8, let year = number(letters[0..<4]), let month = number(letters[4..<6]), let day = number(letters[6..<8])
        else { return false }
        return years.contains(year) && (1...12).contains(month) && (1...31).contains(day)
    }

    private static func isTime(_ digits: ArraySlice<UInt8>) -> Bool {
        var parts: [Int] = []
        var rest = digits
        while let part = number(rest.prefix(2)), rest.count >= 2 {
            parts.append(part)
            rest = rest.dropFirst(2)
        }
        return rest.isEmpty && parts.count >= 2 && parts[0] < 24 && parts.dropFirst().allSatisfy { $0 < 60 }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.isEmpty || !digits.allSatisfy(isDigit) ? nil : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
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
        "ALCOR", "PHISON", "SILICONMOTION", "VIALABS", "INNOSTOR", "NORELSYS", "CHIPSBANK", "SKYMEDI", "YEESTOR",
        // Super Top.
        "M6116018", "M6116A",
        // Virtual machines.
        // VirtualBox gives each hard disk `VB` and sixteen digits, which are its own; its names and its CD drives' places are not.
        "VBOX", "XENSRC", "XENVBD", "PARALLELS", "HYPERV", "VIRTUALDISK", "VIRTUALHDD",
        "QM%", "QEMU", "0QEMU", "VMWARE", "VIRTIO", "DRIVESCSI", "DRIVEIDE", "DRIVEVIRTIO", "DRIVEUSB", "BHYVE", "MSFT",
    ]

    private static func isBridgeConstant(_ text: String) -> Bool {
        // Some authors write the letters O and I for the digits: `058F0O1111B1`.
        if (10...16).contains(text.utf8.count), bridgeVendors.contains(where: text.hasPrefix),
            text.utf8.allSatisfy({ CanonicalForm.isHexadecimal($0) || $0 == UInt8(ascii: "O") || $0 == UInt8(ascii: "I") })
        {
            return true
        }
        return bridgeConstants.contains { constant in
            guard constant.hasSuffix("%") else { return text.hasPrefix(constant) }
            let head = constant.dropLast()
            return text.hasPrefix(head) && text.utf8.dropFirst(head.utf8.count).allSatisfy(isDigit)
        }
    }

    /// `VB2-01700376`: a VirtualBox CD drive by its place. A hard disk has eight digits before the hyphen.
    private static func isVirtualBoxPlace(_ canonical: String) -> Bool {
        let letters = Array(canonical.utf8)
        return letters.count > 4 && canonical.hasPrefix("VB") && isDigit(letters[2]) && letters[3] == UInt8(ascii: "-")
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
