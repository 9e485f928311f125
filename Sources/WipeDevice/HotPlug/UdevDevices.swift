// libudev as values: nothing of libudev's own objects leaves this file and UdevMonitor.swift. A context is used by one thread only.

import CUdev
import Glibc
import WipeContents

/// libudev or its socket could not be used.
package struct UdevFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call that failed.
    package let call: String
    package let errno: Int32
    package var description: String { "\(call): \(errorText(errno))" }
}

/// The list of devices as it is now.
package struct DeviceList: Sendable {
    /// Monotonic nanoseconds before the first look.
    package let startedAt: UInt64
    package let devices: [DeviceEvent]
}

/// Copies out of libudev.
enum UdevDevices {
    /// Size of a sector in sysfs `size` files, whatever the device's own sector is.
    static let sysfsSectorBytes: UInt64 = 512

    /// A look at `device`: the event's words copied, the state read from sysfs now.
    static func look(_ device: OpaquePointer, action: DeviceAction, trustInitialised: Bool, folder: SystemFolder = SystemFolder())
        -> DeviceEvent?
    {
        guard let path = udev_device_get_syspath(device) else { return nil }
        // The system name of libudev has `/` for `!`; the folder name is the kernel's own.
        guard let name = String(cString: path).split(separator: "/").last.map(String.init), isKernelName(name) else { return nil }
        let number = udev_device_get_devnum(device)
        let properties = copyProperties(device)
        let observedAt = monotonicNanoseconds()
        let state = currentState(name: name, folder: folder)
        return DeviceEvent(
            action: action, name: name, deviceMajor: UInt32(truncatingIfNeeded: gnu_dev_major(number)),
            deviceMinor: UInt32(truncatingIfNeeded: gnu_dev_minor(number)),
            eventDiskSequence: action == .listed ? listedSequence(properties) : properties["DISKSEQ"].flatMap { UInt64($0) },
            diskSequence: state.diskSequence, sizeBytes: state.sizeBytes,
            initialised: !trustInitialised || udev_device_get_is_initialized(device) > 0, properties: properties, observedAt: observedAt)
    }

    /// DISKSEQ of the media that udev's database speaks of. The property comes from the kernel and is that of now; all others are as old as udev's
    /// last event of this device number, and that may have been another drive. The link that udev made of the number tells (systemd 251 and later).
    static func listedSequence(_ properties: [String: String]) -> UInt64? {
        let now = properties["DISKSEQ"].flatMap { UInt64($0) }
        let prefix = "/dev/disk/by-diskseq/"
        let links = (properties["DEVLINKS"] ?? "").split(separator: " ").filter { $0.hasPrefix(prefix) }
        let linked = links.compactMap { UInt64($0.dropFirst(prefix.count)) }
        return linked.first { $0 == now } ?? linked.first ?? now
    }

    /// DISKSEQ and size that belong together: DISKSEQ is read before and after the size.
    static func currentState(name: String, folder: SystemFolder) -> (diskSequence: UInt64?, sizeBytes: UInt64?) {
        let base = "/sys/class/block/\(name)"
        var before = folder.number(base + "/diskseq")
        for _ in 0..<8 {
            let sectors = folder.number(base + "/size")
            let after = folder.number(base + "/diskseq")
            if before == after {
                guard let sectors else { return (after, nil) }
                let (size, overflow) = sectors.multipliedReportingOverflow(by: sysfsSectorBytes)
                return (after, overflow ? nil : size)
            }
            before = after
        }
        // Media are being changed faster than they can be read: the next event tells.
        return (nil, nil)
    }

    /// Names that the kernel gives: they become parts of paths.
    static func isKernelName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64 && name != "." && name != ".."
            && name.utf8.allSatisfy {
                ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A) || "!-_.:+".utf8.contains($0)
            }
    }

    static func copyProperties(_ device: OpaquePointer) -> [String: String] {
        var raw: [String: String] = [:]
        var entry = udev_device_get_properties_list_entry(device)
        while let here = entry {
            if let name = udev_list_entry_get_name(here), let value = udev_list_entry_get_value(here) {
                raw[String(cString: name)] = String(cString: value)
            }
            entry = udev_list_entry_get_next(here)
        }
        return DeviceText.clean(properties: raw)
    }

    /// Lists all whole-disk block devices, also those without a medium and those that udev has not worked on.
    static func list() throws(UdevFailure) -> DeviceList {
        let startedAt = monotonicNanoseconds()
        guard let context = udev_new() else { throw UdevFailure(call: "udev_new", errno: errno) }
        defer { udev_unref(context) }
        guard let enumeration = udev_enumerate_new(context) else { throw UdevFailure(call: "udev_enumerate_new", errno: errno) }
        defer { udev_enumerate_unref(enumeration) }
        udev_enumerate_add_match_subsystem(enumeration, "block")
        udev_enumerate_add_match_property(enumeration, "DEVTYPE", "disk")
        let result = udev_enumerate_scan_devices(enumeration)
        guard result >= 0 else { throw UdevFailure(call: "udev_enumerate_scan_devices", errno: -result) }
        let udevdRuns = isUdevdRunning()
        var devices: [DeviceEvent] = []
        var entry = udev_enumerate_get_list_entry(enumeration)
        while let here = entry {
            // Nil where the device went away since the scan: then its event tells.
            if let path = udev_list_entry_get_name(here), let device = udev_device_new_from_syspath(context, path) {
                if let event = look(device, action: .listed, trustInitialised: udevdRuns) { devices.append(event) }
                udev_device_unref(device)
            }
            entry = udev_list_entry_get_next(here)
        }
        return DeviceList(startedAt: startedAt, devices: devices)
    }

    /// The properties that udev has of a device now, with the DISKSEQ that sysfs showed both before and after. Nil where the device is gone.
    static func properties(name: String, folder: SystemFolder = SystemFolder()) -> (diskSequence: UInt64?, properties: [String: String])? {
        guard isKernelName(name), let context = udev_new() else { return nil }
        defer { udev_unref(context) }
        let before = currentState(name: name, folder: folder).diskSequence
        guard let device = udev_device_new_from_syspath(context, "/sys/class/block/\(name)") else { return nil }
        defer { udev_device_unref(device) }
        let properties = copyProperties(device)
        guard currentState(name: name, folder: folder).diskSequence == before else { return nil }
        return (before, properties)
    }

    /// True when a udevd answers at its control socket. A socket file that a dead udevd left behind does not count.
    static func isUdevdRunning(controlPath: String = "/run/udev/control") -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(controlPath.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        // A full backlog (EAGAIN) is a living udevd too.
        return result == 0 || errno == EAGAIN
    }
}
