// Documents that belong to no open job, and the heads of the log.

extension StationState {
    mutating func takeStatement(_ turn: inout Turn, _ event: Event) throws(Refused) {
        switch event {
        case .noticeIssued(let document, let act, let correction):
            // It was signed under the number that was next then; a job may have taken that one since.
            guard document.record == nextRecord else {
                throw Refused(.recordNumberTaken, ["record": String(document.record)])
            }
            nextRecord += 1
            turn.write(.document(document))
            turn.write(.act(act))
            if let correction { try apply(&turn, correction, act.actor) }
        case .filed(let ids): for id in ids { turn.write(.published(documentID: id)) }
        case .logAdvanced(let head): logHead = head
        default: break
        }
    }
}
