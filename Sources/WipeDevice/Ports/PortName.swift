// What names a port: the property of a drive that says where it is plugged in, and nothing of what is plugged in there.

import WipeContents
package import WipeCore

/// Where a drive is plugged in.
package enum PortName {
    /// The condition by which a bay knows this port; nil where udev says nothing that stays the same when another drive is plugged in.
    ///
    /// ID_PATH is the way of the port: controller, and behind it the number of the port, through hubs and docks as well. Readers of SD cards that
    /// are devices of the PCI bus have none; their way in sysfs up to the card is as good. Where udev has no name for a port, a local rule may give it
    /// one, as WIPED_PORT.
    package static func of(_ properties: [String: String]) -> PropertyMatch? {
        for property in ["WIPED_PORT", "ID_PATH"] {
            if let path = properties[property], isPlain(path) { return PropertyMatch(property: property, glob: path) }
        }
        guard let path = properties["DEVPATH"], isPlain(path), let host = path.firstRange(of: "/mmc_host/") else { return nil }
        return PropertyMatch(property: "DEVPATH", glob: path[..<host.upperBound] + "*")
    }

    /// No sign of a glob is in it: it stands for itself.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && !text.unicodeScalars.contains { ["*", "?", "[", "\\", "|", "\""].contains($0) } && DeviceText.clean(text) == text
    }
}
