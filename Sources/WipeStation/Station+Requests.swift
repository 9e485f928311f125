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

    /// Reads from the store on the station's own thread.
    public func read<Value: Sendable>(_ body: @Sendable (Store) throws(StoreError) -> Value) throws(StoreError) -> Value {
        try body(door.store)
    }

    /// The newest published head of the log.
    public func logHead() -> SignedCheckpoint? { door.logHead }

    /// A proof that a published record is in the log, under the newest head; nil where there is no such record.
    public func proof(of idOrRecord: String) throws -> LogProof? { try door.proof(of: idOrRecord) }

    /// Links an asset tag to an attached media.
    public func assign(_ tag: AssetTag, to id: AttachmentID, by actor: Actor) throws(StationError) -> Transition {
        let facts: TagFacts
        do throws(StoreError) { facts = try door.tagFacts(tag) } catch { throw .store(error) }
        return try request(.tagAssigned(id, tag, facts, actor))
    }

    /// Takes the rows of an intake list that contradict nothing.
    public func importIntake(_ rows: [IntakeLink], by actor: Actor) throws(StationError) -> (IntakeDecision, Transition) {
        let decision: IntakeDecision
        do throws(StoreError) { decision = IntakeDecision(rows: rows, facts: try door.store.intakeFacts(for: rows.map(\.link))) } catch {
            throw .store(error)
        }
        return (decision, try request(.intakeImported(decision.links, actor)))
    }

    private func alarms(_ snapshot: Snapshot) -> [Alarm] {
        var all = [door.storeProblem.map { Alarm(code: "store-failed", message: $0) }].compactMap { $0 }
        if let why = state.hindrance { all.append(Alarm(code: "cannot-certify", message: "no new wipe begins: \(why)")) }
        if let first = door.foreignFiles.first {
            let count = door.foreignFiles.count
            let message = "\(count) record files are not of this station and were not logged, \(first) say"
            all.append(Alarm(code: "foreign-certificate", message: message))
        }
        if bus.source == "kernel" {
            all.append(Alarm(code: "no-udevd", message: "no udevd runs: drives are seen by kernel events alone, without their properties"))
        }
        for job in state.jobs.values.sorted(by: { $0.id < $1.id }) {
            guard let seconds = snapshot.stalledSeconds(job) else { continue }
            all.append(Alarm(code: "stalled", message: "job \(job.id) (bay \(job.bay)) has had no answer from its drive for \(seconds) s"))
        }
        return all
    }
}
