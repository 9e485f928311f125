// What people see, and what they ask for that needs the store first.

public import WipeCertificate
public import WipeCore
public import WipeStore

extension Station {
    /// Everything that people may see of the present.
    public func snapshot() -> Snapshot {
        let now = clock.now()
        let progress = runners.compactMapValues { $0.progress(at: now) }
        var snapshot = Snapshot(state: state, progress: progress, alarms: [], at: now)
        snapshot.alarms = alarms(snapshot)
        return snapshot
    }

    /// Reads from the store on a thread of its own: a list of years holds up nobody.
    public nonisolated func read<Value: Sendable>(_ body: @escaping @Sendable (Store) throws(StoreError) -> Value) async throws -> Value {
        let store = readings
        return try await beside { try body(store) }
    }

    /// Runs what takes long on a thread of its own: neither the station nor Swift's own pool waits for it.
    public nonisolated func beside<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            detachThread("reading") { continuation.resume(with: Result { try body() }) }
        }
    }

    /// The newest published head of the log.
    public func logHead() -> SignedCheckpoint? { door.logHead }

    /// A proof that a published record is in the log, under the newest head; nil where there is no such record.
    public func proof(of idOrRecord: String) throws -> LogProof? { try door.proof(of: idOrRecord) }

    /// Links an asset tag to an attached media.
    ///
    /// - Parameter words: what the tag is in conflict with, as a person has named it.
    public func assign(_ tag: AssetTag, to id: AttachmentID, settling words: [String], by actor: Actor) throws(StationError) -> Transition {
        let facts: TagFacts
        do throws(StoreError) { facts = try door.tagFacts(tag, on: id) } catch { throw .store(error) }
        return try request(.tagAssigned(id, tag, facts, settling: words, actor))
    }

    /// Drops the link of a serial that never came. Throws `not-found` where no list names it.
    public func dropLink(serial: String, reason: String, by actor: Actor) throws(StationError) {
        let key = TagLink.key(ofSerial: serial)
        let known: (tag: AssetTag?, wasSeen: Bool)
        do throws(StoreError) { known = (try door.store.tag(key: key), try door.store.wasSeen(serial: serial)) } catch {
            throw .store(error)
        }
        guard let tag = known.tag else { throw .refused(Refused(code: "not-found", message: "no asset tag is linked to serial \(serial)")) }
        _ = try request(.linkDropped(TagLink(key: key, assetTag: tag), wasSeen: known.wasSeen, reason: reason, actor))
    }

    /// Puts a request on record that was refused before it reached the door.
    public func writeDown(_ refused: Refused, of request: PersonRequest) { door.writeDown(refused, of: request, at: clock.now()) }

    private func alarms(_ snapshot: Snapshot) -> [Alarm] {
        var all = [door.storeProblem.map { Alarm(code: "store-failed", message: $0) }].compactMap { $0 }
        if let why = state.hindrance { all.append(Alarm(code: "cannot-certify", message: "no new wipe begins: \(why)")) }
        if let loss = door.markLoss {
            let message =
                "\(loss): made anew from the database. Whether an older state was put back meanwhile cannot be told; compare a kept head "
            all.append(Alarm(code: "mark-made-anew", message: message + "(wipectl log show --checkpoint)"))
        }
        if let keyProblem { all.append(Alarm(code: "key-interval", message: keyProblem)) }
        if let alarm = watch.alarm { all.append(alarm) }
        if let first = watch.foreign.first {
            let count = watch.foreign.count
            let message = "\(count) record files are not of this station and were not logged, \(first) say"
            all.append(Alarm(code: "foreign-certificate", message: message))
        }
        if let first = unmetProtection?.first, let count = unmetProtection?.count {
            let more = count > 1 ? " (and \(count - 1) more)" : ""
            let message = "\(state.rules.protectText(first)) has met no drive here so far\(more): it protects nothing yet"
            all.append(Alarm(code: "protect-unmet", message: message))
        }
        if bus.source == "kernel" {
            all.append(Alarm(code: "no-udevd", message: "no udevd runs: drives are seen by kernel events alone, without their properties"))
        }
        if let missing = bus.missingWall { all.append(Alarm(code: "wall-missing", message: missing)) }
        all += bus.leftOut.map { Alarm(code: "drive-left-out", message: $0) }
        for job in state.jobs.values.sorted(by: { $0.id < $1.id }) {
            guard let seconds = snapshot.stalledSeconds(job) else { continue }
            all.append(Alarm(code: "stalled", message: "job \(job.id) (bay \(job.bay)) has had no answer from its drive for \(seconds) s"))
        }
        return all
    }
}
