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
        _ rows: [IntakeLink], list: String?, listWins: Bool, by actor: Actor
    ) async throws -> (decision: IntakeDecision, transition: Transition, number: Int?) {
        for _ in 0..<Self.comparisonsMax {
            let books = await books()
            let (decision, order) = try await compare(rows, with: books, list, listWins: listWins, by: actor)
            if let transition = try await take(.intakeImported(order), of: books.version) {
                return (decision, transition, order.changes.record?.number)
            }
        }
        throw await giveUp("intake", actor)
    }

    /// What taking them would do, and how many wipes it would set going. Changes nothing.
    package nonisolated func tryIntake(
        _ rows: [IntakeLink], listWins: Bool, by actor: Actor
    ) async throws -> (decision: IntakeDecision, transition: Transition) {
        let books = await books()
        let (decision, order) = try await compare(rows, with: books, nil, listWins: listWins, by: actor)
        return (decision, try await beside { try Self.outcome(of: order, on: books) })
    }

    private static func outcome(of order: IntakeOrder, on books: Books) throws(StationError) -> Transition {
        var copy = books.state
        do throws(Refused) {
            return try copy.handle(.intakeImported(order), at: books.at, entropy: SystemEntropy.entropy)
        } catch { throw .refused(error) }
    }

    private nonisolated func compare(
        _ rows: [IntakeLink], with books: Books, _ list: String?, listWins: Bool, by actor: Actor
    ) async throws -> (IntakeDecision, IntakeOrder) {
        let store = readings
        return try await beside {
            do throws(StoreError) {
                let facts = try books.state.intakeFacts(for: rows.map(\.link), in: store)
                let decision = books.state.choose(rows, facts, listWins: listWins)
                var order = IntakeOrder(
                    links: decision.links, settled: decision.settled, goneHolders: facts.goneHolders, by: actor, at: books.at,
                    number: try store.nextImport(), list: list)
                order.changes = try Store.prepared(order.changes)
                return (decision, order)
            } catch { throw StationError.store(error) }
        }
    }

    /// Takes back what this import alone has set. Throws `not-found`, `already-undone`, or `busy` as an import does.
    package nonisolated func undoImport(_ number: Int, by actor: Actor) async throws -> (order: UndoOrder, transition: Transition) {
        let store = readings
        for _ in 0..<Self.comparisonsMax {
            let books = await books()
            let order = try await beside { try Self.undoOrder(number, on: books, in: store, by: actor) }
            if let transition = try await takeBack(order, of: books.version) { return (order, transition) }
        }
        throw await giveUp("undo", actor)
    }

    /// Nil also where a wipe has begun meanwhile.
    private func takeBack(_ order: UndoOrder, of version: UInt64) throws(StationError) -> Transition? {
        do throws(StationError) { return try take(.importUndone(order), of: version) } catch {
            guard case .refused(let refused) = error, refused.code == Refused.Code.busy.rawValue else { throw error }
            return nil
        }
    }

    private static func undoOrder(_ number: Int, on books: Books, in store: Store, by actor: Actor) throws(StationError) -> UndoOrder {
        let imported: ImportedLinks?
        do throws(StoreError) { imported = try store.imported(number) } catch { throw .store(error) }
        guard let imported else { throw .refused(Refused(.notFound, variant: "import", ["number": String(number)])) }
        guard !imported.isUndone else { throw .refused(.alreadyUndone(number)) }
        do throws(StoreError) {
            return try books.state.undoOrder(imported, in: store, by: actor, at: books.at)
        } catch { throw .store(error) }
    }

    private func giveUp(_ verb: String, _ actor: Actor) -> StationError {
        let refused = Refused(.busy)
        writeDown(refused, of: PersonRequest(actor: actor, verb: verb))
        return .refused(refused)
    }

    /// What a list is compared with: the present, and by what it is known that it is no more.
    private struct Books: Sendable {
        let state: StationState
        let version: UInt64
        let at: Moment
    }

    private func books() -> Books { Books(state: state, version: loop.door.booksVersion, at: clock.now()) }

    /// Nil where it was compared with what is past.
    private func take(_ event: Event, of version: UInt64) throws(StationError) -> Transition? {
        guard loop.door.booksVersion == version else { return nil }
        return try request(event)
    }
}

extension StationState {
    /// What can be taken back of an import, where this is the present.
    fileprivate func undoOrder(
        _ imported: ImportedLinks, in store: Store, by actor: Actor, at now: Moment
    ) throws(StoreError) -> UndoOrder {
        let links = imported.steps.flatMap { step in
            [step.before, step.after].compactMap { $0 }.map { TagLink(key: step.key, assetTag: $0) }
        }
        let facts = try store.intakeFacts(for: links)
        var holders = facts.holders.mapValues { Set([$0]) }
        for (tag, links) in facts.alike { holders[tag, default: []].formUnion(links.map(\.key)) }
        return UndoOrder(
            imported, certified: facts.certified, begun: begunTagKeys, holders: holders, by: actor, at: now)
    }
}
