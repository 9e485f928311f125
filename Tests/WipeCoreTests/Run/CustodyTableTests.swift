// Goal: whatever happens to a drive in whatever phase, and wherever somebody's bytes come back meanwhile, no verdict says sanitized over them; and
// where nothing came back, it does say so. Method: the whole table of phases, ways, places and policies, judged by the bytes of the medium alone.

import Testing

@testable import WipeCore

@Suite struct CustodyTableTests {
    /// How custody is broken, or not, and whether what comes meanwhile shows in the kernel's count of sectors written.
    enum Way: String, CaseIterable {
        case letGo, killed, paused, pausedAndWritten, asleep, powerCycled, discarded
    }
    enum Place: String, CaseIterable { case nowhere, start, middle, behind, everywhere }
    enum Kind: String, CaseIterable { case full, sample, restart }

    /// 3 MiB: the comparison before a resumed run reads a mebibyte at one end or both, and never all of it.
    private static let sectors = 768
    private static let media = geometry(sectors, logical: 4096, physical: 4096)
    /// As it comes; each case has a copy.
    private static let drive = MemoryDevice(media, window: 1, requestBytesMax: 256 * 1024)

    private static func plan(_ kind: Kind) -> WipePlan {
        let sampled = Coverage.sampled(
            Sample(
                spec: SamplingSpec(), seed: key(9),
                extents: [extent(0, bytes: 4096), extent(440, 3, bytes: 4096), extent(767, bytes: 4096)]))
        return WipeCoreTests.plan(
            media, [(.random(key(1)), .full), (.random(key(2)), kind == .sample ? sampled : .full)], FaultBudget(),
            kind == .restart ? .restart : .continue)
    }

    /// Completions after which the run is in the middle of each phase: 12 requests write a pass, 12 read it, and each phase ends with a flush.
    private static let moments: [(Cursor.Phase, Int)] = [(.write, 6), (.verify, 13 + 6), (.write, 26 + 6), (.verify, 39 + 2)]

    @Test(arguments: Kind.allCases, Way.allCases) func noVerdictLiesAboutTheMedium(_ kind: Kind, _ way: Way) throws {
        for (phase, completions) in Self.moments {
            for place in Place.allCases where way != .paused || place == .nowhere {
                let note: Comment = "\(kind) \(way) \(phase) after \(completions), bytes \(place)"
                var bench = Bench(Self.plan(kind), Self.drive)
                Self.halt(&bench, way, completions)
                let cursor = Int(bench.saved.cursor.offset) / 4096
                Self.put(place, behind: max(1, cursor), onto: &bench.device, isCounted: way == .pausedAndWritten)
                Self.goOn(&bench, way)
                bench.drive()
                let verdict = Verdict.of(try bench.report())
                let left = bench.device.differing(bench.device.medium, from: .random(key(2)))
                #expect(verdict != .sanitized || left.isEmpty, note)
                if place == .nowhere { #expect(verdict == .sanitized, note) }
            }
        }
    }

    private static func halt(_ bench: inout Bench, _ way: Way, _ completions: Int) {
        bench.checkpointEvery = way == .killed ? 1 : nil
        // The drive counts how often it was switched on, from the beginning.
        if way == .powerCycled { bench.onLook = { _, evidence in evidence.powerCycles = 7 } }
        if way == .killed {
            bench.drive(cutAfter: completions)
            bench.device.losePower()
        } else {
            bench.drive(stopAfter: completions)
        }
    }

    private static func goOn(_ bench: inout Bench, _ way: Way) {
        switch way {
        case .letGo, .killed: bench.startAgain()
        case .paused, .pausedAndWritten: bench.goOn()
        case .asleep:
            bench.onLook = { _, evidence in evidence.asleepMilliseconds = 60_000 }
            bench.goOn()
        case .powerCycled:
            bench.onLook = { _, evidence in evidence.powerCycles = 8 }
            bench.goOn()
        case .discarded:
            bench.onLook = { _, evidence in evidence.sectorsDiscarded = 8 }
            bench.goOn()
        }
    }

    /// Somebody's bytes. In a pause that nobody uses, nothing comes: that is the one way in which custody stays whole.
    private static func put(_ place: Place, behind cursor: Int, onto device: inout MemoryDevice, isCounted: Bool) {
        let sectors: [Int] =
            switch place {
            case .nowhere: []
            case .start: [0, 1]
            case .middle: [375, 376]
            case .behind: [max(0, cursor - 2)]
            case .everywhere: stride(from: 0, to: Self.sectors, by: 5).map { $0 }
            }
        let before = device.sectorsAcknowledged
        for sector in sectors { device.alter(sector: sector) }
        if !isCounted { device.sectorsAcknowledged = before }
    }
}
