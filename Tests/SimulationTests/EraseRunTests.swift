// Goal: a drive that erases itself is believed only as far as its marks and its status bear out. Method: the engine's loop on a simulated drive
// whose firmware lies in each known way, with crashes between any two steps; what the drive really holds is looked up in its bytes.

import Testing
import WipeCore
import WipeFirmware

@testable import WipeSimulation

/// A drive with firmware, the loop around its run, and what a store would hold.
struct EraseBench {
    let bench: OpenBench
    let plan: WipePlan
    var saved: Checkpoint
    private var random: SeededGenerator
    private(set) var commandsUnsaved = 0
    private(set) var runs = 0

    init(_ firmware: SimulatedFirmware, rows: [PassSpec], techniques: [Technique], sectors: UInt64 = 2048, seed: UInt64 = 1) throws {
        bench = try OpenBench(sectors: sectors)
        bench.drive.with { $0.firmware = firmware }
        var random = SeededGenerator(seed: seed)
        let policy = Policy(
            id: "test", version: "1.0.0", digest: "sha256:" + String(repeating: "0", count: 64), title: Title(fr: "Essai", en: "Test"),
            status: .current, claim: nil, media: [.magnetic, .flash], passes: rows)
        var keys = SeededGenerator(seed: seed &+ 1000)
        let entropy = PlanEntropy(
            key: { keys.key() },
            choices: { key in
                var stream = SeededGenerator(seed: key.bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) })
                return { stream.next() }
            })
        plan = Planner.plan(policy: policy, geometry: bench.admitted.geometry, techniques: techniques, entropy: entropy)
        saved = .start(passes: plan.passes.count)
        _ = random.next()
        self.random = random
    }

    var firmware: SimulatedFirmware? { bench.drive.with { $0.firmware } }

    /// One run to its end, or until it has taken so many turns: then the process is gone, and some of what was out still happened.
    ///
    /// - Parameters:
    ///   - pausedAt: asks for a stop after so many turns, and goes on with the device that stayed open.
    ///   - meanwhile: what happens to the drive while it stands still.
    mutating func run(turns: Int = Int.max, pausedAt: Int = Int.max, meanwhile: (SimulatedDrive) -> Void = { _ in }) throws -> WipeReport? {
        var clearance = try bench.open()
        var run = WipeRun(
            plan: plan, from: saved, isFirst: runs == 0, requestBytesMax: clearance.requestBytesMax, window: clearance.window,
            limits: RunLimits(commandMilliseconds: 3_600_000))
        runs += 1
        var number: UInt64 = 0
        func save(_ saved: inout Checkpoint) {
            if run.checkpointNumber != number { (saved, number) = (run.checkpoint, run.checkpointNumber) }
        }
        for turn in 0..<200_000 {
            let now = Moment(wallMilliseconds: 1_700_000_000_000 + bench.clock.milliseconds, runningMilliseconds: bench.clock.milliseconds)
            if turn == pausedAt { run.requestStop() }
            if run.stopped {
                save(&saved)
                meanwhile(bench.drive)
                run.goOn()
            }
            if turn >= turns {
                bench.drive.endProcess { _ in random.chance(50) }
                clearance.close()
                return nil
            }
            while let question = run.question {
                switch question {
                case .custody: run.answer(run.isTold ? nil : clearance.custodyEvidence(askingDrive: true), at: now)
                case .sample(let spec): Issue.record("asked for \(spec)")
                }
            }
            save(&saved)
            while let step = run.next(at: now) {
                save(&saved)
                if case .command = step.action, saved.passes[saved.cursor.pass].command?.state != .intended { commandsUnsaved += 1 }
                try clearance.submit(step, pass: run.progress.pass)
            }
            bench.clock.advance(200)
            for completion in clearance.reap(timeoutMilliseconds: 0) { run.completed(completion, at: now) }
            save(&saved)
            if var report = run.report(at: now) {
                if report.end == .finished, report.needsALook { report.recognised = clearance.recognised() }
                clearance.close()
                return report
            }
        }
        Issue.record("the run does not end: \(run.progress)")
        return nil
    }

    /// Whether anything of the donor's or of a mark is left where a host can look, and behind it.
    var isClean: Bool {
        bench.drive.with { drive in
            let whole = drive.medium.geometry.whole
            let patterns = [drive.medium.donor] + plan.passes.filter { $0.command != nil }.map(\.pattern)
            return patterns.allSatisfy { drive.medium.look(whole, for: $0).marked.isEmpty } && drive.firmware?.spareHoldsDonor == false
        }
    }
}

@Suite struct EraseRunTests {
    private static let block = PassSpec(command: CommandSpec(techniques: [.sanitizeBlock], marks: MarkSpec(subsections: 10)))
    private static let crypto = PassSpec(command: CommandSpec(techniques: [.sanitizeCrypto], marks: MarkSpec(subsections: 10)))
    private static let overwrite = PassSpec(command: CommandSpec(techniques: [.sanitizeOverwrite], marks: nil))
    private static let random = PassSpec(write: .random, verify: .full)

    private static func bench(
        _ faults: [FirmwareFault] = [], transport: CommandTransport = .nvme, rows: [PassSpec] = [block],
        techniques: [Technique] = [.sanitizeBlock],
        seed: UInt64 = 1
    ) throws -> EraseBench {
        try EraseBench(
            SimulatedFirmware(transport: transport, offers: [.block, .crypto, .overwrite], faults: faults), rows: rows,
            techniques: techniques,
            seed: seed)
    }

    @Test(arguments: CommandTransport.allCases) func anHonestDriveIsSanitized(transport: CommandTransport) throws {
        for (rows, techniques) in [
            ([Self.block], [Technique.sanitizeBlock]), ([Self.crypto], [.sanitizeCrypto]), ([Self.overwrite], [.sanitizeOverwrite]),
            ([Self.crypto, Self.block], [.sanitizeCrypto, .sanitizeBlock]), ([Self.block, Self.random], [.sanitizeBlock]),
            ([Self.random, Self.block], [.sanitizeBlock]),
        ] {
            var bench = try Self.bench(transport: transport, rows: rows, techniques: techniques)
            let report = try #require(try bench.run())
            #expect(Verdict.of(report) == .sanitized, "\(techniques): \(Verdict.of(report)) \(report.end)")
            #expect(report.end == .finished)
            #expect(bench.isClean)
            #expect(bench.firmware?.sent == techniques.count)
            #expect(bench.firmware?.disturbed == 0)
            #expect(bench.commandsUnsaved == 0)
            for facts in report.passes.compactMap(\.command) {
                #expect(facts.state == .ended && facts.acceptance == .completion && facts.observedRunning && facts.issues == 1)
                #expect(facts.survived.isEmpty && facts.unstored.isEmpty)
            }
        }
    }

    /// What each lie is found out by.
    @Test(arguments: [
        (FirmwareFault.ignores, [VerdictReason.marksSurvived, .contentsUnfit]), (.endsAtOnceAndIgnores, [.marksSurvived, .contentsUnfit]),
        (.erasesShare(50), [.marksSurvived, .contentsMixed]), (.sparesTail(512), [.marksSurvived, .contentsMixed]),
        (.leavesMixed, [.contentsMixed]),
    ])
    func aLieIsFoundOut(fault: FirmwareFault, reasons: [VerdictReason]) throws {
        for transport in CommandTransport.allCases {
            var bench = try Self.bench([fault], transport: transport)
            let report = try #require(try bench.run())
            #expect(Verdict.of(report) == .failed(reasons), "\(transport)")
            #expect(bench.firmware?.disturbed == 0)
        }
    }

    @Test(arguments: [
        (FirmwareFault.failsAt(50), PolicyStop.commandFailed), (.failsForGood, .commandFailed), (.hangsAt(655), .commandStalled),
        (.refuses(.refusedByDrive), .commandRefused), (.refuses(.running), .commandRefused),
        (.losesStatus, .statusLost), (.statusUnreadable, .statusUnreadable), (.frozen, .frozen), (.locked, .noAnswer),
    ])
    func whatComesToNothingSaysWhy(fault: FirmwareFault, stop: PolicyStop) throws {
        // Only ATA has a word for frozen.
        var bench = try Self.bench([fault], transport: fault == .frozen ? .ata : .nvme)
        let report = try #require(try bench.run())
        #expect(report.end == .stoppedByPolicy(code: stop))
        #expect(Verdict.of(report) != .sanitized)
        // A drive whose state cannot be read, or that is frozen, is told nothing.
        if [.statusUnreadable, .frozen, .noAnswer].contains(stop) { #expect(bench.firmware?.sent == 0) }
        // Nobody reads of a drive that may be at an erase, be it somebody else's.
        let mayBeErasing = fault == .refuses(.running) || stop == .statusLost || stop == .commandStalled
        #expect(report.mayBeErasing == mayBeErasing)
    }

    @Test func anotherCommandsStatusIsNoAnswer() throws {
        var bench = try Self.bench([.statusOfAnother])
        let report = try #require(try bench.run())
        #expect(report.end == .stoppedByPolicy(code: .statusLost))
    }

    @Test func aLostAnswerIsSettledByTheMarks() throws {
        for transport in CommandTransport.allCases {
            var taken = try Self.bench([.answersNot(didTake: true)], transport: transport)
            let report = try #require(try taken.run())
            #expect(Verdict.of(report) == .sanitized)
            #expect(report.passes[0].command?.acceptance == .foundRunning)
            #expect(taken.firmware?.sent == 1)

            var lost = try Self.bench([.answersNot(didTake: false)], transport: transport)
            let again = try #require(try lost.run())
            #expect(Verdict.of(again) == .sanitized)
            // Every mark is there and custody is whole: it is told once more, and the marks stay.
            #expect(lost.firmware?.sent == 2 && again.passes[0].command?.issues == 2 && again.passes[0].command?.attempts == 1)
            #expect(again.notes == nil)
        }
    }

    /// A pause anywhere, on the device that stays open: nothing is sent twice, and what others do meanwhile does not help a drive that lies.
    @Test func aPauseNeitherRepeatsTheCommandNorHidesOtherHands() throws {
        for turn in 0..<60 {
            var honest = try Self.bench()
            let report = try #require(try honest.run(pausedAt: turn))
            #expect(Verdict.of(report) == .sanitized, "paused at \(turn): \(report.end)")
            #expect(honest.firmware?.sent == 1 && honest.isClean && honest.firmware?.disturbed == 0, "paused at \(turn)")

            var lying = try Self.bench([.ignores])
            let whole = lying.bench.admitted.geometry.whole
            let trimmed = try #require(
                try lying.run(pausedAt: turn) {
                    if $0.with({ $0.firmware?.isRunning == true || $0.firmware?.sent == 0 }) { $0.discardBeside(whole) }
                })
            if lying.firmware?.spareHoldsDonor == true, Verdict.of(trimmed) == .sanitized {
                Issue.record("paused at \(turn): what somebody discarded passes for an erase")
            }
        }
    }

    /// The drive is away while it erases itself, and comes back with data of somebody that look like noise: what its former owner had on it, or an
    /// encrypted volume. No mark is left, and its own word is true.
    @Test(arguments: CommandTransport.allCases) func whatComesOntoItWhileItIsAwayIsNoErase(transport: CommandTransport) throws {
        for (rows, technique) in [([Self.block], Technique.sanitizeBlock), ([Self.crypto], .sanitizeCrypto)] {
            var wasAway = 0
            for turn in 0..<40 {
                var bench = try Self.bench(transport: transport, rows: rows, techniques: [technique])
                let (drive, clock) = (bench.bench.drive, bench.bench.clock)
                let early = try bench.run(turns: turn)
                guard early == nil, bench.firmware?.sent == 1 else { continue }
                clock.advance(10_000)
                let donor = drive.with { $0.medium.donor }
                drive.put(donor, at: drive.geometry.whole)
                wasAway += 1
                let report = try #require(try bench.run())
                // It was marked and told once more, or it has failed.
                #expect(Verdict.of(report) != .sanitized || bench.isClean, "\(technique), away after \(turn): \(report.end)")
            }
            #expect(wasAway > 5)
        }
    }

    /// Marks that no flush covers: no checkpoint could say that a command is intended, so none goes out.
    @Test func withoutAFlushNothingIsTold() throws {
        for rows in [[Self.block], [Self.overwrite]] {
            var bench = try Self.bench(rows: rows, techniques: [rows == [Self.block] ? .sanitizeBlock : .sanitizeOverwrite])
            bench.bench.drive.with { $0.faults = [Fault(.flush, .fails(errno: 5))] }
            let report = try #require(try bench.run())
            #expect(report.end == .stoppedByPolicy(code: .marksNotStored))
            #expect(bench.firmware?.sent == 0 && bench.commandsUnsaved == 0)
        }
    }

    /// It comes back with what people make on drives: a table and data at its head, zeros behind. Nothing is written over that.
    @Test(arguments: CommandTransport.allCases) func whatSomebodyHasPutOnItMeanwhileStays(transport: CommandTransport) throws {
        let theirs = Pattern.fixed([0x4D, 0x42, 0x52, 0x01, 0x9A])
        for rows in [[Self.crypto], [Self.crypto, Self.random], [Self.block]] {
            var kept = 0
            for turn in 0..<60 {
                var bench = try Self.bench(
                    transport: transport, rows: rows, techniques: [rows[0] == Self.block ? .sanitizeBlock : .sanitizeCrypto])
                let (drive, clock) = (bench.bench.drive, bench.bench.clock)
                guard try bench.run(turns: turn) == nil, bench.firmware?.sent == 1, bench.saved.cursor.pass == 0 else { continue }
                clock.advance(10_000)
                let head = Extent(offset: 0, length: 64 << 10)
                drive.put(.zeros, at: drive.geometry.whole)
                drive.put(theirs, at: head)
                let report = try #require(try bench.run())
                let isThere = drive.with { $0.medium.look(head, for: theirs).marked == [head] }
                #expect(isThere && bench.firmware?.sent == 1, "\(rows.count) rows, away after \(turn): \(report.end)")
                #expect(Verdict.of(report) != .sanitized)
                kept += 1
            }
            #expect(kept > 5)
        }
    }

    /// Hours without power are none of the time that an erase may take.
    @Test func timeAwayIsNoStall() throws {
        var bench = try Self.bench()
        for turn in 1..<60 where bench.firmware?.isRunning != true {
            bench = try Self.bench()
            _ = try bench.run(turns: turn)
        }
        let away = bench.bench
        away.drive.with { drive in drive.firmware?.losePower(at: away.clock.milliseconds, &drive.medium) }
        away.clock.advance(7_200_000)
        away.drive.with { drive in drive.firmware?.regainPower(at: away.clock.milliseconds) }
        let report = try #require(try bench.run())
        #expect(Verdict.of(report) == .sanitized, "\(report.end)")
    }

    /// In the order of time, whatever is left out, and with all of the last attempt.
    @Test func theExchangesThatAreKeptAreInOrder() {
        var row = CommandResult()
        var time: Int64 = 0
        func keep(_ all: [CommandEvidence.What]) {
            for what in all {
                time += 100_000
                row.keep(
                    what, EraseEvidence(request: [1], status: nil, answer: []),
                    at: Moment(wallMilliseconds: time, runningMilliseconds: time))
            }
        }
        let attempt: [CommandEvidence.What] = [
            .statusBefore, .command, .statusAfterSilence, .statusRunning, .statusRunning, .statusRunning, .statusEnd,
        ]
        for _ in 0..<CommandResult.attemptsMax { keep(attempt) }
        let times = row.evidence.map(\.at.wallMilliseconds)
        #expect(times == times.sorted() && row.evidence.count == CommandResult.evidenceKept)
        #expect(
            row.evidence.suffix(6).map(\.what) == attempt.filter { $0 != .statusRunning }.prefix(3) + [
                .statusRunning, .statusRunning, .statusEnd,
            ])
    }

    /// The station ends while the drive is at it: an erase of blocks goes on and counts, and that nobody watched is on record.
    @Test(arguments: CommandTransport.allCases) func absenceDuringTheEraseIsOnRecord(transport: CommandTransport) throws {
        var bench = try Self.bench(transport: transport)
        var turns = 0
        repeat {
            bench = try Self.bench(transport: transport)
            turns += 1
            _ = try bench.run(turns: turns)
        } while bench.firmware?.isRunning == false && turns < 100
        let report = try #require(try bench.run())
        #expect(Verdict.of(report) == .sanitized && bench.firmware?.sent == 1)
        #expect(report.notes?.map(\.phase) == [.command] && report.notes?.map(\.reason) == [.released])
    }

    /// A mark where nothing can be read is not seen to be gone.
    @Test func marksThatCannotBeReadAgainProveNothing() throws {
        var bench = try Self.bench()
        var report = try #require(try bench.run())
        let command = try #require(report.plan.passes[0].command)
        #expect(Verdict.of(report) == .sanitized)
        report.passes[0].unreadable = ExtentSet(command.marks)
        guard case .failed(let reasons) = Verdict.of(report) else { return #expect(Bool(false), "no mark was read, and it is sanitized") }
        #expect(reasons.contains(.eraseUnproven))
    }

    @Test func otherHandsBetweenTheMarksAndTheCommandBeginTheRowAgain() throws {
        // TRIM removes every mark of a drive that then ignores its command: only custody tells.
        var bench = try Self.bench([.ignores])
        let drive = bench.bench.drive
        let report = try #require(try bench.run())
        #expect(Verdict.of(report) != .sanitized)
        #expect(drive.with { !$0.medium.isUntouched })
    }

    /// Every kind of firmware, every row, and a process that ends anywhere: what is called sanitized is clean, a drive at work is not disturbed, and
    /// no command goes out before its intent is on record.
    @Test func whateverHappensNothingUntrueIsSaid() throws {
        let faults: [[FirmwareFault]] = [
            [], [], [], [.ignores], [.endsAtOnce], [.endsAtOnceAndIgnores], [.erasesShare(50)], [.sparesTail(4096)], [.failsAt(50)],
            [.failsForGood],
            [.hangsAt(655)],
            [.refuses(.refusedByDrive)], [.answersNot(didTake: true)], [.answersNot(didTake: false)], [.losesStatus], [.statusOfAnother],
            [.leavesMixed], [.stopsWithoutPower], [.revertsWithoutPower], [.unreadableAfterwards], [.holdsRequests],
        ]
        let rows: [([PassSpec], [Technique])] = [
            ([Self.block], [.sanitizeBlock]), ([Self.crypto], [.sanitizeCrypto]),
            ([Self.crypto, Self.block], [.sanitizeCrypto, .sanitizeBlock]),
            ([Self.overwrite], [.sanitizeOverwrite]), ([Self.block, Self.random], [.sanitizeBlock]),
            ([Self.random, Self.block], [.sanitizeBlock]),
        ]
        var sanitized = 0
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let chosen = faults[Int(random.below(faults.count))]
            let (policy, techniques) = rows[Int(random.below(rows.count))]
            let transport = CommandTransport.allCases[Int(random.below(3))]
            var bench = try Self.bench(chosen, transport: transport, rows: policy, techniques: techniques, seed: seed)
            var report: WipeReport?
            for _ in 0..<random.below(4) where report == nil {
                report = try bench.run(turns: Int(random.below(80)))
                if random.chance(30) { bench.bench.drive.losePower() }
                if random.chance(30) { bench.bench.clock.advance(Int64(random.below(20_000))) }
            }
            let last = try report ?? bench.run()
            let ended = try #require(last, "seed \(seed)")
            if Verdict.of(ended) == .sanitized {
                sanitized += 1
                #expect(bench.isClean || techniques.isEmpty, "seed \(seed): \(chosen) \(techniques) \(transport)")
            } else if chosen.isEmpty, bench.runs == 1 {
                Issue.record("seed \(seed): an honest drive is \(Verdict.of(ended)), \(ended.end)")
            }
            #expect(bench.firmware?.disturbed == 0, "seed \(seed): \(chosen) \(techniques)")
            #expect(bench.commandsUnsaved == 0, "seed \(seed)")
            #expect((bench.firmware?.sent ?? 0) <= techniques.count * CommandResult.issuesMax * CommandResult.attemptsMax, "seed \(seed)")
        }
        #expect(sanitized > 30)
    }
}
