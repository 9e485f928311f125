// What an export leaves out, in the words in which it was asked for: so it stands in the report of an audit.

package import WipeCertificate

extension ExportFilter {
    /// As options of `wipectl certificate export`.
    package var words: String {
        let options = [("--serial", serial), ("--asset-tag", assetTag), ("--since", since), ("--outcome", outcome)]
        return options.compactMap { name, value in value.map { name + " " + $0 } }.joined(separator: " ")
    }
}
