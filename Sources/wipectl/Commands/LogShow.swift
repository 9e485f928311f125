// The station's public log.

import ArgumentParser
import Foundation
import WipeAPI
import WipeAudit
import WipeCertificate

/// `wipectl log`.
struct Log: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "The log of all records.", subcommands: [LogShow.self, LogProve.self, LogCompare.self])
}

/// `wipectl log show`.
struct LogShow: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The signed head of the log and its key.",
        discussion: """
            Keep the checkpoint (--checkpoint) where the station cannot reach it: `wipectl audit --checkpoint FILE` shows later whether anything \
            under it was changed or taken away.
            """)
    @Flag(help: "Only the checkpoint, as it lies in the log's folder.") var checkpoint = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let log = try await session.client.get(Routes.log, as: LogView.self)
        let head: SignedCheckpoint
        do throws(LogError) { head = try SignedCheckpoint(parsing: Array(log.checkpoint.utf8)) } catch {
            throw Failure.badAnswer("the head of the log is not a checkpoint: \(error.message)")
        }
        try session.print(log) { checkpoint ? String(decoding: head.bytes, as: UTF8.self) : log.text($0) }
        return .done
    }
}

extension LogView {
    fileprivate func text(_ layout: Layout) -> String {
        var facts = FactList()
        facts.add("origin", origin)
        facts.add("entries", String(size))
        facts.add("root hash", rootHash)
        facts.add("key", vkey)
        return facts.text(layout)
    }
}

/// `wipectl log prove`.
struct LogProve: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "A fresh proof that a record is in the log, against its newest head.",
        discussion: "The text is that of a .tlog-proof file. ID is the id of a record or its number.")
    @Argument(help: ArgumentHelp("The record.", valueName: "id")) var id: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let bytes = try await session.client.getBytes(CertificateShow.path(id, Routes.certificateProof))
        let proof: LogProof
        do throws(LogError) { proof = try LogProof(parsing: bytes) } catch {
            throw Failure.badAnswer("the proof cannot be read: \(error.message)")
        }
        let shown = ProofView(index: proof.index, size: proof.head.checkpoint.size, proof: String(decoding: proof.bytes, as: UTF8.self))
        try session.print(shown) { _ in shown.proof }
        return .done
    }

    struct ProofView: Codable, Hashable, Sendable {
        var index: Int
        var size: Int
        var proof: String
    }
}

/// `wipectl log check`. Works without the daemon.
struct LogCompare: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Rebuilds a log from its entries, offline, and compares it with heads that you kept.",
        discussion:
            "DIR is the state folder of a station, or what `wipectl certificate export` wrote. Records are not read: see `wipectl audit`. Exit "
            + "code 1 where something is found.")
    @Argument(help: ArgumentHelp("The archive.", valueName: "dir"), completion: .directory) var directory: String
    @Option(help: ArgumentHelp("Keys that you trust.", valueName: "keys"), completion: .file()) var trust: String?
    @Option(
        help: ArgumentHelp("A head of the log that you kept, as for `wipectl audit`; may be given more than once.", valueName: "file"),
        completion: .file())
    var checkpoint: [String] = []
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let terms = try VerifyTerms(trust: trust, logPolicy: nil, allowSimulation: true)
        let report = try Archive(directory).checkLog(terms, checkpoints: try checkpoint.map(Archive.checkpoint))
        try session.print(report) { report.text($0) }
        return report.findings.isEmpty ? .done : .no
    }
}
