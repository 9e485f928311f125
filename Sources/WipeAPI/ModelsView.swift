// What this station has seen of drives that erase themselves, model by model.

/// How drives of one model and firmware have done at this station with one technique.
public struct ModelView: Codable, Hashable, Sendable {
    /// As the drives say it.
    public var model: String
    /// Revision of the firmware; empty where the drives say none.
    public var firmware: String
    /// A word of `TechniqueView.id`.
    public var technique: String
    /// Jobs that ended well.
    public var good: Int
    /// Drives that did not take the command.
    public var refused: Int
    /// Drives that failed at it, or said that they had done what they had not.
    public var failed: Int
    /// Drives that did not come to an end.
    public var stalled: Int
    /// The last one failed or stalled: the next one waits for a lead.
    public var lastWasBad: Bool
    /// When the newest of them ended; UTC with `Z`.
    public var lastAt: String
    /// Every member must be said.
    public init(
        model: String, firmware: String, technique: String, good: Int, refused: Int, failed: Int, stalled: Int, lastWasBad: Bool,
        lastAt: String
    ) {
        self.model = model
        self.firmware = firmware
        self.technique = technique
        self.good = good
        self.refused = refused
        self.failed = failed
        self.stalled = stalled
        self.lastWasBad = lastWasBad
        self.lastAt = lastAt
    }
}

/// Answer of `Routes.models`.
public struct ModelList: Codable, Hashable, Sendable {
    /// By model, firmware and technique.
    public var models: [ModelView]
    /// Sorted by model, firmware and technique.
    public init(models: [ModelView]) { self.models = models }
}
