// MEDIA as people type it: a serial, a bay id or a device node; `serial:X`, `bay:X`, `node:X` where they collide.

import Foundation
import HTTPTypes
import WipeAPI
import WipeCore

struct Selector {
    private enum Kind: String, CaseIterable { case serial, bay, node }
    private let kinds: [Kind]
    private let value: String
    private let text: String

    init(_ text: String) {
        self.text = text
        for kind in Kind.allCases where text.hasPrefix(kind.rawValue + ":") {
            kinds = [kind]
            value = String(text.dropFirst(kind.rawValue.count + 1))
            return
        }
        kinds = Kind.allCases
        value = text
    }

    /// The one attached drive that is meant. A partition is refused with its drive as the hint; more than one match names them all.
    func resolve(in state: StationState) throws -> AttachedMedia {
        if kinds.contains(.node), let drive = Self.drive(ofPartition: value) {
            throw Problems.make(
                .conflict, code: .partition, "\(value) is a partition, not a drive", hint: "its drive is \(drive)")
        }
        let found = state.attached.values.filter { media in kinds.contains { matches(media, $0, state) } }.sorted { $0.id < $1.id }
        guard let first = found.first else { throw Problems.notFound("no attached drive is \(text)", hint: "see wipectl media") }
        guard found.count == 1 else {
            let names = found.map { "node:\($0.id.node)" }.joined(separator: ", ")
            throw Problems.make(.conflict, code: .ambiguous, "\(text) is more than one drive", hint: "name one of \(names)")
        }
        return first
    }

    private func matches(_ media: AttachedMedia, _ kind: Kind, _ state: StationState) -> Bool {
        switch kind {
        case .serial: media.report?.identity.serial.map { Array($0.utf8) == Array(value.utf8) } ?? false
        case .bay: media.report.map { report in state.rules.bays.contains { $0.id == value && $0.matches(report.properties) } } ?? false
        case .node: media.id.node == value || media.id.name == value
        }
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
}
