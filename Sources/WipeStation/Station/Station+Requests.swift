// What people see, and what they ask for that needs the store first.

package import WipeCertificate
package import WipeCore
package import WipeStore

extension Station {
    /// Everything that people may see of the present.
    package func snapshot() -> Snapshot {
        let now = clock.now()
        let progress = runners.compactMapValues { $0.progress(at: now) }
        var snapshot = Snapshot(state: state, progress: progress, alarms: [], at: now)
        snapshot.alarms = loop.alarms
        if bus.source == "kernel" {
            snapshot.alarms.append(Alarm(.noUdevd))
        }
        if let missing = bus.missingWall { snapshot.alarms.append(Alarm(.wallMissing, "why", ["why": missing])) }
        snapshot.alarms += settings.alarms
        snapshot.alarms += bus.leftOut.map { Alarm(.driveLeftOut, "why", ["why": $0]) }
        snapshot.alarms += snapshot.stalledAlarms + snapshot.commandAlarms
        return snapshot
    }

    /// Reads from the store on a thread of its own: a list of years holds up nobody.
    package nonisolated func read<Value: Sendable>(_ body: @escaping @Sendable (Store) throws(StoreError) -> Value) async throws -> Value {
        let store = readings
        return try await beside { try body(store) }
    }

    /// Runs what takes long on a thread of its own: neither the station nor Swift's own pool waits for it.
    package nonisolated func beside<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            detachThread("reading") { continuation.resume(with: Result { try body() }) }
        }
    }

    /// The newest published head of the log.
    package func logHead() -> SignedCheckpoint? { loop.door.logHead }

    /// A proof that a published record is in the log, under the newest head; nil where there is no such record.
    package func proof(of idOrRecord: String) throws -> LogProof? { try loop.door.proof(of: idOrRecord) }

    /// Links an asset tag to an attached drive.
    ///
    /// - Parameter words: what the tag is in conflict with, as a person has named it.
    package func assign(_ tag: AssetTag, to id: AttachmentID, settling words: [String], by actor: Actor) throws(StationError) -> Transition
    {
        let facts: TagFacts
        do throws(StoreError) { facts = try loop.door.tagFacts(tag, on: id) } catch { throw .store(error) }
        return try request(.tagAssigned(id, tag, facts, settling: words, actor))
    }

    /// Drops the link of a serial that never came. Throws `not-found` where no list names it.
    package func dropLink(serial: String, reason: String, by actor: Actor) throws(StationError) {
        let key = TagKey.of(serial: serial)
        let known: (tag: AssetTag?, wasSeen: Bool)
        do throws(StoreError) { known = (try loop.door.store.tag(key: key), try loop.door.store.wasSeen(serial: serial)) } catch {
            throw .store(error)
        }
        guard let tag = known.tag else { throw .refused(Refused(.notFound, variant: "link", ["serial": serial])) }
        _ = try request(.linkDropped(TagLink(key: key, assetTag: tag), wasSeen: known.wasSeen, reason: reason, actor))
    }

    /// Puts a request on record that was refused before it reached the door.
    package func writeDown(_ refused: Refused, of request: PersonRequest) { loop.door.writeDown(refused, of: request, at: clock.now()) }

    /// Carries out one request of a person, or says why not.
    package func request(_ event: Event) throws(StationError) -> Transition {
        defer { carryOutWhatFollows() }
        return try loop.request(event, at: clock.now())
    }

    func carryOutWhatFollows() {
        let requests = loop.takeRequests(at: clock.now())
        for request in requests { carryOut(request) }
    }

    /// What a drive's firmware answered at its last look; nil where it was asked nothing. Asks nothing, and waits for nobody.
    package nonisolated func firmwarePages(of id: AttachmentID) -> FirmwarePages? { bus.firmwarePages(of: id) }
}
