// What the station knows at this moment, as words that a shell may put into a command line. Silent: whoever presses Tab has asked for no sentence.

import ArgumentParser
import Foundation
import WipeAPI
import WipeWords

/// Of what an argument is a name.
enum Offered: Sendable {
    case media, job, record, policy, serial, assetTag, missingSerial, imported, code

    /// With this word a script of ArgumentParser's asks.
    static let question = "---completion"
    /// Nobody waits longer than this for a Tab. Tests have more patience: their threads are busy with each other.
    @TaskLocal static var patienceSeconds = 2
    /// Records that are looked through for names, the newest first.
    static let recordsMax = 200

    /// The words, sorted and each once; none where the daemon does not answer.
    ///
    /// - Parameters:
    ///   - line: the words of the command line so far, the program's name first.
    ///   - index: which of them is wanted; the others are not offered again.
    func words(in line: [String], at index: Int, environment: [String: String]) async -> [String] {
        guard let invocation = try? Invocation(line.dropFirst().map(Self.unquoted), environment: environment) else { return [] }
        let client = Client(socketPath: invocation.socketPath, timeoutSeconds: Self.patienceSeconds)
        guard let names = try? await names(client) else { return [] }
        let there = Set(line.enumerated().filter { $0.offset != index }.map { Self.unquoted($0.element) })
        return Set(names.compactMap { $0 }).filter { Self.isPlain($0) && !there.contains($0) }.sorted()
    }

    private func names(_ client: Client) async throws -> [String?] {
        switch self {
        case .media:
            let media = try await client.get(Routes.media, as: WipeAPI.MediaList.self).media
            let records = try await Self.records(client)
            let serials = Set(media.compactMap(\.serial))
            return media.flatMap { [$0.bay, $0.serial, $0.assetTag] }
                + records.filter { $0.serial.map(serials.contains) ?? false }.map { String($0.record) }
        case .job:
            let jobs = try await client.get(Routes.jobs, as: JobList.self).jobs
            return jobs.flatMap { [$0.bay, $0.media.serial, $0.assetTag, $0.record.map(String.init), $0.shortID] }
        case .record: return try await Self.records(client).map { String($0.record) }
        case .policy: return try await client.get(Routes.policies, as: PolicyList.self).policies.map(\.id)
        case .serial:
            let media = try await client.get(Routes.media, as: WipeAPI.MediaList.self).media
            return try await media.map(\.serial) + Self.records(client).map(\.serial)
        case .assetTag:
            let media = try await client.get(Routes.media, as: WipeAPI.MediaList.self).media
            return try await media.map(\.assetTag) + Self.records(client).map(\.assetTag)
        case .missingSerial:
            let path = Routes.path(Routes.assets, query: [("missing", "1"), ("limit", String(Self.recordsMax))])
            return try await client.get(path, as: AssetList.self).assets.map(\.serial)
        case .imported: return try await client.get(Routes.imports, as: ImportList.self).imports.map { String($0.number) }
        case .code: return Set(Vocabulary.explained.flatMap(\.codes)).sorted()
        }
    }

    private static func records(_ client: Client) async throws -> [CertificateView] {
        let path = Routes.path(Routes.certificates, query: [("limit", String(recordsMax))])
        return try await client.get(path, as: CertificateList.self).certificates
    }

    /// Serials and labels are what a drive or a stranger says, and bash expands what it is offered: `$(…)` in a serial would run. So nothing is offered
    /// that a shell could understand, nor what it would cut in two, nor what would be an option.
    static func isPlain(_ word: String) -> Bool {
        guard let first = word.first, first != "-" else { return false }
        return word.allSatisfy { $0.isLetter || $0.isNumber || "._/+@-".contains($0) }
    }

    /// A shell hands its words over as they were typed, quotes and all.
    private static func unquoted(_ word: String) -> String {
        for quote in ["'", "\""] where word.count > 1 && word.hasPrefix(quote) && word.hasSuffix(quote) {
            return String(word.dropFirst().dropLast())
        }
        return word
    }
}

extension CompletionKind {
    /// Completes with what the station knows when the person presses Tab.
    static func named(_ offered: Offered) -> CompletionKind {
        .custom { line, index, _ in
            await offered.words(in: line, at: index, environment: ProcessInfo.processInfo.environment)
        }
    }
}
