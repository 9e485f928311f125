// Status, keys and journal as text.

import WipeAPI
import WipeCertificate

extension StatusView {
    /// The station at a glance.
    func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("station", [station, organization, location].compactMap { $0 }.joined(separator: ", "))
        facts.add("version", "wiped \(version), process \(pid), since \(startedAt)")
        facts.add("slots", "\(slots.used) of \(slots.total) used")
        facts.add("jobs", countedJobs)
        facts.add("drive events", udevMonitorGroup ?? "none: drives are not watched")
        var text = facts.text(layout)
        if alarms.isEmpty { return text + "no alarms\n" }
        for alarm in alarms { text += paint("alarm", .bad, layout) + safeLine(" \(alarm.code): \(alarm.message)") }
        return text
    }

    /// Known states in the order of a job's life, then unknown ones; states without a job are left out.
    private var countedJobs: String {
        let known = JobStateWord.allCases.map(\.rawValue)
        let names = known + jobs.keys.filter { !known.contains($0) }.sorted()
        let counted = names.compactMap { name in jobs[name].flatMap { $0 > 0 ? "\($0) \(name)" : nil } }
        return counted.isEmpty ? "none" : counted.joined(separator: ", ")
    }
}

extension KeyList {
    /// A table, then each key as PEM.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [.init("ROLE"), .init("VALID FROM"), .init("VALID UNTIL"), .init("FINGERPRINT", minimumWidth: 16)])
        for key in keys { table.add([Cell(key.role), Cell(key.validFrom), Cell(key.validUntil), Cell(key.fingerprint)]) }
        var text = table.text(layout, whenEmpty: "no keys")
        for key in keys {
            text += "\n" + safeLine("\(key.role) \(key.did)")
            for line in key.pem.split(whereSeparator: \.isNewline) { text += safeLine(String(line)) }
        }
        return text
    }

    /// A keys file for `--trust`: one key a line. Throws a `Failure` where a member could not stand in such a file; what is trusted is not repaired.
    func trustFile(station: String) throws -> String {
        var lines = [
            "# public keys of \(SafeText.escaped(station).replacing("\n", with: " "))",
            "# did role valid-from valid-until [log-origin \"station\"]",
        ]
        for key in keys {
            let members = [key.did, key.role, key.validFrom, key.validUntil ?? "-"]
            guard ["station", "simulation", "log"].contains(key.role), key.did.hasPrefix("did:key:z"),
                members.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } })
            else { throw Failure.badAnswer("a key of role \(key.role) cannot stand in a keys file") }
            let line = members.joined(separator: " ")
            if key.names.isEmpty { lines.append(line) }
            for name in key.names {
                guard let binding = KeyBinding(station: name.station, origin: name.log) else {
                    throw Failure.badAnswer("a name of the \(key.role) key cannot stand in a keys file")
                }
                lines.append(line + " " + binding.words)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension JournalList {
    /// One line per entry.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("NUMBER", right: true), .init("AT"), .init("EVENT"), .init("BY", minimumWidth: 6), .init("NODE"),
            .init("SERIAL", minimumWidth: 6),
            .init("JOB", minimumWidth: 8), .init("DETAIL", minimumWidth: 8),
        ])
        for entry in entries {
            table.add([
                Cell(String(entry.number)), Cell(entry.at), Cell(entry.event), Cell(entry.person), Cell(entry.node), Cell(entry.serial),
                Cell(entry.job), Cell(entry.detail),
            ])
        }
        return table.text(layout, whenEmpty: "no entries")
    }
}

extension JournalView {
    /// `marie`, or `m.roy via root`.
    var person: String? { viaRoot.map { "\($0) via \(self.operator ?? "root")" } ?? self.operator }
}
