// Why a serial does not stand for one drive, in words of the table.

package import WipeIdentity

extension MediaIdentity {
    /// Why its serial, wherever it was read, cannot be that of one drive; nil where it can.
    package var incredibility: SentencePart? {
        switch serialCredibility {
        case .credible: nil
        case .missing: SentencePart("missing")
        case .notCredible(let why): SentencePart("not-credible", ["weak": why])
        }
    }

    /// Why nothing but this very attachment tells this drive from another; nil where its serial does.
    package var weakness: SentencePart? {
        incredibility ?? (serialSource.isOfTheMedium ? nil : SentencePart("not-its-own", ["source": serialSource.rawValue]))
    }
}
