// One event being taken: what it needs from outside, and what has come of it so far.

/// Handed down, first, to everything that takes a part of an event.
struct Turn {
    /// When the event is taken; the same moment for all that follows from it.
    let now: Moment
    /// Fresh ids, and keys for plans.
    let entropy: Entropy
    private(set) var transition = Transition()

    init(now: Moment, entropy: Entropy) {
        self.now = now
        self.entropy = entropy
    }

    /// Writes down a change. What is written in one turn is stored in one transaction.
    mutating func write(_ entry: JournalEntry) { transition.entries.append(entry) }

    /// Asks the shell for something, once all that was written is durable.
    mutating func ask(_ effect: Effect) { transition.effects.append(effect) }

    /// Notes that this turn let a job into the queue.
    mutating func queued(_ job: JobID) { transition.queued.append(job) }
}
