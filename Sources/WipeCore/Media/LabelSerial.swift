// The serial of a drive as the barcode on its own label gives it, to somebody who confirms with it.

/// A narrow reading: a start destroys, so nothing counts that is only like the serial.
enum LabelSerial {
    /// What labels put before a serial: the data identifier of ANSI MH10.8.2 (`S`, also written with a digit), and the words beside it.
    private static let prefixes = ["S/N:", "S/N", "SN:", "SN", "1S", "S"]

    /// Whether this text, typed or scanned, is that serial: in whichever case and with the blanks around it, with what labels put before it,
    /// without the letters that one maker leaves off his labels, or spelled out where a USB drive gives the codes of its characters.
    static func isSerial(_ text: String, of serial: String) -> Bool {
        let names = Set(names(CanonicalForm.serial(serial)).map { Array($0.utf8) })
        return readings(CanonicalForm.serial(text)).contains { names.contains(Array($0.utf8)) }
    }

    private static func readings(_ text: String) -> [String] {
        [text] + prefixes.filter { text.hasPrefix($0) }.map { CanonicalForm.serial(String(text.dropFirst($0.count))) }
    }

    private static func names(_ serial: String) -> [String] {
        guard !serial.isEmpty else { return [] }
        var names = [serial]
        // Western Digital prints WCC4N1234567 and says WD-WCC4N1234567.
        if serial.hasPrefix("WD-"), serial.utf8.count >= 11 { names.append(String(serial.dropFirst(3))) }
        if let spelled = CanonicalForm.spelledInHexadecimal(serial) { names.append(CanonicalForm.serial(spelled)) }
        return names
    }
}
