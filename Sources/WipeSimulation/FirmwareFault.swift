// What can be wrong with a drive's own erase.

package import WipeFirmware

/// One thing that is wrong with a drive's own erase.
package enum FirmwareFault: Hashable, Sendable {
    /// It takes the command, is busy for its time, says that it has ended well, and has done nothing.
    case ignores
    /// It has ended well at once, by its own word, and has done nothing.
    case endsAtOnceAndIgnores
    /// It has ended well at once, and has done it.
    case endsAtOnce
    /// It leaves all behind this share (in 100ths) of its capacity.
    case erasesShare(Int)
    /// It leaves so many bytes at the end.
    case sparesTail(UInt64)
    /// It leaves the cells that no host can address. No host can know.
    case sparesSpare
    /// It stays at this share (in 65,536ths) for ever.
    case hangsAt(UInt16)
    /// At this share (in 100ths) of its time it says that it has failed, with as much of it done.
    case failsAt(Int)
    /// At half its time it has failed, and takes no other erase ever after.
    case failsForGood
    case refuses(EraseAnswer.Refusal)
    /// The command comes back unanswered, and was taken or was not.
    case answersNot(didTake: Bool)
    /// While it is at it, nothing that it says of it can be read.
    case losesStatus
    /// It says so from the beginning: a bridge that drops the registers of an ATA drive.
    case statusUnreadable
    /// What it says is about another command than ours (NVMe).
    case statusOfAnother
    /// It takes no erase until its power has been off. Only ATA has a word for that.
    case frozen
    /// Locked by a password of somebody else: nothing is read, written or erased.
    case locked
    /// Its second half holds something else afterwards than its first.
    case leavesMixed
    /// When its power goes it stops, with what is done by then, and says that nothing runs.
    case stopsWithoutPower
    /// When its power goes it is as it was before the command, and says what it said then.
    case revertsWithoutPower
    /// Reads and writes wait until its erase has ended.
    case holdsRequests
    /// What it has erased cannot be read before it is written.
    case unreadableAfterwards
    /// A look at it while it erases itself makes the kernel take it for a drive of size 0, until it is plugged in again.
    case losesSize
    /// It has other sectors afterwards.
    case changesSector
    /// It is smaller afterwards.
    case shrinks

    /// One word for traces and counts.
    package var word: String { "firmware-" + "\(self)".prefix { $0 != "(" } }

    /// The drive says that it has ended well, and there is data left that a host can read.
    package var isLie: Bool {
        switch self {
        case .ignores, .endsAtOnceAndIgnores, .erasesShare, .sparesTail, .leavesMixed, .statusOfAnother: true
        default: false
        }
    }
}
