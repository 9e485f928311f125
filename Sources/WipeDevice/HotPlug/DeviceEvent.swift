// What hot plug is made of: one look at one device, as a value.

package import WipeCore

/// What the kernel or udev said when we looked.
package enum DeviceAction: Hashable, Sendable {
    case add
    case change
    case remove
    /// Found while listing, not told by an event.
    case listed
    /// `move`, `bind`, … : the state that was seen counts, not the word.
    case other(String)
}

/// One look at one whole-disk block device. Event and state may be of different media: the event was sent earlier than we looked.
package struct DeviceEvent: Hashable, Sendable {
    package var action: DeviceAction
    /// Kernel name: `sdb`.
    package var name: String
    package var deviceMajor: UInt32
    package var deviceMinor: UInt32
    /// DISKSEQ that the event itself carried: the media that the event and its properties speak of. Nil where it carried none.
    package var eventDiskSequence: UInt64?
    /// DISKSEQ in sysfs when we looked; nil where the device is gone or the kernel has none (before 5.15).
    package var diskSequence: UInt64?
    /// Size in sysfs when we looked, of the media with `diskSequence`; nil where the device is gone.
    package var sizeBytes: UInt64?
    /// udev has worked on this device: its properties are complete. Always true where no udevd runs, since then nothing more will come.
    package var initialised: Bool
    /// Cleaned udev properties.
    package var properties: [String: String]
    /// When we looked, monotonic nanoseconds. Orders looks at one device, however late they are handed on.
    package var observedAt: UInt64

    package init(
        action: DeviceAction, name: String, deviceMajor: UInt32, deviceMinor: UInt32, eventDiskSequence: UInt64?, diskSequence: UInt64?,
        sizeBytes: UInt64?, initialised: Bool, properties: [String: String], observedAt: UInt64
    ) {
        self.action = action
        self.name = name
        self.deviceMajor = deviceMajor
        self.deviceMinor = deviceMinor
        self.eventDiskSequence = eventDiskSequence
        self.diskSequence = diskSequence
        self.sizeBytes = sizeBytes
        self.initialised = initialised
        self.properties = properties
        self.observedAt = observedAt
    }
}

/// What `UdevMonitor` hands on.
package enum MonitorEvent: Hashable, Sendable {
    case device(DeviceEvent)
    /// The kernel dropped events because we were too slow: list all devices afresh.
    case overflow
    /// The monitor's socket failed for good with this errno: nothing will follow. A daemon that goes on without it is blind.
    case failed(errno: Int32)
}

/// What became of the attached media.
package enum AttachmentChange: Hashable, Sendable {
    case attached(AttachmentID)
    case detached(AttachmentID)
    /// Size, properties or readiness changed: probe again. A size above 0 that differs is also reported so.
    case changed(AttachmentID)
}
