// What arrives at a station and what it asks of the world: the two sides of its loop.

package import Logging
package import WipeCore

/// What arrives at a station, in order.
package enum Message: Sendable {
    /// The first one: recovers what the store holds.
    case begin
    case bus(BusEvent)
    /// The answer to `probe`; nil where the device could not be read.
    case probed(AttachmentID, ProbeReport?)
    /// The answer to `look`; `since` is when it began.
    case looked(AttachmentID, Usage, since: Moment)
    /// The answer to `readTemperature`.
    case temperatureRead(AttachmentID, Int?)
    /// The answer to `readIdentity`; nil is what the kernel does not say.
    case identityRead(AttachmentID, MediaIdentity?, capacityBytes: UInt64?)
    /// The answer to `rest`.
    case rested(AttachmentID, RestAnswer)
    /// `holdsDevice`: its run is over and its device is still open, for whoever gave the message.
    case runner(JobID, RunnerWord, holdsDevice: Bool)
    /// The answer to `askCustody`.
    case custody(JobID, isWhole: Bool)
    /// The answer to `lookAtPublished`: where the look stands now, what it found, how long it took; or why it could not go on.
    case published(PublishedLook, [SpoiltFile], milliseconds: Int64)
    case publishedUnread(String)
    /// No more events come from the bus.
    case busEnded
    /// At least every second.
    case tick
    case shutdown
}

/// What the loop asks of whoever turns it, to be carried out in order. None of it may block the loop: what takes time is done elsewhere, and its
/// answer comes as a message.
package enum Request: Sendable {
    /// Is durable now.
    case recorded([JournalEntry])
    /// For the log of the machine.
    case say(Logger.Level, String)
    case probe(AttachmentID)
    case look(AttachmentID, since: Moment)
    case readTemperature(AttachmentID)
    /// Name and size, from what the kernel knows.
    case readIdentity(AttachmentID)
    case rest(AttachmentID, ProbeReport)
    /// Goes on with a look at what is published, for about so long.
    case lookAtPublished(PublishedLook, milliseconds: Int64)
    /// A run begins, on the device that is held for this job where there is one.
    case startRun(Assignment)
    /// What the run said last is on record: it goes on.
    case proceed(JobID)
    case stopRun(JobID)
    /// Whether the device that is held for this job was in our hands all the time (`RunConductor.isInCustody`).
    case askCustody(JobID)
    /// No job wants the device any more that is held for this one.
    case close(JobID)
    /// Whoever asks the held device for its custody hangs: it keeps the device, and nobody waits for it.
    case abandon(JobID)
}
