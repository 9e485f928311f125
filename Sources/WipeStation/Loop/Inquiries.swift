// One question at a time to one device: what is asked meanwhile is asked again when the answer has come.

import WipeCore

struct Inquiries {
    /// Since when an answer is awaited.
    private(set) var since: [AttachmentID: Moment] = [:]
    private var again: Set<AttachmentID> = []

    /// Whether the question is to be asked now. Where one is on its way already it is asked again after that.
    mutating func ask(_ id: AttachmentID, at now: Moment) -> Bool {
        guard since[id] == nil else {
            again.insert(id)
            return false
        }
        since[id] = now
        return true
    }

    /// The answer has come.
    mutating func answered(_ id: AttachmentID) { since[id] = nil }

    /// Whether the question was asked once more while the answer was on its way. Says so once.
    mutating func wasAskedAgain(_ id: AttachmentID) -> Bool { again.remove(id) != nil }

    /// The device is gone.
    mutating func forget(_ id: AttachmentID) {
        since[id] = nil
        again.remove(id)
    }
}
