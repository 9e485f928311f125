// Goal: what an import changed is kept with the import, and taking it back leaves the links as they were. Method: imports and their undoing on a
// store in memory, read back; queries by every filter.

import Testing

@testable import WipeCore
@testable import WipeStore

struct StoreImportTests {
    private let lead = Actor(uid: 1, user: "lead", role: .lead)

    private func link(_ serial: String, _ tag: String, donor: String? = nil, _ source: AssetTag.Source = .intake) -> TagLink {
        TagLink(key: .of(serial: serial), assetTag: AssetTag(tag: tag, source: source, donor: donor))
    }

    private func order(_ store: Store, _ links: [TagLink], _ settled: [SettledRow] = []) throws -> IntakeOrder {
        var order = IntakeOrder(
            links: links, settled: settled, by: lead, at: moment(1), number: try store.nextImport(), list: "Liste de mai.csv")
        order.changes = try Store.prepared(order.changes)
        return order
    }

    private func tags(_ store: Store) throws -> [String] { try store.links(limit: 99).links.map { "\($0.key.name)=\($0.assetTag.tag)" } }

    @Test func anImportIsKeptAndTakenBack() throws {
        let store = try Store.inMemory()
        try store.append([.tag(link("B", "OLD", .person)), .tag(link("C", "T1"))], at: moment(1))
        let before = try tags(store)
        #expect(try store.nextImport() == 1 && store.imported(1) == nil)
        // A is new, B gets another tag, C loses its tag to A.
        let settled = [SettledRow(key: .serial("A"), code: .tagInUse, tag: "T1", insteadOf: "C", holder: .serial("C"))]
        let made = try order(store, [link("A", "T1"), link("B", "T2")], settled)
        try store.append([.links(made.changes)], at: moment(2))
        #expect(try tags(store) == ["A=T1", "B=T2"])
        let imported = try #require(try store.imported(1))
        #expect(imported.record == IntakeRecord(number: 1, at: moment(1), actor: lead, list: "Liste de mai.csv", rows: 2, settled: 1))
        #expect(
            imported.steps.map { [$0.key.name, $0.before?.tag, $0.after?.tag, $0.now?.tag] } == [
                ["A", nil, "T1", "T1"], ["B", "OLD", "T2", "T2"], ["C", "T1", nil, nil],
            ])
        #expect(imported.steps[1].before?.source == .person && !imported.isUndone)
        #expect(try store.nextImport() == 2)

        let undo = UndoOrder(imported, certified: [], begun: [], holders: ["T1": [.serial("A")]], by: lead, at: moment(3))
        try store.append([.links(undo.changes)], at: moment(3))
        #expect(try tags(store) == before)
        #expect(try store.imported(1)?.isUndone == true && store.imports(limit: 9).map(\.isUndone) == [true])
        // Not twice, and not one that is not there.
        #expect(storeError { try store.append([.links(undo.changes)], at: moment(4)) }?.kind == .conflict)
        #expect(try tags(store) == before)
    }

    @Test func importsComeInPagesTheNewestFirst() throws {
        let store = try Store.inMemory()
        for number in 1...5 { try store.append([.links(try order(store, [link("S\(number)", "T\(number)")]).changes)], at: moment(1)) }
        #expect(try store.imports(limit: 2).map(\.record.number) == [5, 4])
        #expect(try store.imports(before: 4, limit: 9).map(\.record.number) == [3, 2, 1])
        // One that changes nothing has no number.
        #expect(try order(store, []).changes.record == nil)
    }

    @Test func linksAreFoundByWhatPeopleKnow() throws {
        let store = try Store.inMemory()
        try store.append(
            [
                .links(try order(store, [link("WD-1", "OPEQ-1", donor: "CSS de Laval"), link("WD-2", "OPEQ-2", donor: "Ville")]).changes),
                .tag(link("ZN 3", "OPEQ-3", .person)),
            ], at: moment(1))
        func found(_ filter: LinkFilter, limit: Int = 9) throws -> [String] {
            try store.links(filter, limit: limit).links.map(\.assetTag.tag)
        }
        #expect(try found(LinkFilter(serial: "zn_3")) == ["OPEQ-3"])
        #expect(try found(LinkFilter(assetTag: "opeq-02")) == ["OPEQ-2"])
        #expect(try found(LinkFilter(donor: "laval")) == ["OPEQ-1"])
        #expect(try found(LinkFilter(source: .person)) == ["OPEQ-3"])
        #expect(try found(LinkFilter(imported: 1)) == ["OPEQ-1", "OPEQ-2"] && found(LinkFilter(imported: 2)) == [])
        #expect(try found(LinkFilter(donor: "' OR 1=1 --")) == [])
        // A link that was changed since is none of the import any more.
        try store.append([.tag(link("WD-2", "OPEQ-9", .person))], at: moment(2))
        #expect(try found(LinkFilter(imported: 1)) == ["OPEQ-1"])
        let first = try store.links(limit: 2)
        #expect(first.hasMore && first.links.count == 2)
        let rest = try store.links(LinkFilter(after: first.links.last?.key.name), limit: 2)
        let all = try store.links(limit: 9).links
        #expect(!rest.hasMore && first.links + rest.links == all)
    }
}
