// The list of known defects (`devices.yaml`): kinds of drives that do badly at erasing themselves, each with a public source.

package import WipeCore
import Yams

/// Reads one list of known defects.
package enum DeviceRulesFile {
    static let rulesMax = 4096

    /// The rules in `bytes`, in their order; `name` stands in messages.
    ///
    /// - Throws: Every problem of the file.
    package static func read(bytes: [UInt8], name: String) throws(FileProblems) -> [KnownDefect] {
        let problems = ProblemList(file: name)
        let rules = YamlText.compose(bytes, problems).flatMap { yaml in
            DefectReader(fields: YamlFields(problems: problems, yaml: yaml)).rules()
        }
        try problems.finish()
        guard let rules else {
            throw FileProblems([FileProblem(file: name, line: 1, column: 1, message: "is not a list of known defects")])
        }
        return rules
    }

    /// What the station file says of device commands, with the list that it names read in.
    package static func complete(_ rules: DeviceCommandRules, with path: String?) throws(FileProblems) -> DeviceCommandRules {
        guard let path else { return rules }
        let bytes = try FileBytes.read(path: path, bytesMax: YamlText.bytesMax)
        var complete = rules
        complete.defects = try read(bytes: bytes, name: path)
        complete.digest = PolicyFile.digest(bytes)
        return complete
    }
}

private struct DefectReader {
    let fields: YamlFields

    func rules() -> [KnownDefect]? {
        guard let nodes = fields.list(fields.yaml.root, "the file") else { return nil }
        guard nodes.count <= DeviceRulesFile.rulesMax else {
            fields.add(fields.yaml.root, "the list has \(nodes.count) entries; at most \(DeviceRulesFile.rulesMax) are allowed")
            return nil
        }
        return nodes.enumerated().compactMap { rule($1, "entry \($0 + 1)") }
    }

    private func rule(_ node: Node, _ name: String) -> KnownDefect? {
        let keys = ["model", "firmware", "technique", "verdict", "source"]
        guard let mapping = fields.mapping(node, name, keys: keys) else { return nil }
        let model = mapping.required("model").flatMap { glob($0, "\(name).model", isAnyFine: false) }
        let firmware = mapping.required("firmware").flatMap { glob($0, "\(name).firmware", isAnyFine: true) }
        let techniques = mapping.required("technique").flatMap { self.techniques($0, "\(name).technique") }
        let verdict = mapping.required("verdict").flatMap { fields.word($0, "\(name).verdict", KnownDefect.Consequence.self) }
        let source = mapping.required("source").flatMap { fields.text($0, "\(name).source", scalarsMax: 300) }
        guard let model, let firmware, let techniques, let verdict, let source else { return nil }
        return KnownDefect(model: model, firmware: firmware, techniques: techniques, verdict: verdict, source: source)
    }

    private func glob(_ node: Node, _ name: String, isAnyFine: Bool) -> String? {
        guard let text = fields.glob(node, name) else { return nil }
        if !isAnyFine, Glob(text)?.isWildcardOnly ?? true { fields.add(node, "\(name) fits every drive: a defect is that of a model") }
        return text
    }

    /// A technique, or a glob over their names.
    private func techniques(_ node: Node, _ name: String) -> Set<Technique>? {
        guard let text = fields.glob(node, name) else { return nil }
        let met = Technique.sanitizes.filter { Glob(text)?.matches($0.rawValue) ?? false }
        guard !met.isEmpty else {
            let words = Technique.sanitizes.map(\.rawValue)
            fields.add(node, "\(name) \(quoted(text)) fits none of \(words.joined(separator: ", "))\(suggestion(for: text, among: words))")
            return nil
        }
        return Set(met)
    }
}
