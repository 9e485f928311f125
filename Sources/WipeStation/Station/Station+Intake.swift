// Taking an intake list. Twenty thousand rows take seconds to compare with the books and to write down in words: that is done beside the actor, on
// what was the present when it began, and taken in one step where nothing has changed since. A list is taken as a whole or not at all, also by a
// station that is killed: it is one transaction.

package import WipeCore
import WipeStore

extension Station {
    /// How often a list is compared again since something has changed meanwhile.
    static let comparisonsMax = 8

    /// Takes the rows of an intake list that contradict nothing; where `listWins`, also those that contradict a link. Throws `busy` where the books
    /// change faster than the list can be compared with them.
    package nonisolated func importIntake(
        _ rows: [IntakeLink], listWins: Bool, by actor: Actor
    ) async throws -> (IntakeDecision, Transition) {
        let store = readings
        for _ in 0..<Self.comparisonsMax {
            let books = await books()
            let (decision, order) = try await beside {
                do throws(StoreError) {
                    let facts = try books.state.intakeFacts(for: rows.map(\.link), in: store)
                    let decision = books.state.choose(rows, facts, listWins: listWins)
                    var order = IntakeOrder(
                        links: decision.links, settled: decision.settled, goneHolders: facts.goneHolders, by: actor, at: books.at)
                    order.changes = try Store.prepared(order.changes)
                    return (decision, order)
                } catch { throw StationError.store(error) }
            }
            if let transition = try await take(order, of: books.version) { return (decision, transition) }
        }
        let refused = Refused(.busy)
        await writeDown(refused, of: PersonRequest(actor: actor, verb: "intake"))
        throw StationError.refused(refused)
    }

    /// What a list is compared with: the present, and by what it is known that it is no more.
    private func books() -> (state: StationState, version: UInt64, at: Moment) { (state, loop.door.booksVersion, clock.now()) }

    /// Nil where it was compared with what is past.
    private func take(_ order: IntakeOrder, of version: UInt64) throws(StationError) -> Transition? {
        guard loop.door.booksVersion == version else { return nil }
        return try request(.intakeImported(order))
    }
}
