// How far the wall clock can be believed.

import CBlockIO
package import WipeCore

/// The kernel's own word on its clock.
package enum KernelClock {
    /// Whether a time service disciplines the clock (adjtimex(2) without STA_UNSYNC); not known where the kernel does not say.
    package static func word() -> ClockWord {
        let answer = cbio_clock_synchronised()
        return ClockWord(source: .adjtimex, isSynchronised: answer < 0 ? nil : answer == 1)
    }
}
