// Texts that a device, a file name or another program made up: hostile until they went through here.

/// Makes outside text fit to be shown, stored and signed.
package enum DeviceText {
    /// Longest text that is kept, in Unicode scalars.
    package static let scalarsMax = 256

    /// `raw` trimmed, with every control character, line separator, bidirectional control and other invisible scalar replaced by U+FFFD, and cut
    /// at `limit` scalars; nil where nothing is left.
    package static func clean(_ raw: String, limit: Int = scalarsMax) -> String? {
        var scalars: [Unicode.Scalar] = []
        for scalar in raw.unicodeScalars.drop(while: isPadding) {
            // A text of gigabytes is never walked.
            guard scalars.count < limit else { break }
            scalars.append(scalar)
        }
        while let last = scalars.last, isPadding(last) { scalars.removeLast() }
        guard !scalars.isEmpty else { return nil }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars.map { isShowable($0) ? $0 : "\u{FFFD}" })
        return String(text)
    }

    /// The same for bytes; invalid UTF-8 becomes U+FFFD. Bytes from the first NUL on are not part of the text, as in C.
    package static func clean(bytes: some Sequence<UInt8>, limit: Int = scalarsMax) -> String? {
        // Four bytes a scalar at most; more are never looked at.
        let kept = Array(bytes.prefix { $0 != 0 }.prefix(limit * 4 + 1024))
        return clean(String(decoding: kept, as: UTF8.self), limit: limit)
    }

    /// Decodes the `\x20` escapes of udev's `*_ENC` properties, then cleans.
    package static func cleanEncoded(_ raw: String) -> String? {
        var bytes: [UInt8] = []
        let source = Array(raw.utf8.prefix(scalarsMax * 16))
        var index = 0
        while index < source.count {
            if index + 3 < source.count, source[index] == UInt8(ascii: "\\"), source[index + 1] == UInt8(ascii: "x"),
                let high = hexValue(source[index + 2]), let low = hexValue(source[index + 3])
            {
                bytes.append(high << 4 | low)
                index += 4
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        // NUL bytes are padding here, not the end: some bridges pad in front.
        return clean(String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self))
    }

    /// Longest `DEVLINKS`: that one is made by udev itself and grows with the number of links.
    package static let linksScalarsMax = 4096

    /// udev properties with names other than `[A-Z0-9_]` dropped and values cleaned; empty values are dropped too.
    package static func clean(properties: [String: String]) -> [String: String] {
        var result: [String: String] = [:]
        for (name, value) in properties where isPropertyName(name) {
            result[name] = clean(value, limit: name == "DEVLINKS" ? linksScalarsMax : scalarsMax)
        }
        return result
    }

    package static func isPropertyName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 128
            && name.utf8.allSatisfy { ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F }
    }

    /// Runs of white space become one underscore: the form in which udev's tools write serials.
    package static func underscored(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: "_")
    }

    private static func isPadding(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\0" || scalar.properties.isWhitespace
    }

    /// Letters, marks, numbers, punctuation, symbols and the plain space; nothing that moves the cursor, turns the writing direction or hides.
    private static func isShowable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    package static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
