// The daemon's log: one line an event, whatever a drive, a file or a person put into it.

package import Logging
import WipeCore

/// A log handler that lets no text act on the terminal or begin a line of its own.
package struct PlainLog: LogHandler {
    /// Scalars of the longest message.
    static let scalarsMax = 4096
    private var inner: any LogHandler

    /// Passes messages on to `inner`, made plain.
    package init(_ inner: any LogHandler) { self.inner = inner }

    package var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = newValue }
    }
    package var logLevel: Logger.Level {
        get { inner.logLevel }
        set { inner.logLevel = newValue }
    }
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue }
    }

    package func log(event: LogEvent) {
        var plain = event
        plain.message = "\(PlainText.escaped(event.message.description, scalarsMax: Self.scalarsMax))"
        plain.metadata = event.metadata?.mapValues { "\(PlainText.escaped($0.description, scalarsMax: Self.scalarsMax))" }
        inner.log(event: plain)
    }
}
