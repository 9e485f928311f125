// What stands between the host and a medium on USB.

/// The controller of a USB enclosure or stick, as it names itself. It may hide what the medium says.
package struct USBBridge: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case vendorID, productID, driver }
    /// Four hexadecimal digits; nil where it is not known.
    package var vendorID: String?
    /// Four hexadecimal digits; nil where it is not known.
    package var productID: String?
    /// The kernel's driver, `uas` or `usb-storage` say.
    package var driver: String?
    package init(vendorID: String?, productID: String?, driver: String?) {
        self.vendorID = vendorID
        self.productID = productID
        self.driver = driver
    }
}
