// C2SP tlog-policy: which logs somebody trusts. Witnesses are not asked for by this version, and a policy that asks is refused.

/// The logs of a policy file: `log <vkey>` lines, `quorum none`, `#` comments.
public struct LogPolicy: Sendable, Equatable {
    /// In the order of the file.
    public let logs: [LogKey]

    /// A policy that trusts these logs.
    public init(logs: [LogKey]) { self.logs = logs }

    /// Reads the bytes of a policy file. `file` names it in errors.
    /// - Throws: `policyMalformed` with file and line, also for lines of the format that this version cannot hold anybody to.
    public init(parsing bytes: [UInt8], file: String) throws(LogError) {
        guard let text = String(validating: ChangedCopy.unmarked(bytes), as: UTF8.self) else {
            throw LogError(.policyMalformed, "\(file): not valid UTF-8")
        }
        var logs: [LogKey] = []
        // A line ends where every other reader ends it: a policy must not say to one what the next takes for a comment.
        for (index, line) in text.pieces(between: 0x0A).enumerated() {
            let words = line.unicodeScalars.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map { String($0) }
            guard let first = words.first, !first.utf8.starts(with: "#".utf8) else { continue }
            func fault(_ what: String) -> LogError { LogError(.policyMalformed, "\(file):\(index + 1): \(what)") }
            switch (first, words.count) {
            case ("log", 2):
                do throws(LogError) { logs.append(try LogKey(vkey: words[1])) } catch { throw fault(error.message) }
            case ("quorum", 2) where words[1] == "none": break
            case ("witness", _), ("group", _), ("quorum", _):
                throw fault("this version checks no witnesses; expected only log lines and quorum none, found \(first)")
            default: throw fault("expected log VKEY or quorum none, found \(line.prefix(80))")
            }
        }
        guard !logs.isEmpty else { throw LogError(.policyMalformed, "\(file): expected a line log VKEY") }
        self.logs = logs
    }
}
