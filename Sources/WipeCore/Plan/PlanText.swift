// A plan as text for people: what `wipectl plan` prints and what a reviewer of a policy change compares.

import WipeFirmware

extension WipePlan {
    /// The plan in words, one fact a line, each line ended. Stable: a change of this text is a change of the plan or of its wording,
    /// and the golden files show which. No key and no seed is ever in it.
    package var text: String {
        var lines = ["policy \(policy.id) \(policy.version) (\(policy.status.rawValue)): \(policy.title.en)"]
        let claim = policy.claim.map { "\($0.standard), \($0.clause), \($0.level.rawValue)" } ?? "none"
        lines += purge?.lines ?? []
        lines.append("claim \(claim); media \(MediaGroup.allCases.filter(policy.media.contains).map(\.rawValue).joined(separator: ", "))")
        lines.append(
            "drive \(geometry.capacityBytes) bytes, \(geometry.sectorCount) sectors of \(geometry.logicalSectorBytes) bytes, physical "
                + "\(geometry.physicalSectorBytes) bytes")
        lines.append(faultLine)
        if let range = policy.permute {
            lines.append("rows \(range.lowerBound) to \(range.upperBound) in an order drawn at random and recorded")
        }
        for (index, pass) in passes.enumerated() {
            if let command = pass.command {
                lines += commandLines(command, pass, "pass \(index + 1) of \(passes.count), row \(pass.number)")
                continue
            }
            lines.append(
                "pass \(index + 1) of \(passes.count), row \(pass.number): write \(words(for: pass)); \(geometry.capacityBytes) bytes")
            lines.append("  verify \(coverageWords(pass))")
        }
        lines.append("total \(passes.count) passes, \(workBytes) bytes written and read")
        return lines.joined(separator: "\n") + "\n"
    }

    private func commandLines(_ command: CommandPlan, _ pass: Pass, _ place: String) -> [String] {
        let marks =
            command.spec == nil
            ? "every sector marked" : "\(command.marks.count) places marked (sum \(extentSum(command.marks)))"
        var line = "\(place): the drive's own erase, \(command.technique.rawValue)"
        if let bytes = command.command.patternBytes { line += ", pattern 0x" + hexadecimal(bytes) }
        return [
            line + "; before it \(marks), \(command.markedBytes) bytes, written and read back",
            "  after it no mark may be left; verify \(coverageWords(pass))",
        ]
    }

    private var faultLine: String {
        let budget = policy.faultBudget
        var parts = ["retries \(budget.retries)", "sectors that may stay unwritten or unreadable \(badSectorsMax)"]
        if badSectorsMax < budget.unwritableSectorsMax {
            parts[1] += " (the policy's \(budget.unwritableSectorsMax) is more than a drive of this size may keep)"
        }
        if let sectors = budget.stopAfterBadSectors { parts.append("stops after \(sectors) bad sectors") }
        if let hours = budget.stopAfterHours { parts.append("stops after \(hours) hours") }
        return "faults: \(parts.joined(separator: ", ")); resume: \(policy.resume.rawValue)"
    }

    private func words(for pass: Pass) -> String {
        let spec = policy.passes.indices.contains(pass.number - 1) ? policy.passes[pass.number - 1].write : nil
        var text: String
        switch pass.pattern {
        case .fixed([0x00]): text = "zeros (0x00)"
        case .fixed([0xFF]): text = "ones (0xFF)"
        case .fixed(let bytes) where bytes.count == 1: text = "byte 0x\(hexadecimal(bytes).uppercased())"
        case .fixed(let bytes):
            text = "bytes \(bytes.map { hexadecimal([$0]).uppercased() }.joined(separator: " ")), aligned to the drive's offset"
        case .random: text = "a random stream (AES-256-CTR, its own key)"
        case .complementOfRandom: text = "the complement of a random stream (AES-256-CTR)"
        }
        switch spec {
        case .complementOf(let row): text += ", the complement of row \(row)"
        case .randomByte: text += ", drawn at random"
        default: break
        }
        return text
    }

    private func coverageWords(_ pass: Pass) -> String {
        let extents = verifyExtents(pass)
        let bytes = extents.reduce(0) { $0 + $1.length }
        switch pass.coverage {
        case .none: return "none"
        case .full: return "all of it; \(bytes) bytes"
        case .sampled(let sample):
            let shown = extents.prefix(3).map { "\($0.offset)+\($0.length)" }.joined(separator: ", ")
            let more = extents.count > 3 ? ", …" : ""
            let ends = sample.spec.firstAndLast ? " and both ends" : ""
            return "\(sample.spec.subsections) subsections × \(sample.spec.samplesEach) samples × \(sample.spec.percentEach) %\(ends): "
                + "\(extents.count) extents, \(bytes) bytes, sum \(extentSum(extents)): \(shown)\(more)"
        }
    }
}

extension PurgeChoice {
    /// Which technique is taken, or what is done in its place, and why every other one is out.
    fileprivate var lines: [String] {
        let head =
            fallback == nil
            ? "the drive erases itself; techniques considered:"
            : "PURGE UNAVAILABLE: \(requested.id) \(requested.version) was asked for; this policy is its fallback. Techniques considered:"
        return [head]
            + considered.map { one in
                let why = one.reasons.map(\.rawValue).joined(separator: ", ")
                if one.isTaken { return "  \(one.technique.rawValue): taken" + (why.isEmpty ? "" : " (\(why))") }
                return "  \(one.technique.rawValue): " + (why.isEmpty ? "free; another one comes first" : "out: " + why)
            }
    }
}

/// FNV-1a, 64 bits, over offset and length of each extent as big-endian words: tells two lists apart in a golden file, proves nothing.
private func extentSum(_ extents: [Extent]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for word in extents.flatMap({ [$0.offset, $0.length] }) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            hash = (hash ^ (word >> shift & 0xFF)) &* 0x0000_0100_0000_01B3
        }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
