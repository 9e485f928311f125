// Two nodes, one medium: wiping by both at once would be chaos.

public import WipeCore

/// The kernel name of the media among `others` that `report` is only another path to, or nil.
///
/// The same when both give the same WWN, or a credible serial with the same model and capacity while no WWN tells them apart (namespaces of one
/// NVMe drive share serial and model, not the WWN). Of two, the one attached later is the second path; both are never each other's.
public func secondPath(of report: ProbeReport, among others: [ProbeReport]) -> String? {
    others.filter {
        $0.attachment != report.attachment && $0.attachment < report.attachment && isCandidate($0.kind)
            && isSameMedium($0.identity, report.identity)
    }
    .min { $0.attachment < $1.attachment }?.attachment.name
}

private func isCandidate(_ kind: DeviceKind) -> Bool {
    if case .other = kind { false } else { true }
}

private func isSameMedium(_ a: MediaIdentity, _ b: MediaIdentity) -> Bool {
    if let one = a.wwn, let other = b.wwn { return one == other }
    guard a.serialCredibility == .credible, b.serialCredibility == .credible else { return false }
    return a.serial == b.serial && a.model == b.model && a.capacityBytes == b.capacityBytes
}
