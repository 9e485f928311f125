// Documents that belong to no open job, and the heads of the log.

extension StationState {
    mutating func takeStatement(_ event: Event, _ now: Moment, _ out: inout Transition) throws(Refused) {
        switch event {
        case .stated(let document, let act, let correction):
            // It was signed under the number that was next then; a job may have taken that one since.
            guard document.record == nextRecord else {
                throw Refused(code: "record-number-taken", message: "another record took the number \(document.record)", hint: "try again")
            }
            nextRecord += 1
            out.entries += [.document(document), .act(act)]
            if let correction { try apply(correction, act.actor, now, &out) }
        case .filed(let ids): out.entries += ids.map { .published(documentID: $0) }
        case .logAdvanced(let head): logHead = head
        default: break
        }
    }
}
