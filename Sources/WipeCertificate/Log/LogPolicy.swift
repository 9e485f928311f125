// Which logs somebody trusts, in the words of C2SP (c2sp.org/tlog-policy). Lines about witnesses are read by the same rules; a quorum of them is
// refused, since this version checks no cosignatures and may not pass over what somebody asks for.

/// A policy file: `log <vkey> [<url>]`, `witness <name> <vkey> [<url>]`, `group <name> all|any|<k> <name>…` and exactly one `quorum <name>`.
public struct LogPolicy: Sendable, Equatable {
    /// In the order of the file.
    public let logs: [LogKey]

    /// Reads the bytes of a policy file. `file` names it in errors.
    ///
    /// - Throws: `policyMalformed` with file and line for what is not in the format, and for a quorum of witnesses.
    public init(parsing bytes: [UInt8], file: String) throws(LogError) {
        var reader = LogPolicyReader()
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            do throws(LogPolicyReader.Fault) { try reader.take(line) } catch {
                throw LogError(.policyMalformed, "\(file):\(index + 1): \(error.what)")
            }
        }
        guard reader.hasQuorum else {
            throw LogError(.policyMalformed, "\(file): expected one quorum line: `quorum none` where no witnesses are asked for")
        }
        guard !reader.logs.isEmpty else { throw LogError(.policyMalformed, "\(file): expected a line log VKEY") }
        logs = reader.logs
    }
}

/// Takes the lines of a policy in their order. Names are octets: what a script makes of them decides nothing.
private struct LogPolicyReader {
    struct Fault: Error { let what: String }

    private(set) var logs: [LogKey] = []
    private(set) var hasQuorum = false
    private var witnessKeys: Set<String> = []
    /// Witnesses and groups so far: they share their names.
    private var names: Set<[UInt8]> = []

    mutating func take(_ line: ArraySlice<UInt8>) throws(Fault) {
        if line.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw Fault(what: "begins with a byte order mark: save the file as plain UTF-8 without one")
        }
        if let control = line.first(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
            let what =
                control == 0x0D
                ? "a carriage return, as programs on Windows write it: save the file with line feeds alone" : "a control character"
            throw Fault(what: "holds \(what)")
        }
        let words = line.split { $0 == 0x20 || $0 == 0x09 }.map { Array($0) }
        guard let first = words.first, first.first != UInt8(ascii: "#") else { return }
        switch (String(decoding: first, as: UTF8.self), words.count) {
        case ("log", 2...3): try log(words[1])
        case ("witness", 3...4): try witness(words[1], words[2])
        case ("group", 4...): try group(words[1], words[2], Array(words[3...]))
        case ("quorum", 2): try quorum(words[1])
        default:
            let found = String(decoding: line.prefix(80), as: UTF8.self)
            throw Fault(what: "expected log VKEY [URL], witness NAME VKEY [URL], group NAME all|any|K NAME… or quorum NAME, found \(found)")
        }
    }

    private mutating func log(_ vkey: [UInt8]) throws(Fault) {
        let key: LogKey
        do throws(LogError) { key = try LogKey(vkey: String(decoding: vkey, as: UTF8.self)) } catch { throw Fault(what: error.message) }
        // One key is one log, whatever its line calls it.
        guard !logs.contains(where: { $0.key == key.key }) else {
            throw Fault(what: "the key of \(key.name) stands in a line before: one line a log")
        }
        logs.append(key)
    }

    /// A witness's key is of a kind of its own (c2sp.org/tlog-cosignature: type 4 or 6), and is not used here.
    private mutating func witness(_ name: [UInt8], _ vkey: [UInt8]) throws(Fault) {
        let parts = String(decoding: vkey, as: UTF8.self).split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[1].utf8.count == 8, let key = Base64.decode(parts[2]), [4, 6].contains(key.first)
        else {
            throw Fault(what: "expected a witness key NAME+KEYID+BASE64 for cosignatures")
        }
        guard witnessKeys.insert(String(parts[2])).inserted else { throw Fault(what: "the key of this witness stands in a line before") }
        try define(name)
    }

    private mutating func group(_ name: [UInt8], _ threshold: [UInt8], _ members: [[UInt8]]) throws(Fault) {
        for member in members where !names.contains(member) {
            throw Fault(what: "\(Self.text(member)) is no witness or group of a line before")
        }
        guard Set(members).count == members.count else { throw Fault(what: "a member stands in the group twice") }
        switch String(decoding: threshold, as: UTF8.self) {
        case "all", "any": break
        case let number:
            guard let k = Int(number), number.utf8.allSatisfy({ (0x30...0x39).contains($0) }), (1...members.count).contains(k) else {
                throw Fault(what: "expected all, any or a number from 1 to \(members.count), found \(number.prefix(80))")
            }
        }
        try define(name)
    }

    private static func text(_ name: [UInt8]) -> String { String(decoding: name.prefix(80), as: UTF8.self) }

    private mutating func define(_ name: [UInt8]) throws(Fault) {
        guard name != Array("none".utf8) else { throw Fault(what: "the name none is predefined") }
        guard names.insert(name).inserted else {
            throw Fault(what: "\(Self.text(name)) is the name of a witness or group before")
        }
    }

    private mutating func quorum(_ name: [UInt8]) throws(Fault) {
        guard !hasQuorum else { throw Fault(what: "a second quorum line: a policy has one") }
        guard name == Array("none".utf8) else {
            let word = Self.text(name)
            guard names.contains(name) else { throw Fault(what: "\(word) is no witness or group of a line before") }
            throw Fault(what: "this version checks no cosignatures, and cannot hold a head to the quorum \(word); expected quorum none")
        }
        hasQuorum = true
    }
}
