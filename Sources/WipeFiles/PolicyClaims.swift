// What a policy file may claim by what it does: a purge is the drive's own work, and nothing else is.

import WipeCore
import Yams

/// Holds the claim of a policy against its rows and its media.
struct PolicyClaims {
    let fields: YamlFields
    let claim: Claim?
    let media: Set<MediaGroup>
    let passes: [PassSpec]

    func check(_ file: YamlMapping, fallback: String?) {
        let commands = passes.compactMap(\.command)
        let place = file.optional("claim") ?? file.node
        if claim?.level == .purge, commands.isEmpty {
            fields.add(place, "claim.level: overwriting by the host is clear and no more, on every medium; purge needs a row with command")
        }
        // Else nobody would be told on the record that a purge was not to be had.
        if claim?.level != .purge, !commands.isEmpty {
            fields.add(place, "claim.level: a policy with a row of command claims purge; without the claim an overwrite does the same")
        }
        if fallback != nil, commands.isEmpty, let node = file.optional("fallback") {
            fields.add(node, "fallback is for a policy with a row of command: an overwrite needs none")
        }
        for (index, command) in commands.enumerated() { checkMedia(command, file, row: index + 1) }
    }

    /// On every medium that is named some technique of the row must bear the claim, and each technique on some of them.
    private func checkMedia(_ command: CommandSpec, _ file: YamlMapping, row: Int) {
        guard claim?.level == .purge, let node = file.optional("media") else { return }
        for group in media.sorted(by: { $0.rawValue < $1.rawValue }) where !command.techniques.contains(where: { mayPurge($0, group) }) {
            fields.add(node, "media names \(group.rawValue), and no technique of command row \(row) may claim purge there")
        }
        for technique in command.techniques where !media.contains(where: { mayPurge(technique, $0) }) {
            fields.add(node, "\(technique.rawValue) of command row \(row) may claim purge on none of the media that are named")
        }
    }

    private func mayPurge(_ technique: Technique, _ group: MediaGroup) -> Bool {
        MediaType.allCases.contains { $0.group == group && technique.claimAtMost(on: $0) == .purge }
    }
}
