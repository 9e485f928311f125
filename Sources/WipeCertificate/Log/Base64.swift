// Base64 of RFC 4648, section 4, strictly: one spelling for every sequence of bytes.

import FoundationEssentials

enum Base64 {
    static func encode(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }

    /// The bytes; nil for white space, missing padding, and any other spelling than the one that `encode` writes.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let data = Data(base64Encoded: text), encode(data).hasSameBytes(as: text) else { return nil }
        return Array(data)
    }
}
