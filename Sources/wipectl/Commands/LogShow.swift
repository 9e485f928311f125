// The station's public log.

import ArgumentParser
import Foundation
import WipeAPI
import WipeAudit
import WipeCertificate

/// `wipectl log`.
struct Log: ParsableCommand {
    static var configuration: CommandConfiguration {
        .worded("log", subcommands: [LogShow.self, LogProve.self, LogCompare.self])
    }
}

/// `wipectl log show`.
struct LogShow: StationCommand {
    static var configuration: CommandConfiguration { .worded("log show") }
    @Flag(help: .worded("checkpoint-alone")) var checkpoint = false
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
    static var configuration: CommandConfiguration { .worded("log prove") }
    @Argument(help: .worded("noticed-record", "id"), completion: .named(.record)) var id: String
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
    static var configuration: CommandConfiguration { .worded("log check") }
    @Argument(help: .worded("archive", "folder"), completion: .directory) var directory: String
    @Option(help: .worded("trust", "keys"), completion: .file()) var trust: String?
    @Option(help: .worded("checkpoint", "file"), completion: .file()) var checkpoint: [String] = []
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        let terms = try VerifyTerms(trust: trust, logPolicy: nil, allowSimulation: true)
        let report = try Archive(directory).checkLog(terms, checkpoints: try checkpoint.map(Archive.checkpoint))
        try session.print(report) { report.text($0) }
        return report.findings.isEmpty ? .done : .no
    }
}
