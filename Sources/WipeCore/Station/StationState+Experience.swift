// What the station sees and has learned of drives that erase themselves.

extension StationState {
    /// A drive that is at an erase of its own is looked at once a minute, until that has ended.
    static let erasingLookMilliseconds: Int64 = 60_000

    /// Nothing tells that a drive is done: it has to be asked. Not under a run of ours, which asks it itself.
    mutating func lookAtErasing(_ turn: inout Turn) {
        for id in attached.keys.sorted() {
            if let media = attached[id], media.mustBeLookedAt, !isBusy(media) {
                attached[id]?.mustBeLookedAt = false
                lookAgain(&turn, id)
            }
            guard let media = attached[id], isAtAnErase(media), !isBusy(media),
                let last = media.identifiedAt, turn.now.runningMilliseconds - last.runningMilliseconds >= Self.erasingLookMilliseconds,
                media.lookedAtAgainSince == nil
            else { continue }
            lookAgain(&turn, id)
        }
    }

    /// It says so, or it is refused because nobody knows; a look then reads nothing but its word.
    private func isAtAnErase(_ media: AttachedMedia) -> Bool {
        guard let capabilities = media.report?.capabilities, capabilities.mayBeErasing else { return false }
        return capabilities.state == .running || media.decision.refusals.contains { $0.code == .erasingByItself }
    }

    /// Counts what came of each command row of a job whose record is now being made.
    mutating func learn(_ turn: inout Turn, _ job: WipeJob, _ conclusion: Conclusion) {
        var counted: Set<TechniqueExperience.Key> = []
        for (pass, result) in zip(conclusion.report.plan.passes, conclusion.report.passes) {
            guard let technique = pass.command?.technique, let row = result.command, row.issues > 0,
                let key = TechniqueExperience.key(job.report, technique), counted.insert(key).inserted
            else { continue }
            var one =
                experience[key]
                ?? TechniqueExperience(model: key.model, firmware: key.firmware, technique: technique, lastAt: turn.now)
            guard one.count(row, conclusion) else { continue }
            one.lastAt = turn.now
            experience[key] = one
            turn.write(.experience(one))
        }
    }
}

extension TechniqueExperience {
    /// False where the row says nothing about the kind of drive: a person ended the job, or another row failed.
    fileprivate mutating func count(_ row: CommandResult, _ conclusion: Conclusion) -> Bool {
        switch conclusion.verdict {
        case .sanitized:
            good += 1
            lastWasBad = false
        case .abandoned: return false
        case .failed(let reasons):
            if row.state == .refused {
                refused += 1
            } else if reasons.contains(where: { $0.code == .stopped(.commandStalled) }) {
                stalled += 1
                lastWasBad = true
            } else if reasons.contains(where: { $0.code.isOfTheErase }) {
                failed += 1
                lastWasBad = true
            } else {
                return false
            }
        }
        return true
    }
}

extension EndCode {
    /// The drive's own erase went wrong, or was not what the drive said.
    fileprivate var isOfTheErase: Bool {
        switch self {
        case .stopped(let stop): [.commandFailed, .commandUnanswered, .statusLost].contains(stop)
        case .verdict(let reason): [.marksSurvived, .contentsMixed, .contentsUnfit, .contentsRecognised].contains(reason)
        default: false
        }
    }
}
