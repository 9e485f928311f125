// Which array, volume group or pool a member belongs to. libblkid gives some groups as the UUID of the member; the others are read here from the
// member itself, at places that its format has fixed.

/// The group of a member, as one text that is equal on all members.
package struct MemberGroup {
    /// Bytes of the area in which the member was found, from an offset on; nil where that many cannot be read.
    package typealias Read = (_ offset: UInt64, _ count: Int) -> [UInt8]?

    private let uuid: String?
    private let read: Read

    /// Nil where the type has no members, where this one is alone, or where the group cannot be told.
    ///
    /// - Parameters:
    ///   - type: libblkid's word.
    ///   - uuid: libblkid's UUID of what it found there.
    package static func of(type: String, uuid: String?, read: @escaping Read) -> String? {
        let member = MemberGroup(uuid: uuid, read: read)
        return switch type {
        // libblkid gives the UUID of the array, and the GUID of the pool.
        case "linux_raid_member", "ddf_raid_member", "zfs_member", "bcachefs": uuid
        case "LVM2_member": member.volumeGroup
        case "bcache": member.cacheSet
        case "btrfs": member.isBtrfsOnSeveral ? uuid : nil
        default: nil
        }
    }

    // MARK: btrfs

    /// On-disk format of btrfs, `struct btrfs_super_block` at 64 KiB: `num_devices` stands 0x88 bytes into it. What cannot be read counts as several.
    private var isBtrfsOnSeveral: Bool { read(0x1_0000 + 0x88, 8).map { Self.number($0, at: 0) != 1 } ?? true }

    // MARK: bcache

    /// Kernel, `struct cache_sb` at 4 KiB: 16 bytes `set_uuid` stand 56 bytes into it. A backing device that has never had a cache has none.
    private var cacheSet: String? {
        guard let set = read(4096 + 56, 16) else { return nil }
        guard set.contains(where: { $0 != 0 }) else { return uuid }
        return set.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    // MARK: LVM

    private struct Area {
        let offset: UInt64
        let size: UInt64
    }

    private static let sectorBytes = 512
    /// A volume that names more areas than this is not read.
    private static let areasMax = 16

    /// UUID of the volume group, out of the metadata text (LVM2, `lib/format_text/layout.h`: label in one of the first four sectors, header of
    /// the physical volume, lists of data and metadata areas, each metadata area with a header that says where its text is). A volume that is
    /// in no group is alone: its own UUID.
    private var volumeGroup: String? {
        guard let sectors = read(0, 4 * Self.sectorBytes) else { return nil }
        for start in stride(from: 0, to: sectors.count, by: Self.sectorBytes) {
            let sector = Array(sectors[start..<start + Self.sectorBytes])
            guard sector.starts(with: Array("LABELONE".utf8)) else { continue }
            return volumeGroup(label: sector)
        }
        return nil
    }

    private func volumeGroup(label: [UInt8]) -> String? {
        // 32 bytes UUID and 8 bytes size stand before the lists.
        var position = Int(Self.number(label, at: 20, bytes: 4)) + 40
        guard Self.areas(label, &position) != nil, let metadata = Self.areas(label, &position), !metadata.isEmpty else { return nil }
        for area in metadata {
            if let text = text(in: area) { return Self.identifier(in: text) }
        }
        // Version 1 of what follows says whether the volume is used by a group (PV_EXT_USED).
        guard position + 8 <= label.count, Self.number(label, at: position, bytes: 4) >= 1 else { return nil }
        return Self.number(label, at: position + 4, bytes: 4) & 1 == 0 ? uuid : nil
    }

    /// A list of areas that ends with an empty one; moves `position` behind it. Nil where it does not end.
    private static func areas(_ label: [UInt8], _ position: inout Int) -> [Area]? {
        var result: [Area] = []
        while position >= 0, position + 16 <= label.count, result.count <= areasMax {
            let area = Area(offset: number(label, at: position), size: number(label, at: position + 8))
            position += 16
            if area.offset == 0 { return result }
            result.append(area)
        }
        return nil
    }

    /// The beginning of the metadata text in an area; nil where there is none. The text goes round: what does not fit at the end goes on behind
    /// the header.
    private func text(in area: Area) -> [UInt8]? {
        guard let header = read(area.offset, Self.sectorBytes), header[4..<20].elementsEqual(" LVM2 x[5A%r0N*>".utf8) else { return nil }
        let start = Self.number(header, at: 40)
        let length = Self.number(header, at: 48)
        let isIgnored = Self.number(header, at: 60, bytes: 4) & 1 == 1
        guard !isIgnored, length > 0, start >= UInt64(Self.sectorBytes), start < area.size else { return nil }
        let wanted = min(length, UInt64(Self.sectorBytes))
        let first = min(wanted, area.size - start)
        let (place, overflow) = area.offset.addingReportingOverflow(start)
        guard !overflow, let head = read(place, Int(first)) else { return nil }
        guard first < wanted else { return head }
        return read(area.offset + UInt64(Self.sectorBytes), Int(wanted - first)).map { head + $0 }
    }

    /// The first `id = "..."` of the text: that of the volume group.
    private static func identifier(in text: [UInt8]) -> String? {
        let mark = Array("id = \"".utf8)
        guard let start = text.indices.first(where: { text[$0...].starts(with: mark) }).map({ $0 + mark.count }),
            let end = text[start...].firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        return DeviceText.clean(String(decoding: text[start..<end], as: UTF8.self))
    }

    /// A little-endian number.
    private static func number(_ bytes: [UInt8], at position: Int, bytes count: Int = 8) -> UInt64 {
        guard position >= 0, position + count <= bytes.count else { return 0 }
        return bytes[position..<position + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
