// What lies on a drive, by libblkid: the partition table with its entries, and every signature on the whole media and in each partition.

import CBlkid
import CBlockIO
import Glibc
import WipeContents
import WipeCore

/// Reads contents: in a process of its own, never in the daemon. Only reads; blocks in the kernel like any read.
struct ContentsReader {
    private let descriptor: Int32
    private let capacityBytes: UInt64
    /// Partitions as the kernel has them, for their nodes and for those that no table names any more.
    private let kernelPartitions: [LookRequest.Partition]

    /// More entries than this are not looked into.
    static let entriesMax = 256
    /// libblkid's partition numbers are in sectors of this size, whatever the device's own is.
    private static let unitBytes: UInt64 = 512

    /// Probes whose device libblkid has already asked the kernel about.
    private var ready: (superblocks: blkid_probe?, table: blkid_probe?, partitions: [Int: blkid_probe]) = (nil, nil, [:])
    private var isOverdue: () -> Bool = { false }
    private var contents: [Content] = []
    private var problems: [String] = []

    /// Asks the kernel about the drive and its partitions, which libblkid does with files of sysfs: without them it finds no member of a maker's own
    /// array. Nothing of what lies on the drive is looked at: call it before the process gives up what it may.
    init(descriptor: Int32, request: LookRequest) {
        self.descriptor = descriptor
        capacityBytes = request.capacityBytes
        kernelPartitions = request.partitions
        // What was read through this node before may be out of date by what was written through a partition's.
        posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_DONTNEED))
        ready.superblocks = makeProbe(descriptor, offset: 0, size: 0)
        ready.table = makeProbe(descriptor, offset: 0, size: 0)
        for (place, partition) in kernelPartitions.enumerated() {
            guard let node = partition.descriptor else { continue }
            ready.partitions[place] = makeProbe(node, offset: 0, size: 0)
        }
        for probe in [ready.superblocks, ready.table].compactMap({ $0 }) + ready.partitions.values {
            _ = blkid_probe_get_wholedisk_devno(probe)
        }
    }

    /// What was found, and what kept it from being complete. Once.
    mutating func read(isOverdue: @escaping () -> Bool) -> (contents: [Content], problems: [String]) {
        self.isOverdue = isOverdue
        readPartitions()
        return (contents, problems)
    }

    private mutating func readPartitions() {
        readSuperblocks(offset: 0, size: 0, place: nil)
        var areas: [(offset: UInt64, size: UInt64, place: Int?)] = []
        if !isLate("the partition table") {
            for entry in readTable() {
                add(entry.content)
                if !entry.isContainer, let size = entry.content.sizeBytes {
                    areas.append((entry.content.offsetBytes, size, entry.place))
                }
            }
        }
        // A table that was overwritten while the kernel still has its partitions, or partitions that a program made without one.
        for (place, area) in kernelPartitions.enumerated()
        where !areas.contains(where: { $0.offset == area.offsetBytes && $0.size == area.sizeBytes }) {
            add(
                Content(
                    kind: .partition, type: "kernel partition", node: String(place), offsetBytes: area.offsetBytes,
                    sizeBytes: area.sizeBytes))
            areas.append((area.offsetBytes, area.sizeBytes, place))
        }
        for area in areas {
            if isLate("the partitions") { return }
            let (end, overflow) = area.offset.addingReportingOverflow(area.size)
            guard !overflow, end <= capacityBytes, area.size > 0 else {
                say("a partition at byte \(area.offset) ends past the media")
                continue
            }
            readSuperblocks(offset: area.offset, size: area.size, place: area.place)
        }
    }

    private mutating func say(_ problem: String) {
        guard problems.count < LookAnswer.problemsMax, problems.last != problem else { return }
        problems.append(problem)
    }

    private mutating func add(_ content: Content) {
        guard contents.count < LookAnswer.contentsMax else { return say("only \(LookAnswer.contentsMax) things are shown") }
        contents.append(content)
    }

    private mutating func isLate(_ what: String) -> Bool {
        guard isOverdue() else { return false }
        say("no time left for \(what)")
        return true
    }

    /// Every signature in one area. libblkid is asked for one after the other, so an ambivalent area shows all of them.
    private mutating func readSuperblocks(offset: UInt64, size: UInt64, place: Int?) {
        // A partition's node has a page cache of its own, which the whole media's does not see: where there is a node, it is asked.
        let partition = place.flatMap { place in ready.partitions.removeValue(forKey: place).map { (place, $0) } }
        let node = partition.flatMap { kernelPartitions[$0.0].descriptor }
        guard
            let probe = partition?.1 ?? (place == nil && size == 0 ? ready.superblocks : makeProbe(descriptor, offset: offset, size: size))
        else { return }
        defer { blkid_free_probe(probe) }
        blkid_probe_enable_superblocks(probe, 1)
        blkid_probe_set_superblocks_flags(probe, wiped_blkid_superblock_flags)
        for _ in 0..<ContentsReader.entriesMax {
            if isLate("all signatures") { return }
            let result = blkid_do_probe(probe)
            if result == 1 { return }
            guard result == 0 else { return say("libblkid could not read the area at byte \(offset) (\(result))") }
            guard let type = value(probe, "TYPE") else { continue }
            let uuid = value(probe, "UUID")
            let (area, start) = node.map { ($0, 0) } ?? (descriptor, offset)
            let group = MemberGroup.of(type: type, uuid: uuid) { ContentsReader.bytes(of: area, at: start, $0, $1) }
            let found = Content(
                kind: ContentsReader.kind(type: type, usage: value(probe, "USAGE")), type: type, label: value(probe, "LABEL"), uuid: uuid,
                node: place.map { String($0) }, offsetBytes: offset, sizeBytes: size == 0 ? nil : size, group: group)
            // The same superblock is found again at its backup places.
            if !contents.contains(found) { add(found) }
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
        /// Of the kernel's partition that begins there.
        var place: Int?
        /// Holds logical partitions and no file system of its own.
        var isContainer: Bool
    }

    private mutating func readTable() -> [Entry] {
        guard let probe = ready.table else { return [] }
        defer { blkid_free_probe(probe) }
        blkid_probe_enable_superblocks(probe, 0)
        blkid_probe_enable_partitions(probe, 1)
        blkid_probe_set_partitions_flags(probe, wiped_blkid_partition_flags)
        guard let list = blkid_probe_get_partitions(probe), let table = blkid_partlist_get_table(list) else { return [] }
        let type = text(blkid_parttable_get_type(table)) ?? "unknown"
        add(Content(kind: .partitionTable, type: type, uuid: text(blkid_parttable_get_id(table)), offsetBytes: 0))
        let count = blkid_partlist_numof_partitions(list)
        if count > Int32(ContentsReader.entriesMax) {
            say("only \(ContentsReader.entriesMax) of \(count) partitions are shown")
        }
        var entries: [Entry] = []
        var nested: Set<OpaquePointer> = [table]
        for index in 0..<min(max(count, 0), Int32(ContentsReader.entriesMax)) {
            guard let part = blkid_partlist_get_partition(list, index) else { continue }
            let start = UInt64(clamping: blkid_partition_get_start(part)).multipliedReportingOverflow(by: ContentsReader.unitBytes)
            let size = UInt64(clamping: blkid_partition_get_size(part)).multipliedReportingOverflow(by: ContentsReader.unitBytes)
            guard !start.overflow, !size.overflow else {
                say("partition \(index + 1) has an impossible position")
                continue
            }
            if let own = blkid_partition_get_table(part), nested.insert(own).inserted, let inner = text(blkid_parttable_get_type(own)) {
                // A BSD or Solaris label inside a partition; extended partitions of a dos table share the type of their parent.
                let offset = UInt64(clamping: blkid_parttable_get_offset(own)).multipliedReportingOverflow(by: ContentsReader.unitBytes)
                if inner != type {
                    add(Content(kind: .partitionTable, type: inner, offsetBytes: offset.overflow ? 0 : offset.partialValue))
                }
            }
            let code = "0x" + String(UInt32(bitPattern: blkid_partition_get_type(part)), radix: 16)
            let place = kernelPartitions.firstIndex { $0.offsetBytes == start.partialValue }
            let content = Content(
                kind: .partition, type: text(blkid_partition_get_type_string(part)) ?? code, label: text(blkid_partition_get_name(part)),
                uuid: text(blkid_partition_get_uuid(part)), node: place.map { String($0) }, offsetBytes: start.partialValue,
                sizeBytes: size.partialValue)
            entries.append(Entry(content: content, place: place, isContainer: blkid_partition_is_extended(part) != 0))
        }
        return entries
    }

    private mutating func makeProbe(_ descriptor: Int32, offset: UInt64, size: UInt64) -> blkid_probe? {
        guard let probe = blkid_new_probe(), let start = Int64(exactly: offset), let length = Int64(exactly: size) else {
            say("libblkid could not be prepared")
            return nil
        }
        guard blkid_probe_set_device(probe, descriptor, start, length) == 0 else {
            blkid_free_probe(probe)
            say("libblkid could not look at byte \(offset)")
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
