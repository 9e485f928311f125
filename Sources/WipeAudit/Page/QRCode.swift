// The squares of a QR code (ISO/IEC 18004), as one path of an SVG picture.

import CQrencode

enum QRCode {
    /// An SVG element with the code of `text`; nil where the text is too long for one.
    static func svg(_ text: String) -> String? {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard width > 0, let squares = code.pointee.data else { return nil }
        var path = ""
        for row in 0..<width {
            // The lowest bit is the colour; the others are libqrencode's own notes.
            for column in 0..<width where squares[row * width + column] & 1 == 1 { path += "M\(column + 4) \(row + 4)h1v1h-1z" }
        }
        let side = width + 8  // the quiet zone is four squares wide
        return
            "<svg class=\"qr\" viewBox=\"0 0 \(side) \(side)\" role=\"img\" aria-label=\"QR\"><rect width=\"\(side)\" height=\"\(side)\" "
            + "fill=\"#fff\"/><path d=\"\(path)\" fill=\"#000\" shape-rendering=\"crispEdges\"/></svg>"
    }
}
