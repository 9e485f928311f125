// From a certificate to what the drive has to hold, and where it is looked at. Pure: no drive is touched here.

package import WipeCertificate
package import WipeCore
import WipePattern

/// What one recheck compares.
package struct RecheckPlan: Sendable {
    /// Size and logical sectors that the drive must have.
    package let geometry: Geometry
    /// What the last pass wrote: what the drive holds since. Of a drive that erased itself, its marks: nothing of them may be left.
    package let pattern: WipeCore.Pattern
    /// What a drive that erased itself holds since; nil where the host wrote last.
    package let left: LeftContents?
    /// The pattern as the certificate names it.
    package let patternName: String
    /// `full`, or `sample` where the certificate's own samples are read again.
    package let coverage: String
    /// What is read, in order, without the ranges that the certificate lists as unwritten or unreadable.
    package let extents: [Extent]
    /// Sectors of these ranges.
    package let excludedSectors: UInt64

    /// The plan for a certificate; an `AuditFailure` where it says nothing that a drive could be compared with.
    ///
    /// - Parameter isWhole: the whole drive is read also where the certificate rests on samples: every pass wrote all of it.
    package init(_ record: RecordDocument, isWhole: Bool) throws(AuditFailure) {
        let facts = record.facts
        guard record.conclusions.outcome != .notSanitized, let pass = facts.run.passes.last else {
            throw .cannotRecheck("it is a record of failed sanitization, which does not say what the whole drive holds")
        }
        guard let capacity = facts.media.capacityBytes, let sector = facts.media.logicalSectorBytes,
            let geometry = Geometry(
                capacityBytes: UInt64(clamping: capacity), logicalSectorBytes: UInt32(clamping: sector),
                physicalSectorBytes: UInt32(clamping: sector))
        else { throw .cannotRecheck("its capacity and sector size make no drive") }
        self.geometry = geometry
        switch pass.work {
        case .write(let written):
            (pattern, patternName) = try Self.pattern(written)
            left = nil
        case .command(let command):
            let marks = CertificateFacts.Pattern.random(key: command.marks.key, initialCounter: command.marks.initialCounter)
            pattern = try Self.pattern(marks).0
            left = try LeftContents(pass.verification?.contents)
            patternName = "none of its marks"
        }
        let sample: CertificateFacts.Sample? = if case .sample(let sample)? = pass.verification?.coverage { sample } else { nil }
        coverage = sample == nil || isWhole ? "full" : "sample"
        let wanted =
            try isWhole
            ? [geometry.whole]
            : sample.map { sample throws(AuditFailure) in try Self.samples(sample, geometry) } ?? [geometry.whole]
        let excluded = try Self.excluded(facts.run, geometry)
        extents = wanted.flatMap { excluded.gaps(in: $0) }
        excludedSectors = excluded.byteCount / UInt64(geometry.logicalSectorBytes)
    }

    /// Bytes to read.
    package var bytes: UInt64 { extents.reduce(0) { $0 + $1.length } }

    private static func pattern(_ pattern: CertificateFacts.Pattern) throws(AuditFailure) -> (WipeCore.Pattern, String) {
        switch pattern {
        case .zeros: return (.zeros, "zeros")
        case .ones: return (.ones, "ones")
        case .bytes(let text):
            guard let bytes = hexadecimal(text), !bytes.isEmpty else { break }
            return (.fixed(bytes), "bytes \(text)")
        case .random(let key, let initialCounter, let complemented):
            guard let key = hexadecimal(key).flatMap(StreamKey.init), initialCounter.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) else {
                break
            }
            return complemented ? (.complementOfRandom(key), "random, complemented") : (.random(key), "random")
        }
        throw .cannotRecheck("its last pass has no pattern that can be made again")
    }

    /// What lies on a drive that has erased itself: of one kind, and where it repeats something, of these bytes.
    package struct LeftContents: Hashable, Sendable {
        package let kind: WipeCore.ContentsKind
        let period: [UInt8]?

        fileprivate init(_ contents: CertificateFacts.Contents?) throws(AuditFailure) {
            guard let contents, let tally = ContentsTally(contents), let kind = tally.kind else {
                throw .cannotRecheck("it does not say what its drive held afterwards")
            }
            self.kind = kind
            period = kind == .byte || kind == .period ? tally.period : nil
        }

        func isSame(as found: ContentsTally) -> Bool { found.kind == kind && (period == nil || found.period == period) }
    }

    /// The samples, chosen again from their seed.
    private static func samples(_ sample: CertificateFacts.Sample, _ geometry: Geometry) throws(AuditFailure) -> [Extent] {
        guard let seed = hexadecimal(sample.seed).flatMap(StreamKey.init) else { throw .cannotRecheck("its sample cannot be chosen again") }
        var stream = ChoiceStream(seed: seed)
        let spec = SamplingSpec(
            subsections: sample.subsections, samplesEach: sample.samplesEach, percentEach: sample.percentEach,
            firstAndLast: sample.firstAndLast)
        let extents = Planner.samples(spec, geometry) { stream.next64() }
        let sectors = extents.reduce(0) { $0 + $1.length } / UInt64(geometry.logicalSectorBytes)
        guard sample.sectors == Int(clamping: sectors) else {
            throw .cannotRecheck("the seed of its sample chooses \(sectors) sectors, and it says \(sample.sectors)")
        }
        return extents
    }

    /// Sectors of which the certificate says itself that they may hold anything.
    private static func excluded(_ run: CertificateFacts.Run, _ geometry: Geometry) throws(AuditFailure) -> ExtentSet {
        var excluded = ExtentSet()
        let sector = UInt64(geometry.logicalSectorBytes)
        for (name, defects) in [("unwritten", run.unwritten), ("unreadable", run.unreadable)] {
            var listed: UInt64 = 0
            for range in defects.ranges {
                guard let last = UInt64(exactly: range.upperBound), let first = UInt64(exactly: range.lowerBound),
                    last < geometry.sectorCount
                else { throw .cannotRecheck("\(name)Ranges leaves the drive") }
                listed += last - first + 1
                excluded.insert(Extent(offset: first * sector, length: (last - first + 1) * sector))
            }
            guard defects.sectors == Int(clamping: listed) else { throw .cannotRecheck("it has more \(name) sectors than it lists") }
        }
        return excluded
    }

    fileprivate static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension ContentsTally {
    /// The counts of a record; nil where its period cannot be read.
    fileprivate init?(_ contents: CertificateFacts.Contents) {
        self.init()
        zeros = UInt64(clamping: contents.zeroSectors)
        ones = UInt64(clamping: contents.oneSectors)
        periodic = UInt64(clamping: contents.periodicSectors)
        other = UInt64(clamping: contents.otherSectors)
        otherPeriods = UInt64(clamping: contents.otherPeriodSectors)
        guard let text = contents.period else { return }
        guard let bytes = RecheckPlan.hexadecimal(text) else { return nil }
        period = bytes
    }
}
