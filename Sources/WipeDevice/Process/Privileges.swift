// What the daemon keeps of root's power, and nothing else. The systemd unit says the same; a daemon started by hand is held to it too.

internal import CBlockIO
import Glibc

/// The capabilities of the daemon.
package enum Privileges {
    /// Bits as in `linux/capability.h`, each with what needs it.
    static let kept: UInt64 =
        [
            0,  // CHOWN: the socket's group.
            2,  // DAC_READ_SEARCH: what lies under mount points and swap files in folders of other users.
            sysRawIO,  // smartctl and we ask ATA drives through SG_IO.
            19,  // SYS_PTRACE: mounts of the first process, and which process still keeps a drive.
            sysAdmin,  // smartctl asks NVMe drives; we ask them for lists of namespaces and the log of a sanitize.
        ].reduce(0) { $0 | 1 << $1 }
    static let sysRawIO: UInt64 = 17
    static let sysAdmin: UInt64 = 21

    /// Gives up the rest for good. Call it before anything starts a thread. Throws the sentence why it did not work: the daemon must not go
    /// on with more than it says.
    package static func giveUp() throws(PrivilegeError) {
        let result = cbio_give_up_privileges(kept)
        guard result == 0 else { throw PrivilegeError(errorNumber: -result) }
    }
}

/// Privileges that could not be given up.
package struct PrivilegeError: Error, CustomStringConvertible {
    package let errorNumber: Int32
    package var description: String { "privileges cannot be given up: \(String(cString: strerror(errorNumber)))" }
}
