// The passes of a policy file, and the numbers that go with them.

import WipeCore
import Yams

/// Reads `passes`, `permute`, `sampling` and `onFault`.
struct PolicyRows {
    static let passesMax = 100
    static let patternBytesMax = 64

    let fields: YamlFields

    func passes(_ node: Node) -> [PassSpec]? {
        guard let nodes = fields.list(node, "passes") else { return nil }
        guard (1...PolicyRows.passesMax).contains(nodes.count) else {
            fields.add(node, "passes must be 1 to \(PolicyRows.passesMax) rows, found \(nodes.count)")
            return nil
        }
        let rows = nodes.enumerated().map { pass($1, number: $0 + 1) }
        let passes = rows.compactMap { $0 }
        guard passes.count == rows.count else { return nil }
        checkMarks(passes, nodes)
        if passes.last?.verify == VerifySpec.none, let last = nodes.last {
            let place = last.mapping?.first { $0.key.scalar?.string == "verify" }?.value ?? last
            fields.add(place, "passes[\(nodes.count)].verify: the last pass must be verified, full or sample")
        }
        return passes
    }

    private func pass(_ node: Node, number: Int) -> PassSpec? {
        let name = "passes[\(number)]"
        guard let mapping = fields.mapping(node, name, keys: ["write", "command", "marks", "verify"]) else { return nil }
        if let command = mapping.optional("command") { return self.command(command, mapping, name) }
        if let marks = mapping.optional("marks") { fields.add(marks, "\(name).marks belongs to a row with command") }
        let write: WriteSpec? = mapping.required("write").flatMap { self.write($0, "\(name).write", number: number) }
        let verify: VerifySpec? = mapping.required("verify").flatMap { fields.word($0, "\(name).verify", VerifySpec.self) }
        guard let write, let verify else { return nil }
        return PassSpec(write: write, verify: verify)
    }

    /// A row that the drive does itself: always read in full afterwards, and no byte of it is written by the host but the marks.
    private func command(_ node: Node, _ mapping: YamlMapping, _ name: String) -> PassSpec? {
        if let write = mapping.optional("write") { fields.add(write, "\(name) has command and write: a row is one or the other") }
        if let verify = mapping.required("verify") { _ = fields.choice(verify, "\(name).verify", [VerifySpec.full.rawValue]) }
        guard let nodes = fields.list(node, "\(name).command") else { return nil }
        let words = Technique.sanitizes.map(\.rawValue)
        var techniques: [Technique] = []
        for (index, node) in nodes.enumerated() {
            guard let technique = fields.choice(node, "\(name).command[\(index + 1)]", words).flatMap(Technique.init) else { continue }
            if techniques.contains(technique) { fields.add(node, "\(name).command names \(technique.rawValue) twice") }
            techniques.append(technique)
        }
        guard !techniques.isEmpty else {
            if nodes.isEmpty { fields.add(node, "\(name).command must name at least one of \(words.joined(separator: ", "))") }
            return nil
        }
        guard let marksNode = mapping.optional("marks") else { return PassSpec(command: CommandSpec(techniques: techniques)) }
        if marksNode.scalar?.string == "full" { return PassSpec(command: CommandSpec(techniques: techniques, marks: nil)) }
        return marks(marksNode, "\(name).marks").map { PassSpec(command: CommandSpec(techniques: techniques, marks: $0)) }
    }

    /// `full`, or so many single sectors. Fewer than the default would let more of a half erase escape.
    private func marks(_ node: Node, _ name: String) -> MarkSpec? {
        guard case .mapping = node else {
            fields.add(node, "\(name) must be full or a mapping with subsections, samplesEach and firstAndLast, found \(fields.kind(node))")
            return nil
        }
        guard let mapping = fields.mapping(node, name, keys: ["subsections", "samplesEach", "firstAndLast"]) else { return nil }
        let subsections = mapping.required("subsections").flatMap { fields.integer($0, "\(name).subsections", in: 1000...10_000) }
        let samplesEach = mapping.required("samplesEach").flatMap { fields.integer($0, "\(name).samplesEach", in: 2...20) }
        let ends = mapping.required("firstAndLast").flatMap { node -> Bool? in
            if fields.flag(node, "\(name).firstAndLast") == false { fields.add(node, "\(name).firstAndLast must be true") }
            return true
        }
        guard let subsections, let samplesEach, let ends else { return nil }
        return MarkSpec(subsections: subsections, samplesEach: samplesEach, firstAndLast: ends)
    }

    /// What a command leaves behind cannot be the complement of anything, and is none's.
    private func checkMarks(_ passes: [PassSpec], _ nodes: [Node]) {
        for (index, pass) in passes.enumerated() {
            guard case .complementOf(let row) = pass.write, passes.indices.contains(row - 1), passes[row - 1].command != nil else {
                continue
            }
            fields.add(
                nodes[index], "passes[\(index + 1)].write: pass \(row) is the drive's own and writes nothing to be the complement of")
        }
    }

    private func write(_ node: Node, _ name: String, number: Int) -> WriteSpec? {
        guard case .mapping = node else {
            switch node.scalar?.string {
            case "zeros": return .zeros
            case "ones": return .ones
            case "random": return .random
            case "random-byte": return .randomByte
            default:
                let words = ["zeros", "ones", "random", "random-byte"]
                let hint = node.scalar.map { suggestion(for: $0.string, among: words) } ?? ""
                fields.add(
                    node,
                    "\(name) must be \(words.joined(separator: ", ")), { byte: 0xAA }, { bytes: [0x92, 0x49] } or { complement-of: 1 }, "
                        + "found \(fields.kind(node))\(hint)")
                return nil
            }
        }
        guard let mapping = fields.mapping(node, name, keys: ["byte", "bytes", "complement-of"]) else { return nil }
        guard mapping.pairs.count == 1, let pair = mapping.pairs.first else {
            fields.add(node, "\(name) must have exactly one of byte, bytes and complement-of")
            return nil
        }
        switch pair.key {
        case "byte": return byte(pair.value, "\(name).byte").map(WriteSpec.byte)
        case "bytes": return bytes(pair.value, "\(name).bytes").map(WriteSpec.bytes)
        case "complement-of": return complement(pair.value, "\(name).complement-of", number: number)
        default: return nil
        }
    }

    private func byte(_ node: Node, _ name: String) -> UInt8? {
        let text = node.scalar?.string ?? ""
        guard text.utf8.count == 4, text.hasPrefix("0x"), let value = UInt8(text.dropFirst(2), radix: 16) else {
            fields.add(node, "\(name) must be two hexadecimal digits after 0x, 0xAA say, found \(fields.kind(node))")
            return nil
        }
        return value
    }

    private func bytes(_ node: Node, _ name: String) -> [UInt8]? {
        guard let nodes = fields.list(node, name) else { return nil }
        guard (1...PolicyRows.patternBytesMax).contains(nodes.count) else {
            fields.add(node, "\(name) must be 1 to \(PolicyRows.patternBytesMax) bytes, found \(nodes.count)")
            return nil
        }
        let values = nodes.enumerated().map { byte($1, "\(name)[\($0 + 1)]") }
        let bytes = values.compactMap { $0 }
        return bytes.count == values.count ? bytes : nil
    }

    private func complement(_ node: Node, _ name: String, number: Int) -> WriteSpec? {
        guard let row = fields.integer(node, name, in: 1...PolicyRows.passesMax) else { return nil }
        guard row < number else {
            fields.add(node, "\(name) must name an earlier pass, found \(row) in pass \(number)")
            return nil
        }
        return .complementOf(row)
    }

    /// `permute: [FIRST, LAST]`. The last pass stays the last, since it is the one that must be verified; and a complement must follow
    /// what it is the complement of, so neither may be moved.
    func permute(_ node: Node, _ passes: [PassSpec]) -> ClosedRange<Int>? {
        guard let nodes = fields.list(node, "permute") else { return nil }
        guard nodes.count == 2 else {
            fields.add(node, "permute must be the first and the last pass of a range, [5, 31] say")
            return nil
        }
        let ends = nodes.enumerated().compactMap { fields.integer($1, "permute[\($0 + 1)]", in: 1...PolicyRows.passesMax) }
        guard ends.count == 2, !passes.isEmpty else { return nil }
        guard ends[0] < ends[1], ends[1] < passes.count else {
            fields.add(
                node,
                "permute must be a range of at least two passes that ends before the last pass, \(passes.count); found \(ends[0]) to \(ends[1])"
            )
            return nil
        }
        let range = ends[0]...ends[1]
        if let row = range.first(where: { passes[$0 - 1].command != nil }) {
            fields.add(node, "permute may not move pass \(row): it is the drive's own")
        }
        for (index, pass) in passes.enumerated() {
            guard case .complementOf(let row) = pass.write else { continue }
            if range.contains(index + 1) || range.contains(row) {
                fields.add(
                    node,
                    "permute may not move pass \(range.contains(index + 1) ? index + 1 : row): pass \(index + 1) is the complement of pass \(row)"
                )
            }
        }
        return range
    }

    /// - Parameter claimed: True where a claim rests on samples: then NIST SP 800-88r1, 4.7 sets the least.
    func sampling(_ node: Node, claimed: Bool) -> SamplingSpec? {
        guard let mapping = fields.mapping(node, "sampling", keys: ["subsections", "samplesEach", "percentEach", "firstAndLast"]) else {
            return nil
        }
        let subsections = mapping.required("subsections").flatMap { fields.integer($0, "sampling.subsections", in: 1...10_000) }
        let samplesEach = mapping.required("samplesEach").flatMap { fields.integer($0, "sampling.samplesEach", in: 1...20) }
        let percentEach = mapping.required("percentEach").flatMap { fields.integer($0, "sampling.percentEach", in: 1...100) }
        let firstAndLast = mapping.required("firstAndLast").flatMap { fields.flag($0, "sampling.firstAndLast") }
        guard let subsections, let samplesEach, let percentEach, let firstAndLast else { return nil }
        if samplesEach * percentEach > 100 {
            fields.add(node, "sampling: \(samplesEach) samples of \(percentEach) % do not fit into a subsection")
        }
        if claimed, subsections < 1000 || samplesEach < 2 || percentEach < 5 || !firstAndLast {
            fields.add(node, "sampling: under a claim at least 1000 subsections, 2 samples each of 5 %, and firstAndLast: true")
        }
        return SamplingSpec(subsections: subsections, samplesEach: samplesEach, percentEach: percentEach, firstAndLast: firstAndLast)
    }

    func faultBudget(_ node: Node) -> FaultBudget? {
        let keys = ["retries", "unwritableSectorsMax", "stopAfterBadSectors", "stopAfterHours"]
        guard let mapping = fields.mapping(node, "onFault", keys: keys) else { return nil }
        var budget = FaultBudget()
        let sectors: ClosedRange<UInt64> = 0...1_000_000_000
        if let node = mapping.optional("retries"), let retries = fields.integer(node, "onFault.retries", in: 0...100) {
            budget.retries = retries
        }
        if let node = mapping.optional("unwritableSectorsMax"),
            let count = fields.integer(node, "onFault.unwritableSectorsMax", in: sectors)
        {
            budget.unwritableSectorsMax = count
            if count > FaultBudget.badSectorsMax {
                fields.add(
                    node,
                    "onFault.unwritableSectorsMax: at most \(FaultBudget.badSectorsMax) sectors may stay as they were (and of each drive "
                        + "at most one in \(FaultBudget.sectorsForEachBadOne)), found \(count)")
            }
        }
        budget.stopAfterBadSectors = mapping.optional("stopAfterBadSectors").flatMap {
            fields.integer($0, "onFault.stopAfterBadSectors", in: 1...sectors.upperBound)
        }
        budget.stopAfterHours = mapping.optional("stopAfterHours").flatMap { fields.integer($0, "onFault.stopAfterHours", in: 1...8760) }
        return budget
    }
}
