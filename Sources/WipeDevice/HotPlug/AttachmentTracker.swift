// From looks at devices to media that come and go. Pure: no clock, no I/O.
//
// Every look carries the state that sysfs showed at that moment, so a look is judged by that state and only little by the word of the event.
// Therefore duplicates change nothing, and a look that arrives late is known by its time and left out.

package import WipeCore

/// Knows which drives are attached. Feed it every `DeviceEvent` and every list of devices; it answers with what changed.
///
/// - Arrival: a size above 0 where none was known, or a new DISKSEQ.
/// - Departure: `remove`, size 0, a device that is gone, another DISKSEQ (departure of the old, arrival of the new), absence from a list.
/// - A device that udev has not worked on yet, or whose event speaks of another drive than sysfs shows, waits for its own event. After
///   `waitNanoseconds` it is taken as it is: without properties it matches no bay, so it is only shown; its event later makes it `.changed`.
package struct AttachmentTracker: Sendable {
    /// How long udev may take until a device is shown without its properties: 5 s.
    package static let waitNanoseconds: UInt64 = 5_000_000_000

    private struct Slot: Sendable {
        /// The last look that counted.
        var seen: DeviceEvent
        /// The media that was reported as attached, if any.
        var attached: AttachmentID?
        /// Since when it waits for udev; nil where it does not.
        var waitingSince: UInt64?
        /// DISKSEQ that a `remove` event took away. sysfs may still show it for a moment (or for good, when the event was synthetic).
        var removed: UInt64?
    }
    private var slots: [String: Slot] = [:]
    /// When the last list began: older looks at devices that were not in it are void.
    private var listedAt: UInt64 = 0

    package init() {}

    /// Every attached media with the last look at it.
    package var attached: [AttachmentID: DeviceEvent] {
        var result: [AttachmentID: DeviceEvent] = [:]
        for slot in slots.values {
            if let id = slot.attached { result[id] = slot.seen }
        }
        return result
    }

    /// udev properties of an attached drive: those that came with its own DISKSEQ. Nil where it is not attached or still without them.
    package func properties(of attachment: AttachmentID) -> [String: String]? {
        guard let slot = slots[attachment.name], slot.attached == attachment, AttachmentTracker.speaksOfItself(slot.seen) else {
            return nil
        }
        return slot.seen.properties
    }

    /// The newest look at every device that is not attached: the kernel gives it no size, or no DISKSEQ.
    package var unattached: [DeviceEvent] { slots.values.filter { $0.attached == nil }.map(\.seen) }

    /// True while a device waits for udev: call `overdue` in time.
    package var isWaiting: Bool { slots.values.contains { $0.waitingSince != nil } }

    /// Takes one look.
    package mutating func handle(_ event: DeviceEvent) -> [AttachmentChange] {
        let known = slots[event.name]
        // Looked at earlier than what is known already, or before a list that did not have it: says nothing any more.
        guard event.observedAt >= known?.seen.observedAt ?? listedAt else { return [] }
        if let known, let newer = known.seen.diskSequence, let sequence = event.diskSequence, sequence < newer { return [] }

        var slot = known ?? Slot(seen: event)
        if event.action == .remove {
            // A late `remove` of an earlier media says nothing about the one that is there now.
            let meant = event.eventDiskSequence ?? event.diskSequence ?? slot.attached?.diskSequence
            if let meant { slot.removed = max(slot.removed ?? 0, meant) }
        } else if event.action == .add, let sequence = event.diskSequence, event.eventDiskSequence == sequence {
            slot.removed = nil
        }

        let present = AttachmentTracker.media(in: event, removed: slot.removed)
        var changes: [AttachmentChange] = []
        if let old = slot.attached, old != present {
            changes.append(.detached(old))
            slot.attached = nil
        }
        if let present {
            let ready = event.initialised && AttachmentTracker.speaksOfItself(event)
            if slot.attached == present {
                if AttachmentTracker.differs(slot.seen, event) { changes.append(.changed(present)) }
                slot.waitingSince = nil
                // A look that says less of the same drive must not take away properties that are known.
                slot.seen = AttachmentTracker.merged(old: slot.seen, new: event, ready: ready)
            } else {
                let sameWait = slot.seen.diskSequence == event.diskSequence ? slot.waitingSince : nil
                if ready {
                    slot.attached = present
                    slot.waitingSince = nil
                    changes.append(.attached(present))
                } else {
                    slot.waitingSince = sameWait ?? event.observedAt
                }
                slot.seen = event
            }
        } else {
            slot.waitingSince = nil
            slot.seen = event
        }
        slots[event.name] = slot
        return changes
    }

    /// Takes a look that the kernel's own event gave rise to, ahead of udev's: it counts only where it takes attached media away. What has come,
    /// and with which properties, udev tells.
    package mutating func handle(ahead event: DeviceEvent) -> [AttachmentChange] {
        guard var slot = slots[event.name], let attached = slot.attached else { return [] }
        if event.action == .remove {
            let meant = event.eventDiskSequence ?? attached.diskSequence
            guard meant >= attached.diskSequence else { return [] }
            slot.removed = max(slot.removed ?? 0, meant)
        } else {
            guard event.observedAt >= slot.seen.observedAt, AttachmentTracker.media(in: event, removed: nil) != attached else { return [] }
            if let now = event.diskSequence, now > attached.diskSequence { slot.removed = max(slot.removed ?? 0, attached.diskSequence) }
        }
        // What was seen last stays what udev said: a look of udev's that is on its way with an earlier time still counts.
        slot.attached = nil
        slot.waitingSince = nil
        slots[event.name] = slot
        return [.detached(attached)]
    }

    /// Takes a whole list of devices that was begun at `startedAt` (monotonic nanoseconds, before the first look of the list): what is attached
    /// and not in it is detached, unless a newer look than the list says that it is there.
    package mutating func handle(list: [DeviceEvent], startedAt: UInt64) -> [AttachmentChange] {
        var changes: [AttachmentChange] = []
        let names = Set(list.map(\.name))
        for name in slots.keys.sorted() where !names.contains(name) {
            guard let slot = slots[name], slot.seen.observedAt < startedAt else { continue }
            if let id = slot.attached { changes.append(.detached(id)) }
            slots[name] = nil
        }
        listedAt = max(listedAt, startedAt)
        for event in list { changes += handle(event) }
        return changes
    }

    /// Media whose udev event did not come within `waitNanoseconds`: attached without properties.
    package mutating func overdue(at now: UInt64) -> [AttachmentChange] {
        var changes: [AttachmentChange] = []
        for name in slots.keys.sorted() {
            guard var slot = slots[name], let since = slot.waitingSince, now >= since, now - since >= AttachmentTracker.waitNanoseconds
            else { continue }
            slot.waitingSince = nil
            if slot.attached == nil, let present = AttachmentTracker.media(in: slot.seen, removed: slot.removed) {
                slot.attached = present
                changes.append(.attached(present))
            }
            slots[name] = slot
        }
        return changes
    }

    /// The media that a look shows, if any.
    private static func media(in event: DeviceEvent, removed: UInt64?) -> AttachmentID? {
        guard let sequence = event.diskSequence, let size = event.sizeBytes, size > 0 else { return nil }
        if let removed, sequence <= removed { return nil }
        return AttachmentID(name: event.name, diskSequence: sequence)
    }

    /// Event and state are of the same drive. A list has no event of its own; its properties come from udev's database.
    private static func speaksOfItself(_ event: DeviceEvent) -> Bool {
        guard let own = event.eventDiskSequence else { return event.initialised }
        return own == event.diskSequence && event.initialised
    }

    private static func merged(old: DeviceEvent, new: DeviceEvent, ready: Bool) -> DeviceEvent {
        guard !ready, speaksOfItself(old) else { return new }
        var kept = new
        kept.properties = old.properties
        kept.eventDiskSequence = old.eventDiskSequence
        kept.initialised = old.initialised
        return kept
    }

    /// Something that a probe would find has changed.
    private static func differs(_ old: DeviceEvent, _ new: DeviceEvent) -> Bool {
        if old.sizeBytes != new.sizeBytes || old.deviceMajor != new.deviceMajor || old.deviceMinor != new.deviceMinor { return true }
        guard new.initialised, speaksOfItself(new) else { return false }
        if !speaksOfItself(old) { return true }
        return stable(old.properties) != stable(new.properties)
    }

    /// Properties that tell about the event, not about the media.
    private static let passing: Set<String> = [
        "ACTION", "SEQNUM", "USEC_INITIALIZED", "SYNTH_UUID", "DISK_MEDIA_CHANGE", "DISK_EJECT_REQUEST", "RESIZE", "DEVLINKS", "TAGS",
        "CURRENT_TAGS",
        "UDEV_DATABASE_VERSION",
    ]

    private static func stable(_ properties: [String: String]) -> [String: String] {
        properties.filter { !passing.contains($0.key) && !$0.key.hasPrefix("SYNTH_ARG_") }
    }
}
