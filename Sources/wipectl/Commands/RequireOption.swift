// The option `--require` of `verify` and `audit`: what every record has to be.

import ArgumentParser
import WipeAudit

extension Requirement {
    /// Whether it is met; says so where it is not.
    func isMet(_ counts: OutcomeCounts, _ session: Session) -> Bool {
        if isMet(counts) { return true }
        if !session.json {
            let layout = session.layout
            let what = counts.sanitized + counts.others == 0 ? layout.say("there-is-none") : layout.count(counts.others, "record is none")
            session.output.complain(layout.say("require-unmet", ["what": what]) + "\n")
        }
        return false
    }
}
