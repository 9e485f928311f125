// What people see, and what they ask for that needs the store first.

public import WipeCore
public import WipeStore

extension Station {
    /// Everything that people may see of the present.
    public func snapshot() -> Snapshot {
        let now = clock.now()
        let progress = runners.compactMapValues { $0.progress(at: now) }
        return Snapshot(state: state, progress: progress, alarms: alarms(progress), at: now)
    }

    /// Reads from the store on the station's own thread.
    public func read<Value: Sendable>(_ body: @Sendable (Store) throws(StoreError) -> Value) throws(StoreError) -> Value { try body(store) }

    /// Links an asset tag to an attached media.
    public func assign(_ tag: AssetTag, to id: AttachmentID, by actor: Actor) throws(StationError) -> Transition {
        let facts: TagFacts
        do throws(StoreError) {
            facts = TagFacts(holder: holder(try store.tagHolder(tag: tag.tag)), isCertified: try store.isTagCertified(tag.tag))
        } catch { throw .store(error) }
        return try request(.tagAssigned(id, tag, facts, actor))
    }

    /// A drive without a credible serial holds its tag only while it is attached.
    func holder(_ key: String?) -> String? {
        guard let key, key.hasPrefix("attachment:") else { return key }
        return state.attached.values.contains { $0.report?.tagKey(bootID: state.bootID) == key } ? key : nil
    }

    /// Takes the rows of an intake list that contradict nothing.
    public func importIntake(_ rows: [IntakeLink], by actor: Actor) throws(StationError) -> (IntakeDecision, Transition) {
        let decision: IntakeDecision
        do throws(StoreError) { decision = IntakeDecision(rows: rows, facts: try store.intakeFacts(for: rows.map(\.link))) } catch {
            throw .store(error)
        }
        return (decision, try request(.intakeImported(decision.links, actor)))
    }

    func alarms(_ progress: [JobID: LiveProgress]) -> [Alarm] {
        var all = [storeAlarm, publishAlarm].compactMap { $0 }
        if bus.source == "kernel" {
            all.append(Alarm(code: "no-udevd", message: "no udevd runs: drives are seen by kernel events alone, without their properties"))
        }
        for (id, live) in progress.sorted(by: { $0.key < $1.key }) where live.silentSeconds > Int64(state.rules.stallSeconds) {
            all.append(Alarm(code: "stalled", message: "job \(id) has had no answer from its drive for \(live.silentSeconds) s"))
        }
        return all
    }
}
