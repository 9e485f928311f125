// Seeded changes to documents: the same seed gives the same mutants, so that one that was found once is found again.

import Mutation

@testable import WipeCertificate

extension JSONValue {
    /// The paths of all values, containers and the document itself among them.
    var places: [[Step]] {
        switch self {
        case .object(let members): [[]] + members.flatMap { member in member.value.places.map { [.member(member.name)] + $0 } }
        case .array(let items): [[]] + items.enumerated().flatMap { index, item in item.places.map { [.item(index)] + $0 } }
        default: [[]]
        }
    }

    /// The value at a path.
    func value(at path: some Sequence<Step>) -> JSONValue? {
        path.reduce(Optional(self)) { value, step in
            switch step {
            case .member(let name): value?[name]
            case .item(let index): value?.items.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
        }
    }

    /// A copy with one change that `generator` chooses: a member less or more, another type, word or number, two values swapped, an item
    /// twice, members in another order.
    func mutated(_ generator: inout SplitMix) -> JSONValue {
        let places = places
        guard let path = places.randomElement(using: &generator), let value = value(at: path), !path.isEmpty else { return self }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return setting(path, to: nil)
        case 1: return setting(path, to: Self.others.randomElement(using: &generator))
        case 2: return setting(path, to: .null)
        case 3:
            guard let other = places.randomElement(using: &generator), let second = self.value(at: other) else { return self }
            return setting(path, to: second).setting(other, to: value)
        default: return setting(path, to: value.turned(&generator))
        }
    }

    private static let others: [JSONValue] = [.null, true, false, 0, 1, -1, "", "x", "none", [], [:], .integer(integerMax)]

    /// This value with a change of its own kind.
    private func turned(_ generator: inout SplitMix) -> JSONValue {
        switch self {
        case .null: return Self.others.randomElement(using: &generator) ?? .null
        case .bool(let flag): return .bool(!flag)
        case .integer(let number):
            return [0, 1, 2, -1, .integer(number - 1), .integer(number + 1), .integer(Self.integerMax)].randomElement(using: &generator)
                ?? self
        case .string(let text):
            let more: [JSONValue] = ["", .string(text + "x"), .string(text + "\n"), .string(text.uppercased()), .string("é" + text)]
            return (more + Self.words).randomElement(using: &generator) ?? self
        case .array(let items):
            guard let item = items.randomElement(using: &generator) else { return .array(Self.words.suffix(1)) }
            return [.array([]), .array(items + [item]), .array(items.reversed()), .array(items.dropLast())].randomElement(using: &generator)
                ?? self
        case .object(let members):
            let more = JSONMember(members.randomElement(using: &generator)?.name.uppercased() ?? "extra", 1)
            return Bool.random(using: &generator) ? .object(members.reversed()) : .object(members + [more])
        }
    }

    /// Words that mean something somewhere in a document, and some that promise too much.
    private static let words: [JSONValue] =
        (Outcome.words + MediaType.words + CertificateException.words + HiddenAreaState.words + HiddenAreaReason.words + Transport.words
        + FlushResult.words
        + VerificationResult.words + LogEntry.Kind.allCases.map(\.documentType) + KeyRole.words + JobEnd.words + Method.words
        + Declarable.words
        + Technique.words + CommandState.words + CommandAcceptance.words + EvidenceKind.words + ContentsKind.words + PurgeState.words
        + ClaimLevel.words + PassKind.words + CommandSet.words
        + ["full", "sample", "random", "bytes", "zeros", "honesty-refused", "flush-missing", "NIST SP 800-88r1", "4.7", "0.5", "1.0"]
        + [
            "2026-02-28T00:00:00Z", "2024-02-29T23:59:59Z", "2026-02-30T00:00:00Z", "2026-11-22T14:00:00.5Z", "Military Grade",
            "CONFORME A\u{300} tout",
        ])
        .map(JSONValue.string)
}
