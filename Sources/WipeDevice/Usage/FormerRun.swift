// A daemon of ours that has ended, and a request of it that has not: the kernel keeps the process and the open device until the request is over.

import Glibc

enum FormerRun {
    /// A sentence about the process that keeps `device` open though it has ended; nil where there is none that can be seen.
    ///
    /// Such a process is called `wiped`, its first thread is gone (state Z or X), and a thread that is left has the device open. What looks like
    /// that and is not ours changes nothing: the device is refused either way, until the kernel lets go of it.
    static func sentence(device: DeviceNumber, folder: SystemFolder) -> String? {
        guard let names = try? folder.names("/proc") else { return nil }
        for pid in names where pid.allSatisfy(\.isNumber) {
            let process = "/proc/\(pid)"
            guard folder.attribute(process + "/comm") == "wiped", state(process, folder).map({ "ZX".contains($0) }) == true,
                let threads = try? folder.names(process + "/task")
            else { continue }
            let holds = threads.contains { thread in thread != pid && has(device, open: "\(process)/task/\(thread)/fd", folder) }
            if holds { return "process \(pid) (wiped) has ended, and a request of it still hangs in the kernel" }
        }
        return nil
    }

    /// The third field of `stat` (proc(5)); the second, in brackets, may hold anything.
    private static func state(_ process: String, _ folder: SystemFolder) -> Character? {
        guard let text = try? folder.text(process + "/stat"), let end = text.lastIndex(of: ")") else { return nil }
        return text[text.index(after: end)...].first { $0 != " " }
    }

    private static func has(_ device: DeviceNumber, open descriptors: String, _ folder: SystemFolder) -> Bool {
        guard let names = try? folder.names(descriptors) else { return false }
        return names.contains { name in
            var facts = stat()
            guard stat(folder.root + descriptors + "/" + name, &facts) == 0, facts.st_mode & S_IFMT == S_IFBLK else { return false }
            return DeviceNumber(kernelNumber: facts.st_rdev) == device
        }
    }
}
