// The list of bays for udev, made from the station file: the one place to name a bay. It tells `60-wiped-bays.rules`, which stands behind it in
// the order of the files, which drives the system is to leave alone.

package import WipeCore

/// A udev rules file that gives each drive in a bay the property WIPED_BAY.
package struct UdevBayList: Hashable, Sendable {
    /// Behind `60-persistent-storage.rules`, which finds ID_PATH, and before `60-wiped-bays.rules`, which asks for WIPED_BAY.
    package static let path = "/etc/udev/rules.d/60-wiped-bay-list.rules"

    /// The whole file.
    package let text: String
    /// Bays that udev cannot be told, and why: the system may take hold of a drive in them, which is refused then.
    package let leftOut: [String]

    /// The list of these bays.
    ///
    /// - Parameter source: path of the station file, for whoever opens the list.
    package init(_ bays: [Bay], source: String) {
        var lines = [
            "# Bays of wiped, made by `wipectl setup` from \(printable(source, scalarsMax: 1024)). Changes belong there: `wipectl setup udev`",
            "# makes this file again.",
            "ACTION==\"remove\", GOTO=\"wiped_bay_list_end\"",
            "SUBSYSTEM!=\"block\", GOTO=\"wiped_bay_list_end\"",
            "# What lies on a drive is in its bay too.",
            "ENV{DEVTYPE}==\"partition\", IMPORT{parent}=\"WIPED_BAY\"",
        ]
        var leftOut: [String] = []
        for bay in bays {
            let problems = bay.match.compactMap { match in Self.problem(match).map { "\(match.text) \($0)" } }
            if problems.isEmpty {
                let conditions = bay.match.map { "ENV{\($0.property)}==\"\($0.glob)\"" }
                lines.append((conditions + ["ENV{WIPED_BAY}=\"\(bay.id)\""]).joined(separator: ", "))
            } else {
                leftOut.append("bay \(bay.id): \(problems.joined(separator: "; "))")
            }
        }
        text = (lines + ["LABEL=\"wiped_bay_list_end\""]).joined(separator: "\n") + "\n"
        self.leftOut = leftOut
    }

    /// Why a condition of the station file cannot be one of udev's.
    private static func problem(_ match: PropertyMatch) -> String? {
        guard case .exact = PropertyForm(of: match.property) else {
            return "is compared without regard to case and blanks, which udev does not: name the bay by its place"
        }
        // udev takes a bar for "or", and a text for ended at a quotation mark; there is no way around either.
        let signs = match.glob.unicodeScalars.filter { ["|", "\"", "\\"].contains($0) }
        guard signs.isEmpty else { return "has a sign that udev reads otherwise" }
        let isName = !match.property.isEmpty && match.property.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"{}\"".utf8.contains($0) }
        return isName ? nil : "is a property with a name that udev does not take"
    }
}
