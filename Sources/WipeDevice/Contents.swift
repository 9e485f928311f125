// What lies on a media, by libblkid: the partition table with its entries, and every signature on the whole media and in each partition.

import CBlkid
import CBlockIO
import Glibc
import WipeCore

/// Reads contents. Only reads; blocks in the kernel like any read.
struct ContentsReader {
    private let descriptor: Int32
    private let capacityBytes: UInt64
    /// Partitions as the kernel has them, for their node names and for those that no table names any more.
    private let kernelPartitions: [DeviceNode]
    private let isOverdue: () -> Bool

    /// More entries than this are not looked into.
    static let entriesMax = 256
    /// libblkid's partition numbers are in sectors of this size, whatever the device's own is.
    private static let unitBytes: UInt64 = 512

    private var contents: [Content] = []
    private var problems: [String] = []

    init(descriptor: Int32, capacityBytes: UInt64, kernelPartitions: [DeviceNode], isOverdue: @escaping () -> Bool) {
        self.descriptor = descriptor
        self.capacityBytes = capacityBytes
        self.kernelPartitions = kernelPartitions
        self.isOverdue = isOverdue
    }

    /// Contents found, and what kept the list from being complete. Nil contents: not even the first read worked.
    static func read(descriptor: Int32, capacityBytes: UInt64, kernelPartitions: [DeviceNode], isOverdue: @escaping () -> Bool) -> (
        contents: [Content]?, problem: String?
    ) {
        var reader = ContentsReader(
            descriptor: descriptor, capacityBytes: capacityBytes, kernelPartitions: kernelPartitions, isOverdue: isOverdue)
        reader.readPartitions()
        let nothingWorked = !reader.problems.isEmpty && reader.contents.isEmpty
        return (nothingWorked ? nil : reader.contents, reader.problems.isEmpty ? nil : reader.problems.joined(separator: "; "))
    }

    private mutating func readPartitions() {
        // What was read through this node before may be out of date by what was written through a partition's.
        posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_DONTNEED))
        readSuperblocks(offset: 0, size: 0, node: nil)
        var areas: [(offset: UInt64, size: UInt64, node: String?)] = []
        if !isLate("the partition table") {
            for entry in readTable() {
                contents.append(entry.content)
                if !entry.isContainer, let size = entry.content.sizeBytes {
                    areas.append((entry.content.offsetBytes, size, entry.content.node))
                }
            }
        }
        // A table that was overwritten while the kernel still has its partitions, or partitions that a program made without one.
        for partition in kernelPartitions {
            guard let area = ContentsReader.area(of: partition),
                !areas.contains(where: { $0.offset == area.offset && $0.size == area.size })
            else { continue }
            let node = "/dev/" + partition.name
            contents.append(Content(kind: .partition, type: "kernel partition", node: node, offsetBytes: area.offset, sizeBytes: area.size))
            areas.append((area.offset, area.size, node))
        }
        for area in areas {
            if isLate("the partitions") { return }
            let (end, overflow) = area.offset.addingReportingOverflow(area.size)
            guard !overflow, end <= capacityBytes, area.size > 0 else {
                problems.append("a partition at byte \(area.offset) ends past the media")
                continue
            }
            readSuperblocks(offset: area.offset, size: area.size, node: area.node)
        }
    }

    private mutating func isLate(_ what: String) -> Bool {
        guard isOverdue() else { return false }
        let text = "no time left for \(what)"
        if problems.last != text { problems.append(text) }
        return true
    }

    /// Every signature in one area. libblkid is asked for one after the other, so an ambivalent area shows all of them.
    private mutating func readSuperblocks(offset: UInt64, size: UInt64, node: String?) {
        // A partition's node has a page cache of its own, which the whole media's does not see: where there is a node, it is asked.
        let partition = node.map { cbio_open_to_read($0) } ?? -ENOENT
        defer { if partition >= 0 { close(partition) } }
        guard let probe = partition >= 0 ? makeProbe(partition, offset: 0, size: 0) : makeProbe(descriptor, offset: offset, size: size)
        else { return }
        defer { blkid_free_probe(probe) }
        blkid_probe_enable_superblocks(probe, 1)
        blkid_probe_set_superblocks_flags(probe, wiped_blkid_superblock_flags)
        for _ in 0..<ContentsReader.entriesMax {
            if isLate("all signatures") { return }
            let result = blkid_do_probe(probe)
            if result == 1 { return }
            guard result == 0 else {
                problems.append("libblkid could not read the area at byte \(offset) (\(result))")
                return
            }
            guard let type = value(probe, "TYPE") else { continue }
            let uuid = value(probe, "UUID")
            let (area, start) = partition >= 0 ? (partition, 0) : (descriptor, offset)
            let group = MemberGroup.of(type: type, uuid: uuid) { ContentsReader.bytes(of: area, at: start, $0, $1) }
            let found = Content(
                kind: ContentsReader.kind(type: type, usage: value(probe, "USAGE")), type: type, label: value(probe, "LABEL"), uuid: uuid,
                node: node, offsetBytes: offset, sizeBytes: size == 0 ? nil : size, group: group)
            // The same superblock is found again at its backup places.
            if !contents.contains(found) { contents.append(found) }
        }
    }

    /// Some bytes of an area that begins at `start`; nil where that many cannot be read.
    private static func bytes(of descriptor: Int32, at start: UInt64, _ offset: UInt64, _ count: Int) -> [UInt8]? {
        let (place, overflow) = start.addingReportingOverflow(offset)
        guard !overflow, Int64(exactly: place) != nil, count > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return bytes.withUnsafeMutableBytes { cbio_read_at(descriptor, $0.baseAddress, count, place) } == Int64(count) ? bytes : nil
    }

    private struct Entry {
        var content: Content
        /// Holds logical partitions and no file system of its own.
        var isContainer: Bool
    }

    private mutating func readTable() -> [Entry] {
        guard let probe = makeProbe(descriptor, offset: 0, size: 0) else { return [] }
        defer { blkid_free_probe(probe) }
        blkid_probe_enable_superblocks(probe, 0)
        blkid_probe_enable_partitions(probe, 1)
        blkid_probe_set_partitions_flags(probe, wiped_blkid_partition_flags)
        guard let list = blkid_probe_get_partitions(probe), let table = blkid_partlist_get_table(list) else { return [] }
        let type = text(blkid_parttable_get_type(table)) ?? "unknown"
        contents.append(Content(kind: .partitionTable, type: type, uuid: text(blkid_parttable_get_id(table)), offsetBytes: 0))
        let count = blkid_partlist_numof_partitions(list)
        if count > Int32(ContentsReader.entriesMax) {
            problems.append("only \(ContentsReader.entriesMax) of \(count) partitions are shown")
        }
        var entries: [Entry] = []
        var nested: Set<OpaquePointer> = [table]
        for index in 0..<min(max(count, 0), Int32(ContentsReader.entriesMax)) {
            guard let part = blkid_partlist_get_partition(list, index) else { continue }
            let start = UInt64(clamping: blkid_partition_get_start(part)).multipliedReportingOverflow(by: ContentsReader.unitBytes)
            let size = UInt64(clamping: blkid_partition_get_size(part)).multipliedReportingOverflow(by: ContentsReader.unitBytes)
            guard !start.overflow, !size.overflow else {
                problems.append("partition \(index + 1) has an impossible position")
                continue
            }
            if let own = blkid_partition_get_table(part), nested.insert(own).inserted, let inner = text(blkid_parttable_get_type(own)) {
                // A BSD or Solaris label inside a partition; extended partitions of a dos table share the type of their parent.
                let offset = UInt64(clamping: blkid_parttable_get_offset(own)).multipliedReportingOverflow(by: ContentsReader.unitBytes)
                if inner != type {
                    contents.append(Content(kind: .partitionTable, type: inner, offsetBytes: offset.overflow ? 0 : offset.partialValue))
                }
            }
            let code = "0x" + String(UInt32(bitPattern: blkid_partition_get_type(part)), radix: 16)
            let content = Content(
                kind: .partition, type: text(blkid_partition_get_type_string(part)) ?? code, label: text(blkid_partition_get_name(part)),
                uuid: text(blkid_partition_get_uuid(part)), node: kernelNode(offset: start.partialValue, size: size.partialValue),
                offsetBytes: start.partialValue, sizeBytes: size.partialValue)
            entries.append(Entry(content: content, isContainer: blkid_partition_is_extended(part) != 0))
        }
        return entries
    }

    private func kernelNode(offset: UInt64, size: UInt64) -> String? {
        kernelPartitions.first { ContentsReader.area(of: $0).map { $0.offset == offset } ?? false }.map { "/dev/" + $0.name }
    }

    private static func area(of partition: DeviceNode) -> (offset: UInt64, size: UInt64)? {
        guard let start = partition.startSectors?.multipliedReportingOverflow(by: unitBytes), !start.overflow,
            let size = partition.sizeSectors?.multipliedReportingOverflow(by: unitBytes), !size.overflow
        else { return nil }
        return (start.partialValue, size.partialValue)
    }

    private mutating func makeProbe(_ descriptor: Int32, offset: UInt64, size: UInt64) -> blkid_probe? {
        guard let probe = blkid_new_probe(), let start = Int64(exactly: offset), let length = Int64(exactly: size) else {
            problems.append("libblkid could not be prepared")
            return nil
        }
        guard blkid_probe_set_device(probe, descriptor, start, length) == 0 else {
            blkid_free_probe(probe)
            problems.append("libblkid could not look at byte \(offset)")
            return nil
        }
        return probe
    }

    private func value(_ probe: blkid_probe, _ name: String) -> String? {
        var data: UnsafePointer<CChar>?
        var length = 0
        guard blkid_probe_lookup_value(probe, name, &data, &length) == 0, let data else { return nil }
        return DeviceText.clean(bytes: UnsafeRawBufferPointer(start: data, count: length))
    }

    private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        pointer.flatMap { DeviceText.clean(String(cString: $0)) }
    }

    /// libblkid's USAGE word, corrected where its word list is coarser than ours.
    static func kind(type: String, usage: String?) -> Content.Kind {
        if type.hasSuffix("_member") || type == "bcache" || type == "drbd" { return .raid }
        switch type {
        case "crypto_LUKS", "BitLocker", "FVE2", "cryptsetup": return .crypto
        case "swap", "swsuspend": return .other
        default: break
        }
        switch usage {
        case "filesystem": return .filesystem
        case "raid": return .raid
        case "crypto": return .crypto
        default: return .other
        }
    }
}
