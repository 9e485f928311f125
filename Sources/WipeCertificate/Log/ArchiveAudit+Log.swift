// Is the log of the archive whole, and is it the one that others have seen?

extension ArchiveAudit {
    mutating func judge(_ log: LogReplay, _ checkpoints: [ArchivedCheckpoint]) {
        let head = log.head.checkpoint
        for damage in log.damage { add(.logDamaged, "log", damage) }
        if isTrusted(log.head) == false {
            add(.checkpointUntrusted, "log/checkpoint", "the head of the log is not signed by a log key that you trust")
        }
        for kept in checkpoints {
            let old = kept.head.checkpoint
            if isTrusted(kept.head) == false {
                add(.checkpointUntrusted, kept.file, "is not signed by a log key that you trust, and proves nothing")
            } else if !old.origin.hasSameBytes(as: head.origin) {
                add(.logForked, kept.file, "is a head of \(old.origin); the archive's log is \(head.origin)")
            } else if old.size > head.size {
                add(.logTruncated, kept.file, "has \(old.size) entries; the archive's log has \(head.size)")
            } else if old.size <= log.entries.count, log.roots[old.size] != old.root {
                add(.logForked, kept.file, "the archive's log had another root hash at \(old.size) entries")
            }
        }
        for (place, entry) in log.entries.enumerated() {
            guard let entry else {
                // That it was changed is said of the log.
                if log.changed[place] != nil { continue }
                add(.entryMalformed, "entry \(place)", "is not an entry of this format")
                continue
            }
            if places.updateValue(place, forKey: entry.id) != nil {
                add(.entryMalformed, "entry \(place)", "\(entry.id) is in the log twice")
            }
        }
    }

    /// Whether a log that the reader trusts has signed the head; nil where the reader names none.
    func isTrusted(_ head: SignedCheckpoint) -> Bool? {
        if let policy = terms.policy { return policy.logs.contains { head.isSigned(by: $0) == true } }
        return terms.trust.map { !signers(of: head, $0).isEmpty }
    }

    /// The trusted log keys that have signed the head.
    private func signers(of head: SignedCheckpoint, _ trust: KeyRing) -> [KeyRing.Entry] {
        let origin = head.checkpoint.origin
        return trust.entries.filter { $0.signsLog(named: origin) && head.isSigned(by: LogKey(name: origin, key: $0.key)) == true }
    }

    /// A key that was retired signs no head over what was signed after it, also where a policy names it.
    ///
    /// - Parameter newest: when the newest document was signed that stands under the head.
    mutating func judgeRetired(_ head: SignedCheckpoint, _ file: String, newest: UTCTime?, isPresent: Bool) {
        guard let trust = terms.trust else { return }
        let ends = signers(of: head, trust).map(\.validUntil)
        guard !ends.isEmpty, !ends.contains(nil), let end = ends.compactMap({ $0 }).max() else { return }
        if let newest, newest >= end {
            add(.checkpointUntrusted, file, "is signed by a log key that was retired at \(end), and covers a document of \(newest)")
        } else if isPresent {
            notes.append(
                "\(file) is signed by a log key that was retired at \(end): take a newer export, or name the logs that you trust "
                    + "(--log-policy)")
        }
    }
}
