// Status, keys and journal as text.

import WipeAPI
import WipeCertificate
import WipeWords

extension StatusView {
    /// The station at a glance.
    func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("station", [station, organization, location].compactMap { $0 }.joined(separator: ", "))
        let since = layout.time(startedAt) ?? startedAt
        facts.add("version", layout.say("daemon", ["version": version, "process": String(pid), "since": since]))
        facts.add("slots", layout.say("slots-used", ["used": String(slots.used), "total": String(slots.total)]))
        facts.add("jobs", countedJobs(layout))
        facts.add("drive events", udevMonitorGroup ?? layout.say("not-watched"))
        let failed = failedBays ?? []
        if !failed.isEmpty {
            let drives = ["drives": layout.count(failed.count, "drive"), "bays": failed.joined(separator: ", ")]
            facts.add("failed", Cell(layout.say("failed-in-bays", drives), tone: .bad))
        }
        if alarms.isEmpty { return facts.text(layout) + safeLine(layout.say("no-alarms")) }
        return facts.text(layout) + alarms.map { layout.reasonLines($0, of: [.alarm], as: "alarm", .bad) }.joined()
    }

    /// Known states in the order of a job's life, then unknown ones; states without a job are left out.
    private func countedJobs(_ layout: Layout) -> String {
        let known = JobStateWord.allCases.map(\.rawValue)
        let names = known + jobs.keys.filter { !known.contains($0) }.sorted()
        let counted = names.compactMap { name in
            jobs[name].flatMap { $0 > 0 ? layout.word(name, of: .tile) + layout.say("colon") + String($0) : nil }
        }
        return counted.isEmpty ? layout.say("none") : counted.joined(separator: ", ")
    }
}

extension KeyList {
    /// A table, then each key as PEM.
    func text(_ layout: Layout) -> String {
        var table = Table(columns: [.init("ROLE"), .init("VALID FROM"), .init("VALID UNTIL"), .init("FINGERPRINT", minimumWidth: 16)])
        for key in keys {
            table.add([
                Cell(layout.coded(key.role, of: .role)), Cell(layout.time(key.validFrom)), Cell(layout.time(key.validUntil)),
                Cell(key.fingerprint),
            ])
        }
        var text = table.text(layout, whenEmpty: layout.say("no-keys"))
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
            .init("NUMBER", right: true), .init("AT"), .init("EVENT"), .init("BY"), .init("NODE", dropOrder: 1), .init("SERIAL"),
            .init("JOB", minimumWidth: 8, dropOrder: 2), .init("DETAIL", isProse: true),
        ])
        for entry in entries {
            table.add([
                Cell(String(entry.number)), Cell(layout.time(entry.at)), Cell(layout.coded(entry.event, of: .event)),
                Cell(entry.person(layout)), Cell(entry.node),
                Cell(entry.serial),
                Cell(entry.job), Cell(prose: entry.detail),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-entries"))
    }
}

extension JournalView {
    /// `marie`, or `m.roy via root`.
    func person(_ layout: Layout) -> String? {
        viaRoot.map { layout.say("via-root", ["person": $0, "root": self.operator ?? "root"]) } ?? self.operator
    }
}
