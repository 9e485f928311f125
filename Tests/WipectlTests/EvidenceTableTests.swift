// Goal: whatever is done to a file of an archive, the audit objects where evidence is gone or changed, names the documents that are not valid for it,
// and objects to nothing else. Method: a table of every file and everything that can be done to one; the right answer of a row is computed by the
// rule at the end of this file out of the file's part in the archive, and knows nothing of the auditor.

import Foundation
import Testing
import WipeAPI

@testable import WipeAudit
@testable import WipeCertificate
@testable import wipectl

/// What an audit came to, as far as a rule speaks of it. An audit that ends with an error has looked at nothing else: no file may do that to it.
struct Verdict: Equatable {
    var objects: Bool
    /// nil where the audit ended with an error.
    var notValid: Set<String>?

    static func of(_ station: SmallStation, kept: String? = nil, keys: String = "old-keys.txt") async -> Verdict {
        do {
            let terms = try VerifyTerms(trust: station.path(keys), logPolicy: nil, allowSimulation: true)
            let checkpoints = try [kept].compactMap { try $0.map(Archive.checkpoint) }
            let report = try await Archive(station.folder).audit(terms, checkpoints: checkpoints, intake: nil)
            return Verdict(objects: !report.findings.isEmpty, notValid: Set(report.notValid))
        } catch { return Verdict(objects: true, notValid: nil) }
    }

    /// Whether it is what the rule asks for.
    func meets(_ rule: Verdict) -> Bool {
        objects == rule.objects && notValid == rule.notValid
    }
}

/// An archive with one document of each kind, and the parts that they play.
///
/// Records 1 and 2, a failure 3 that the filter of the export leaves out, a revocation 4 of record 1, a correction 5 of record 2, a rotation 6 of the
/// station's key, job 7 still open, record 8 by the new key. The keys file is from before the rotation.
struct ArchiveOfAllKinds {
    let station: SmallStation
    /// Files of documents, by record number.
    let documents: [Int: String]
    /// Which records stand or fall with a notice.
    static let dependents = [4: 1, 5: 2, 6: 8]

    init() throws {
        station = try SmallStation(records: 2)
        try station.write("old-keys.txt", Array(station.keys.utf8))
        try station.add(3) { ($0.end, $0.reasons) = (.failed, [.mismatch]) }
        try station.add(4, about: 0, revokes: true, at: 5 * 3_600)
        try station.add(5, about: 1, revokes: false, at: 6 * 3_600)
        try station.rotate(6, .station, hours: 7)
        try station.add(8)
        try station.publish()
        documents = [1: 0, 2: 1, 4: 3, 5: 4, 6: 5, 8: 6].mapValues { [files = station.files] in files[$0] }
        for path in [station.files[2], PublishedName.ofProof(station.files[2])] {
            try FileManager.default.removeItem(atPath: station.path("certificates/" + path))
        }
        try station.write("log/open.json", Array(#"{"open":[7]}"#.utf8))
        try station.write("log/filter.json", Array(#"{"outcome":"cleared","leftOut":[3]}"#.utf8))
    }

    /// Every file, below the folder, with what it is.
    var files: [(path: String, part: Part)] {
        let own = documents.sorted { $0.key < $1.key }.flatMap { number, file in
            [
                ("certificates/" + file, Part.document(number, file)),
                ("certificates/" + PublishedName.ofProof(file), Part.proof(number, file)),
            ]
        }
        return own + [
            ("log/tile/entries/000.p/7", .log), ("log/tile/0/000.p/7", .log), ("log/checkpoint", .log), ("keys.txt", .nothing),
            ("log/open.json", .list), ("log/filter.json", .list),
        ]
    }

    enum Part {
        case document(Int, String)
        case proof(Int, String)
        case log
        /// A list that explains what is not there.
        case list
        /// Comes the same way as the documents: nobody goes by it.
        case nothing
    }
}

/// What can be done to a file.
enum Spoiling: CustomStringConvertible {
    case removed
    case written([UInt8], String)
    case folder
    case danglingLink, linkToNothing, fifo
    /// The file itself, moved to another place, with a link in its own: outside of the archive, and in another folder of it.
    case linkOutside([UInt8]), linkInside([UInt8])

    var description: String {
        switch self {
        case .removed: "removed"
        case .written(_, let what): what
        case .folder: "a folder"
        case .danglingLink: "a link to no file"
        case .linkToNothing: "a link to /dev/null"
        case .fifo: "a FIFO"
        case .linkOutside: "a link to itself outside"
        case .linkInside: "a link to itself in another folder"
        }
    }

    static func all(of bytes: [UInt8]) -> [Spoiling] {
        var all: [Spoiling] = [
            .removed, .folder, .danglingLink, .linkToNothing, .fifo, .linkOutside(bytes), .linkInside(bytes), .written([], "emptied"),
            .written(Array(bytes.prefix(bytes.count / 2)), "cut in half"), .written(Array(bytes.dropLast()), "without its last byte"),
        ]
        for quarter in 0...4 {
            var changed = bytes
            let place = min(bytes.count * quarter / 4, bytes.count - 1)
            changed[place] ^= 1
            all.append(.written(changed, "byte \(place) changed"))
        }
        return all
    }

    func apply(_ path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        unlink(path)
        switch self {
        case .removed: break
        case .written(let bytes, _): try Data(bytes).write(to: URL(fileURLWithPath: path))
        case .folder: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .danglingLink: try #require(symlink("/nowhere/at/all", path) == 0)
        case .linkToNothing: try #require(symlink("/dev/null", path) == 0)
        case .fifo: try #require(mkfifo(path, 0o600) == 0)
        case .linkOutside(let bytes):
            let other = NSTemporaryDirectory() + "/outside-\(UUID().uuidString)"
            try Data(bytes).write(to: URL(fileURLWithPath: other))
            try #require(symlink(other, path) == 0)
        case .linkInside(let bytes):
            let place = (path as NSString).deletingLastPathComponent + "/moved"
            try Data(bytes).write(to: URL(fileURLWithPath: place))
            try #require(symlink("moved", path) == 0)
        }
    }

    /// The bytes that a reader finds; nil where there is no file.
    var bytes: [UInt8]? {
        switch self {
        case .written(let bytes, _): bytes
        case .linkToNothing, .fifo: []
        // A link is never followed, wherever it leads.
        case .removed, .folder, .danglingLink, .linkOutside, .linkInside: nil
        }
    }
}

struct EvidenceTableTests {
    @Test func everyFileSpoiledInEveryWay() async throws {
        let archive = try ArchiveOfAllKinds()
        #expect(await Verdict.of(archive.station) == Verdict(objects: false, notValid: []))
        var rows = 0
        for (path, part) in archive.files {
            let full = archive.station.path(path)
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: full)))
            var spoilings = Spoiling.all(of: bytes)
            for (other, otherPart) in archive.files where part.isSwapped(with: otherPart) {
                spoilings.append(
                    .written(Array(try Data(contentsOf: URL(fileURLWithPath: archive.station.path(other)))), "swapped for \(other)"))
            }
            for spoiling in spoilings {
                try spoiling.apply(full)
                let rule = part.rule(spoiling, was: bytes, archive.documents)
                let found = await Verdict.of(archive.station)
                #expect(found.meets(rule), "\(path), \(spoiling): found \(found), the rule says \(rule)")
                rows += 1
                try Spoiling.written(bytes, "").apply(full)
            }
        }
        #expect(rows > 280)
        #expect(await Verdict.of(archive.station) == Verdict(objects: false, notValid: []))
    }

    /// Without a new signature no member can be changed, taken away or emptied: of a record that is that record, of a notice also what it is about.
    @Test(arguments: [1, 4]) func everyMemberOfADocument(_ number: Int) async throws {
        let archive = try ArchiveOfAllKinds()
        let name = try #require(archive.documents[number])
        let path = archive.station.path("certificates/" + name)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let document = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        var members = document.keys.map { [$0] }
        for part in ["credentialSubject", "proof"] { members += ((document[part] as? [String: Any]) ?? [:]).keys.map { [part, $0] } }
        #expect(members.count > 16)
        for member in members {
            for (what, value) in [("removed", nil), ("emptied", "")] as [(String, Any?)] {
                var changed = document
                if member.count == 1 {
                    changed[member[0]] = value
                } else {
                    var inner = (document[member[0]] as? [String: Any]) ?? [:]
                    inner[member[1]] = value
                    changed[member[0]] = inner
                }
                let new = Array(try JSONSerialization.data(withJSONObject: changed))
                try Spoiling.written(new, what).apply(path)
                let rule = ArchiveOfAllKinds.Part.document(number, name).rule(.written(new, what), was: bytes, archive.documents)
                let found = await Verdict.of(archive.station)
                #expect(found.meets(rule), "\(member) \(what): found \(found), the rule says \(rule)")
            }
        }
    }
}

// MARK: the rule

extension ArchiveOfAllKinds.Part {
    fileprivate func isSwapped(with other: Self) -> Bool {
        switch (self, other) {
        case (.document(let one, _), .document(let two, _)), (.proof(let one, _), .proof(let two, _)): one != two
        default: false
        }
    }

    /// What is right to say of an archive in which this file is spoiled so.
    fileprivate func rule(_ spoiling: Spoiling, was bytes: [UInt8], _ documents: [Int: String]) -> Verdict {
        /// The file of a document, and the record that rests on it.
        func withDependent(_ number: Int, _ file: String?) -> Set<String> {
            Set([file, ArchiveOfAllKinds.dependents[number].flatMap { documents[$0] }].compactMap { $0 })
        }
        /// As other people's JSON reads it: white space is nothing.
        func isSameJSON(_ new: [UInt8]?) -> Bool {
            guard let new, let one = try? JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary,
                let two = try? JSONSerialization.jsonObject(with: Data(new)) as? NSDictionary
            else { return false }
            return one == two
        }
        switch self {
        case .nothing: return Verdict(objects: false, notValid: [])
        case .list: return isSameJSON(spoiling.bytes) ? Verdict(objects: false, notValid: []) : Verdict(objects: true, notValid: [])
        case .log: return Verdict(objects: true, notValid: [])
        case .document(let number, let file):
            if isSameJSON(spoiling.bytes) { return Verdict(objects: false, notValid: []) }
            guard case .removed = spoiling else { return Verdict(objects: true, notValid: withDependent(number, file)) }
            // A record that is gone is missed by the log, and so is a notice; what a rotation said, nobody can know without it.
            return Verdict(objects: true, notValid: number == 6 ? withDependent(number, nil) : [])
        case .proof(let number, let file):
            switch spoiling {
            // Not shown: an objection to the archive, and none to the document.
            case .removed: return Verdict(objects: true, notValid: [])
            case .written(let new, _) where Self.isOfAnotherLog(new, bytes): return Verdict(objects: true, notValid: [])
            default: return Verdict(objects: true, notValid: withDependent(number, file))
            }
        }
    }

    /// Whether the head is only said to be another log's, or signed by another key: then it is one that nobody named, and shows nothing.
    private static func isOfAnotherLog(_ new: [UInt8], _ old: [UInt8]) -> Bool {
        let (one, two) = (new.split(separator: 0x0A), old.split(separator: 0x0A))
        guard one.count == two.count, new.last == 0x0A else { return false }
        let changed = one.indices.filter { one[$0] != two[$0] }
        // The head is origin, size and root; one line of signature ends the file.
        if changed == [one.count - 4] { return true }
        guard changed == [one.count - 1], let (line, was) = zip(one, two).map({ ($0, $1) }).last else { return false }
        // Dash, blank, name, blank, and of the base64 the 32 bits of the key's number: five letters and a part of the sixth.
        let end = 4 + SmallStation.origin.utf8.count + 1 + 6
        // A letter that base64 does not have makes it no signature at all.
        let isBase64 = line.prefix(end).suffix(6).allSatisfy { byte in
            [UInt8(ascii: "+"), UInt8(ascii: "/")].contains(byte) || Character(UnicodeScalar(byte)).isLetter
                || Character(UnicodeScalar(byte)).isNumber
        }
        return isBase64 && line.dropFirst(end).elementsEqual(was.dropFirst(end)) && line.prefix(4).elementsEqual(was.prefix(4))
    }
}
