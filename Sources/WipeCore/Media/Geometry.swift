// What a whole drive is made of, in bytes and sectors.

/// Size and sector sizes of one drive as its device states them. Only built from values that make sense together.
package struct Geometry: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case capacityBytes, logicalSectorBytes, physicalSectorBytes }
    /// Bytes that can be addressed; a multiple of `logicalSectorBytes`, above 0.
    package let capacityBytes: UInt64
    /// Smallest unit that the device reads or writes; a power of two from 512 to 65,536.
    package let logicalSectorBytes: UInt32
    /// Unit in which the medium really stores; a power of two, at least the logical sector.
    package let physicalSectorBytes: UInt32

    /// More than any drive has; 100 passes written and read back can still be counted. What claims more is refused.
    package static let capacityBytesMax: UInt64 = 1 << 56

    /// Nil where the values contradict each other (size 0, 520-byte sectors, a tail shorter than a sector): such media are refused.
    package init?(capacityBytes: UInt64, logicalSectorBytes: UInt32, physicalSectorBytes: UInt32) {
        guard logicalSectorBytes >= 512, logicalSectorBytes <= 65536, logicalSectorBytes & (logicalSectorBytes - 1) == 0 else { return nil }
        guard capacityBytes > 0, capacityBytes <= Geometry.capacityBytesMax, capacityBytes % UInt64(logicalSectorBytes) == 0 else {
            return nil
        }
        self.capacityBytes = capacityBytes
        self.logicalSectorBytes = logicalSectorBytes
        // Some bridges answer nonsense here; the physical sector only steers how finely faults are narrowed down.
        let plausible =
            physicalSectorBytes >= logicalSectorBytes && physicalSectorBytes <= 1 << 20
            && physicalSectorBytes & (physicalSectorBytes - 1) == 0
        self.physicalSectorBytes = plausible ? physicalSectorBytes : logicalSectorBytes
    }

    /// Number of logical sectors.
    package var sectorCount: UInt64 { capacityBytes / UInt64(logicalSectorBytes) }
    /// The whole media as one extent.
    package var whole: Extent { Extent(offset: 0, length: capacityBytes) }
}
