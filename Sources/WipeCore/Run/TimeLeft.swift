// How long a run will still take, from the rate that it has at this place of the drive.

/// How the rate of a drive depends on the place.
package enum RateProfile: Hashable, Sendable {
    /// The same everywhere, as flash is.
    case even
    /// Zoned recording. Bits lie equally dense on every track and the platter turns evenly, so the rate is that of the radius; addresses
    /// begin at the outer edge, and the innermost track has about half its radius.
    case zoned

    package init(_ mediaType: MediaType) {
        switch mediaType {
        case .magneticHDD, .hybrid: self = .zoned
        case .flashSSD, .flashRemovable, .unknown: self = .even
        }
    }

    /// Rate at `place` (0 where addresses begin, 1 where they end) as a share of the rate where they begin.
    ///
    /// Addresses fill the area from the outer radius 1 inwards to 1/2: at `place` the radius is √(1 − 3/4 · place).
    func rate(at place: Double) -> Double { self == .even ? 1 : (1 - 0.75 * place).squareRoot() }

    /// Time from the beginning to `place`, where the whole drive at its first rate would take 1: the integral of 1 / `rate`.
    func time(to place: Double) -> Double { self == .even ? place : 8 / 3 * (1 - (1 - 0.75 * place).squareRoot()) }
}

extension RunProgress {
    /// No estimate says more: what takes longer is told apart by nobody, and is a matter for the rule `slow`.
    package static let secondsLeftMax: UInt64 = 30 * 86_400

    /// Seconds to the end of the run for a drive that moves so many bytes a second here, at most `secondsLeftMax`; nil where it does not move.
    package func secondsLeft(bytesPerSecond: UInt64, profile: RateProfile) -> UInt64? {
        guard bytesPerSecond > 0 else { return nil }
        let here = phaseBytes > 0 ? Double(min(phaseBytesDone, phaseBytes)) / Double(phaseBytes) : 1
        let before = bytesDone - min(phaseBytesDone, bytesDone)
        let later = bytesTotal - min(bytesTotal, before + phaseBytes)
        let atFirst = Double(bytesPerSecond) / profile.rate(at: here)
        let bytes = Double(phaseBytes) * (profile.time(to: 1) - profile.time(to: here)) + Double(later) * profile.time(to: 1)
        let seconds = bytes / atFirst
        return seconds < Double(Self.secondsLeftMax) ? UInt64(seconds.rounded(.up)) : Self.secondsLeftMax
    }
}
