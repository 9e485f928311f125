// Goal: a hidden area is absent only where the drive's own answers say so, and every other combination of answers says why it is not known.
// Method: a table of answers, a row for each branch, and a walk through all combinations.

import Testing

@testable import WipeCore

@Suite struct HiddenAreaTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var answers: HiddenAreaAnswers
        var hpa: HiddenArea
        var dco: HiddenArea
        var amac: HiddenArea
    }

    private static let capacity: UInt64 = 1_000_215_216
    private static let none = HiddenArea(.notSupported)
    private static let present = HiddenArea(.presentNotAddressed, nativeSectors: capacity + 100)
    private static let absent = HiddenArea(.absent, nativeSectors: capacity)

    private static func row(
        _ name: String, hpa: HiddenAreaAnswers.Answer? = nil, amac: HiddenAreaAnswers.Answer? = nil, dco: HiddenAreaAnswers.Answer? = nil,
        sum: Bool = true, kernel: UInt64? = capacity, is expected: (hpa: HiddenArea, dco: HiddenArea, amac: HiddenArea)
    ) -> Row {
        Row(
            testDescription: name,
            answers: HiddenAreaAnswers(
                accessibleSectors: capacity, offersHPA: hpa != nil, offersDCO: dco != nil, offersAMAC: amac != nil,
                nativeMax: hpa ?? .notAsked, accessibleMax: amac ?? .notAsked, overlay: dco ?? .notAsked, overlaySumIsRight: sum,
                kernelSectors: kernel),
            hpa: expected.hpa, dco: expected.dco, amac: expected.amac)
    }

    private static func unknown(_ reason: HiddenAreaReason, _ sectors: UInt64? = nil) -> HiddenArea {
        HiddenArea(unknown: reason, nativeSectors: sectors)
    }

    static let rows: [Row] = {
        let last = capacity - 1
        var rows = [
            row("offers nothing", is: (none, none, none)),
            row("hpa equal", hpa: .lastSector(last), is: (absent, none, none)),
            row("hpa larger", hpa: .lastSector(last + 100), is: (present, none, none)),
            row(
                "hpa one larger", hpa: .lastSector(capacity),
                is: (HiddenArea(.presentNotAddressed, nativeSectors: capacity + 1), none, none)),
            row("hpa smaller", hpa: .lastSector(last - 1), is: (unknown(.implausible, capacity - 1), none, none)),
            row("hpa zero", hpa: .lastSector(0), is: (unknown(.implausible, 1), none, none)),
            row("hpa beyond 48 bits", hpa: .lastSector(.max), is: (unknown(.implausible), none, none)),
            row("hpa aborted", hpa: .aborted, is: (unknown(.aborted), none, none)),
            row("hpa registers dropped", hpa: .unreadable, is: (unknown(.statusUnreadable), none, none)),
            row("hpa silent", hpa: .unanswered, is: (unknown(.noAnswer), none, none)),
            row("hpa not asked", hpa: .notAsked, is: (unknown(.notAsked), none, none)),
            row("amac equal", amac: .lastSector(last), is: (none, none, absent)),
            row("amac larger", amac: .lastSector(last + 100), is: (none, none, present)),
            row("amac aborted", amac: .aborted, is: (none, none, unknown(.aborted))),
            row("amac and hpa are one", hpa: .notAsked, amac: .lastSector(last + 100), is: (present, none, present)),
            row("dco equal", dco: .lastSector(last), is: (none, absent, none)),
            row("dco larger", dco: .lastSector(last + 100), is: (none, present, none)),
            row("dco smaller", dco: .lastSector(last - 1), is: (none, unknown(.implausible, capacity - 1), none)),
            row("dco 0", dco: .lastSector(0), is: (none, unknown(.implausible, 1), none)),
            row("dco 1", dco: .lastSector(1), is: (none, unknown(.implausible, 2), none)),
            row("dco all ones", dco: .lastSector(.max), is: (none, unknown(.implausible), none)),
            row("dco sum wrong", dco: .lastSector(last), sum: false, is: (none, unknown(.checksum, capacity), none)),
            row("dco sum wrong and all ones", dco: .lastSector(.max), sum: false, is: (none, unknown(.checksum), none)),
            row("dco frozen", dco: .aborted, is: (none, unknown(.frozen), none)),
            row("dco registers dropped", dco: .unreadable, is: (none, unknown(.statusUnreadable), none)),
            row("dco silent", dco: .unanswered, is: (none, unknown(.noAnswer), none)),
            // What the host protected area hides is not hidden by the overlay too.
            row(
                "hpa larger, dco the same", hpa: .lastSector(last + 100), dco: .lastSector(last + 100),
                is: (
                    present, HiddenArea(.absent, nativeSectors: capacity + 100), none
                )),
            row(
                "hpa larger, dco larger still", hpa: .lastSector(last + 100), dco: .lastSector(last + 900),
                is: (
                    present, HiddenArea(.presentNotAddressed, nativeSectors: capacity + 900), none
                )),
            row(
                "hpa larger, dco between", hpa: .lastSector(last + 100), dco: .lastSector(last + 50),
                is: (
                    present, unknown(.implausible, capacity + 50), none
                )),
            row("hpa aborted, dco larger", hpa: .aborted, dco: .lastSector(last + 100), is: (unknown(.aborted), present, none)),
        ]
        for kernel in [capacity - 1, capacity + 1, 0, nil] {
            rows.append(
                row(
                    "kernel says \(kernel ?? 0)", hpa: .lastSector(last), kernel: kernel,
                    is: (
                        unknown(.kernelDisagrees, capacity), unknown(.kernelDisagrees), unknown(.kernelDisagrees)
                    )))
        }
        return rows
    }()

    @Test(arguments: rows) func everyBranchIsTold(_ row: Row) {
        let found = HiddenAreas.detect(row.answers)
        #expect(found.hpa == row.hpa)
        #expect(found.dco == row.dco)
        #expect(found.amac == row.amac)
        #expect(found.accessibleSectors == Self.capacity && found.nvme == nil)
    }

    /// All combinations: an area is absent only after an answer that says so, and only an unknown one has a reason.
    @Test func nothingIsAbsentWithoutAnAnswer() {
        let last = Self.capacity - 1
        let all: [HiddenAreaAnswers.Answer] = [
            .notAsked, .aborted, .unreadable, .unanswered, .lastSector(0), .lastSector(1), .lastSector(last - 1), .lastSector(last),
            .lastSector(last + 1), .lastSector(.max),
        ]
        var count = 0
        for native in all {
            for max in all {
                for overlay in all {
                    for bits in 0..<32 {
                        let answers = HiddenAreaAnswers(
                            accessibleSectors: Self.capacity, offersHPA: bits & 1 != 0, offersDCO: bits & 2 != 0, offersAMAC: bits & 4 != 0,
                            nativeMax: native, accessibleMax: max, overlay: overlay, overlaySumIsRight: bits & 8 != 0,
                            kernelSectors: bits & 16 != 0 ? Self.capacity : Self.capacity + 8)
                        let found = HiddenAreas.detect(answers)
                        for area in [found.hpa, found.dco, found.amac] {
                            #expect((area.state == .unknown) == (area.reason != nil))
                            #expect(area.state != .removed)
                            if area.state == .absent || area.state == .presentNotAddressed {
                                #expect(area.nativeSectors != nil && bits & 16 != 0)
                            }
                            if area.state == .presentNotAddressed { #expect((area.nativeSectors ?? 0) > Self.capacity) }
                        }
                        if found.dco.state == .absent {
                            let isSaid = found.dco.nativeSectors.map { overlay == .lastSector($0 - 1) }
                            #expect(bits & 8 != 0 && isSaid == true)
                        }
                        count += 1
                    }
                }
            }
        }
        #expect(count == 32_000)
    }

    @Test func aDriveWithoutSectorsHidesWhatItLikes() {
        let found = HiddenAreas.detect(
            HiddenAreaAnswers(accessibleSectors: 0, offersHPA: false, offersDCO: false, offersAMAC: false, kernelSectors: 0))
        #expect(found.hpa.reason == .kernelDisagrees && found.dco.reason == .kernelDisagrees && found.amac.reason == .kernelDisagrees)
    }

    @Test func theReplacementIsAskedAlone() {
        func asks(_ hpa: Bool, _ amac: Bool) -> Bool {
            HiddenAreaAnswers(accessibleSectors: 8, offersHPA: hpa, offersDCO: false, offersAMAC: amac, kernelSectors: 8).asksNativeMax
        }
        #expect(asks(true, false) && !asks(true, true) && !asks(false, true) && !asks(false, false))
    }

    @Test func hiddenSectorsAreCountedFromTheLargestAnswerThatDecided() {
        let last = Self.capacity - 1
        let both = Self.row("", hpa: .lastSector(last + 100), dco: .lastSector(last + 900), is: (Self.none, Self.none, Self.none))
        #expect(HiddenAreas.detect(both.answers).hiddenSectors == 900)
        let none = Self.row("", hpa: .lastSector(last), is: (Self.none, Self.none, Self.none))
        #expect(HiddenAreas.detect(none.answers).hiddenSectors == nil)
        let doubted = Self.row("", hpa: .lastSector(last + 100), kernel: 5, is: (Self.none, Self.none, Self.none))
        #expect(HiddenAreas.detect(doubted.answers).hiddenSectors == nil)
    }

    @Test(arguments: [
        NvmeSpace(activeNamespaces: 1, allocatedNamespaces: 1, unallocatedBytes: 0, rpmbBytes: 131_072),
        NvmeSpace(activeNamespaces: 2, allocatedNamespaces: 2, unallocatedBytes: 0, rpmbBytes: 0),
        NvmeSpace(activeNamespaces: nil, allocatedNamespaces: nil, unallocatedBytes: nil, rpmbBytes: 0),
    ]) func whatANamespaceLeavesBesideItIsNoAreaOfAnATADrive(_ space: NvmeSpace) {
        let areas = HiddenAreas(nvme: space)
        #expect([areas.hpa, areas.dco, areas.amac].allSatisfy { $0.state == .notSupported && $0.reason == nil } && areas.nvme == space)
    }
}
