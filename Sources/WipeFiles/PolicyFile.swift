// A policy file: what a wipe does and what it may claim. The format is described in policies/README.md.

import Crypto
package import WipeCore
import Yams

/// Reads one policy file.
package enum PolicyFile {
    /// Bytes of the largest file that is read.
    package static let bytesMax = YamlText.bytesMax

    /// The policy in `bytes`.
    ///
    /// - Parameter name: Path or file name, for messages; its last part without `.yaml` must be the policy's id.
    /// - Throws: Every problem of the file.
    package static func read(bytes: [UInt8], name: String) throws(FileProblems) -> Policy {
        let problems = ProblemList(file: name)
        let policy = YamlText.compose(bytes, problems).flatMap { yaml in
            PolicyReader(fields: YamlFields(problems: problems, yaml: yaml), stem: stem(name), digest: digest(bytes)).policy()
        }
        try problems.finish()
        guard let policy else { throw FileProblems([FileProblem(file: name, line: 1, column: 1, message: "is not a policy")]) }
        return policy
    }

    /// The policy in the file at `path`.
    package static func read(path: String) throws(FileProblems) -> Policy {
        try read(bytes: FileBytes.read(path: path, bytesMax: bytesMax), name: path)
    }

    /// `sha256:` and 64 hexadecimal digits over the file's bytes: what a certificate cites.
    package static func digest(_ bytes: [UInt8]) -> String {
        "sha256:"
            + SHA256.hash(data: bytes).map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
    }

    private static func stem(_ name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return last.hasSuffix(".yaml") ? String(last.dropLast(5)) : last
    }
}

/// One file on its way to a policy.
private struct PolicyReader {
    let fields: YamlFields
    let stem: String
    let digest: String

    /// Nil after a problem that leaves a part without a value; there may be problems beside a value as well.
    func policy() -> Policy? {
        let keys = ["id", "version", "title", "status", "claim", "media", "passes", "permute", "sampling", "onFault", "resume", "fallback"]
        guard let file = fields.mapping(fields.yaml.root, "", keys: keys) else { return nil }
        let id = file.required("id").flatMap(identifier)
        let version = file.required("version").flatMap(version)
        let title = file.required("title").flatMap(title)
        let status = file.required("status").flatMap { fields.word($0, "status", PolicyStatus.self) }
        let claim = file.required("claim").flatMap(claim)
        let media = file.required("media").flatMap(media)
        let rows = PolicyRows(fields: fields)
        let passes = file.required("passes").flatMap(rows.passes)
        let permute = file.optional("permute").flatMap { rows.permute($0, passes ?? []) }
        let samples = passes?.contains { $0.verify == .sample } ?? false
        let sampling = file.optional("sampling").map { rows.sampling($0, claimed: samples && claim != .some(nil)) } ?? SamplingSpec()
        let budget = file.optional("onFault").map { rows.faultBudget($0) } ?? FaultBudget()
        let resume = file.optional("resume").map(resume) ?? .continue
        let fallback = file.optional("fallback").map(fallback) ?? .some(nil)
        guard let id, let version, let title, let status, let claim, let media, let passes, let sampling, let budget, let resume,
            let fallback
        else {
            return nil
        }
        if status == .legacy, passes.count > 1, media.contains(.flash), let node = file.optional("media") {
            fields.add(node, "a legacy policy of several passes is for magnetic media alone: on flash it only wears the drive")
        }
        PolicyClaims(fields: fields, claim: claim, media: media, passes: passes).check(file, fallback: fallback)
        return Policy(
            id: id, version: version, digest: digest, title: title, status: status, claim: claim, media: media, passes: passes,
            permute: permute,
            sampling: sampling, faultBudget: budget, resume: resume, fallback: fallback)
    }

    /// The outer optional is nil after a problem, the inner one for `fallback: none`.
    private func fallback(_ node: Node) -> String?? {
        guard let id = fields.text(node, "fallback", scalarsMax: 64) else { return nil }
        return .some(id == "none" ? nil : id)
    }

    private func resume(_ node: Node) -> ResumeRule? {
        fields.choice(node, "resume", [ResumeRule.continue.rawValue, ResumeRule.restart.rawValue]).flatMap(ResumeRule.init(rawValue:))
    }

    private func identifier(_ node: Node) -> String? {
        guard let id = fields.text(node, "id", scalarsMax: 64) else { return nil }
        guard id.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }) else {
            fields.add(node, "id must be made of a-z, 0-9 and -, found \(quoted(id))")
            return nil
        }
        if id != stem { fields.add(node, "id \(quoted(id)) must equal the file's name without .yaml, \(quoted(stem))") }
        return id
    }

    private func version(_ node: Node) -> String? {
        guard let text = fields.text(node, "version", scalarsMax: 32) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isNumber = { (part: Substring) in
            !part.isEmpty && part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && (part.count == 1 || part.first != "0")
        }
        guard parts.count == 3, parts.allSatisfy(isNumber) else {
            fields.add(node, "version must be three numbers, 1.0.0 say, found \(quoted(text))")
            return nil
        }
        return text
    }

    private func title(_ node: Node) -> Title? {
        guard let mapping = fields.mapping(node, "title", keys: ["fr", "en"]) else { return nil }
        let french = mapping.required("fr").flatMap { titleText($0, "title.fr") }
        let english = mapping.required("en").flatMap { titleText($0, "title.en") }
        guard let french, let english else { return nil }
        return Title(fr: french, en: english)
    }

    /// A title says what is done.
    private func titleText(_ node: Node, _ name: String) -> String? {
        guard let text = fields.text(node, name, scalarsMax: 120) else { return nil }
        refusePromises(in: text, node, name, "a title says what is done")
        return text
    }

    /// Words that promise more than was done and read (H3) are refused, and more of them than the honesty rules refuse in a record: a policy that
    /// passes here ends no wipe without a certificate.
    private func refusePromises(in text: String, _ node: Node, _ name: String, _ why: String) {
        let promises = [
            "military", "certified", "compliant", "compliance", "unrecoverable", "irrecoverable", "militaire", "certifié", "conforme",
            "irrécupérable", "irrecuperable",
        ]
        if let promise = promises.first(where: text.lowercased().contains) {
            fields.add(node, "\(name) may not say \"\(promise)\": \(why)")
        }
    }

    /// The outer optional is nil after a problem, the inner one for `claim: none`.
    private func claim(_ node: Node) -> Claim?? {
        if case .scalar(let scalar) = node {
            if scalar.string == "none" { return .some(nil) }
            fields.add(node, "claim must be none or a mapping with standard, clause and level, found \(fields.kind(node))")
            return nil
        }
        guard let mapping = fields.mapping(node, "claim", keys: ["standard", "clause", "level"]) else { return nil }
        let standard = mapping.required("standard").flatMap(standard)
        let clause = mapping.required("clause").flatMap(clause)
        let level = mapping.required("level").flatMap(level)
        guard let standard, let clause, let level else { return nil }
        return .some(Claim(standard: standard, clause: clause, level: level))
    }

    private func standard(_ node: Node) -> String? {
        guard let text = fields.text(node, "claim.standard", scalarsMax: 80) else { return nil }
        if text.contains("800-88"), text != "NIST SP 800-88r2" {
            fields.add(node, "claim.standard: the edition in force is \"NIST SP 800-88r2\", found \(quoted(text))")
        }
        if text.contains("2883") { fields.add(node, "claim.standard: no claim under IEEE 2883 is offered") }
        refusePromises(in: text, node, "claim.standard", "it names a standard and no more")
        return text
    }

    private func clause(_ node: Node) -> String? {
        guard let text = fields.text(node, "claim.clause", scalarsMax: 40) else { return nil }
        refusePromises(in: text, node, "claim.clause", "it names a clause and no more")
        return text
    }

    private func level(_ node: Node) -> ClaimLevel? {
        guard let level = fields.choice(node, "claim.level", ["clear", "purge", "destroy", "destruct"]) else { return nil }
        if ClaimLevel(rawValue: level) == nil {
            fields.add(node, "claim.level: nothing that is done here is \(quoted(level)); clear and purge are claimed, and no more")
        }
        return ClaimLevel(rawValue: level)
    }

    private func media(_ node: Node) -> Set<MediaGroup>? {
        guard let nodes = fields.list(node, "media") else { return nil }
        if nodes.isEmpty { fields.add(node, "media must name magnetic, flash or both") }
        var groups: Set<MediaGroup> = []
        for (index, node) in nodes.enumerated() {
            guard let group = fields.word(node, "media[\(index + 1)]", MediaGroup.self) else { continue }
            if !groups.insert(group).inserted { fields.add(node, "media names \(group.rawValue) twice") }
        }
        return groups
    }
}
