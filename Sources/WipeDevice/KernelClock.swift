// How far the wall clock can be believed.

import CBlockIO

/// The kernel's own word on its clock.
public enum KernelClock {
    /// True where a time service disciplines the clock (adjtimex(2) without STA_UNSYNC); nil where the kernel does not say.
    public static func isSynchronised() -> Bool? {
        let answer = cbio_clock_synchronised()
        return answer < 0 ? nil : answer == 1
    }
}
