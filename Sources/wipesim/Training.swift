// What there is to practise at a simulated station, and whether it was done. Judged by what the station has signed and by what became of the drives
// themselves, never by what somebody says alone.

import Foundation
import WipeCertificate
import WipeCore
import WipeSimulation

/// The tasks of one sitting.
struct Training {
    /// In the order in which they are best done; a person says their numbers, from 1.
    enum Exercise: String, CaseIterable {
        case wipe, liar, pulled, hanging, purge

        /// The drive that it is about; nil where that is the question.
        var serial: String? {
            switch self {
            case .wipe: "SIM-0001"
            case .liar: nil
            case .pulled: "SIM-0002"
            case .hanging: "SIM-0006"
            case .purge: "SIM-0010"
            }
        }
        /// As a person counts.
        var number: Int { (Exercise.allCases.firstIndex(of: self) ?? 0) + 1 }
    }

    /// What the drives and the records say.
    struct Verdict: Equatable {
        enum Kind: String, CaseIterable {
            case right, wrong
            case notYet = "not-yet"
        }
        var kind: Kind
        /// A code of `training`, with what fills its places.
        var why: String
        var parameters: [String: String] = [:]

        init(_ kind: Kind, _ why: String, _ parameters: [String: String] = [:]) {
            self.kind = kind
            self.why = why
            self.parameters = parameters
        }
    }

    private let shelf: [ShelfDrive]
    /// Where the station publishes its records.
    private let certificates: String
    private var pulledMidway: Set<String> = []
    private var releasedHanging: Set<String> = []
    /// The drive that was named as the one that lies.
    private var liar: String?

    /// The newest record before the sitting: what lies in a kept state folder is of other drives, though they had the same serials.
    private var before = 0

    /// Made before the station starts.
    init(shelf: [ShelfDrive], certificates: String) {
        self.shelf = shelf
        self.certificates = certificates
        before = shelf.compactMap { newest($0.serial)?.number }.max() ?? 0
    }

    /// None where the drives are not those that the tasks are about.
    var exercises: [Exercise] {
        Exercise.allCases.filter { exercise in exercise.serial.map { drive($0) != nil } ?? shelf.contains(where: \.lies) }
    }

    private func drive(_ serial: String) -> ShelfDrive? { shelf.first { $0.serial == serial } }

    // MARK: what the hands did

    /// Called before a drive is pulled.
    mutating func notePull(_ item: ShelfDrive) {
        let hasBegun = item.drive.with { $0.medium.bytesWritten > 0 }
        if hasBegun, newest(item.serial) == nil { pulledMidway.insert(item.serial) }
    }

    /// Called before a drive is let go of.
    mutating func noteRelease(_ item: ShelfDrive) {
        if item.drive.with({ $0.strikes.keys.contains { $0.hasSuffix("-hangs") } }) { releasedHanging.insert(item.serial) }
    }

    /// The answer to the question which one it is.
    mutating func name(liar serial: String) { liar = serial }

    // MARK: the verdict

    func judge(_ exercise: Exercise) -> Verdict {
        guard let serial = exercise.serial else { return judgeLiar(exercise) }
        let record = newest(serial)
        switch exercise {
        case .pulled where !pulledMidway.contains(serial):
            return Verdict(record == nil ? .notYet : .wrong, "not-pulled", ["serial": serial])
        case .hanging where !releasedHanging.contains(serial):
            return Verdict(record == nil ? .notYet : .wrong, "not-released", ["serial": serial])
        default: return judgeWipe(serial, record, as: exercise == .purge ? "purged" : "cleared")
        }
    }

    /// A record that claims it, and a drive that does not contradict.
    private func judgeWipe(_ serial: String, _ record: SignedOutcome?, as claim: String) -> Verdict {
        guard let record, let item = drive(serial) else { return Verdict(.notYet, "no-record", ["serial": serial]) }
        let facts = ["serial": serial, "record": String(record.number), "outcome": record.outcome]
        guard record.outcome.hasPrefix(claim) else { return Verdict(.wrong, "record-says", facts) }
        let left = item.drive.with { drive in
            drive.medium.holding(drive.medium.donor, in: drive.medium.geometry.whole).reduce(0) { $0 + $1.length }
        }
        guard left == 0 else { return Verdict(.wrong, "still-there", facts.merging(["bytes": String(left)]) { one, _ in one }) }
        return Verdict(.right, "wiped", facts)
    }

    /// A drive that lies, and a record that says what came of it.
    private func judgeLiar(_ exercise: Exercise) -> Verdict {
        guard let liar else { return Verdict(.notYet, "say-which", ["number": String(exercise.number)]) }
        guard let item = drive(liar), item.lies else { return Verdict(.wrong, "honest", ["serial": liar]) }
        guard let record = newest(liar), record.outcome == "not-sanitized" else {
            return Verdict(.notYet, "not-found-out", ["serial": liar])
        }
        return Verdict(.right, "found-out", ["serial": liar, "record": String(record.number), "outcome": record.outcome])
    }

    /// Of one record.
    private struct SignedOutcome {
        var number: Int
        var outcome: String
    }

    /// The newest record of this sitting about a drive.
    private func newest(_ serial: String) -> SignedOutcome? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: certificates)) ?? []
        return names.filter { $0.hasSuffix(".json") }.compactMap { name -> SignedOutcome? in
            guard let bytes = FileManager.default.contents(atPath: certificates + "/" + name),
                let document = try? JSONParser.parse(Array(bytes)),
                case .record(let record) = DocumentReading(document), record.facts.media.serial == serial, record.facts.record > before
            else { return nil }
            return SignedOutcome(number: record.facts.record, outcome: record.conclusions.outcome.rawValue)
        }.max { $0.number < $1.number }
    }
}

extension ShelfDrive {
    /// It says of a write that it is done, and it is not.
    fileprivate var lies: Bool { drive.with { $0.faults.contains(where: \.isLie) } }
}
