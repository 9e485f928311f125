// Goal: one comparison says for jobs, history, tags, twins and the audit whether two looks were looks at one drive. Method: a table of pairs
// with the answer and what each use makes of it; then the laws that any comparison has to keep.

import Testing

@testable import WipeCore

@Suite struct LikenessTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let name: String
        let first: MediaIdentity
        let second: MediaIdentity
        let answer: Likeness
        /// Which uses take the two for one: j(obs), h(istory), t(ags), w(twins), a(udit).
        let uses: String
        var testDescription: String { name }
    }

    private static func drive(_ change: (inout MediaIdentity) -> Void = { _ in }) -> MediaIdentity {
        var identity = MediaIdentity(
            vendor: "Seagate", model: "ST1000DM010", serial: "ZN1ABCDE", serialSource: .scsiVPD, wwn: "0x5000c500a1b2c3d4",
            capacityBytes: 1_000_204_886_016)
        change(&identity)
        return identity
    }

    private static func pair(
        _ name: String, _ answer: Likeness, _ uses: String, first: (inout MediaIdentity) -> Void = { _ in },
        second: (inout MediaIdentity) -> Void
    ) -> Pair { Pair(name: name, first: drive(first), second: drive(second), answer: answer, uses: uses) }

    static let pairs: [Pair] = [
        pair("the same look twice", .same, "jhtwa") { _ in },
        pair("serial and WWN written otherwise", .same, "jhtwa") {
            $0.serial = " zn1abcde "
            $0.wwn = "5000C500A1B2C3D4"
        },
        pair("blanks for underscores", .same, "jhtwa", first: { $0.serial = "WD-WX_31A23456" }) { $0.serial = "WD-WX 31A23456" },
        pair("one look missed model and WWN", .same, "jhtwa") { ($0.model, $0.wwn) = (nil, nil) },
        pair("a look that failed has no size", .same, "jhtwa") { $0.capacityBytes = 0 },
        pair("another size", .sameOtherSize, "") { $0.capacityBytes = 500 },
        pair("another model", .sharesSerial(differingIn: [.model]), "") { $0.model = "ST500DM002" },
        pair("another vendor", .sharesSerial(differingIn: [.vendor]), "") { $0.vendor = "Other" },
        pair("another WWN", .sharesSerial(differingIn: [.wwn]), "") { $0.wwn = "0x5000c500a1b2c3d5" },
        pair("another model and size", .sharesSerial(differingIn: [.model, .size]), "") { ($0.model, $0.capacityBytes) = ("X", 5) },
        pair("another serial", .different, "") { ($0.serial, $0.wwn) = ("ZN1ABCDF", "0x5000c500ffffc3d5") },
        pair("another serial, one WWN: the WWN is wrong", .different, "") { $0.serial = "ZN1ABCDF" },
        pair("a WWN of zeros is none", .different, "", first: { $0.wwn = "0x0000000000000000" }) {
            ($0.serial, $0.wwn) = ("ZN1ABCDF", "0x0000000000000000")
        },
        pair("no serial, one WWN", .sharesWWN, "w") { $0.serial = nil },
        pair("weak serials, one WWN", .sharesWWN, "w", first: { $0.serial = "123456789012" }) { $0.serial = "123456789012" },
        pair("weak serials, no WWN", .unknowable, "", first: { ($0.serial, $0.wwn) = ("123456789012", nil) }) {
            ($0.serial, $0.wwn) = ("123456789012", nil)
        },
        pair("no serial on both", .unknowable, "", first: { ($0.serial, $0.wwn) = (nil, nil) }) { ($0.serial, $0.wwn) = (nil, nil) },
        pair("one dock, all facts equal", .perhapsSame, "hwa", first: { $0.serialSource = .usbBridge }) { $0.serialSource = .usbBridge },
        pair("one reader, another card", .sharesSerial(differingIn: [.size]), "", first: { ($0.serialSource, $0.wwn) = (.usbBridge, nil) })
        {
            ($0.serialSource, $0.wwn, $0.capacityBytes) = (.usbBridge, nil, 500)
        },
        pair("a drive in a bay and behind a bridge that says its serial", .perhapsSame, "hwa") {
            ($0.serialSource, $0.vendor, $0.model, $0.wwn) = (.usbBridge, "WD", "My Book", nil)
        },
        pair("behind a bridge with a serial of its own, one WWN", .sharesWWN, "w") {
            ($0.serialSource, $0.serial) = (.usbBridge, "A0B1C2D3E4")
        },
        pair("an ATA drive in two docks that name themselves as vendor", .same, "jhtwa", first: { $0.serialSource = .ataIdentify }) {
            ($0.serialSource, $0.vendor) = (.ataIdentify, "JMicron")
        },
        pair("ATA and SCSI cut the model differently", .same, "jhtwa", first: { $0.serialSource = .ataIdentify }) {
            $0.model = "ST1000DM0"
        },
        pair("a serial of unknown source", .perhapsSame, "hwa", first: { $0.serialSource = .unknown }) { $0.serialSource = .unknown },
        pair("loop devices stand for drives", .same, "jhtwa", first: { $0.serialSource = .loopProperty }) {
            $0.serialSource = .loopProperty
        },
    ]

    @Test(arguments: pairs) func answersForEachUse(_ pair: Pair) {
        for likeness in [pair.first.likeness(to: pair.second), pair.second.likeness(to: pair.first)] {
            #expect(likeness == pair.answer)
            let uses: [(Character, Bool)] = [
                ("j", likeness.isOneForJobs), ("h", likeness.isOneForHistory), ("t", likeness.isOneForTags), ("w", likeness.isOneForTwins),
                ("a", likeness.isOneForAudit),
            ]
            #expect(String(uses.filter(\.1).map(\.0)) == pair.uses)
        }
    }

    @Test func whatSharesASerialIsOneForNothing() {
        for pair in Self.pairs where pair.answer.isSharedSerial { #expect(pair.uses.isEmpty, "\(pair.name)") }
    }

    @Test func aWWNSeenWithTwoSerialsNamesNothing() {
        let first = Self.drive()
        let second = Self.drive { $0.serial = "ZN1ABCDF" }
        let nameless = Self.drive { $0.serial = nil }
        let seen = SeenBefore(nameless, among: [first, second])
        #expect(seen.voidWWNs == ["5000c500a1b2c3d4"] && seen.sharing.isEmpty)
        #expect(nameless.likeness(to: first, voidWWNs: seen.voidWWNs) == .unknowable)
        #expect(SeenBefore(nameless, among: [first]).voidWWNs.isEmpty)
    }

    @Test func capacityIsNoPartOfTheKey() {
        #expect(Self.drive().key == Self.drive { $0.capacityBytes = 5 }.key)
        #expect(Self.drive().key != Self.drive { $0.model = "X" }.key)
        // What a version stored that had the size in the key becomes the key of the same facts.
        let old = ["Seagate", "ST1000DM010", "ZN1ABCDE", "0x5000c500a1b2c3d4", "1000204886016"].joined(separator: "\u{1F}")
        #expect(MediaIdentity.key(ofKeyWithCapacity: old) == Self.drive().key)
        #expect(MediaIdentity.key(ofKeyWithCapacity: "k") == nil && MediaIdentity.key(ofKeyWithCapacity: Self.drive().key) == nil)
    }

    @Test(arguments: [
        ("0x5000C500A1B2C3D4", "5000c500a1b2c3d4"), ("50:00:c5:00:a1:b2:c3:d4", "5000c500a1b2c3d4"),
        ("naa.5000c500a1b2c3d4", "5000c500a1b2c3d4"),
        ("\u{A0}0x5000c500a1b2c3d4 ", "5000c500a1b2c3d4"), ("eui.002538b911b0aaaa", "002538b911b0aaaa"),
        ("nvme.15b7-3232-57-1", "nvme.15b7-3232-57-1"),
    ]) func wwnsHaveOneForm(_ text: String, _ form: String) { #expect(CanonicalForm.wwn(text) == form) }

    @Test(arguments: [
        ("WD-WX 12345678", "WD-WX_12345678"), ("WD-WX_12345678", "WD-WX_12345678"), ("wd-wx__12345678\u{A0}", "WD-WX_12345678"),
        ("\tS5H7NX0N123456 ", "S5H7NX0N123456"), ("   ", ""), ("_A_", "A"),
    ]) func serialsHaveOneForm(_ text: String, _ form: String) { #expect(CanonicalForm.serial(text) == form) }
}
