// A drive or a job as people name it: by what is at hand. One reading for every MEDIA and every JOB of the command line.

import Foundation
import HTTPTypes
import WipeAPI
import WipeCore

/// A bay, a serial, an asset tag, a record number, a device node or the id of a job; `bay:X`, `serial:X`, `tag:X`, `record:X`, `node:X`, `job:X` where
/// they collide, or the same words in French.
struct GivenName: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case bay, serial, tag, record, node, job

        /// By its word, or by the one that people who speak French read on the board.
        init?(called word: String) {
            let french: [String: Kind] = ["baie": .bay, "serie": .serial, "etiquette": .tag, "document": .record, "travail": .job]
            guard let kind = Kind(rawValue: word) ?? french[AssetTagText.withoutAccents(word)] else { return nil }
            self = kind
        }
    }
    let kinds: [Kind]
    let value: String
    /// As it was written.
    let text: String
    /// The node that a path below /dev leads to (`/dev/disk/by-id/…`); nil where the name is no such path.
    private let linked: String?

    init(_ text: String) {
        self.text = text
        let trimmed = PlainText.trimmed(text)
        let prefix = trimmed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first?.lowercased() ?? ""
        let kind = trimmed.utf8.count > prefix.utf8.count ? Kind(called: prefix) : nil
        kinds = kind.map { [$0] } ?? Kind.allCases
        value = kind == nil ? trimmed : PlainText.trimmed(String(trimmed.dropFirst(prefix.count + 1)))
        linked = kinds.contains(.node) ? Self.target(of: value) : nil
    }

    /// What a name may mean.
    enum Thing: Hashable {
        case drive(AttachmentID)
        /// An open job whose drive is away.
        case away(JobID)
    }

    /// Everything that goes by this name, each once: drives in the order of their nodes, then jobs.
    func things(in state: StationState) -> [Thing] {
        guard !value.isEmpty else { return [] }
        var drives = Set(state.attached.values.filter { media in kinds.contains { isName(of: media, $0, state) } }.map(\.id))
        var away: [JobID] = []
        for job in state.jobs.values where kinds.contains(where: { isName(of: job, $0, state) }) {
            if let id = job.attachment, state.attached[id] != nil { drives.insert(id) } else { away.append(job.id) }
        }
        return drives.sorted().map(Thing.drive) + away.sorted().map(Thing.away)
    }

    private func isName(of media: AttachedMedia, _ kind: Kind, _ state: StationState) -> Bool {
        switch kind {
        case .bay: stands(media, state)
        case .serial: isSerial(media.report?.identity.serial)
        case .tag: isTag(media.assetTag?.tag)
        case .node: media.id.node == value || media.id.name == value || media.id.node == linked
        case .job: media.endedJob.map(isJob) ?? false
        case .record: false
        }
    }

    private func isName(of job: WipeJob, _ kind: Kind, _ state: StationState) -> Bool {
        switch kind {
        // What is in the bay now goes first: a job whose drive is away has the bay's name while that is empty, or its slot is not given back. What is
        // still being looked at may stand in any bay.
        case .bay:
            isBay(job.bay) && job.attachment == nil
                && (job.state.occupiesSlot || !state.attached.values.contains { $0.report == nil || stands($0, state) })
        case .serial: isSerial(job.identity.serial)
        case .tag: isTag(job.assetTag?.tag)
        case .record: job.record.map { $0 == record(in: state) } ?? false
        case .node: false
        case .job: isJob(job.id)
        }
    }

    /// The number, where the name may be that of a record: as records are numbered, without zeros or a sign before it. What is the name of a bay
    /// never is: the drive of that record stands somewhere else.
    func record(in state: StationState) -> UInt64? {
        guard kinds.contains(.record), bay(in: state) == nil, let number = UInt64(value), String(number) == value else { return nil }
        return number
    }

    /// Whether the drive is in the bay of this name.
    private func stands(_ media: AttachedMedia, _ state: StationState) -> Bool {
        guard let properties = media.report?.properties else { return false }
        return state.rules.bays.contains { isBay($0.id) && $0.matches(properties) }
    }

    private func isBay(_ id: String) -> Bool { Bay.isCalled(id, by: value) }
    private func isTag(_ tag: String?) -> Bool { tag.map { AssetTagText.readsSame($0, value) } ?? false }
    private func isJob(_ id: JobID) -> Bool { JobName.isName(value, of: id) }
    private func isSerial(_ serial: String?) -> Bool {
        serial.map { Array(CanonicalForm.serial($0).utf8) == Array(CanonicalForm.serial(value).utf8) } ?? false
    }

    /// Bays of the station file that are called so.
    func bay(in state: StationState) -> Bay? { kinds.contains(.bay) ? state.rules.bays.first { isBay($0.id) } : nil }

    /// Refused with its drive as the hint.
    func mustBeNoPartition() throws {
        guard kinds.contains(.node) else { return }
        let node = linked ?? value
        guard let drive = Self.drive(ofPartition: node) else { return }
        throw Problems.worded(.conflict, .partition, variant: "drive", ["node": node, "drive": drive])
    }

    /// `/dev/sdb` for `/dev/sdb1`; nil for everything that the kernel does not call a partition.
    private static func drive(ofPartition node: String) -> String? {
        let name = node.hasPrefix("/dev/") ? String(node.dropFirst(5)) : node
        guard !name.isEmpty, !name.contains("/"), name != ".", name != "..", access("/sys/class/block/\(name)/partition", F_OK) == 0,
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/sys/class/block/\(name)")
        else { return nil }
        let parts = target.split(separator: "/")
        return parts.count >= 2 ? "/dev/" + parts[parts.count - 2] : nil
    }

    /// Where a link below /dev ends; nil for every other text, and where there is nothing.
    private static func target(of path: String) -> String? {
        guard path.hasPrefix("/dev/"), !path.utf8.contains(0), let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
