// The parts of an archive, read and compared.

package import WipeCertificate
import WipeCore
package import WipeFiles

extension VerifyTerms {
    /// By what the archive as a whole is judged.
    var ofAudit: AuditTerms { AuditTerms(trust: trust, policy: logPolicy, now: now) }
}

extension Archive {
    /// Verifies every record, reads the whole log, and compares.
    package func audit(_ terms: VerifyTerms, checkpoints: [ArchivedCheckpoint], intake: IntakeRows?) async throws -> AuditReport {
        let (folder, stray) = try contents()
        let (spoiled, other) = Self.parted(folder.unread + stray.unread)
        // A file beside the folder of records may have the name of one in it.
        let taken = Set(folder.records)
        let names = folder.records + stray.records.map { taken.contains($0) ? "./" + $0 : $0 } + spoiled.map(\.name)
        let judged = try await JudgedFiles(
            folder.records.map { records + "/" + $0 } + stray.records.map { directory + "/" + $0 },
            unread: spoiled.map { ($0.name, AuditFailure(code: .unreadableFile, message: $0.sentence, hint: nil)) }, terms)
        var terms = terms
        terms.trust = judged.trust
        var found = listFindings + other.map { ArchiveFinding(.fileUnreadable, $0.name, $0.sentence) }
        var archived: [ArchivedRecord] = []
        var counts = CountedDocuments()
        for (name, answer) in zip(names, judged.answers) {
            switch answer {
            case .success(let result):
                archived.append(ArchivedRecord(file: name, result: result, notices: judged.board.answer(about: result)))
                counts.add(archived[archived.count - 1].standing, result)
            case .failure(let failure):
                found.append(ArchiveFinding(.fileUnreadable, name, failure.message))
                counts.add(.notValid, nil)
            }
        }
        let sizes = Set(archived.compactMap { $0.result.summary.anchor?.treeSize } + checkpoints.map { $0.head.checkpoint.size })
        var replay: LogReplay?
        do { replay = try LogReplay(sizes: sizes, read: readLog) } catch {
            found.append(ArchiveFinding(.logMissing, "log", Self.words(error)))
        }
        let audit = ArchiveAudit(
            log: replay, records: archived, open: Set(open), checkpoints: checkpoints, terms: terms.ofAudit, filter: filter,
            intake: intake?.rows.map(\.serial))
        found += audit.findings
        found += (intake?.rejected ?? []).map { ArchiveFinding(.intakeRowRejected, "\($0.file):\($0.line)", $0.message) }
        found += Self.tagConflicts(intake?.rows ?? [], archived)
        counts.counts.missing = audit.findings.filter { $0.code == .fileMissing }.count
        var report = report(terms, replay, found)
        report.notes = audit.notes + (intake?.repeated ?? []).map(\.description)
        let valid = Set(archived.filter { $0.standing != .notValid }.map(\.file))
        report.notValid = names.filter { !valid.contains($0) }
        report.counts = counts.counts
        report.records = archived.filter { !$0.result.simulation }.count
        report.simulations = archived.count - report.records
        report.passedOver = folder.foreignLines + stray.foreignLines
        report.outsideFilter = filter.flatMap { .init($0, audit.outsideFilter) }
        report.superseded = archived.flatMap { record in
            record.notices.supersededBy.map { "\(record.file): \(VerifyReport.Superseding($0).sentence)" }
        }
        return report
    }

    /// What has the name of a document and is none that can be read, and what else could not be looked into.
    private static func parted(_ unread: [RecordFolder.Passed]) -> (documents: [RecordFolder.Passed], other: [RecordFolder.Passed]) {
        (unread.filter { RecordFolder.isNamedAsRecord($0.name) }, unread.filter { !RecordFolder.isNamedAsRecord($0.name) })
    }

    /// Received serials whose records all go by another tag than the list gives them. A tag that a correction has put right is the right one;
    /// what covers no drive names none.
    private static func tagConflicts(_ rows: [IntakeRow], _ records: [ArchivedRecord]) -> [ArchiveFinding] {
        var bySerial: [String: [ArchivedRecord]] = [:]
        for record in records where record.standing.isOfARealDrive {
            if let serial = record.result.serial { bySerial[ArchiveAudit.formOfSerial(serial), default: []].append(record) }
        }
        return rows.compactMap { row in
            let own = bySerial[ArchiveAudit.formOfSerial(row.serial)] ?? []
            let tags = own.map { $0.notices.correctedTag ?? $0.result.assetTag }
            guard let first = own.first, !tags.contains(where: { $0.map { AssetTagText.isSame($0, row.assetTag) } ?? false }) else {
                return nil
            }
            let named = Set(tags.map { $0 ?? "none" }).sorted().joined(separator: ", ")
            let readsSame = tags.contains { $0.map { AssetTagText.readsSame($0, row.assetTag) } ?? false }
            return ArchiveFinding(
                .intakeTagConflict, row.serial,
                "the list gives it the asset tag \(row.assetTag), its record has \(named) (\(first.file))"
                    + (readsSame ? "; they differ only in capitals or leading zeros" : ""))
        }
    }

    /// Reads the whole log and compares it with heads that somebody kept.
    package func checkLog(_ terms: VerifyTerms, checkpoints: [ArchivedCheckpoint]) throws -> AuditReport {
        let replay: LogReplay
        let sizes = Set(checkpoints.map { $0.head.checkpoint.size })
        do { replay = try LogReplay(sizes: sizes, read: readLog) } catch let error as AuditFailure { throw error } catch {
            throw AuditFailure(code: .logMissing, message: "\(log): \(Self.words(error))", hint: nil)
        }
        // The records are not read, so that none of them is missed.
        let audit = ArchiveAudit(log: replay, checkpoints: checkpoints, terms: terms.ofAudit)
        return report(terms, replay, audit.findings)
    }

    private func report(_ terms: VerifyTerms, _ log: LogReplay?, _ findings: [ArchiveFinding]) -> AuditReport {
        AuditReport(
            directory: directory, trusted: terms.trust != nil, records: 0, simulations: 0, counts: nil, notValid: [], notes: [],
            superseded: [], open: open, outsideFilter: nil,
            log: (log?.head.checkpoint).map { .init(origin: $0.origin, size: $0.size, rootHash: $0.root.base64) },
            findings: findings.map { .init(code: $0.code.rawValue, subject: $0.subject, message: $0.message) })
    }
}
