// The certificate module's own golden document, as it is and with texts replaced.

import Foundation
import Testing
import WipeCertificate

enum GoldenDocument {
    static func text(_ name: String = "certificate") throws -> String {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../WipeCertificateTests/Golden/\(name).json")
        return String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }

    /// The record (2,000 sectors of 512 bytes, one random pass) with texts replaced.
    static func record(_ changes: (String, String)..., of name: String = "certificate") throws -> RecordDocument {
        var text = try text(name)
        for (old, new) in changes {
            let changed = text.replacing(old, with: new)
            try #require(changed != text, "\(old) is not in the golden document")
            text = changed
        }
        return try RecordDocument(JSONParser.parse(Array(text.utf8)))
    }
}
