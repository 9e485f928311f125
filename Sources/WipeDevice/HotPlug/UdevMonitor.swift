// Hot plug: block device events of udev, or of the kernel where no udevd runs.

import CUdev
import Dispatch
import Glibc
import WipeContents

/// The netlink socket of libudev. Not thread-safe: used by one queue or one test.
final class UdevSocket {
    private let context: OpaquePointer
    private let monitor: OpaquePointer
    private let group: UdevMonitor.Group

    enum Received: Equatable {
        case nothing
        case event(MonitorEvent)
        /// A message that was no usable device: look for the next one.
        case skipped
    }

    init(group: UdevMonitor.Group, receiveBufferBytes: Int32) throws(UdevFailure) {
        guard let context = udev_new() else { throw UdevFailure(call: "udev_new", errno: errno) }
        guard let monitor = udev_monitor_new_from_netlink(context, group.rawValue) else {
            let error = errno
            udev_unref(context)
            throw UdevFailure(call: "udev_monitor_new_from_netlink", errno: error)
        }
        self.context = context
        self.monitor = monitor
        self.group = group
        udev_monitor_filter_add_match_subsystem_devtype(monitor, "block", "disk")
        // Forces the size past the system's limit where we may; else the kernel's limit holds, and overflows are handled all the same.
        udev_monitor_set_receive_buffer_size(monitor, receiveBufferBytes)
        let result = udev_monitor_enable_receiving(monitor)
        guard result >= 0 else { throw UdevFailure(call: "udev_monitor_enable_receiving", errno: -result) }
    }

    deinit {
        udev_monitor_unref(monitor)
        udev_unref(context)
    }

    var descriptor: Int32 { udev_monitor_get_fd(monitor) }

    func receive() -> Received {
        var error: Int32 = 0
        guard let device = wiped_udev_receive(monitor, &error) else {
            switch error {
            case ENOBUFS: return .event(.overflow)
            case EINTR: return .skipped
            // libudev answers 0 or EAGAIN for an empty socket and for a message that its filter turned away.
            case 0, EAGAIN: return hasMore ? .skipped : .nothing
            default: return .event(.failed(errno: error))
            }
        }
        defer { udev_device_unref(device) }
        let action: DeviceAction =
            switch udev_device_get_action(device).map({ String(cString: $0) }) {
            case "add": .add
            case "change": .change
            case "remove": .remove
            case let word: .other(word.flatMap { DeviceText.clean($0) } ?? "")
            }
        guard let look = UdevDevices.look(device, action: action, trustInitialised: group == .udev) else { return .skipped }
        return .event(.device(look))
    }

    private var hasMore: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) > 0
    }
}

/// Watches block devices come and go from the moment it is made. Make it before `list()`: then nothing falls between the two.
///
/// Events are copied and handed on by an own queue, so a slow consumer costs memory (some kilobytes an event), never an event.
/// The daemon must share udevd's network namespace: udevd's messages do not cross it.
package final class UdevMonitor: Sendable {
    /// Who sends the events.
    package enum Group: String, Sendable {
        /// udevd, after its rules: devices come with their properties.
        case udev
        /// The kernel itself, where no udevd runs: properties are few, so no bay that matches `ID_*` will match.
        case kernel
    }

    /// Room for some ten thousand events.
    package static let receiveBufferBytes: Int32 = 16 << 20

    package let group: Group
    /// Ends after `stop()`, and after a `.failed`. For one consumer.
    package let events: AsyncStream<MonitorEvent>
    private let cancel: @Sendable () -> Void

    /// Starts to listen.
    ///
    /// - Parameter group: whom to; nil for udevd where one runs, and for the kernel where none does.
    package init(_ group: Group? = nil) throws(UdevFailure) {
        let group = group ?? (UdevDevices.isUdevdRunning() ? .udev : .kernel)
        self.group = group
        let socket = try UdevSocket(group: group, receiveBufferBytes: UdevMonitor.receiveBufferBytes)
        let (stream, continuation) = AsyncStream.makeStream(of: MonitorEvent.self, bufferingPolicy: .unbounded)
        events = stream
        let queue = DispatchQueue(label: "wiped.udev")
        let source = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: queue)
        // Both are touched on `queue` alone from here on.
        nonisolated(unsafe) let confinedSource = source
        nonisolated(unsafe) let confinedSocket = socket
        source.setEventHandler {
            while true {
                switch confinedSocket.receive() {
                case .nothing: return
                case .skipped: continue
                case .event(let event):
                    continuation.yield(event)
                    if case .failed = event {
                        confinedSource.cancel()
                        return
                    }
                }
            }
        }
        // The socket lives until the source no longer watches its descriptor.
        source.setCancelHandler {
            withExtendedLifetime(confinedSocket) { continuation.finish() }
        }
        cancel = { queue.async { confinedSource.cancel() } }
        let stop = cancel
        continuation.onTermination = { _ in stop() }
        source.activate()
    }

    /// Ends the stream. Harmless when done twice.
    package func stop() { cancel() }

    /// All whole-disk block devices as they are now, for `AttachmentTracker.handle(list:startedAt:)`. Reads sysfs and udev's database.
    package static func list() throws(UdevFailure) -> DeviceList { try UdevDevices.list() }

    deinit { cancel() }
}
