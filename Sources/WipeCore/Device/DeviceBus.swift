// The station's view of the machine's drives. Two real implementations: Linux, and the simulated bus.

/// What the bus reports.
package enum BusEvent: Hashable, Sendable {
    case attached(AttachmentID, presentAtStart: Bool)
    case detached(AttachmentID)
    /// Something about an attached drive changed: look again.
    case changed(AttachmentID)
    /// All that was attached before the start has been reported.
    case enumerated
}

/// A device that was opened for one wipe. Sealed in a `WipeClearance` by the bus that opened it. Closed exactly once.
package protocol OpenedMedia: BlockDevice {
    /// What the open descriptor says of itself now; nil where it does not say its number, size or sector size.
    func observe() -> ObservedMedia?
    /// The kernel's count of the medium behind the descriptor now; nil where it does not say. Asked before every write: must cost next to nothing.
    func diskSequence() -> UInt64?
    /// What would have moved if anything but the holder of this device had written to the medium; nil where nothing can be said. What others wrote
    /// through a cache is written back first, so this may block. Without `askingDrive` it leaves out what only the drive knows, and who uses it.
    func custodyEvidence(askingDrive: Bool) -> CustodyEvidence?
    /// What libblkid recognises on it, by its names, tables of partitions apart; nil where that could not be found out. May block.
    func recognised() -> [String]?
    /// Gives the device back. Must not wait for a request that hangs in the kernel.
    mutating func close()
}

/// Drives of this machine. Every call but `start` may block and is made on a thread of its own.
package protocol DeviceBus: Sendable {
    /// Starts watching and hands out events, the present drives first. Called once.
    func start() throws -> AsyncStream<BusEvent>
    /// Stops watching; the stream of `start` ends.
    func stop()
    /// Facts of one attached media. Nil where it is gone already.
    func probe(_ id: AttachmentID) -> ProbeReport?
    /// Who uses it, looked at now.
    func usage(of id: AttachmentID) -> Usage
    /// What the drive says of its own health, asked now.
    func health(of id: AttachmentID) -> Health
    /// What its sensor says now, nil where it has none or none that answers. May block.
    func temperatureCelsius(of id: AttachmentID) -> Int?
    /// Size in bytes as the last event said, nil where it is gone. Does not block.
    func capacityBytes(of id: AttachmentID) -> UInt64?
    /// Who it says it is, by the last event; nil where that is not known. Reads small files of the kernel at most, and nothing from the drive.
    func identity(of id: AttachmentID) -> MediaIdentity?
    /// Lets a drive rest whose wipe is on record: a disk stops turning, where it is certain that the first request makes it turn again and that no
    /// other drive waits meanwhile. Everything that speaks against it is looked at once more; then it turns on. Writes nothing. May block for a minute.
    ///
    /// - Parameter report: what is attached, as it was identified.
    func rest(_ report: ProbeReport) -> RestAnswer
    /// Opens it for a wipe, exclusively and locked, and proves on the descriptor that it is the admitted media.
    func open(_ admitted: AdmittedMedia) throws(OpenRefusal) -> WipeClearance
    /// What the drive's firmware answered at its last look, byte for byte but for what says which drive it is; nil where it was asked nothing. Asks
    /// nothing and does not block.
    func firmwarePages(of id: AttachmentID) -> FirmwarePages?
    /// The station file was read again: from now on this is whose drives may be asked anything (`StationRules.mayAskFirmware`). Does not block.
    func follow(_ rules: StationRules)
    /// Drives that are there and cannot be wiped because the kernel does not say enough of them: a sentence for each, with what to do. Does not block.
    var leftOut: [String] { get }
    /// What the kernel lacks of the walls around programs that read from drives, and what follows: a sentence; nil where nothing is missing.
    var missingWall: String? { get }
    /// The boot in which the attachments of this bus live.
    var bootID: String { get }
    /// `udev`, `kernel` (no udevd runs) or `simulated`.
    var source: String { get }
}

/// Why a drive was not opened for its wipe.
package struct OpenRefusal: Error, Hashable, Sendable {
    package var reason: Reason<RefusalCode>
    package init(_ reason: Reason<RefusalCode>) { self.reason = reason }
    /// A sentence of the table.
    package init(_ code: RefusalCode, variant: String? = nil, _ parameters: [String: String] = [:]) {
        reason = Reason(code, variant: variant, parameters)
    }
}

/// What a bus answers that was asked to let a drive rest.
package enum RestAnswer: Hashable, Sendable {
    /// It has stopped turning.
    case rests
    /// Nothing in it turns.
    case nothingTurns
    /// It turns on, and why. That is no fault: it may be pulled all the same.
    case turnsOn(why: String)
}
