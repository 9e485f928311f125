// Goal: no text of a device can move a terminal's cursor, turn the writing direction or grow without bound.
// Method: hostile strings through the one function that all device texts pass.

import Testing
import WipeContents

@testable import WipeDevice

struct DeviceTextTests {
    @Test func plainTextIsOnlyTrimmed() {
        #expect(DeviceText.clean("  WDC WD10EZEX \n") == "WDC WD10EZEX")
        #expect(DeviceText.clean("Émile 東芝") == "Émile 東芝")
        #expect(DeviceText.clean(" \t\0 ") == nil)
        #expect(DeviceText.clean("") == nil)
    }

    @Test(arguments: [
        ("a\u{1B}[31mb", "a\u{FFFD}[31mb"), ("a\u{9B}2Jb", "a\u{FFFD}2Jb"), ("a\u{202E}b", "a\u{FFFD}b"), ("a\u{2066}b", "a\u{FFFD}b"),
        ("a\u{200B}b", "a\u{FFFD}b"), ("a\u{FEFF}b", "a\u{FFFD}b"), ("a\nb", "a\u{FFFD}b"), ("a\u{2028}b", "a\u{FFFD}b"),
        ("a\u{7F}b", "a\u{FFFD}b"),
        ("a\u{E0041}b", "a\u{FFFD}b"), ("a\u{3164}b", "a\u{FFFD}b"),
    ]) func whatMovesTurnsOrHidesIsReplaced(raw: String, clean: String) {
        #expect(DeviceText.clean(raw) == clean)
    }

    @Test func invalidUTF8BecomesReplacementCharacters() {
        #expect(DeviceText.clean(bytes: [0x41, 0xFF, 0xFE, 0x42, 0, 0x43]) == "A\u{FFFD}\u{FFFD}B")
        #expect(DeviceText.clean(bytes: [0xC0, 0xAF]) == "\u{FFFD}\u{FFFD}")
    }

    @Test func longTextsAndPiledUpMarksAreCut() {
        #expect(DeviceText.clean(String(repeating: "x", count: 100_000))?.unicodeScalars.count == 256)
        #expect(DeviceText.clean("e" + String(repeating: "\u{301}", count: 10_000))?.unicodeScalars.count == 256)
        #expect(DeviceText.clean(String(repeating: "x", count: 255) + "   \u{1B}") == String(repeating: "x", count: 255))
    }

    @Test func encodedNamesAreDecodedOnce() {
        #expect(DeviceText.cleanEncoded("WDC\\x20WD10EZEX-08W\\x20\\x20\\x20") == "WDC WD10EZEX-08W")
        #expect(DeviceText.cleanEncoded("a\\x5cx41b\\x") == "a\\x41b\\x")
        #expect(DeviceText.cleanEncoded("\\xff\\x1b[2J") == "\u{FFFD}\u{FFFD}[2J")
        #expect(DeviceText.cleanEncoded("\\x00\\x00AB") == "AB")
    }

    @Test func propertiesWithOddNamesAreDropped() {
        let clean = DeviceText.clean(properties: [
            "ID_MODEL": "x\u{1B}y", "id_model": "a", "ID MODEL": "b", ".UDISKS": "c", "": "d", "ID_EMPTY": " ", "ID_\u{130}": "e",
            "ID_LONG": String(repeating: "z", count: 5000), "DEVLINKS": String(repeating: "z", count: 5000),
        ])
        #expect(Set(clean.keys) == ["ID_MODEL", "ID_LONG", "DEVLINKS"])
        #expect(clean["ID_MODEL"] == "x\u{FFFD}y")
        #expect(clean["ID_LONG"]?.count == 256)
        #expect(clean["DEVLINKS"]?.count == 4096)
    }

    @Test func namesThatAreNoKernelNamesAreRefused() {
        for name in ["sda", "nvme0n1", "cciss!c0d0", "mmcblk0boot0", "dm-0"] { #expect(UdevDevices.isKernelName(name)) }
        for name in ["", ".", "..", "a/b", "../sda", "sd a", "sda\n", String(repeating: "a", count: 65)] {
            #expect(!UdevDevices.isKernelName(name))
        }
    }
}
