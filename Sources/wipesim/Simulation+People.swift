// What people and the world do to the station: tags, starts, pulled drives, mounts, other people's hands.

import WipeCore
import WipeSimulation
import WipeStation
import WipeStore

extension Simulation {
    static let operators = [Actor(uid: 1001, user: "amina", role: .lead), Actor(uid: 1002, user: "luc", role: .technician)]

    /// One act of a person.
    mutating func operate() throws {
        guard let state = life?.door.state, let actor = random.pick(Self.operators) else { return }
        let media = random.pick(state.attached.keys.sorted())
        let job = random.pick(state.jobs.keys.sorted())
        switch random.below(10) {
        case 0, 1, 2: if let media { try tag(media, actor) }
        case 3, 4, 5: if let media { try start(media, actor, rightly: random.chance(80)) }
        case 6: if let job { try process(.pauseRequested(job, actor)) }
        case 7, 8: if let job { try process(.resumeRequested(job, actor)) }
        default:
            if random.chance(25) { return try putNotice(actor) }
            guard let job else { return }
            if random.chance(40) {
                try process(.cancelRequested(job, actor))
            } else {
                try process(.priorityRequested(job, random.below(5), actor))
            }
        }
    }

    func tag(_ id: AttachmentID, _ number: Int) -> AssetTag { AssetTag(tag: "TAG-\(number)", source: .person) }

    mutating func tag(_ id: AttachmentID, _ actor: Actor) throws {
        // Few tags for many drives: some are in use already, some have a record.
        let tag = tag(id, random.below(6))
        guard let facts = try life?.door.tagFacts(tag) else { return }
        try process(.tagAssigned(id, tag, facts, settling: [], actor))
    }

    mutating func start(_ id: AttachmentID, _ actor: Actor, rightly: Bool) throws {
        guard let report = life?.door.state.attached[id]?.report else { return }
        let isWeak = life?.door.state.attached[id]?.isConfirmedByTag ?? true
        let right = isWeak ? life?.door.state.attached[id]?.assetTag?.tag : report.identity.serial
        let confirm = rightly ? right : random.pick(["", "SIM0", nil])?.flatMap { $0 }
        // A refusal that is shown may be over: the station looks afresh when it is asked, and says no itself where it is not.
        let holds = life?.door.state.attached[id]?.decision.holds ?? []
        let policy = random.chance(20) ? random.pick(swarm.policies.keys.sorted()) : nil
        let asked = policy ?? swarm.rules.policyID(for: report.mediaType)
        let mayLift = actor.role == .lead || !holds.contains { needsLead($0.code, under: asked) }
        judge.excusing = rightly && right != nil && mayLift ? cast(at: id)?.number : nil
        note("asks to start \(id.name) \(rightly)")
        // The word is about this drive wherever it is by then, as far as its serial tells it from others.
        let isKnownAgain = report.identity.identifiesTheMedium
        let meant = swarm.cast.filter { isKnownAgain ? $0.drive.identity.key == report.identity.key : $0.drive.attachment == id }
        judge.asking = rightly && right != nil ? Set(meant.map(\.number)) : []
        judge.askingItself = rightly && right != nil ? Set([cast(at: id)?.number].compactMap { $0 }) : []
        defer { (judge.asking, judge.askingItself, judge.excusing) = ([], [], nil) }
        try process(.startRequested(id, policy: policy, confirm: confirm, actor))
    }

    /// What is shown is about the policy that the rules name. Under another one, by which the drive does nothing by itself, holds of its erase are none.
    private func needsLead(_ code: HoldCode, under policy: String?) -> Bool {
        let isErase = policy.flatMap { swarm.policies[$0] }?.passes.contains { $0.command != nil } ?? false
        let ofErases: [HoldCode] = [.replugNeeded, .inFailureMode, .eraseAtStart, .firstOfModel, .modelFailedHere, .knownDefect]
        return code.isConfirmable && code.liftedBy == .lead && (isErase || !ofErases.contains(code))
    }

    /// A correction or a revocation of some record.
    private mutating func putNotice(_ actor: Actor) throws {
        let records = try store.documents().filter { $0.published && $0.kind.isOfAJob }
        guard let about = random.pick(records) else { return }
        let kind: SignedDocument.Kind = random.chance(50) ? .correction : .revocation
        draw.wallMilliseconds = wallOffset + clock.milliseconds
        let moment = now()
        do {
            _ = try life?.loop.carry(at: moment) { door in
                try door.state(kind, about: about.id, reason: "simulated", by: actor, clock: { moment })
            }
            note("\(kind.rawValue) of record \(about.record)")
        } catch { note("\(kind.rawValue) of record \(about.record) fails") }
        try carryOut(life?.loop.takeRequests(at: moment) ?? [])
        try checkLog()
    }

    /// A drive that came into a wiping bay while the station watched may be wiped without a word.
    mutating func excuseIfItMayStart(_ id: AttachmentID) {
        guard let media = life?.door.state.attached[id], let cast = cast(at: id), !media.isPresentAtStart else { return }
        guard let place = bus.plugged.first(where: { $0.id == id })?.place else { return }
        if swarm.rules.bays.contains(where: { $0.id == place && $0.onAttach == .wipe }) { excused.insert(cast.number) }
    }

    // MARK: the world

    /// Something happens to a drive.
    mutating func world() throws {
        guard let cast = random.pick(swarm.cast) else { return }
        let drive = cast.drive
        switch random.below(14) {
        case 0, 1, 2, 3, 4: plug(cast)
        case 5, 6: unplug(cast)
        case 7: repeatEvent()
        case 8: if let id = drive.attachment { bus.touch(id) }
        case 9: mount(cast)
        case 10: overwrite(cast)
        case 11: drive.with { $0.temperatureCelsius = random.chance(20) ? nil : 30 + random.below(45) }
        case 12:
            note("the kernel lets \(cast.number) go")
            drive.letGo()
        default: shrink(cast)
        }
        deliver()
    }

    /// What the bus has to say reaches the station.
    mutating func deliver() {
        for event in bus.takeEvents() {
            guard let letters = life?.letters else { continue }
            // What is told of one drive stays in order; between drives, and against what other threads send, the order is anybody's.
            let first = (letters.lastIndex { $0.attachment == event.attachment } ?? -1) + 1
            let place = faultsGoOn && random.chance(20) ? first + random.below(letters.count - first + 1) : letters.count
            life?.letters.insert(.bus(event), at: place)
        }
    }

    mutating func plug(_ cast: Cast) {
        guard cast.drive.attachment == nil else { return }
        // A drive that left by itself is still in its socket.
        for plug in bus.plugged where plug.drive === cast.drive { bus.unplug(plug.id) }
        let taken = Set(bus.plugged.map(\.place))
        let free = swarm.bays.filter { !taken.contains($0) }
        let place = cast.role == .outside || (cast.role != .ordinary && random.chance(30)) ? swarm.outside : random.pick(free)
        guard let place, let id = insert(cast.drive, place: place) else { return }
        note("plug \(cast.number) (\(cast.role.rawValue)) as \(id.name) in \(place)")
    }

    mutating func unplug(_ cast: Cast) {
        guard let plug = bus.plugged.first(where: { $0.drive === cast.drive }) else { return }
        note("unplug \(cast.number)")
        bus.unplug(plug.id)
        if random.chance(30) { cast.drive.letGo() }
    }

    /// The kernel says something twice, or the tables are read again.
    mutating func repeatEvent() {
        guard let plug = random.pick(bus.plugged) else { return }
        life?.letters.append(.bus(.attached(plug.id, presentAtStart: random.chance(50))))
    }

    /// Somebody mounts a drive that nobody holds, or unmounts it.
    mutating func mount(_ cast: Cast) {
        guard cast.role != .mounted else { return }
        let isMounted = cast.drive.with { drive -> Bool? in
            guard drive.openers.isEmpty else { return nil }
            drive.usage = drive.usage == .free ? .known([Use(.mounted, node: "sim", detail: "/mnt")]) : .free
            return drive.usage != .free
        }
        if let isMounted { note("\(isMounted ? "mount" : "unmount") \(cast.number)") }
    }

    /// Other bytes come onto a drive that lies about: another person's hands.
    private mutating func overwrite(_ cast: Cast) {
        guard cast.role == .ordinary, cast.drive.attachment == nil, cast.drive.with({ $0.medium.bytesWritten }) > 0 else { return }
        let capacity = cast.drive.geometry.capacityBytes
        note("other hands on \(cast.number)")
        let place = Extent(offset: 0, length: min(capacity, 4096))
        cast.drive.with { $0.medium.overwrite(place, with: 0x5A) }
        noteHands(on: cast, at: place)
    }

    /// Whole sectors in which bytes of other hands may be.
    mutating func noteHands(on cast: Cast, at place: Extent) {
        guard place.length > 0 else { return }
        let sector = UInt64(cast.drive.geometry.logicalSectorBytes)
        let low = place.offset / sector * sector
        touched[cast.number, default: ExtentSet()].insert(Extent(offset: low, length: (place.end - low + sector - 1) / sector * sector))
    }

    /// A drive gives up a part of itself while it is plugged in.
    private mutating func shrink(_ cast: Cast) {
        guard cast.role == .ordinary, random.chance(15), let id = cast.drive.attachment else { return }
        let geometry = cast.drive.geometry
        guard geometry.sectorCount > 1,
            let smaller = Geometry(
                capacityBytes: (geometry.sectorCount - 1) * UInt64(geometry.logicalSectorBytes),
                logicalSectorBytes: geometry.logicalSectorBytes, physicalSectorBytes: geometry.physicalSectorBytes)
        else { return }
        note("shrink \(cast.number)")
        cast.drive.shrink(to: smaller)
        bus.touch(id)
    }
}
