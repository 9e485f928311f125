// Which rows of an intake list may become links between serials and asset tags.

/// What the store knows about the rows of a list.
public struct IntakeFacts: Sendable {
    /// Present tags of the keys in the list.
    public var tags: [String: AssetTag]
    /// Keys that have the tags of the list today.
    public var holders: [String: String]
    /// Tags of the list under which a record exists.
    public var certified: Set<String>
    public init(tags: [String: AssetTag], holders: [String: String], certified: Set<String>) {
        self.tags = tags
        self.holders = holders
        self.certified = certified
    }
}

/// One row of a list.
public struct IntakeLink: Hashable, Sendable {
    public var line: Int
    public var link: TagLink
    public init(line: Int, link: TagLink) {
        self.line = line
        self.link = link
    }
}

/// The answer, row by row. What is rejected changes nothing.
public struct IntakeDecision: Sendable {
    public private(set) var links: [TagLink] = []
    public private(set) var new = 0
    public private(set) var changed = 0
    public private(set) var unchanged = 0
    public private(set) var rejected: [(line: Int, message: String)] = []

    public init(rows: [IntakeLink], facts: IntakeFacts) {
        for row in rows {
            let key = row.link.key
            let tag = row.link.assetTag
            let old = facts.tags[key]
            if let holder = facts.holders[tag.tag], holder != key {
                reject(row.line, "asset tag \(tag.tag) belongs to another drive already (\(holder))")
            } else if facts.certified.contains(tag.tag), old?.tag != tag.tag {
                reject(row.line, "a record exists under asset tag \(tag.tag) already")
            } else if let old, old.tag != tag.tag, facts.certified.contains(old.tag) {
                reject(row.line, "this serial has a record under asset tag \(old.tag)")
            } else if old == tag {
                unchanged += 1
            } else {
                if old == nil { new += 1 } else { changed += 1 }
                links.append(row.link)
            }
        }
    }

    private mutating func reject(_ line: Int, _ message: String) { rejected.append((line, message)) }
}
