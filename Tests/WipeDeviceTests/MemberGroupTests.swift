// Goal: the members of one group say the same group, those of another do not, and what cannot be read is never somebody's own group.
// Method: blocks made by hand after the formats, one field changed at a time; real volume groups and file systems are in ContentsTests.

import Testing
import WipeContents

@testable import WipeDevice

struct MemberGroupTests {
    private static func group(_ type: String, uuid: String? = "uuid", _ bytes: [UInt8]) -> String? {
        MemberGroup.of(type: type, uuid: uuid) { offset, count in
            guard let start = Int(exactly: offset), start + count <= bytes.count else { return nil }
            return Array(bytes[start..<start + count])
        }
    }

    private static func put(_ value: UInt64, bytes count: Int = 8, at position: Int, in bytes: inout [UInt8]) {
        for index in 0..<count { bytes[position + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }

    @Test(arguments: ["linux_raid_member", "ddf_raid_member", "zfs_member"]) func whatLibblkidNamesIsTaken(type: String) {
        #expect(Self.group(type, uuid: "5e55", []) == "5e55")
        #expect(Self.group(type, uuid: nil, []) == nil)
    }

    @Test(arguments: ["isw_raid_member", "VMFS_volume_member", "drbd", "ext4"]) func whatHasNoGroupThatIsKnownHasNone(type: String) {
        #expect(Self.group(type, [UInt8](repeating: 1, count: 1 << 17)) == nil)
    }

    @Test func aBtrfsIsAMemberWhereItLiesOnSeveral() {
        var bytes = [UInt8](repeating: 0, count: 0x11000)
        Self.put(1, at: 0x10088, in: &bytes)
        #expect(Self.group("btrfs", bytes) == nil)
        Self.put(2, at: 0x10088, in: &bytes)
        #expect(Self.group("btrfs", bytes) == "uuid")
        #expect(Self.group("btrfs", []) == "uuid", "unreadable")
    }

    @Test func cacheAndBackingDeviceShareTheSet() {
        var bytes = [UInt8](repeating: 0, count: 8192)
        #expect(Self.group("bcache", bytes) == "uuid", "never had a cache")
        for index in 0..<16 { bytes[4096 + 56 + index] = UInt8(index) }
        #expect(Self.group("bcache", uuid: "backing", bytes) == "000102030405060708090a0b0c0d0e0f")
        #expect(Self.group("bcache", uuid: "cache", bytes) == "000102030405060708090a0b0c0d0e0f")
        #expect(Self.group("bcache", []) == nil)
    }

    /// A physical volume: label in sector 1, one data area, one metadata area at 4 KiB of 8 KiB with its text at `textAt`.
    private static func volume(text: String, textAt: UInt64 = 512, flags: UInt64 = 0, used: UInt64 = 1) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32768)
        bytes.replaceSubrange(512..<520, with: Array("LABELONE".utf8))
        put(32, bytes: 4, at: 512 + 20, in: &bytes)
        let lists = 512 + 32 + 40
        put(16384, at: lists, in: &bytes)
        put(4096, at: lists + 32, in: &bytes)
        put(8192, at: lists + 40, in: &bytes)
        put(2, bytes: 4, at: lists + 64, in: &bytes)
        put(used, bytes: 4, at: lists + 68, in: &bytes)
        bytes.replaceSubrange(4100..<4116, with: Array(" LVM2 x[5A%r0N*>".utf8))
        put(textAt, at: 4096 + 40, in: &bytes)
        put(UInt64(text.utf8.count), at: 4096 + 48, in: &bytes)
        put(flags, bytes: 4, at: 4096 + 60, in: &bytes)
        for (index, byte) in text.utf8.enumerated() {
            let place = Int(textAt) + index
            bytes[4096 + (place < 8192 ? place : place - 8192 + 512)] = byte
        }
        return bytes
    }

    private static let text = "data {\nid = \"vGgGgG-0000-1111-2222-3333-4444-555555\"\nseqno = 3\n"

    @Test func theVolumeGroupIsReadFromTheMetadataText() {
        let group = "vGgGgG-0000-1111-2222-3333-4444-555555"
        #expect(Self.group("LVM2_member", Self.volume(text: Self.text)) == group)
        #expect(Self.group("LVM2_member", Self.volume(text: Self.text, textAt: 8192 - 20)) == group, "the text goes round")
    }

    @Test func aVolumeOfNoGroupIsAloneAndOneThatDoesNotTellIsUnknown() {
        #expect(Self.group("LVM2_member", Self.volume(text: "", used: 0)) == "uuid")
        #expect(Self.group("LVM2_member", Self.volume(text: "", used: 1)) == nil)
        #expect(Self.group("LVM2_member", Self.volume(text: Self.text, flags: 1)) == nil, "ignored metadata may be of long ago")
        #expect(Self.group("LVM2_member", [UInt8](repeating: 0, count: 4096)) == nil, "no label")
        #expect(Self.group("LVM2_member", []) == nil)
    }

    /// Every byte of the label and the header changed, one at a time: never a crash, never another text than one of the three.
    @Test func hostileBytesAreHarmless() {
        let sound = Self.volume(text: Self.text)
        for position in Array(512..<1024) + Array(4096..<4608) {
            for value in [UInt8(0), 0x7F, 0xFF] {
                var bytes = sound
                bytes[position] = value
                let group = Self.group("LVM2_member", bytes)
                #expect(group == nil || group == "uuid" || group == "vGgGgG-0000-1111-2222-3333-4444-555555", "byte \(position)")
            }
        }
    }
}
