// One way of writing for what people, labels, lists and udev write in several: compared by bytes afterwards.

/// Forms in which serials and World Wide Names are compared. Never shown in place of what the drive says.
public enum CanonicalForm {
    /// A serial: no blanks around it, every run of blanks and underscores inside one underscore (as udev writes them), capital letters.
    /// Empty for a text of blanks alone.
    public static func serial(_ text: String) -> String {
        if isPlain(text) { return text }
        var result = String.UnicodeScalarView()
        var isGap = false
        for scalar in text.unicodeScalars {
            if isBlank(scalar) || scalar == "_" {
                isGap = true
            } else {
                if isGap, !result.isEmpty { result.append("_") }
                isGap = false
                result.append(contentsOf: scalar.properties.uppercaseMapping.unicodeScalars)
            }
        }
        return String(result)
    }

    /// A World Wide Name: lower-case hexadecimal digits without `0x`, `naa.`, `eui.`, `wwn-` and separators, so that `0x5000C500A1B2C3D4`,
    /// `50:00:c5:00:a1:b2:c3:d4` and `naa.5000c500a1b2c3d4` are one. A name that is not made of such digits (`nvme.…`) stays as it is, in
    /// lower case and without blanks.
    public static func wwn(_ text: String) -> String {
        let bare = squeezedOfBlanks(text).lowercased()
        var digits = bare
        var isShorter = true
        while isShorter {
            isShorter = false
            for prefix in ["wwn-", "naa.", "naa-", "eui.", "eui-", "0x"] where digits.hasPrefix(prefix) {
                digits.removeFirst(prefix.count)
                isShorter = true
            }
        }
        digits.unicodeScalars.removeAll { $0 == ":" || $0 == "-" || $0 == "_" }
        return !digits.isEmpty && digits.utf8.allSatisfy(isHexadecimal) ? digits : bare
    }

    /// What is left of a text without any separator, in capital letters: two texts that differ in nothing else are nearly the same.
    public static func squeezed(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isBlank(scalar) && !["_", "-", ".", ":", "/"].contains(scalar) {
            result.append(contentsOf: scalar.properties.uppercaseMapping.unicodeScalars)
        }
        return String(result)
    }

    /// White space of any kind (the no-break spaces among it), control characters, and what is invisible.
    public static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator: return true
        default: return false
        }
    }

    private static func squeezedOfBlanks(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isBlank(scalar) { result.append(scalar) }
        return String(result)
    }

    /// Capital letters, digits and marks without a blank or an underscore: most serials are in their canonical form already.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5F && !($0 >= 0x61 && $0 <= 0x7A) }
    }

    /// A hexadecimal digit in ASCII, of either case.
    public static func isHexadecimal(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46)
    }

    /// The text on the label where a USB drive gives it as the hexadecimal codes of its characters (`3230…` for `20…`); nil for any other serial.
    public static func spelledInHexadecimal(_ serial: String) -> String? {
        let digits = Array(serial.utf8)
        guard digits.count >= 12, digits.count.isMultiple(of: 2), digits.allSatisfy(isHexadecimal) else { return nil }
        let codes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        let isText = codes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "-") || $0 == 0x20 }
        return isText && codes.contains { (0x41...0x5A).contains($0) } ? String(decoding: codes, as: UTF8.self) : nil
    }
}
