// Serials that are made of words: what a firmware's author wrote before a number was given, and what nobody replaced afterwards.

/// Texts that say "no serial here", "a disk", or nothing at all, in any order and number of words: one list of words instead of their sentences.
enum PlaceholderWords {
    /// Words from end to end, and at most a small number behind them: `USB STORAGE`, `NOT SET`, `DUMMY0001`, `0BADF00D`, `N0SER1AL`.
    ///
    /// One letter or digit may stand before hexadecimal words (`8BADF00D`), and 0, 1 and 3 for O, I and E, as such texts have them.
    /// - Parameter text: capital letters and digits alone.
    static func make(up text: String) -> Bool {
        let letters = Array(text.utf8)
        guard (4...64).contains(letters.count) else { return false }
        let digits = text.hasPrefix("0X") ? Array(letters.dropFirst(2)) : letters
        return isCut(letters, into: words) || isCut(digits, into: hexadecimal) || isCut(Array(digits.dropFirst()), into: hexadecimal)
    }

    private static func isCut(_ letters: [UInt8], into words: [[UInt8]]) -> Bool {
        // Whether words alone lead up to a place. The place before the first counts, no number may stand there.
        var isReached = [Bool](repeating: false, count: letters.count + 1)
        isReached[0] = true
        for place in letters.indices where isReached[place] {
            if place >= 3, isSmallNumber(letters[place...]) { return true }
            for word in words where reads(letters[place...], word) { isReached[place + word.count] = true }
        }
        return letters.count >= 4 && isReached[letters.count]
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

    private static let words = list(
        """
        NOT NO NON WITHOUT SET GIVEN NOTPRESENT FOUND ASSIGNED PROGRAMMED SPECIFIED AVAILABLE APPLICABLE SUPPORTED VALID DEFINED USED
        NONE NULL NIL EMPTY BLANK VOID UNKNOWN UNDEFINED UNSPECIFIED UNAVAILABLE UNASSIGNED UNSET INVALID MISSING PENDING
        DEFAULT STANDARD STRING TEXT VALUE FIELD NAME NUMBER NUM NR SERIAL SERIE SERIES SN PSN SYSTEM CHASSIS PRODUCT MODEL VENDOR FACTORY
        TO BE FILLED FILL IN BY OEM TBD TBA TBC TBFBO TBFBOEM TODO FIXME CHANGE CHANGEME ME HERE PLACEHOLDER
        DUMMY FAKE TEST TESTING DEMO SAMPLE EXAMPLE PROTOTYPE ENGINEERING EVALUATION DEBUG TEMP TEMPORARY
        GENERIC COMMON GENERAL NEW MASS STORAGE REMOVABLE PORTABLE EXTERNAL INTERNAL MEMORY MEMORYSTICK USBSTICK THUMB PEN KEY
        USB USB2 USB3 SATA PATA SAS IDE ATA SCSI UAS UASP NVME PCIE M2 MSATA EMMC SDHC SDXC MMC TYPE
        DISK DISC DRIVE DEVICE HARDDISK HARD HDD SSD SOLID STATE FLASH CARD READER MEDIA VOLUME PERSISTENT VIRTUAL
        BRIDGE ADAPTER ADAPTOR CONTROLLER CONVERTER DOCK DOCKING STATION ENCLOSURE BOX CASE HUB
        HELLO WORLD FOO BAR PASSWORD QWERTY QWERTYUIOP QWERTZ AZERTY ASDF ASDFGH ASDFGHJKL ZXCVBN
        AUCUN AUCUNE INCONNU INCONNUE VIDE DEFAUT NUMERO KEINE UNBEKANNT LEER NINGUNO DESCONOCIDO VACIO
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
        ("JMS", 3...4), ("JMB", 3...4), ("JMF", 3...4), ("JM20", 3...3), ("ASM", 3...4), ("VL", 3...3), ("RTL", 4...4), ("RTS", 4...4),
        ("SM", 4...4), ("SMI", 4...4), ("PS", 4...4), ("INIC", 4...4), ("GL", 3...4), ("AU", 4...4), ("NS", 4...4), ("PL", 4...4),
        ("CY7C", 5...5), ("TUSB", 4...4), ("USB", 4...4), ("OXUF", 3...3), ("88SE", 4...4), ("88SS", 4...4), ("88NV", 4...4),
        ("MAS", 4...4), ("MAP", 4...4), ("YS", 4...4), ("CBM", 4...4), ("FC", 4...4), ("IT", 4...4), ("M6116", 0...0), ("IG", 4...4),
        ("SSS", 4...4), ("UT", 3...3), ("SF", 4...4),
    ]
}
