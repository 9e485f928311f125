// What was ever plugged in here. It tells a serial that several things share, a name that protects nothing, and a use that a drive does not
// shed by being pulled.

/// One thing that was identified at this station, once for each set of facts that it showed.
package struct DriveSighting: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case identity, properties, wasInUse, isOfTwins }
    package var identity: MediaIdentity
    /// All udev properties by which the station file may name it, as seen last: what `protect` is held against while a drive is there, and what the
    /// check holds it against, have to be the same.
    package var properties: [String: String]
    /// It was refused for somebody's use or protection (`RefusalMemory.media`), and nobody has confirmed since that it may go.
    package var wasInUse: Bool
    /// Two things that show these facts were here at once; nil for not, also in older values.
    package var isOfTwins: Bool?

    package init(identity: MediaIdentity, properties: [String: String], wasInUse: Bool = false) {
        self.identity = identity
        self.properties = properties
        self.wasInUse = wasInUse
    }

    /// Facts of a look; nil for one that failed: it says nothing about which drive this is.
    init?(_ report: ProbeReport) {
        guard report.identity.capacityBytes > 0 else { return nil }
        self.init(identity: report.identity, properties: report.properties.filter { !ProbeReport.isOfAnEvent($0.key) })
    }
}
