// What stands between the host and a medium on USB.

/// The controller of a USB enclosure or stick, as it names itself. It may hide what the medium says.
public struct USBBridge: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case vendorID, productID, driver }
    /// Four hexadecimal digits; nil where it is not known.
    public var vendorID: String?
    /// Four hexadecimal digits; nil where it is not known.
    public var productID: String?
    /// The kernel's driver, `uas` or `usb-storage` say.
    public var driver: String?
    public init(vendorID: String?, productID: String?, driver: String?) {
        self.vendorID = vendorID
        self.productID = productID
        self.driver = driver
    }
}
