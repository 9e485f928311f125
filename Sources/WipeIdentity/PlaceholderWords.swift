// Serials that are made of words: what a firmware's author wrote before a number was given, and what nobody replaced afterwards.

/// Texts that say "no serial here", "a disk", or nothing at all: lists of words instead of their sentences, in any order and number.
enum PlaceholderWords {
    /// Words from end to end of which one says that there is no serial, or two name kinds of things: `NOT SET`, `USB STORAGE`, `N0SER1AL`. Behind
    /// a word that says so a small number changes nothing: `DUMMY0001`. One name of a thing, with a number or without (`DISK3`), is what people
    /// call a drive by, and stays credible.
    ///
    /// Hexadecimal words are told from six digits on (`C0FFEE`), one digit may stand before them (`8BADF00D`). 0, 1 and 3 are read as O, I and E
    /// too, as such texts have them.
    /// - Parameter text: capital letters and digits alone.
    static func make(up text: String) -> Bool {
        let letters = Array(text.utf8)
        guard (4...64).contains(letters.count) else { return false }
        let digits = text.hasPrefix("0X") ? Array(letters.dropFirst(2)) : letters
        if isCut(letters, saying: nothings, and: things) || isNumberOfZeros(text) { return true }
        return digits.count >= 6
            && (isCut(digits, saying: hexadecimal, and: []) || isCut(Array(digits.dropFirst()), saying: hexadecimal, and: []))
    }

    /// The word for a serial with zeros in its place (`Serial0`, `SN000`): nothing was counted there. `SERIAL3` and `DISK0` are names of a bench.
    private static func isNumberOfZeros(_ text: String) -> Bool {
        var word = Substring(text)
        while word.hasSuffix("0") { word.removeLast() }
        return word.utf8.count < text.utf8.count
            && ["SERIAL", "SERIALNUMBER", "SERIALNUM", "SERIALNR", "SN", "NUMBER", "PSN"].contains(word)
    }

    /// Whether the text can be cut into words of which one is of the first list, or two of the second.
    private static func isCut(_ letters: [UInt8], saying nothings: [[UInt8]], and things: [[UInt8]]) -> Bool {
        // The most that words can weigh which lead up to a place; nil where none do. Two are enough.
        var weight = [Int?](repeating: nil, count: letters.count + 1)
        weight[0] = 0
        for place in letters.indices {
            guard let before = weight[place] else { continue }
            if before >= 2, isSaidAlone(letters[..<place], nothings), isSmallNumber(letters[place...]) { return true }
            for (list, more) in [(nothings, 2), (things, 1)] {
                for word in list where reads(letters[place...], word) {
                    weight[place + word.count] = max(weight[place + word.count] ?? 0, before + more)
                }
            }
        }
        return (weight[letters.count] ?? 0) >= 2
    }

    /// No thing is named, so that a number behind it counts nothing.
    private static func isSaidAlone(_ letters: ArraySlice<UInt8>, _ nothings: [[UInt8]]) -> Bool {
        letters.isEmpty || nothings.contains { reads(letters, $0) && isSaidAlone(letters.dropFirst($0.count), nothings) }
    }

    /// Digits with at most four left when the zeros before them are away. What is longer may be counted by somebody.
    private static func isSmallNumber(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.allSatisfy(WeakSerial.isDigit) && rest.drop { $0 == UInt8(ascii: "0") }.count <= 4
    }

    private static func reads(_ rest: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
        rest.count >= word.count
            && zip(rest, word).allSatisfy { letter, wanted in
                switch (letter, wanted) {
                case (UInt8(ascii: "0"), UInt8(ascii: "O")), (UInt8(ascii: "1"), UInt8(ascii: "I")), (UInt8(ascii: "3"), UInt8(ascii: "E")):
                    true
                default: letter == wanted
                }
            }
    }

    /// One of them is enough.
    private static let nothings = list(
        """
        NOT NONE NULL NIL UNKNOWN UNDEFINED UNSPECIFIED UNAVAILABLE UNASSIGNED UNSET NOTPRESENT NOTSET NOSERIAL NOSN
        DEFAULT TOBEFILLED FILLEDBY TBD TBA TBC TBFBO TBFBOEM TBFBYOEM CHANGEME PLACEHOLDER DUMMY QWERTY AZERTY ASDF ZXCVBN
        AUCUN AUCUNE INCONNU INCONNUE KEINE UNBEKANNT NINGUNO DESCONOCIDO
        """)

    /// Two of them are.
    private static let things = list(
        """
        NO NON WITHOUT SET GIVEN FOUND ASSIGNED PROGRAMMED SPECIFIED AVAILABLE APPLICABLE SUPPORTED VALID DEFINED USED EMPTY BLANK VOID
        INVALID MISSING PENDING STANDARD STRING TEXT VALUE FIELD NAME NUMBER NUM SERIAL SERIE SERIES SN PSN SYSTEM CHASSIS PRODUCT MODEL
        VENDOR FACTORY TO BE FILLED FILL IN BY OEM CHANGE ME HERE FAKE SAMPLE EXAMPLE PROTOTYPE ENGINEERING EVALUATION DEBUG
        GENERIC COMMON GENERAL MASS STORAGE REMOVABLE PORTABLE EXTERNAL INTERNAL MEMORY MEMORYSTICK USBSTICK THUMB PEN
        USB USB2 USB3 USB20 USB30 USB31 SATA PATA SAS IDE ATA SCSI UAS UASP NVME PCIE M2 MSATA EMMC SDHC SDXC MMC TYPE
        DISK DISC DRIVE DEVICE HARDDISK HARD HDD SSD SOLID STATE FLASH CARD READER MEDIA VOLUME PERSISTENT VIRTUAL
        BRIDGE ADAPTER ADAPTOR CONTROLLER CONVERTER DOCK DOCKING STATION ENCLOSURE BOX CASE HUB
        HELLO WORLD FOO BAR VIDE DEFAUT NUMERO LEER VACIO
        """)

    /// What can be spelled with the digits of a hexadecimal number.
    private static let hexadecimal = list(
        """
        DEAD BEEF CAFE BABE FOOD CODE FACE FEED BAD COFFEE DECAF FADE FACADE DODO DEFACED BEAD DEED DEAF DEAL FALL FEEL COOL DOOD
        FOO BOOB DISEASE ABBA BEEB CACE FABLE ACED ACE DEADBEEF BOO2 FA11 FEE1 DEFEC8ED D15EA5E B16B00B5 COFFE DAD AAD
        """)

    private static func list(_ text: String) -> [[UInt8]] { text.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) } }
}

/// Names of the chips between a drive and its host, where the serial belongs: `JMS578`, `ASM1153E`, `SM2246EN`, `RTL9210B-CG`.
enum ChipName {
    /// The name is all of the text, but for a small number behind zeros. What goes on is a maker's serial that begins alike.
    static func isAll(of text: String) -> Bool {
        families.contains { family in
            guard text.hasPrefix(family.letters) else { return false }
            let rest = Array(text.utf8.dropFirst(family.letters.utf8.count))
            let digits = rest.prefix(while: WeakSerial.isDigit)
            if family.digits.contains(digits.count) { return rest.count - digits.count <= 3 }
            // `JMS5780001`, `PS2251-07`.
            return digits.count == rest.count
                && family.digits.contains { length in
                    let number = digits.dropFirst(length)
                    return (2...8).contains(number.count) && number.first == UInt8(ascii: "0")
                        && number.drop { $0 == UInt8(ascii: "0") }.count <= 2
                }
        }
    }

    /// JMicron, ASMedia, VIA Labs, Realtek, Silicon Motion, Phison, Initio, Genesys, Alcor, Norelsys, Prolific, Cypress, Texas Instruments,
    /// Microchip, Oxford, Marvell, Maxio, Yeestor, Chipsbank, First Chip, ITE, Super Top.
    private static let families: [(letters: String, digits: ClosedRange<Int>)] = [
        ("JMS", 3...4), ("JMB", 3...4), ("JMF", 3...4), ("JM20", 3...3), ("ASM1", 2...3), ("ASM2", 2...3), ("ASM3", 2...3), ("VL7", 2...2),
        ("VL8", 2...2), ("RTL9", 3...3), ("RTS5", 3...3), ("SM2", 3...3), ("SM3", 3...3), ("SMI2", 3...3), ("SMI3", 3...3), ("PS2", 3...3),
        ("PS3", 3...3), ("PS5", 3...3), ("INIC", 4...4), ("GL3", 2...3), ("GL8", 2...2), ("AU6", 3...3), ("AU8", 3...3), ("AU9", 3...3),
        ("NS1", 3...3), ("PL2", 3...3), ("PL3", 3...3), ("CY7C", 5...5), ("TUSB", 4...4), ("USB2", 3...3), ("USB3", 3...3), ("USB5", 3...3),
        ("OXUF", 3...3), ("88SE", 4...4), ("88SS", 4...4), ("88NV", 4...4), ("MAS0", 3...3), ("MAS1", 3...3), ("MAP1", 3...3),
        ("YS9", 3...3),
        ("CBM2", 3...3), ("CBM3", 3...3), ("FC1", 3...3), ("IT1", 3...3), ("M6116", 0...0), ("SSS6", 3...3),
    ]
}
