// Which tags a person reads as the same. A tag stays as it was first written; another one that reads like it is a conflict, never a second tag.

extension AssetTagText {
    /// What a person reads: capital letters, accented ones too, and every whole number without the zeros before it, so that `opeq-0012` and
    /// `OPEQ-12` are one: scanners with the capitals locked and spreadsheets make the one of the other. A number is whole where a sign or the end
    /// of the tag follows; digits before a letter (`A01B1`) are part of a code, in which every zero counts. Accents count: `Gaspe` is not `Gaspé`.
    ///
    /// Only ever used to find a contradiction; never shown, and never enough to say that two tags are one.
    package static func reading(_ tag: String) -> String {
        var result = String.UnicodeScalarView()
        var number: [Unicode.Scalar] = []
        func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }
        func isSign(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && !isAlphanumeric(UInt8(scalar.value)) }
        func add(isWhole: Bool) {
            let significant = number.drop { $0 == "0" }
            result.append(contentsOf: isWhole ? Array(significant.isEmpty ? number.suffix(1) : significant) : number)
            number = []
        }
        for scalar in composed(tag).unicodeScalars {
            if isDigit(scalar) {
                number.append(scalar)
                continue
            }
            add(isWhole: isSign(scalar))
            if (0x61...0x7A).contains(scalar.value) {
                result.append(Unicode.Scalar(UInt8(scalar.value - 0x20)))
            } else if scalar.isASCII {
                result.append(scalar)
            } else {
                result.append(contentsOf: scalar.properties.uppercaseMapping.unicodeScalars)
            }
        }
        add(isWhole: true)
        return composed(String(result))
    }

    /// Whether a person reads two tags as the same.
    package static func readsSame(_ one: String, _ other: String) -> Bool { Array(reading(one).utf8) == Array(reading(other).utf8) }
}

extension AssetTag {
    /// The same tag as it was first written, with everything else as it is now.
    func spelled(_ first: String) -> AssetTag {
        AssetTag(tag: first, source: source, donorTag: donorTag, donor: donor, hostSerial: hostSerial)
    }
}
