// Arrays, volume groups and pools lie on several drives: to wipe one of them takes the data of all. The parts are looked for on every block
// device of the machine, not only in the bays: the bus reports them all, and each is identified before a part of anything is decided about.

extension StationState {
    /// Where other parts of what `report` is a part of are, or may be.
    func membersElsewhere(of report: ProbeReport) -> MembersElsewhere {
        var result = MembersElsewhere()
        let members = report.members
        guard !members.isEmpty else { return result }
        result.isPending = !isEnumerated
        for other in attached.values.sorted(by: { $0.id < $1.id }) where other.id != report.attachment {
            guard let seen = other.report else {
                // Neither what lies on it nor where it is can be told, and it may be said to have failed to answer at all.
                if other.decision == .identifying { result.isPending = true } else { result.unread.append(other.id) }
                continue
            }
            let isOutside = rules.isOutsideArmedBays(seen)
            // Our own run on another part is no use by somebody else.
            let isInUse = seen.usage != .free && !isBusy(other)
            if isOutside || isInUse, members.contains(where: { member in seen.members.contains { $0.mayBelong(with: member) } }) {
                result.found.append(other.id)
            } else if isOutside, seen.hasNode, seen.contents == nil || seen.contentsProblem != nil {
                result.unread.append(other.id)
            }
        }
        return result
    }
}

extension ProbeReport {
    /// The kernel gives the device a number, so that it can be opened. One path of an NVMe multipath namespace has none: what lies on it is read
    /// at the namespace's own node.
    fileprivate var hasNode: Bool { deviceMajor != 0 || deviceMinor != 0 }
}
