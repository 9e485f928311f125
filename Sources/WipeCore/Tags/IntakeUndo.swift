// Taking an import back by its number: what it alone has set. What was used since stays, and is named.

package import WipeWords

/// An import of an intake list, as it is kept.
package struct IntakeRecord: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case number, at, actor, list, rows, settled }
    /// From 1.
    package var number: Int
    package var at: Moment
    package var actor: Actor
    /// Name of the list, as the person who brought it called it; nil where that was not said.
    package var list: String?
    /// Rows that changed something.
    package var rows: Int
    /// Conflicts that it won.
    package var settled: Int
    package init(number: Int, at: Moment, actor: Actor, list: String?, rows: Int, settled: Int) {
        self.number = number
        self.at = at
        self.actor = actor
        self.list = list
        self.rows = rows
        self.settled = settled
    }
}

/// One link that an import changed: before it, after it, and now; nil where there is none.
package struct LinkStep: Hashable, Sendable {
    package var key: TagKey
    package var before: AssetTag?
    package var after: AssetTag?
    package var now: AssetTag?
    package init(key: TagKey, before: AssetTag?, after: AssetTag?, now: AssetTag?) {
        self.key = key
        self.before = before
        self.after = after
        self.now = now
    }
}

extension LinkStep {
    /// The tag that a person has said at the drive since, without what the list alone knew of the drive; nil where nobody has, and where anything
    /// else was changed.
    fileprivate var confirmed: AssetTag? {
        guard var now, now.isConfirmed == true, after?.isConfirmed != true else { return nil }
        now.isConfirmed = nil
        guard now == after else { return nil }
        if let before, before.tag == now.tag { return before }
        return AssetTag(tag: now.tag, source: .person)
    }
}

/// Everything that an import changed.
package struct ImportedLinks: Hashable, Sendable {
    package var record: IntakeRecord
    package var isUndone: Bool
    package var steps: [LinkStep]
    package init(record: IntakeRecord, isUndone: Bool, steps: [LinkStep]) {
        self.record = record
        self.isUndone = isUndone
        self.steps = steps
    }
}

/// Why a link stays though its import is taken back. Stable words; `Codes.md` says what each means.
package enum UndoObstacle: String, WordedCode {
    package static var vocabulary: Vocabulary { .undo }
    /// Somebody has linked something else since.
    case changedSince = "changed-since"
    /// A record was signed under this tag.
    case tagCertified = "tag-certified"
    /// A wipe that has begun goes by this tag.
    case wipeBegun = "wipe-begun"
    /// The tag that the serial had before is another drive's by now.
    case tagInUse = "tag-in-use"
}

/// A link that stays.
package struct KeptLink: Hashable, Sendable {
    package var key: TagKey
    /// The tag that it has now; nil where it has none.
    package var tag: AssetTag?
    package var obstacle: UndoObstacle
}

/// What is taken back of an import, and by whom.
package struct UndoOrder: Hashable, Sendable {
    package let actor: Actor
    package let record: IntakeRecord
    /// Links that are as before again; of those that had no link, their keys alone.
    package private(set) var restored: [TagLink] = []
    package private(set) var removed: [TagKey] = []
    package private(set) var kept: [KeptLink] = []
    package var changes: LinkChanges

    /// Every key that changes.
    var keys: Set<TagKey> { Set(removed + restored.map(\.key)) }

    /// - Parameters:
    ///   - certified: tags of the import, and of before it, under which a record exists.
    ///   - begun: keys of drives whose wipe has begun and goes by their tag.
    ///   - holders: keys that have the tags of before the import now, by those tags; in whichever spelling.
    package init(
        _ imported: ImportedLinks, certified: Set<String>, begun: Set<TagKey>, holders: [String: Set<TagKey>], by actor: Actor,
        at now: Moment
    ) {
        self.actor = actor
        record = imported.record
        var steps: [LinkStep] = []
        for var step in imported.steps {
            // Nobody at the bay has said whose drive it was: that goes with the list.
            if let tag = step.confirmed { (step.before, step.after) = (tag, step.now) }
            if step.now != step.after {
                kept.append(KeptLink(key: step.key, tag: step.now, obstacle: .changedSince))
            } else if [step.after?.tag, step.before?.tag].contains(where: { tag in tag.map(certified.contains) ?? false }) {
                kept.append(KeptLink(key: step.key, tag: step.now, obstacle: .tagCertified))
            } else if begun.contains(step.key) {
                kept.append(KeptLink(key: step.key, tag: step.now, obstacle: .wipeBegun))
            } else {
                steps.append(step)
            }
        }
        // A tag can only go back where whoever has it now gives it back too.
        while true {
            let going = Set(steps.map(\.key))
            let stuck = steps.filter { step in
                guard let tag = step.before?.tag, let holders = holders[tag] else { return false }
                return !holders.subtracting([step.key]).isSubset(of: going)
            }
            guard !stuck.isEmpty else { break }
            kept += stuck.map { KeptLink(key: $0.key, tag: $0.now, obstacle: .tagInUse) }
            steps.removeAll { step in stuck.contains { $0.key == step.key } }
        }
        kept.sort { $0.key < $1.key }
        restored = steps.compactMap { step in step.before.map { TagLink(key: step.key, assetTag: $0) } }
        removed = steps.filter { $0.before == nil }.map(\.key)
        let detail = "import \(imported.record.number): \(steps.count) links taken back, \(kept.count) kept"
        changes = LinkChanges(
            untags: steps.map(\.key), tags: restored, acts: [Act(at: now, actor: actor, code: "undo", detail: detail)],
            undoes: imported.record.number)
    }
}

extension Refused {
    /// The import was taken back before.
    package static func alreadyUndone(_ number: Int) -> Refused { Refused(.alreadyUndone, ["number": String(number)]) }
}
