// Liveness: when nothing more goes wrong and people do what they are asked, everything comes to its end.

import WipeCore
import WipeSimulation
import WipeStation

extension Simulation {
    /// Faults stop; then every open job must close within a bounded number of rounds.
    mutating func comeToRest() throws {
        note("faults stop")
        faultsGoOn = false
        calm()
        for cast in swarm.cast {
            cast.drive.letGo()
            cast.drive.with { drive in
                drive.faults.removeAll { fault in
                    switch fault.effect {
                    case .hangs, .leaves, .stalls: true
                    default: false
                    }
                }
                if cast.role != .mounted { drive.usage = .free }
                drive.temperatureCelsius = 30
            }
        }
        for round in 0..<12 {
            tick()
            try quiesce()
            guard life?.door.state.jobs.isEmpty == false else { return }
            // What ends with its window lets others go on, which a person helps too.
            if round < 6 || !round.isMultiple(of: 2) {
                try help()
            } else {
                clock.advance(Int64(swarm.rules.resumeWithinHours) * 3_600_000)
            }
            tick()
        }
        try quiesce()
        let left = life?.door.state.jobs.values.sorted { $0.id < $1.id }.map { "\($0.id) \($0.state.word) \($0.state.detail)" } ?? []
        try expect(left.isEmpty, "(g) jobs never come to their end: \(left.joined(separator: "; "))")
    }

    /// Steps until nobody has anything to do.
    private mutating func quiesce() throws {
        for _ in 0..<40_000 {
            try step()
            deliver()
            guard let life, !life.isStopping else { continue }
            let waits = life.door.state.jobs.values.contains { job in
                if case .certifying = job.state { return true }
                return job.state.occupiesSlot
            }
            let isIdle = life.letters.isEmpty && !life.loop.isBlocked && life.asked.allSatisfy(\.isLook)
            if isIdle, life.runs.isEmpty, !waits { return }
        }
        throw Violation("(g) the station does not come to rest")
    }

    /// Its drive has come out of its own erase with other sectors than it was planned for: nothing opens it, and a person gives it up.
    private func hasOtherSectors(_ job: WipeJob) -> Bool {
        guard let id = job.attachment, let plan = job.plan, let found = life?.door.state.attached[id]?.report?.geometry else {
            return false
        }
        return found.logicalSectorBytes != plan.geometry.logicalSectorBytes
    }

    /// What a person would do: plug in what is missed, tag, confirm, resume, look again at what has become free.
    private mutating func help() throws {
        guard let state = life?.door.state else { return }
        for job in state.jobs.values.sorted(by: { $0.id < $1.id }) where job.attachment == nil {
            for cast in swarm.cast where cast.drive.identity.key == job.identity.key { plug(cast) }
        }
        deliver()
        try replug(state)
        try quiesce()
        guard let state = life?.door.state else { return }
        for id in state.attached.keys.sorted() {
            send(.looked(id, bus.usage(of: id), since: now()))
            send(.temperatureRead(id, bus.temperatureCelsius(of: id)))
        }
        try quiesce()
        for job in life?.door.state.jobs.values.sorted(by: { $0.id < $1.id }) ?? [] {
            if hasOtherSectors(job) {
                try process(.cancelRequested(job.id, Self.operators[0]))
                continue
            }
            try process(.resumeRequested(job.id, Self.operators[0]))
            guard let id = job.attachment, case .held = job.state else { continue }
            if life?.door.state.attached[id]?.assetTag == nil {
                let tag = tag(id, 100 + (cast(at: id)?.number ?? 0))
                if let facts = try life?.door.tagFacts(tag, on: id) {
                    // A twin gets a tag of its own beside that of their serial.
                    let settled = [facts.linked?.tag].compactMap { $0 }
                    try process(.tagAssigned(id, tag, facts, settling: settled, Self.operators[0]))
                }
            }
            try start(id, Self.operators[0], rightly: true)
        }
    }
}
