// What becomes of the drives that were tagged or started in this dialogue: told once, when it happens, to whoever still stands there with the scanner.

import WipeAPI
import WipeWords

/// The wipes that this dialogue has begun.
struct Following: Sendable {
    /// How a wipe stands, as far as a person has to hear of it.
    private enum Standing: Hashable, Sendable {
        case goes
        /// It waits for somebody.
        case waits(String)
        case silent
        case over
        init(_ job: JobView) {
            self =
                switch JobStateWord(rawValue: job.state) {
                case .held, .suspended: .waits(job.state)
                // Somebody stops it, or it was pulled: what comes of that is said then.
                case .stopping: .goes
                case let state? where state.isClosed: .over
                case .running where job.stalledSeconds != nil: .silent
                default: .goes
                }
        }
    }

    /// In the order in which they were begun; nil until it was looked at for the first time.
    private var wipes: [(job: String, standing: Standing?)] = []

    /// Follows a job to its end.
    mutating func follow(_ job: String?) {
        guard let job, !wipes.contains(where: { $0.job == job }) else { return }
        wipes.append((job, nil))
    }

    /// What is new of them.
    ///
    /// - Parameter find: the job of an id that is in none of the bays any more; nil where there is no such job.
    mutating func news(_ bays: [BayView], _ layout: Layout, find: (String) async throws -> JobView?) async throws -> [ScanDialogue.News] {
        var news: [ScanDialogue.News] = []
        for (index, wipe) in wipes.enumerated() {
            let bay = bays.first { $0.job?.id == wipe.job }
            var seen = bay?.job
            if seen == nil { seen = try await find(wipe.job) }
            let standing = seen.map(Standing.init) ?? .over
            wipes[index].standing = standing
            // What it waits for in the beginning was said when it was begun.
            let isNew = standing != wipe.standing && standing != .goes && (wipe.standing != nil || standing == .over || standing == .silent)
            if isNew, let seen { news.append(ScanDialogue.News(seen, in: bay, layout)) }
        }
        wipes.removeAll { $0.standing == .over }
        return news
    }
}

extension ScanDialogue.News {
    /// - Parameter bay: where its drive is; nil where it is in none.
    fileprivate init(_ job: JobView, in bay: BayView?, _ layout: Layout) {
        let isSilent = job.state == JobStateWord.running.rawValue && job.stalledSeconds != nil
        let state = layout.word(isSilent ? "stalled" : job.state, of: .state)
        let why = job.isSanitized || isSilent ? nil : job.sentences(layout).first
        let reasons = job.holds + job.reasons
        let act =
            switch (isSilent, job.isSanitized) {
            case (true, _): Vocabulary.alarm.wording("stalled")?.act?.text(layout.language)
            case (_, true): bay?.safeToPull == true ? layout.say("next-pull") : nil
            default: reasons.lazy.compactMap { layout.act($0, of: [.hold] + job.vocabularies) }.first
            }
        let what = [state, why].compactMap { $0 }.joined(separator: layout.say("colon")) + (act.map { " → " + $0 } ?? "")
        let mark: ScanDialogue.Mark =
            switch JobStateWord(rawValue: job.state) {
            case .sanitized: .done
            case .failed, .abandoned: .no
            case .withdrawn: .note
            default: .waits
            }
        self.init(
            mark: mark, code: isSilent ? "stalled" : job.state, place: [bay?.id ?? job.bay, job.assetTag].compactMap { $0 }, what: what)
    }
}
