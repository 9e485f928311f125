// The whole station in one thread under a logical clock: the real door, store, certifier and runs, on simulated drives. One number decides
// everything that happens. What is checked is looked at from outside: bytes of the media, rows of the store, published files.

import Foundation
import WipeCertificate
import WipeCore
import WipePattern
import WipeSimulation
import WipeStation
import WipeStore

/// Something that must never happen.
struct Violation: Error {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }
}

/// What a seed came to.
struct Tally {
    var wipes: [String: Int] = [:]
    var strikes: [String: Int] = [:]
    /// What became of wipes in which the drive was told to erase itself, by verdict and reasons.
    var erases: [String: Int] = [:]
    /// What records say.
    var records: [String: Int] = [:]
    /// What people and the power did, by its word.
    var troubles: [String: Int] = [:]
    var crashes = 0
    var restarts = 0
    var steps = 0
    var openings = 0
    /// Drives that were let rest.
    var rests = 0

    mutating func add(_ other: Tally) {
        wipes.merge(other.wipes, uniquingKeysWith: +)
        strikes.merge(other.strikes, uniquingKeysWith: +)
        erases.merge(other.erases, uniquingKeysWith: +)
        records.merge(other.records, uniquingKeysWith: +)
        troubles.merge(other.troubles, uniquingKeysWith: +)
        crashes += other.crashes
        restarts += other.restarts
        steps += other.steps
        openings += other.openings
        rests += other.rests
    }
}

/// Where the store and the publisher are made to fail. A class, since the door's closures look at it.
final class FaultInjection {
    var storeFails = false
    /// How many steps of writing files succeed before one fails; nil where none does. Two steps a file: before it has its name, and after.
    var stepsLeft: Int?
    /// The disk of the high-water mark takes nothing.
    var markFails = false

    func interfere() throws {
        guard let left = stepsLeft else { return }
        if left == 0 { throw Violation("simulated: no room") }
        stepsLeft = left - 1
    }
}

/// The random choices that the station itself makes; a class, since the door's closures draw from it.
final class SimulatedEntropy {
    var generator: SeededGenerator
    var wallMilliseconds: Int64 = 0
    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    var entropy: Entropy {
        Entropy(
            newID: { self.generator.uuid(wallMilliseconds: self.wallMilliseconds) },
            plan: PlanEntropy(
                key: { self.generator.key() },
                choices: { seed in
                    var stream = ChoiceStream(seed: seed)
                    return { stream.next64() }
                }))
    }
}

/// A daemon that runs. A crash forgets it.
struct DaemonRun {
    var loop: StationLoop
    let startedAt: Int64
    let runningBase: Int64
    var runs: [JobID: Run] = [:]
    /// Open devices of jobs whose run has halted or ended.
    var held: [JobID: Walk] = [:]
    /// What threads have sent, in order.
    var letters: [Message] = []
    /// What threads were asked and have not begun with.
    var asked: [Request] = []
    /// Messages that the loop has taken in and may not be done with.
    var unsettled: [Message] = []

    var door: Door { loop.door }
    /// A stop in good order was asked for.
    var isStopping: Bool { loop.stopAskedAt != nil }
    /// Jobs whose device is to be asked for its custody before their record is signed.
    var certifying: [JobID] { asked.compactMap { if case .askCustody(let id) = $0 { id } else { nil } }.sorted() }

    /// A run on its way. A class, since an open device cannot be copied and this life is looked at as a value.
    final class Walk {
        var conductor: RunConductor
        /// `opened` is what waits to be on record.
        var isOpening = false
        init(_ conductor: consuming RunConductor) { self.conductor = conductor }
    }

    /// A run as its thread would have it.
    struct Run {
        enum Phase {
            case fresh
            /// Not opened; its last word is out.
            case refused
            case walking(Walk)
            /// Waits until its word is on record: nothing is done before that.
            case waiting(Walk)
        }
        let assignment: Assignment
        /// The device was held since the run halted.
        var held: Walk?
        var phase = Phase.fresh
        var stop = false
    }
}

/// What happens in a world.
enum WorldKind {
    /// Everything: faults of drives, of the store and of people.
    case faults
    /// Drives come and go, and nothing else.
    case bus
}

/// What has come into the worlds over time. Each has all of those before it, so that a seed goes on meaning what it meant.
enum WorldAge: Int, Comparable {
    /// Faults of drives, of the store and of people.
    case first
    /// People who put data back, cards in a reader, twins, power that blinks.
    case unrest
    /// Drives that erase themselves.
    case erase

    static func < (a: WorldAge, b: WorldAge) -> Bool { a.rawValue < b.rawValue }
}

/// One world, from its seed to its end.
struct Simulation {
    let seed: UInt64
    let kind: WorldKind
    let swarm: Swarm
    let bus: SimulatedBus
    let clock = SimulatedClock()
    let store: Store
    let folder: String
    let faultInjection = FaultInjection()
    let draw: SimulatedEntropy
    let certifier: Certifier
    let trust: KeyRing
    let logKey: LogKey
    /// The head of the log that was seen last.
    var lastHead: SignedCheckpoint?
    var logFolder: String { folder + "/log" }
    var markFolder: String { folder + "/mark" }
    /// A third stream, for the disk of the mark.
    var marks: SeededGenerator
    var random: SeededGenerator
    /// A second stream, for all that came later: without it a seed means the world that it always meant.
    var others: SeededGenerator
    /// A stream of its own for drives that erase themselves, and for what people do to them.
    var erase: SeededGenerator
    /// Drives that have begun to leave: every request fails, and nobody has noticed. With the moment at which they are gone.
    var leaving: [Int: Int64] = [:]
    /// Drives that a loss of power or the kernel has changed, nobody can say where: what their wipes find is not the drive's fault.
    var meddled: Set<Int> = []
    /// Where other hands have left bytes on a drive: what its wipe finds there is not the drive's fault.
    var touched: [Int: ExtentSet] = [:]
    /// Drives that somebody has taken out for a while, with when and where they come back.
    var returning: [Int: (due: Int64, place: String)] = [:]
    var life: DaemonRun?
    var bootID = ""
    var wallOffset: Int64 = 1_790_000_000_000
    var faultsGoOn = true
    /// Drives that may be wiped now: they came into a wiping bay under the station's eyes, or a person confirmed them.
    var excused: Set<Int> = []
    /// Which drive each attachment was of, also once it is pulled: a person may still speak of that one.
    var numbers: [AttachmentID: Int] = [:]
    /// The drive that a job opened last.
    var opened: [JobID: Cast] = [:]
    /// Every drive that a job ever opened.
    var everOpened: [JobID: Set<Int>] = [:]
    /// The drive as it was when a run had read its last byte: of that moment its record speaks.
    var lastRead: [JobID: LastRead] = [:]
    /// Documents whose claim was judged.
    var judgedClaims: Set<String> = []
    var judge = Judge()
    var tally = Tally()
    private(set) var trace: [String] = []
    private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    var printsTrace = false

    /// Keys of this process: no signature shows in a trace.
    private static let key = SigningKey.ephemeral(role: .simulation)
    private static let headKey = SigningKey.ephemeral(role: .log)

    /// - Parameters:
    ///   - folder: where records are published; made here, removed by `run`.
    ///   - age: how much of what came later it has.
    ///   - change: what is other about this world than its seed says.
    init(
        seed: UInt64, folder: String, kind: WorldKind = .faults, age: WorldAge = .unrest, change: (inout Swarm) -> Void = { _ in }
    ) throws {
        self.seed = seed
        self.kind = kind
        var random = SeededGenerator(seed: seed)
        var swarm = kind == .bus ? Swarm(bus: &random) : Swarm(&random)
        var others = SeededGenerator(seed: seed ^ Unrest.mixing)
        if age >= .unrest { swarm.disturb(kind, &others) }
        var erase = SeededGenerator(seed: seed ^ Swarm.eraseMixing)
        if age >= .erase, kind == .faults { swarm.addErase(&erase) }
        self.erase = erase
        self.others = others
        marks = SeededGenerator(seed: seed ^ 0x510E_527F_ADE6_82D1)
        change(&swarm)
        self.swarm = swarm
        draw = SimulatedEntropy(seed: random.next())
        self.random = random
        let clock = self.clock
        bus = SimulatedBus(
            requestBytesMax: swarm.requestBytesMax, sleeps: false, bootID: "", asleep: { clock.suspendedMilliseconds },
            clock: { clock.milliseconds })
        store = try Store.inMemory()
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        certifier = Certifier(
            facts: StationFacts(
                name: "Simulation", organization: nil, location: nil, toolVersion: "0",
                buildDigest: "sha256:" + String(repeating: "0", count: 64), operatingSystem: "Simulation"),
            stationKey: Self.key, simulationKey: Self.key, folder: folder,
            log: LogFacts(origin: "wipesim.invalid/run", key: Self.headKey, folder: folder + "/log"))
        logKey = LogKey(name: "wipesim.invalid/run", key: Self.headKey.publicKey)
        let lines = [(Self.key, "simulation"), (Self.headKey, "log")].map { "\($0.0.publicKey.did) \($0.1) 2000-01-01 -\n" }
        trust = try KeyRing(parsing: Array(lines.joined().utf8), file: "keys")
    }

    // MARK: the seedResult

    /// Lives through the seed; throws the first violation.
    mutating func run(steps: Int = 700) throws {
        defer { removeFolder() }
        for cast in swarm.cast {
            note("drive \(cast.number) \(cast.role.rawValue) \(cast.drive.geometry) cache \(cast.cache.rawValue) \(cast.faults)")
        }
        newBoot()
        try start()
        plugErasers()
        for _ in 0..<steps { try step() }
        try comeToRest()
        try checkEnd()
    }

    func removeFolder() { try? FileManager.default.removeItem(atPath: folder) }

    /// A line of what happened.
    mutating func note(_ line: @autoclosure () -> String) {
        let text = "\(clock.milliseconds) \(line())"
        for byte in text.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
        trace.append(text)
        if trace.count > 400 { trace.removeFirst(200) }
        if printsTrace { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
    }

    func expect(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
        if !condition { throw Violation(sentence()) }
    }

    /// The station's clocks now.
    func now() -> Moment {
        let milliseconds = clock.milliseconds
        let running = life.map { $0.runningBase + milliseconds - $0.startedAt } ?? 0
        return Moment(
            wallMilliseconds: wallOffset + milliseconds, runningMilliseconds: running, isSynchronised: true, clockSource: .simulated)
    }

    /// The drive that this attachment is or was of.
    func cast(at id: AttachmentID) -> Cast? { swarm.cast.first { $0.number == numbers[id] } }

    /// A drive goes into a place that is free; nil where it is plugged in already.
    @discardableResult
    mutating func insert(_ drive: SimulatedDrive, place: String) -> AttachmentID? {
        let id = bus.plug(drive, place: place)
        if let id, let cast = swarm.cast.first(where: { $0.drive === drive }) { numbers[id] = cast.number }
        return id
    }

    // MARK: the daemon's life

    mutating func newBoot() {
        bootID = random.uuid(wallMilliseconds: clock.milliseconds)
        bus.boot(bootID)
    }

    mutating func start() throws {
        note("start")
        // A start that cannot write the mark is no start; people see to it first.
        faultInjection.markFails = false
        tally.restarts += 1
        judge.arrived.formIntersection(judge.onRecord)
        let faultInjection = faultInjection
        let store = store
        let certifier = certifier
        let door = try Door(
            rules: swarm.rules, policies: swarm.policies, bootID: bootID, store: store, certifier: certifier, entropy: draw.entropy,
            append: { (entries, now) throws(StoreError) in
                if faultInjection.storeFails {
                    throw StoreError(kind: .other, path: "simulated", what: "simulated: no room", sqliteCode: nil)
                }
                try store.append(entries, at: now)
            },
            files: FileWriter { _ in try faultInjection.interfere() },
            history: HistoryKeeping(
                folder: markFolder, at: now(),
                files: FileWriter { _ in if faultInjection.markFails { throw Violation("simulated: no room for the mark") } }))
        life = DaemonRun(
            loop: StationLoop(door, keyFolder: KeyFolder(path: folder, fixed: Set(KeyRole.allCases))), startedAt: clock.milliseconds,
            runningBase: try store.runningMilliseconds())
        // Nothing else moves before this is on record, however long that takes.
        faultInjection.storeFails = false
        try receive(.begin)
        life?.letters = bus.enumerate().map { .bus($0) }
    }

    /// The process ends, however it ends. The kernel may still do what was asked of it.
    mutating func die(_ why: String) throws {
        guard let ended = life else { return }
        note("die: \(why)")
        try checkRows()
        for id in ended.runs.keys.sorted() {
            switch ended.runs[id]?.phase {
            case .walking, .waiting: opened[id]?.drive.endProcess { _ in random.chance(50) }
            case .fresh, .refused, nil: break
            }
        }
        for id in ended.held.keys.sorted() { opened[id]?.drive.endProcess { _ in false } }
        // A descriptor of a reader is of the card that lies in it by now.
        for cast in swarm.cast where cast.reader != nil { cast.drive.endProcess { _ in others.chance(50) } }
        life = nil
    }

    /// The machine loses its power and comes back: caches are lost, what hung is gone, drives come in another order. Drives may have a power of their own.
    mutating func losePower(ofDrives: Bool = true) {
        note(ofDrives ? "power lost" : "power of the machine lost")
        var plugs = bus.plugged
        for plug in plugs {
            bus.unplug(plug.id, silently: true, keepsPower: !ofDrives)
            plug.drive.letGo()
        }
        plugs.shuffle(using: &random)
        for plug in plugs { insert(plug.drive, place: plug.place) }
        newBoot()
    }
}
