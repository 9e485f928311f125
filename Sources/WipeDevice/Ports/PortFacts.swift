// Which ports this machine has, as far as the kernel says: an empty port has no drive that could be looked at. Says only what is certain.

import WipeContents
import WipeCore

/// Controllers and the numbers of their ports.
struct PortFacts: Hashable, Sendable {
    /// Addresses of all PCI functions: `0000:00:17.0`.
    var functions: Set<String> = []
    /// Numbers of the ports of each ATA controller.
    var ataPorts: [String: Set<Int>] = [:]
    /// How many ports the root hubs of each USB controller have at most.
    var usbPorts: [String: Int] = [:]

    /// Nil where sysfs does not list the PCI bus: then nothing is certain.
    static func read(_ folder: SystemFolder = SystemFolder()) -> PortFacts? {
        let base = "/sys/bus/pci/devices"
        guard let names = try? folder.names(base), !names.isEmpty else { return nil }
        var facts = PortFacts(functions: Set(names))
        for name in names {
            guard let parts = try? folder.names("\(base)/\(name)") else { continue }
            for part in parts {
                if isNumbered(part, "ata"), let number = folder.number("/sys/class/ata_port/\(part)/port_no") {
                    facts.ataPorts[name, default: []].insert(Int(clamping: number))
                }
                if isNumbered(part, "usb"), let count = folder.number("/sys/bus/usb/devices/\(part)/maxchild") {
                    facts.usbPorts[name] = max(facts.usbPorts[name] ?? 0, Int(clamping: count))
                }
            }
        }
        return facts
    }

    private static func isNumbered(_ name: String, _ kind: String) -> Bool {
        name.hasPrefix(kind) && name.utf8.count > kind.utf8.count
            && name.utf8.dropFirst(kind.utf8.count).allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Why no drive can ever show an ID_PATH like this here; nil where one may.
    func whyNever(path glob: String) -> String? {
        let start = glob.prefix { !["*", "?", "[", "\\"].contains($0) }
        guard let match = start.prefixMatch(of: /pci-([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])(-|$)/) else { return nil }
        let function = String(match.1)
        let rest = start[match.range.upperBound...]
        // What stands behind the controller is known as far as the next sign of a glob alone.
        func number(after word: String) -> Int? {
            guard rest.hasPrefix(word) else { return nil }
            let digits = rest.dropFirst(word.count).prefix { $0.isASCII && $0.isNumber }
            let isWhole = digits.endIndex < start.endIndex || start.endIndex == glob.endIndex
            return isWhole ? Int(digits) : nil
        }
        let isKnown = functions.contains(function)
        // A drive for a slot of its own (NVMe) brings its function along, so an absent one proves nothing.
        let isController = ["ata-", "usb", "scsi-", "sas-"].contains { rest.hasPrefix($0) }
        if !isKnown { return isController ? "this machine has no controller at pci-\(function)" : nil }
        if let port = number(after: "ata-") {
            guard let ports = ataPorts[function] else { return "pci-\(function) is no ATA controller here" }
            return ports.contains(port)
                ? nil : "its controller has the ports \(ports.sorted().map(String.init).joined(separator: " ")) and no \(port)"
        }
        if let port = number(after: "usb-0:") ?? number(after: "usbv2-0:") ?? number(after: "usbv3-0:") {
            guard let count = usbPorts[function] else { return "pci-\(function) is no USB controller here" }
            return (1...max(1, count)).contains(port) ? nil : "its controller has \(count) ports, and no \(port)"
        }
        return nil
    }
}
